"""Records as their file had them → sightings whose every field can be relied on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from generator.corpus.keys import arxiv_id, arxiv_of, doi
from generator.corpus.slugs import slug
from generator.importers.found import (
    Broken,
    Counts,
    Entries,
    Found,
    Imported,
    Left,
    Note,
    Raw,
    Sighting,
)
from generator.problems import Problem
from generator.sources.fields import SIGHTING, Unfit

ADDRESSES = frozenset(["url", "pdf", "code", "project", "doi", "arxiv_id", "source_id"])
ONE_LINE = frozenset(["title", "org", "venue", "source"])
OWN_ID = {"id": "source_id"}  # what a source calls a paper is not what we call it
# C0 but tab and line ends, DEL, C1, and what is no character; cleaned when the text is shown.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
LINE_BREAK = re.compile(r"\s*[\n\r\x0b\x0c\x85\u2028\u2029]\s*")
SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Given:
    """What stands for what the records of a file do not say themselves."""

    path: str  # the file's name, for what is told
    stem: str  # the source of records that name none
    source: str | None = None  # the source of all, whatever they say
    listed: date | None = None


@dataclass(slots=True)
class Reading:
    """One file on the way through: what was found, and told, of it so far."""

    given: Given
    renamed: Mapping[str, str] = field(default_factory=lambda: OWN_ID)  # the file's keys → ours
    ignored: frozenset[str] = frozenset()
    found: list[Found] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    entries: int = 0
    unknown: set[str] = field(default_factory=set)

    def read(self, entries: Entries) -> Imported:
        """A sighting for each entry that is a paper; the others are told and left out."""
        try:
            for entry in entries:
                self._take(entry)
        except Broken as broken:
            place = self.given.path, broken.line, broken.column
            self.problems.append(Problem(*place, _shown(broken.what), broken.hint))
        if not self.entries and not self.problems:
            self.tell(1, "no record in it")
        counts = Counts(entries=self.entries, left_out=self.entries - len(self.found))
        return Imported(self.given.path, self.found, self.problems, counts)

    def _take(self, entry: Raw | Left | Note) -> None:
        if isinstance(entry, Note):
            self.tell(entry.line, entry.what)
            return
        self.entries += 1
        if isinstance(entry, Left):
            self.leave_out(*entry)
        else:
            self._add(entry)

    def _add(self, raw: Raw) -> None:
        fields = dict(self._fields(raw))
        if "title" not in fields:
            self.leave_out(raw.line, "it has no title", raw.column)
            return
        for remark in raw.remarks:
            self.tell(raw.line, remark, column=raw.column)
        sighting = _with_ids(fields)
        sighting["source"] = slug(self.given.source or sighting.get("source") or self.given.stem)
        if self.given.listed:
            sighting.setdefault("listed", self.given.listed.isoformat())
        self.found.append(Found(raw.line, sighting))

    def _fields(self, raw: Raw) -> Iterator[tuple[str, Any]]:
        for key, given in raw.fields.items():
            name = self.renamed.get(key, key)
            if given is None or given in ("", [], {}) or key in self.ignored:
                continue  # absent, whatever says so
            if name not in SIGHTING:
                self._tell_unknown(key, raw.line)
                continue
            try:
                value = _fitted(name, given)
            except Unfit as unfit:
                what = f"`{key}` left out: {unfit.what[:200]}"
                self.tell(raw.line, what, unfit.hint, raw.column)
                continue
            if isinstance(value, str) and (odd := _oddity(value)):
                self.tell(raw.line, f"`{key}` has {odd}", column=raw.column)
            if value or value == 0:
                yield name, value

    def _tell_unknown(self, key: str, line: int) -> None:
        if key not in self.unknown:
            self.unknown.add(key)
            self.tell(line, f"`{key[:60]}` is not read, here and below")

    def leave_out(self, line: int, why: str, column: int | None = None, hint: str = "") -> None:
        self.tell(line, f"left out: {why}", hint, column)

    def tell(self, line: int, what: str, hint: str = "", column: int | None = None) -> None:
        self.problems.append(
            Problem(self.given.path, line, column, _shown(what), hint, warning=True)
        )


def _shown(what: str) -> str:
    """`what` on one line of characters that a terminal can print."""
    return " ".join(SURROGATE.sub("\ufffd", CONTROL.sub("\ufffd", what)).split())


def _fitted(field: str, given: Any) -> Any:
    """`given` as the field holds it. Raises Unfit."""
    if field == "id" or (field in ADDRESSES and not isinstance(given, str)):
        raise Unfit(f"`{str(given)[:80]}` is not text")
    if field in ADDRESSES and (CONTROL.search(given) or SURROGATE.search(given)):
        raise Unfit("it has a control character")
    value = SIGHTING[field](given.strip() if field in ADDRESSES else given)
    if isinstance(value, str):
        value = joined(value) if field in ONE_LINE else value
        return _identifier(field, SURROGATE.sub("\ufffd", value))
    if isinstance(value, list):
        words = [word for word in (SURROGATE.sub("\ufffd", joined(v)) for v in value) if word]
        return list(dict.fromkeys(words)) if field == "topics" else words
    return value


def _identifier(field: str, value: str) -> str:
    """A DOI or arXiv id in its one form; other text as it is. Raises Unfit."""
    if field not in ("doi", "arxiv_id"):
        return value
    found = doi(value) if field == "doi" else arxiv_id(value)
    if not found:
        raise Unfit(f"`{value[:80]}` is no {'DOI' if field == 'doi' else 'arXiv id'}")
    return found


def joined(text: str) -> str:
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
