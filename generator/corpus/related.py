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
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from sys import intern

from generator.corpus.model import Paper
from generator.corpus.text import sort_key
from generator.corpus.topics import singular
from generator.corpus.vocabulary import FILLERS, GENERIC, STOP

WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
# ASCII in lower case, with a space for a sign that parts words; a hyphen holds one together.
PARTED = bytes(ord(s.lower() if s.isalnum() or s == "-" else " ") for s in map(chr, range(128)))
TABLE = PARTED.ljust(256)
OTHERS = re.compile("[^\\x00-\\x7f]+")
EMPTY = STOP | FILLERS | GENERIC
WORDS = 24  # telling words of a paper
RAREST = 18  # the weight of a word in one paper; a word in 2**n papers weighs n less
WIDEST = 0.05  # a word in more than this share of all papers tells nothing,
FEW = 12  # but one in so few papers always tells something
NEAR = 16  # papers on either side of a paper, in order of time, that one word may lead to
LEAST = 20  # nearness from which papers are related at all
LOOKED_AT = 12  # nearest by words, of which topics in common decide the order
TOPIC = 8  # nearness of a topic in common
SHOWN = 4  # shared words a reader sees

Signature = Mapping[str, int]  # telling word → its weight in that paper


def telling_words(title: str, text: str) -> tuple[list[str], list[str]]:
    """The words a title names, and those a text is about, each once and sorted; in singular.

    A text is about what it says more than once: of harvested terms, given as one text, words
    that stand in several.
    """
    said = Counter(_words(text))
    about = {word for word, times in said.items() if times > 1}
    return _told(set(_words(title))), _told(about)


def _told(words: set[str]) -> list[str]:
    """Those of `words` that tell something of a paper, each in memory once for all papers."""
    kept = (word for word in words - EMPTY if len(word) > 2 and word[0].isalpha())
    return sorted(map(intern, {singular(word) for word in kept} - EMPTY))


def _words(text: str) -> list[str]:
    """All words in lower case, without accents.

    Splitting plain ASCII takes a third of the regex's time, so that what is not ASCII in an
    English text, its dashes and quotes, is parted from it first.
    """
    if not text.isascii():
        text = OTHERS.sub(_folded, text)
    if text.isascii():
        return text.encode().translate(TABLE).decode().split()
    return WORD.findall(text.lower())


def _folded(found: re.Match[str]) -> str:
    return "".join(sign if sign.isalnum() else " " for sign in sort_key(found[0]))


def signatures(papers: Iterable[Paper]) -> list[Signature]:
    """The telling words of each paper: the rarest of those it is about, its title's first."""
    words = [({*paper.about, *paper.named}, paper.named) for paper in papers]
    spread: Counter[str] = Counter()
    for about, _ in words:
        spread.update(about)
    widest = max(FEW, int(len(words) * WIDEST))
    weight = {
        word: RAREST - count.bit_length() for word, count in spread.items() if 2 <= count <= widest
    }
    return [_signature(about, named, weight) for about, named in words]


def _signature(about: set[str], named: Collection[str], weight: Mapping[str, int]) -> Signature:
    telling = about & weight.keys()
    order = sorted(telling, key=lambda word: (-weight[word] * (2 if word in named else 1), word))
    return {word: weight[word] for word in order[:WORDS]}


@dataclass(frozen=True, slots=True)
class Related:
    """A near paper and the telling words it shares, the rarest first."""

    paper: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """What is needed to say which papers are near one. Asked for each paper where it is shown."""

    papers: Sequence[Paper]  # in order of time
    places: Mapping[str, int]  # paper id → its place among them
    telling: Sequence[Signature]  # of each paper
    holders: Mapping[str, Sequence[int]]  # telling word → places of the papers that have it
    count: int  # papers shown as near; 0 for none

    def of(self, id: str) -> tuple[Related, ...]:
        """At most `count` papers near a paper, nearest first; ties in order of id.

        A common word leads only to the NEAR papers before and after, so that the cost of a
        paper does not grow with the corpus.
        """
        if not self.count:
            return ()
        place = self.places[id]
        own = self.telling[place]
        topics = {assigned.topic for assigned in self.papers[place].topics}
        best = sorted(
            (-near - TOPIC * _common(topics, self.papers[other]), self.papers[other].id, other)
            for near, other in self._close(place)
        )
        return tuple(
            Related(id, _shared(own, self.telling[other])) for _, id, other in best[: self.count]
        )

    def _close(self, place: int) -> list[tuple[int, int]]:
        """Nearness and place of the LOOKED_AT papers that share the rarest words.

        No word alone makes papers near, so that only those met twice are looked at.
        """
        own = self.telling[place]
        met = Counter(chain.from_iterable(_around(self.holders[word], place) for word in own))
        del met[place]
        telling = self.telling
        nearness = [
            (sum([own[word] for word in own.keys() & telling[other].keys()]), other)
            for other, times in met.items()
            if times > 1
        ]
        nearness = [pair for pair in nearness if pair[0] >= LEAST]
        return sorted(nearness, key=lambda pair: (-pair[0], pair[1]))[:LOOKED_AT]


def neighbourhood(papers: Sequence[Paper], count: int) -> Neighbourhood:
    """The neighbourhood of `papers`, which are in order of time."""
    telling = signatures(papers) if count else []
    holders: dict[str, list[int]] = defaultdict(list)
    for place, words in enumerate(telling):
        for word in words:
            holders[word].append(place)
    places = {paper.id: place for place, paper in enumerate(papers)} if count else {}
    return Neighbourhood(papers, places, telling, holders, count)


def _common(topics: set[str], other: Paper) -> int:
    return len(topics.intersection([assigned.topic for assigned in other.topics]))


def _around(places: Sequence[int], place: int) -> Sequence[int]:
    if len(places) <= 2 * NEAR:
        return places
    middle = bisect_left(places, place)
    return places[max(0, middle - NEAR) : middle + NEAR + 1]


def _shared(own: Signature, other: Signature) -> tuple[str, ...]:
    both = sorted((-own[word], word) for word in own if word in other)
    return tuple(word for _, word in both[:SHOWN])
