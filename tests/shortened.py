"""Scripts and style sheets made short as a build makes them: in a process of their own.

The library starts threads, and no process forked from one that has loaded it could use it: it
would wait for them for ever.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import partial
from typing import Any

from generator.render.joined import joined
from generator.render.lean import lean
from generator.workers import begun


def shortened(assets: Iterable[tuple[str, bytes]]) -> list[Any]:
    """A row for each of `assets`: name, what is served, why that is not shorter."""
    with begun(list(assets), lean) as rows:
        return rows()


def put_together(scripts: Iterable[tuple[str, bytes]], asked: Collection[str]) -> dict[str, str]:
    """The files that are served of `scripts`; `asked` are those that pages name."""
    with begun(list(scripts), partial(_joined, asked)) as files:
        return dict(files())


def _joined(asked: Collection[str], scripts: Iterable[tuple[str, bytes]]) -> list[tuple[str, str]]:
    rows = lean(scripts)
    assert not any(why for _, _, why in rows)
    return [*joined({name: data.decode() for name, data, _ in rows}, asked).items()]
