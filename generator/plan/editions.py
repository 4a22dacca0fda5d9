"""Editions, and the list of all of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from generator.corpus.model import Issue
from generator.plan import urls
from generator.plan.cards import (
    card,
    cards,
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
        made = partial(issue_context, site, issue)
        url = urls.issue_url(issue.id)
        yield Page(url, "issue.html", made, issue.issued, source=issue.path)


def issues_context(site: Site) -> Context:
    years: dict[str, list[Context]] = {}
    for issue in site.corpus.issues.values():
        years.setdefault(issue.id[:4], []).append(issue_row(issue))
    rows = [{"year": year, "issues": those} for year, those in years.items()]
    said = f"All editions of {site.config.title}, newest first."
    more = {"feeds": [feed("Editions", "issues")], "taken_in": site.taken_in}
    return head(urls.ISSUES, "Editions", said, "issues", years=rows) | more


def issue_context(site: Site, issue: Issue) -> Context:
    order = list(site.corpus.issues)
    index = order.index(issue.id)
    near = site.corpus.issues
    newer = near[order[index - 1]] if index else None
    older = near[order[index + 1]] if index + 1 < len(order) else None
    label = issue_label(issue.id)
    title = f"{issue.title}: {label}" if issue.title else label
    said = first_sentence(issue.intro) or f"{len(issue.papers)} papers of {label}."
    made = edition(site, issue)
    texts = [issue.intro, *(section.intro for section in issue.sections)]
    return head(urls.issue_url(issue.id), title, said, "issues") | {
        "feeds": [feed("Editions", "issues")],
        "exports": export_links(site, f"issues/{issue.id.lower()}"),
        "source_url": source_url(site, issue.path),
        "issue": {key: made[key] for key in ("id", "label", "title", "issued", "intro", "count")},
        "picks": made["picks"],
        "sections": made["sections"],
        "links": links(site, *texts),
        "newer": newer and issue_link(newer),
        "older": older and issue_link(older),
    }


def edition(site: Site, issue: Issue) -> Context:
    """An edition's words and papers."""
    papers = site.corpus.papers
    return {
        "id": issue.id,
        "label": issue_label(issue.id),
        "title": issue.title,
        "issued": issue.issued,
        "intro": issue.intro,
        "count": len(issue.papers),
        "picks": [
            {"card": card(site, papers[pick.paper]), "why": pick.why} for pick in issue.picks
        ],
        "sections": [
            {"title": s.title, "intro": s.intro, "cards": cards(site, s.papers)}
            for s in issue.sections
        ],
    }
