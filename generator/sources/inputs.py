"""Everything a build reads, as hashes: when all is as before, so is the site."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from generator.sources.files import CONTENT, LITTER

if TYPE_CHECKING:  # what reads themes loads a reader of YAML, which hashes can do without
    from generator.sources.theme import ThemeFiles

BLOCK = 1 << 20
PRINT_BYTES = 16


class Inputs(NamedTuple):
    """What a build is made from."""

    digest: str  # hash of all of it
    files: Mapping[str, bytes]  # files of content/ by path from the digest's folder → their hash
    rest: str = ""  # hash of all but what those files hold


class Look(NamedTuple):
    """A file from outside, and what it held then."""

    outside: tuple[int, int, int, int]  # size, times of change of content and of all, inode
    digest: bytes


Looks = dict[str, Look]  # by path
YOUNG_SECONDS = 3.0  # a file that changed so lately may change again and look as it does


def print_of(data: bytes) -> bytes:
    """The hash that tells one content of a file from another.

    SHA-256, cut: processors have it built in, and so it takes half of BLAKE2's time.
    """
    return sha256(data).digest()[:PRINT_BYTES]


def inputs_of(
    folder: Path, theme: ThemeFiles, more: tuple[str, ...], looks: Looks | None = None
) -> Inputs:
    """The hash of every name and byte below content/, of the theme, and of `more`.

    Times play no part: a file that was touched, or copied here, reads as before. A file that
    cannot be read counts as one that is not there. Whoever asks again and again in one process
    may keep `looks`: a file that size, both times and inode say is the same is not read again.
    """
    found: list[tuple[str, str]] = []
    links: dict[str, str] = {}
    _add_folder(f"{folder}/{CONTENT}", f"{CONTENT}/", found, links)
    known = {} if looks is None else looks
    prints = {path: _print(path, place, known) for path, place in found}
    for path in known.keys() - prints.keys():
        del known[path]
    rest = [
        more,
        sorted(theme.templates.items()),
        sorted(theme.assets.items()),
        sorted(theme.settings.items()),
        sorted(theme.leaves_out),
        sorted(links.items()),
    ]
    rest_print = print_of(repr(rest).encode(errors="surrogateescape"))
    rows = [b"%b\0%b" % (os.fsencode(path), digest) for path, digest in prints.items()]
    return Inputs(print_of(b"".join([rest_print, *rows])).hex(), prints, rest_print.hex())


def _print(path: str, place: str, looks: Looks) -> bytes:
    """The hash of the bytes of a file; the known one when it is certain that it did not change."""
    try:
        now = os.stat(place)
    except OSError:
        return print_of(b"")
    outside = (now.st_size, now.st_mtime_ns, now.st_ctime_ns, now.st_ino)
    known = looks.get(path)
    if known and known.outside == outside:
        return known.digest
    digest = print_of(_bytes_of(place))
    if time.time() - now.st_ctime > YOUNG_SECONDS:
        looks[path] = Look(outside, digest)
    else:
        looks.pop(path, None)
    return digest


def _add_folder(
    folder: str, prefix: str, found: list[tuple[str, str]], links: dict[str, str]
) -> None:
    """Path and place of each file, in order of path."""
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
            _add_folder(entry.path, path + "/", found, links)
        else:
            if entry.is_symlink():
                links[path] = os.readlink(entry.path)
            found.append((path, entry.path))


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
