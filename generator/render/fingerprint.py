"""What a page is made from, as short hashes: when none of them changed, the page is current."""

from __future__ import annotations

import marshal
import os
import re
import sys
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

import generator
from generator.plan.page import Rows

# Libraries whose words end up in pages.
LIBRARIES = ("jinja2", "markdown", "nh3", "latex2mathml", "tdewolff_minify")
INSTALLED = re.compile(rf"(?:{'|'.join(LIBRARIES)})-.+\.(?:dist|egg)-info", re.IGNORECASE)


class Fingerprint(NamedTuple):
    """The four things a page is made from."""

    context: str
    template: str  # with all it includes
    config: str  # what every template sees of the digest, and the names of assets
    generator: str  # our code and the libraries that write HTML


def short(value: bytes) -> str:
    """Sixteen hexadecimal digits; two of a million pages share them once in 10**7 digests."""
    return blake2b(value, digest_size=8).hexdigest()


def of_values(value: Any) -> str:
    """The hash of text, numbers, lists, dicts and None, alike in every process.

    marshal's version 2 writes equal values as equal bytes: later versions also write which
    objects are one and the same, which depends on how they came to be.
    """
    return short(marshal.dumps(value, 2))


def of_basis(basis: Any) -> str:
    """The hash of what decides a page; of very many rows, taking one at a time."""
    rows = basis.get("papers") if isinstance(basis, dict) else None
    if not isinstance(rows, Rows):
        return of_values(basis)
    known = blake2b(marshal.dumps({**basis, "papers": None}, 2), digest_size=8)
    for row in rows:
        known.update(marshal.dumps(row, 2))
    return known.hexdigest()


def of_generator() -> str:
    """The hash of all our code and of the versions of the libraries that write HTML."""
    package = Path(generator.__path__[0])
    parts = [name.encode() for name in _versions()]
    for file in sorted(package.glob("**/*.py")):
        parts.append(file.relative_to(package).as_posix().encode())
        parts.append(file.read_bytes())
    return short(b"\0".join(parts))


def _versions() -> list[str]:
    """The names of the folders that say which version of each library is installed.

    What importlib.metadata would say, in a hundredth of its time: every build asks.
    """
    names = (name for place in sys.path if os.path.isdir(place) for name in os.listdir(place))
    return sorted({name for name in names if INSTALLED.match(name)})


def of_templates(
    sources: Mapping[str, str], references: Mapping[str, frozenset[str]]
) -> dict[str, str]:
    """For each template the hash of itself and of all it includes, extends or imports.

    `references` has what each names directly.
    """
    return {
        name: short("\0".join(sources[n] for n in sorted(_reached(name, references))).encode())
        for name in sources
    }


def _reached(name: str, references: Mapping[str, frozenset[str]]) -> set[str]:
    reached: set[str] = set()
    todo = [name]
    while todo:
        here = todo.pop()
        if here not in reached:
            reached.add(here)
            todo += references.get(here, ())
    return reached
