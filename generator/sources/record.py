"""One file, or one line of one, taken apart before it means anything."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

FENCE = "---"  # the line before front matter, and the one behind it
Keys = tuple[str | int, ...]  # the way to a value: ("rules", "title", 0)


class Finding(NamedTuple):
    """A mistake in a record, before anyone has looked up its line and column.

    Reading keeps no place for each value, which would cost more memory than the values;
    `places.located` reads the few files again that have something wrong and makes Problems.
    """

    path: str
    line: int  # where the record begins
    keys: Keys  # () means the record as a whole
    what: str
    hint: str = ""
    warning: bool = False


class Record(NamedTuple):
    """What one source says. `fields` hold checked values, text as its author wrote it."""

    path: str  # from the folder of the digest, with "/": "content/papers/2501.01234.md"
    line: int  # where it begins in the file, from 1; more than 1 only for lines of imported/
    fields: dict[str, Any]
    body: str = ""  # the Markdown below the front matter; "" for an imported line
    body_line: int = 1  # the line the body begins on
    readable: Mapping[str, Any] = MappingProxyType({})  # fields whose text was made better
    marks: tuple[Any, ...] = ()  # what tells which paper it speaks of; () when not worked out
    digest: bytes = b""  # hash of what its paper's page may show of it; b"" when not worked out
    card: bytes = b""  # hash of what lists show of it; b"" when not worked out

    @property
    def words(self) -> Mapping[str, Any]:
        """`fields`, with text in its readable form."""
        return {**self.fields, **self.readable} if self.readable else self.fields

    def finding(
        self, keys: Keys | str, what: str, hint: str = "", *, warning: bool = False
    ) -> Finding:
        """Something wrong with the value at `keys`; a name alone means a top-level field."""
        way = (keys,) if isinstance(keys, str) else keys
        return Finding(self.path, self.line, way, what, hint, warning)


def is_imported(record: Record) -> bool:
    return record.path.startswith("content/imported/")
