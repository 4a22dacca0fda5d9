"""Importers: files that others wrote → sightings. One file a format, found by looking.

`parse` reads bytes that are in memory, `read_source` a file; `found.py` says what an importer is.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from generator.importers.formats import FORMATS
from generator.importers.found import Counts, Found, Imported
from generator.importers.reading import newest_year, parse, read_stream, told

__all__ = ["FORMATS", "Counts", "Found", "Imported", "newest_year", "parse", "read_source"]


def read_source(
    file: Path,
    format: str | None = None,
    listed: date | None = None,
    source: str | None = None,
    *,
    neighbour_year: int | None = None,
    today: date | None = None,
) -> Imported:
    """All sightings of one file, of one of FORMATS. Raises DigestError when it is not readable.

    `listed` is the day it was saved; `source` the name to give it instead of its own.
    `neighbour_year` and `today` help to infer that day where a listing leaves out the year.
    """
    path = file.as_posix()
    with told(path), file.open("rb") as stream:
        return read_stream(
            stream,
            path,
            format,
            listed=listed,
            source=source,
            neighbour_year=neighbour_year,
            today=today,
        )
