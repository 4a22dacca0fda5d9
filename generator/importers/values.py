"""Reaching into values that others made: what is not as expected is as if it were not there."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

# Raised and lowered signs stay marked: `corpus/text.py` has characters for them. So does what
# only looks like markup.
TAG = re.compile(
    r"</?(?:(?:jats|mml|m):[A-Za-z-]+|i|b|u|em|strong|sc|scp|span|tt|small|italic|bold|a|font)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
BLOCK = re.compile(r"</?(?:jats:)?(?:p|sec|title|list|list-item|br|div|li|ul|ol)\b[^<>]*>", re.I)
HEADING = re.compile(r"\s*<jats:title>\s*(?:abstract|summary)\s*</jats:title>", re.IGNORECASE)
SPACES = re.compile(r"[ \t]+")
BREAKS = re.compile(r"\s*\n\s*\n\s*")
MONTHS = {
    name: number
    for number, name in enumerate(
        "jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1
    )
}


def at(value: Any, *keys: str | int) -> Any:
    """`value[key][key]…`; None where a key is missing or a value has no keys."""
    for key in keys:
        if isinstance(value, dict) and isinstance(key, str):
            value = value.get(key)
        elif isinstance(value, list) and isinstance(key, int) and -len(value) <= key < len(value):
            value = value[key]
        else:
            return None
    return value


def each(value: Any, *keys: str | int) -> Iterator[Any]:
    """The items of the list at `keys`; none when there is no list."""
    found = at(value, *keys)
    return iter(found) if isinstance(found, list) else iter(())


def text_at(value: Any, *keys: str | int) -> str:
    """The text at `keys`, without spaces around it; "" when there is none."""
    found = at(value, *keys)
    return found.strip() if isinstance(found, str) else ""


def first(*texts: Any) -> Any:
    """The first that is not empty; else the last."""
    return next((text for text in texts if text), texts[-1] if texts else None)


def day_of(stamp: Any) -> str | None:
    """The day of a time stamp such as "2025-10-10T00:00:00.000Z", as it stands there."""
    return stamp[:10] if isinstance(stamp, str) and stamp else None


def date_of(parts: Any) -> str | None:
    """[2024, 7, 8], as numbers or text and as far as it goes → "2024-07-08", "2024-07", "2024"."""
    if not isinstance(parts, list) or not parts:
        return None
    numbers: list[int] = []
    for part in parts[:3]:
        if isinstance(part, bool) or not str(part).strip().isdecimal():
            break
        numbers.append(int(part))
    if not numbers or not numbers[0]:
        return None
    known = [number for number in numbers[1:] if number]
    return f"{numbers[0]:04d}" + "".join(f"-{number:02d}" for number in known)


def full_name(given: Any, family: Any, particle: Any = "", suffix: Any = "") -> str:
    """The parts of a name in the order they are read: "Ludwig van Beethoven Jr."."""
    words = (given, particle, family, suffix)
    return " ".join(word.strip() for word in words if isinstance(word, str) and word.strip())


def names(people: Iterable[str]) -> list[str]:
    """Names without the empty ones."""
    return [name for name in people if name]


def unmarked(text: str) -> str:
    """`text` without HTML and JATS tags and entities; where a paragraph ended is a blank line.

    A sign that only looks like a tag ("p < 0.05 and q > 2") stays.
    """
    if "<" in text:
        text = BLOCK.sub("\n\n", HEADING.sub("", text))
        text = TAG.sub("", text)
    if "&" in text:
        text = html.unescape(text)
    if "  " in text or "\t" in text:
        text = SPACES.sub(" ", text)
    return (BREAKS.sub("\n\n", text) if "\n" in text else text).strip()


def unmarked_line(text: str) -> str:
    """The same, on one line."""
    return " ".join(unmarked(text).split())


def month_number(text: str) -> int | None:
    """A month by its number or English name; None: it is neither."""
    word = text.strip().strip(".").lower()
    if word.isdecimal():
        return int(word) if 1 <= int(word) <= 12 else None
    return MONTHS.get(word[:3])


def split_words(text: str, signs: str = ",;") -> list[str]:
    """Keywords written in one text, between any of `signs`."""
    pieces: Sequence[str] = re.split(f"[{signs}]", text)
    return [" ".join(piece.split()) for piece in pieces if piece.strip()]
