"""BibTeX and BibLaTeX, taken apart by bibtexparser (the extra `bibtex`).

The library finds entries and fields, and goes on behind a broken one; what their values say is
worked out here: strings put together with `#`, months, inheritance, names, dates, TeX.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO

from generator.corpus.keys import arxiv_id
from generator.importers.bibtex_text import people, plain_line, plain_text, value_of
from generator.importers.found import Broken, Entries, Left, Raw
from generator.importers.values import month_number, split_words

if TYPE_CHECKING:
    from bibtexparser.model import Block, Entry

SOURCE = ""
BYTES = 200_000_000
HEAD = re.compile(r"(?:^|\n)[ \t]*@\s*[A-Za-z]+\s*[{(]")
INSTALL = "install it: pip install 'broadsheet[bibtex]'"
# Inherited under another name: the title of the whole is where the part appeared.
INHERITED = {"booktitle": ("booktitle", "title"), "date": ("date",), "year": ("year",)}
INHERITED |= {"month": ("month",), "journal": ("journal",), "journaltitle": ("journaltitle",)}
VENUES = ("booktitle", "journaltitle", "journal", "eventtitle")
ARXIV = re.compile(
    r"arxiv(?:\.org/(?:abs|pdf)/|:)\s*([a-z-]+(?:\.[A-Z]{2})?/\d{7}|\d{4}\.\d{4,5})", re.I
)
ADDRESS = re.compile(r"https?://[^\s{}]+")
DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")

Fields = Mapping[str, str]


def looks(head: str) -> bool:
    return bool(HEAD.search(head))


def entries(stream: BinaryIO) -> Entries:
    """Every entry, a repeated one too; one that cannot be read is left out."""
    raw = stream.read(BYTES + 1)
    if len(raw) > BYTES:
        raise Broken(1, f"more than {BYTES:,} bytes", "split it")
    blocks = _blocks(raw.decode("utf-8-sig").replace("\r\n", "\n"))
    strings = _strings(blocks)
    read = [(block, entry, _fields(entry, strings)) for block, entry in _entries(blocks)]
    by_key = {entry.key.lower(): fields for _, entry, fields in read if entry}
    for block, entry, fields in read:
        line = (block.start_line or 0) + 1
        if entry is None:
            yield Left(line, _reason(block), hint="mend its braces")
        else:
            parent = by_key.get(fields.get("crossref", "").strip().lower(), {})
            yield Raw(
                line, _sighting(entry.key, _inherited(fields, parent)), None, _remarks(fields)
            )


def _blocks(text: str) -> list[Block]:
    """The blocks of a file, untouched. Raises Broken where the library is not installed."""
    try:
        from bibtexparser.splitter import Splitter
    except ImportError:
        raise Broken(
            1, "BibTeX is read with bibtexparser, which is not installed", INSTALL
        ) from None
    with _unheard("bibtexparser.splitter"):
        return list(Splitter(text).split().blocks)


@contextmanager
def _unheard(name: str) -> Iterator[None]:
    """Without what a library logs on its own: it is told here, with its place."""
    logger = logging.getLogger(name)
    was = logger.disabled
    logger.disabled = True
    try:
        yield
    finally:
        logger.disabled = was


def _strings(blocks: list[Block]) -> dict[str, str]:
    """What `@string` named, in the order of the file."""
    from bibtexparser.model import String

    strings: dict[str, str] = {}
    for block in blocks:
        if isinstance(block, String):
            strings[block.key.lower()] = value_of(str(block.value), strings)
    return strings


def _entries(blocks: list[Block]) -> Iterator[tuple[Block, Entry | None]]:
    """The entries, and blocks that should have been one."""
    from bibtexparser.model import Entry, ParsingFailedBlock

    for block in blocks:
        whole = block.ignore_error_block if isinstance(block, ParsingFailedBlock) else block
        if isinstance(whole, Entry):
            yield block, whole
        elif isinstance(block, ParsingFailedBlock):
            yield block, None


def _reason(block: Block) -> str:
    error = getattr(block, "error", "")
    return " ".join(str(getattr(error, "abort_reason", error)).split())[:200]


def _fields(entry: Entry | None, strings: Mapping[str, str]) -> dict[str, str]:
    """The fields of an entry by name in lower case; of two of one name the first."""
    fields: dict[str, str] = {}
    for field in entry.fields if entry else ():
        fields.setdefault(field.key.lower(), value_of(str(field.value), strings))
    return fields


def _inherited(fields: dict[str, str], parent: Fields) -> dict[str, str]:
    for name, sources in INHERITED.items() if parent else ():
        found = next((parent[source] for source in sources if parent.get(source)), None)
        if found and name not in fields:
            fields[name] = found
    return fields


def _remarks(fields: Fields) -> tuple[str, ...]:
    if people(fields.get("author", "")).whole:
        return ()
    return ("its authors are left out: it ends with `and others`, and all or none are shown",)


def _sighting(key: str, fields: Fields) -> dict[str, Any]:
    arxiv = _arxiv(fields)
    authors = people(fields.get("author", ""))
    title, subtitle = (plain_line(fields.get(name, "")) for name in ("title", "subtitle"))
    return {
        "id": " ".join(key.split()),
        "title": f"{title}: {subtitle}" if title and subtitle else title,
        "abstract": plain_text(fields.get("abstract", "")),
        "authors": list(authors.names) if authors.whole else None,
        "published": _published(fields),
        "venue": _venue(fields),
        "doi": _doi(fields.get("doi", "")),
        "arxiv_id": arxiv,
        "url": _address(fields),
        "topics": split_words(plain_line(fields.get("keywords", ""))),
    }


def _venue(fields: Fields) -> str:
    """Where it appeared; arXiv is where a preprint lies."""
    venue = next((plain_line(fields[name]) for name in VENUES if fields.get(name)), "")
    return "" if venue.lower().startswith(("arxiv", "corr")) and len(venue) < 60 else venue


def _doi(text: str) -> str:
    """A DOI as it is meant: TeX escapes its low lines."""
    return text.replace("\\_", "_").replace("{", "").replace("}", "").strip()


def _arxiv(fields: Fields) -> str | None:
    """Its eprint, or where else libraries write it: "arXiv preprint arXiv:2401.00001"."""
    archive = (fields.get("archiveprefix") or fields.get("eprinttype") or "").strip().lower()
    if archive in ("", "arxiv") and (found := arxiv_id(fields.get("eprint", "").strip())):
        return found
    for name in ("journal", "note", "howpublished", "url", "volume"):
        match = ARXIV.search(fields.get(name, ""))
        if match and (found := arxiv_id(match[1])):
            return found
    return None


def _address(fields: Fields) -> str | None:
    """Its URL, else the first address in how it was published. Never a file of the library's."""
    url = fields.get("url", "").strip().removeprefix("\\url")
    url = url.replace("\\_", "_").replace("\\%", "%").replace("\\&", "&").replace("\\#", "#")
    found = ADDRESS.search(url) or ADDRESS.search(fields.get("howpublished", ""))
    return found.group() if found else None


def _published(fields: Fields) -> str | None:
    """biblatex' date, of a range its beginning; else year and month."""
    match = DATE.match(fields.get("date", "").strip())
    if match:
        return "-".join(part for part in match.groups() if part)
    year = re.search(r"\b\d{4}\b", fields.get("year", ""))
    if not year:
        return None
    month = month_number(plain_line(fields.get("month", "")).split("-")[0])
    return f"{year.group()}-{month:02d}" if month else year.group()
