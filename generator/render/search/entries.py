"""A paper → its entry in the index: each term with where, and how strongly, the paper says it."""

from __future__ import annotations

import marshal
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from generator.corpus.acronyms import acronyms
from generator.corpus.model import Paper, Topic
from generator.render.search.words import LONGEST, Words, id_term, name_terms, terms, words_of

# A posting's byte: where a paper says a term. search-rank.js weighs them.
TEXT = 0b11  # in the abstract, tl;dr or note: 1 only inside a joined name, 2 said, 3 said often
TITLE = 0b1100  # 4 in a long title, 8 in a usual one, 12 in a short one
AUTHOR = 16
TOPIC = 32  # in the name of a topic, or a keyword
SOURCE = 64  # in the organisation, the venue or an identifier
SPELLED = 128  # only as another spelling: the joined form of a name, the parts of one

SHORT_TITLE, USUAL_TITLE = 7, 13  # words
USUAL_TEXT = 180  # words; a term said once in so many is worth 1
OFTEN = 1.7  # times a usual text says a term that it says often
NAMES = 40  # authors that are indexed; a list of hundreds finds nobody
# Letters of the beginnings a title is found by, where words that begin so fill many shards.
BEGINNINGS = (4, 6)
GOES_ON = "<"  # behind the letters of a beginning; no word has it
BEGINNING = 8  # as in a usual title: one value for all, which deflates to nothing


class Said(NamedTuple):
    """All text of a paper that search looks at; what an entry is made from."""

    title: str
    text: tuple[str, ...]  # abstract or harvested terms, tl;dr and note
    authors: tuple[str, ...]
    topics: tuple[str, ...]  # names, and the sources' keywords
    source: tuple[str, ...]  # organisation, venue
    ids: tuple[str, ...]
    acronyms: tuple[tuple[str, str], ...]


class Entry(NamedTuple):
    """What the index holds of a paper, in the form that is kept between builds."""

    terms: str  # one a line
    flags: bytes  # of each


def said(paper: Paper, topics: Mapping[str, Topic]) -> Said:
    text = paper.abstract or " . ".join(paper.terms)
    return Said(
        paper.title,
        (text, paper.tldr, paper.note),
        (paper.authors or ())[:NAMES],
        (*(topics[a.topic].name for a in paper.topics), *paper.keywords),
        (paper.org, paper.venue),
        (paper.id, paper.arxiv_id, paper.doi),
        paper.acronyms,
    )


def key_of(what: Said) -> bytes:
    """The hash of all an entry is made from."""
    return blake2b(marshal.dumps(tuple(what), 2), digest_size=10).digest()


def entry(what: Said) -> Entry:
    flags = _text_flags(what)
    _add(flags, what.topics, TOPIC)
    _add(flags, what.source, SOURCE)
    words, spelled, parts = terms(what.title)
    level = 12 if len(words) <= SHORT_TITLE else 8 if len(words) <= USUAL_TITLE else 4
    for term in spelled:
        flags[term] = flags.get(term, SPELLED) & ~TITLE | level
    for term in words:
        flags[term] = flags.get(term, 0) & ~(TITLE | SPELLED) | level
    for length in BEGINNINGS:
        for term in words:
            if len(term) > length:
                flags[term[:length] + GOES_ON] = SPELLED | BEGINNING
    for name in what.authors:
        parts, joined = name_terms(name)
        for term in joined:
            flags[term] = flags.get(term, SPELLED) | AUTHOR
        for term in parts:
            flags[term] = flags.get(term, 0) & ~SPELLED | AUTHOR
    for id in filter(None, map(id_term, what.ids)):
        flags[id] = flags.get(id, SPELLED) | SOURCE
    for explained in _explained(what):
        flags[explained] = SPELLED | TOPIC
    if max(map(len, flags), default=0) > LONGEST:
        flags = {t: f for t, f in flags.items() if len(t) <= LONGEST or "=" in t}
    return Entry("\n".join(flags), bytes(flags.values()))


def _text_flags(what: Said) -> dict[str, int]:
    words: list[str] = []
    spelled: list[str] = []
    parts: list[str] = []
    for text in what.text:
        if text:
            found = terms(text)
            words += found.said
            spelled += found.spelled
            parts += found.parts
    length = 0.4 + 0.6 * len(words) / USUAL_TEXT
    often = OFTEN * length
    counts = Counter(words)
    flags = dict.fromkeys(spelled, SPELLED | 1) | dict.fromkeys(counts, 2)
    flags |= dict.fromkeys([term for term, n in counts.items() if n >= often], 3)
    for term, n in Counter(parts).items():
        if 0 < counts[term] <= n:
            flags[term] = 1
    return flags


def _add(flags: dict[str, int], names: Iterable[str], flag: int) -> None:
    for words, spelled, _ in map(_shared, names):
        for term in spelled:
            flags[term] = flags.get(term, SPELLED) | flag
        for term in words:
            flags[term] = flags.get(term, 0) & ~SPELLED | flag


@lru_cache(maxsize=8_192)
def _shared(name: str) -> Words:
    """The terms of a topic, an organisation or a venue, of which many papers have one."""
    return terms(name)


def _explained(what: Said) -> list[str]:
    """ "ppo=proximal policy optimization" and "proximal=policy optimization=ppo".

    Terms of a form no word has: each stands beside the word a reader may type, so that the
    shard with the word tells how else it is said.
    """
    known = dict(what.acronyms) or acronyms(what.text[0])
    found = []
    for short, long in known.items():
        joined = "".join(words_of(short))
        words = words_of(long)
        if joined and 1 < len(words) <= 6 and joined not in words:
            found.append(f"{joined}={' '.join(words)}")
            found.append(f"{words[0]}={' '.join(words[1:])}={joined}")
    return found
