"""The search index of a digest: what is known from the last build, and the rest on all cores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from generator.corpus.model import Corpus
from generator.digest import Digest, Options
from generator.plan import urls
from generator.plan.page import Page
from generator.render.search import blocks, index, shards, spelling
from generator.render.search.entries import Entry, Said, entry, said
from generator.render.search.partition import Run, bounds, runs
from generator.render.search.postings import Postings, inverted, together
from generator.render.search.shards import File, Shard
from generator.workers import cores, shared


def with_search(digest: Digest, options: Options) -> Digest:
    """The digest with the files of its index among the pages, if its theme has a search."""
    if not digest.theme.has_search:
        return digest
    options.progress("indexing the papers")
    found = search_files(digest.corpus, options.jobs or cores())
    pages = [
        Page(urls.search_url(path), "file", partial(dict, data=data), listed=False)
        for path, data in found
    ]
    return replace(digest, pages=[*digest.pages, *pages])


def search_files(corpus: Corpus, jobs: int) -> list[tuple[str, bytes]]:
    """Path below the folder of the search, and bytes, of every file of the index."""
    papers = blocks.in_order(corpus.papers.values())
    what = [said(paper, corpus.topics) for paper in papers]
    postings = _postings(what, jobs)
    terms = sorted(postings)
    cuts = runs(terms, [shards.weight(t, postings[t]) for t in terms], index.SHARD_WEIGHT)
    made = _shards(terms, postings, cuts, jobs)
    known = {term: spelling.commonness(term, those) for term, those in postings.items()}
    least = 1 if len(papers) < index.MANY else 2
    words = {word: level for word, level in known.items() if level >= least}
    spellings = [
        shards.file_of(spelling.spelling_bytes(those))
        for those in spelling.spread(words, spelling.buckets(len(words)))
    ]
    rows = [blocks.row(paper, corpus.topics) for paper in papers]
    results = [
        shards.file_of(blocks.block_bytes(rows[at : at + blocks.PER_BLOCK]))
        for at in range(0, len(rows), blocks.PER_BLOCK)
    ]
    facets = shards.file_of(blocks.facet_bytes(papers, corpus))
    groups = index.group_names(results)
    said_of = {
        "papers": len(papers),
        "years": blocks.years(papers),
        "shards": index.listing(made, bounds(terms, cuts)),
        "spelling": "".join(file.name for file in spellings),
        "blocks": "".join(groups),
        "facets": facets.name,
    }
    files = [*(s.file for s in made), *(t for s in made for t in s.tails), *spellings, facets]
    return [
        ("index.json", index.manifest(said_of)),
        *((f"{file.name}.bin", file.data) for file in {f.name: f for f in files}.values()),
        *(
            (f"{groups[n // index.GROUP]}/{n}.bin", file.data)
            for n, file in enumerate(results)
        ),
    ]


def _postings(what: Sequence[Said], jobs: int) -> Postings:
    size = max(64, -(-len(what) // jobs))
    starts = range(0, len(what), size)

    def work(those: Iterable[int]) -> list[Any]:
        return [
            (at, inverted([entry(one) for one in what[at : at + size]], at)) for at in those
        ]

    rows = sorted(shared(starts, work, jobs, least=1), key=lambda row: row[0])
    return together([postings for _, postings in rows])


def _shards(
    terms: Sequence[str], postings: Postings, cuts: Sequence[Run], jobs: int
) -> list[Shard]:
    def work(those: Iterable[int]) -> list[Any]:
        return [(n, *map(_plain, [shards.shard(terms[slice(*cuts[n])], postings)])) for n in those]

    rows = sorted(shared(range(len(cuts)), work, jobs, least=16), key=lambda row: row[0])
    return [Shard(File(*file), tuple(File(*tail) for tail in tails)) for _, (file, tails) in rows]


def _plain(made: Shard) -> Any:
    return tuple(made.file), [tuple(tail) for tail in made.tails]
