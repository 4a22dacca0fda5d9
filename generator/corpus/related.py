"""Which papers are near each other: those that share rare words.

Of each paper the WORDS most telling words are kept, and two papers are as near as the words
they share are rare, a little nearer for each topic they share. Rarity is counted in powers of
two, so that one more paper moves the neighbours of few others, and all sums are whole numbers,
so that every machine agrees.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from heapq import nlargest

from generator.corpus.model import Paper, Related
from generator.corpus.text import sort_key
from generator.corpus.topics import singular
from generator.corpus.vocabulary import FILLERS, GENERIC, STOP

WORD = re.compile(r"[^\W\d_][^\W_]{2,}(?:-[^\W_]+)*")
EMPTY = STOP | FILLERS | GENERIC
WORDS = 24  # telling words of a paper
RAREST = 18  # the weight of a word in one paper; a word in 2**n papers weighs n less
WIDEST = 0.05  # a word in more than this share of all papers tells nothing,
FEW = 12  # but one in so few papers always tells something
NEAR = 60  # papers on either side of a paper, in order of time, that one word may lead to
LEAST = 20  # nearness from which papers are related at all
LOOKED_AT = 24  # nearest by words, of which topics in common decide the order
TOPIC = 8  # nearness of a topic in common
SHOWN = 4  # shared words a reader sees

Signature = Mapping[str, int]  # telling word → its weight in that paper


def words_of(paper: Paper) -> tuple[set[str], set[str]]:
    """The words a paper is about, and those of them its title has; plurals as singular.

    A paper is about what its title says and what its abstract says more than once. Of a
    paper imported without its abstract, words that stand in several harvested terms count as
    said more than once.
    """
    said = Counter(WORD.findall(_plain(paper.abstract or " ".join(paper.terms))))
    named = set(map(singular, WORD.findall(_plain(paper.title)))) - EMPTY
    about = {singular(word) for word, times in said.items() if times > 1} - EMPTY
    return about | named, named


def _plain(text: str) -> str:
    return text.lower() if text.isascii() else sort_key(text)


def signatures(papers: Iterable[Paper]) -> dict[str, Signature]:
    """The telling words of each paper: the rarest of those it is about, its title's first."""
    words = {paper.id: words_of(paper) for paper in papers}
    spread: Counter[str] = Counter()
    for about, _ in words.values():
        spread.update(about)
    widest = max(FEW, int(len(words) * WIDEST))
    weight = {
        word: RAREST - count.bit_length() for word, count in spread.items() if 2 <= count <= widest
    }
    return {id: _signature(about, named, weight) for id, (about, named) in words.items()}


def _signature(about: set[str], named: set[str], weight: Mapping[str, int]) -> Signature:
    telling = [
        (weight[word] * (2 if word in named else 1), word) for word in about if word in weight
    ]
    if len(telling) > WORDS:
        telling = nlargest(WORDS, telling)
    return {word: weight[word] for _, word in telling}


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
    near = nlargest(LOOKED_AT, ((near, -other) for other, near in nearness.items()))
    topics = {assigned.topic for assigned in papers[place].topics}
    best = sorted(
        (-near - TOPIC * _common(topics, papers[-other]), papers[-other].id)
        for near, other in near
        if near >= LEAST
    )
    return tuple(Related(id, _shared(own, telling[id])) for _, id in best[:count])


def _common(topics: set[str], other: Paper) -> int:
    return sum(assigned.topic in topics for assigned in other.topics)


def _around(places: list[int], place: int) -> list[int]:
    if len(places) <= 2 * NEAR:
        return places
    middle = bisect_left(places, place)
    return places[max(0, middle - NEAR) : middle + NEAR + 1]


def _shared(own: Signature, other: Signature) -> tuple[str, ...]:
    both = sorted((-own[word], word) for word in own if word in other)
    return tuple(word for _, word in both[:SHOWN])
