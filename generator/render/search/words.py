"""Text → the terms it is found by. search-words.js takes a query apart in the same way."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import filterfalse
from typing import NamedTuple

from generator.corpus.folding import ACCENTS, UNSEEN

LONGEST = 32  # characters of a term; longer ones are no words
WORD = re.compile(r"[^\W_]+")
# Parts that a sign holds together: "Qwen2-Audio", "GPT-3.5", "Q^*", "C++".
JOINED = re.compile(
    r"[^\W_]+(?:(?:[-‐‑+^*&'’]+|\.(?=\d))[^\W_]+)+[*+#]*|[^\W_]+\^?[*+#]+(?![^\W_])"
)
SIGNS = re.compile(r"[-‐‑.^&'’]|[+*](?=[^\W_])")
HUMPS = re.compile(r"[^\W_]*[a-z0-9][A-Z][^\W_]*|[^\W_]*[A-Z]{2}[a-z][^\W_]*")
HUMP_EDGE = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
HAN = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
POSSESSIVE = re.compile(r"['’]s(?![^\W_])")
DEBRIS = re.compile(r"[${}\\]")
AROUND = '.,;:!?()[]"“”'  # stands around words and is part of no name
MOST_PLAIN = 65_536
_plain: set[str] = set()  # what stands between two spaces and has no name in it
# What parts words in ASCII; splitting at it takes a quarter of the time of a regex.
PARTING = {code: " " for code in range(128) if not chr(code).isalnum()}
PARTING_BYTES = bytes(32 if code in PARTING else code for code in range(256))
# Signs that most texts outside ASCII are outside it for; they part words.
TYPOGRAPHY = "–—‘’“”‐‑•"
STROKES = str.maketrans("łøđħŧıŁØĐĦŦ", "lodhtilodht")


def folded(text: str) -> str:
    """`text` without accents, strokes and unseen characters; capitals stay."""
    if text.isascii():
        return text
    return " ".join([part if part.isascii() else _folded(part) for part in text.split()])


def _folded(part: str) -> str:
    apart = unicodedata.normalize("NFKD", UNSEEN.sub("", part))
    joined = unicodedata.normalize("NFKC", ACCENTS.sub("", apart))
    return joined.replace("ß", "ss").translate(STROKES)


class Words(NamedTuple):
    """The terms of a text."""

    said: list[str]  # in order
    spelled: list[str]  # names of it written otherwise
    parts: list[str]  # those words of `said` that stand in a name joined by a sign


def terms(text: str) -> Words:
    """The words of `text` in order, and the further spellings of its names.

    "DeepSeek-V3" is said as deepseek and v3, and spelled deepseekv3, deep and seek too.
    Chinese and Japanese are given in pairs of characters.
    """
    text = _without_debris(text)
    joined: list[str] = []
    humps: list[str] = []
    for part in filterfalse(_plain.__contains__, text.split()):
        names, edges = _names(part)
        joined += names
        humps += edges
    spelled = [SIGNS.sub("", name) for name in joined]
    parts = WORD.findall(POSSESSIVE.sub(" ", " ".join(joined))) if joined else []
    return Words(_said(text), spelled + humps, parts)


def words_of(text: str) -> list[str]:
    """The words of `text` in order: of its terms only those."""
    return _said(_without_debris(text))


def _without_debris(text: str) -> str:
    text = folded(text)
    return DEBRIS.sub("", text) if "$" in text or "\\" in text or "{" in text else text


def _said(text: str) -> list[str]:
    if "'s" in text or "’s" in text:
        text = POSSESSIVE.sub("", text)
    return _words(text.lower())


def _words(text: str) -> list[str]:
    if not text.isascii():
        for sign in TYPOGRAPHY:
            text = text.replace(sign, " ")
    if text.isascii():
        return text.translate(PARTING).split()
    # What is not ASCII is a byte above all of it: only the words that have some are looked at.
    ascii_parted = text.encode("utf-8", "surrogatepass").translate(PARTING_BYTES)
    words: list[str] = []
    for word in ascii_parted.decode("utf-8", "surrogatepass").split():
        if word.isascii():
            words.append(word)
        else:
            for part in WORD.findall(word):
                words += _in_pairs(part)
    return words


@lru_cache(maxsize=32_768)
def _names(part: str) -> tuple[Sequence[str], Sequence[str]]:
    """The names in a text between two spaces that a sign joins, and the parts of those that are
    written with humps: "DeepSeek"; all in lower case. What has none is remembered for plain."""
    word = part.strip(AROUND)
    # A word of letters in one case, or with a capital, is no such name: most are that.
    simple = word.isalpha() and (word.islower() or word.istitle() or word.isupper())
    joined = () if simple or word.isalnum() else tuple(map(str.lower, JOINED.findall(part)))
    humped = () if simple or word.islower() else HUMPS.findall(part)
    edges = map(HUMP_EDGE.split, humped)
    humps = [hump.lower() for those in edges if len(those) > 1 for hump in those if len(hump) > 1]
    if not joined and not humps:
        if len(_plain) >= MOST_PLAIN:
            _plain.clear()
        _plain.add(part)
    return joined, tuple(humps)


def _in_pairs(word: str) -> Iterator[str]:
    done = 0
    for run in HAN.finditer(word):
        if run.start() > done:
            yield word[done : run.start()]
        signs = run.group()
        yield from (signs[i : i + 2] for i in range(max(1, len(signs) - 1)))
        done = run.end()
    if done < len(word):
        yield word[done:]


def name_terms(name: str) -> tuple[list[str], list[str]]:
    """The parts of a person's name, and first and last (all) of them as one term."""
    parts = WORD.findall(folded(name).lower())
    if len(parts) < 2:
        return parts, []
    return parts, [parts[0] + parts[-1], "".join(parts)]


def id_term(id: str) -> str:
    """An identifier as one term: "10.18653/v1/D19-1001" → "1018653v1d191001"."""
    return "".join(WORD.findall(folded(id).lower()))[-LONGEST:]
