"""What a source brought: batch by batch as it comes, and together."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from traceback import extract_tb

from generator.fetch.web import Failed
from generator.importers import parse
from generator.importers.found import Imported, Sighting
from generator.problems import DigestError, Problem


@dataclass(frozen=True, slots=True)
class Batch:
    """A part of an answer that is whole in itself: a day's list, or one file."""

    sightings: list[Sighting]
    problems: list[Problem] = field(default_factory=list)  # of records left out or odd
    left_out: int = 0
    due: int = 0  # sightings of days that were not in yet; all, where a source has no days
    through: str = ""  # with it all days up to this ISO day are in
    capped: str = ""  # why there is more than was taken
    resume: str = ""  # the ISO day on which the next run goes on after a cap


@dataclass(slots=True)
class Answer:
    """All that one run brought from a source, until it ended or failed."""

    sightings: list[Sighting] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left_out: int = 0
    due: int = 0
    through: str = ""
    capped: str = ""
    resume: str = ""
    failure: str = ""  # why it ended before its end; what came before it is kept

    def add(self, batch: Batch) -> None:
        self.sightings += batch.sightings
        self.problems += batch.problems
        self.left_out += batch.left_out
        self.due += batch.due
        self.through = max(self.through, batch.through)
        self.capped = batch.capped or self.capped
        self.resume = batch.resume or self.resume

    @property
    def batch(self) -> str:
        """A hash of which papers were named, in whatever order; "" when there was none."""
        names = sorted({_name(sighting) for sighting in self.sightings})
        return blake2b("\n".join(names).encode(), digest_size=8).hexdigest() if names else ""


def gathered(batches: Iterable[Batch]) -> Answer:
    """Everything that came until the source was done, or failed.

    A source fails alone, also over a mistake of ours that its answer brings to light: where that
    was is told, and the other sources are asked.
    """
    answer = Answer()
    try:
        for batch in batches:
            answer.add(batch)
    except Failed as failed:
        answer.failure = one_line(str(failed))
    except Exception as mistake:
        place = extract_tb(mistake.__traceback__)[-1]
        where = f"{place.filename.replace(os.sep, '/').rpartition('/')[2]}, line {place.lineno}"
        what = f"its answer brought a fault of Broadsheet to light ({where}): {mistake!r}"
        answer.failure = one_line(what)
    return answer


def read_answer(body: bytes, source: str, format: str = "", day: date | None = None) -> Imported:
    """What an importer makes of an answer. Raises Failed when it can make nothing of it."""
    name = f"{source} {day}" if day else source
    try:
        return parse(body, name, format or None, listed=day, source=source)
    except DigestError as error:
        first = error.problems[0]
        raise Failed(f"{first.what} ({first.hint})" if first.hint else first.what) from None


def batch_of(read: Imported, *, since: str = "", day: date | None = None) -> Batch:
    """The sightings of one answer; `due` are those listed, or published where they tell no day
    of listing, after `since`. A `day` is that of them all."""
    sightings = [found.sighting for found in read.found]
    due = sum((str(day) if day else appeared(one)) > since for one in sightings)
    warnings = [problem for problem in read.problems if problem.warning]
    # That there is no paper is an answer too, and its word is told; it is no fault of a file.
    problems = warnings if read.counts.entries else []
    return Batch(sightings, problems, read.counts.left_out, due)


def refuse_broken(read: Imported) -> None:
    """Raises Failed when an answer could not be read to its end."""
    for problem in read.broken:
        raise Failed(f"{problem.what} (line {problem.line} of its answer)")


def appeared(sighting: Sighting) -> str:
    """The day a source gives a sighting: when it listed it, else when the paper appeared."""
    return str(sighting.get("listed") or sighting.get("published") or "")


def one_line(text: str) -> str:
    """`text` as a status page and a terminal can show it."""
    seen = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(seen.split())[:300]


def _name(sighting: Sighting) -> str:
    known = (sighting.get(key) for key in ("arxiv_id", "doi", "source_id", "title"))
    return str(next(filter(None, known), ""))
