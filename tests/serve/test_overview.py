"""What is marked as not out yet, and what is missing."""

from __future__ import annotations

import pytest

from generator.build import Options, plan
from generator.serve.overview import MOST_LISTED, marks, overview
from tests.digest import Digest
from tests.plain import use_plain_theme

TODAY = "2026-03-15"


@pytest.fixture
def small(digest: Digest) -> Digest:
    use_plain_theme(digest)
    digest.write_config(theme="plain")
    return digest


@pytest.mark.parametrize(
    ("day", "mark"),
    [
        ("2026-03-15", None),
        ("2026-03-16", "In the future: 2026-03-16"),
        ("2026-03", None),
        ("2026-04", "In the future: 2026-04"),
        ("2026", None),
        ("2027", "In the future: 2027"),
    ],
)
def test_a_day_is_to_come_as_far_as_it_is_known(small: Digest, day: str, mark: str | None) -> None:
    small.write("content/papers/a.md", f"---\ntitle: A\npublished: {day}\n---\n")

    assert marks(plan(small.folder, Options()).corpus, TODAY).get("/papers/a/") == mark


def test_a_draft_is_a_draft_whatever_its_day(small: Digest) -> None:
    small.write_paper("a", listed="2999-01-04", draft=True)
    small.write_topic("agents", draft=True)
    small.write("content/people/ada.md", "---\nname: Ada Abe\ndraft: true\n---\n")
    small.write_paper("b", authors=["Ada Abe"])

    found = marks(plan(small.folder, Options(drafts=True)).corpus, TODAY)

    assert found["/papers/a/"] == found["/topics/agents/"] == found["/people/ada/"] == "Draft"


def test_of_very_many_papers_the_newest_are_listed_and_all_are_counted(small: Digest) -> None:
    count = MOST_LISTED + 5
    small.write_import(*({"id": f"p{n}", "title": f"Paper {n}"} for n in range(count)))
    small.write_import({"id": "new", "title": "New", "listed": "2026-01-01"}, source="late")

    found = overview(plan(small.folder, Options(jobs=1)).corpus)

    assert (found.papers, found.notes.count) == (count + 1, count + 1)
    assert len(found.notes.papers) == MOST_LISTED
    assert found.notes.papers[0].path == "content/imported/late/2025-12-09.jsonl"
