"""All that the index is made of, so that it can be made where there is no corpus."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from generator.corpus.model import Corpus
from generator.render.search import blocks
from generator.render.search.entries import Said, key_of, said
from generator.render.search.shards import File, file_of


class Papers(NamedTuple):
    """The papers by number. What they say is asked for a few at a time: it is most of a corpus."""

    keys: list[bytes]  # of what each says
    said: Callable[[int, int], list[Said]]  # by those from one number to another
    rows: Callable[[int, int], list[Any]]  # what results show of those
    groups: list[bytes]  # of each blocks.GROUP of papers, the key of what results show
    facets: File
    years: list[Any]  # each with the number of its first paper


def papers_of(corpus: Corpus) -> Papers:
    papers = blocks.in_order(corpus.papers.values())

    def said_by(first: int, behind: int) -> list[Said]:
        return [said(paper, corpus.topics) for paper in papers[first:behind]]

    def rows_of(first: int, behind: int) -> list[Any]:
        return [blocks.row(blocks.shown(paper, corpus.topics)) for paper in papers[first:behind]]

    keys = [key_of(said(paper, corpus.topics)) for paper in papers]
    groups = [
        blocks.key_of_group(papers[first : first + blocks.GROUP], corpus.topics)
        for first in range(0, len(papers), blocks.GROUP)
    ]
    facets = file_of(blocks.facet_bytes(papers, corpus))
    return Papers(keys, said_by, rows_of, groups, facets, blocks.years(papers))
