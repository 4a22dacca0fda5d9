"""What the files of a digest look like from outside: the truth, where events are only hints."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from generator.sources.files import LITTER

# Some file systems keep times in steps of two seconds, so a second save of the same length may
# leave a file looking as it did. Files this young are compared by what they hold as well.
YOUNG_SECONDS = 6.0


class Look(NamedTuple):
    """A file from outside."""

    size: int
    time: int  # of its last change, in nanoseconds
    changed: int  # of the last change of its name, owner or content
    inode: int
    digest: bytes = b""  # of what it holds, as long as it is young

    def differs(self, before: Look | None) -> bool:
        if before is None or self[:4] != before[:4]:
            return True
        return bool(self.digest and before.digest and self.digest != before.digest)


@dataclass(slots=True)
class Snapshot:
    """Every watched file and folder as it looked when it was last looked at."""

    roots: Sequence[Path]
    files: dict[str, Look] = field(default_factory=dict)  # by path
    folders: set[str] = field(default_factory=set)

    def look_everywhere(self) -> list[str]:
        """Look at all files; the paths that are new, gone or different, in order."""
        before, self.files, self.folders = self.files, {}, set()
        for root in self.roots:
            self._add_folder(str(root))
        gone = before.keys() - self.files.keys()
        return sorted(gone.union(p for p, now in self.files.items() if now.differs(before.get(p))))

    def look_at(self, paths: Iterable[str]) -> list[str]:
        """Look at what is at or below `paths`; which paths are new, gone or different."""
        found: set[str] = set()
        for path in filter(self._is_watched, paths):
            if os.path.isdir(path) or path in self.folders:
                found.update(self._look_below(path))
            elif self._look_at_file(path):
                found.add(path)
        return sorted(found)

    def _is_watched(self, path: str) -> bool:
        """Whether `path` is in one of the roots, and neither it nor its folders are litter."""
        for root in map(str, self.roots):
            if path == root:
                return True
            if path.startswith(root + os.sep):
                return not any(map(LITTER.match, path[len(root) + 1 :].split(os.sep)))
        return False

    def _look_at_file(self, path: str) -> bool:
        before = self.files.pop(path, None)
        now = look(path)
        if now:
            self.files[path] = now
            return now.differs(before)
        return before is not None

    def _look_below(self, folder: str) -> list[str]:
        inside = folder + os.sep
        before = {path: known for path, known in self.files.items() if path.startswith(inside)}
        for path in before:
            del self.files[path]
        self.folders -= {path for path in self.folders if path == folder or path.startswith(inside)}
        self._add_folder(folder)
        now = {path: known for path, known in self.files.items() if path.startswith(inside)}
        gone = before.keys() - now.keys()
        return [*gone, *(path for path, known in now.items() if known.differs(before.get(path)))]

    def _add_folder(self, folder: str) -> None:
        for path, known in _below(folder):
            if known is None:
                self.folders.add(path)
            else:
                self.files[path] = known


def is_litter(path: str) -> bool:
    """Whether it is something editors and systems leave behind, which no build reads."""
    return bool(LITTER.match(os.path.basename(path)))


def look(path: str) -> Look | None:
    """The file as it looks now; None when there is none. A link looks as what it leads to."""
    try:
        known = os.stat(path)
    except OSError:
        try:
            known = os.lstat(path)  # a link that leads nowhere, which a build complains of
        except OSError:
            return None
    young = time.time() - known.st_mtime < YOUNG_SECONDS
    digest = _digest(path) if young else b""
    return Look(known.st_size, known.st_mtime_ns, known.st_ctime_ns, known.st_ino, digest)


def _below(folder: str) -> Iterator[tuple[str, Look | None]]:
    """A folder (with None) and all that is in it. Links to folders are not followed."""
    try:
        with os.scandir(folder) as listing:
            entries = list(listing)
    except OSError:
        return
    yield folder, None
    for entry in entries:
        if LITTER.match(entry.name):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _below(entry.path)
        elif known := look(entry.path):
            yield entry.path, known


def _digest(path: str) -> bytes:
    try:
        return blake2b(Path(path).read_bytes(), digest_size=8).digest()
    except OSError:
        return b""
