"""One build at a time, at most one waiting; and what a build that failed leaves to be seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from generator.messages import ProgressLine
from generator.problems import Problem
from generator.serve.board import Board
from generator.serve.lookout import SCAN_SECONDS, Lookout
from generator.serve.outcome import Built, Outcome
from generator.serve.session import Session
from generator.serve.telling import Teller

GOOD = Outcome(Built(3, {"/": "new page"}, {}, ["index.html", "feeds/all.json"], 0.1, "/digest"))
WRONG = Outcome(problems=[Problem("content/a.md", 1, 1, "no topic `x`")])


class Builds:
    """Stands for the process that builds: counts, and edits files while it is at it."""

    def __init__(self) -> None:
        self.count = 0
        self.looked_over = 0
        self.meanwhile: Callable[[], None] = lambda: None
        self.outcome = GOOD

    def build(self, edited: Sequence[str] = ()) -> Outcome:  # noqa: ARG002
        self.count += 1
        meanwhile, self.meanwhile = self.meanwhile, lambda: None
        meanwhile()
        return self.outcome

    def look_over(self) -> None:
        self.looked_over += 1


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    folder.mkdir()
    return folder


@pytest.fixture
def builds() -> Builds:
    return Builds()


def session(builds: Builds, content: Path, board: Board, *, poll: bool = False) -> Session:
    lookout = Lookout([content], poll=poll, warn=lambda _: None)
    teller = Teller(content.parent)
    made = Session(board, builds, lookout, teller, ProgressLine(quiet=True))  # type: ignore[arg-type]
    made.begin()
    return made


def test_however_many_edits_come_during_a_build_one_build_follows(
    builds: Builds, content: Path
) -> None:
    def edit() -> None:
        for n in range(200):
            (content / f"{n % 20}.md").write_text(f"edit {n}")

    running = session(builds, content, Board())
    builds.meanwhile = edit
    (content / "first.md").write_text("the edit that begins it")
    running.turn()
    running.turn()

    assert builds.count == 3  # the first of all, the edit's, and one for all 200
    running.turn()  # nothing is left to build, so the digest is looked over
    assert (builds.count, builds.looked_over) == (3, 1)


def test_a_lost_hint_is_made_good_by_the_next_look(builds: Builds, content: Path) -> None:
    running = session(builds, content, Board(), poll=True)  # as if every hint were lost
    (content / "a.md").write_text("unheard of")
    turns = 0
    while builds.count < 2:
        running.turn()
        turns += 1

    assert turns <= 2 + SCAN_SECONDS


def test_a_build_that_failed_leaves_the_last_good_one_in_view(
    builds: Builds, content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    board = Board()
    running = session(builds, content, board)
    builds.outcome = WRONG
    for n in range(2):
        (content / "a.md").write_text(f"wrong {n}")
        running.turn()

    assert board.view.failed
    assert board.view.built == GOOD.built
    assert capsys.readouterr().err.count("no topic `x`") == 1


def test_what_changed_is_told_by_the_number_it_changed_at() -> None:
    board = Board()
    board.show(GOOD)
    first = board.view.number
    board.show(GOOD)

    assert board.view.changed == {"feeds/all.json": first + 1}
    assert "index.html" not in board.view.changed  # pages are compared when they are looked at


def test_a_fault_of_ours_is_shown_and_gone_with_the_next_good_build(
    builds: Builds, content: Path
) -> None:
    board = Board()
    running = session(builds, content, board)
    builds.outcome = Outcome(fault="Traceback: a bug")
    (content / "a.md").write_text("unlucky")
    running.turn()

    assert board.view.fault == "Traceback: a bug"

    builds.outcome = GOOD
    (content / "a.md").write_text("lucky")
    running.turn()

    assert not board.view.failed
