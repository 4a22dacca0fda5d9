"""Text → site/. Files are drafted inside the site's folder, then moved into place whole."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path

from generator.plan.changes import Stat
from generator.problems import DigestError, Problem

DRAFTS = ".broadsheet-draft"  # in the site's folder, so that moving never copies
FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0)


class Drafts:
    """The files of one build before they are moved into place."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self.folders: set[str] = set()  # made so far

    @property
    def folder(self) -> Path:
        return self.site / DRAFTS

    def begin(self) -> None:
        """An empty folder of drafts; what a killed build left there is removed."""
        discard(self.site)
        self.folder.mkdir(parents=True)

    def write(self, path: str, data: bytes) -> Stat:
        """Draft `path`; the size and time its file will have once it is in place.

        Raises DigestError when the disk does not take it.
        """
        try:
            return self._write(path, data)
        except OSError as error:
            raise DigestError([unwritable(f"{self.site.name}/{path}", error)]) from None

    def _write(self, path: str, data: bytes) -> Stat:
        self._make_folder(path)
        handle = os.open(f"{self.site}/{DRAFTS}/{path}", FLAGS, 0o644)
        try:
            written = 0
            while written < len(data):
                written += os.write(handle, data[written:] if written else data)
            known = os.fstat(handle)
        finally:
            os.close(handle)
        return known.st_size, known.st_mtime_ns

    def _make_folder(self, path: str) -> None:
        folder = path.rpartition("/")[0]
        if folder and folder not in self.folders:
            place = f"{self.site}/{DRAFTS}/{folder}"
            try:
                os.mkdir(place)  # a fifth of a file's time is saved by not looking first
            except OSError:
                os.makedirs(place, exist_ok=True)
            self.folders.add(folder)


def unwritable(path: str, error: OSError) -> Problem:
    """What is said when a file cannot be written."""
    return Problem(path, None, None, f"cannot be written: {error.strerror}")


def discard(site: Path) -> None:
    """Remove drafts, those of a build that was killed too."""
    if (site / DRAFTS).is_dir():
        from shutil import rmtree  # brings three ways to compress along

        rmtree(site / DRAFTS)


def move_into_place(site: Path) -> None:
    """Every draft over the file it replaces; a folder that is new is moved as one.

    Assets go first and the front page last, so that no page asks for a file that is not
    there yet.
    """
    drafts = site / DRAFTS
    if drafts.is_dir():
        _move(drafts, site)
        discard(site)


def _move(drafts: Path, site: Path) -> None:
    with os.scandir(drafts) as listing:
        entries = sorted(listing, key=lambda e: (e.name != "assets", e.is_file(), e.name))
    for entry in entries:
        target = site / entry.name
        if entry.is_dir(follow_symlinks=False) and target.is_dir():
            _move(Path(entry.path), target)
        else:
            _clear(target, entry.is_dir(follow_symlinks=False))
            os.replace(entry.path, target)


def _clear(target: Path, becomes_folder: bool) -> None:
    """Make room where a file of ours becomes a folder; an empty folder gives way to a file."""
    if becomes_folder and target.exists() and not target.is_dir():
        target.unlink()
    elif not becomes_folder and target.is_dir():
        target.rmdir()


def remove(site: Path, paths: Iterable[str]) -> None:
    """Delete files and the folders they leave empty. A file that is gone already is no matter."""
    for path in paths:
        file = site / path
        file.unlink(missing_ok=True)
        for folder in file.relative_to(site).parents:
            if folder == Path("."):
                break
            try:
                (site / folder).rmdir()
            except OSError:
                break  # something else lies there


def files_there(site: Path) -> dict[str, Stat]:
    """Size and time of every file below `site`, drafts aside, by path with "/"."""
    found: dict[str, Stat] = {}
    if site.is_dir():
        _gather(str(site), "", found)
    return found


def stats_of(site: Path, paths: Iterable[str]) -> list[Stat | None]:
    """What `stat_of` says of each."""
    return [stat_of(site, path) for path in paths]


def stat_of(site: Path, path: str) -> Stat | None:
    """Size and time of one file; None when there is none, or a folder."""
    try:
        known = os.stat(f"{site}/{path}", follow_symlinks=False)
    except OSError:
        return None
    return None if stat.S_ISDIR(known.st_mode) else (known.st_size, known.st_mtime_ns)


def _gather(folder: str, prefix: str, found: dict[str, Stat]) -> None:
    with os.scandir(folder) as listing:
        for entry in listing:
            if entry.is_dir(follow_symlinks=False):
                if prefix or entry.name != DRAFTS:
                    _gather(entry.path, f"{prefix}{entry.name}/", found)
            else:
                known = entry.stat(follow_symlinks=False)
                found[prefix + entry.name] = (known.st_size, known.st_mtime_ns)
