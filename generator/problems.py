"""What is wrong with a digest, where, and what would mend it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Problem(NamedTuple):
    """One mistake, told to the person who can mend it.

    An error stops the build before anything is written; a warning is told and the build goes on.
    """

    path: str  # of the file, from the folder of the digest, with "/"; "" when it is no file's fault
    line: int | None  # counted from 1, like `column`; None: the file as a whole
    column: int | None
    what: str  # "no topic `sparcity`"
    hint: str = ""  # "known topics: attention, sparsity"; "" when nothing helps
    warning: bool = False
    source_line: str = ""  # the line itself, shown with a caret under the column

    @property
    def place(self) -> str:
        """`path:line:column` as far as they are known."""
        return ":".join(str(part) for part in (self.path, self.line, self.column) if part)

    def as_error(self) -> Problem:
        """The same, but stopping the build: what --strict makes of a warning."""
        return self._replace(warning=False)

    def __str__(self) -> str:
        kind = "warning" if self.warning else "error"
        lines = [f"{self.place}: {kind}: {self.what}" if self.place else f"{kind}: {self.what}"]
        if self.source_line:
            shown = self.source_line.rstrip()[:200]
            lines.append(f"    {shown}")
            if self.column and self.column <= len(shown) + 1:
                lines.append("    " + " " * (self.column - 1) + "^")
        if self.hint:
            lines.append(f"    {self.hint}")
        return "\n".join(lines)


class DigestError(Exception):
    """The content or the folder cannot be built as it is. `problems` says why, in reading order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = in_reading_order(problems)
        super().__init__("\n".join(map(str, self.problems)))


def in_reading_order(problems: Iterable[Problem]) -> list[Problem]:
    """By file, then line and column, each problem once."""
    return sorted(
        dict.fromkeys(problems),
        key=lambda p: (p.path, p.line or 0, p.column or 0, p.warning, p.what),
    )
