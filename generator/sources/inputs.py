"""Everything a build reads, as one hash: when it is as before, so is the site."""

from __future__ import annotations

import os
from hashlib import blake2b
from pathlib import Path
from typing import Protocol

from generator.sources.files import CONTENT, LITTER
from generator.sources.theme import ThemeFiles

BLOCK = 1 << 20


class _Hash(Protocol):
    def update(self, data: bytes, /) -> None: ...


def inputs_digest(folder: Path, theme: ThemeFiles, more: tuple[str, ...]) -> str:
    """The hash of every name and byte below content/, of the theme, and of `more`.

    Times play no part: a file that was touched, or copied here, reads as before. A file that
    cannot be read counts as one that is not there.
    """
    known = blake2b(digest_size=16)
    for word in more:
        _add(known, word.encode())
    for name, source in sorted(theme.templates.items()):
        _add(known, name.encode(), source.encode())
    for name, data in sorted(theme.assets.items()):
        _add(known, name.encode(), data)
    _add(known, repr((sorted(theme.settings.items()), sorted(theme.leaves_out))).encode())
    _add_folder(known, f"{folder}/{CONTENT}", "")
    return known.hexdigest()


def _add(known: _Hash, *parts: bytes) -> None:
    """Each part with its length, so that no two lists of parts run into one."""
    for part in parts:
        known.update(b"%d:" % len(part))
        known.update(part)


def _add_folder(known: _Hash, folder: str, prefix: str) -> None:
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if LITTER.match(entry.name):
            continue
        path = prefix + entry.name
        if entry.is_dir(follow_symlinks=False):
            _add_folder(known, entry.path, path + "/")
        else:
            link = os.readlink(entry.path) if entry.is_symlink() else ""
            _add(known, path.encode(errors="surrogateescape"), link.encode(), _bytes_of(entry.path))


def _bytes_of(path: str) -> bytes:
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))
    except OSError:
        return b""
    try:
        parts = []
        while part := os.read(handle, BLOCK):
            parts.append(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)
    except OSError:
        return b""
    finally:
        os.close(handle)
