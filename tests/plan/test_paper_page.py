"""What decides a paper's page is known before its context is made."""

from __future__ import annotations

from typing import Any

import pytest

from generator.build import Options, plan
from generator.corpus.clean import UNSEEN
from generator.plan.page import Context
from generator.sources.fields import OVERLAY, SIGHTING
from tests.digest import Digest

OTHER: dict[str, Any] = {
    "id": "b",
    "arxiv_id": "2501.01234",
    "doi": "10.1000/5",
    "authors": ["Cy Ek"],
    "author_count": 7,
    "published": "2024-07-08",
    "listed": "2025-12-08",
    "date": "2023",
    "topics": ["Rewards"],
    "upvotes": 12,
    "comments": 3,
    "terms": ["reward"],
    "acronyms": {"PPO": "proximal policy optimization"},
    "draft": True,
    "aliases": ["once"],
}


def other(name: str) -> dict[str, Any]:
    return {name: OTHER.get(name, f"https://other.example/{name}")}


def made(digest: Digest) -> tuple[Any, Context]:
    """What the page of the one paper is made from, and its context."""
    pages = plan(digest.folder, Options(jobs=1, drafts=True)).pages
    page = next(page for page in pages if page.template == "paper.html")
    return page.basis(), page.context()


@pytest.mark.parametrize("name", sorted(SIGHTING))
def test_a_field_of_an_import_decides_the_page_where_it_is_shown(digest: Digest, name: str) -> None:
    digest.write_import({"id": "a", "title": "Agents", "source_id": "x"})
    before = made(digest)
    digest.write_import({"id": "a", "title": "Agents", "source_id": "x"} | other(name))

    basis, context = made(digest)

    assert (basis != before[0]) == (context != before[1])


@pytest.mark.parametrize("name", sorted(OVERLAY))
def test_a_field_of_a_note_decides_the_page_where_it_is_shown(digest: Digest, name: str) -> None:
    digest.write_topic("rewards")
    digest.write_paper("a", "A note.", title="Agents")
    before = made(digest)
    digest.write_paper("a", "A note.", **{"title": "Agents"} | other(name))

    basis, context = made(digest)

    assert (basis != before[0]) == (context != before[1])


def test_what_is_unseen_is_a_field_of_some_source() -> None:
    assert {*SIGHTING, *OVERLAY} >= UNSEEN


def test_white_space_around_a_note_does_not_decide_its_page(digest: Digest) -> None:
    digest.write_paper("a", "A note.")
    before = made(digest)
    digest.write_paper("a", "\n\nA note.\n\n")

    assert made(digest) == before
