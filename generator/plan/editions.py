"""Editions, and the list of all of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from generator.corpus.model import Issue
from generator.plan import urls
from generator.plan.cards import (
    card,
    cards,
    cards_told,
    first_sentence,
    issue_label,
    issue_link,
    issue_row,
    links,
)
from generator.plan.lists import export_links, feed, head, source_url
from generator.plan.page import Context, Page, Site


def issue_pages(site: Site) -> Iterator[Page]:
    yield Page(urls.ISSUES, "issues.html", partial(issues_context, site))
    for issue in site.corpus.issues.values():
        basis, shown = partial(issue_basis, site, issue), partial(_with_sections, site, issue)
        url = urls.issue_url(issue.id)
        papers = [id for section in issue.sections for id in section.papers]
        yield Page(
            url, "issue.html", basis, issue.issued, source=issue.path, shown=shown, papers=papers
        )


def issues_context(site: Site) -> Context:
    years: dict[str, list[Context]] = {}
    for issue in site.corpus.issues.values():
        years.setdefault(issue.id[:4], []).append(issue_row(issue))
    rows = [{"year": year, "issues": those} for year, those in years.items()]
    said = f"All editions of {site.config.title}, newest first."
    more = {"feeds": [feed("Editions", "issues")], "taken_in": site.taken_in}
    return head(urls.ISSUES, "Editions", said, "issues", years=rows) | more


def issue_basis(site: Site, issue: Issue) -> tuple[Context, list[Any]]:
    """All that decides what the page of an edition shows: of its papers what decides cards."""
    told = [[s.title, s.intro, cards_told(site, s.papers)] for s in issue.sections]
    return issue_head(site, issue), told


def _with_sections(site: Site, issue: Issue, basis: tuple[Context, list[Any]]) -> Context:
    return basis[0] | {"sections": sections(site, issue)}


def issue_context(site: Site, issue: Issue) -> Context:
    return _with_sections(site, issue, issue_basis(site, issue))


def issue_head(site: Site, issue: Issue) -> Context:
    order = list(site.corpus.issues)
    index = order.index(issue.id)
    near = site.corpus.issues
    newer = near[order[index - 1]] if index else None
    older = near[order[index + 1]] if index + 1 < len(order) else None
    label = issue_label(issue.id)
    title = f"{issue.title}: {label}" if issue.title else label
    said = first_sentence(issue.intro) or f"{len(issue.papers)} papers of {label}."
    texts = [issue.intro, *(section.intro for section in issue.sections)]
    return head(urls.issue_url(issue.id), title, said, "issues") | {
        "feeds": [feed("Editions", "issues")],
        "exports": export_links(site, f"issues/{issue.id.lower()}"),
        "source_url": source_url(site, issue.path),
        "issue": edition_head(issue),
        "picks": picks(site, issue),
        "links": links(site, *texts),
        "newer": newer and issue_link(newer.id, newer.title),
        "older": older and issue_link(older.id, older.title),
    }


def edition(site: Site, issue: Issue) -> Context:
    """An edition's words and papers."""
    papers = {"picks": picks(site, issue), "sections": sections(site, issue)}
    return edition_head(issue) | papers


def edition_head(issue: Issue) -> Context:
    return {
        "id": issue.id,
        "label": issue_label(issue.id),
        "title": issue.title,
        "issued": issue.issued,
        "intro": issue.intro,
        "count": len(issue.papers),
    }


def picks(site: Site, issue: Issue) -> list[Context]:
    papers = site.corpus.papers
    return [{"card": card(site, papers[pick.paper]), "why": pick.why} for pick in issue.picks]


def sections(site: Site, issue: Issue) -> list[Context]:
    return [
        {"title": s.title, "intro": s.intro, "cards": cards(site, s.papers)} for s in issue.sections
    ]
