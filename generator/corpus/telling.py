"""The words of a text that tell what it is about: rare ones bring papers near each other."""

from __future__ import annotations

import re
from functools import lru_cache
from sys import intern

from generator.corpus.text import singular, sort_key
from generator.corpus.vocabulary import FILLERS, GENERIC, STOP

WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
# ASCII in lower case, with a space for a sign that parts words; a hyphen holds one together.
PARTED = bytes(ord(s.lower() if s.isalnum() or s == "-" else " ") for s in map(chr, range(128)))
TABLE = PARTED.ljust(256)
OTHERS = re.compile("[^\\x00-\\x7f]+")
EMPTY = STOP | FILLERS | GENERIC
NOTHING = {""}


def telling_words(title: str, text: str) -> tuple[list[str], list[str], list[str]]:
    """The words a title names, those a text is about, and both together, each once and sorted; in
    singular.

    A text is about what it says more than once: of harvested terms, given as one text, words
    that stand in several.
    """
    once: set[str] = set()
    again: set[str] = set()
    for word in _words(text):  # counting them all takes a fifth more
        (again if word in once else once).add(word)
    about = {*map(_told, again)} - NOTHING
    named = {*map(_told, _words(title))} - NOTHING
    return sorted(named), sorted(about), sorted(about | named)


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
    return "".join(sign if sign.isalnum() else " " for sign in sort_key(found[0]))
