"""Hugging Face `api/daily_papers`: papers as its readers put them on a day's list.

Its keywords and summaries are a machine's words and are not read.
"""

from __future__ import annotations

from typing import Any

from generator.importers.values import at, day_of, each, first, names, text_at


def fits(record: dict[str, Any]) -> bool:
    return isinstance(record.get("paper"), dict)


def fields(record: dict[str, Any]) -> dict[str, Any]:
    """Outside stands what its readers made of a paper, inside what arXiv says of it."""
    paper = record["paper"]
    organisation = first(record.get("organization"), paper.get("organization"))
    return {
        "id": paper.get("id"),
        "title": first(paper.get("title"), record.get("title")),
        "abstract": first(paper.get("summary"), record.get("summary")),
        "authors": names(text_at(author, "name") for author in each(paper, "authors")),
        "org": first(text_at(organisation, "fullname"), text_at(organisation, "name")),
        "published": day_of(paper.get("publishedAt")),
        # Midnight UTC of the day: taken as it stands, as local time would move it back a day.
        "listed": day_of(paper.get("submittedOnDailyAt")),
        "url": _page(paper.get("id")),
        "code": first(paper.get("githubRepo")),
        "project": first(paper.get("projectPage")),
        "upvotes": paper.get("upvotes"),
        "comments": at(record, "numComments"),
    }


def _page(id: Any) -> str | None:
    return f"https://huggingface.co/papers/{id}" if isinstance(id, str) and id else None
