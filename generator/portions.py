"""Work in portions, which processes take one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

Item = TypeVar("Item")
MOST_PORTIONS = 256  # one byte names each
LARGEST = 500  # items of a portion, where there are not too many: no longer is nothing heard


def in_portions(items: Sequence[Item], most: int) -> list[Sequence[Item]]:
    """`items` in order, in at most so many portions of one size."""
    size = -(-len(items) // most) or 1
    return [items[start : start + size] for start in range(0, len(items), size)]


def tapering(items: Sequence[Item], jobs: int, most: int) -> list[Sequence[Item]]:
    """`items` in order, in at most so many portions for `jobs` processes: large ones, then less.

    What lies side by side in memory should be one process's, for the first that writes to a page
    which forked processes share copies it; and none should wait long for another's last portion.
    """
    least = -(-2 * len(items) // most)
    portions, start = [], 0
    while start < len(items):
        share = (len(items) - start) // (2 * jobs)
        size = max(least, min(share, LARGEST))
        portions.append(items[start : start + size])
        start += size
    return portions
