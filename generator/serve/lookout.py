"""Finds out what changed: hints say where to look at once, a look at every file misses nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from generator.serve.scan import Snapshot
from generator.serve.watch import Hints, Watcher, watched_folders

SCAN_SECONDS = 2.0  # between two looks at every file, whatever the system hints
POLL_SECONDS = 1.0  # the same where no hints are taken
MOST_HINTS = 1000  # from which on a look at every file is quicker


class Lookout:
    """Watches some folders; `warn` hears, once, that not all of them can be watched."""

    def __init__(self, roots: Sequence[Path], *, poll: bool, warn: Callable[[str], None]) -> None:
        self._snapshot = Snapshot(roots)
        self._poll = poll
        self._warn = warn
        self._warned = False
        self._hints = Hints()
        self._watcher = Watcher(self._hints)
        self._there: list[tuple[Path, int]] = []  # roots that are there, each with its inode
        self._next_look = 0.0

    def begin(self) -> None:
        """Take all files as they are now for known."""
        self._look()

    def wait(self, seconds: float) -> list[str]:
        """The files that are new, gone or different; none when `seconds` passed without."""
        until_look = self._next_look - time.monotonic()
        hints = self._hints.wait(min(seconds, until_look))
        if time.monotonic() >= self._next_look or len(hints) > MOST_HINTS:
            return self._look()
        return self._snapshot.look_at(hints)

    def close(self) -> None:
        self._watcher.stop()

    def _look(self) -> list[str]:
        """Look at every file, and see to it that hints come from all folders."""
        if not self._poll:
            self._watch()
        known = len(self._snapshot.folders)
        changed = self._snapshot.look_everywhere()
        if not self._poll and len(self._snapshot.folders) != known:
            self._count_watched()
        self._next_look = time.monotonic() + (POLL_SECONDS if self._poll else SCAN_SECONDS)
        return changed

    def _watch(self) -> None:
        """Begin to watch; again, when a folder that was watched is another one now."""
        roots = self._snapshot.roots
        there = [(root, root.stat().st_ino) for root in roots if root.is_dir()]
        if there != self._there:
            self._there = there
            why = self._watcher.start([root for root, _ in there])
            if why:
                self._warn_once(why)

    def _count_watched(self) -> None:
        watched, folders = watched_folders(), len(self._snapshot.folders)
        if watched is not None and watched < folders:
            self._warn_once(f"{watched} of {folders} folders can be watched")

    def _warn_once(self, why: str) -> None:
        if not self._warned:
            self._warned = True
            self._warn(f"{why}; changes elsewhere are seen within {SCAN_SECONDS:.0f} seconds")
