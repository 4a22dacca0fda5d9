"""What a list is compared by: it changes when a card does, and only then."""

from __future__ import annotations

from typing import Any

import pytest

from generator.build import Options, plan
from generator.plan.cards import card, cards_told
from generator.plan.page import Context, site_of
from tests.digest import Digest

PAPER: dict[str, Any] = {
    "id": "a",
    "title": "A title",
    "authors": ["Ada Abe", "Bo Diaz"],
    "published": "2025-12-01",
    "listed": "2025-12-02",
    "abstract": "Words.",
    "topics": ["cats", "dogs"],
}


def shown(digest: Digest, **fields: Any) -> tuple[Context, bytes]:
    """The card of the paper with these fields, and what it is compared by."""
    digest.write_import({key: v for key, v in (PAPER | fields).items() if v is not None})
    planned = plan(digest.folder, Options())
    site = site_of(planned.corpus, planned.config)
    (paper,) = planned.corpus.papers.values()
    return card(site, paper), cards_told(site, [paper.id])


@pytest.mark.parametrize(
    "fields",
    [
        {"id": "b"},
        {"title": "Another"},
        {"authors": ["Ada Abe", "Cleo Diaz"]},
        {"authors": ["Ada Abe", "Bo Diaz", "Eve Fox", "Gil Hay"]},
        {"authors": None, "author_count": 3},
        {"org": "A lab"},
        {"published": "2025-11-01"},
        {"published": None},
        {"venue": "A journal"},
        {"doi": "10.1000/one"},
        {"arxiv_id": "2512.00001"},
        {"code": "https://code.example/"},
        {"project": "https://project.example/"},
        {"topics": ["dogs", "cats"]},
    ],
)
def test_a_list_is_compared_by_all_that_its_cards_show(
    digest: Digest, fields: dict[str, Any]
) -> None:
    digest.write_config(topics={"min_papers": 1})
    before, told = shown(digest)
    after, now = shown(digest, **fields)

    assert before != after
    assert told != now


@pytest.mark.parametrize(
    "fields",
    [
        {"abstract": "Other words."},
        {"abstract": None, "terms": ["word"]},
        {"url": "https://other.example/"},
        {"upvotes": 7},
        {"source_id": "x1"},
        {"pdf": "https://other.example/a.pdf"},
    ],
)
def test_a_list_is_compared_by_nothing_that_its_cards_do_not_show(
    digest: Digest, fields: dict[str, Any]
) -> None:
    before, told = shown(digest)
    after, now = shown(digest, **fields)

    assert before == after
    assert told == now


def test_a_list_is_compared_by_the_day_a_source_listed_a_paper_that_gives_no_other(
    digest: Digest,
) -> None:
    before, told = shown(digest, published=None)
    after, now = shown(digest, published=None, listed="2025-12-03")

    assert (before["date"], after["date"]) == ("2025-12-02", "2025-12-03")
    assert told != now


def test_a_list_tells_where_a_code_link_leads_to_nobody(digest: Digest) -> None:
    before, told = shown(digest, code="https://code.example/one")
    after, now = shown(digest, code="https://code.example/two")

    assert before["marks"] == after["marks"] == ["code"]
    assert told == now


def test_a_topic_that_is_renamed_changes_what_lists_are_compared_by(digest: Digest) -> None:
    digest.write_topic("cats", name="Cats")
    _, told = shown(digest)
    digest.write_topic("cats", name="Felines", aliases=["cats"])
    _, now = shown(digest)

    assert told != now


def test_a_paper_of_two_sources_is_compared_by_the_card_they_make_together(digest: Digest) -> None:
    digest.write_paper("a", "A note.", title="Ours")
    before, told = shown(digest, title="Theirs")
    after, now = shown(digest, title="Theirs, later")

    assert before["title"] == "Ours"
    assert before == after
    assert told == now


def test_a_paper_of_the_editors_alone_is_compared_by_its_tldr(digest: Digest) -> None:
    digest.write_paper("b", title="Ours", tldr="In short.")
    digest.build()
    digest.write_paper("b", title="Ours", tldr="Shorter.")

    assert {"/papers/by/2025/", "/papers/b/"} <= digest.build().rendered.keys()
