"""CSL-JSON, as Zotero and others export it (citeproc-js' input)."""

from __future__ import annotations

import re
from typing import Any

from generator.corpus.keys import arxiv_id
from generator.importers.values import (
    at,
    date_of,
    each,
    first,
    full_name,
    names,
    text_at,
    unmarked,
    unmarked_line,
)

ARXIV = re.compile(r"arxiv:\s*\S+", re.IGNORECASE)
DAY = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


def fits(record: dict[str, Any]) -> bool:
    return (
        isinstance(record.get("type"), str)
        and isinstance(record.get("title"), str)
        and (
            any(key in record for key in ("issued", "citation-key", "DOI", "URL", "accessed"))
            or isinstance(at(record, "author", 0), dict)
        )
    )


def fields(record: dict[str, Any]) -> dict[str, Any]:
    arxiv = _arxiv(record)
    return {
        "id": _id(record),
        "title": unmarked_line(text_at(record, "title")),
        "abstract": unmarked(text_at(record, "abstract")),
        "authors": names(_name(author) for author in each(record, "author")),
        "published": _issued(record.get("issued")),
        "venue": _venue(record),
        "doi": first(text_at(record, "DOI")),
        "arxiv_id": arxiv,
        "url": first(text_at(record, "URL")),
        "topics": _keywords(record.get("keyword")),
    }


def _id(record: dict[str, Any]) -> str | None:
    """Its key in the library; numbers are good too."""
    id = first(record.get("citation-key"), record.get("id"))
    return str(id) if isinstance(id, (str, int)) and not isinstance(id, bool) else None


def _name(author: Any) -> str:
    if literal := text_at(author, "literal"):
        return unmarked_line(literal)
    particles = first(at(author, "non-dropping-particle"), at(author, "dropping-particle"), "")
    given, family = at(author, "given"), at(author, "family")
    return unmarked_line(full_name(given, family, particles, at(author, "suffix")))


def _issued(issued: Any) -> str | None:
    if parts := date_of(at(issued, "date-parts", 0)):
        return parts
    said = first(text_at(issued, "raw"), text_at(issued, "literal"), "")
    found = DAY.search(said)
    return found.group() if found else None


def _arxiv(record: dict[str, Any]) -> str | None:
    """Where libraries keep an arXiv id: its number, its note, its address in the archive."""
    for key in ("number", "archive_location", "note", "archive-location"):
        said = text_at(record, key)
        found = ARXIV.search(said)
        if found and (id := arxiv_id(re.sub(r"\s+", "", found.group()))):
            return id
    return None


def _venue(record: dict[str, Any]) -> str:
    """The journal or proceedings; a publisher is none, and neither is arXiv."""
    venue = first(text_at(record, "container-title"), text_at(record, "event-title"), "")
    return "" if venue.lower() in ("arxiv", "arxiv.org") else unmarked_line(venue)


def _keywords(keyword: Any) -> list[str]:
    if not isinstance(keyword, str):
        return []
    return [" ".join(word.split()) for word in re.split("[,;]", keyword) if word.strip()]
