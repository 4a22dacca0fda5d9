"""One build of a digest at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.problems import DigestError, Problem
from generator.write.ledger import MEMORY

try:
    import fcntl
except ImportError:  # Windows: builds are not kept apart there
    fcntl = None  # type: ignore[assignment]


class Busy(DigestError):
    """Another build of the digest is running; this one can be tried again."""


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold the digest in `folder` while building it.

    The lock goes with the process, however that ends. Raises Busy, naming the holder, when
    another build has it, and DigestError when .broadsheet/ cannot be written.
    """
    file = folder / MEMORY / "lock"
    try:
        file.parent.mkdir(exist_ok=True)
        handle = os.open(file, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o644)
    except OSError as error:
        what = f"cannot be written: {error.strerror}"
        raise DigestError([Problem(f"{MEMORY}/lock", None, None, what)]) from None
    try:
        _take(handle)
        yield
    finally:
        os.close(handle)


def _take(handle: int) -> None:
    if fcntl is None:
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        holder = os.read(handle, 20).decode(errors="replace").strip() or "unknown"
        what = f"another build of this digest is running (process {holder})"
        raise Busy([Problem("", None, None, what, "wait for it, or end it")]) from None
    os.ftruncate(handle, 0)
    os.write(handle, f"{os.getpid()}\n".encode())
