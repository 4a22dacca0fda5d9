"""Working days, holidays, and when a source is overdue."""

from __future__ import annotations

from datetime import date

import pytest

from generator.config import Source
from generator.fetch.days import day_off, expected, is_overdue, working_days

ARXIV = Source("arxiv", "arxiv", query="cat:cs.CL")
HUB = Source("hf-daily", "hugging-face-daily")


def on(day: str) -> date:
    return date.fromisoformat(day)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2025-12-13", "a weekend"),
        ("2025-12-14", "a weekend"),
        ("2025-12-15", ""),
        ("2025-12-25", "a holiday"),
        ("2026-01-01", "a holiday"),
        ("2026-01-19", "a holiday"),  # the third Monday of January
        ("2026-01-12", ""),
        ("2026-05-25", "a holiday"),  # the last Monday of May
        ("2026-05-18", ""),
        ("2026-09-07", "a holiday"),  # the first Monday of September
        ("2026-11-26", "a holiday"),  # the fourth Thursday of November
        ("2026-11-19", ""),
    ],
)
def test_arxiv_rests_on_weekends_and_on_its_holidays(day: str, why: str) -> None:
    assert day_off(ARXIV, on(day)) == why


def test_daily_papers_appear_on_days_on_which_only_arxiv_rests() -> None:
    assert day_off(HUB, on("2026-01-19")) == ""


def test_a_day_off_in_digest_yaml_is_one() -> None:
    source = Source("hf-daily", "hugging-face-daily", days_off=("2026-02-17",))

    assert day_off(source, on("2026-02-17")) == "a day off"


def test_working_days_leave_out_all_others() -> None:
    days = working_days(HUB, on("2025-12-24"), on("2025-12-29"))

    assert [day.isoformat() for day in days] == ["2025-12-24", "2025-12-26", "2025-12-29"]


@pytest.mark.parametrize(
    ("cadence", "last", "due", "still_good", "overdue"),
    [
        ("daily", "2025-12-12", "2025-12-15", "2025-12-17", "2025-12-18"),  # over a weekend
        ("daily", "2025-12-24", "2025-12-26", "2025-12-30", "2025-12-31"),  # and over Christmas
        ("weekly", "2025-12-08", "2025-12-15", "2025-12-18", "2025-12-19"),
        ("monthly", "2025-12-01", "2026-01-01", "2026-01-08", "2026-01-09"),
    ],
)
def test_a_source_is_overdue_when_its_cadence_and_some_grace_are_over(
    cadence: str, last: str, due: str, still_good: str, overdue: str
) -> None:
    source = Source("hf-daily", "hugging-face-daily", cadence)

    assert expected(source, on(last)) == on(due)
    assert not is_overdue(source, on(due), on(still_good))
    assert is_overdue(source, on(due), on(overdue))
