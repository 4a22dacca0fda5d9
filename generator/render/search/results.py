"""What results show of papers, folder by folder.

For each group of papers a folder of blocks; last the folder of what beginnings find. What decides a
folder has a key: one whose key is known from the last build is not made again.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from generator.render.search import blocks, shards
from generator.render.search.beginnings import NEWEST, beginnings
from generator.render.search.folders import Folder, folder_of
from generator.render.search.papers import Papers
from generator.render.search.shards import File

Made = dict[str, Folder]  # by the key of what each is made from


class Known(NamedTuple):
    """What the last build left to know."""

    data: dict[str, bytes]  # of the files, by what names them
    folders: dict[str, dict[str, str]]  # by key: name in the folder → what names the file


NOTHING = Known({}, {})


def folders(papers: Papers, starts: Sequence[str], known: Known) -> Made:
    """All folders, in order; `starts` are of the shards."""
    per = blocks.per_block(len(papers.keys))
    made = {}
    for number, group in enumerate(papers.groups):
        key = _key([number, per, group])
        made[key] = _folder(key, known, partial(_blocks_of_group, papers, number, per, known.data))
    newest = papers.groups[-(NEWEST // blocks.GROUP) - 1 :]
    key = _key([len(papers.keys), starts, newest])
    made[key] = _folder(key, known, partial(beginnings, starts, papers, known.data))
    return made


def remembered(made: Made) -> Known:
    data = {file.name: file.data for folder in made.values() for file in folder.files.values()}
    names = {
        key: {name: file.name for name, file in folder.files.items()}
        for key, folder in made.items()
    }
    return Known(data, names)


def _key(values: Any) -> str:
    return shards.name_of(marshal.dumps(values, 2))


def _folder(key: str, known: Known, make: Callable[[], Mapping[str, File]]) -> Folder:
    names = known.folders.get(key)
    if names is None:
        return folder_of(make())
    return folder_of({name: File(of, known.data[of]) for name, of in names.items()})


def _blocks_of_group(
    papers: Papers, number: int, per: int, kept: Mapping[str, bytes]
) -> dict[str, File]:
    """The small blocks of the group, and that of all its papers."""
    first = number * blocks.GROUP
    rows = papers.rows(first, first + blocks.GROUP)
    sizes = (per, blocks.GROUP)
    return {name: file for size in sizes for name, file in _blocks(rows, first, size, kept)}


def _blocks(
    rows: Sequence[Any], first: int, per: int, kept: Mapping[str, bytes]
) -> Iterator[tuple[str, File]]:
    """Blocks of `per` papers, the first of which has number `first`."""
    for at in range(0, len(rows), per):
        block = list(rows[at : at + per])
        name = shards.name_of(marshal.dumps(block, 2))
        data = kept.get(name) or shards.deflated(blocks.block_bytes(block))
        yield f"{per}-{(first + at) // per}", File(name, data)
