"""The same work on all cores."""

from __future__ import annotations

import fcntl
import io
import os
import signal
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from generator import workers
from generator.portions import MOST_PORTIONS, in_portions, tapering
from generator.problems import DigestError, Problem
from generator.workers import begun, dealt, dealt_out, shared, sharing
from tests.processes import children


def doubled(items: Iterable[int]) -> list[int]:
    return [2 * item for item in items]


def refusing_odd(items: Iterable[int]) -> list[int]:
    odd = [item for item in items if item % 2]
    if odd:
        raise DigestError([Problem(f"{item}.md", 1, 1, "odd") for item in odd])
    return []


def with_its_process(items: Iterable[int]) -> list[list[int]]:
    return [[item, os.getpid()] for item in items]


def slow_at_first(items: Iterable[int]) -> list[list[int]]:
    numbers = list(items)
    if numbers[0] == 0:
        time.sleep(0.5)
    return [[number, os.getpid()] for number in numbers]


@pytest.mark.parametrize("jobs", [0, 1, 2, 5])
@pytest.mark.parametrize("count", [0, 1, 100, 1001])
def test_results_come_in_the_order_of_the_items(jobs: int, count: int) -> None:
    items = range(count)

    assert shared(items, doubled, jobs, least=1) == [2 * item for item in items]


@pytest.mark.parametrize("count", [0, 1, MOST_PORTIONS, MOST_PORTIONS + 1, 10_000])
def test_there_are_never_more_portions_than_a_byte_can_name(count: int) -> None:
    portions = in_portions(range(count), MOST_PORTIONS)

    assert len(portions) <= MOST_PORTIONS
    assert [item for portion in portions for item in portion] == list(range(count))


@pytest.mark.parametrize("jobs", [1, 2, 64])
@pytest.mark.parametrize("count", [0, 1, 7, 2_000, 100_000])
def test_portions_taper_to_small_ones(count: int, jobs: int) -> None:
    portions = tapering(range(count), jobs, 200)
    sizes = [len(portion) for portion in portions]

    assert [item for portion in portions for item in portion] == list(range(count))
    assert len(sizes) <= 200
    assert sizes == sorted(sizes, reverse=True)


def test_the_last_portion_is_a_small_part_of_what_each_process_does() -> None:
    sizes = [len(portion) for portion in tapering(range(2_000), 2, 200)]

    assert sizes[0] == 500
    assert sizes[-1] <= 2_000 / 2 / 40


def test_who_is_done_takes_what_a_slower_one_has_not_begun() -> None:
    rows = dealt_out(in_portions(range(20), 20), slow_at_first, 2)

    slow = rows[0][1]
    assert [number for number, process in rows if process == slow] == [0]


@pytest.mark.parametrize("jobs", [1, 2])
def test_mistakes_of_all_portions_are_told_in_order(jobs: int) -> None:
    with pytest.raises(DigestError) as caught:
        dealt_out(in_portions(range(6), 6), refusing_odd, jobs)

    assert [problem.path for problem in caught.value.problems] == ["1.md", "3.md", "5.md"]


def test_a_bug_in_a_worker_keeps_its_traceback() -> None:
    def broken(items: Iterable[int]) -> list[float]:
        return [1 / item for item in items]

    with pytest.raises(RuntimeError, match=r"in broken[\s\S]*ZeroDivisionError"):
        dealt_out([[1], [0]], broken, 2)


@pytest.mark.parametrize("written", [b"", b"\x09", b"\x09\0\0\0half", b"\x02\0\0\0i\x05"])
def test_an_answer_that_breaks_off_is_not_taken_for_a_whole_one(written: bytes) -> None:
    with pytest.raises(EOFError):
        list(workers._said(io.BytesIO(written)))


def test_a_worker_that_is_killed_is_told_of() -> None:
    here = os.getpid()

    def dying(items: Iterable[int]) -> list[int]:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(0.5)
        return list(items)

    with pytest.raises(RuntimeError, match="status -9"):
        dealt_out([[1], [2]], dying, 2)


