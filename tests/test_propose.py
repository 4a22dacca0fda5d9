"""`broadsheet issue` writes a draft that builds, and `check` says what is left to do."""

from __future__ import annotations

from datetime import date

import pytest

from generator.build import plan
from generator.check.digest import check
from generator.cli import main
from generator.digest import Options
from generator.propose import propose, write_proposed
from tests.digest import Digest
from tests.plain import clean_site, use_plain_theme

PATH = "content/issues/2025-W50.md"


@pytest.fixture
def week(digest: Digest) -> Digest:
    """Four papers of one week."""
    use_plain_theme(digest)
    digest.write_config(theme="plain")
    for id in ("a", "b", "c", "2407.05530"):
        digest.write_paper(id)
    return digest


def issue(digest: Digest, *arguments: str) -> int:
    return main(["-C", str(digest.folder), "issue", *arguments])


def left_to_do(digest: Digest) -> list[str]:
    problems = check(digest.folder, Options(), content_only=True)
    assert all(problem.warning for problem in problems)
    return [f"{problem.place}: {problem.what}" for problem in problems]


def test_a_proposed_edition_is_a_draft_the_editor_can_fill_in(week: Digest) -> None:
    issue(week)

    text = (week.folder / PATH).read_text(encoding="utf-8")

    assert text.split("\n", 6)[6] == (
        "title:\n"
        "date: 2025-12-09\n"
        "picks:\n"
        "  - paper: 2407.05530  # The paper 2407.05530\n"
        "    why:\n"
        "sections:\n"
        '  - title: "Papers"\n'
        "    papers:\n"
        "      - a  # The paper a\n"
        "      - b  # The paper b\n"
        "      - c  # The paper c\n"
        "---\n"
        "\n"
    )


def test_a_proposal_changes_nothing_on_the_site_until_it_is_finished(week: Digest) -> None:
    week.build()
    before = week.site()
    issue(week)
    week.build()
    drafted = week.site()
    file = week.folder / PATH
    finished = file.read_text(encoding="utf-8").replace("draft: true\n", "")
    file.write_text(finished.replace("title:\n", "title: A week\n", 1) + "Begin here.\n")
    week.build(strict=True)

    assert drafted == before
    assert "A week" in week.page("/issues/2025-w50/")
    assert "Begin here." in week.page("/issues/2025-w50/")


def test_a_proposal_builds_as_a_draft(week: Digest) -> None:
    issue(week)

    site = clean_site(week, drafts=True, strict=True)

    assert b"The paper 2407.05530" in site["issues/2025-w50/index.html"]


def test_check_says_what_the_editor_still_has_to_do(week: Digest) -> None:
    issue(week)
    week.write_paper("late")

    assert left_to_do(week) == [
        f"{PATH}:6:8: a draft: the site does not show it yet",
        f"{PATH}:7:7: this edition has no title yet",
        f"{PATH}:11:9: no word yet on why to read `2407.05530`",
        f"{PATH}:13:3: 1 of these days' papers are not in it: late",
        f"{PATH}:19:1: this edition has no introduction yet",
    ]


def test_check_says_when_a_draft_names_a_paper_that_is_gone(week: Digest) -> None:
    issue(week)
    week.delete("content/papers/b.md")

    assert f"{PATH}:16:9: no paper `b`" in left_to_do(week)


def test_an_edition_that_has_a_file_is_not_written_over(
    week: Digest, capsys: pytest.CaptureFixture[str]
) -> None:
    week.write(PATH, "Mine.\n")
    code = issue(week, "2025-W50")

    assert code == 1
    assert f"{PATH}: error: is there already" in capsys.readouterr().err
    assert (week.folder / PATH).read_text(encoding="utf-8") == "Mine.\n"


def test_a_file_that_came_meanwhile_is_not_written_over(week: Digest) -> None:
    proposed = propose(week.folder)
    week.write(PATH, "Mine.\n")
    assert proposed

    with pytest.raises(Exception, match="is there already"):
        write_proposed(week.folder, proposed)


