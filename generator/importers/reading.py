"""Bytes to be imported → sightings: finds out by their beginning what they are.

`parse` takes what a server answered, `read_stream` a file that is open; both go the same way, a
piece at a time.
"""

from __future__ import annotations

import codecs
import gzip
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import BinaryIO, cast

from generator.corpus.slugs import slug
from generator.importers.fitting import Given, Reading
from generator.importers.formats import (
    DOCUMENTS,
    LINES,
    LISTING,
    SHAPED,
    Unknown,
    format_of,
    is_lines,
    refuse_html,
)
from generator.importers.found import Broken, Entries, Imported, Left, Raw
from generator.importers.json_values import values
from generator.importers.jsonlines import IGNORED, LINE_BYTES, RENAMED, import_lines
from generator.importers.listing import Listing, parse_listing
from generator.importers.listing_days import SOURCE, listing_day, sightings
from generator.importers.shapes import Shape, entry, shape_of
from generator.problems import DigestError, Problem

LISTING_BYTES = 20_000_000
LOOK_BYTES = 64_000  # of a file, to find out its format
GZIP = b"\x1f\x8b"
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
DAY_NAME = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")


def parse(
    raw: bytes,
    name: str,
    format: str | None = None,
    *,
    listed: date | None = None,
    source: str | None = None,
) -> Imported:
    """All sightings in `raw`, plain or gzip: a file's bytes, or what a server answered.

    `name` stands for it where something is told, and names the source of records that name
    none. `format` is one of FORMATS; without it `raw` is looked at. `listed` is the day of
    records that tell no day of listing, `source` the name to give all of them. What is odd is
    a warning, and a record that makes no sense is left out; where the rest cannot be read (cut
    off, no JSON any more) the problems hold an error (`Imported.broken`) and `found` what came
    before. Raises DigestError when nothing can be read: an HTML page, an unknown format, a
    missing library.
    """
    return read_stream(BytesIO(raw), name, format, listed=listed, source=source)


def read_stream(
    packed: BinaryIO,
    path: str,
    format: str | None,
    *,
    listed: date | None,
    source: str | None,
    neighbour_year: int | None = None,
    today: date | None = None,
) -> Imported:
    """The way of `parse`; the years are for listings, see `listing_day`."""
    with told(path):
        stream, head = _opened(packed)
        name = format or format_of(head)
        if name == LISTING:
            listing = _listing(stream, path)
            when = listing_day(listing, listed, neighbour_year, today or date.today())
            return sightings(listing, when, slug(source) if source else SOURCE)
        if format:
            refuse_html(head, format)
        given = Given(path, _stem(path), source, listed)
        imported = _records(stream, head, name, given)
    if imported.broken and not imported.found:
        raise DigestError(imported.problems)
    return imported


def _records(stream: BinaryIO, head: str, name: str, given: Given) -> Imported:
    document = DOCUMENTS.get(name)
    if document:
        named = replace(given, stem=document.source or given.stem)
        return Reading(named).read(document.entries(stream))
    if is_lines(head):
        return _json_lines(stream, name, given)
    return _json_document(stream, name, given)


def _json_lines(stream: BinaryIO, name: str, given: Given) -> Imported:
    """A record a line; all have the shape of the first."""
    lines = read_lines(stream)
    first = next((line for line in lines if line.strip()), b"")
    shape = SHAPED.get(name) or (None if name == LINES else _shape_of_line(first))
    return import_lines(chain([first], lines), _of_shape(given, shape), shape)


def _shape_of_line(line: bytes) -> Shape | None:
    found = list(values(BytesIO(line))) if len(line) <= LINE_BYTES else []
    return shape_of(found[0].value) if found else None


