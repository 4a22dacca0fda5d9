"""Dates, labels and first sentences as people write them."""

from __future__ import annotations

import pytest

from generator.plan.cards import first_sentence, issue_label, long_date, short_date
from generator.plan.outputs import whole_day


@pytest.mark.parametrize(
    ("day", "long", "short"),
    [
        ("2024-07-08", "8 July 2024", "8 Jul 2024"),
        ("2024-05-31", "31 May 2024", "31 May 2024"),
        ("2024-07", "July 2024", "Jul 2024"),
        ("2024", "2024", "2024"),
    ],
)
def test_a_date_shows_as_much_as_is_known(day: str, long: str, short: str) -> None:
    assert (long_date(day), short_date(day)) == (long, short)


@pytest.mark.parametrize(
    ("id", "label"),
    [("2025-W05", "Week 5, 2025"), ("2025-12-09", "9 December 2025"), ("2025-12", "December 2025")],
)
def test_an_edition_is_called_as_people_say_it(id: str, label: str) -> None:
    assert issue_label(id) == label


@pytest.mark.parametrize(
    ("markdown", "line"),
    [
        (
            "Who acts *here*, and [why](paper:x) is it so? Then more.",
            "Who acts here, and why is it so?",
        ),
        ("One paragraph without an end\n\nAnother.", "One paragraph without an end"),
        ("", ""),
    ],
)
def test_the_first_sentence_is_plain(markdown: str, line: str) -> None:
    assert first_sentence(markdown) == line


@pytest.mark.parametrize(
    ("day", "whole"),
    [
        ("2024", "2024-01-01"),
        ("2024-07", "2024-07-01"),
        ("2024-07-08", "2024-07-08"),
        (None, "1970-01-01"),
    ],
)
def test_a_date_in_part_begins_its_year_or_month(day: str | None, whole: str) -> None:
    assert whole_day(day) == whole
