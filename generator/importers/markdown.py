"""A papers list of Markdown files with front matter, one paper a file.

The names are Hugo's and those of its academic themes (`publishDate`, `url_pdf`, `tags`) beside our
own. What stands below the front matter is the abstract where the front matter gives none.
"""

from __future__ import annotations

import re
from typing import Any, BinaryIO

from generator.importers.found import Broken, Entries, Left, Raw
from generator.importers.values import day_of, each, first, text_at
from generator.sources.fields import SIGHTING
from generator.sources.yaml import YamlMistake, parse_yaml

SOURCE = "papers-list"
BYTES = 1_000_000
FENCE = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
# Other names of our fields, in the order they are tried.
NAMES = {
    "authors": ("authors", "author"),
    "published": ("published", "publishDate", "date", "year"),
    "abstract": ("abstract", "summary", "description"),
    "venue": ("venue", "publication", "journal", "conference", "booktitle"),
    "url": ("url", "link", "paper", "external_link"),
    "pdf": ("pdf", "url_pdf"),
    "code": ("code", "url_code", "github"),
    "project": ("project", "url_project", "website"),
    "topics": ("topics", "tags", "keywords", "categories"),
    "arxiv_id": ("arxiv_id", "arxiv", "eprint"),
}
TAKEN = {name for names in NAMES.values() for name in names}
EMPHASIS = re.compile(r"^[*_]+|[*_]+$")


def looks(head: str) -> bool:
    return bool(FENCE.match(head.replace("\r\n", "\n")) or head.startswith("---\n")) and (
        re.search(r"^title\s*:", head, re.MULTILINE) is not None
    )


def entries(stream: BinaryIO) -> Entries:
    raw = stream.read(BYTES + 1)
    if len(raw) > BYTES:
        raise Broken(1, f"more than {BYTES:,} bytes", "one file is one paper")
    text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    match = FENCE.match(text)
    if not match:
        yield Left(1, "no front matter between two lines of ---")
        return
    try:
        front = parse_yaml(match[1])
    except YamlMistake as mistake:
        yield Left(mistake.line + 2, mistake.what, mistake.column + 1, mistake.hint)
        return
    if front.get("draft") == "true":
        yield Left(1, "it is a draft")
        return
    yield Raw(1, _fields(front, text[match.end() :]))


def _fields(front: dict[str, Any], body: str) -> dict[str, Any]:
    own = {name: value for name, value in front.items() if name in SIGHTING and name not in TAKEN}
    own |= {name: first(*(front.get(key) for key in keys)) for name, keys in NAMES.items()}
    own["authors"] = _names(own["authors"])
    own["published"] = day_of(own["published"])
    own["abstract"] = own["abstract"] or body.strip()
    own["venue"] = EMPHASIS.sub("", own["venue"]) if isinstance(own["venue"], str) else None
    return own


def _names(given: Any) -> list[str] | None:
    """A list of names, or of mappings with a `name`, or one text with commas or `and`."""
    if isinstance(given, str):
        return [name.strip() for name in re.split(r",\s*(?:and\s+)?|\s+and\s+", given)]
    names = [one if isinstance(one, str) else text_at(one, "name") for one in each(given)]
    return [name for name in names if name] or None
