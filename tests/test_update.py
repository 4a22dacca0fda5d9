"""Who renders which page."""

from __future__ import annotations

from collections import Counter
from itertools import chain, pairwise

import pytest

from generator.plan.page import Page
from generator.update import portioned

PAPERS = [f"p{number:02}" for number in range(40)]


def page(name: str, *papers: str) -> Page:
    return Page(f"/{name}/", "topic.html", dict, papers=papers)


PAGES = [
    *(page(f"one-{first}", *PAPERS[first : first + 4]) for first in range(0, 40, 4)),
    *(page(f"two-{first}", *PAPERS[first : first + 10]) for first in range(0, 40, 10)),
    *(page(paper) for paper in PAPERS),
]


@pytest.mark.parametrize("jobs", [1, 2, 5, 1000])
def test_each_page_is_in_one_portion(jobs: int) -> None:
    portions = portioned(PAGES, PAPERS, jobs)

    assert Counter(page.url for page in chain(*portions)) == Counter(page.url for page in PAGES)


@pytest.mark.parametrize("jobs", [1, 2])
def test_lists_are_dealt_first_and_a_stretch_of_time_to_each_worker(jobs: int) -> None:
    portions = portioned(PAGES, PAPERS, jobs)

    shown = [[page.papers[0] for page in portion if page.papers] for portion in portions]
    assert all(shown[:jobs])
    assert not any(shown[jobs:])
    assert all(one <= other for one, other in pairwise(chain(*shown)))


def test_nothing_is_dealt_of_nothing() -> None:
    assert portioned([], [], 2) == []