def test_with_too_few_items_for_two_no_other_process_is_begun() -> None:
    rows = shared(range(9), with_its_process, 2, least=5)

    assert {process for _, process in rows} == {os.getpid()}


def test_others_begin_while_something_else_is_done_here() -> None:
    heard, said = os.pipe()
    here = os.getpid()

    def once_both_began(items: Iterable[int]) -> list[list[int]]:
        if os.getpid() != here:
            os.write(said, b"!")
        return with_its_process(items)

    with sharing(range(2), once_both_began, 2, least=1) as results:
        os.read(heard, 1)  # who began before anyone asked
        rows = results()

    os.close(heard)
    os.close(said)
    assert [number for number, _ in rows] == [0, 1]
    assert {process for _, process in rows} - {here}


def test_each_other_process_begins_with_a_portion_of_its_own() -> None:
    with dealt([[0], [1], [2], [3]], with_its_process, 2) as results:
        rows = results()  # before they can have begun

    assert [number for number, _ in rows] == [0, 1, 2, 3]
    assert os.getpid() not in {process for _, process in rows[:2]}
    assert rows[0][1] != rows[1][1]


def test_processes_whose_share_nobody_asks_for_end_with_the_block() -> None:
    def asleep(_: Iterable[int]) -> list[int]:
        time.sleep(60)
        return []

    others, files = children(), sorted(os.listdir("/proc/self/fd"))
    with sharing(range(4), asleep, 3, least=1):
        assert len(children() - others) == 2

    assert children() <= others
    assert sorted(os.listdir("/proc/self/fd")) == files


def test_progress_begins_at_nothing_and_never_says_all() -> None:
    heard: list[int] = []
    dealt_out(in_portions(range(1000), 200), doubled, 1, told=heard.append)

    assert heard == list(range(0, 1000, 100))


def test_what_is_begun_is_done_elsewhere_while_something_else_is_done_here() -> None:
    heard, said = os.pipe()

    def once_told(items: Iterable[int]) -> list[list[int]]:
        os.read(heard, 1)
        return with_its_process(items)

    with begun(range(3), once_told) as results:
        os.write(said, b"!")
        rows = results()

    os.close(heard)
    os.close(said)
    assert [number for number, _ in rows] == [0, 1, 2]
    assert os.getpid() not in {process for _, process in rows}


@pytest.mark.parametrize("patient", [False, True])
def test_what_is_patient_lets_others_go_first(patient: bool) -> None:
    with dealt([[1]], lambda _: [os.nice(0)], 1, patient=patient) as results:
        (niceness,) = results()

    assert (niceness > os.nice(0)) is patient


def test_who_has_said_all_ends_without_being_asked() -> None:
    if not hasattr(fcntl, "F_SETPIPE_SZ"):
        pytest.skip("pipes here cannot be made to hold more")
    before = children()
    with begun([1], lambda _: ["a long answer " * 40_000]) as results:
        (child,) = children() - before
        until = time.monotonic() + 20
        while not has_ended(child) and time.monotonic() < until:
            time.sleep(0.01)
        ended = has_ended(child)
        (answer,) = results()

    assert ended
    assert len(answer) == 14 * 40_000


def has_ended(process: int) -> bool:
    """Whether it has, though nobody has seen it end."""
    state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    return state == "Z"


def test_mistakes_of_what_is_begun_are_told_when_it_is_asked_for() -> None:
    with begun([1, 2], refusing_odd) as results, pytest.raises(DigestError) as told:
        results()

    assert [problem.path for problem in told.value.problems] == ["1.md"]


def test_what_nobody_asks_for_ends_with_the_block() -> None:
    def asleep(_: Iterable[int]) -> list[int]:
        time.sleep(60)
        return []

    others = children()
    with pytest.raises(KeyboardInterrupt), begun([1], asleep):
        assert len(children() - others) == 1
        raise KeyboardInterrupt

    assert children() <= others
