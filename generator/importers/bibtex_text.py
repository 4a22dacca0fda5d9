"""What the values of BibTeX fields say: text without braces, and names in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from generator.corpus.spans import parts
from generator.corpus.text import one_line, readable
from generator.importers.values import full_name

# Braces that are meant to be seen, while those that only protect go.
SEEN = {"\\{": "\ue000", "\\}": "\ue001", "\\textbraceleft": "\ue000", "\\textbraceright": "\ue001"}
SEEN_BRACE = re.compile(r"\\(?:text(?:braceleft|braceright)(?![A-Za-z])(?:\{\})?|[{}])")
# Commands of programs that TeX does not know, and what they mean.
DRESS = re.compile(r"\\(?:mkbib(?:emph|italic|bold|quote|parens)|enquote)\s*(?=\{)")
COMMENT = re.compile(r"^\s*%.*$", re.MULTILINE)
SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv)\.?\Z", re.IGNORECASE)


class People(NamedTuple):
    names: tuple[str, ...]
    whole: bool  # False: "and others" stands at the end


def value_of(raw: str, strings: Mapping[str, str]) -> str:
    """`{text}`, `"text"`, a name of `@string`, or several of them joined with `#`."""
    pieces = _pieces(raw) if "#" in raw else (raw,)
    return "".join(_piece(piece.strip(), strings) for piece in pieces)


def _pieces(raw: str) -> Iterator[str]:
    """The parts of a value between the `#` that stand in no braces and no quotes."""
    depth, quoted, start = 0, False, 0
    for place, sign in enumerate(raw):
        if sign == "{":
            depth += 1
        elif sign == "}":
            depth -= 1
        elif sign == '"' and depth == 0:
            quoted = not quoted
        elif sign == "#" and depth == 0 and not quoted:
            yield raw[start:place]
            start = place + 1
    yield raw[start:]


def _piece(piece: str, strings: Mapping[str, str]) -> str:
    if len(piece) > 1 and piece[0] + piece[-1] in ("{}", '""'):
        return piece[1:-1]
    return strings.get(piece.lower(), piece)


def plain_text(tex: str) -> str:
    """A text as it reads: accents and commands as characters, no braces, math left as it is."""
    return _without_braces(readable(_prepared(tex)))


def plain_line(tex: str) -> str:
    """The same, on one line."""
    return _without_braces(one_line(_prepared(tex)))


def _prepared(tex: str) -> str:
    if "\\" not in tex:
        return tex
    return SEEN_BRACE.sub(_seen, DRESS.sub(r"\\emph", tex))


def _seen(found: re.Match[str]) -> str:
    return SEEN[found.group().removesuffix("{}")]


def _without_braces(text: str) -> str:
    if "{" in text or "}" in text:
        text = "".join(_shown(*part) for part in parts(text))
    return text.replace("\ue000", "{").replace("\ue001", "}").strip()


def _shown(kind: str, body: str) -> str:
    if kind in ("math", "display"):
        mark = "$" if kind == "math" else "$$"
        return f"{mark}{body}{mark}"
    return body if kind == "link" else body.replace("{", "").replace("}", "")


def people(field: str) -> People:
    """The names of an author field, each in the order it is read."""
    if not field.strip():
        return People((), True)
    parted = [name for name in _parted(COMMENT.sub("", field)) if name]
    others = bool(parted) and parted[-1].lower() == "others"
    named = (plain_line(_read_in_order(name)) for name in parted[: -1 if others else None])
    return People(tuple(name for name in named if name), not others)


def _parted(field: str) -> Iterator[str]:
    """Names between the `and` that stand in no braces."""
    depth, words = 0, list[str]()
    for word in field.split():
        if depth == 0 and word.lower() == "and":
            yield " ".join(words)
            words = []
        else:
            words.append(word)
        depth += word.count("{") - word.count("}")
    yield " ".join(words)


def _read_in_order(name: str) -> str:
    """ "von Beethoven, Ludwig", "Ford, Jr., Henry" and "{Otter, Inc.}" as they are read."""
    family, *rest = _at_commas(name)
    if not rest:
        return name
    if len(rest) == 1:
        return f"{family}, {rest[0]}" if SUFFIX.match(rest[0]) else full_name(rest[0], family)
    return full_name(" ".join(rest[1:]), family, suffix=rest[0])


def _at_commas(name: str) -> list[str]:
    depth, start, pieces = 0, 0, []
    for place, sign in enumerate(name):
        depth += (sign == "{") - (sign == "}")
        if sign == "," and depth == 0:
            pieces.append(name[start:place].strip())
            start = place + 1
    return [*pieces, name[start:].strip()]
