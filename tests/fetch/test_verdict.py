"""The word for an answer, and what is remembered of it, tried without a network."""

from __future__ import annotations

from datetime import date

import pytest

from generator.config import Source
from generator.fetch.answers import Answer
from generator.fetch.verdict import Gain, remembered, word
from generator.sources.intake import Intake
from tests.fetch.asked import FRIDAY, MONDAY, THURSDAY, TUESDAY, WEDNESDAY

HUB = Source("hf-daily", "hugging-face-daily")
PAPER = {"title": "A paper", "listed": MONDAY}
NEW = Gain(added=1, newest=MONDAY)
# Papers of Monday came on Monday; more were due by the end of Tuesday.
BEFORE = Intake(
    word="new",
    first_asked=MONDAY,
    asked=MONDAY,
    last_new=MONDAY,
    expected=TUESDAY,
    batch=Answer([PAPER]).batch,
)


def on(day: str) -> date:
    return date.fromisoformat(day)


@pytest.mark.parametrize(
    ("answer", "gain", "day", "expected"),
    [
        (Answer([PAPER]), NEW, WEDNESDAY, "new"),
        (Answer([PAPER]), Gain(), TUESDAY, "quiet"),
        (Answer([]), Gain(), TUESDAY, "quiet"),
        (Answer([]), Gain(), WEDNESDAY, "empty"),
        (Answer([PAPER]), Gain(), WEDNESDAY, "stale"),
        (Answer([PAPER, {"title": "Another"}], due=1), Gain(), WEDNESDAY, "stale"),
        (Answer([PAPER, {"title": "Another"}], due=0), Gain(), WEDNESDAY, "empty"),
        (Answer([PAPER], capped="more"), NEW, WEDNESDAY, "capped"),
        (Answer([PAPER], failure="HTTP 404"), NEW, WEDNESDAY, "broken"),
        (Answer([], failure="HTTP 404"), Gain(), TUESDAY, "broken"),
    ],
)
def test_each_answer_has_its_word(answer: Answer, gain: Gain, day: str, expected: str) -> None:
    assert word(BEFORE, on(day), answer, gain) == expected


def test_a_first_answer_without_a_paper_is_empty_not_quiet() -> None:
    assert word(Intake(), on(MONDAY), Answer(), Gain()) == "empty"


def test_the_order_of_papers_makes_no_other_batch() -> None:
    other = {"title": "Another"}

    assert Answer([PAPER, other]).batch == Answer([other, PAPER]).batch
    assert Answer([PAPER]).batch != Answer([other]).batch


def test_a_source_that_is_broken_from_the_start_becomes_overdue() -> None:
    failed = Answer(failure="HTTP 404")
    first, kept = remembered(HUB, Intake(), on(MONDAY), failed, Gain())
    later, _ = remembered(HUB, kept, on(FRIDAY), failed, Gain())

    assert (first.overdue, later.overdue) == (False, True)
    assert later.last_success == ""


def test_a_source_that_catches_up_over_several_runs_is_not_overdue() -> None:
    behind = Answer([PAPER], capped="enough for one run", resume="2025-06-02")
    now, kept = remembered(HUB, Intake(), on(FRIDAY), behind, Gain(added=1, newest="2025-06-01"))

    assert (now.word, now.overdue, kept.resume) == ("capped", False, "2025-06-02")


def test_a_quiet_run_later_on_a_day_takes_nothing_from_what_the_first_said() -> None:
    now, kept = remembered(HUB, BEFORE, on(MONDAY), Answer(through=MONDAY), Gain())

    assert (now.word, kept.word, kept.through) == ("quiet", "new", MONDAY)


def test_a_run_that_ends_what_a_capped_one_left_says_so() -> None:
    capped = Intake(word="capped", asked=MONDAY, last_new=MONDAY, expected=TUESDAY, resume=MONDAY)
    _, kept = remembered(HUB, capped, on(MONDAY), Answer(), Gain())

    assert (kept.word, kept.resume) == ("quiet", "")


def test_a_failure_keeps_the_day_to_go_on_with_until_something_comes_after_it() -> None:
    before = Intake(resume=TUESDAY, through=MONDAY)
    at_once = remembered(HUB, before, on(FRIDAY), Answer(failure="x"), Gain())[1]
    later = Answer(failure="x", through=WEDNESDAY)
    on_its_way = remembered(HUB, before, on(FRIDAY), later, Gain())[1]

    assert (at_once.resume, on_its_way.resume, on_its_way.through) == (TUESDAY, "", WEDNESDAY)


def test_papers_listed_once_more_are_new_of_their_day() -> None:
    again = Gain(updated=2, newest=THURSDAY)
    now, _ = remembered(HUB, BEFORE, on(THURSDAY), Answer([PAPER]), again)

    assert (now.word, now.message, now.last_new) == ("new", "2 papers listed once more", THURSDAY)
