"""The first room on all cores: files → records, and only those files that changed.

What each file was taken apart into is remembered with the hash of its bytes, and never
believed for any other bytes.
"""

from __future__ import annotations

import marshal
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from types import MappingProxyType

from generator.corpus.clean import cleaned
from generator.portions import MOST_PORTIONS, in_portions
from generator.sources.files import ContentFile, Told, content_files, parse_file, read_bytes
from generator.sources.inputs import print_of
from generator.sources.record import Finding, Record
from generator.workers import dealt, sharing
from generator.write.rows import (
    NOTHING,
    RECORDS,
    Remembered,
    Row,
    Rows,
    read_rows,
    write_rows,
)

OF_PAPERS = ("papers", "imported")  # kinds of files
WORTH_A_PROCESS = 100_000  # bytes, which take some twice as long as to begin one
SERIAL_FILES = 16  # so few are read before a second process would have begun
Ahead = Callable[[], Rows]  # gives what files were taken apart into before anyone asked; once


class Reader:
    """Takes the files of one digest apart, once."""

    def __init__(
        self,
        folder: Path,
        jobs: int,
        made_by: str = "",
        prints: Mapping[str, bytes] = MappingProxyType({}),
        remembered: Remembered = NOTHING,
    ) -> None:
        self.folder, self.jobs = folder, jobs
        self.made_by = made_by  # hash of our code; "": nothing is remembered
        self.prints = prints  # path → hash of its bytes now
        self.remembered = remembered  # as the last build left it
        # For a build that is run once: nobody asks what records say when papers are made of them,
        # and no theme was kept from the last.
        self.once = False
        self.beside: Callable[[], object] = lambda: None  # done here once other processes read
        # Hears what the files of papers were taken apart into, before records are made of it.
        self.once_read: Callable[[Rows], None] = lambda _: None
        self.ahead: Ahead | None = None  # stands in for what nobody remembers

    def read(self, files: Sequence[ContentFile]) -> Iterator[Told]:
        """Records and findings of each of `files`, in their order."""
        before, known = self.remembered, self.remembered.rows
        if self.ahead:
            self.beside()
            known = self.ahead()
        fresh = [f for f in files if f.path not in known or not self._is_of(f, known[f.path])]
        least = 1 if len(fresh) > SERIAL_FILES else len(fresh) + 1
        with sharing(_in_turn(fresh), partial(_rows, self.folder), self.jobs, least) as results:
            self.beside()
            made = _by_path(results())
        rows = {file.path: made.get(file.path) or known[file.path] for file in files}
        self.once_read({file.path: rows[file.path] for file in files if file.kind in OF_PAPERS})
        if fresh or not before.end or len(rows) != len(before.rows):
            self.remember(RECORDS, rows, before)
        self.remembered, self.ahead, self.prints = NOTHING, None, {}
        return (_told(path, rows.pop(path)) for path in list(rows))

    def remember(self, name: str, rows: Rows, before: Remembered) -> None:
        """Keep `rows` under `name`, where those `before` are, for the next build.

        Not where nothing is to be remembered.
        """
        if self.made_by:
            with suppress(OSError):  # the next build can do without
                write_rows(self.folder, name, self.made_by, rows, before)

    def _is_of(self, file: ContentFile, row: Row) -> bool:
        """Whether a row was made of what the file holds now."""
        return row[0] == self.prints.get(file.path)


def remembering(folder: Path, jobs: int, made_by: str, prints: Mapping[str, bytes]) -> Reader:
    """A reader that begins with what the last build of the digest knew."""
    return Reader(folder, jobs, made_by, prints, read_rows(folder, RECORDS, made_by))


@contextmanager
def rows_begun(folder: Path, others: int) -> Iterator[Ahead]:
    """What gives the rows of all files, begun by at most so many other processes."""
    files = content_files(folder, [])  # listed again by whoever tells what is wrong with them
    portions = in_portions(_in_turn(files), MOST_PORTIONS)
    worth = _bytes_up_to(folder, files, others * WORTH_A_PROCESS) // WORTH_A_PROCESS
    with dealt(portions, partial(_rows, folder), min(others, worth, len(portions))) as results:
        yield lambda: _by_path(results())


def _bytes_up_to(folder: Path, files: Iterable[ContentFile], most: int) -> int:
    """How many bytes the files have; no more are counted than `most`."""
    found = 0
    for file in files:
        with suppress(OSError):  # who reads it tells
            found += os.stat(f"{folder}/{file.path}").st_size
        if found >= most:
            return most
    return found


def _in_turn(files: Sequence[ContentFile]) -> Sequence[ContentFile]:
    """From the end: imported files, of many papers each, must not be the last that are begun."""
    return files[::-1]


def _by_path(made: Iterable[tuple[str, bytes, bytes]]) -> dict[str, Row]:
    return {path: (digest, told) for path, digest, told in made}


def _rows(folder: Path, files: Iterable[ContentFile]) -> list[tuple[str, bytes, bytes]]:
    """Path, hash and, in marshal's form, records and findings of each file: a portion of the work.

    To write them down here, on all cores, spares who asked a process that does it beside: all
    that both have would be copied.
    """
    rows = []
    for file in files:
        findings: list[Finding] = []
        raw = read_bytes(f"{folder}/{file.path}", file.path, findings)
        records, found = ([], findings) if raw is None else parse_file(file, raw, cleaned)
        plain = [
            (
                *(r.line, r.fields, r.body, r.body_line),
                *(dict(r.readable), tuple(r.marks), r.digest, r.card),
            )
            for r in records
        ]
        told = marshal.dumps((plain, list(map(tuple, found))))
        rows.append((file.path, b"" if raw is None else print_of(raw), told))
    return rows


def records_of(path: str, row: Row) -> list[Record]:
    """The records that a file was taken apart into."""
    return _told(path, row)[0]


def _told(path: str, row: Row) -> Told:
    records, findings = marshal.loads(row[1])
    return [Record(path, *plain) for plain in records], [Finding(*plain) for plain in findings]
