"""Files whose names change together: they share a folder, which is named after what they hold.

A reader has to be told the name of each folder, eight letters that nothing can make shorter; of the
files in it only that they are there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from generator.render.search.shards import File, name_of


class Folder(NamedTuple):
    """Some files of the index."""

    name: str  # made of what they hold
    files: Mapping[str, File]  # by name in the folder

    def by_path(self) -> dict[str, bytes]:
        return {f"{self.name}/{name}.bin": file.data for name, file in self.files.items()}


def folder_of(files: Mapping[str, File]) -> Folder:
    held = "".join(file.name for file in files.values())
    return Folder(name_of(held.encode()), files)


def numbered(files: Sequence[File]) -> Folder:
    """A folder whose files are named 0, 1, 2, in order."""
    return folder_of({str(number): file for number, file in enumerate(files)})
