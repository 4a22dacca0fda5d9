"""JSON Lines, one paper a line, plain or gzip: libraries and saved answers of other tools."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from generator.corpus.keys import arxiv_id, arxiv_of, doi
from generator.corpus.slugs import slug
from generator.importers.found import Counts, Found, Imported, Sighting
from generator.problems import Problem
from generator.sources.fields import SIGHTING, Unfit

LINE_BYTES = 1_000_000
RENAMED = {"date": "published", "id": "source_id", "summary": "abstract"}
IGNORED = frozenset(["ai_summary", "comment"])  # a machine's words, and remarks on versions
ADDRESSES = frozenset(["url", "pdf", "code", "project", "doi", "arxiv_id", "source_id"])
ONE_LINE = frozenset(["title", "org", "venue", "source"])
# C0 but tab and line ends, DEL, C1, and what is no character; cleaned when the text is shown.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
LINE_BREAK = re.compile(r"\s*[\n\r\x0b\x0c\x85\u2028\u2029]\s*")
SURROGATE = re.compile("[\ud800-\udfff]")


def import_lines(
    lines: Iterable[bytes], path: str, *, listed: date | None, source: str | None, stem: str
) -> Imported:
    """A sighting for each line that is a paper; what makes no sense is told and left out.

    `listed` and `source` stand for what the records themselves say; `stem` is the source of
    those that name none. Text is kept as found, but titles and names are made one line.
    """
    reading = _Reading(path)
    found: list[Found] = []
    for number, raw in enumerate(lines, 1):
        if not raw.strip():
            continue
        sighting = reading.sighting(number, raw)
        if sighting:
            sighting["source"] = slug(source or sighting.get("source") or stem)
            if listed:
                sighting.setdefault("listed", listed.isoformat())
            found.append(Found(number, sighting))
    counts = Counts(entries=reading.entries, left_out=reading.entries - len(found))
    return Imported(path, found, reading.problems, counts)


class _Reading:
    """One file on the way through: what was told of it so far."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self.entries = 0
        self.unknown: set[str] = set()

    def sighting(self, line: int, raw: bytes) -> Sighting | None:
        self.entries += 1
        try:
            record = _record(raw)
            fields = dict(self._fields(record, line))
            if "title" not in fields:
                raise ValueError("it has no title")
        except (ValueError, RecursionError) as error:
            what = f"line left out: {_reason(error)}"
            self.tell(line, what, "each line is one JSON object with at least a `title`")
            return None
        return _with_ids(fields)

    def _fields(self, record: Mapping[str, Any], line: int) -> Iterator[tuple[str, Any]]:
        for key, given in record.items():
            field = RENAMED.get(key, key)
            if given is None or given in ("", [], {}) or key in IGNORED:
                continue  # absent, whatever says so
            if field not in SIGHTING:
                self._tell_unknown(key, line)
                continue
            try:
                value = _fitted(field, given)
            except Unfit as unfit:
                self.tell(line, f"`{key}` left out: {unfit.what[:200]}", unfit.hint)
                continue
            if isinstance(value, str) and (odd := _oddity(value)):
                self.tell(line, f"`{key}` has {odd}")
            if value or value == 0:
                yield field, value

    def _tell_unknown(self, key: str, line: int) -> None:
        if key not in self.unknown:
            self.unknown.add(key)
            self.tell(line, f"`{key[:60]}` is not read, here and below")

    def tell(self, line: int, what: str, hint: str = "") -> None:
        what = " ".join(SURROGATE.sub("\ufffd", CONTROL.sub("\ufffd", what)).split())
        self.problems.append(Problem(self.path, line, None, what, hint, warning=True))


def _record(raw: bytes) -> dict[str, Any]:
    """The object of one line. Raises ValueError, or RecursionError when it is nested too deep."""
    if len(raw) > LINE_BYTES:
        raise ValueError(f"more than {LINE_BYTES:,} bytes")
    record = json.loads(raw.decode("utf-8-sig"))
    if not isinstance(record, dict):
        raise ValueError("not an object")
    return record


def _reason(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return f"not UTF-8, byte {error.start} is 0x{error.object[error.start]:02x}"
    if isinstance(error, json.JSONDecodeError):
        return f"not JSON, {error.msg} at column {error.colno}"
    return "nested too deep" if isinstance(error, RecursionError) else str(error)[:200]


def _fitted(field: str, given: Any) -> Any:
    """`given` as the field holds it. Raises Unfit."""
    if field == "id" or (field in ADDRESSES and not isinstance(given, str)):
        raise Unfit(f"`{str(given)[:80]}` is not text")
    if field in ADDRESSES and (CONTROL.search(given) or SURROGATE.search(given)):
        raise Unfit("it has a control character")
    value = SIGHTING[field](given.strip() if field in ADDRESSES else given)
    if isinstance(value, str):
        value = _joined(value) if field in ONE_LINE else value
        return _identifier(field, SURROGATE.sub("\ufffd", value))
    if isinstance(value, list):
        return [name for name in (SURROGATE.sub("\ufffd", _joined(v)) for v in value) if name]
    return value


def _identifier(field: str, value: str) -> str:
    """A DOI or arXiv id in its one form; other text as it is. Raises Unfit."""
    if field not in ("doi", "arxiv_id"):
        return value
    found = doi(value) if field == "doi" else arxiv_id(value)
    if not found:
        raise Unfit(f"`{value[:80]}` is no {'DOI' if field == 'doi' else 'arXiv id'}")
    return found


def _joined(text: str) -> str:
    """`text` on one line; spaces that are not about a line break stay as they are."""
    return LINE_BREAK.sub(" ", text).strip() if LINE_BREAK.search(text) else text.strip()


def _oddity(text: str) -> str:
    control = CONTROL.search(text)
    if control:
        return f"the control character U+{ord(control.group()):04X}"
    return "a broken character (U+FFFD, or half of a pair)" if "\ufffd" in text else ""


def _with_ids(fields: Sighting) -> Sighting:
    """The arXiv id told as such, wherever it was found; another id stays the source's own."""
    own = fields.pop("source_id", None)
    arxiv = arxiv_of({**fields, "id": own})
    if arxiv:
        fields["arxiv_id"] = arxiv
    if own and not arxiv_id(own):
        fields["source_id"] = own
    return fields
