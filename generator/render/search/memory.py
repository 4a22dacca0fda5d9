"""What an index leaves for the next ↔ bytes. What is torn, or of another make, is nothing."""

from __future__ import annotations

import marshal
from array import array
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

from generator.render.search.entries import Entry
from generator.render.search.index import Memory
from generator.render.search.results import Known
from generator.render.search.shards import File, Shard
from generator.render.search.terms import Terms

SUM = 16  # bytes of the checksum in front


def memory_bytes(memory: Memory, made_by: str) -> bytes:
    """`made_by` is the hash of the code: other code may find other words in a paper."""
    known = memory.terms
    content = marshal.dumps(
        (
            made_by,
            memory.keys,
            [entry.terms for entry in memory.entries],
            [entry.flags for entry in memory.entries],
            (memory.shown.data, memory.shown.folders),
            "\n".join(known.words),
            array("I", known.weights).tobytes(),
            known.cuts,
            [(tuple(shard.file), [tuple(tail) for tail in shard.tails]) for shard in known.shards],
            [tuple(file) for file in known.spelling],
            known.spelled,
            known.papers,
            known.left_out,
        ),
        2,
    )
    return blake2b(content, digest_size=SUM).digest() + content


def read_memory(data: bytes, made_by: str) -> Memory | None:
    content = memoryview(data)[SUM:]
    if len(data) <= SUM or blake2b(content, digest_size=SUM).digest() != data[:SUM]:
        return None
    parts = marshal.loads(content)
    return _memory(parts[1:]) if parts[0] == made_by else None


def _memory(parts: Sequence[Any]) -> Memory:
    keys, texts, flags, shown, words, weights, cuts, made, spelling, *rest = parts
    known = Terms(
        words.split("\n") if words else [],
        array("I", weights).tolist(),
        [tuple(cut) for cut in cuts],
        [Shard(File(*file), tuple(File(*tail) for tail in tails)) for file, tails in made],
        [File(*file) for file in spelling],
        *rest,
    )
    return Memory(keys, list(map(Entry, texts, flags)), known, Known(*shown))
