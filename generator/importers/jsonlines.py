"""JSON Lines, one paper a line, plain or gzip: libraries and saved answers of other tools.

A line may have our keys, or be a record as some service answers with (`shapes.py`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from generator.importers.fitting import Given, Reading
from generator.importers.found import Entries, Imported, Left, Raw
from generator.importers.shapes import Shape, entry

LINE_BYTES = 1_000_000
RENAMED = {"date": "published", "id": "source_id", "summary": "abstract"}
IGNORED = frozenset(["ai_summary", "comment"])  # a machine's words, and remarks on versions


def import_lines(lines: Iterable[bytes], given: Given, shape: Shape | None = None) -> Imported:
    """A sighting for each line that is a paper; what makes no sense is told and left out.

    Text is kept as found, but titles and names are made one line.
    """
    if shape:
        return Reading(given).read(_entries(lines, shape))
    return Reading(given, RENAMED, IGNORED).read(_entries(lines, None))


def _entries(lines: Iterable[bytes], shape: Shape | None) -> Entries:
    for number, raw in enumerate(lines, 1):
        if not raw.strip():
            continue
        try:
            record = _record(raw)
        except (ValueError, RecursionError) as error:
            yield Left(number, _reason(error), hint="each line is one JSON object with a `title`")
            continue
        yield entry(shape, record, number) if shape else Raw(number, record)


def _record(raw: bytes) -> dict[str, Any]:
    """The object of one line. Raises ValueError, or RecursionError when it is nested too deep."""
    if len(raw) > LINE_BYTES:
        raise ValueError(f"more than {LINE_BYTES:,} bytes")
    record = json.loads(raw.decode("utf-8-sig"))
    if not isinstance(record, dict):
        raise ValueError("not an object")
    return record


def _reason(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return f"not UTF-8, byte {error.start} is 0x{error.object[error.start]:02x}"
    if isinstance(error, json.JSONDecodeError):
        return f"not JSON, {error.msg} at column {error.colno}"
    return "nested too deep" if isinstance(error, RecursionError) else str(error)[:200]
