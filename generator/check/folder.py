"""The files of the site as they lie on the disk: names, links, sizes, what must be there."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.problems import Problem

MIB = 1024 * 1024
FILE_LIMIT = 100 * MIB  # GitHub refuses a larger file
FILE_LARGE = 5 * MIB  # slow for a reader on the move
SITE_LIMIT = 1_000_000_000  # GitHub Pages, "1 GB"
SITE_LARGE = SITE_LIMIT * 8 // 10
RESERVED = re.compile(r"(?:con|prn|aux|nul|(?:com|lpt)[0-9¹²³])(?:\.|$)", re.IGNORECASE)
FORBIDDEN = re.compile(r'[<>:"|?*\\\x00-\x1f\x7f]')
# What a stopped build, an editor or a system leaves behind.
STRAY = re.compile(
    r".*~$|.*\.(?:draft|tmp|temp|part|swp|swx|bak|orig|rej)$|\.#|#.*#$"
    r"|\.DS_Store$|Thumbs\.db$|desktop\.ini$",
    re.IGNORECASE,
)
NEEDED = {
    "index.html": "the front page",
    "404.html": "the page for lost readers",
    "sitemap.xml": "how crawlers find the pages",
    "robots.txt": "how crawlers find the sitemap",
    ".nojekyll": "without it GitHub Pages may run Jekyll over the site",
}
MAY_BE_EMPTY = (".nojekyll", ".gitkeep")


@dataclass(slots=True)
class Folder:
    """All files below the site's folder, and what is wrong with their names and kinds."""

    files: dict[str, int] = field(default_factory=dict)  # path → bytes, in order of path
    problems: list[Problem] = field(default_factory=list)


def read_folder(site: Path) -> Folder:
    """The files of the site. Links are told and not followed; .git is not ours to judge."""
    folder = Folder()
    _walk(site, "", folder)
    folder.files = dict(sorted(folder.files.items()))
    return folder


def folder_problems(files: Mapping[str, int]) -> Iterator[Problem]:
    """Files that are too large, empty or not there at all."""
    for path, why in NEEDED.items():
        if path not in files:
            yield Problem(path, None, None, "missing file", f"{why}; build the site again")
    for path, size in files.items():
        yield from _size_problems(path, size)
    total = sum(files.values())
    if total > SITE_LARGE:
        what = f"the site has {total / 1e6:,.0f} MB; GitHub Pages takes {SITE_LIMIT / 1e6:,.0f}"
        hint = "publish fewer exports, or split the digest"
        yield Problem("", None, None, what, hint, warning=total <= SITE_LIMIT)


def _size_problems(path: str, size: int) -> Iterator[Problem]:
    if size > FILE_LIMIT:
        what = f"{size / MIB:,.0f} MiB; GitHub takes no file over {FILE_LIMIT // MIB} MiB"
        yield Problem(path, None, None, what, "split it or leave it out")
    elif size > FILE_LARGE:
        hint = "shorten it, split it or leave it out"
        yield Problem(path, None, None, f"{size / MIB:,.1f} MiB in one file", hint, warning=True)
    elif not size and path.rpartition("/")[2] not in MAY_BE_EMPTY:
        yield Problem(path, None, None, "empty file", "build the site again")


def _walk(here: Path, prefix: str, folder: Folder) -> None:
    with os.scandir(here) as listing:
        entries = sorted(listing, key=lambda entry: entry.name)
    folder.problems += _collisions(prefix, [entry.name for entry in entries])
    for entry in entries:
        path = prefix + entry.name
        if path == ".git":
            continue
        found = entry.stat(follow_symlinks=False)
        folder.problems += _name_problems(path, entry.name)
        if stat.S_ISLNK(found.st_mode):
            hint = "GitHub Pages refuses it; put the file itself here"
            folder.problems.append(Problem(printable(path), None, None, "symbolic link", hint))
        elif stat.S_ISDIR(found.st_mode):
            _walk(here / entry.name, f"{path}/", folder)
        else:
            folder.problems += _kind_problems(path, found)
            folder.files[path] = found.st_size


def _kind_problems(path: str, found: os.stat_result) -> Iterator[Problem]:
    if not stat.S_ISREG(found.st_mode):
        yield Problem(printable(path), None, None, "not a file", "take it out of the site")
    elif found.st_nlink > 1:
        hint = "GitHub Pages refuses hard links; make it a copy"
        what = f"one file under {found.st_nlink} names"
        yield Problem(printable(path), None, None, what, hint)


def _name_problems(path: str, name: str) -> Iterator[Problem]:
    what, hint = _name_fault(name)
    if what:
        yield Problem(printable(path), None, None, what, hint)


def _name_fault(name: str) -> tuple[str, str]:
    """Why a name would not travel to another system; "" when it would."""
    if RESERVED.match(name):
        return "the name is reserved on Windows", "rename it; a checkout there would fail"
    if FORBIDDEN.search(name):
        return "the name holds a character that is not allowed on Windows", "rename it"
    if name.endswith((".", " ")):
        return "the name ends in a dot or space, which Windows drops", "rename it"
    if printable(name) != name:
        return "the name is not UTF-8", "rename it"
    if STRAY.match(name):
        return "a leftover of a program, not a part of the site", "delete it"
    return "", ""


def _collisions(prefix: str, names: list[str]) -> Iterator[Problem]:
    """Names in one folder that some system takes for the same."""
    seen: dict[str, str] = {}
    for name in names:
        # Twice: a folded letter may compose anew, and a composed one may have another case.
        folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
        if folded in seen:
            what = f"the same name as {printable(prefix + seen[folded])} on many systems"
            hint = "give one of the two another slug"
            yield Problem(printable(prefix + name), None, None, what, hint)
        else:
            seen[folded] = name


def printable(path: str) -> str:
    """A path that can be shown: bytes that are no UTF-8 as escapes."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
