"""arXiv's RSS (rss.arxiv.org/rss/cs.CL): what was announced on one day."""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime
from typing import Any, BinaryIO

from generator.importers.arxiv_atom import OAI, REPLACED, abstract, categories, unversioned
from generator.importers.found import Entries, Note, Raw
from generator.importers.values import unmarked
from generator.importers.xml_records import Element, records

SOURCE = "arxiv-rss"
OLD_TITLE = re.compile(r"\s*\(arXiv:\S+ \[[^\]]*\](?: UPDATED)?\)\s*\Z")


def looks(head: str) -> bool:
    return ("<rss" in head or "<rdf:RDF" in head) and "arxiv" in head.lower()


def entries(stream: BinaryIO) -> Entries:
    """New papers and those cross-listed; replacements were listed on another day."""
    announced, replaced, line = None, 0, 1
    for item in records(stream, "item", "pubDate"):
        line = item.line
        if item.name == "pubDate":  # of the channel, above its items
            announced = mail_day(item.text())
        elif item.text("announce_type") in REPLACED:
            replaced += 1
        else:
            yield Raw(item.line, _fields(item, announced), item.column)
    if replaced:
        yield Note(line, f"{replaced:,} replaced papers are not taken: they are not new")


def _fields(item: Element, announced: str | None) -> dict[str, Any]:
    page = unversioned(item.text("link"))
    return {
        "id": item.text("guid").removeprefix(OAI) or page,
        "title": OLD_TITLE.sub("", item.text("title")),
        "abstract": abstract(unmarked(item.text("description"))),
        "authors": _authors(item),
        "listed": mail_day(item.text("pubDate")) or announced,
        "doi": item.text("DOI") or item.text("doi"),
        "venue": item.text("journal_reference"),
        "url": page,
        "topics": categories(category.text() for category in item.all("category")),
    }


def _authors(item: Element) -> list[str]:
    """One text with commas between the names, or an element for each."""
    said = ", ".join(creator.text() for creator in item.all("creator"))
    return [name for name in (" ".join(n.split()) for n in unmarked(said).split(",")) if name]


def mail_day(stamp: str) -> str | None:
    """The day of "Mon, 10 Nov 2025 00:00:00 -0500", as it stands there."""
    try:
        return parsedate_to_datetime(stamp).date().isoformat()
    except (TypeError, ValueError):
        return None
