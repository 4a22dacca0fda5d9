"""Who renders which page."""

from __future__ import annotations

from collections import Counter
from itertools import chain

import pytest

from generator.plan.page import Page
from generator.update import dealt

PAPERS = [f"p{number:02}" for number in range(40)]


def page(name: str, *papers: str) -> Page:
    return Page(f"/{name}/", "topic.html", dict, papers=papers)


PAGES = [
    *(page(f"one-{first}", *PAPERS[first : first + 4]) for first in range(0, 40, 4)),
    *(page(f"two-{first}", *PAPERS[first : first + 10]) for first in range(0, 40, 10)),
    *(page(paper) for paper in PAPERS),
]


@pytest.mark.parametrize("shares", range(1, 6))
def test_each_page_is_dealt_once(shares: int) -> None:
    turns = dealt(PAGES, PAPERS, shares)

    assert Counter(page.url for page in turns) == Counter(page.url for page in PAGES)


@pytest.mark.parametrize("shares", [1, 2])
def test_a_worker_gets_the_lists_of_a_stretch_of_time_in_order(shares: int) -> None:
    turns = dealt(PAGES, PAPERS, shares)

    shown = [[page.papers[0] for page in turns[n::shares] if page.papers] for n in range(shares)]
    assert all(shown)
    assert list(chain(*shown)) == sorted(chain(*shown))


def test_nothing_is_dealt_of_nothing() -> None:
    assert dealt([], [], 2) == []
