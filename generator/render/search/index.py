"""The way through: papers, and what the last build left → the files of the index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import starmap
from typing import Any, NamedTuple

from generator.render.data import json_text
from generator.render.search import blocks, shards, terms
from generator.render.search.entries import Entry, entry
from generator.render.search.papers import Papers
from generator.render.search.partition import runs
from generator.render.search.postings import Postings, add, inverted
from generator.render.search.results import NOTHING, Known, folders, remembered
from generator.render.search.shards import File
from generator.render.search.terms import Share, Terms

FORM = 5  # of the files; the engine reads no other
FEW = 8  # one in so many papers changed: to make all terms from nothing is quicker
MOST_LISTED = 1500  # shards that the manifest names itself; more would be too many for a reader
LISTED_TOGETHER = 125  # about as many in a directory, then
PARTS = 8  # the papers are indexed in, whatever the number of processes
LEAST = 64  # papers worth a process of their own


class Memory(NamedTuple):
    """What is worth keeping until the next build. Made of its content alone."""

    keys: list[bytes]  # of each paper's entry, in order of numbers
    entries: list[Entry]
    terms: Terms
    shown: Known  # of what results show


class Index(NamedTuple):
    files: dict[str, bytes]  # by path below /search/
    memory: Memory


def index(papers: Papers, before: Memory | None, share: Share) -> Index:
    """The index of the papers: the same whatever is known of the one before, only sooner."""
    entries, found = _terms(papers, before, share)
    small = len(papers.keys) <= shards.SMALL  # what is shown is in the manifest: a fetch less
    shown = [] if small else folders(papers, found.starts, before.shown if before else NOTHING)
    values = {
        "papers": len(papers.keys),
        "per": blocks.per_block(len(papers.keys)),
        "years": papers.years,
        "blocks": "".join(one.name for one in shown),
        "facets": papers.facets.name,
        "spelling": "".join(file.name for file in found.spelling),
        **({"rows": papers.rows(0, len(papers.keys))} if small else {}),
    }
    listed, directories = _listed(found)
    files = {"index.json": manifest(values | {"shards": listed})}
    files |= {
        f"{file.name}.bin": file.data for file in [*_files(found), *directories, papers.facets]
    }
    for folder in shown:
        files |= {f"{folder.name}/{name}.bin": file.data for name, file in folder.files.items()}
    return Index(files, Memory(papers.keys, entries, found, remembered(shown)))


def manifest(values: Mapping[str, Any]) -> bytes:
    """The file at a fixed address that names all others."""
    return json_text({"form": FORM, "group": blocks.GROUP, **values}).encode() + b"\n"


def _listed(found: Terms) -> tuple[dict[str, Any], list[File]]:
    """What the manifest says of shards, and the directories they are listed in if they are many."""
    starts, names = found.starts, [shard.file.name for shard in found.shards]
    if len(names) <= MOST_LISTED:
        return _listing(starts, names), []
    cuts = runs(starts, [1] * len(starts), LISTED_TOGETHER)
    listings = [_listing(starts[slice(*cut)], names[slice(*cut)]) for cut in cuts]
    made = [shards.file_of(json_text(one).encode()) for one in listings]
    all_of_them = shards.file_of(json_text(listings).encode())
    named = _listing([starts[first] for first, _ in cuts], [file.name for file in made])
    return named | {"parted": all_of_them.name}, [*made, all_of_them]


def _listing(starts: Sequence[str], names: Sequence[str]) -> dict[str, Any]:
    """Where shards start, with a sign between that no term has: in one of an acronym are spaces."""
    return {"from": ",".join(starts), "names": "".join(names)}


def _files(found: Terms) -> Iterator[File]:
    for shard in found.shards:
        yield shard.file
        yield from shard.tails
    yield from found.spelling


def _terms(papers: Papers, before: Memory | None, share: Share) -> tuple[list[Entry], Terms]:
    keys = papers.keys
    if before:
        numbers = _differing(before.keys, keys)
        if len(numbers) * FEW <= len(keys):
            entries = _entries_after(papers, before, numbers)
            given = terms.changes(numbers, before.entries, entries)
            found = terms.changed(before.terms, len(keys), given, share)
            if found:
                return entries, found
    known = dict(zip(before.keys, before.entries, strict=True)) if before else {}
    return _from_nothing(papers, known, share)


def _differing(before: Sequence[bytes], now: Sequence[bytes]) -> list[int]:
    """Numbers under which there is another paper, or the same with other words."""
    shorter, longer = sorted((len(before), len(now)))
    same = [number for number in range(shorter) if before[number] != now[number]]
    return [*same, *range(shorter, longer)]


def _entries_after(papers: Papers, before: Memory, numbers: Sequence[int]) -> list[Entry]:
    keys = papers.keys
    known = {before.keys[n]: before.entries[n] for n in numbers if n < len(before.keys)}
    entries = before.entries[: len(keys)]
    entries += [Entry("", b"")] * (len(keys) - len(entries))
    for number in numbers:
        if number < len(keys):
            entries[number] = known.get(keys[number]) or entry(*papers.said(number, number + 1))
    return entries


def _from_nothing(
    papers: Papers, known: Mapping[bytes, Entry], share: Share
) -> tuple[list[Entry], Terms]:
    """All terms; the words of papers that are in `known` are not looked for again."""
    keys = papers.keys
    starts = range(0, len(keys), max(LEAST, -(-len(keys) // PARTS)))

    def work(those: Iterable[int]) -> list[Any]:
        rows = []
        for at in those:
            behind = min(at + starts.step, len(keys))
            said = papers.said(at, behind)
            made = [
                known.get(key) or entry(one) for key, one in zip(keys[at:behind], said, strict=True)
            ]
            rows.append((at, [tuple(one) for one in made], inverted(made, at)))
        return rows

    entries, postings = _together(share(starts, work, 1))
    return entries, terms.from_nothing(postings, len(keys), share)


def _together(rows: list[Any]) -> tuple[list[Entry], Postings]:
    """The entries and postings of all parts. No part is left when the next is added."""
    entries: list[Entry] = []
    postings: Postings = {}
    rows.sort(key=lambda row: row[0], reverse=True)
    while rows:
        _, made, part = rows.pop()
        entries += starmap(Entry, made)
        add(postings, part)
    return entries, postings
