"""The text of a record as readers will see it, worked out once for each record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.corpus.identity import marks_of
from generator.corpus.related import telling_words
from generator.corpus.text import one_line, readable

LINES = ("title", "org", "tldr")
LISTS = ("authors", "topics")
TELLING = ("named", "about")  # fields that no source has: made of title and abstract


def cleaned(
    fields: Mapping[str, Any], *, telling: bool = False
) -> tuple[dict[str, Any], tuple[Any, ...]]:
    """What is worked out of a record when it is read: readable fields, and its marks."""
    return readable_fields(fields, telling=telling), marks_of(fields)


def readable_fields(fields: Mapping[str, Any], *, telling: bool = False) -> dict[str, Any]:
    """The fields of a paper's record whose readable text is another than what was printed.

    Names and topics that nothing readable is left of are dropped from their lists. With
    `telling` also `named` and `about`: the words that related papers are found by.
    """
    made: dict[str, Any] = {key: one_line(fields[key]) for key in LINES if key in fields}
    if "abstract" in fields:
        made["abstract"] = readable(fields["abstract"])
    for key in LISTS:
        if key in fields:
            made[key] = [line for line in map(one_line, fields[key]) if line]
    if telling:
        text = made.get("abstract") or " ".join(fields.get("terms", ()))
        words = telling_words(made.get("title", ""), text)
        made |= dict(zip(TELLING, words, strict=True))
    return {key: text for key, text in made.items() if text != fields.get(key)}
