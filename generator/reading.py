"""The first room on all cores: files → records, and only those files that changed.

What each file was taken apart into is remembered with the hash of its bytes, and never
believed for any other bytes.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import MappingProxyType

from generator.corpus.clean import cleaned
from generator.sources.files import ContentFile, Told, parse_file, read_bytes
from generator.sources.inputs import print_of
from generator.sources.record import Finding, Record
from generator.workers import shared
from generator.write.rows import NOTHING, Remembered, Row, Rows, read_rows, write_rows

NAME = "records"  # of the memory
SERIAL_FILES = 16  # so few are read before a second process would have begun


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
        # Path → hash of its bytes now; once files were read, of the bytes that were.
        self.prints = prints
        self.remembered = remembered  # as the last build left it
        # For a build that is run once: nobody asks what records say when papers are made of them,
        # and no theme was kept from the last.
        self.once = False
        self.beside: Callable[[], object] = lambda: None  # done here once other processes read

    def read(self, files: Sequence[ContentFile]) -> Iterator[Told]:
        """Records and findings of each of `files`, in their order."""
        fresh = [file for file in files if not self._is_known(file.path)]
        least = 1 if len(fresh) > SERIAL_FILES else len(fresh) + 1
        read = partial(_rows, self.folder)
        # From the end: imported files, of many papers each, must not be the last that are begun.
        made = shared(fresh[::-1], read, self.jobs, least, self.beside)
        known: dict[str, Row] = {path: (digest, told) for path, digest, told in made}
        before = self.remembered
        rows = {file.path: known.get(file.path) or before.rows[file.path] for file in files}
        if fresh or len(rows) != len(before.rows):
            self.remember(NAME, rows, before)
        self.remembered = NOTHING
        self.prints = {path: digest for path, (digest, _) in rows.items()}
        return (_told(path, rows.pop(path)) for path in list(rows))

    def remember(self, name: str, rows: Rows, before: Remembered) -> None:
        """Keep `rows` under `name`, where those `before` are, for the next build.

        Not where nothing is to be remembered.
        """
        if self.made_by:
            with suppress(OSError):  # the next build can do without
                write_rows(self.folder, name, self.made_by, rows, before)

    def _is_known(self, path: str) -> bool:
        row = self.remembered.rows.get(path)
        return row is not None and row[0] == self.prints.get(path)


def remembering(folder: Path, jobs: int, made_by: str, prints: Mapping[str, bytes]) -> Reader:
    """A reader that begins with what the last build of the digest knew."""
    return Reader(folder, jobs, made_by, prints, read_rows(folder, NAME, made_by))


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


def _told(path: str, row: Row) -> Told:
    records, findings = marshal.loads(row[1])
    return [Record(path, *plain) for plain in records], [Finding(*plain) for plain in findings]
