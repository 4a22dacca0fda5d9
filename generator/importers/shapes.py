"""JSON records as services and reference managers give them, told apart by their keys.

A shape says how to know one record and what its fields are. The same shapes serve an array of
records, an answer with the records inside it, one record alone, and JSON Lines.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from generator.importers import crossref, csl, hugging_face, openalex, semantic_scholar
from generator.importers.found import Left, Raw

REPR_CHARACTERS = 2_000_000  # of a record written as Python writes a dict


@dataclass(frozen=True, slots=True)
class Shape:
    """What a record of one service looks like."""

    name: str
    source: str  # what its sightings are called; "" when that is the file's name
    fits: Callable[[dict[str, Any]], bool]
    fields: Callable[[dict[str, Any]], dict[str, Any]]
    daily: bool = False  # a file of it is one day's list


SHAPES = (
    Shape("hugging-face", "hugging-face", hugging_face.fits, hugging_face.fields, daily=True),
    Shape("semantic-scholar", "semantic-scholar", semantic_scholar.fits, semantic_scholar.fields),
    Shape("openalex", "openalex", openalex.fits, openalex.fields),
    Shape("crossref", "crossref", crossref.fits, crossref.fields),
    Shape("csl-json", "", csl.fits, csl.fields),
)


def shape_of(record: Any) -> Shape | None:
    """The shape of one record; None: of none that is known."""
    record = unwritten(record)
    if not isinstance(record, dict):
        return None
    return next((shape for shape in SHAPES if shape.fits(record)), None)


def entry(shape: Shape, record: Any, line: int, column: int | None = None) -> Raw | Left:
    """One record read as `shape`."""
    record = unwritten(record)
    if not isinstance(record, dict):
        return Left(line, "not an object", column)
    if not shape.fits(record):
        return Left(line, f"not a record of {shape.name}: {_keys(record)}", column)
    fields = shape.fields(record)
    remarks: Sequence[str] = fields.pop("remarks", ())
    return Raw(line, fields, column, tuple(remarks))


def _keys(record: dict[str, Any]) -> str:
    keys = ", ".join(f"`{str(key)[:30]}`" for key in list(record)[:6])
    return f"its keys are {keys}" if keys else "it is empty"


def unwritten(record: Any) -> Any:
    """A record that was saved as the text of a Python dict, as the dict; others as they are."""
    if not isinstance(record, str) or not record.lstrip().startswith("{"):
        return record
    if len(record) > REPR_CHARACTERS:
        return record
    try:
        return ast.literal_eval(record.strip())
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return record
