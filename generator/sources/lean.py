"""Scripts and style sheets without what only their author reads: comments and indents.

A third of a well-explained script, compressed, is its comments. Nothing is parsed: only whole
lines go, and only from a file in which it is plain what each line is. Any other is served as it
was written.
"""

from __future__ import annotations

import re

BLOCK = r"/\*(?!!)(?:(?!\*/)[\s\S])*\*/"  # /*! begins a licence, and stays
COMMENTS = {
    ".js": re.compile(rf"^[ \t]*(?://(?!!).*|{BLOCK}[ \t]*)$", re.M),
    ".css": re.compile(rf"^[ \t]*{BLOCK}[ \t]*$", re.M),
}
INDENT = re.compile(r"^\s+", re.M)
WHOLE = re.compile(r"`[^`$]*(?:\$(?!\{)[^`$]*|\$\{[^{}`]*\}[^`$]*)*`|/\*.*?\*/")
GOES_ON = re.compile(r"`|/\*|\\$")  # what may make the next line part of this one


def lean(name: str, data: bytes) -> bytes:
    """The file as it is served. Unchanged: other kinds, and what goes on over several lines."""
    comments = COMMENTS.get(name[name.rfind(".") :])
    if comments is None or b"\r" in data:
        return data
    try:
        short = comments.sub("", data.decode())
    except UnicodeDecodeError:
        return data
    if any(GOES_ON.search(WHOLE.sub("", line)) for line in short.split("\n")):
        return data
    return INDENT.sub("", short).encode()
