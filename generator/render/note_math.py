"""Math in Markdown: lifted out before, since `_` and `*` mean other things there, and put back."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from generator.corpus.spans import spans
from generator.render.escape import escaped
from generator.render.math import mathml

# TeX, and whether it stands by itself → HTML; None: it cannot be set.
SetMath = Callable[[str, bool], str | None]
# Characters for private use stand for the formulas; a note may not hold them itself.
MARK = re.compile("\ue000(\\d{1,6})\ue001")
MARKS = re.compile("[\ue000\ue001]")
CODE = re.compile(
    r"^ {0,3}(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^ {0,3}(?P=fence)[`~]*[ \t]*$|\Z)"
    r"|(?<![`\\])(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)",
    re.DOTALL | re.MULTILINE,
)
# What the sanitiser writes: attributes in double quotes, which may hold ">".
TAG_OR_MARK = re.compile(r'<(/?)(\w+)[^<>"]*(?:"[^"]*"[^<>"]*)*>|' + MARK.pattern)


class NoteProblem(NamedTuple):
    """Something in a note that is not shown as it was meant."""

    line: int  # in the note, from 1
    what: str
    hint: str


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula of a note."""

    source: str  # with its dollars
    tex: str
    display: bool
    line: int


def lift(text: str) -> tuple[str, list[Formula]]:
    """`text` with a mark for each formula outside code, and the formulas."""
    if "$" not in text:
        return text, []
    formulas: list[Formula] = []
    made = []
    done = 0
    for code in CODE.finditer(text):
        made += [_lifted(text, done, code.start(), formulas), code[0]]
        done = code.end()
    made.append(_lifted(text, done, len(text), formulas))
    return "".join(made), formulas


def line_at(lifted: str, place: int, formulas: list[Formula]) -> int:
    """The line of the note, from 1, that a place of the lifted text comes from."""
    before = lifted[:place]
    numbers = (int(mark[1]) for mark in MARK.finditer(before))
    hidden = sum(formulas[number].source.count("\n") for number in numbers)
    return before.count("\n") + hidden + 1


def put_back(
    html: str, formulas: list[Formula], unset: Callable[[Formula], None], math: SetMath = mathml
) -> str:
    """`html` with what `math` makes of each mark's formula; in code and attributes its source.

    `unset` is told of each formula that is shown as its source because it cannot be set.
    """
    if not formulas:
        return html if html.isascii() else MARK.sub("", html)
    made = []
    done = depth = 0  # of <code> and <pre>
    for found in TAG_OR_MARK.finditer(html):
        made.append(html[done : found.start()])
        done = found.end()
        if found[3]:
            made.append(_set(formulas, found[3], depth > 0, unset, math))
            continue
        if found[2] in ("code", "pre"):
            depth += -1 if found[1] else 1
        made.append(MARK.sub(lambda mark: _source(formulas, mark[1]), found[0]))
    return "".join(made) + html[done:]


def _lifted(text: str, start: int, end: int, formulas: list[Formula]) -> str:
    piece = text[start:end]
    made = []
    done = 0
    for span in spans(piece, brackets=False):
        if span.kind == "link":
            continue
        made.append(f"{piece[done : span.start]}\ue000{len(formulas)}\ue001")
        done = span.end
        line = text.count("\n", 0, start + span.start) + 1
        source = piece[span.start : span.end]
        formulas.append(Formula(source, span.body, span.kind == "display", line))
    return "".join(made) + piece[done:]


def _set(
    formulas: list[Formula],
    number: str,
    in_code: bool,
    unset: Callable[[Formula], None],
    math: SetMath,
) -> str:
    if int(number) >= len(formulas):
        return ""
    formula = formulas[int(number)]
    if in_code:
        return _source(formulas, number)
    made = math(formula.tex, formula.display)
    if made is None:
        unset(formula)
        return f'<code class="tex">{escaped(formula.tex)}</code>'
    return made


def _source(formulas: list[Formula], number: str) -> str:
    return escaped(formulas[int(number)].source) if int(number) < len(formulas) else ""
