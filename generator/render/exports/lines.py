"""The whole corpus as JSON Lines, and the JSON Schema that says what its fields hold."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from generator.plan.page import Context
from generator.render.citation import page_address
from generator.render.data import clean, json_text
from generator.render.filters import Filters

Site = Mapping[str, Any]

TEXT = {"type": "string"}
ADDRESS = {"type": "string", "format": "uri"}
TEXTS = {"type": "array", "items": TEXT}
DAY = {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}
# What each field holds, in the order people read them.
FIELDS: Mapping[str, tuple[dict[str, Any], str]] = {
    "id": (TEXT, "What the digest calls the paper; it stays when the title changes."),
    "page": (ADDRESS, "The paper's page in the digest."),
    "aliases": (TEXTS, "Other ids, each with a page that leads to this one."),
    "title": (TEXT, "The title; mathematics as TeX between dollars."),
    "authors": (TEXTS, "All authors as printed. Absent where no source names them."),
    "author_count": ({"type": "integer", "minimum": 1}, "How many authors there are."),
    "org": (TEXT, "An organisation that stands for it."),
    "venue": (TEXT, "The conference or journal."),
    "published": (DAY, "When it appeared: a day, a month or a year, as far as it is known."),
    "first_seen": (DAY, "The day a source of the digest first listed it."),
    "doi": (TEXT, "The DOI, in lower case, without https://doi.org/."),
    "arxiv_id": (TEXT, "The arXiv id, without version."),
    "url": (ADDRESS, "Where the paper is."),
    "pdf": (ADDRESS, "Its PDF."),
    "code": (ADDRESS, "Its code."),
    "project": (ADDRESS, "Its project page."),
    "topics": (TEXTS, "Ids of its topics in the digest, the main one first."),
    "editions": (TEXTS, "Ids of the editions it is in, oldest first."),
    "tldr": (TEXT, "The digest's own sentence on it."),
    "abstract": (TEXT, "The abstract, where the digest passes it on."),
}
NEEDED = ("id", "page", "title")


def json_lines(context: Context, site: Site, filters: Filters) -> Iterator[str]:
    """A paper a line, keys sorted; what is not known has no key."""
    del filters
    return (_line(paper, site) for paper in context["papers"])


def _line(paper: Context, site: Site) -> str:
    known = {key: value for key, value in paper.items() if value}
    return clean(json_text(known | {"page": page_address(paper, site)})) + "\n"


def schema(context: Context, site: Site, filters: Filters) -> str:
    """JSON Schema, 2020-12, of one line."""
    del filters
    made = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": site["origin"] + site["base"] + context["url"],
        "title": f"A paper of {site['title']}",
        "type": "object",
        "required": list(NEEDED),
        "properties": {
            name: {**kind, "description": said} for name, (kind, said) in FIELDS.items()
        },
        "additionalProperties": False,
    }
    return clean(json.dumps(made, ensure_ascii=False, indent=2)) + "\n"
