"""What an importer brings back from one file."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from generator.problems import Problem

Sighting = dict[str, Any]  # one paper as one source showed it; keys as in sources/fields.py


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
