"""Which papers are near each other: those that share rare words.

Of each paper the WORDS most telling words are kept, and two papers are as near as the words
they share are rare, a little nearer for each topic they share. Rarity is counted in powers of
two, so that one more paper moves the neighbours of few others, and all sums are whole numbers,
so that every machine agrees.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from generator.corpus.model import Paper
from generator.corpus.telling import Telling

WORDS = 24  # telling words of a paper
RAREST = 18  # the weight of a word in one paper; a word in 2**n papers weighs n less
WIDEST = 0.05  # a word in more than this share of all papers tells nothing,
FEW = 12  # but one in so few papers always tells something
NEAR = 16  # papers on either side of a paper, in order of time, that one word may lead to
LEAST = 20  # nearness from which papers are related at all
ENOUGH = 16  # papers met by rarer words, with which commoner ones lead to no more
LOOKED_AT = 12  # nearest by words, of which topics in common decide the order
TOPIC = 8  # nearness of a topic in common
SHOWN = 4  # shared words a reader sees

Signature = tuple[int, ...]  # numbers of the telling words of a paper, ascending
Related = tuple[str, list[str]]  # id of a near paper; telling words it shares, the rarest first


class Vocabulary(NamedTuple):
    """The words that bring papers near each other, as numbers: a greater one weighs no more."""

    words: Sequence[str]  # by number: the rarest first, ties in order of spelling
    weights: bytes  # by number
    numbers: Mapping[str, int]  # by word


def vocabulary(told: Sequence[Telling]) -> Vocabulary:
    """The words that some papers share, but not too many; `told` has what each tells."""
    spread = Counter(chain.from_iterable([one.words for one in told]))
    widest = max(FEW, int(len(told) * WIDEST))
    ranked = sorted(
        (count.bit_length(), word) for word, count in spread.items() if 2 <= count <= widest
    )
    words = [word for _, word in ranked]
    numbers = {word: number for number, word in enumerate(words)}
    return Vocabulary(words, bytes([max(RAREST - bits, 0) for bits, _ in ranked]), numbers)


def signature(told: Telling, known: Vocabulary) -> Signature:
    """The numbers of a paper's telling words: of the rarest, those of its title first."""
    numbers = known.numbers
    telling = sorted([numbers[word] for word in told.words if word in numbers])
    if len(telling) > WORDS:
        named = {numbers[word] for word in told.words[: told.named] if word in numbers}
        weights = known.weights
        telling.sort(key=lambda n: (-weights[n] * (2 if n in named else 1), known.words[n]))
        telling = sorted(telling[:WORDS])
    return tuple(telling)


class Neighbourhood(NamedTuple):
    """What is needed to say which papers are near one. Asked for each paper where it is shown.

    Papers stand at their places in order of time.
    """

    most: int  # papers shown as near one
    known: Vocabulary
    ids: Sequence[str]  # of the papers
    places: Mapping[str, int]  # by id
    topics: Sequence[int]  # of each paper, a bit for each
    telling: Sequence[Signature]  # of each paper
    holders: Sequence[Sequence[int]]  # by number of a word: places of the papers that have it

    def of(self, id: str) -> list[Related]:
        """At most `most` papers near a paper, nearest first; ties in order of id.

        A common word leads only to the NEAR papers before and after, so that the cost of a
        paper does not grow with the corpus.
        """
        place = self.places[id]
        ids, topics, telling, words = self.ids, self.topics, self.telling, self.known.words
        own, among = frozenset(telling[place]), topics[place]
        best = [
            (far - TOPIC * (among & topics[other]).bit_count(), ids[other], other)
            for far, other in self._close(place, own)
        ]
        best.sort()
        return [
            (near, [words[word] for word in telling[other] if word in own][:SHOWN])
            for _, near, other in best[: self.most]
        ]

    def _close(self, place: int, own: frozenset[int]) -> list[tuple[int, int]]:
        """Nearness, below zero, and place of the LOOKED_AT papers that share the rarest words.

        No word alone makes papers near, so that only those met twice are looked at.
        """
        holders, telling, weights = self.holders, self.telling, self.known.weights
        once: set[int] = set()
        twice: set[int] = set()
        for word in telling[place]:  # the rarest first
            those = _around(holders[word], place)
            twice.update(once.intersection(those))
            if len(twice) > ENOUGH:
                break
            once.update(those)
        twice.discard(place)
        close = []
        for other in twice:
            near = 0
            for word in telling[other]:  # few: to make sets of them takes twice as long
                if word in own:
                    near += weights[word]
            if near >= LEAST:
                close.append((-near, other))
        return sorted(close)[:LOOKED_AT]


class Neighbours:
    """Who is near whom, worked out once, when that is first asked for.

    A digest is planned without it: what takes longest, others find meanwhile.
    """

    def __init__(self, work_out: Callable[[], Neighbourhood]) -> None:
        self._work_out: Callable[[], Neighbourhood] | None = work_out
        self._known: Neighbourhood | None = None

    def known(self) -> Neighbourhood:
        if self._work_out:
            self._known, self._work_out = self._work_out(), None
        assert self._known
        return self._known


def neighbourhood(papers: Sequence[Paper], told: Sequence[Telling], count: int) -> Neighbourhood:
    """The neighbourhood of `papers`, which are in order of time; `told` has what each tells."""
    known = vocabulary(told)
    telling = [signature(one, known) for one in told]
    holders: list[list[int]] = [[] for _ in known.words]
    for place, numbers in enumerate(telling):
        for number in numbers:
            holders[number].append(place)
    ids = [paper.id for paper in papers]
    places = {id: place for place, id in enumerate(ids)}
    return Neighbourhood(count, known, ids, places, _topics(papers), telling, holders)


def _topics(papers: Sequence[Paper]) -> list[int]:
    """The topics of each paper, a bit for each: to find those of two costs half of a set's time."""
    bits: dict[str, int] = {}
    masks = []
    for paper in papers:
        mask = 0
        for topic, _ in paper.topics:
            mask |= bits.setdefault(topic, 1 << len(bits))
        masks.append(mask)
    return masks


def _around(places: Sequence[int], place: int) -> Sequence[int]:
    if len(places) <= 2 * NEAR:
        return places
    middle = bisect_left(places, place)
    return places[max(0, middle - NEAR) : middle + NEAR + 1]
