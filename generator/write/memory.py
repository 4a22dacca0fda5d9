"""What a build keeps for the next in one file. It may be lost: that costs time, nothing else."""

from __future__ import annotations

import os
from pathlib import Path


def read_kept(file: Path) -> bytes:
    """The bytes of the file; none when there is no such file."""
    try:
        return file.read_bytes()
    except OSError:
        return b""


def write_kept(file: Path, data: bytes) -> None:
    """Whole or not at all while the machine runs; whoever reads it must know a torn one.

    Not synced to the disk, unlike the ledger: that would take longer than all it saves.
    """
    draft = file.with_name(f".{file.name}.draft")
    draft.write_bytes(data)
    os.replace(draft, file)
