"""What was last made of each file, so that a build makes it only of those that changed.

A file of rows, each behind its lengths and checksum. A build that is ended while it writes, or a
disk that fails, costs the rows from there on, which are made again.
"""

from __future__ import annotations

import marshal
import os
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, NamedTuple

from generator.write.ledger import MEMORY

RECORDS = "records"  # the name under which is kept what all files were taken apart into
FORM = 5
SIZE = 4  # bytes of a length or checksum
MOST_OLD = 2  # times as large as its rows is a file that has old ones too, at most
Row = tuple[bytes, bytes]  # hash of the bytes of a file, and in marshal's form what came of them
Rows = Mapping[str, Row]  # by path


class Remembered(NamedTuple):
    """The rows that a file holds."""

    rows: Rows = MappingProxyType({})
    end: int = 0  # of the last that is whole, in bytes; 0: there is no such file


NOTHING = Remembered()


def read_rows(folder: Path, name: str, made_by: str) -> Remembered:
    """What the last build of the digest in `folder` made, and keeps under `name`.

    Empty when there is nothing, or when other code than `made_by` made it; where it is torn, what
    stands before that.
    """
    head = _head(name, made_by)
    rows: dict[str, Row] = {}
    try:
        with (folder / MEMORY / name).open("rb") as file:
            if file.read(len(head)) != head:
                return NOTHING
            end = len(head)
            for size, path, row in _whole(file):
                rows[path] = row
                end += size
    except OSError:
        return NOTHING
    return Remembered(rows, end)


def has_rows(folder: Path, name: str) -> bool:
    """Whether anything is kept under `name`, of whatever code."""
    return (folder / MEMORY / name).is_file()


def _head(name: str, made_by: str) -> bytes:
    return f"broadsheet {name} {FORM} {made_by}".encode()


def _whole(file: BinaryIO) -> Iterator[tuple[int, str, Row]]:
    """Size, path and row of each file, to the end or to what is torn. The last of a path counts."""
    while front := file.read(3 * SIZE):
        named, told = (int.from_bytes(front[at : at + SIZE], "little") for at in (0, SIZE))
        name, row = file.read(named), file.read(told)  # apart, for nearly all of it is in the row
        # No row is empty; a disk that lost power may have left nothing but zeros.
        if not named or len(row) < told or _sum(name, row) != front[2 * SIZE :]:
            return
        path, digest = marshal.loads(name)
        yield 3 * SIZE + named + told, path, (digest, row)


def _sum(name: bytes, row: bytes) -> bytes:
    return zlib.crc32(row, zlib.crc32(name)).to_bytes(SIZE, "little")


def write_rows(folder: Path, name: str, made_by: str, rows: Rows, before: Remembered) -> None:
    """Remember `rows`; `before` is what was remembered, of which rows may be the same.

    Those that are new are written behind the others: an edit then costs what it changed. When
    one is gone, or too many are old, all are written anew, and moved into place whole.
    """
    place = folder / MEMORY / name
    place.parent.mkdir(parents=True, exist_ok=True)
    new = {path: row for path, row in rows.items() if before.rows.get(path) is not row}
    gone = len(rows) < len(before.rows.keys() | new.keys())
    if before.end and not gone and before.end + _told_bytes(new) <= MOST_OLD * _told_bytes(rows):
        with place.open("r+b") as file:
            file.seek(before.end)
            _write(file, new)
            file.truncate()
        return
    draft = place.with_name(f".{name}.draft")
    with draft.open("wb") as file:
        file.write(_head(name, made_by))
        _write(file, rows)
    os.replace(draft, place)


def _told_bytes(rows: Rows) -> int:
    return sum(len(told) for _, told in rows.values())


def _write(file: BinaryIO, rows: Rows) -> None:
    """A row at a time, so that no more is in memory twice."""
    for path, (digest, row) in rows.items():
        name = marshal.dumps((path, digest))
        sizes = [len(part).to_bytes(SIZE, "little") for part in (name, row)]
        file.write(b"".join((*sizes, _sum(name, row), name)))
        file.write(row)
