"""Hints that files changed, as the system tells them; and whether it tells of all of them."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

from generator.serve.scan import is_litter

if TYPE_CHECKING:
    from watchdog.observers.api import BaseObserver

# Not opening and closing: a build reads every file, and that must not wake it.
CHANGES: list[type[FileSystemEvent]] = [
    *(FileCreatedEvent, FileModifiedEvent, FileClosedEvent, FileDeletedEvent, FileMovedEvent),
    *(DirCreatedEvent, DirDeletedEvent, DirMovedEvent),
]
QUIET_SECONDS = 0.02  # without a hint, before an editor's way of saving is taken to be over
OVER_SECONDS = 0.003  # the same after a file was closed, or moved into place: how most saves end
MANY = 50  # hints at once, from which on it is a checkout rather than an editor
CALM_SECONDS = 0.2  # the same as QUIET_SECONDS, for a checkout
MOST_SECONDS = 2.0  # that hints are gathered, however many more come


class Hints(FileSystemEventHandler):
    """Paths of which the system said that something happened there, in one queue."""

    def __init__(self) -> None:
        self.queue: SimpleQueue[tuple[str, bool]] = SimpleQueue()  # path, whether a save is over

    def on_any_event(self, event: FileSystemEvent) -> None:
        left, got = os.fsdecode(event.src_path), os.fsdecode(event.dest_path)
        if left and not is_litter(left):
            self.queue.put((left, isinstance(event, FileClosedEvent)))
        if got and not is_litter(got):
            self.queue.put((got, isinstance(event, FileMovedEvent)))

    def wait(self, seconds: float) -> set[str]:
        """The paths hinted at, once no more are coming; empty when none came in `seconds`."""
        found: set[str] = set()
        latest = time.monotonic() + max(0.0, seconds) + MOST_SECONDS
        pause = max(0.0, seconds)
        try:
            while time.monotonic() < latest:
                path, over = self.queue.get(timeout=pause)
                if not found:
                    latest = time.monotonic() + MOST_SECONDS
                found.add(path)
                pause = _pause(len(found), over)
        except Empty:
            pass
        return found


def _pause(found: int, over: bool) -> float:
    """How long no hint must come after so many, before all of them are taken to have come."""
    if found >= MANY:
        return CALM_SECONDS
    return OVER_SECONDS if over else QUIET_SECONDS


class Watcher:
    """Watches folders, as well as the system lets it."""

    def __init__(self, hints: Hints) -> None:
        self.hints = hints
        self._observer: BaseObserver | None = None

    def start(self, roots: Iterable[Path]) -> str:
        """Watch `roots` and all below them instead of what was watched; "", or what it cannot."""
        self.stop()
        why = ""
        observer = Observer()
        observer.daemon = True
        try:
            observer.start()
            self._observer = observer
            for root in roots:
                why = self._add(observer, root) or why
        except OSError as error:
            why = _reason(error)
        return why

    def _add(self, observer: BaseObserver, root: Path) -> str:
        try:
            observer.schedule(self.hints, str(root), recursive=True, event_filter=CHANGES)
        except OSError as error:
            return _reason(error)
        return ""

    def stop(self) -> None:
        if self._observer:
            self._observer.stop()
            self._observer = None


def _reason(error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return "the limit of watched folders (fs.inotify.max_user_watches) is reached"
    if error.errno == errno.EMFILE:
        return "the limit of watchers (fs.inotify.max_user_instances) is reached"
    return error.strerror or str(error)


def watched_folders() -> int | None:
    """How many folders the system watches for this process; None where it does not say.

    watchdog goes on without a word when the limit is reached below the folder it was given,
    so what it watches is counted where the kernel shows it.
    """
    if not sys.platform.startswith("linux"):
        return None
    count = 0
    try:
        for file in Path("/proc/self/fdinfo").iterdir():
            with contextlib.suppress(OSError):  # closed since it was listed
                count += file.read_text().count("inotify wd:")
    except OSError:
        return None
    return count
