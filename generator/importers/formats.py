"""The formats that are read, and which of them a file has by its beginning."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from generator.importers import (
    acl,
    arxiv_atom,
    arxiv_list,
    arxiv_oai,
    arxiv_rss,
    bibtex,
    markdown,
    ris,
)
from generator.importers.found import Entries
from generator.importers.json_values import is_answer
from generator.importers.listing import looks_like_a_listing
from generator.importers.shapes import SHAPES, Shape

LISTING, LINES, JSON = "listing", "jsonlines", "json"


@dataclass(frozen=True, slots=True)
class Format:
    """A format that is not JSON records: by its own module in this folder."""

    source: str  # what its sightings are called; "" when that is the file's name
    looks: Callable[[str], bool]  # whether a beginning is of this format
    entries: Callable[[BinaryIO], Entries]


# In the order they are tried: what is surest to be known first.
DOCUMENTS: Mapping[str, Format] = {
    "arxiv-oai": Format(arxiv_oai.SOURCE, arxiv_oai.looks, arxiv_oai.entries),
    "arxiv-atom": Format(arxiv_atom.SOURCE, arxiv_atom.looks, arxiv_atom.entries),
    "arxiv-rss": Format(arxiv_rss.SOURCE, arxiv_rss.looks, arxiv_rss.entries),
    "acl": Format(acl.SOURCE, acl.looks, acl.entries),
    "arxiv-list": Format(arxiv_list.SOURCE, arxiv_list.looks, arxiv_list.entries),
    "markdown": Format(markdown.SOURCE, markdown.looks, markdown.entries),
    "ris": Format(ris.SOURCE, ris.looks, ris.entries),
    "bibtex": Format(bibtex.SOURCE, bibtex.looks, bibtex.entries),
}
SHAPED: Mapping[str, Shape] = {shape.name: shape for shape in SHAPES}
FORMATS = (LISTING, LINES, *SHAPED, *DOCUMENTS)

HTML = re.compile(r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.DOTALL)
# The first keys of an answer that has its records inside it.
ANSWER = re.compile(r'\{\s*"(?:status|message-type|total|offset|count|meta|data|results)"')
KNOWN = f"known are {', '.join(FORMATS)}; --format says which it is"


class Unknown(ValueError):
    """No format that is known; `hint` says what may help."""

    def __init__(self, what: str, hint: str = KNOWN) -> None:
        super().__init__(what)
        self.what, self.hint = what, hint


def format_of(head: str) -> str:
    """Which format a file has that begins with `head`; JSON for records of some shape.

    Raises Unknown.
    """
    text = head.lstrip("\ufeff \t\r\n")
    if not text:
        raise Unknown("empty", "fetch it again")
    refuse_html(text)
    for name, format in DOCUMENTS.items():
        if format.looks(text):
            return name
    if text[0] in "[{":
        return JSON
    if looks_like_a_listing(text):
        return LISTING
    raise Unknown("of no known format")


def refuse_html(text: str, format: str = "") -> None:
    """Raises Unknown for a page, which servers send instead of what they were asked for."""
    if HTML.match(text):
        what = f"an HTML page{f', not {format}' if format else ''}"
        raise Unknown(what, "the server may have answered with an error page; open it in a browser")


def is_lines(head: str) -> bool:
    """Whether JSON that begins with `head` has a record a line, and is not one document.

    One line alone is a record, unless it is an answer with its records inside.
    """
    text = head.lstrip("\ufeff \t\r\n")
    line, _, rest = text.partition("\n")
    if not text.startswith("{"):
        return False
    try:
        alone = json.loads(line)
    except (ValueError, RecursionError):
        return rest.lstrip().startswith("{") or (not rest and not ANSWER.match(text))
    return bool(rest.strip()) or not is_answer(alone)
