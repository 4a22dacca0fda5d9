"""Which sightings speak of the same paper."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from generator.corpus.keys import Sighting, arxiv_id, arxiv_of, doi, doi_of, normalised_title
from generator.corpus.public_ids import public_id, public_ids

__all__ = ["arxiv_id", "doi", "normalised_title", "public_id", "public_ids", "same_paper"]


class Marks(NamedTuple):
    """What of a sighting tells which paper it speaks of."""

    keys: Sequence[tuple[str, ...]]  # what two sightings of one paper share for certain
    title: str  # normalised; "" when there is none


def marks_of(sighting: Sighting) -> Marks:
    title = sighting.get("title")
    return Marks(_keys(sighting), normalised_title(title) if title else "")


def same_paper(
    sightings: Sequence[Sighting], marks: Iterable[Marks | tuple[Any, ...]] | None = None
) -> list[list[int]]:
    """The places of sightings that speak of one paper, together; whatever order they come in.

    One paper: the same public `id`, the same arXiv id, the same DOI, the same id at the same
    source; or the same title, when the years are at most one apart (an unknown year is any),
    no ids contradict each other and the authors, where both are named, share somebody.
    `marks` may be given where they are known, one for each sighting.
    """
    roots = _Roots(len(sightings))
    titled: dict[str, int] = {}  # the first of each title
    by_title: dict[str, list[int]] = {}  # of titles that several have
    known: dict[tuple[str, ...], int] = {}
    for place, (keys, title) in enumerate(marks or map(marks_of, sightings)):
        for key in keys:
            first = known.setdefault(key, place)
            if first != place:
                roots.join(first, place)
        if title:
            first = titled.setdefault(title, place)
            if first != place:
                by_title.setdefault(title, [first]).append(place)
    # All titles are judged by what is certain, so that no title's turn changes another's answer.
    shared = [{roots.of(place) for place in places} for places in by_title.values()]
    certain = roots.groups({root for these in shared if len(these) > 1 for root in these})
    joins = [
        join
        for these in shared
        if len(these) > 1
        for join in _joins_by_title([_facts(sightings, certain[root]) for root in these])
    ]
    for one, other in joins:
        roots.join(one, other)
    return list(roots.groups().values())


class _Roots:
    """Union-find over places."""

    def __init__(self, count: int) -> None:
        self.above = list(range(count))

    def of(self, place: int) -> int:
        above = self.above
        while above[place] != place:
            above[place] = place = above[above[place]]
        return place

    def join(self, one: int, other: int) -> None:
        if one != other:
            one, other = sorted((self.of(one), self.of(other)))
            self.above[other] = one

    def groups(self, wanted: Collection[int] | None = None) -> dict[int, list[int]]:
        """Places by root (of all roots, or those wanted), in order of their first place."""
        groups: dict[int, list[int]] = {}
        for place, above in enumerate(self.above):
            root = place if above == place else self.of(place)
            if root in groups:
                groups[root].append(place)
            elif wanted is None or root in wanted:
                groups[root] = [place]
        return groups


def _keys(sighting: Sighting) -> list[tuple[str, ...]]:
    """What two sightings of one paper share for certain."""
    keys: list[tuple[str, ...]] = []
    if id := sighting.get("id"):
        keys.append(("id", id))
    if arxiv := arxiv_of(sighting):
        keys.append(("arxiv", arxiv))
    if own := doi_of(sighting):
        keys.append(("doi", own))
    if source_id := sighting.get("source_id"):
        keys.append(("source", sighting.get("source", ""), source_id))
    return keys


class _Facts:
    """What is known of one paper, to tell it from others of the same title."""

    def __init__(self, place: int) -> None:
        self.place = place  # of its first sighting
        self.arxivs: set[str] = set()
        self.dois: set[str] = set()
        self.source_ids: dict[str, set[str]] = defaultdict(set)
        self.years: set[int] = set()
        self.surnames: set[str] = set()
        self.ids: set[str] = set()

    def order(self) -> tuple[Any, ...]:
        """By content, so that the order of reading decides nothing; the best known first."""
        parts = self.arxivs, self.dois, self.source_ids, self.ids, self.years, self.surnames
        return *(not part for part in parts), *(sorted(part) for part in parts)

    def contradicts(self, other: _Facts) -> bool:
        pairs = [(self.arxivs, other.arxivs), (self.dois, other.dois)]
        pairs.append((self.surnames, other.surnames))
        for source, ids in self.source_ids.items():
            pairs.append((ids, other.source_ids.get(source, set())))
        return any(a and b and a.isdisjoint(b) for a, b in pairs) or self.apart(other) > 1

    def apart(self, other: _Facts) -> int:
        """Years between the two; 0 when one is unknown."""
        return min((abs(a - b) for a in self.years for b in other.years), default=0)

    def add(self, other: _Facts) -> None:
        self.arxivs |= other.arxivs
        self.dois |= other.dois
        self.years |= other.years
        self.surnames |= other.surnames
        self.ids |= other.ids
        for source, ids in other.source_ids.items():
            self.source_ids[source] |= ids


def _joins_by_title(papers: Iterable[_Facts]) -> Iterator[tuple[int, int]]:
    """Papers of one title that nothing tells apart, in pairs of places.

    The best known go first; each of the rest joins the one it fits best: with shared
    authors, then the nearest year, then in order of content.
    """
    apart: list[_Facts] = []
    for paper in sorted(papers, key=_Facts.order):
        fitting = [other for other in apart if not paper.contradicts(other)]
        if fitting:
            best = min(fitting, key=_farness(paper))
            yield best.place, paper.place
            best.add(paper)
        else:
            apart.append(paper)


def _farness(facts: _Facts) -> Callable[[_Facts], tuple[bool, int]]:
    return lambda other: (facts.surnames.isdisjoint(other.surnames), facts.apart(other))


def _facts(sightings: Sequence[Sighting], places: Sequence[int]) -> _Facts:
    """What the sightings at `places`, certainly of one paper, know of it together."""
    facts = _Facts(places[0])
    for sighting in (sightings[place] for place in places):
        for known, value in (
            (facts.arxivs, arxiv_of(sighting)),
            (facts.dois, doi_of(sighting)),
            (facts.ids, sighting.get("id")),
        ):
            if value:
                known.add(value)
        if source_id := sighting.get("source_id"):
            facts.source_ids[sighting.get("source", "")].add(source_id)
        year = str(sighting.get("published") or "")[:4]
        if year.isdecimal():
            facts.years.add(int(year))
        facts.surnames.update(filter(None, map(_surname, sighting.get("authors") or ())))
    return facts


def _surname(name: str) -> str:
    """The folded last name of "Ada Lovelace" or "Lovelace, Ada"."""
    last = name.partition(",")[0] if "," in name else (name.split() or [""])[-1]
    return normalised_title(last)
