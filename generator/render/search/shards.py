"""Postings ↔ files: the terms of a run with their papers, in columns that deflate well.

A file is deflated without a header. Numbers stand in columns, first the low bytes of all, then
the middle and the high ones, which are mostly the same. docs/search.md describes it.
"""

from __future__ import annotations

import base64
import re
import sys
import zlib
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import accumulate
from operator import sub
from typing import NamedTuple

from generator.render.search.entries import TEXT
from generator.render.search.postings import WIDTH, Postings

SMALL = 500  # papers of a digest whose whole index a reader is soon sent
LARGE = 20_000  # papers from which its size on the host matters; search-ahead.js has it too
COMMON = 3000  # papers from which a term's matches in text alone stand in a file of their own
HEAD = COMMON // 4  # papers that stay in the shard when few name the term in their title
FIELDS = 0xFF ^ TEXT ^ 0x80
WIDE = re.compile("[\U00010000-\U0010ffff]")  # letters that are two to browsers
NOTHING_SHARED = 64  # the code of the first letter that tells a length: no comma or semicolon
LEVEL = 6  # of deflating; 9 takes 2.5 times as long for 0.4 % fewer bytes


class File(NamedTuple):
    """A file of the index."""

    name: str  # made of what it holds
    data: bytes  # deflated


class Shard(NamedTuple):
    """The file of a run of terms, and those of its commonest terms."""

    file: File
    tails: tuple[File, ...]


def file_of(content: bytes) -> File:
    return File(name_of(content), deflated(content))


def name_of(content: bytes) -> str:
    """Eight signs that are the same whatever deflates the content; 40 bits."""
    return base64.b32encode(blake2b(content, digest_size=5).digest()).decode().lower()


def deflated(content: bytes) -> bytes:
    squeezer = zlib.compressobj(LEVEL, zlib.DEFLATED, -15)
    return squeezer.compress(content) + squeezer.flush()


def inflated(data: bytes) -> bytes:
    return zlib.decompress(data, -15)


def weight(term: str, postings: bytes) -> int:
    """About the bytes a term takes in its shard before it is deflated."""
    count = len(postings) // WIDTH
    return 6 + len(term) // 3 + 2 * (count if count <= COMMON else COMMON)


def shard(terms: Sequence[str], postings: Mapping[str, bytes]) -> Shard:
    """The file of `terms`, sorted, and the tails of those that are common."""
    lines, heads, tails = [], [], []
    for term, line in zip(terms, front_coded(terms), strict=True):
        those = postings[term]
        if len(those) > COMMON * WIDTH:
            those, rest = _parted(those)
            tail = file_of(_columns([rest]))
            line += f"\t{tail.name}\t{len(rest) // WIDTH}"
            tails.append(tail)
        lines.append(line)
        heads.append(those)
    text = "\n".join(lines).encode()
    counts = array("I", [len(those) // WIDTH for those in heads])
    content = _numbers([len(text), len(lines)]) + text + planes(counts) + _columns(heads)
    return Shard(file_of(content), tuple(tails))


def front_coded(terms: Iterable[str]) -> Iterator[str]:
    """Of each a letter that tells how much of the one before it begins with, and the rest."""
    before = ""
    for term in terms:
        shared = _shared(before, term)
        yield chr(NOTHING_SHARED + shared) + term[shared:]
        before = term


def _shared(before: str, term: str) -> int:
    """Letters both begin with, up to one that is WIDE."""
    count = 0
    for one, other in zip(before, term, strict=False):
        if one != other:
            break
        count += 1
    same = term[:count]
    return count if same.isascii() else len(WIDE.split(same, maxsplit=1)[0])


def _parted(those: bytes) -> tuple[bytes, bytes]:
    """Papers that name the term outside their text, or say it most; and all others."""
    postings = array("I", those)
    named = sum(1 for posting in postings if posting & FIELDS)
    room = max(0, HEAD - named)
    head, rest = array("I"), array("I")
    for posting in reversed(postings):  # the newest of those that only say it often
        if posting & FIELDS:
            head.append(posting)
        elif room and posting & TEXT == TEXT:
            head.append(posting)
            room -= 1
        else:
            rest.append(posting)
    return head[::-1].tobytes(), rest[::-1].tobytes()


def _columns(lists: Sequence[bytes]) -> bytes:
    """The papers' numbers, each as its distance from the one before, and the flags."""
    data = _little(array("I", b"".join(lists)))
    numbers = _from_bytes(data[1::WIDTH], data[2::WIDTH], data[3::WIDTH])
    before = array("I", [0]) + numbers[:-1]
    first = 0
    for those in lists:
        if those:  # a very common term may have all its papers in its tail
            before[first] = 0
            first += len(those) // WIDTH
    steps = array("I", map(sub, numbers, before))
    return _numbers([len(steps)]) + planes(steps) + data[0::WIDTH]


def planes(numbers: array[int]) -> bytes:
    """Whole numbers below 2**24: all low bytes, all middle ones, all high ones."""
    data = _little(numbers)
    return data[0::WIDTH] + data[1::WIDTH] + data[2::WIDTH]


def _numbers(values: Sequence[int]) -> bytes:
    return b"".join(value.to_bytes(3, "little") for value in values)


def _little(numbers: array[int]) -> bytes:
    if sys.byteorder == "big":
        numbers = array("I", numbers)
        numbers.byteswap()
    return numbers.tobytes()


def read_shard(data: bytes, tails: Mapping[str, bytes]) -> Postings:
    """What `shard` was given. `tails` has at least those of this shard, by name, deflated."""
    content = inflated(data)
    size, count = _number(content, 0), _number(content, 3)
    lines = content[6 : 6 + size].decode().split("\n")
    at = 6 + size
    counts = _from_planes(content[at : at + 3 * count])
    lists = _from_columns(content[at + 3 * count :], counts)
    found: Postings = {}
    before = ""
    for line, those in zip(lines, lists, strict=True):
        rest, _, tail = line[1:].partition("\t")
        before = before[: ord(line[0]) - NOTHING_SHARED] + rest
        if tail:
            content = inflated(tails[tail.split("\t")[0]])
            (more,) = _from_columns(content, [_number(content, 0)])
            those = array("I", sorted(those + more))
        found[before] = those.tobytes()
    return found


def _from_columns(content: bytes, counts: Sequence[int]) -> Iterable[array[int]]:
    total = _number(content, 0)
    steps = _from_planes(content[3 : 3 + 3 * total])
    flags = content[3 + 3 * total :]
    at = 0
    for count in counts:
        numbers = accumulate(steps[at : at + count])
        kept = flags[at : at + count]
        yield array("I", [number << 8 | flag for number, flag in zip(numbers, kept, strict=True)])
        at += count


def _from_planes(data: bytes) -> array[int]:
    count = len(data) // 3
    return _from_bytes(data[:count], data[count : 2 * count], data[2 * count :])


def _from_bytes(low: bytes, middle: bytes, high: bytes) -> array[int]:
    """Whole numbers of which all low bytes are given, all middle ones, all high ones."""
    wide = bytearray(WIDTH * len(low))
    wide[0::WIDTH], wide[1::WIDTH], wide[2::WIDTH] = low, middle, high
    numbers = array("I", bytes(wide))
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def _number(content: bytes, at: int) -> int:
    return int.from_bytes(content[at : at + 3], "little")
