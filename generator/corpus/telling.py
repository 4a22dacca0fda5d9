"""The words of a text that tell what it is about: rare ones bring papers near each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import filterfalse
from sys import intern
from typing import NamedTuple

from generator.corpus.text import singular, sort_key
from generator.corpus.vocabulary import FILLERS, GENERIC, STOP
from generator.sources.record import Record

WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
# ASCII in lower case, with a space for a sign that parts words; a hyphen holds one together.
PARTED = bytes(ord(s.lower() if s.isalnum() or s == "-" else " ") for s in map(chr, range(128)))
TABLE = PARTED.ljust(256)
OTHERS = re.compile("[^\\x00-\\x7f]+")
EMPTY = STOP | FILLERS | GENERIC


class Telling(NamedTuple):
    """The words that tell what a paper is about, in singular, each once."""

    words: list[str]  # those of its title, sorted; then those of its text alone, sorted
    named: int  # how many are of the title


def of_record(record: Record) -> Telling:
    """What one source tells of its paper; of harvested terms where it gives no abstract."""
    fields = record.words
    text = fields.get("abstract") or " ".join(fields.get("terms", ()))
    return telling_words(fields.get("title", ""), text)


def of_paper(records: Sequence[Telling]) -> Telling:
    """What records of one paper, in order of trust, tell together.

    Of titles and of texts the first that tells anything counts.
    """
    if len(records) == 1:
        return records[0]
    named = next((one.words[: one.named] for one in records if one.named), [])
    about = next((rest for one in records if (rest := one.words[one.named :])), [])
    return _of_both({*named}, {*about})


def _of_both(named: set[str], about: set[str]) -> Telling:
    return Telling([*sorted(named), *sorted(about - named)], len(named))


def telling_words(title: str, text: str) -> Telling:
    """The words of a title and of a text.

    A text is about what it says more than once: of harvested terms, given as one text, words
    that stand in several.
    """
    once: set[str] = set()
    again: set[str] = set()
    # Half of a text tells nothing; and to count the rest takes longer.
    for word in filterfalse(EMPTY.__contains__, _words(text)):
        (again if word in once else once).add(word)
    named, about = {*map(_told, _words(title))}, {*map(_told, again)}
    named.discard("")
    about.discard("")
    return _of_both(named, about)


@lru_cache(maxsize=100_000)
def _told(word: str) -> str:
    """What a word tells of a paper, in memory once for all papers; "" for nothing."""
    if len(word) < 3 or word in EMPTY or not word[0].isalpha():
        return ""
    one = singular(word)
    return "" if one in EMPTY else intern(one)


def _words(text: str) -> list[str]:
    """All words in lower case, without accents.

    Splitting plain ASCII takes a third of the regex's time, so that what is not ASCII in an
    English text, its dashes and quotes, is parted from it first.
    """
    if not text.isascii():
        text = OTHERS.sub(_folded, text)
    if text.isascii():
        return text.encode().translate(TABLE).decode().split()
    return WORD.findall(text.lower())


def _folded(found: re.Match[str]) -> str:
    return _plain(found[0])


@lru_cache(maxsize=10_000)
def _plain(signs: str) -> str:
    """Signs that are not ASCII, mostly one of a few dashes and quotes, without accents."""
    return "".join(sign if sign.isalnum() else " " for sign in sort_key(signs))
