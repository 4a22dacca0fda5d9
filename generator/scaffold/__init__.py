"""`broadsheet new`: a small digest to start from. Its files lie in files/, as they will be.

A name that begins with "dot_" here begins with "." there: a real .gitignore or .github in the
package would be taken for one of ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from generator.problems import DigestError, Problem

DOT = "dot_"
OVERLOOKED = {".git"}  # a repository just made is still an empty folder to its owner


def new_digest(folder: Path) -> list[Path]:
    """Write the example digest into `folder`, made when it is not there; the files in order.

    Raises DigestError when the folder holds anything but a .git, or cannot be written.
    """
    _refuse_what_is_there(folder)
    written = []
    try:
        for path, source in sorted(_templates(files(__name__) / "files", "")):
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(source.read_bytes())
            written.append(file)
    except OSError as error:
        raise _refused(folder, f"cannot be written: {error.strerror}", "choose another") from None
    return written


def _refuse_what_is_there(folder: Path) -> None:
    hint = "name a folder that is empty or not there yet"
    try:
        if folder.is_symlink() and not folder.exists():
            raise _refused(folder, "a link that leads to nothing", hint)
        if folder.exists() and not folder.is_dir():
            raise _refused(folder, "not a folder", hint)
        there = sorted(entry.name for entry in folder.iterdir()) if folder.exists() else []
    except OSError as error:
        raise _refused(folder, f"cannot be read: {error.strerror}", hint) from None
    found = [name for name in there if name not in OVERLOOKED]
    if found:
        more = f" and {len(found) - 1:,} more" if len(found) > 1 else ""
        raise _refused(folder, f"the folder is not empty: it holds {found[0]}{more}", hint)


def _refused(folder: Path, what: str, hint: str) -> DigestError:
    return DigestError([Problem(str(folder), None, None, what, hint)])


def _templates(source: Traversable, path: str) -> Iterator[tuple[str, Traversable]]:
    for entry in source.iterdir():
        name = entry.name
        name = f".{name.removeprefix(DOT)}" if name.startswith(DOT) else name
        if entry.is_dir():
            yield from _templates(entry, f"{path}{name}/")
        else:
            yield path + name, entry
