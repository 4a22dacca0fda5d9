"""What a page is made from, as short hashes: when none of them changed, the page is current."""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from generator.plan.page import Rows

DIGITS = 16  # of a short hash


class Fingerprint(NamedTuple):
    """The four things a page is made from."""

    context: str
    template: str  # with all it includes
    config: str  # what every template sees of the digest, and the names of assets
    generator: str  # our code and the libraries that write HTML


def short(value: bytes) -> str:
    """Sixteen hexadecimal digits; two of a million pages share them once in 10**7 digests."""
    return sha256(value).hexdigest()[:DIGITS]


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
    known = sha256(marshal.dumps({**basis, "papers": None}, 2))
    for row in rows:
        known.update(marshal.dumps(row, 2))
    return known.hexdigest()[:DIGITS]


def of_templates(
    sources: Mapping[str, str], references: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    """For each template the hash of itself and of all it includes, extends or imports.

    `references` has what each names directly.
    """
    return {
        name: short("\0".join(sources[n] for n in sorted(reached([name], references))).encode())
        for name in sources
    }


def reached(start: Iterable[str], needs: Mapping[str, Iterable[str]]) -> set[str]:
    """What is at the start, what that needs, what this needs, and so on."""
    found: set[str] = set()
    todo = list(start)
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo += needs.get(name, ())
    return found
