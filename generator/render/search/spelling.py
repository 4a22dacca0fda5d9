"""Words by how they begin and end, so that one typed wrong leads to those it may stand for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from generator.render.search.entries import SPELLED, TITLE
from generator.render.search.postings import FLAGS, WIDTH

SHORTEST, LONGEST = 4, 24  # letters of words that are worth correcting
ROOM = 800  # words a file is to have at most; each word is in two
LOUD = 15  # the highest class of commonness
MANY = 2000  # papers from which a word of one text alone is none to correct others to

Words = dict[str, int]  # word → class of how common it is: 2**class papers or more


def commonness(term: str, postings: bytes, papers: int) -> int:
    """The class of a word in the spelling files of so many papers; 0 for one that is not in them.

    Names in other spellings are not: nobody means "yannlecun" by "yanlecun". Nor are, of many
    papers, words of one alone, which are most of all, but for those it names in its title.
    """
    flags = postings[FLAGS::WIDTH]
    if min(flags) & SPELLED:
        return 0
    if not SHORTEST <= len(term) <= LONGEST or term.isdigit() or "=" in term:
        return 0
    if len(flags) == 1 and papers >= MANY and not flags[0] & TITLE:
        return 0
    return min(LOUD, len(flags).bit_length())


def buckets(words: int) -> int:
    """How many files so many words are spread over: a power of two, so that it rarely changes."""
    return 1 << max(0, (2 * words // ROOM).bit_length())


def place_of(key: str, count: int) -> int:
    """The file of a key, by FNV-1a over its letters."""
    mixed = 2166136261
    for letter in key:
        mixed = ((mixed ^ ord(letter)) * 16777619) & 0xFFFFFFFF
    return mixed % count


def places(word: str, count: int) -> set[int]:
    """The files a word is in: that of its first two letters, that of its last three."""
    return {place_of(f"{word[:2]}<", count), place_of(f">{word[-3:]}", count)}


def spread(words: Mapping[str, int], count: int) -> list[Words]:
    """`words` in `count` files."""
    found: dict[str, Words] = defaultdict(dict)
    for word, known in words.items():
        found[f"{word[:2]}<"][word] = known
        found[f">{word[-3:]}"][word] = known
    files: list[Words] = [{} for _ in range(count)]
    for key, those in found.items():
        files[place_of(key, count)] |= those
    return files


def spelling_bytes(words: Words) -> bytes:
    """The words of a file, a line each, sorted, a letter of commonness before each."""
    return "\n".join(f"{chr(96 + words[word])}{word}" for word in sorted(words)).encode()


def read_spelling(content: bytes) -> Words:
    lines: Iterable[str] = content.decode().split("\n") if content else ()
    return {line[1:]: ord(line[0]) - 96 for line in lines}