def test_a_second_run_has_nothing_to_propose(
    week: Digest, capsys: pytest.CaptureFixture[str]
) -> None:
    first = issue(week)
    again = issue(week)
    said = capsys.readouterr()

    assert (first, again) == (0, 0)
    assert said.out.splitlines() == [
        f"{PATH}: 4 papers, 1 pick, 1 section",
        "no edition to propose: no paper is newer than the newest edition",
    ]


@pytest.mark.parametrize(
    ("kind", "day", "due"),
    [
        ("week", date(2025, 12, 14), None),
        ("week", date(2025, 12, 15), "2025-W50"),
        ("day", date(2025, 12, 9), None),
        ("day", date(2025, 12, 10), "2025-12-09"),
        ("month", date(2025, 12, 31), None),
        ("month", date(2026, 1, 1), "2025-12"),
    ],
)
def test_an_edition_is_due_when_its_days_are_over(
    week: Digest, kind: str, day: date, due: str | None
) -> None:
    week.write_config(theme="plain", issue=kind)
    proposed = propose(week.folder, today=day)

    assert (proposed and proposed.proposal.id) == due


def test_no_edition_is_due_while_a_draft_waits(
    week: Digest, capsys: pytest.CaptureFixture[str]
) -> None:
    first = issue(week, "--if-due")
    week.write_paper("newer", listed="2025-12-16")
    second = issue(week, "--if-due")
    file = week.folder / PATH
    file.write_text(file.read_text(encoding="utf-8").replace("draft: true\n", ""))
    third = issue(week, "--if-due")

    assert (first, second, third) == (0, 0, 0)
    assert capsys.readouterr().out.splitlines() == [
        f"{PATH}: 4 papers, 1 pick, 1 section",
        "no edition is due",
        "content/issues/2025-W51.md: 1 paper, 0 picks, 1 section",
    ]


def test_an_edition_that_is_named_is_not_asked_whether_it_is_due(week: Digest) -> None:
    with pytest.raises(SystemExit, match="2"):
        issue(week, "2025-W50", "--if-due")


def test_a_dry_run_shows_the_file_and_writes_nothing(
    week: Digest, capsys: pytest.CaptureFixture[str]
) -> None:
    assert issue(week, "--dry-run", "--picks", "0") == 0
    shown = capsys.readouterr().out
    issue(week, "--picks", "0")

    assert "picks:" not in shown
    assert shown == (week.folder / PATH).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("2025-12", "`2025-12` is not a week"),
        ("2025-W77", "`2025-W77` is not a week"),
        ("2025-w40", "no paper waits for 2025-W40"),
    ],
)
def test_an_edition_that_cannot_be_is_told(
    week: Digest, name: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert issue(week, name) == 1
    assert words in capsys.readouterr().err


def test_titles_of_strangers_stay_in_their_comment(week: Digest) -> None:
    week.write_paper("odd", title="One\nsections: [x]\u2028# two\u0085three\u202e " + "long " * 40)
    issue(week)

    lines = (week.folder / PATH).read_text(encoding="utf-8").splitlines()
    (line,) = [line for line in lines if line.startswith("      - odd")]

    assert line.startswith("      - odd  # One sections: [x] # two")
    assert len(line) < 110
    assert "no paper" not in " ".join(left_to_do(week))


def test_an_edition_of_very_many_papers_still_fits_its_front_matter(digest: Digest) -> None:
    digest.write_import(
        *(
            {"id": f"2512.{n:05d}", "title": f"A long title of no meaning {n} " * 3}
            for n in range(900)
        )
    )
    proposed = propose(digest.folder)
    assert proposed
    write_proposed(digest.folder, proposed)

    assert proposed.proposal.count == 900
    assert "A long title" not in proposed.text
    assert plan(digest.folder, Options(drafts=True)).corpus.issues["2025-W50"].picks


def test_earlier_editions_without_a_file_are_told(
    week: Digest, capsys: pytest.CaptureFixture[str]
) -> None:
    week.write_paper("older", listed="2025-11-25")
    issue(week)

    assert capsys.readouterr().err == (
        "1 edition before it made by dates alone; `broadsheet issue 2025-W48` proposes 2025-W48\n"
    )
