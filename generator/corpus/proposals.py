"""The next edition: which papers wait for one, which to put first, how to part the rest.

The rule, as it is told to editors: an edition gets the papers of its period that are in no file
of content/issues/, and those that earlier files of theirs left out. At most a third become picks:
papers with a note of the editor's first, then by upvotes, then by the number of listings; one
for each main topic before a second of any. The rest is parted by main topic; a topic with fewer
than three papers goes up to its parent, and what is left over stands at the end.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.corpus.issues import named, period
from generator.corpus.model import Corpus, Paper, Section, Topic
from generator.sources.record import Record

LEAST = 3  # papers of a section of its own
SHARE = 3  # one paper in so many may be a pick
REST, ALL = "Also new", "Papers"

Editions = Mapping[str, Record]  # the editor's files by edition, drafts too
Waiting = Mapping[str, Sequence[Paper]]  # papers by the edition of their own day


@dataclass(frozen=True, slots=True)
class Proposal:
    """An edition as a rule would make it."""

    id: str
    date: str  # ISO day of the latest paper in it
    picks: tuple[str, ...]  # ids, best first
    sections: tuple[Section, ...]

    @property
    def count(self) -> int:
        return len(self.picks) + sum(len(section.papers) for section in self.sections)


def waiting(corpus: Corpus, editions: Editions, kind: str) -> dict[str, list[Paper]]:
    """Papers that no file of the editor's has in an edition; each list newest first.

    A file without sections has all papers of its period. A paper no source gives a day for
    waits for nothing.
    """
    taken = {id for record in editions.values() for id in named(record)}
    found: dict[str, list[Paper]] = defaultdict(list)
    for paper in corpus.papers.values():
        if paper.first_seen and paper.id not in taken:
            own = period(paper.first_seen, kind)
            if own not in editions or _frozen(editions[own]):
                found[own].append(paper)
    return found


def _frozen(record: Record) -> bool:
    return bool(record.fields.get("sections"))


def next_edition(waiting: Waiting, editions: Editions, before: str = "") -> str | None:
    """The newest period with papers, when it is newer than every file; None: nothing to propose.

    With `before`, of the periods before that one.
    """
    newest = max((own for own in waiting if not before or own < before), default="")
    return newest if newest > max(editions, default="") else None


def unfiled(waiting: Waiting, editions: Editions) -> list[str]:
    """Periods whose edition is made by dates alone, oldest first."""
    return sorted(id for id in waiting if id not in editions)


def proposal(
    id: str, waiting: Waiting, editions: Editions, topics: Mapping[str, Topic], most_picks: int
) -> Proposal | None:
    """The edition `id` of papers that wait; None when there are none for it.

    An earlier edition that has no file keeps its papers: it is out already, made by dates.
    """
    left_out = [own for own in sorted(waiting, reverse=True) if own < id and own in editions]
    papers = [paper for own in (id, *left_out) for paper in waiting.get(own, ())]
    if not papers:
        return None
    ranked = sorted(papers, key=_rank)
    picks = _picks(ranked, min(most_picks, len(ranked) // SHARE))
    rest = [paper for paper in ranked if paper.id not in picks]
    date = max(paper.first_seen or "" for paper in papers)
    return Proposal(id, date, picks, _sections(rest, topics))


def _rank(paper: Paper) -> tuple[bool, int, int]:
    """Best first; equals stay in the order of the corpus, newest first."""
    return not paper.note, -(paper.upvotes or 0), -len(paper.sightings)


def _picks(ranked: Sequence[Paper], count: int) -> tuple[str, ...]:
    best: dict[str, str] = {}
    for paper in ranked:
        best.setdefault(_main_topic(paper), paper.id)
    chosen = dict.fromkeys([*best.values(), *(paper.id for paper in ranked)])
    return tuple(chosen)[:count]


def _main_topic(paper: Paper) -> str:
    return paper.topics[0].topic if paper.topics else ""


def _sections(papers: Sequence[Paper], topics: Mapping[str, Topic]) -> tuple[Section, ...]:
    """Longest first, then by name; what has no section of its own at the end.

    Within a section papers keep their order.
    """
    places = {paper.id: place for place, paper in enumerate(papers)}
    groups = _grouped(papers, topics)
    rest = groups.pop("", [])
    names = sorted(groups, key=lambda id: (-len(groups[id]), topics[id].name, id))
    made = [(topics[id].name, groups[id]) for id in names]
    if rest:
        made.append((REST if made else ALL, rest))
    return tuple(
        Section(title, "", tuple(sorted((paper.id for paper in those), key=places.__getitem__)))
        for title, those in made
    )


def _grouped(papers: Sequence[Paper], topics: Mapping[str, Topic]) -> dict[str, list[Paper]]:
    """Papers by topic, none with fewer than LEAST; "" holds those that no topic keeps."""
    groups: dict[str, list[Paper]] = defaultdict(list)
    for paper in papers:
        groups[_main_topic(paper)].append(paper)
    deepest = max((_depth(id, topics) for id in groups if id), default=0)
    for depth in range(deepest, -1, -1):
        for id in [id for id in groups if id and _depth(id, topics) == depth]:
            if len(groups[id]) < LEAST:
                groups[topics[id].parent or ""] += groups.pop(id)
    return groups


def _depth(id: str, topics: Mapping[str, Topic]) -> int:
    """How many topics stand above one. The tree has no circles: it was checked when loaded."""
    parent = topics[id].parent
    return 1 + _depth(parent, topics) if parent and parent in topics else 0
