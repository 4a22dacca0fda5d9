"""Which pages are stale, and why; which files are left over. Worked out without a disk."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

PARTS = ("context", "template", "config", "generator")


class Entry(NamedTuple):
    """What the last build knew of one file."""

    prints: tuple[str, ...]  # the fingerprint, in order of PARTS
    digest: str  # hash of the bytes
    size: int
    time: int  # of the file's last change, in nanoseconds
    reason: str  # why it was last rendered
    warnings: tuple[tuple[str, str, str], ...] = ()  # of its Markdown: the line, what, hint


Stat = tuple[int, int]  # size and time of a file that is there


def stale_reason(prints: tuple[str, ...], before: Entry | None, there: Stat | None) -> str:
    """Why a page must be rendered again; "" when it is current.

    The first part of the fingerprint that changed is named. A file that is gone, or was
    touched by someone else, is rendered again whatever it was made from.
    """
    if before is None:
        return "new page"
    if prints != before.prints:
        known = zip(PARTS, prints, before.prints, strict=True)
        return next(f"{part} changed" for part, now, was in known if now != was)
    if there is None:
        return "file missing"
    if there != (before.size, before.time):
        return "file touched"
    return ""


def leftovers(now: Collection[str], ours: Collection[str]) -> list[str]:
    """Files we wrote and this build no longer has. Only these are ever deleted."""
    return sorted(set(ours) - set(now))


def foreign(now: Collection[str], ours: Collection[str], there: Collection[str]) -> list[str]:
    """Files that are in the way of a page and were not written by us."""
    return sorted((set(now) & set(there)) - set(ours))
