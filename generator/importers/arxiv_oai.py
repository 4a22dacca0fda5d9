"""arXiv's OAI-PMH records, in its formats arXiv and arXivRaw."""

from __future__ import annotations

import re
from typing import Any, BinaryIO

from generator.importers.arxiv_atom import categories, remarks
from generator.importers.arxiv_rss import mail_day
from generator.importers.found import Entries, Left, Raw
from generator.importers.values import full_name
from generator.importers.xml_records import Element, records

SOURCE = "arxiv"
NESTED = re.compile(r"\s*\([^()]*\)")
BETWEEN_NAMES = re.compile(r",\s*and\s+|,\s*|\s+and\s+")


def looks(head: str) -> bool:
    return "<OAI-PMH" in head or "http://arxiv.org/OAI/arXiv" in head


def entries(stream: BinaryIO) -> Entries:
    for record in records(stream, "record", "error"):
        if record.name == "error":
            yield Left(record.line, f"the server answers: {record.text()}", record.column)
            continue
        metadata = record.first("metadata")
        paper = metadata and (metadata.first("arXiv") or metadata.first("arXivRaw"))
        if not paper:
            yield Left(record.line, _without_paper(record), record.column)
            continue
        yield Raw(paper.line, _fields(paper), paper.column, remarks(paper.text("comments")))


def _without_paper(record: Element) -> str:
    header = record.first("header")
    deleted = header is not None and header.attributes.get("status") == "deleted"
    return "it was deleted" if deleted else "neither in the format arXiv nor in arXivRaw"


def _fields(paper: Element) -> dict[str, Any]:
    id = paper.text("id")
    return {
        "id": id,
        "title": paper.text("title"),
        "abstract": paper.text("abstract"),
        "authors": _authors(paper),
        "published": _published(paper),
        "venue": paper.text("journal-ref"),
        "doi": next(iter(paper.text("doi").replace(",", " ").split()), ""),
        "url": f"https://arxiv.org/abs/{id}" if id else "",
        "topics": categories(paper.text("categories").split()),
    }


def _published(paper: Element) -> str | None:
    """The day of the first version."""
    first = paper.first("version")
    return mail_day(first.text("date")) if first else paper.text("created")


def _authors(paper: Element) -> list[str]:
    authors = paper.first("authors")
    if not authors:
        return []
    people = authors.all("author")
    if not people:  # arXivRaw has one text, with affiliations in brackets
        return _parted(authors.text())
    return [name for name in map(_name, people) if any(map(str.isalnum, name))]


def _name(author: Element) -> str:
    """A lone ":" stands behind a collaboration; it is nobody."""
    family = " ".join(name.text() for name in author.all("keyname"))
    return full_name(author.text("forenames"), family, suffix=author.text("suffix"))


def _parted(names: str) -> list[str]:
    while (cut := NESTED.sub("", names)) != names:
        names = cut
    return [name for name in BETWEEN_NAMES.split(names.strip()) if any(map(str.isalnum, name))]
