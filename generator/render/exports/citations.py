"""Lists of papers as BibTeX, RIS and CSL-JSON. What is not known is left out, never made up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.plan.page import Context
from generator.render.bibtex import bibtex
from generator.render.citation import names, page_address
from generator.render.data import clean, json_text
from generator.render.exports.names import Name, parted, sorted_form
from generator.render.filters import Filters
from generator.render.text import plain

Site = Mapping[str, Any]


def bib(context: Context, site: Site, filters: Filters) -> Iterator[str]:
    """The entries of the papers' own pages, one after the other."""

    def made(paper: Context) -> str:
        return clean(bibtex(paper, site)) + "\n\n"

    return (filters.entry("bib", paper, made) for paper in context["papers"])


def ris(context: Context, site: Site, filters: Filters) -> Iterator[str]:
    """RIS as Zotero, EndNote and Mendeley read it; lines end as its specification asks."""

    def made(paper: Context) -> str:
        rows = (f"{tag}  - {_line(value)}" for tag, value in _ris_fields(paper, site))
        return "\r\n".join([*rows, "ER  - ", "", ""])

    return (filters.entry("ris", paper, made) for paper in context["papers"])


def _ris_fields(paper: Context, site: Site) -> Iterator[tuple[str, str]]:
    """Tags in order, of what is known."""
    published = paper["published"]
    yield "TY", "CPAPER" if paper["venue"] else "UNPB"
    yield "ID", paper["id"]
    yield "TI", plain(paper["title"])
    for name in names(paper):
        yield "AU", sorted_form(parted(name))
    if published:
        yield "PY", published[:4]
        yield "DA", "/".join([*published.split("-"), "", "", ""][:4])
    if paper["venue"]:
        yield "T2", paper["venue"]
    if paper["arxiv_id"]:
        yield "M1", f"arXiv:{paper['arxiv_id']}"
    if paper["doi"]:
        yield "DO", paper["doi"]
    yield "UR", paper["url"] or page_address(paper, site)


def _line(text: str) -> str:
    """`text` on one line, without what could begin another."""
    if text.isprintable() and "  " not in text:
        return text
    return " ".join(clean(text).split())


def csl(context: Context, site: Site, filters: Filters) -> Iterator[str]:
    """CSL-JSON (citeproc-js), a record a line."""

    def made(paper: Context) -> str:
        return clean(json_text(_csl_record(paper, site)))

    before = "[\n"
    for paper in context["papers"]:
        yield before + filters.entry("csl", paper, made)
        before = ",\n"
    yield "\n]\n" if before == ",\n" else "[]\n"


def _csl_record(paper: Context, site: Site) -> dict[str, Any]:
    published, arxiv = paper["published"], paper["arxiv_id"]
    known = {
        "id": paper["id"],
        "type": "paper-conference" if paper["venue"] else "article",
        "title": plain(paper["title"]),
        "author": [_csl_name(parted(name)) for name in names(paper)],
        "issued": {"date-parts": [[int(part) for part in published.split("-")]]}
        if published
        else 0,
        "container-title": paper["venue"],
        "publisher": "arXiv" if arxiv and not paper["venue"] else "",
        "number": f"arXiv:{arxiv}" if arxiv else "",
        "DOI": paper["doi"],
        "URL": paper["url"] or page_address(paper, site),
        "abstract": paper.get("abstract", ""),
    }
    return {key: value for key, value in known.items() if value}


def _csl_name(name: Name) -> dict[str, str]:
    if not name.family:
        return {"literal": name.literal}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {key: value for key, value in parts.items() if value}
