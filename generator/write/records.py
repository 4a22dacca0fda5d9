"""Files as they were last taken apart, so that a build takes apart only what changed."""

from __future__ import annotations

import marshal
import os
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator.write.ledger import MEMORY

NAME = "records"
# Path → hash of the bytes that were taken apart, and the rows that came of them.
Rows = Mapping[str, tuple[bytes, Any]]


def read_records(folder: Path, made_by: str) -> Rows:
    """What the last build of the digest in `folder` took apart.

    Empty when there is nothing, when it is torn, or when other code than `made_by` made it.
    """
    try:
        raw = (folder / MEMORY / NAME).read_bytes()
        if int.from_bytes(raw[:4], "little") != zlib.crc32(memoryview(raw)[4:]):
            return {}
        code, rows = marshal.loads(memoryview(raw)[4:])
    except (OSError, ValueError, EOFError, TypeError):
        return {}
    return rows if code == made_by else {}


def write_records(folder: Path, made_by: str, rows: Rows) -> None:
    """Remember `rows`. Moved into place whole; a torn file is found out by its checksum."""
    data = marshal.dumps((made_by, dict(rows)), 2)
    file = folder / MEMORY / NAME
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{NAME}.draft")
    with draft.open("wb") as handle:
        handle.write(zlib.crc32(data).to_bytes(4, "little"))
        handle.write(data)
    os.replace(draft, file)
