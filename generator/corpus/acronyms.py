"""Acronyms with the long forms that a text explains them by."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.corpus.vocabulary import JOINTS

SHORT = r"[A-Za-z][A-Za-z0-9-]{1,9}"
# "long form (ABC)", "long form (ABC; Author 2020)", and "ABC (long form)".
IN_BRACKETS = re.compile(rf"\(({SHORT})\s*(?:[,;:][^()]*)?\)")
BRACKETS = re.compile(r"\(([^()]{4,120})\)")
BEFORE = re.compile(rf"(?<![\w-])({SHORT})\s+\Z")
NEAR = 40  # characters before brackets in which a short form is looked for
PIECE = re.compile(r"[^\W\d_]+|\d+")
# A word's pieces: "PreTraining" is Pre and Training, "fine-tuning" is fine and tuning.
HUMP = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^\WA-Z\d_]+|\d+")
BREAK = re.compile(r"[.!?;:,()\[\]\"“”]")
SMALL = JOINTS | {"a", "an", "at", "into", "or", "the", "using", "via"}
FARTHEST = 12  # pieces a long form may have


def acronyms(text: str) -> dict[str, str]:
    """Each acronym of `text` with its long form as printed: {"SFT": "supervised fine-tuning"}.

    Every letter of the acronym begins a piece of the long form, in order, and only small words
    ("of", "the") are passed over. A plural s of the acronym goes. The first explanation counts.
    """
    found: dict[str, str] = {}
    if "(" not in text:
        return found
    for match in IN_BRACKETS.finditer(text):
        short = _singular(match.group(1))
        if _is_short(short):
            _keep(
                found, short, _long_before(text[max(0, match.start() - 160) : match.start()], short)
            )
    for match in BRACKETS.finditer(text):
        begin = match.start()
        before = (
            BEFORE.search(text, max(0, begin - NEAR), begin) if text[begin - 1].isspace() else None
        )
        short, inside = _singular(before[1]) if before else "", match[1].strip()
        if _is_short(short) and not BREAK.search(inside):
            _keep(found, short, _long_within(inside, short))
    return dict(sorted(found.items()))


def _keep(found: dict[str, str], short: str, long: str) -> None:
    if long and long.casefold() != short.casefold():
        found.setdefault(short, " ".join(long.split()))


def _is_short(text: str) -> bool:
    return sum(letter.isupper() for letter in text) >= 2


def _singular(short: str) -> str:
    return short[:-1] if len(short) > 2 and short[-1] == "s" and short[-2].isupper() else short


def _pieces(text: str) -> list[tuple[int, str]]:
    """Where each piece of `text` begins, and the piece in lower case."""
    return [(match.start(), match.group().lower()) for match in HUMP.finditer(text)]


def _long_before(text: str, short: str) -> str:
    """The long form that `text` ends with, or ""."""
    clause = text[max((m.end() for m in BREAK.finditer(text.rstrip())), default=0) :].rstrip(
        " '\"`“‘"
    )
    pieces = _pieces(clause)
    letters = _letters(short)
    for first in range(len(pieces) - 1, max(-1, len(pieces) - FARTHEST - 1), -1):
        start, piece = pieces[first]
        at_word = start == 0 or not clause[start - 1].isalnum()
        if at_word and piece[0] == letters[0] and _spells([p for _, p in pieces[first:]], letters):
            return clause[start:]
    return ""


def _long_within(text: str, short: str) -> str:
    pieces = [piece for _, piece in _pieces(text)]
    return text if 1 < len(pieces) <= FARTHEST and _spells(pieces, _letters(short)) else ""


def _letters(short: str) -> str:
    return "".join(PIECE.findall(short)).lower()


def _spells(pieces: Sequence[str], letters: str) -> bool:
    """Whether the beginnings of `pieces`, in order, make `letters`; small words may be skipped.

    A piece gives one letter, or more when it begins with them ("Mu" of "Multi").
    """
    if len(letters) < 2 or len(pieces) < 2:
        return False
    states = {0}
    for piece in pieces:
        reached = set(states) if piece in SMALL else set()
        for used in states:
            for length in range(1, 1 + min(3, len(piece), len(letters) - used)):
                if piece[:length] != letters[used : used + length]:
                    break
                reached.add(used + length)
        states = reached
    return len(letters) in states
