"""RIS, the tagged format of reference managers: a line a field, `TY` to `ER` a record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from generator.corpus.keys import arxiv_id
from generator.importers.found import Broken, Entries, Left, Note, Raw
from generator.importers.values import date_of, first, full_name, names, unmarked, unmarked_line

SOURCE = ""
TAGGED = re.compile(r"([A-Z][A-Z0-9]) {1,2}-(?: (.*))?\Z")
# The first line that begins a record, of this format or of BibTeX, whose text may hold anything.
HEAD = re.compile(r"^(?:(TY {1,2}- ?[A-Z])|[ \t]*@\s*[A-Za-z]+\s*[{(])", re.MULTILINE)
ARXIV = re.compile(r"arxiv:\s*\S+", re.IGNORECASE)
DATE = re.compile(r"(\d{4})(?:[/-](\d{1,2})?)?(?:[/-](\d{1,2})?)?")
PDF = re.compile(r"https?://\S+\Z")
LINE_BYTES = 1_000_000

Fields = dict[str, list[str]]


def looks(head: str) -> bool:
    found = HEAD.search(head)
    return bool(found and found[1])


def entries(stream: BinaryIO) -> Entries:
    """A record without its `ER` ends where the next one begins, or with the file."""
    record: Fields = {}
    began, last = 0, ""
    for number, line in _lines(stream):
        tagged = TAGGED.match(line)
        tag, value = (tagged[1], (tagged[2] or "").strip()) if tagged else ("", line.strip())
        if tag in ("TY", "ER") and record:
            yield Raw(began, _fields(record))
            record = {}
        if tag == "TY":
            began, record, last = number, {tag: [value]}, tag
        elif not record:
            yield from _outside(number, tag, value)
        elif tag:
            record.setdefault(tag, []).append(value)
            last = tag
        elif value:  # a long text goes on
            record[last][-1] += f"\n{value}"
    if record:
        yield Raw(began, _fields(record))


def _outside(line: int, tag: str, text: str) -> Entries:
    """What stands in no record; between records is nothing, and a second `ER` is no harm."""
    if tag and tag != "ER":
        yield Left(line, f"`{tag}` before any `TY`")
    elif text and not tag:
        yield Note(line, f"a line outside a record: `{text[:60]}`")


def _lines(stream: BinaryIO) -> Iterator[tuple[int, str]]:
    number = 0
    while raw := stream.readline(LINE_BYTES):
        number += 1
        try:
            yield number, raw.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
        except UnicodeDecodeError as error:
            what = f"not UTF-8: byte 0x{raw[error.start]:02x}"
            raise Broken(number, what, "save the file as UTF-8") from None


def _fields(record: Fields) -> dict[str, Any]:
    return {
        "id": _one(record, "ID"),
        "title": unmarked_line(_one(record, "TI", "T1", "CT", "BT")),
        "abstract": unmarked(_one(record, "AB", "N2")),
        "authors": names(map(_name, record.get("AU") or record.get("A1") or [])),
        "published": _date(record),
        "venue": _venue(record),
        "doi": _one(record, "DO"),
        "arxiv_id": _arxiv(record),
        "url": _one(record, "UR", "LK"),
        "pdf": first(*(url for url in record.get("L1", []) if PDF.match(url))),
        "topics": [word for word in map(unmarked_line, record.get("KW", [])) if word],
    }


def _one(record: Fields, *tags: str) -> str:
    return next((value for tag in tags for value in record.get(tag, []) if value), "")


def _name(name: str) -> str:
    """ "Beethoven, Ludwig van, Jr." as it is read; an organisation has no comma."""
    family, given, suffix, *_ = [*(part.strip() for part in name.split(",")), "", "", ""]
    return unmarked_line(full_name(given, family, suffix=suffix))


def _date(record: Fields) -> str | None:
    """The fullest of its dates: "2024/07/08/", "2024-07", "2024"."""
    said = (value for tag in ("DA", "PY", "Y1") for value in record.get(tag, []))
    return max(filter(None, map(_day, said)), key=len, default=None)


def _day(value: str) -> str | None:
    match = DATE.match(value)
    return date_of(list(match.groups())) if match else None


def _venue(record: Fields) -> str:
    venue = unmarked_line(_one(record, "T2", "JO", "JF", "JA", "J2", "C3"))
    return "" if venue.lower() in ("arxiv", "arxiv.org") else venue


def _arxiv(record: Fields) -> str | None:
    for value in (value for tag in ("M1", "N1", "AN", "C1") for value in record.get(tag, [])):
        found = ARXIV.search(value)
        if found and (id := arxiv_id(re.sub(r"\s+", "", found.group()))):
            return id
    return None
