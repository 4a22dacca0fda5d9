"""OpenAlex `/works`: a search, one work, or lines of its snapshot."""

from __future__ import annotations

from typing import Any

from generator.importers.values import at, each, first, names, text_at, unmarked, unmarked_line

HOME = "https://openalex.org/"
LISTED_AUTHORS = 100  # a list of works cuts the authors of each
LONGEST = 200_000  # positions in an abstract; a larger one is damaged


def fits(record: dict[str, Any]) -> bool:
    return text_at(record, "id").startswith((f"{HOME}W", f"{HOME}w")) or (
        "authorships" in record and "display_name" in record
    )


def fields(record: dict[str, Any]) -> dict[str, Any]:
    ids = record.get("ids")
    place = record.get("primary_location")
    found = {
        "id": text_at(record, "id").removeprefix(HOME),
        "title": unmarked_line(
            first(text_at(record, "title"), text_at(record, "display_name"), "")
        ),
        "abstract": _abstract(record.get("abstract_inverted_index")),
        "published": first(record.get("publication_date"), _year(record.get("publication_year"))),
        "venue": _venue(place),
        "doi": first(record.get("doi"), at(ids, "doi")),
        "url": first(text_at(place, "landing_page_url"), text_at(record, "id")),
        "pdf": first(text_at(place, "pdf_url"), text_at(record, "best_oa_location", "pdf_url")),
        "topics": names(text_at(topic, "display_name") for topic in each(record, "topics")),
        "remarks": ["it is retracted"] if record.get("is_retracted") is True else [],
    }
    if _cut(record):
        found["author_count"] = record.get("authors_count")
        found["remarks"].append(
            "its authors are left out: the list is cut, and would deny the rest"
        )
        return found
    return found | _authors(record)


def _cut(record: dict[str, Any]) -> bool:
    """Whether it names some of its authors only; a list of works does not always say so."""
    said = record.get("is_authors_truncated")
    return said is True or (
        said is None and len(list(each(record, "authorships"))) == LISTED_AUTHORS
    )


def _authors(record: dict[str, Any]) -> dict[str, Any]:
    people = [_name(one) for one in each(record, "authorships")]
    orgs = [
        text_at(place, "display_name")
        for one in each(record, "authorships")
        for place in each(one, "institutions")
    ]
    return {"authors": names(people), "org": first(*orgs)}


def _name(authorship: Any) -> str:
    said = text_at(authorship, "author", "display_name")
    return said or text_at(authorship, "raw_author_name")


def _abstract(index: Any) -> str | None:
    """The words of {word: [positions]} in their order."""
    if not isinstance(index, dict):
        return None
    placed = [
        (position, word)
        for word, positions in index.items()
        if isinstance(positions, list)
        for position in positions
        if isinstance(position, int) and 0 <= position < LONGEST
    ]
    return unmarked(" ".join(word for _, word in sorted(placed)))


def _year(year: Any) -> str | None:
    return f"{year:04d}" if isinstance(year, int) and not isinstance(year, bool) else None


def _venue(place: Any) -> str | None:
    """The journal or conference; a repository is no venue."""
    kind = text_at(place, "source", "type")
    return None if kind == "repository" else text_at(place, "source", "display_name")
