"""What templates may do with values: text → safe HTML, dates and counts as people write them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.render.markdown import Notes
from generator.render.text import inline_html, plain, text_html
from markupsafe import Markup

from generator.plan.cards import long_date, short_date
from generator.render.bibtex import bibtex
from generator.render.citation import citation, linked_data
from generator.render.data import json_in_html


@dataclass(slots=True)
class Filters:
    """The filters of one theme. `told` gathers what was wrong in Markdown, until it is taken."""

    site: Mapping[str, Any]  # what templates see of the digest
    notes: Notes = field(default_factory=Notes)
    told: list[tuple[str, str, str]] = field(default_factory=list)  # the line, what, hint

    def by_name(self) -> dict[str, Callable[..., Any]]:
        """The filters under the names templates know them by."""
        return {
            "inline": inline_html,
            "text": text_html,
            "plain": plain,
            "note": self.note,
            "longdate": long_date,
            "shortdate": short_date,
            "count": count,
            "bibtex": lambda paper: bibtex(paper, self.site),
            "citation": lambda paper: citation(paper, self.site),
            "json_ld": lambda paper: Markup(json_in_html(linked_data(paper, self.site))),
        }

    def note(self, markdown: str, links: Mapping[str, str]) -> Markup:
        """Markdown as safe HTML; `links` is where "paper:2501.01234" and the like lead."""
        made = self.notes.html(markdown, link=lambda kind, name: links.get(f"{kind}:{name}"))
        lines = markdown.split("\n")
        self.told += [(lines[line - 1].strip(), what, hint) for line, what, hint in made.problems]
        return made.html

    def taken(self) -> list[tuple[str, str, str]]:
        """What was wrong since the last call."""
        told, self.told = self.told, []
        return told


def count(number: int, thing: str) -> str:
    """ "1 paper", "1,204 papers", "2 entries"."""
    if number == 1:
        return f"1 {thing}"
    plural = (
        thing[:-1] + "ies" if thing.endswith("y") and thing[-2:-1] not in "aeiou" else thing + "s"
    )
    return f"{number:,} {plural}"
