"""What an importer brings back from one file, and what it is made from on the way.

An importer reads a stream and yields an entry for each record that it meets: a `Raw` with its
fields under the names of a sighting, or a `Left` with why it cannot be used; now and then a `Note`.
It raises `Broken` where the rest of the file cannot be read. `fitting.py` makes an `Imported` of
that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, NamedTuple

from generator.problems import Problem

Sighting = dict[str, Any]  # one paper as one source showed it; keys as in sources/fields.py


class Raw(NamedTuple):
    """One record, unchecked. `fields` may hold anything, under the names of a sighting; what
    is None or empty counts as absent, and `id` is the source's own."""

    line: int
    fields: Mapping[str, Any]
    column: int | None = None
    remarks: tuple[str, ...] = ()  # what is odd about it and worth telling


class Left(NamedTuple):
    """A record that cannot be used, and why: "not an object"."""

    line: int
    why: str
    column: int | None = None
    hint: str = ""


class Note(NamedTuple):
    """Worth telling of the file, and about no record of it that was left out."""

    line: int
    what: str


Entries = Iterator[Raw | Left | Note]


class Broken(ValueError):
    """The file cannot be read from here on; what came before it is good."""

    def __init__(self, line: int, what: str, hint: str = "", column: int | None = None) -> None:
        super().__init__(what)
        self.line, self.what, self.hint, self.column = line, what, hint, column


@dataclass(frozen=True, slots=True)
class Found:
    """A sighting, and the line of its file that it begins on."""

    line: int
    sighting: Sighting


@dataclass(frozen=True, slots=True)
class Counts:
    """What was in a file, or in several."""

    entries: int = 0
    with_metadata: int = 0  # entries of a listing that name authors or an organisation
    org_lines: int = 0
    years_resolved: int = 0  # dates without a year that were given one
    left_out: int = 0  # entries that made no sense

    def __add__(self, other: Counts) -> Counts:
        sums = (getattr(self, f.name) + getattr(other, f.name) for f in fields(self))
        return Counts(*sums)


@dataclass(frozen=True, slots=True)
class Imported:
    """One file read. A problem that is an error means that the file was not read to its end."""

    path: str  # as the file was named on the command line
    found: list[Found]
    problems: list[Problem]
    counts: Counts

    @property
    def broken(self) -> list[Problem]:
        """Why the file was not read to its end; [] when it was."""
        return [problem for problem in self.problems if not problem.warning]
