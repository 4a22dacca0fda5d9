"""Files of a folder, as a web server gives them out: only what lies in it, with the right type."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

HTML = "text/html; charset=utf-8"
# Written down, because what the system knows differs from machine to machine.
TYPES = {
    "atom": "application/atom+xml; charset=utf-8",
    "avif": "image/avif",
    "bib": "application/x-bibtex; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "gif": "image/gif",
    "gz": "application/gzip",
    "html": HTML,
    "ico": "image/x-icon",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "jsonl": "application/jsonl; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "mjs": "text/javascript; charset=utf-8",
    "opml": "text/x-opml; charset=utf-8",
    "pdf": "application/pdf",
    "png": "image/png",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "rss": "application/rss+xml; charset=utf-8",
    "svg": "image/svg+xml",
    "ttf": "font/ttf",
    "txt": "text/plain; charset=utf-8",
    "wasm": "application/wasm",
    "webmanifest": "application/manifest+json",
    "webp": "image/webp",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "xml": "application/xml; charset=utf-8",
}
UNKNOWN = "application/octet-stream"
NOT_FOUND = "404.html"
OURS = ".broadsheet"  # how the names of the build's own files begin; no part of the site
RANGE = re.compile(r"bytes=(\d*)-(\d*)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Found:
    """What a path of the site leads to: a file, or the path it should have been."""

    path: str  # of the file, from the folder of the site; that of 404.html for what is not there
    there: bool = True
    moved: bool = False  # the path names a folder and lacks its slash


def media_type(path: str) -> str:
    name = path.rpartition("/")[2]
    return TYPES.get(name.rpartition(".")[2].lower(), UNKNOWN) if "." in name[1:] else UNKNOWN


def find(site: Path, path: str) -> Found:
    """The file for a `path` that begins with "/", as a static host finds it."""
    inner = path[1:]
    if any(part.startswith(OURS) for part in inner.split("/")):
        return Found(NOT_FOUND, there=False)
    if inner.endswith("/") or not inner:
        inner += "index.html"
    elif is_inside(site, f"{inner}/index.html"):
        return Found(inner, moved=True)
    return Found(inner) if is_inside(site, inner) else Found(NOT_FOUND, there=False)


def is_inside(folder: Path, path: str) -> bool:
    """Whether `path` is a plain file of `folder`, reached through no link at all."""
    file = folder.resolve() / path
    try:
        return file.resolve() == file and stat.S_ISREG(file.stat().st_mode)
    except (OSError, ValueError, RuntimeError):
        return False


def opened(folder: Path, path: str) -> BinaryIO | None:
    """The file to read, checked once more as it is opened; None when it is gone or a link."""
    if not is_inside(folder, path):
        return None
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(folder.resolve() / path, flags | getattr(os, "O_CLOEXEC", 0))
    except OSError:
        return None
    return os.fdopen(handle, "rb")


def content(folder: Path, path: str) -> bytes | None:
    """All of a file; None when it is not there or is a link."""
    file = opened(folder, path)
    if file is None:
        return None
    with file:
        return file.read()


def wanted_range(header: str | None, size: int) -> tuple[int, int] | None:
    """First byte and number of bytes a Range header asks for; None when all are wanted.

    Several ranges, and what is no range, count as all, as RFC 9110 allows. Raises ValueError
    when the range lies beyond the file.
    """
    match = RANGE.fullmatch((header or "").strip())
    if match is None or match.group() == "bytes=-":
        return None
    first, last = match.groups()
    if not first:
        length = min(int(last), size)
        if not length:
            raise ValueError("an empty range")
        return size - length, length
    begin, end = int(first), int(last) if last else size - 1
    if last and end < begin:
        return None
    if begin >= size:
        raise ValueError("a range beyond the file")
    return begin, min(end, size - 1) - begin + 1
