"""Entries turned round: for each term the papers that say it.

A posting is one whole number: the paper's number, and eight bits of flags below it. The
postings of a term are kept as the bytes of an array, in order of papers.
"""

from __future__ import annotations

import sys
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import partial

from generator.render.search.entries import Entry

Postings = dict[str, bytes]
WIDTH = 4  # bytes of a posting
FLAGS = 0 if sys.byteorder == "little" else WIDTH - 1  # the place of its flags among them


def inverted(entries: Iterable[Entry], first: int) -> Postings:
    """The postings of consecutive papers, the first of which has number `first`."""
    found: dict[str, array[int]] = defaultdict(partial(array, "I"))
    for number, (terms, flags) in enumerate(entries, first):
        base = number << 8
        for term, flag in zip(terms.split("\n"), flags, strict=True):
            found[term].append(base | flag)
    return {term: those.tobytes() for term, those in found.items()}


def add(found: Postings, more: Mapping[str, bytes]) -> None:
    """Add to `found` the postings of papers whose numbers follow."""
    for term, those in more.items():
        before = found.setdefault(term, those)
        if before is not those:
            found[term] = before + those
