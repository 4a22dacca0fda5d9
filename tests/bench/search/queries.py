"""Queries made from a corpus: what somebody types who looks for one paper they have seen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Any, NamedTuple

from generator.corpus.vocabulary import STOP

WORD = re.compile(r"[^\W\d_]{3,}")
TRIES = 40  # papers looked at for each query that is wanted

Paper = dict[str, Any]


class Query(NamedTuple):
    """What is typed, and the papers one of which is meant."""

    kind: str
    typed: str
    right: frozenset[str]  # ids: all papers of that title, or of that author


def queries(papers: Sequence[Paper], each: int, seed: int) -> list[Query]:
    """`each` queries of every kind, the same for the same papers and seed."""
    chance = Random(seed)
    common: Counter[str] = Counter()
    for paper in papers:
        common.update(set(_words(paper["title"]) + _words(paper.get("abstract", ""))))
    titles: dict[str, set[str]] = {}
    authors: dict[str, set[str]] = {}
    for paper in papers:
        titles.setdefault(paper["title"].casefold(), set()).add(paper["id"])
        for name in paper.get("authors", ()):
            authors.setdefault(name, set()).add(paper["id"])
    found = []
    for kind, make in KINDS.items():
        made = 0
        for paper in chance.choices(papers, k=each * TRIES):
            typed = make(paper, common, chance) if made < each else None
            if typed:
                right = authors[typed] if kind == "author" else titles[paper["title"].casefold()]
                found.append(Query(kind, typed, frozenset(right)))
                made += 1
    return found


def _words(text: str) -> list[str]:
    return [word for word in WORD.findall(text.lower()) if word not in STOP]


def _telling(text: str, common: Counter[str], count: int, chance: Random) -> list[str] | None:
    """Some of the rarer words of a text, in its order; words one paper has may be typing errors."""
    words = [word for word in dict.fromkeys(_words(text)) if common[word] > 1]
    rare = sorted(words, key=lambda word: (common[word], word))[: count + 2]
    if len(rare) < count:
        return None
    chosen = chance.sample(rare, count)
    return [word for word in words if word in chosen]


def _title_words(paper: Paper, common: Counter[str], chance: Random) -> str | None:
    return " ".join(_telling(paper["title"], common, 3, chance) or ())


def _beginning(paper: Paper, common: Counter[str], chance: Random) -> str | None:
    words = _telling(paper["title"], common, 3, chance)
    if not words or len(words[-1]) < 6:
        return None
    return " ".join([*words[:-1], words[-1][: chance.randint(4, len(words[-1]) - 1)]])


def _slip(paper: Paper, common: Counter[str], chance: Random) -> str | None:
    words = _telling(paper["title"], common, 3, chance)
    if not words or max(map(len, words)) < 6:
        return None
    longest = max(words, key=len)
    at = chance.randrange(1, len(longest) - 1)
    wrong: Sequence[str] = (
        longest[:at] + longest[at + 1 :],
        longest[:at] + longest[at] + longest[at:],
        longest[: at - 1] + longest[at] + longest[at - 1] + longest[at + 1 :],
    )
    return " ".join(words).replace(longest, chance.choice(wrong), 1)


def _abstract_words(paper: Paper, common: Counter[str], chance: Random) -> str | None:
    return " ".join(_telling(paper.get("abstract", ""), common, 4, chance) or ())


def _author(paper: Paper, _: Counter[str], chance: Random) -> str | None:
    names = [name for name in paper.get("authors", ()) if " " in name]
    return chance.choice(names) if names else None


def _title(paper: Paper, _: Counter[str], __: Random) -> str | None:
    return str(paper["title"])


Make = Callable[[Paper, "Counter[str]", Random], str | None]
KINDS: dict[str, Make] = {
    "title words": _title_words,
    "a beginning": _beginning,
    "a slip": _slip,
    "abstract words": _abstract_words,
    "author": _author,
    "title": _title,
}


def by_kind(rows: Sequence[tuple[Query, float]]) -> Iterator[tuple[str, float]]:
    """The mean of each kind."""
    for kind in KINDS:
        values = [value for query, value in rows if query.kind == kind]
        if values:
            yield kind, sum(values) / len(values)