def _json_document(stream: BinaryIO, name: str, given: Given) -> Imported:
    """An array or an answer; all records have the shape of the first."""
    found = values(stream)
    first = next(found, None)
    if first is None:
        return Reading(given).read(iter(()))
    shape = SHAPED.get(name) or (None if name == LINES else shape_of(first.value))
    records = chain([first], found)
    if shape:
        entries: Entries = (entry(shape, v.value, v.line, v.column) for v in records)
        return Reading(_of_shape(given, shape)).read(entries)
    if not (isinstance(first.value, dict) and isinstance(first.value.get("title"), str)):
        raise Unknown("JSON of no known format")
    ours: Entries = (
        Raw(v.line, v.value, v.column)
        if isinstance(v.value, dict)
        else Left(v.line, "not an object", v.column)
        for v in records
    )
    return Reading(given, RENAMED, IGNORED).read(ours)


def _of_shape(given: Given, shape: Shape | None) -> Given:
    """A service's own name goes before that of a file.

    Old answers of Hugging Face tell no day of listing, but are saved by it: "2024-05-27.json".
    """
    if not shape:
        return given
    day = DAY_NAME.search(given.path.rpartition("/")[2]) if shape.daily else None
    listed = given.listed or (_day(day.group()) if day else None)
    return replace(given, stem=shape.source or given.stem, listed=listed)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _stem(path: str) -> str:
    name = path.rpartition("/")[2]
    return name.removesuffix(".gz").rpartition(".")[0] or name


@contextmanager
def told(path: str) -> Iterator[None]:
    """What goes wrong with a file on the disk becomes a problem of `path`."""
    try:
        yield
    except UnicodeDecodeError as error:
        what = f"not UTF-8: byte {error.start} is 0x{error.object[error.start]:02x}"
        line = error.object[: error.start].count(b"\n") + 1
        hint = "save the file as UTF-8"
        raise DigestError([Problem(path, line, None, what, hint)]) from None
    except Broken as broken:
        place = path, broken.line, broken.column
        raise DigestError([Problem(*place, broken.what, broken.hint)]) from None
    except Unknown as unknown:
        raise DigestError([Problem(path, 1, None, unknown.what, unknown.hint)]) from None
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        what = f"broken gzip: {error}"
        raise DigestError([Problem(path, None, None, what, "fetch the file again")]) from None
    except OSError as error:
        what = f"cannot be read: {error.strerror or error}"
        raise DigestError([Problem(path, None, None, what)]) from None


def _opened(stream: BinaryIO) -> tuple[BinaryIO, str]:
    """The stream, unpacked where it is gzip, and its beginning as text. Raises Unknown."""
    packed = stream.read(2) == GZIP
    stream.seek(0)
    plain = cast(BinaryIO, gzip.GzipFile(fileobj=stream)) if packed else stream
    head = plain.read(LOOK_BYTES)
    plain.seek(0)
    if head.startswith(UTF_16):
        raise Unknown("UTF-16", "save the file as UTF-8")
    # The end of what was looked at may cut a character in two.
    return plain, head.decode("utf-8-sig", errors="replace")


def newest_year(file: Path, format: str | None) -> int | None:
    """The newest year printed at an entry of a listing; None: there is none, or no listing.

    Raises DigestError when the file is not readable.
    """
    path = file.as_posix()
    with told(path), file.open("rb") as packed:
        stream, head = _opened(packed)
        if (format or format_of(head)) != LISTING:
            return None
        return _listing(stream, path).newest_year()


def _listing(stream: BinaryIO, path: str) -> Listing:
    """All of a listing, in Unix lines. Raises Unknown."""
    raw = stream.read(LISTING_BYTES + 1)
    if len(raw) > LISTING_BYTES:
        raise Unknown(f"a listing of more than {LISTING_BYTES:,} bytes", "split it")
    text = raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    return parse_listing(text, path)


def read_lines(stream: BinaryIO) -> Iterator[bytes]:
    """The lines of a file, one after the other; of one that is too long only the beginning."""
    while line := stream.readline(LINE_BYTES + 1):
        rest = line
        while rest and not rest.endswith(b"\n") and len(rest) > LINE_BYTES:
            rest = stream.readline(LINE_BYTES + 1)
        yield line
