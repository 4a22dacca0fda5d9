"""YAML without its traps: text stays text, doubles are mistakes, every key has a place.

Built on PyYAML's event stream rather than on `load` or `compose`: those turn `2407.05530`
into a number and `no` into False, keep the last of two equal keys without a word, and
libyaml's composer takes the process down on 50,000 nested brackets.
"""

from __future__ import annotations

from typing import Any

import yaml

from generator.sources.record import Keys

DEPTH = 20  # nesting that no honest file reaches
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C parser is some 20 times faster
# Newer libyaml gives up at a thousand brackets, before it has told of any; the parser in Python
# tells of each, and so where they are too many.
TOO_DEEP = "maximum nesting depth"
NOTHING = {"", "~", "null", "Null", "NULL"}  # plain scalars that mean "no value"

Places = dict[Keys, tuple[int, int]]  # keys → line and column of the value, both from 0


class YamlMistake(Exception):
    """What stops a text from being read as a mapping; line and column count from 0."""

    def __init__(self, line: int, column: int, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.line, self.column, self.what, self.hint = line, column, what, hint


def has_c_parser() -> bool:
    """Whether PyYAML came with libyaml; without it reading takes some 20 times longer."""
    return bool(yaml.__with_libyaml__)


def parse_yaml(text: str, places: Places | None = None) -> dict[str, Any]:
    """`text` as a mapping of text, lists and mappings; values that are left empty are None.

    Nothing is guessed from how a value looks: `no` is "no" and `2407.05530` keeps its zero.
    `places`, when given, gets the place of every value. An empty text is an empty mapping.
    Raises YamlMistake for bad syntax, a repeated key, an alias, a tag, nesting over DEPTH,
    a key that is no text, and a document that is no mapping.
    """
    return _parsed(text, places, LOADER)


def _parsed(text: str, places: Places | None, loader: Any) -> dict[str, Any]:
    try:
        return _Builder(loader(text), places).document()
    except yaml.YAMLError as error:
        if TOO_DEEP in str(error) and loader is not yaml.SafeLoader:
            return _parsed(text, places, yaml.SafeLoader)
        raise _syntax_mistake(error, text) from None


class _Builder:
    """Walks the events of one text, each used once."""

    def __init__(self, loader: Any, places: Places | None) -> None:
        self.next = loader.get_event
        self.places = places

    def document(self) -> dict[str, Any]:
        self.next()  # the stream begins
        event = self.next()
        if isinstance(event, yaml.StreamEndEvent):
            return {}
        value = self.value(self.next(), (), 0)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise YamlMistake(0, 0, "not a mapping", "write `name: value`, one to a line")
        self.next()  # the document ends
        after = self.next()
        if not isinstance(after, yaml.StreamEndEvent):
            raise _mistake(after, "a second document", "keep one document in a file")
        return value

    def value(self, event: Any, keys: Keys, depth: int) -> Any:
        if self.places is not None:
            mark = event.start_mark
            self.places[keys] = (mark.line, mark.column)
        kind = type(event)
        if kind is yaml.AliasEvent:
            raise _mistake(event, f"an alias (`*{event.anchor}`)", "write the value out")
        if event.tag is not None and event.tag != "!":
            raise _mistake(event, f"a tag (`{event.tag}`)", "tags are not read; leave it out")
        if kind is yaml.ScalarEvent:
            text: str = event.value
            return None if event.implicit[0] and text in NOTHING else text
        if depth >= DEPTH:
            raise _mistake(event, f"nested more than {DEPTH} deep", "flatten it")
        if kind is yaml.SequenceStartEvent:
            return self.sequence(keys, depth)
        return self.mapping(keys, depth)

    def sequence(self, keys: Keys, depth: int) -> list[Any]:
        items: list[Any] = []
        while type(event := self.next()) is not yaml.SequenceEndEvent:
            items.append(self.value(event, (*keys, len(items)), depth + 1))
        return items

    def mapping(self, keys: Keys, depth: int) -> dict[str, Any]:
        items: dict[str, Any] = {}
        lines: dict[str, int] = {}
        while type(event := self.next()) is not yaml.MappingEndEvent:
            if type(event) is not yaml.ScalarEvent or event.tag not in (None, "!"):
                raise _mistake(event, "a key that is not text", "quote it")
            key = event.value
            if key in items:
                what = f"`{key}` stands here twice; the first is {_lines_up(event, lines[key])}"
                raise _mistake(event, what, "keep one of them")
            lines[key] = event.start_mark.line  # type: ignore[union-attr]
            items[key] = self.value(self.next(), (*keys, key), depth + 1)
        return items


def _lines_up(event: Any, first: int) -> str:
    distance = event.start_mark.line - first
    if distance == 0:
        return "in the same line"
    return "one line up" if distance == 1 else f"{distance} lines up"


def _mistake(event: Any, what: str, hint: str) -> YamlMistake:
    return YamlMistake(event.start_mark.line, event.start_mark.column, what, hint)


def _syntax_mistake(error: yaml.YAMLError, text: str) -> YamlMistake:
    mark: Any = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:  # a character YAML does not allow; libyaml gives its offset at most
        position = getattr(error, "position", None) or 0
        before = text[:position]
        column = position - before.rfind("\n") - 1
        return YamlMistake(before.count("\n"), column, "a character that YAML does not allow")
    what = getattr(error, "problem", None) or "not YAML"
    if "quoted scalar" in (getattr(error, "context", None) or ""):
        mark, what = error.context_mark, f"{what} in a quoted value"  # type: ignore[attr-defined]
    return YamlMistake(mark.line, mark.column, *_explained(what, text, mark.line))


def _explained(what: str, text: str, line: int) -> tuple[str, str]:
    """libyaml's words, and what usually mends them."""
    lines = text.split("\n")
    here = lines[line] if line < len(lines) else ""
    if "\t" in here[: len(here) - len(here.lstrip())] or "cannot start any token" in what:
        return what, "indent with spaces, not tabs, and quote values that begin with @, ` or %"
    if "mapping values are not allowed" in what:
        return what, 'a value with ": " in it needs quotes: title: "Name: what it does"'
    if "quoted value" in what:
        return what, "a quote was opened and never closed"
    return what, "quote the value if it holds any of : # { } [ ] & * ! | > ' \" % @ `"
