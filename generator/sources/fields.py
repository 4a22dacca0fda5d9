"""The fields of every kind of file: what each may hold, and how text becomes that.

One table a kind of file. A value arrives as text (YAML) or already typed (JSON); a kind
turns it into the form the corpus works with, or says what is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from sys import intern
from typing import Any

from generator.sources.record import Finding, Keys, Record

DAY = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}\Z")
URL = re.compile(r"https?://[^\s/?#\"<>\\]+[^\s\"<>\\]*\Z", re.IGNORECASE)
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*\Z")
TRUE, FALSE = {"true", "yes", "on"}, {"false", "no", "off"}
LONG = 200_000  # characters; no title, abstract or intro is longer
MANY = 10_000  # items in a list


class Unfit(ValueError):
    """A value that its field cannot hold. `keys` lead to the part that does not fit."""

    def __init__(self, what: str, hint: str = "", keys: Keys = ()) -> None:
        super().__init__(what)
        self.what, self.hint, self.keys = what, hint, keys


Kind = Callable[[Any], Any]
Schema = Mapping[str, Kind]


def text(value: Any) -> str:
    if isinstance(value, str):
        if len(value) > LONG:
            raise Unfit(f"{len(value):,} characters, more than {LONG:,}", "shorten it")
        return value
    if isinstance(value, (list, dict)):
        raise Unfit("a list or mapping where text belongs", "write one value")
    raise Unfit(f"`{value}` is not text", "put it in quotes")


def name(value: Any) -> str:
    """Text that many records have: a source, a venue. It is in memory once for all of them."""
    return intern(text(value))


def texts(value: Any) -> list[str]:
    """A list of texts; a single text is a list of one, empty items are dropped.

    Each item, such as the name of an author, is in memory once for all that have it.
    """
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, list):
        raise Unfit(f"`{value}` is not a list", "write it as [one, two]")
    if len(items) > MANY:
        raise Unfit(f"{len(items):,} items, more than {MANY:,}", "shorten the list")
    if not {str}.issuperset(map(type, items)):
        for number, item in enumerate(items):
            if item is not None and not isinstance(item, str):
                raise Unfit(f"`{item}` is not text", "put it in quotes", (number,))
    return [intern(item) for item in items if item and item.strip()]


def whole(value: Any) -> int:
    """A number from 0 up."""
    try:
        number = int(value) if isinstance(value, (int, str)) else -1
    except ValueError:
        number = -1
    if number < 0 or isinstance(value, bool):
        raise Unfit(f"`{value}` is not a whole number", "write digits only, from 0 up")
    return number


def flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).casefold()
    if word not in TRUE | FALSE:
        raise Unfit(f"`{value}` is neither true nor false", "write true or false")
    return word in TRUE


def day(value: Any) -> str:
    """A whole day, as ISO text: "2024-07-08"."""
    known = some_date(value)
    if len(known) < 10:
        raise Unfit(f"`{value}` is not a whole date", "write year, month and day: 2024-07-08")
    return known


def some_date(value: Any) -> str:
    """A day, month or year, as much of it as is known: "2024-07-08", "2024-07", "2024"."""
    try:
        if not isinstance(value, str) or not DAY.match(value):
            raise ValueError
        date.fromisoformat(value + "-01-01"[len(value) - 4 :])
    except ValueError:
        raise Unfit(f"`{value}` is not a date", "write 2024-07-08, 2024-07 or 2024") from None
    return intern(value)


def url(value: Any) -> str:
    if not isinstance(value, str) or not URL.match(value):
        raise Unfit(
            f"`{str(value)[:80]}` is not a web address", "it begins with https:// or http://"
        )
    return value


def language(value: Any) -> str:
    if not isinstance(value, str) or not LANGUAGE.match(value):
        raise Unfit(f"`{value}` is not a language", "write a code such as en, de or pt-BR")
    return value


def names(value: Any) -> dict[str, str]:
    """A mapping of text to text: acronyms, links with labels."""
    if not isinstance(value, dict):
        raise Unfit(f"`{value}` is not a mapping", "write it as `name: value`, one to a line")
    for key, item in value.items():
        if not isinstance(item, str):
            raise Unfit(f"`{item}` is not text", "put it in quotes", (key,))
    return value


def one_of(*words: str) -> Kind:
    """The kind that holds one of `words`."""

    def kind(value: Any) -> str:
        if value not in words:
            raise Unfit(f"`{value}` is not one of {', '.join(words)}", suggestion(value, words))
        return str(value)

    return kind


def mapping(schema: Schema) -> Kind:
    """The kind that holds a mapping with the fields of `schema`."""

    def kind(value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise Unfit(f"`{value}` is not a mapping", f"fields: {', '.join(schema)}")
        return {key: _held(schema, key, item) for key, item in value.items() if item is not None}

    return kind


def sequence(of: Kind) -> Kind:
    """The kind that holds a list of `of`."""

    def kind(value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise Unfit(f"`{value}` is not a list", "begin each item with a dash")
        return [_at(number, of, item) for number, item in enumerate(value)]

    return kind


def _held(schema: Schema, key: str, value: Any) -> Any:
    if key not in schema:
        raise Unfit(f"no field `{key}` here", suggestion(key, schema), (key,))
    return _at(key, schema[key], value)


def _at(key: str | int, kind: Kind, value: Any) -> Any:
    try:
        return kind(value)
    except Unfit as unfit:
        raise Unfit(unfit.what, unfit.hint, (key, *unfit.keys)) from None


def suggestion(word: Any, known: Any) -> str:
    """ "did you mean" with the nearest of `known`, else all of them when they are few."""
    options = sorted(map(str, known))
    if len(options) > MANY // 2:  # to compare with all would take seconds
        options = [option for option in options if option[:2] == str(word)[:2]]
    from difflib import get_close_matches  # nothing of most digests is misspelled

    near = get_close_matches(str(word), options, 1, 0.6)
    if near:
        return f"did you mean `{near[0]}`?"
    return f"known: {', '.join(options)}" if len(options) <= 40 else ""


def fitted(
    record: Record, schema: Schema, *, warning: bool = False
) -> tuple[Record, list[Finding]]:
    """`record` with the values that fit `schema`, and what is said of those that do not.

    A value left empty is as if the field were not there. With `warning` (imported records)
    findings are told and do not stop the build.
    """
    fields, findings = {}, []
    for key, value in record.fields.items():
        kind = schema.get(key)
        if kind is None:
            what, hint = f"no field `{key}` here", suggestion(key, schema)
            findings.append(record.finding(key, what, hint, warning=warning))
        elif value is not None:
            try:
                fields[intern(key)] = kind(value)
            except Unfit as unfit:
                way = (key, *unfit.keys)
                findings.append(record.finding(way, unfit.what, unfit.hint, warning=warning))
    return Record(record.path, record.line, fields, record.body, record.body_line), findings


SIGHTING: Schema = {
    "id": text,
    "source_id": text,
    "title": text,
    "authors": texts,
    "author_count": whole,
    "org": name,
    "abstract": text,
    "published": some_date,
    "listed": day,
    "venue": name,
    "doi": text,
    "arxiv_id": text,
    "url": url,
    "pdf": url,
    "code": url,
    "project": url,
    "topics": texts,
    "upvotes": whole,
    "comments": whole,
    "source": name,
    "terms": texts,
    "acronyms": names,
}
OVERLAY: Schema = {
    **{key: SIGHTING[key] for key in SIGHTING if key not in ("terms", "acronyms", "source_id")},
    "date": some_date,
    "tldr": text,
    "draft": flag,
    "aliases": texts,
}
TOPIC: Schema = {
    "name": text,
    "slug": text,
    "parent": text,
    "aliases": texts,
    "rules": mapping({"title": texts, "abstract": texts, "exclude": texts, "threshold": whole}),
    "draft": flag,
}
PICK = {"paper": text, "why": text}
SECTION = {"title": text, "intro": text, "papers": texts}
ISSUE: Schema = {
    "title": text,
    "date": day,
    "picks": sequence(mapping(PICK)),
    "sections": sequence(mapping(SECTION)),
    "draft": flag,
}
PERSON: Schema = {"name": text, "variants": texts, "links": names, "draft": flag}
PAGE: Schema = {
    "title": text,
    "description": text,
    "menu": flag,
    "order": whole,
    "draft": flag,
}
