"""The way through: papers, and what is known of them → the files of the index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from generator.render.data import json_text
from generator.render.search.blocks import PER_BLOCK
from generator.render.search.shards import File, Shard

FORM = 1  # of the files; the engine reads no other
SHARD_WEIGHT = 24_000  # of a shard before it is deflated; about 9 KB after
DIRECTORY = 192  # shards from which the list of them is parted
MANY = 2000  # papers from which a word that one paper has is taken for a slip, not for a word
GROUP = 64  # blocks whose names change together


def group_names(blocks: Sequence[File]) -> list[str]:
    """A name for every GROUP blocks, made of theirs: the folder they lie in."""
    from generator.render.search.shards import name_of

    return [
        name_of("".join(block.name for block in blocks[at : at + GROUP]).encode())
        for at in range(0, len(blocks), GROUP)
    ]


def manifest(values: Mapping[str, Any]) -> bytes:
    """The file at a fixed address that names all others."""
    return json_text({"form": FORM, "per": PER_BLOCK, "group": GROUP, **values}).encode() + b"\n"


def listing(shards: Sequence[Shard], starts: Sequence[str]) -> dict[str, str]:
    """Shards as the manifest names them: first words and names, in order."""
    return {"from": " ".join(starts), "names": "".join(shard.file.name for shard in shards)}
