"""Our own code, and the libraries that write HTML, as a hash: another makes other pages."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator

import generator
from generator.sources.inputs import print_of

# Libraries whose words end up in pages.
LIBRARIES = ("jinja2", "markdown", "nh3", "latex2mathml", "tdewolff_minify")
COMPILED = "__pycache__"
INSTALLED = re.compile(rf"(?:{'|'.join(LIBRARIES)})-.+\.(?:dist|egg)-info", re.IGNORECASE)


def own_print() -> str:
    """Sixteen digits of all our code and of the versions of the libraries that write HTML."""
    package = generator.__path__[0]
    parts = [name.encode() for name in _versions()]
    for path in sorted(_modules(package)):
        parts.append(os.fsencode(path[len(package) :]))
        with open(path, "rb", buffering=0) as file:
            parts.append(file.read())
    return print_of(b"\0".join(parts)).hex()[:16]


def _modules(folder: str) -> Iterator[str]:
    """Every module below `folder`; what Python made of them, which is as much again, is passed."""
    with os.scandir(folder) as listing:
        for entry in listing:
            if entry.name.endswith(".py"):
                yield entry.path
            elif entry.name != COMPILED and entry.is_dir(follow_symlinks=False):
                yield from _modules(entry.path)


def _versions() -> list[str]:
    """The names of the folders that say which version of each library is installed.

    What importlib.metadata would say, in a hundredth of its time: every build asks.
    """
    names = (name for place in sys.path if os.path.isdir(place) for name in os.listdir(place))
    return sorted({name for name in names if INSTALLED.match(name)})
