"""Everything a build reads, as hashes: when all is as before, so is the site."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from generator.sources.files import CONTENT, LITTER
from generator.sources.theme import ThemeFiles

BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a build is made from."""

    digest: str  # hash of all of it
    files: Mapping[str, bytes]  # files of content/ by path from the digest's folder → their hash


def print_of(data: bytes) -> bytes:
    """The hash that tells one content of a file from another."""
    return blake2b(data, digest_size=16).digest()


def inputs_of(folder: Path, theme: ThemeFiles, more: tuple[str, ...]) -> Inputs:
    """The hash of every name and byte below content/, of the theme, and of `more`.

    Times play no part: a file that was touched, or copied here, reads as before. A file that
    cannot be read counts as one that is not there.
    """
    prints: dict[str, bytes] = {}
    links: dict[str, str] = {}
    _add_folder(f"{folder}/{CONTENT}", f"{CONTENT}/", prints, links)
    known = [
        more,
        sorted(theme.templates.items()),
        sorted(theme.assets.items()),
        sorted(theme.settings.items()),
        sorted(theme.leaves_out),
        sorted(prints.items()),
        sorted(links.items()),
    ]
    return Inputs(print_of(repr(known).encode(errors="surrogateescape")).hex(), prints)


def _add_folder(folder: str, prefix: str, prints: dict[str, bytes], links: dict[str, str]) -> None:
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
            _add_folder(entry.path, path + "/", prints, links)
        else:
            if entry.is_symlink():
                links[path] = os.readlink(entry.path)
            prints[path] = print_of(_bytes_of(entry.path))


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
