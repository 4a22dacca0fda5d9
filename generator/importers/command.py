"""`broadsheet import`: files in, lines in content/imported/, and a summary of what came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.importers import Counts, Imported, newest_year, read_source
from generator.importers.facts import facts_only as without_abstract
from generator.importers.found import Sighting
from generator.importers.listing import short
from generator.importers.store import Merged, merge, overlay_ids, read_store, write_store
from generator.problems import DigestError, Problem, in_reading_order


@dataclass(frozen=True, slots=True)
class Summary:
    """What one import brought."""

    files: int
    counts: Counts
    papers: int  # that the files speak of
    new: int
    updated: int
    merged: int  # papers that stand in more than one of the files
    written: tuple[str, ...]  # paths of the files written
    problems: tuple[Problem, ...]  # warnings, but for files that break off

    @property
    def known(self) -> int:
        """Papers that the digest had just so."""
        return self.papers - self.new - self.updated

    def text(self) -> str:
        """The summary in a few lines, for a person."""
        counts = self.counts
        lines = [
            f"{_many(counts.entries, 'entry', 'entries')} read from {_many(self.files, 'file')}: "
            f"{_many(self.papers, 'paper')}"
            f" ({self.new:,} new, {self.updated:,} updated, {self.known:,} known)"
        ]
        if counts.with_metadata or counts.years_resolved:
            lines.append(
                f"{_many(counts.with_metadata, 'entry', 'entries')} with metadata, "
                f"{_many(counts.org_lines, 'organisation line')}, "
                f"{_many(counts.years_resolved, 'missing year')} resolved"
            )
        if self.merged:
            lines.append(f"{_many(self.merged, 'paper')} merged from several files")
        if counts.left_out:
            lines.append(f"{_many(counts.left_out, 'entry', 'entries')} left out")
        lines.append(f"{_many(len(self.written), 'file')} written")
        return "\n".join(lines)


def _many(number: int, one: str, more: str = "") -> str:
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def import_files(
    root: Path,
    files: Sequence[Path],
    *,
    format: str | None = None,
    listed: Sequence[date] = (),
    source: str | None = None,
    facts_only: bool = False,
    today: date | None = None,
) -> Summary:
    """Bring the sightings of `files` into the digest at `root`; nothing when one is unreadable.

    `listed` has the day each file was saved, in the order of files, or is empty. Raises
    DigestError with what is wrong with all files together.
    """
    days = _days(files, listed)
    read = _read(files, days, format=format, source=source, today=today)
    origins = [(file, found.line) for file, one in enumerate(read) for found in one.found]
    brought = [
        without_abstract(found.sighting) if facts_only else found.sighting
        for one in read
        for found in one.found
    ]
    merged = merge(read_store(root), overlay_ids(root), brought)
    written = write_store(root, merged)
    problems = [problem for one in read for problem in one.problems]
    problems += _repeated(read, brought, origins, merged)
    return Summary(
        files=len(files),
        counts=sum((one.counts for one in read), Counts()),
        papers=len(merged.papers),
        new=merged.new,
        updated=merged.updated,
        merged=sum(len({origins[place][0] for place in paper}) > 1 for paper in merged.papers),
        written=tuple(written),
        problems=tuple(in_reading_order(problems)),
    )


def _days(files: Sequence[Path], listed: Sequence[date]) -> list[date | None]:
    if not listed:
        return [None] * len(files)
    if len(listed) != len(files):
        what = f"--listed is given {_many(len(listed), 'time')} for {_many(len(files), 'file')}"
        raise DigestError([Problem("", None, None, what, "give it once for each file, in order")])
    return list(listed)


def _read(
    files: Sequence[Path],
    days: Sequence[date | None],
    *,
    format: str | None,
    source: str | None,
    today: date | None,
) -> list[Imported]:
    """Every file read. Raises DigestError with what is wrong with any of them."""
    read: list[Imported] = []
    errors: list[Problem] = []
    years: list[int] = []
    for file in files:
        try:
            year = newest_year(file, format)
            years += [year] if year else []
        except DigestError as error:
            errors += error.problems
    if errors:
        raise DigestError(errors)
    newest = max(years, default=None)
    for file, day in zip(files, days, strict=True):
        try:
            one = read_source(file, format, day, source, neighbour_year=newest, today=today)
            read.append(one)
        except DigestError as error:
            errors += error.problems
    if errors:
        raise DigestError(errors)
    return read


def _repeated(
    read: Sequence[Imported],
    brought: Sequence[Sighting],
    origins: Sequence[tuple[int, int]],
    merged: Merged,
) -> list[Problem]:
    """Every entry whose paper stands in the files before it, or further up in its own."""
    problems = []
    for paper in merged.papers:
        first_file, first_line = origins[paper[0]]
        for place in paper[1:]:
            file, line = origins[place]
            what = f"`{short(brought[place]['title'])}` stands in {read[first_file].path} too"
            hint = f"line {first_line} there; the two are merged"
            problems.append(Problem(read[file].path, line, None, what, hint, warning=True))
    return problems
