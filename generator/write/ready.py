"""A theme as the last build made it ready: a build compiles templates only when they changed."""

from __future__ import annotations

import marshal
import sys
import zlib
from pathlib import Path
from typing import Any

from generator.write.ledger import MEMORY
from generator.write.memory import read_kept, write_kept

NAME = "theme"
SIZE = 4  # bytes of a checksum


def read_ready(folder: Path, made_of: str) -> Any:
    """What `write_ready` was given in the digest in `folder`.

    None when there is nothing, when it is torn, or when it was made of something else.
    """
    head, known = _head(made_of), read_kept(folder / MEMORY / NAME)
    told = known[len(head) + SIZE :]
    return marshal.loads(told) if known == head + _sum(told) + told else None


def write_ready(folder: Path, made_of: str, value: Any) -> None:
    """Remember `value`, plain values and code that `made_of` is the hash of."""
    told = marshal.dumps(value)
    write_kept(folder / MEMORY / NAME, _head(made_of) + _sum(told) + told)


def _head(made_of: str) -> bytes:
    """Code is fit only for the Python that compiled it."""
    return f"broadsheet theme 1 {sys.implementation.cache_tag} {made_of} ".encode()


def _sum(told: bytes) -> bytes:
    return zlib.crc32(told).to_bytes(SIZE, "little")
