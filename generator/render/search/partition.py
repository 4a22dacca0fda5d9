"""Which terms share a file: runs of words that begin alike, each about as heavy as the next.

Where a run ends depends on the weight of words that begin like its own, not on how many stand
before it: one more paper moves the ends of few runs, and the files of all others stay.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate

Run = tuple[int, int]  # places of the first term and behind the last


def runs(terms: Sequence[str], weights: Sequence[int], limit: int) -> list[Run]:
    """`terms`, sorted, cut into runs that weigh at most `limit`, but for single heavy terms."""
    if not terms:
        return []
    return list(_cut(terms, [0, *accumulate(weights)], limit, (0, len(terms)), 0))


def _cut(
    terms: Sequence[str], sums: Sequence[int], limit: int, whole: Run, depth: int
) -> Iterator[Run]:
    """The runs of the terms of `whole`, which share their first `depth` letters."""
    first, behind = whole
    if sums[behind] - sums[first] <= limit or behind - first == 1:
        yield whole
        return
    start = first
    for begin, end in _families(terms, whole, depth):
        if sums[end] - sums[start] <= limit:
            continue
        if begin > start:
            yield start, begin
        start = begin
        if sums[end] - sums[begin] > limit:
            yield from _cut(terms, sums, limit, (begin, end), depth + 1)
            start = end
    if start < behind:
        yield start, behind


def _families(terms: Sequence[str], whole: Run, depth: int) -> Iterator[Run]:
    """Terms of `whole` that have the same letter after the first `depth`, together."""
    begin, behind = whole
    while begin < behind:
        term = terms[begin]
        if len(term) <= depth:
            end = begin + 1
        else:
            end = bisect_left(terms, term[:depth] + chr(ord(term[depth]) + 1), begin, behind)
        yield begin, end
        begin = end


def bounds(terms: Sequence[str], cuts: Sequence[Run]) -> list[str]:
    """For each run the shortest word that stands behind the run before it; "" for the first."""
    found = []
    for number, (first, _) in enumerate(cuts):
        if not number:
            found.append("")
            continue
        before, term = terms[first - 1], terms[first]
        length = 1
        while term[:length] <= before:
            length += 1
        found.append(term[:length])
    return found
