"""What was last made of each file, so that a build makes it only of those that changed."""

from __future__ import annotations

import marshal
import os
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from generator.write.ledger import MEMORY

FORM = 3
SIZE = 4  # bytes of a length or checksum
END = 2**32 - 1  # in the place of a length: no more rows
Row = tuple[bytes, bytes]  # hash of the bytes of a file, and in marshal's form what came of them
Rows = Mapping[str, Row]  # by path


def read_rows(folder: Path, name: str, made_by: str) -> Rows:
    """What the last build of the digest in `folder` made, and keeps under `name`.

    Empty when there is nothing, when it is torn, or when other code than `made_by` made it.
    """
    try:
        with (folder / MEMORY / name).open("rb") as file:
            return dict(_chunks(file, _head(name, made_by)))
    except (OSError, ValueError, EOFError, TypeError):
        return {}


def _head(name: str, made_by: str) -> bytes:
    return f"broadsheet {name} {FORM} {made_by}".encode()


def _chunks(file: BinaryIO, head: bytes) -> Iterator[tuple[str, Row]]:
    """Path and row of each file, behind length and checksum. Raises ValueError when torn."""
    if file.read(len(head)) != head:
        raise ValueError("made by other code")
    while (size := int.from_bytes(file.read(SIZE), "little")) != END:
        check = int.from_bytes(file.read(SIZE), "little")
        data = file.read(size)
        if zlib.crc32(data) != check:
            raise ValueError("torn")
        path, *row = marshal.loads(data)
        yield path, tuple(row)


def write_rows(folder: Path, name: str, made_by: str, rows: Rows) -> None:
    """Remember `rows`, a file's at a time so that no more than those are in memory twice.

    Moved into place whole; what a failing disk tears is found out by checksums.
    """
    place = folder / MEMORY / name
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f".{name}.draft")
    with draft.open("wb") as file:
        file.write(_head(name, made_by))
        for path, row in rows.items():
            data = marshal.dumps((path, *row))
            file.write(len(data).to_bytes(SIZE, "little"))
            file.write(zlib.crc32(data).to_bytes(SIZE, "little"))
            file.write(data)
        file.write(END.to_bytes(SIZE, "little"))
    os.replace(draft, place)
