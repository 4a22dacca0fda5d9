"""Line and column are found again when something is wrong."""

from __future__ import annotations

from pathlib import Path

from generator.sources.places import located
from generator.sources.record import Finding, Record


def test_a_value_of_front_matter_has_line_and_column(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: A\ntopics: [one, two]\n---\nBody\n")
    record = Record("a.md", 1, {})

    (problem,) = located(tmp_path, [record.finding(("topics", 1), "no topic `two`", "known: one")])

    assert str(problem) == (
        "a.md:3:15: error: no topic `two`\n"
        "    topics: [one, two]\n"
        "                  ^\n"
        "    known: one"
    )


def test_a_value_of_an_imported_line_has_its_column(tmp_path: Path) -> None:
    lines = ['{"title": "A"}', '{"authors": ["B", "C, \\"D\\""], "url": "no"}']
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    record = Record("a.jsonl", 2, {})

    problems = located(
        tmp_path, [record.finding("url", "bad"), record.finding(("authors", 1), "odd")]
    )

    assert [(p.line, p.column) for p in problems] == [(2, 39), (2, 19)]


def test_a_value_that_is_not_there_gets_its_record(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntopics: []\n---\n")

    (problem,) = located(tmp_path, [Finding("a.md", 1, ("title",), "no title")])

    assert (problem.line, problem.column) == (2, 1)


def test_words_of_a_body_are_found_where_they_stand(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: A\n---\nOne\n[x](paper:gone)\n")

    (problem,) = located(tmp_path, [Finding("a.md", 1, ("text", "paper:gone"), "no paper")])

    assert (problem.line, problem.column) == (5, 5)


def test_a_file_that_went_away_is_still_named(tmp_path: Path) -> None:
    (problem,) = located(tmp_path, [Finding("gone.md", 1, ("title",), "odd")])

    assert problem.path == "gone.md"
