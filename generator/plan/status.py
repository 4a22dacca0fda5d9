"""How fresh the digest is: each of its sources, when it answered last and what is due next.

Everything here was worked out when the sources were asked; a build looks at no clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from generator.config import ARXIV, ARXIV_RSS, HUGGING_FACE, URL, Source
from generator.plan import urls
from generator.plan.lists import head
from generator.plan.page import Context, Page, Site
from generator.sources.intake import Intake

KINDS = {
    HUGGING_FACE: "Daily Papers of Hugging Face",
    ARXIV: "Search of arXiv",
    ARXIV_RSS: "Announcements of arXiv",
    URL: "A list at an address",
}
EVERY = {"daily": "every working day", "weekly": "every week", "monthly": "every month"}


def status_pages(site: Site) -> Iterator[Page]:
    """The page, and the same for machines."""
    made = partial(status_context, site)
    yield Page(urls.STATUS, "status.html", made, site.taken_in)
    yield Page(urls.STATUS_JSON, "status.json", made, listed=False)


def status_context(site: Site) -> Context:
    counts, newest = _sighted(site)
    asked = {source.name for source in site.config.sources}
    said = f"Where the papers of {site.config.title} come from, and how fresh they are."
    return head(urls.STATUS, "Sources", said) | {
        "taken_in": site.taken_in,
        "papers": len(site.corpus.papers),
        "sources": [_row(site, source, counts) for source in site.config.sources],
        "imports": [
            {"name": name, "papers": counts[name], "newest": newest.get(name, "")}
            for name in sorted(counts)
            if name not in asked
        ],
    }


def _row(site: Site, source: Source, counts: dict[str, int]) -> Context:
    """A source with how it answered last. Days are ISO text, "" where there was none yet."""
    intake = site.corpus.intakes.get(source.name, Intake())
    return {
        "name": source.name,
        "kind": source.kind,
        "label": KINDS[source.kind],
        "query": source.query,
        "cadence": source.cadence,
        "every": EVERY[source.cadence],
        "papers": counts.get(source.name, 0),
        "word": intake.word,
        "message": intake.message,
        "overdue": intake.overdue,
        "asked": intake.asked,
        "last_success": intake.last_success,
        "last_new": intake.last_new,
        "expected": intake.expected,
    }


def _sighted(site: Site) -> tuple[dict[str, int], dict[str, str]]:
    """Papers that each source showed, and the newest day on which one was listed."""
    counts: dict[str, int] = {}
    newest: dict[str, str] = {}
    for paper in site.corpus.papers.values():
        for name in {sighting.source for sighting in paper.sightings}:
            counts[name] = counts.get(name, 0) + 1
        for sighting in paper.sightings:
            if sighting.listed and sighting.listed > newest.get(sighting.source, ""):
                newest[sighting.source] = sighting.listed
    return counts, newest
