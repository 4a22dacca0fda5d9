"""Semantic Scholar's Graph API: searches, batches, references and citations of a paper.

A record has only the fields that were asked for; one without a title cannot be used.
"""

from __future__ import annotations

from typing import Any

from generator.importers.values import at, each, first, names, text_at

WITHIN = ("citedPaper", "citingPaper", "paper")  # where a list of references has its papers


def fits(record: dict[str, Any]) -> bool:
    return "paperId" in _paper(record) or "corpusId" in record


def fields(record: dict[str, Any]) -> dict[str, Any]:
    paper = _paper(record)
    ids = paper.get("externalIds")
    return {
        "id": paper.get("paperId"),
        "title": paper.get("title"),
        "abstract": paper.get("abstract"),
        "authors": names(text_at(author, "name") for author in each(paper, "authors")),
        "published": first(paper.get("publicationDate"), _year(paper.get("year"))),
        "venue": _venue(paper),
        "doi": at(ids, "DOI"),
        "arxiv_id": at(ids, "ArXiv"),
        "url": paper.get("url"),
        "pdf": first(at(paper, "openAccessPdf", "url")),
        "topics": sorted({text_at(s, "category") for s in each(paper, "s2FieldsOfStudy")} - {""}),
    }


def _paper(record: dict[str, Any]) -> dict[str, Any]:
    inner = (record[key] for key in WITHIN if isinstance(record.get(key), dict))
    return next(inner, record)


def _year(year: Any) -> str | None:
    return f"{year:04d}" if isinstance(year, int) and not isinstance(year, bool) else None


def _venue(paper: dict[str, Any]) -> str | None:
    """arXiv is where a preprint lies, not where it appeared."""
    venue = text_at(paper, "venue")
    return None if venue.lower() in ("arxiv.org", "arxiv") else venue
