"""arXiv's Atom: answers of its API (export.arxiv.org/api/query) and its daily Atom feeds."""

from __future__ import annotations

import re
from typing import Any, BinaryIO

from generator.importers.found import Entries, Left, Raw
from generator.importers.values import day_of
from generator.importers.xml_records import Element, records

SOURCE = "arxiv"
OAI = "oai:arXiv.org:"
ERRORS = "/api/errors"
# A category of arXiv's own; MSC and ACM codes stand among them and are not.
CATEGORY = re.compile(r"[a-z][a-z-]+(?:\.[A-Za-z][A-Za-z-]*)?\Z")
WITHDRAWN = re.compile(r"\bwithdrawn\b", re.IGNORECASE)
VERSION = re.compile(r"(?<=\d)v\d+\Z")
REPLACED = ("replace", "replace-cross")


def looks(head: str) -> bool:
    return "<feed" in head and "arxiv.org" in head.lower()


def entries(stream: BinaryIO) -> Entries:
    """The papers of a feed; replacements in a daily feed were listed on another day."""
    for entry in records(stream, "entry"):
        id = entry.text("id")
        if ERRORS in id:
            yield Left(entry.line, f"arXiv answers: {entry.text('summary')}", entry.column)
        elif entry.text("announce_type") not in REPLACED:
            yield Raw(entry.line, fields(entry), entry.column, remarks(entry.text("comment")))


def fields(entry: Element) -> dict[str, Any]:
    links = {link.attributes.get("title"): link.attributes for link in entry.all("link")}
    daily = bool(entry.text("announce_type"))
    day = day_of(entry.text("published"))
    return {
        "id": entry.text("id").removeprefix(OAI),
        "title": entry.text("title"),
        "abstract": abstract(entry.text("summary")),
        "authors": [author.text("name") for author in entry.all("author") if author.text("name")],
        # In a daily feed it is the day of the announcement, else that of the first version.
        "published": None if daily else day,
        "listed": day if daily else None,
        "doi": entry.text("doi"),
        "venue": entry.text("journal_ref"),
        "url": _page(entry),
        "pdf": unversioned(links.get("pdf", {}).get("href", "")),
        "topics": categories(c.attributes.get("term", "") for c in entry.all("category")),
    }


def _page(entry: Element) -> str:
    links = [link.attributes for link in entry.all("link")]
    page = next((a.get("href", "") for a in links if a.get("rel") == "alternate"), "")
    return unversioned(page)


def unversioned(address: str) -> str:
    """The address of a paper, which stays when a version is added."""
    return VERSION.sub("", address)


def abstract(text: str) -> str:
    """Without what the daily feeds put before it."""
    head, found, rest = text.partition("Abstract:")
    return rest.strip() if found and ("Announce Type:" in head or not head.strip()) else text


def categories(terms: Any) -> list[str]:
    """arXiv's categories among `terms`, each once, the first one first."""
    return list(dict.fromkeys(term for term in terms if CATEGORY.match(term)))


def remarks(comment: str) -> tuple[str, ...]:
    if not WITHDRAWN.search(comment):
        return ()
    return (f"it may be withdrawn; the comment says: {' '.join(comment.split())[:160]}",)
