"""Scripts and style sheets made short as a build makes them: in a process of their own.

The library starts threads, and no process forked from one that has loaded it could use it: it
would wait for them for ever.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from generator.render.lean import lean
from generator.workers import elsewhere


def shortened(assets: Iterable[tuple[str, bytes]]) -> list[Any]:
    """A row for each of `assets`: name, what is served, why that is not shorter."""
    return elsewhere(list(assets), lean)
