"""Stale or current, and why: worked out from values."""

from __future__ import annotations

import pytest

from generator.plan.changes import PARTS, Entry, foreign, leftovers, stale_reason

PRINTS = ("c", "t", "s", "g")
ENTRY = Entry(PRINTS, "digest", 10, 99, "new page")


@pytest.mark.parametrize("number", range(len(PARTS)))
def test_a_change_of_any_part_is_named(number: int) -> None:
    changed = tuple("new" if n == number else part for n, part in enumerate(PRINTS))

    assert stale_reason(changed, ENTRY, (10, 99)) == f"{PARTS[number]} changed"


@pytest.mark.parametrize(
    ("entry", "there", "reason"),
    [
        (ENTRY, (10, 99), ""),
        (None, None, "new page"),
        (None, (10, 99), "new page"),
        (ENTRY, None, "file missing"),
        (ENTRY, (11, 99), "file touched"),
        (ENTRY, (10, 98), "file touched"),
    ],
)
def test_a_page_is_current_only_when_its_file_is_as_it_was(
    entry: Entry | None, there: tuple[int, int] | None, reason: str
) -> None:
    assert stale_reason(PRINTS, entry, there) == reason


def test_only_what_the_last_build_wrote_is_left_over() -> None:
    before = {"a": ENTRY, "b": ENTRY}

    assert leftovers({"a", "c"}, before) == ["b"]


def test_a_file_nobody_of_ours_wrote_is_foreign() -> None:
    assert foreign({"a", "b"}, {"a": ENTRY}, {"a", "b", "c"}) == ["b"]
