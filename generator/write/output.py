"""The folder the site goes to: which may be written, and how it is known to be ours."""

from __future__ import annotations

import os
from pathlib import Path

from generator.problems import DigestError, Problem
from generator.write.files import DRAFTS
from generator.write.ledger import MEMORY

MARK = ".broadsheet"  # in every folder we write a site to
MARK_TEXT = "This folder is written by `broadsheet build`.\n"
PREVIEW = f"{MEMORY}/preview"  # where the preview writes its site, drafts and all


def prepare(folder: Path, output: Path) -> Path:
    """`output` made ready to take the site of the digest in `folder`.

    Refused, with a DigestError and before anything is written: a folder whose files we did
    not write, the digest, what lies in it or around it, home, the root, and a link.
    """
    place = Path(os.path.abspath(output))
    why = _refused(folder.resolve(), place)
    if why:
        hint = "choose another with --output, or empty it yourself"
        raise DigestError([Problem(str(output), None, None, why, hint)])
    try:
        place.mkdir(parents=True, exist_ok=True)
        if not (place / MARK).exists():
            (place / MARK).write_text(MARK_TEXT, encoding="utf-8")
    except OSError as error:
        what = f"cannot be written: {error.strerror}"
        raise DigestError([Problem(str(output), None, None, what)]) from None
    if not os.access(place, os.W_OK):
        raise DigestError([Problem(str(output), None, None, "cannot be written: read-only")])
    return place


def is_ours(output: Path) -> bool:
    """Whether a build has written a site to this folder."""
    return not output.is_symlink() and (output / MARK).is_file()


def _refused(folder: Path, place: Path) -> str:
    real = place.resolve()
    if place.is_symlink():
        return "the output folder is a link"
    if place.exists() and not place.is_dir():
        return "the output folder is a file"
    if real in (folder, Path.home().resolve()) or folder.is_relative_to(real):
        return "the output folder holds the digest itself, or all that is yours"
    for name in ("content", "themes", "generator", "tests", ".git", MEMORY, ".github"):
        if real.is_relative_to(folder / name) and real != folder / PREVIEW:
            return f"the output folder is in {name}/, which is not output"
    if place.is_dir() and not (place / MARK).is_file() and _holds_anything(place):
        return "the output folder holds files that Broadsheet did not write"
    return ""


def _holds_anything(place: Path) -> bool:
    return any(name != DRAFTS for name in os.listdir(place))
