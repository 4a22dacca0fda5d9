"""Opening what is to be imported, and finding out by its beginning what it is."""

from __future__ import annotations

import codecs
import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from generator.importers.jsonlines import LINE_BYTES
from generator.importers.listing import looks_like_a_listing
from generator.problems import DigestError, Problem

LISTING, LINES = "listing", "jsonlines"
FORMATS = (LISTING, LINES)
LISTING_BYTES = 20_000_000
LOOK_BYTES = 64_000  # of a file, to find out its format
GZIP = b"\x1f\x8b"
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
KNOWN = "known are saved Daily Papers listings (text) and JSON Lines, plain or .gz"
HINTS = {
    "[": "this is one JSON array; make it an object a line: jq -c '.[]' FILE",
    "<": "this is HTML or XML; save the page as text",
    "@": "this may be BibTeX, which is not read",
}


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
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        what = f"broken gzip: {error}"
        raise DigestError([Problem(path, None, None, what, "fetch the file again")]) from None
    except OSError as error:
        what = f"cannot be read: {error.strerror or error}"
        raise DigestError([Problem(path, None, None, what)]) from None


def file_format(file: Path, path: str) -> str:
    """Which of FORMATS `file` has. Raises DigestError when it has none of them."""
    with told(path), _opened(file) as stream:
        head = stream.read(LOOK_BYTES)
    if head.startswith(UTF_16):
        raise _unknown(path, "UTF-16", "save the file as UTF-8")
    # The end of what was looked at may cut a character in two.
    text = head.decode("utf-8-sig", errors="replace").lstrip()
    if text.startswith("{"):
        return LINES
    if looks_like_a_listing(text):
        return LISTING
    raise _unknown(path, "of no known format" if text else "empty", HINTS.get(text[:1], KNOWN))


def _unknown(path: str, what: str, hint: str) -> DigestError:
    return DigestError([Problem(path, 1, None, what, hint)])


def read_text(file: Path, path: str) -> str:
    """All of a listing, in Unix lines. Raises DigestError."""
    with told(path), _opened(file) as stream:
        raw = stream.read(LISTING_BYTES + 1)
        if len(raw) > LISTING_BYTES:
            raise _unknown(path, f"a listing of more than {LISTING_BYTES:,} bytes", "split it")
        return raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def read_lines(file: Path, path: str) -> Iterator[bytes]:
    """The lines of a file, one after the other; of one that is too long only the beginning.

    Raises DigestError.
    """
    with told(path), _opened(file) as stream:
        while line := stream.readline(LINE_BYTES + 1):
            rest = line
            while rest and not rest.endswith(b"\n") and len(rest) > LINE_BYTES:
                rest = stream.readline(LINE_BYTES + 1)
            yield line


def _opened(file: Path) -> BinaryIO:
    stream = file.open("rb")
    packed = stream.read(2) == GZIP
    stream.seek(0)
    if not packed:
        return stream
    stream.close()
    return cast(BinaryIO, gzip.open(file, "rb"))
