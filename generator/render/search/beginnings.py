"""What the first letters of a word find: the newest papers that name a word that begins so.

Words that begin with the same few letters stand in more shards than a key press is worth. Typed
alone such a beginning tells only what to look at first, and for that one small file is enough:
for each two letters it holds the newest papers for every such beginning with these letters.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import takewhile
from typing import Any

from generator.render.search.blocks import json_bytes
from generator.render.search.papers import Papers
from generator.render.search.shards import File, deflated, name_of
from generator.render.search.words import terms

NEWEST = 2000  # papers that are looked through; whole groups
EACH = 10  # papers of a beginning, and of a word that is one itself
LETTERS = 2  # of a file's name
BRIEF, MOST_SHARDS = 3, 2  # as search-terms.js has them
BEHIND_ALL = "\U0010ffff"  # no browser counts more shards of a beginning than this does
UNUSUAL = re.compile("[^a-z0-9]")


def beginnings(starts: Sequence[str], papers: Papers, kept: Mapping[str, bytes]) -> dict[str, File]:
    """The files by the names of their letters; none where no beginning needs too many shards.

    `starts` are of the shards, `kept` deflated files of the last build by name.
    """

    @cache
    def is_wide(beginning: str) -> bool:
        most = 1 if len(beginning) <= BRIEF else MOST_SHARDS
        behind = bisect_right(starts, beginning + BEHIND_ALL)
        return behind - max(0, bisect_right(starts, beginning) - 1) > most

    @cache
    def wide_in(word: str) -> list[str]:
        """The wide beginnings of a word, itself among them: of one that is not, none is."""
        return list(takewhile(is_wide, (word[:end] for end in range(1, len(word) + 1))))

    found: dict[str, list[Any]] = {
        beginning[:LETTERS]: [] for start in starts for beginning in wide_in(start)
    }
    met: Counter[str] = Counter()
    first = max(0, len(papers.keys) - NEWEST) if found else len(papers.keys)
    rows = papers.rows(first, len(papers.keys))
    for number, row in reversed(list(enumerate(rows, first))):
        said = set(terms(" ".join(row[1:3])).said)
        asked = {beginning for word in said for beginning in wide_in(word)}
        asked |= {f"{word} " for word in asked & said}
        lacking = [one for one in asked if met[one] < EACH]
        met.update(lacking)
        for letters in {one.strip()[:LETTERS] for one in lacking}:
            found[letters].append([number, *row])
    return {_name(letters): _file(rows, kept) for letters, rows in sorted(found.items())}


def _name(letters: str) -> str:
    """A name that all disks take: "mo"; of other signs their code points, "_43c_43e"."""
    return UNUSUAL.sub(lambda sign: f"_{ord(sign[0]):x}", letters)


def _file(rows: Sequence[Any], kept: Mapping[str, bytes]) -> File:
    content = json_bytes(rows)
    name = name_of(content)
    return File(name, kept.get(name) or deflated(content))
