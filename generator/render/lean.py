"""Scripts and style sheets without what only their author reads: comments, spaces, long names.

A third of a well-explained script, compressed, is its comments. This module alone knows the
library, which takes scripts apart as a browser does: nothing is guessed. It starts threads of its
own, so that it is best used in a process of its own.
"""

from __future__ import annotations

from collections.abc import Iterable

KINDS = {"js": "application/javascript", "css": "text/css"}

Lean = tuple[str, bytes, str]  # name, what is served, why that is not shorter: "" when it is


def has_lean_form(name: str) -> bool:
    return name.rpartition(".")[2] in KINDS


def lean(assets: Iterable[tuple[str, bytes]]) -> list[Lean]:
    """The files as they are served. What cannot be read stays as it is, and says why."""
    import minify  # four milliseconds, which most commands can do without

    made = []
    for name, data in assets:
        kind = KINDS[name.rpartition(".")[2]]
        try:
            short = minify.string(kind, data.decode()).encode() if data else data
            made.append((name, short, ""))
        except UnicodeDecodeError:
            made.append((name, data, "is not in UTF-8"))
        except minify.MinifyError as error:
            made.append((name, data, str(error).split("\n")[0]))
    return made
