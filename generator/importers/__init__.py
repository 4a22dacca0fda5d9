"""Importers: files that others wrote → sightings. One file a format, found by looking."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from generator.corpus.slugs import slug
from generator.importers.found import Counts, Found, Imported
from generator.importers.jsonlines import import_lines
from generator.importers.listing import parse_listing
from generator.importers.listing_days import SOURCE, listing_day, sightings
from generator.importers.reading import FORMATS, LISTING, file_format, read_lines, read_text

__all__ = ["FORMATS", "Counts", "Found", "Imported", "newest_year", "read_source"]


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
    if (format or file_format(file, path)) == LISTING:
        listing = parse_listing(read_text(file, path), path)
        when = listing_day(listing, listed, neighbour_year, today or date.today())
        return sightings(listing, when, slug(source) if source else SOURCE)
    stem = file.name.removesuffix(".gz").rpartition(".")[0] or file.name
    lines = read_lines(file, path)
    return import_lines(lines, path, listed=listed, source=source, stem=stem)


def newest_year(file: Path, format: str | None = None) -> int | None:
    """The newest year printed at an entry of a listing; None: there is none, or no listing.

    Raises DigestError when the file is not readable.
    """
    path = file.as_posix()
    if (format or file_format(file, path)) != LISTING:
        return None
    return parse_listing(read_text(file, path), path).newest_year()
