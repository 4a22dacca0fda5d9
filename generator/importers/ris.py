"""RIS, the tagged format of reference managers: a line a field, `TY` to `ER` a record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from generator.corpus.keys import arxiv_id
from generator.importers.found import Entries, Left, Note, Raw
from generator.importers.values import first, full_name, names, unmarked, unmarked_line

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
        if not tagged:
            if record and last and line.strip():  # a long text goes on
                record[last][-1] += f"\n{line.strip()}"
            elif line.strip():
                yield Note(number, f"a line outside a record: `{line.strip()[:60]}`")
            continue
        tag, value = tagged[1], (tagged[2] or "").strip()
        if tag in ("TY", "ER") and record:
            yield _entry(began, record)
            record = {}
        if tag == "TY":
            began, record = number, {}
        if (tag != "ER" and record) or tag == "TY":
            record.setdefault(tag, []).append(value)
            last = tag
        elif tag != "ER":
            yield Left(number, f"`{tag}` before any `TY`")
    if record:
        yield _entry(began, record)


def _lines(stream: BinaryIO) -> Iterator[tuple[int, str]]:
    number = 0
    while raw := stream.readline(LINE_BYTES):
        number += 1
        yield number, raw.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")


def _entry(line: int, record: Fields) -> Raw:
    return Raw(line, _fields(record))


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
    known = [
        made for tag in ("DA", "PY", "Y1") for value in record.get(tag, []) if (made := _day(value))
    ]
    return max(known, key=len, default=None)


def _day(value: str) -> str | None:
    match = DATE.match(value)
    if not match:
        return None
    year, month, day = match.groups()
    return (
        f"{year}-{int(month):02d}-{int(day):02d}"
        if month and day
        else (f"{year}-{int(month):02d}" if month else year)
    )


def _venue(record: Fields) -> str:
    venue = unmarked_line(_one(record, "T2", "JO", "JF", "JA", "J2", "C3"))
    return "" if venue.lower() in ("arxiv", "arxiv.org") else venue


def _arxiv(record: Fields) -> str | None:
    for value in (value for tag in ("M1", "N1", "AN", "C1") for value in record.get(tag, [])):
        found = ARXIV.search(value)
        if found and (id := arxiv_id(re.sub(r"\s+", "", found.group()))):
            return id
    return None
