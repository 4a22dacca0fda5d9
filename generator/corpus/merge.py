"""Many sightings of one paper → one Paper, the editor's words over imported ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from generator.corpus.model import Assigned, Paper, Sighting
from generator.corpus.text import one_line, readable
from generator.sources.record import Record

EDITOR, ARXIV, LIBRARY, HUGGING_FACE, LISTING = range(5)
# Fields a Paper takes as they are from the best source that has them.
PLAIN = ("venue", "doi", "arxiv_id", "url", "pdf", "code", "project")


def trust(record: Record) -> int:
    """How far a record's fields go before others'; lower goes first.

    The editor, then arXiv, then the libraries, then Hugging Face, then a listing's text.
    """
    if not record.path.startswith("content/imported/"):
        return EDITOR
    source = record.fields.get("source", "")
    if source.startswith("arxiv"):
        return ARXIV
    if source.startswith(("hf-", "hugging-face", "huggingface")):
        return HUGGING_FACE
    return LISTING if source == "daily-papers" else LIBRARY


def by_trust(records: Sequence[Record]) -> list[Record]:
    """The most trusted first; of equals the newest listing, then the order of files."""
    if len(records) == 1:
        return list(records)
    newest = sorted(records, key=lambda r: r.fields.get("listed", ""), reverse=True)
    return sorted(newest, key=trust)


def merged(records: Sequence[Record]) -> tuple[dict[str, Any], dict[str, Record]]:
    """Every field that any record has, and the record it was taken from.

    `records` are in order of trust; the first that has a field gives it.
    """
    fields: dict[str, Any] = {}
    origin: dict[str, Record] = {}
    for record in records:
        for key, value in record.fields.items():
            if key not in fields and value != "" and value != []:
                fields[key] = value
                origin[key] = record
    return fields, origin


def paper(
    id: str,
    records: Sequence[Record],
    topics: tuple[Assigned, ...],
    keywords: tuple[str, ...],
    aliases: tuple[str, ...],
) -> Paper:
    """The Paper that `records`, in order of trust, speak of."""
    fields = dict(records[0].fields) if len(records) == 1 else merged(records)[0]
    overlay = records[0] if trust(records[0]) == EDITOR else None
    seen = sightings(records)
    published = fields.get("published") or fields.get("date")
    authors = _authors(fields)
    return Paper(
        id=id,
        title=one_line(fields["title"]),
        authors=authors,
        author_count=len(authors) if authors else fields.get("author_count"),
        org=one_line(fields.get("org", "")),
        abstract=readable(fields.get("abstract", "")),
        terms=() if "abstract" in fields else tuple(fields.get("terms", ())),
        acronyms=tuple(sorted(fields.get("acronyms", {}).items())),
        published=published,
        first_seen=first_seen(seen, published),
        **{key: fields.get(key, "") for key in PLAIN},
        keywords=keywords,
        upvotes=fields.get("upvotes"),
        tldr=one_line(fields.get("tldr", "")),
        note=overlay.body.strip() if overlay else "",
        note_path=overlay.path if overlay else "",
        topics=topics,
        aliases=aliases,
        sightings=seen,
        draft=bool(fields.get("draft")),
    )


def _authors(fields: Mapping[str, Any]) -> tuple[str, ...] | None:
    names = tuple(filter(None, map(one_line, fields.get("authors", ()))))
    return names or None


def sightings(records: Sequence[Record]) -> tuple[Sighting, ...]:
    """Who listed the paper when, earliest first; undated ones last, each once."""
    seen = {
        Sighting(record.fields.get("source", "editor"), record.fields.get("listed"))
        for record in records
        if "listed" in record.fields or "source" in record.fields
    }
    if len(seen) < 2:
        return tuple(seen)
    return tuple(sorted(seen, key=lambda s: (s.listed or "9999", s.source)))


def first_seen(seen: Sequence[Sighting], published: str | None) -> str | None:
    """The earliest listing; for a paper nobody listed the day it appeared, if that is known."""
    if seen and seen[0].listed:
        return seen[0].listed
    return published if published and len(published) == 10 else None
