"""What a result shows: papers in blocks of a few, and the columns that facets are counted from."""

from __future__ import annotations

import marshal
import re
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import Any, NamedTuple

from generator.corpus.model import Corpus, Paper
from generator.plan.cards import NAMES
from generator.render.data import json_text
from generator.render.search.shards import LARGE, planes
from generator.render.text import plain

PER_BLOCK, PER_BLOCK_OF_LARGE = 4, 10  # papers; a first result costs the bytes of its block
GROUP = 500  # papers whose blocks share a folder: their names change together; whole blocks
SHOWN_TOPICS = 3
SEPARATORS = re.compile("[^a-z0-9]+")
TAB = "\t"


class Shown(NamedTuple):
    """All that the row of a paper is made from."""

    id: str
    title: str
    names: tuple[str, ...]  # of the first authors
    authors: int  # how many there are; 0 when nothing is known
    date: str
    org: str
    topics: tuple[tuple[str, str], ...]  # id and name of the first
    code: bool


def in_order(papers: Iterable[Paper]) -> list[Paper]:
    """Papers as the index numbers them: oldest first, by the date that lists show.

    What is new gets a number of its own, so that the numbers of all others stay.
    """
    return sorted(papers, key=lambda paper: (paper.appeared, paper.id))


def shown(paper: Paper, topics: Mapping[str, Any]) -> Shown:
    authors = paper.authors or ()
    return Shown(
        paper.id,
        paper.title,
        authors[:NAMES],
        len(authors) or paper.author_count or 0,
        paper.appeared,
        paper.org,
        tuple((a.topic, topics[a.topic].name) for a in paper.topics[:SHOWN_TOPICS]),
        bool(paper.code),
    )


def key_of_group(papers: Sequence[Paper], topics: Mapping[str, Any]) -> bytes:
    """The hash of all that the rows of the papers are made from."""
    known = marshal.dumps([tuple(shown(paper, topics)) for paper in papers], 2)
    return blake2b(known, digest_size=10).digest()


def row(what: Shown) -> list[Any]:
    """What a result shows of a paper."""
    title = plain(what.title)
    return [
        id_of_row(what.id, title),
        title,
        authors_line(what.names, what.authors),
        what.date,
        plain(what.org),
        [_topic_of_row(*topic) for topic in what.topics],
        1 if what.code else 0,
    ]


def id_of_row(id: str, title: str) -> str | int:
    """A paper's id; how long it is, where the title tells all of it: a quarter of a row's bytes."""
    return len(id) if _told(title).startswith(id) else id


def _topic_of_row(id: str, name: str) -> str:
    """A topic's name, and behind a tab its id where the name does not tell it."""
    return name if _told(name) == id else f"{name.replace(TAB, ' ')}{TAB}{id}"


def _told(name: str) -> str:
    """What a name tells of an id; "" where browsers and we might not agree."""
    return SEPARATORS.sub("-", name.lower()).lstrip("-") if name.isascii() else ""


def authors_line(names: Sequence[str], count: int) -> str:
    """ "Ada Abe, Bo Diaz and 4 more", "8 authors", or "" when nothing is known."""
    if not names:
        return f"{count} author{'s' if count > 1 else ''}" if count else ""
    said = ", ".join(map(plain, names))
    return f"{said} and {count - NAMES} more" if count > NAMES else said


def per_block(papers: int) -> int:
    """Papers of a block, of so many in all."""
    return PER_BLOCK if papers < LARGE else PER_BLOCK_OF_LARGE


def block_bytes(rows: Sequence[Sequence[Any]]) -> bytes:
    """The rows in columns, which deflate better."""
    return json_bytes(list(zip(*rows, strict=True)))


def json_bytes(value: Any) -> bytes:
    return json_text(value).encode("utf-8", "replace")


def facet_bytes(papers: Sequence[Paper], corpus: Corpus) -> bytes:
    """A line of JSON that names topics and organisations, and columns of who has which.

    The line has the sets of topics that papers are in too, those above their own among them, as
    places in the list of topics. For each paper: whether it has code; the place of its
    organisation, counted from 1; the place of its set. Organisations and sets stand in order of
    their papers, most first: their places are then small numbers, which take less. Ties in order of
    id and of what is in a set.
    """
    used = [id for id in corpus.topics if corpus.by_topic[id]]
    numbers = {paper.id: number for number, paper in enumerate(papers)}
    of_paper: list[list[int]] = [[] for _ in papers]
    for place, id in enumerate(used):
        for paper in corpus.by_topic[id]:
            of_paper[numbers[paper]].append(place)
    set_of = [tuple(those) for those in of_paper]
    sets = _commonest_first(set_of)
    org_of = [corpus.org_of.get(paper.org, "") for paper in papers]
    orgs = _commonest_first(filter(None, org_of))
    names = {
        "topics": [[id, corpus.topics[id].name] for id in used],
        "sets": sets,
        "orgs": [[id, plain(corpus.orgs[id].name)] for id in orgs],
    }
    return b"".join(
        (
            json_bytes(names),
            b"\n",
            bytes(1 if paper.code else 0 for paper in papers),
            _places(org_of, ["", *orgs]),
            _places(set_of, sets),
        )
    )


def _commonest_first(values: Iterable[Any]) -> list[Any]:
    """Each of the values once."""
    count = Counter(values)
    return sorted(count, key=lambda value: (-count[value], value))


def _places(values: Iterable[Any], known: Sequence[Any]) -> bytes:
    """The place of each value among those that are known, as a column."""
    place_of = {value: place for place, value in enumerate(known)}
    return planes(array("I", map(place_of.__getitem__, values)))


def years(papers: Sequence[Paper]) -> list[list[Any]]:
    """Each year with the number of its first paper; "undated" stands first."""
    found: list[list[Any]] = []
    for number, paper in enumerate(papers):
        year = paper.appeared[:4] or "undated"
        if not found or found[-1][0] != year:
            found.append([year, number])
    return found
