"""A theme as the last build made it ready: a build compiles templates only when they changed."""

from __future__ import annotations

import marshal
import os
import sys
import zlib
from pathlib import Path
from typing import Any

from generator.write.ledger import MEMORY

NAME = "theme"
SIZE = 4  # bytes of a checksum


def read_ready(folder: Path, made_of: str) -> Any:
    """What `write_ready` was given in the digest in `folder`.

    None when there is nothing, when it is torn, or when it was made of something else.
    """
    head = _head(made_of)
    try:
        known = (folder / MEMORY / NAME).read_bytes()
        check, told = known[len(head) : len(head) + SIZE], known[len(head) + SIZE :]
        if known.startswith(head) and zlib.crc32(told).to_bytes(SIZE, "little") == check:
            return marshal.loads(told)
    except (OSError, ValueError, EOFError, TypeError):
        pass
    return None


def write_ready(folder: Path, made_of: str, value: Any) -> None:
    """Remember `value`, plain values and code that `made_of` is the hash of."""
    place = folder / MEMORY / NAME
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f".{NAME}.draft")
    told = marshal.dumps(value)
    draft.write_bytes(_head(made_of) + zlib.crc32(told).to_bytes(SIZE, "little") + told)
    os.replace(draft, place)


def _head(made_of: str) -> bytes:
    """Code is fit only for the Python that compiled it."""
    return f"broadsheet theme 1 {sys.implementation.cache_tag} {made_of} ".encode()
