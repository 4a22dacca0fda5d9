"""Many sightings of one paper → one Paper, the editor's words over imported ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from generator.corpus.model import Assigned, Paper, Sighting
from generator.sources.record import Record, is_imported

EDITOR, ARXIV, LIBRARY, HUGGING_FACE, LISTING = range(5)


def trust(record: Record) -> int:
    """How far a record's fields go before others'; lower goes first.

    The editor, then arXiv, then the libraries, then Hugging Face, then a listing's text.
    """
    if not is_imported(record):
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
        for key, value in record.words.items():
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
    fields = records[0].words
    if len(records) > 1:
        fields, _ = merged(records)
    overlay = None if is_imported(records[0]) else records[0]
    seen = sightings(records)
    get = fields.get  # looked up once for twenty fields of very many papers
    published = get("published") or get("date")
    authors = tuple(get("authors", ())) or None
    acronyms = get("acronyms")
    return Paper(  # by place: by name takes three times as long
        id,
        fields["title"],
        authors,
        len(authors) if authors else get("author_count"),
        get("org", ""),
        get("abstract", ""),
        () if "abstract" in fields else tuple(get("terms", ())),
        tuple(sorted(acronyms.items())) if acronyms else (),
        published,
        first_seen(seen, published),
        get("venue", ""),
        get("doi", ""),
        get("arxiv_id", ""),
        get("url", ""),
        get("pdf", ""),
        get("code", ""),
        get("project", ""),
        keywords,
        get("upvotes"),
        get("tldr", ""),
        overlay.body.strip() if overlay else "",
        overlay.path if overlay else "",
        topics,
        aliases,
        seen,
        bool(get("draft")),
    )


def sightings(records: Sequence[Record]) -> tuple[Sighting, ...]:
    """Who listed the paper when, earliest first; undated ones last, each once."""
    if len(records) == 1:
        fields = records[0].fields
        listed = fields.get("listed")
        return (
            (Sighting(fields.get("source", "editor"), listed),)
            if "source" in fields or listed
            else ()
        )
    seen = {
        Sighting(record.fields.get("source", "editor"), record.fields.get("listed"))
        for record in records
        if "listed" in record.fields or "source" in record.fields
    }
    return tuple(sorted(seen, key=lambda s: (s.listed or "9999", s.source)))


def first_seen(seen: Sequence[Sighting], published: str | None) -> str | None:
    """The earliest listing; for a paper nobody listed the day it appeared, if that is known."""
    if seen and seen[0].listed:
        return seen[0].listed
    return published if published and len(published) == 10 else None
