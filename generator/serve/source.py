"""A file of content/ or themes/ in the browser, a line a line, as text."""

from __future__ import annotations

from pathlib import Path

from generator.serve.site import content
from generator.serve.templates import rendered

SHOWN = ("content/", "themes/")
MOST_BYTES = 4_000_000
MOST_CHARACTERS = 2_000  # of one line


def page(folder: Path, path: str) -> str | None:
    """The page that shows the file `path` of the digest; None when there is no such file."""
    if not path.startswith(SHOWN):
        return None
    data = content(folder, path)
    if data is None:
        return None
    text = data[:MOST_BYTES].decode("utf-8", "replace")
    lines = [line[:MOST_CHARACTERS] for line in text.split("\n")]
    return rendered("source.html", path=path, file=folder.resolve() / path, lines=lines)
