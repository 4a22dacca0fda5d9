"""The way through: papers, and what the last build left → the files of the index."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, starmap
from typing import Any, NamedTuple

from generator.render.data import json_text
from generator.render.search import blocks, shards, terms
from generator.render.search.entries import Entry, entry
from generator.render.search.folders import Folder, numbered
from generator.render.search.papers import Papers
from generator.render.search.partition import runs
from generator.render.search.postings import Postings, add, inverted
from generator.render.search.results import NOTHING, Known, folders, remembered
from generator.render.search.shards import File, file_of, front_coded, inflated
from generator.render.search.terms import Share, Terms

FORM = 7  # of the files; the engine reads no other
FEW = 8  # one in so many papers changed: to make all terms from nothing is quicker
FEW_SHARDS = 1500  # of more, more share a folder: all folders are named to a reader
TOGETHER, TOGETHER_OF_MANY = 16, 64  # shards in a folder, at most
SPELLING_TOGETHER = 32  # spelling files in a folder; search-spelling.js has it too
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
    shown = {} if small else folders(papers, found.starts, before.shown if before else NOTHING)
    listed, words = _listed(found)
    spelled = _spelled(found.spelling)
    values = {
        "papers": len(papers.keys),
        "per": blocks.per_block(len(papers.keys)),
        "years": papers.years,
        "blocks": _names(shown.values()),
        "facets": papers.facets.name,
        "shards": {"from": listed, "folders": _names(words)},
        "spelling": {"files": len(found.spelling), "folders": _names(spelled)},
    }
    if small:
        whole = _whole([*words, *spelled])
        values |= {"rows": papers.rows(0, len(papers.keys)), "whole": whole.name}
    tails = chain.from_iterable(shard.tails for shard in found.shards)
    files = {"index.json": manifest(values)}
    single = [*tails, papers.facets, *([whole] if small else [])]
    files |= {f"{file.name}.bin": file.data for file in single}
    for folder in [*words, *spelled, *shown.values()]:
        files |= folder.by_path()
    return Index(files, Memory(papers.keys, entries, found, remembered(shown)))


def manifest(values: Mapping[str, Any]) -> bytes:
    """The file at a fixed address that names all others."""
    return json_text({"form": FORM, "group": blocks.GROUP, **values}).encode() + b"\n"


def _listed(found: Terms) -> tuple[str, list[Folder]]:
    """Where the shards of each folder start, and the folders.

    Signs that no term has stand between: in a term of an acronym are spaces.
    """
    starts = found.starts
    together = TOGETHER if len(starts) <= FEW_SHARDS else TOGETHER_OF_MANY
    cuts = runs(starts, [1] * len(starts), together)
    coded = list(front_coded(starts))
    made = [numbered([shard.file for shard in found.shards[slice(*cut)]]) for cut in cuts]
    return ";".join(",".join(coded[slice(*cut)]) for cut in cuts), made


def _spelled(files: Sequence[File]) -> list[Folder]:
    places = range(0, len(files), SPELLING_TOGETHER)
    return [numbered(files[at : at + SPELLING_TOGETHER]) for at in places]


def _whole(folders: Iterable[Folder]) -> File:
    """All files of the folders in one: a line of JSON with their lengths, and what they hold."""
    held = [inflated(file.data) for folder in folders for file in folder.files.values()]
    return file_of(b"".join((json_text(list(map(len, held))).encode(), b"\n", *held)))


def _names(folders: Iterable[Folder]) -> str:
    return "".join(folder.name for folder in folders)


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
