"""Crossref REST `works`: searches, single works and lines of its dumps.

Titles and venues are lists; text holds JATS and HTML; dates are lists of parts.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from generator.importers.values import (
    at,
    date_of,
    each,
    full_name,
    names,
    text_at,
    unmarked,
    unmarked_line,
)

DATES = ("published", "issued", "published-online", "published-print", "posted", "created")
PDF = "application/pdf"


def fits(record: dict[str, Any]) -> bool:
    return isinstance(record.get("DOI"), str) and (
        isinstance(record.get("title"), list) or "deposited" in record or "prefix" in record
    )


def fields(record: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": _title(record),
        "abstract": unmarked(text_at(record, "abstract")),
        "authors": names(_name(author) for author in each(record, "author")),
        "published": _published(record),
        "venue": unmarked_line(text_at(record, "container-title", 0)),
        "doi": record["DOI"],
        "url": f"https://doi.org/{quote(record['DOI'].strip())}",  # its own URL is not escaped
        "pdf": _pdf(record),
        "topics": names(s for s in each(record, "subject") if isinstance(s, str)),
        "remarks": _remarks(record),
    }


def _title(record: dict[str, Any]) -> str:
    title, subtitle = text_at(record, "title", 0), text_at(record, "subtitle", 0)
    whole = f"{title}: {subtitle}" if title and subtitle and subtitle not in title else title
    return unmarked_line(whole)


def _name(author: Any) -> str:
    """A person's, or a corporate author's, which has `name` alone."""
    person = full_name(at(author, "given"), at(author, "family"), suffix=at(author, "suffix") or "")
    return unmarked_line(person or text_at(author, "name"))


def _published(record: dict[str, Any]) -> str | None:
    """The first date it names; the day the DOI was made only when there is no other."""
    dates = (date_of(at(record, name, "date-parts", 0)) for name in DATES)
    return next((date for date in dates if date), None)


def _pdf(record: dict[str, Any]) -> str | None:
    """A PDF for readers; those for text mining and checking are not for them."""
    for link in each(record, "link"):
        if text_at(link, "content-type") == PDF and text_at(link, "intended-application") not in (
            "text-mining",
            "similarity-checking",
        ):
            return text_at(link, "URL")
    return None


def _remarks(record: dict[str, Any]) -> list[str]:
    kinds = {text_at(update, "type") for update in each(record, "updated-by")}
    return ["it is retracted"] if "retraction" in kinds else []
