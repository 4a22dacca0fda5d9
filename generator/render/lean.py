"""Scripts and style sheets without what only their author reads: comments, spaces, long names.

A third of a well-explained script, compressed, is its comments. This module alone knows the
library, which takes scripts apart as a browser does: nothing is guessed. It starts threads of its
own, so that it is best used in a process of its own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

KINDS = {"js": "application/javascript", "css": "text/css"}

# The library makes those names short that stand in a function, other than any which is used there
# and comes from around it. So a script is put into a function, with names to avoid and another
# function for each thing that it imports; and that into one more, whose names are made first.
SHUT = "(({sooner})=>{{(()=>{{function $asked(){{return[{used}]}}{imports}{inside}}})()}})()"
IMPORTED = "function {}(){{}}"
OPENED = re.compile(
    r"\(\(?[\w$,]*\)?=>\{\(\(\)=>\{function [\w$]+\(\)\{return\[([\w$,]*)\]\}(.*)\}\)\(\)\}\)\(\)",
    re.S,
)
STANDS_IN = re.compile(r"function [\w$]+\(\)\{\}")

Names = dict[str, str]  # as it was named → as it is named now
Lean = tuple[str, bytes, str]  # name, what is served, why that is not shorter: "" when it is


def has_lean_form(name: str) -> bool:
    return name.rpartition(".")[2] in KINDS


def lean(assets: Iterable[tuple[str, bytes]]) -> list[Lean]:
    """The files as they are served. What cannot be read stays as it is, and says why."""
    made = []
    for name, data in assets:
        kind = name.rpartition(".")[2]
        try:
            made.append((name, _short(data.decode(), kind).encode() if data else data, ""))
        except UnicodeDecodeError:
            made.append((name, data, "is not in UTF-8"))
        except ValueError as error:
            made.append((name, data, str(error).split("\n")[0]))
    return made


def readable(script: str) -> bool:
    try:
        _short(script)
    except ValueError:
        return False
    return True


def renamed(
    inside: str,
    imports: Collection[str],
    names: Iterable[str],
    avoided: Iterable[str] = (),
    skipped: int = 0,
) -> tuple[str, Names] | None:
    """What stands in a module beside its imports, with short names at its top too.

    Also the new names of what it imports, and of those of `names` that are at its top. None is one
    of those `avoided`, if these are not at the top themselves, nor of the shortest, of which so
    many are `skipped`. None at all: it cannot be read, or cannot stand in a function.
    """
    asked = list(dict.fromkeys([*imports, *names]))
    sooner = [f"$sooner{n}" for n in range(skipped)]
    stand_in = "".join(map(IMPORTED.format, imports))
    used = ",".join([*asked, *avoided, *sooner])
    shut = SHUT.format(sooner=",".join(sooner), used=used, imports=stand_in, inside=inside)
    try:
        opened = OPENED.fullmatch(_short(shut))
    except ValueError:
        return None
    if opened is None:
        return None
    left = STANDS_IN.sub("", opened[2], count=len(imports)) if imports else opened[2]
    return left, dict(zip(asked, opened[1].split(","), strict=False))


def _short(text: str, kind: str = "js") -> str:
    """Raises ValueError when it cannot be read."""
    import minify  # four milliseconds, which most commands can do without

    # The spaces are room for what becomes longer, which the library calls an error.
    return str(minify.string(KINDS[kind], text + " " * len(text)))
