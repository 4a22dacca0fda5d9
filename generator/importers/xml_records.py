"""The records of an XML document, one after the other, in little memory and without surprises.

A document type declaration is refused: no format here has one, and with it go entities that
expand without end or read files.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.parsers import expat

from generator.importers.found import Broken

PIECE_BYTES = 1 << 16
DEPTH = 60
RECORD_ELEMENTS = 100_000


@dataclass(slots=True)
class Element:
    """An element with its attributes; `name` has no namespace, attributes likewise."""

    name: str
    line: int
    column: int
    attributes: dict[str, str]
    parts: list[str | Element] = field(default_factory=list)

    def all(self, name: str) -> list[Element]:
        """The children of that name, in order."""
        return [part for part in self.parts if isinstance(part, Element) and part.name == name]

    def first(self, name: str) -> Element | None:
        return next(iter(self.all(name)), None)

    def text(self, name: str = "") -> str:
        """All text within it, or within its first child of that name; "" when there is none."""
        if name:
            child = self.first(name)
            return child.text() if child else ""
        return "".join(p if isinstance(p, str) else p.text() for p in self.parts).strip()


def records(stream: BinaryIO, *names: str) -> Iterator[Element]:
    """Every element of one of `names`, whole, when it ends; one inside another is part of it.

    Raises Broken where it is not XML.
    """
    reading = _Reading(names)
    parser = reading.parser
    try:
        while piece := stream.read(PIECE_BYTES):
            parser.Parse(piece, False)
            yield from reading.taken()
        parser.Parse(b"", True)
    except Broken:
        yield from reading.taken()
        raise
    except expat.ExpatError as error:
        yield from reading.taken()
        what = expat.errors.messages.get(error.code, "not XML")
        ended = what in ("no element found", "unclosed token") and not stream.read(1)
        what = "the file ends here, in the middle" if ended else f"not XML: {what}"
        hint = "fetch it again" if ended else ""
        raise Broken(error.lineno, what, hint, error.offset + 1) from None
    except (LookupError, ValueError) as error:  # of the encoding it says it has
        raise Broken(1, f"not XML: {error}", "save the file as UTF-8") from None
    yield from reading.taken()


class _Reading:
    """What the parser tells, put together to elements."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names
        self.open: list[Element] = []  # the record being read and what is open in it
        self.depth = self.count = 0
        self.done: list[Element] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text
        self.parser.StartDoctypeDeclHandler = self.refuse

    def taken(self) -> list[Element]:
        done, self.done = self.done, []
        return done

    def refuse(self, name: str, *_: object) -> None:
        if name.lower() == "html":
            raise self.broken("an HTML page", "the server may have answered with an error page")
        raise self.broken("a document type, which could hide what the file expands to")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEPTH:
            raise self.broken(f"elements nested deeper than {DEPTH}")
        local = name.rpartition(" ")[2]
        if not self.open and local not in self.names:
            return
        place = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1
        if attributes:
            attributes = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        element = Element(local, *place, attributes)
        self.count = self.count + 1 if self.open else 1
        if self.count > RECORD_ELEMENTS:
            raise self.broken(f"a record of more than {RECORD_ELEMENTS:,} elements")
        if self.open:
            self.open[-1].parts.append(element)
        self.open.append(element)

    def end(self, name: str) -> None:
        del name
        self.depth -= 1
        if self.open:
            element = self.open.pop()
            if not self.open:
                self.done.append(element)

    def text(self, text: str) -> None:
        if self.open:
            self.open[-1].parts.append(text)

    def broken(self, what: str, hint: str = "") -> Broken:
        return Broken(
            self.parser.CurrentLineNumber, what, hint, self.parser.CurrentColumnNumber + 1
        )
