"""All terms of the index: from nothing, or what was known with a few papers changed.

Both ways give the same files. The second takes apart and writes again only the files that have
a term of a paper that changed, and those whose run of terms ends elsewhere now.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain, filterfalse
from typing import Any, NamedTuple

from generator.render.search import shards, spelling
from generator.render.search.entries import GOES_ON, SPELLED, Entry
from generator.render.search.partition import Run, bounds, runs
from generator.render.search.postings import FLAGS, WIDTH, Postings
from generator.render.search.shards import File, Shard

SHARD_WEIGHT = 8000  # of a shard before it is deflated; about half as many bytes after

# Shares work among processes: items, what does some of them, the fewest worth a process.
Share = Callable[[Sequence[Any], Callable[[Iterable[Any]], list[Any]], int], list[Any]]
# Of a term, what papers no longer say it and how others do: number → posting, None for gone.
Changes = Mapping[str, Mapping[int, int | None]]


class Terms(NamedTuple):
    """Every term, the files that have them, and what is needed to change them."""

    words: list[str]  # sorted
    weights: list[int]  # of each
    cuts: list[Run]  # of each shard
    shards: list[Shard]
    spelling: list[File]
    spelled: int  # words in the spelling files
    papers: int
    left_out: Postings  # terms that stand in no file

    @property
    def starts(self) -> list[str]:
        """For each shard what its terms do not stand before."""
        return bounds(self.words, self.cuts)


def from_nothing(postings: Postings, papers: int, share: Share) -> Terms:
    left_out = _left_out(postings, papers)
    words = sorted(filterfalse(left_out.__contains__, postings))
    weights = [shards.weight(term, postings[term]) for term in words]
    cuts = runs(words, weights, SHARD_WEIGHT)
    made = written([words[first:behind] for first, behind in cuts], postings, share)
    levels = {term: spelling.commonness(term, those, papers) for term, those in postings.items()}
    known = {word: level for word, level in levels.items() if level}
    spread = spelling.spread(known, spelling.buckets(len(known)))
    files = [shards.file_of(spelling.spelling_bytes(those)) for those in spread]
    return Terms(words, weights, cuts, made, files, len(known), papers, left_out)


def _left_out(postings: Postings, papers: int) -> Postings:
    if papers < shards.LARGE:
        return {}
    return {term: those for term, those in postings.items() if is_left_out(term, those, papers)}


def is_left_out(term: str, postings: bytes, papers: int) -> bool:
    """Whether it is a term of one paper of very many that is found by the words themselves.

    What an acronym stands for, the beginning of a word, and a name of its text joined or taken
    apart: a fifth of all terms.
    """
    if papers < shards.LARGE or len(postings) > WIDTH:
        return False
    return "=" in term or term.endswith(GOES_ON) or postings[FLAGS] == SPELLED | 1


def written(lists: Sequence[Sequence[str]], postings: Postings, share: Share) -> list[Shard]:
    """A shard of each of the lists of terms, in order."""

    def work(numbers: Iterable[int]) -> list[Any]:
        rows = []
        for number in numbers:
            file, tails = shards.shard(lists[number], postings)
            rows.append((number, tuple(file), [tuple(tail) for tail in tails]))
        return rows

    rows = sorted(share(range(len(lists)), work, 16), key=lambda row: row[0])
    return [Shard(File(*file), tuple(File(*tail) for tail in tails)) for _, file, tails in rows]


def changes(numbers: Iterable[int], before: Sequence[Entry], now: Sequence[Entry]) -> Changes:
    """What is otherwise in the entries of the papers with these numbers."""
    found: dict[str, dict[int, int | None]] = defaultdict(dict)
    for number in numbers:
        was = flags_of(before[number]) if number < len(before) else {}
        new = flags_of(now[number]) if number < len(now) else {}
        for term in was.keys() | new.keys():
            if was.get(term) != new.get(term):
                flag = new.get(term)
                found[term][number] = None if flag is None else number << 8 | flag
    return found


def flags_of(entry: Entry) -> dict[str, int]:
    return dict(zip(entry.terms.split("\n"), entry.flags, strict=True))


def changed(known: Terms, papers: int, given: Changes, share: Share) -> Terms | None:
    """`known` with some postings changed; None when it is better made from nothing."""
    if _rules(papers) != _rules(known.papers) or not known.words:
        return None
    touched = sorted({_shard_of(known, term) for term in given})
    before = {term: known.left_out[term] for term in given if term in known.left_out}
    for number in touched:
        before |= read(known.shards[number])
    after = dict(before)
    for term, those in given.items():
        if postings := _with(before.get(term, b""), those):
            after[term] = postings
        else:
            after.pop(term, None)
    files = _spelling(known, papers, given, before, after)
    if files is None:
        return None
    left_out = {t: those for t, those in known.left_out.items() if t not in given}
    for term in given:
        if term in after and is_left_out(term, after[term], papers):
            left_out[term] = after.pop(term)
    words, weights = _vocabulary(known, touched, after)
    made = _cut_again(known, papers, words, weights, set(touched), after, files, share)
    return made._replace(left_out=left_out)


def _rules(papers: int) -> tuple[bool, bool]:
    """What decides, of so many papers, which terms are written."""
    return papers < spelling.MANY, papers < shards.LARGE


def _shard_of(known: Terms, term: str) -> int:
    return max(0, bisect_right(known.cuts, term, key=lambda cut: known.words[cut[0]]) - 1)


def read(shard: Shard) -> Postings:
    return shards.read_shard(shard.file.data, {tail.name: tail.data for tail in shard.tails})


def _with(postings: bytes, those: Mapping[int, int | None]) -> bytes:
    kept = [posting for posting in array("I", postings) if posting >> 8 not in those]
    kept += [posting for posting in those.values() if posting is not None]
    return array("I", sorted(kept)).tobytes()


def _vocabulary(
    known: Terms, touched: Sequence[int], after: Postings
) -> tuple[list[str], list[int]]:
    """All terms and weights, with those of the shards that were touched as they are now."""
    by_shard: dict[int, list[str]] = defaultdict(list)
    for term in sorted(after):
        by_shard[_shard_of(known, term)].append(term)
    words, weights, done = [], [], 0
    for number in touched:
        first, behind = known.cuts[number]
        fresh = by_shard[number]
        words += known.words[done:first] + fresh
        weights += known.weights[done:first] + [shards.weight(t, after[t]) for t in fresh]
        done = behind
    return words + known.words[done:], weights + known.weights[done:]


def _cut_again(
    known: Terms,
    papers: int,
    words: list[str],
    weights: list[int],
    touched: set[int],
    after: Postings,
    files: tuple[list[File], int],
    share: Share,
) -> Terms:
    """Shards of the terms as they are now; one with the terms and postings it had is kept."""
    had = {
        (known.words[first], known.words[behind - 1]): number
        for number, (first, behind) in enumerate(known.cuts)
        if number not in touched
    }
    cuts = runs(words, weights, SHARD_WEIGHT)
    kept = [had.get((words[first], words[behind - 1])) for first, behind in cuts]
    fresh = [words[slice(*cut)] for cut, one in zip(cuts, kept, strict=True) if one is None]
    missing = {_shard_of(known, term) for term in chain(*fresh) if term not in after}
    for number in missing:
        after |= read(known.shards[number])
    made = iter(written(fresh, after, share))
    all_shards = [next(made) if one is None else known.shards[one] for one in kept]
    return Terms(words, weights, cuts, all_shards, *files, papers, known.left_out)


def _spelling(
    known: Terms, papers: int, given: Changes, before: Postings, after: Postings
) -> tuple[list[File], int] | None:
    """The spelling files and how many words they have; None when they are cut otherwise now."""
    count = known.spelled
    files = list(known.spelling)
    at: dict[int, dict[str, int]] = {}
    for term in given:
        was = spelling.commonness(term, before[term], papers) if term in before else 0
        level = spelling.commonness(term, after[term], papers) if term in after else 0
        count += bool(level) - bool(was)
        if was != level:
            for place in spelling.places(term, len(files)):
                if place not in at:
                    content = shards.inflated(files[place].data)
                    at[place] = spelling.read_spelling(content)
                at[place][term] = level
    if spelling.buckets(count) != len(files):
        return None
    for place, words in at.items():
        left = {word: level for word, level in words.items() if level}
        files[place] = shards.file_of(spelling.spelling_bytes(left))
    return files, count
