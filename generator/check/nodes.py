"""XML taken apart into elements that know their line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from generator.problems import Problem


@dataclass(slots=True)
class Node:
    """An element. Names with a namespace are written "uri name"."""

    name: str
    attributes: dict[str, str]
    line: int
    column: int
    text: str = ""  # its own, without that of its children, stripped
    children: list[Node] = field(default_factory=list)

    def all(self, name: str) -> Iterator[Node]:
        return (child for child in self.children if child.name == name)

    def first(self, name: str) -> Node | None:
        return next(self.all(name), None)

    def words(self, name: str) -> str:
        """The text of the first child of that name; "" when there is none."""
        child = self.first(name)
        return child.text if child else ""

    def below(self) -> Iterator[Node]:
        """The element and all inside it, in order of the text."""
        yield self
        for child in self.children:
            yield from child.below()


class _Builder:
    """Listens to the parser; a document type is refused, since ours never have one."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.root: Node | None = None
        self.open: list[Node] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        line, column = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1
        node = Node(name, attributes, line, column)
        if self.open:
            self.open[-1].children.append(node)
        else:
            self.root = node
        self.open.append(node)

    def end(self, _: str) -> None:
        node = self.open.pop()
        node.text = node.text.strip()

    def text(self, text: str) -> None:
        self.open[-1].text += text

    def doctype(self, *_: object) -> None:
        raise ValueError("a document type, which readers refuse")


def parse_nodes(path: str, text: str) -> Node | Problem:
    """The root element of `text`, or why it is not XML."""
    builder = _Builder()
    hint = "write it with a serialiser that escapes text"
    try:
        builder.parser.Parse(text.encode(), True)
    except expat.ExpatError as error:
        what = f"not well-formed: {expat.ErrorString(error.code)}"
        return Problem(path, error.lineno, error.offset + 1, what, hint)
    except ValueError as error:
        return Problem(path, builder.parser.CurrentLineNumber, None, f"it has {error}", "drop it")
    assert builder.root is not None  # the parser refuses a text without an element
    return builder.root
