"""Problems as a terminal and as GitHub Actions show them."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TextIO

from generator.problems import Problem


class ProgressLine:
    """One line on a terminal that says how far long work is; nothing where nobody looks."""

    def __init__(self, *, quiet: bool = False) -> None:
        self.shown = sys.stderr.isatty() and not quiet

    def __call__(self, line: str) -> None:
        """Show `line` in place of the last."""
        if self.shown:
            print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)

    def __enter__(self) -> ProgressLine:
        return self

    def __exit__(self, *_: object) -> None:
        self("")  # whatever comes next begins on an empty line


def tell(problems: Sequence[Problem], annotations: TextIO | None = None) -> None:
    """Problems on stderr; in GitHub Actions as annotations too, on stdout unless that is given
    to a machine."""
    for problem in problems:
        print(coloured(problem), file=sys.stderr)
    if os.environ.get("GITHUB_ACTIONS") == "true":
        for problem in problems:
            print(annotation(problem), file=annotations or sys.stdout)


def coloured(problem: Problem) -> str:
    """The problem with its place in bold, on a terminal that wants colour."""
    text = str(problem)
    if not sys.stderr.isatty() or os.environ.get("NO_COLOR") or not problem.place:
        return text
    return f"\x1b[1m{problem.place}\x1b[0m{text[len(problem.place) :]}"


def annotation(problem: Problem) -> str:
    """The workflow command that shows a problem beside the line it is about."""
    kind = "warning" if problem.warning else "error"
    where = [("file", problem.path), ("line", problem.line), ("col", problem.column)]
    shown = ",".join(f"{name}={_escaped(str(value), ':,')}" for name, value in where if value)
    said = _escaped(problem.what + (f" ({problem.hint})" if problem.hint else ""))
    return f"::{kind} {shown}::{said}" if shown else f"::{kind}::{said}"


def _escaped(text: str, more: str = "") -> str:
    for sign in "%\r\n" + more:
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text


def counted(problems: Sequence[Problem]) -> str:
    """ "2 problems", "1 problem and 3 warnings"."""
    warnings = sum(problem.warning for problem in problems)
    parts = [(len(problems) - warnings, "problem"), (warnings, "warning")]
    told = [f"{number} {name}{'s' * (number != 1)}" for number, name in parts if number]
    return " and ".join(told) or "no problems"
