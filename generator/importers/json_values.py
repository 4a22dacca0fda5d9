"""The records of a JSON document, one after the other, each with its line and column.

An array is read as it comes, a piece at a time, so that one of any length takes little memory.
An object is one record, or an answer that has its records somewhere inside it.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple

from generator.importers.found import Broken

PIECE_BYTES = 1 << 18
RECORD_CHARACTERS = 20_000_000  # of one record of an array
ANSWER_CHARACTERS = 100_000_000  # of a document that is one object
INSIDE = (("message", "items"), ("data",), ("results",), ("items",), ("papers",), ("hits",))
COUNTS = ("total", "count", "offset", "meta", "status")  # an answer that found nothing has them
CUT_WORD = re.compile(r"(?:t(?:ru?)?|f(?:a(?:ls?)?)?|n(?:ul?)?|-)\Z")  # of true, false, null, -1
SPACE = re.compile(r"[ \t\r\n]*")


class Value(NamedTuple):
    line: int
    column: int
    value: Any


def values(stream: BinaryIO) -> Iterator[Value]:
    """The records of a document. Raises Broken where it is not JSON, or ends too early."""
    text = _Text(stream)
    if text.peek() == "[":
        yield from _array(text)
    else:
        yield from _answer(text)


class _Text:
    """A stream decoded a piece at a time; what was used is let go."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self.scan = json.JSONDecoder().raw_decode
        self.kept, self.at, self.ended = "", 0, False
        self.line, self.column = 1, 1  # of `at`

    def more(self) -> bool:
        """Read another piece; False: there is none."""
        if self.ended:
            return False
        raw = self.stream.read(max(PIECE_BYTES, len(self.kept)))  # doubling: each try begins anew
        self.ended = not raw
        try:
            self.kept = self.kept[self.at :] + self.decoder.decode(raw, self.ended)
        except UnicodeDecodeError as error:
            hint = "save the file as UTF-8"
            what = f"not UTF-8: byte 0x{error.object[error.start]:02x}"
            raise Broken(self.line + self.kept.count("\n", self.at), what, hint) from None
        self.at = 0
        return True

    def move(self, to: int) -> None:
        passed = self.kept[self.at : to]
        breaks = passed.count("\n")
        self.line += breaks
        after = len(passed) - passed.rfind("\n")
        self.column = after if breaks else self.column + len(passed)
        self.at = to

    def peek(self) -> str:
        """The next sign that is no space; "" at the end."""
        while True:
            match = SPACE.match(self.kept, self.at)
            self.move(match.end() if match else self.at)
            if self.at < len(self.kept):
                return self.kept[self.at]
            if not self.more():
                return ""

    def value(self) -> Value:
        """The value that begins here. Raises Broken."""
        line, column = self.line, self.column
        while True:
            try:
                found, end = self.scan(self.kept, self.at)
            except json.JSONDecodeError as error:
                if len(self.kept) - self.at < RECORD_CHARACTERS and self.more():
                    continue
                raise self.broken(error.msg, error.pos) from None
            except (RecursionError, ValueError) as error:
                deep = isinstance(error, RecursionError)
                raise self.broken("nested too deep" if deep else str(error), self.at) from None
            if end == len(self.kept) and self.more():  # a number may go on
                continue
            self.move(end)
            return Value(line, column, found)

    def broken(self, what: str, place: int) -> Broken:
        self.move(min(place, len(self.kept)))
        rest = self.kept[self.at :].strip()
        if self.ended and (not rest or what.startswith("Unterminated") or CUT_WORD.match(rest)):
            return Broken(self.line, "the file ends here, in the middle", "fetch it again")
        return Broken(self.line, f"not JSON: {what}", "", self.column)


def _array(text: _Text) -> Iterator[Value]:
    text.move(text.at + 1)
    if text.peek() == "]":
        return
    while True:
        if not text.peek():
            raise text.broken("", len(text.kept))
        yield text.value()
        sign = text.peek()
        if sign not in (",", "]"):
            raise text.broken("`,` or `]` expected", text.at)
        text.move(text.at + 1)
        if sign == "]":
            return


def _answer(text: _Text) -> Iterator[Value]:
    """One record; or those inside an answer."""
    while len(text.kept) < ANSWER_CHARACTERS and text.more():
        pass
    start = text.at, text.line, text.column
    whole = text.value()
    way = _way_inside(whole.value)
    if way is None:
        if not _found_nothing(whole.value):
            yield whole
        return
    text.at, text.line, text.column = start
    for key in way:
        _enter(text, key)
    if text.peek() == "[":
        yield from _array(text)
    else:
        yield text.value()


def _way_inside(answer: Any) -> tuple[str, ...] | None:
    """The keys that lead to the records of an answer; None: it is a record itself."""
    for way in INSIDE:
        found = answer
        for key in way:
            found = found.get(key) if isinstance(found, dict) else None
        if isinstance(found, list):
            return way
    is_single = isinstance(answer, dict) and isinstance(answer.get("message"), dict)
    return ("message",) if is_single else None


def is_answer(value: Any) -> bool:
    """Whether records stand inside `value`, or none were found; else it is a record itself."""
    return _way_inside(value) is not None or _found_nothing(value)


def _enter(text: _Text, key: str) -> None:
    """Go on to the value of `key` in the object that begins here."""
    text.move(text.at + 1)
    while True:
        text.peek()
        name = text.value().value
        text.peek()
        text.move(text.at + 1)
        text.peek()
        if name == key:
            return
        text.value()
        text.peek()
        text.move(text.at + 1)


def _found_nothing(value: Any) -> bool:
    """Whether an answer has counts and no records: {"total": 0, "offset": 0}."""
    return isinstance(value, dict) and bool(value) and set(value) <= set(COUNTS)
