"""Which papers are near each other: those that share rare words.

Of each paper the WORDS most telling words are kept, and two papers are as near as the words
they share are rare. Rarity is counted in powers of two, so that one more paper moves the
neighbours of few others, and all sums are whole numbers, so that every machine agrees.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from heapq import nlargest

from generator.corpus.text import sort_key

from generator.corpus.model import Paper, Related

WORD = re.compile(r"[^\W\d_][^\W_]{2,}(?:-[^\W_]+)*")
WORDS = 24  # telling words of a paper
RAREST = 18  # the weight of a word in one paper; a word in 2**n papers weighs n less
WIDEST = 0.05  # a word in more than this share of all papers tells nothing
NEAR = 60  # papers on either side of a paper, in order of time, that one word may lead to
LEAST = 20  # nearness from which papers are related at all
SHOWN = 4  # shared words a reader sees

Signature = Mapping[str, int]  # telling word → its weight in that paper


def words_of(paper: Paper) -> set[str]:
    """The words a paper may be related by: three letters or more, hyphenated ones whole."""
    text = f"{paper.title} {paper.abstract} {' '.join(paper.terms)}"
    return set(WORD.findall(text.lower() if text.isascii() else sort_key(text)))


def signatures(papers: Iterable[Paper]) -> dict[str, Signature]:
    """The telling words of each paper: rare ones, and twice over those of its title."""
    words = {paper.id: words_of(paper) for paper in papers}
    spread: Counter[str] = Counter()
    for those in words.values():
        spread.update(those)
    widest = max(4, int(len(words) * WIDEST))
    weight = {
        word: RAREST - count.bit_length() for word, count in spread.items() if 2 <= count <= widest
    }
    return {paper.id: _signature(words[paper.id], paper.title, weight) for paper in papers}


def _signature(words: set[str], title: str, weight: Mapping[str, int]) -> Signature:
    named = set(WORD.findall(sort_key(title)))
    telling = [
        (weight[word] * (2 if word in named else 1), word) for word in words if word in weight
    ]
    return {word: weight[word] for _, word in nlargest(WORDS, telling)}


def related(papers: Sequence[Paper], count: int) -> dict[str, tuple[Related, ...]]:
    """For each paper at most `count` papers near it, nearest first; ties in order of id.

    `papers` are in order of time. A common word leads only to the NEAR papers before and
    after, so that the cost of a paper does not grow with the corpus.
    """
    if not count:
        return {}
    telling = signatures(papers)
    holders: dict[str, list[int]] = defaultdict(list)
    for place, paper in enumerate(papers):
        for word in telling[paper.id]:
            holders[word].append(place)
    return {
        paper.id: _nearest(place, papers, telling, holders, count)
        for place, paper in enumerate(papers)
    }


def _nearest(
    place: int,
    papers: Sequence[Paper],
    telling: Mapping[str, Signature],
    holders: Mapping[str, list[int]],
    count: int,
) -> tuple[Related, ...]:
    own = telling[papers[place].id]
    nearness: dict[int, int] = defaultdict(int)
    for word, weight in own.items():
        for other in _around(holders[word], place):
            nearness[other] += weight
    nearness.pop(place, None)
    best = sorted((-near, papers[other].id) for other, near in nearness.items() if near >= LEAST)
    return tuple(Related(id, _shared(own, telling[id])) for _, id in best[:count])


def _around(places: list[int], place: int) -> list[int]:
    if len(places) <= 2 * NEAR:
        return places
    from bisect import bisect_left

    middle = bisect_left(places, place)
    return places[max(0, middle - NEAR) : middle + NEAR + 1]


def _shared(own: Signature, other: Signature) -> tuple[str, ...]:
    both = sorted((-own[word], word) for word in own if word in other)
    return tuple(word for _, word in both[:SHOWN])
