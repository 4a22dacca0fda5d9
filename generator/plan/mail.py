"""An edition as a mail shows it, whole or cut to what a mail program shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from generator.corpus.model import Issue
from generator.plan.cards import first_sentence
from generator.plan.editions import issue_context
from generator.plan.page import Context, Site


def mail_context(site: Site, issue: Issue, unsubscribe: str) -> Context:
    """All of an edition. `more` counts what a cut one leaves out, here and in each section."""
    context = issue_context(site, issue)
    sections = [section | {"more": 0} for section in context["sections"] if section["cards"]]
    told = {"preview": first_sentence(issue.intro), "unsubscribe": unsubscribe, "brief": False}
    return context | told | {"sections": sections, "more": 0}


def brief(context: Context) -> Context:
    """The same papers, each with its title and date alone."""
    return context | {"brief": True}


def longest(context: Context) -> int:
    """How many papers its longest list has."""
    return max(len(rows) for rows in _lists(context))


def cut(context: Context, most: int) -> Context:
    """A brief edition with at most so many picks, sections, and papers of each section."""
    sections = [_cut_section(section, most) for section in context["sections"][:most]]
    left = len(context["picks"][most:]) + sum(
        len(section["cards"]) for section in context["sections"][most:]
    )
    return brief(context) | {"picks": context["picks"][:most], "sections": sections, "more": left}


def bare(context: Context) -> Context:
    """An edition that is a few words and a link: its introduction alone is too long."""
    made = cut(context, 0)
    issue = made["issue"] | {"intro": ""}
    return made | {"issue": issue, "more": context["issue"]["count"]}


def _cut_section(section: dict[str, Any], most: int) -> dict[str, Any]:
    cards = section["cards"]
    return section | {"cards": cards[:most], "more": len(cards[most:])}


def _lists(context: Context) -> list[Sequence[Any]]:
    return [
        context["picks"],
        context["sections"],
        *(section["cards"] for section in context["sections"]),
    ]
