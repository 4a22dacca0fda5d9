"""The ACL Anthology's XML: the papers of its volumes."""

from __future__ import annotations

from typing import Any, BinaryIO

from generator.importers.found import Entries, Raw
from generator.importers.values import full_name, month_number
from generator.importers.xml_records import Element, records

SOURCE = "acl"
HOME = "https://aclanthology.org"


def looks(head: str) -> bool:
    return "<collection" in head and "<volume" in head


def entries(stream: BinaryIO) -> Entries:
    """A volume's <meta> stands before its papers, and says where and when they appeared."""
    volume: dict[str, Any] = {}
    for element in records(stream, "meta", "paper"):
        if element.name == "meta":
            volume = {"venue": _text(element.first("booktitle")), "published": _date(element)}
        else:
            retracted = element.first("retracted") is not None
            remarks = ("it is retracted",) if retracted else ()
            yield Raw(element.line, _fields(element) | volume, element.column, remarks)


def _fields(paper: Element) -> dict[str, Any]:
    place = paper.text("url")
    page, pdf = (f"{HOME}/{place}/", f"{HOME}/{place}.pdf") if "://" not in place else ("", place)
    return {
        "id": place if "://" not in place else paper.text("bibkey"),
        "title": _text(paper.first("title")),
        "abstract": _text(paper.first("abstract")),
        "authors": [name for name in map(_name, paper.all("author")) if name],
        "doi": paper.text("doi"),
        "url": page if place else "",
        "pdf": pdf if place else "",
    }


def _name(author: Element) -> str:
    return full_name(author.text("first"), author.text("last"), suffix=author.text("suffix"))


def _date(meta: Element) -> str | None:
    """The year, with the first month that is named: "August 10-13", "June–July"."""
    year = meta.text("year")
    if not year:
        return None
    words = meta.text("month").replace("-", " ").replace("–", " ").replace("/", " ").split()
    months = [month_number(word) for word in words if word.isalpha()]
    return f"{year}-{months[0]:02d}" if months and months[0] else year


def _text(element: Element | None) -> str:
    """Text with its formulas between dollars; what is set in type loses its dress."""
    if element is None:
        return ""
    parts = (part if isinstance(part, str) else _part(part) for part in element.parts)
    return "".join(parts).strip()


def _part(element: Element) -> str:
    if element.name == "tex-math":
        return f"${element.text()}$"
    return _text(element)
