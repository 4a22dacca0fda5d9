"""A note that says the same of a paper in other words is shown before all else is looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from generator.build import Options, Report, build
from generator.kept import Kept
from tests.digest import Digest

NOTE = "content/papers/a.md"


@dataclass
class Editor:
    """Builds one digest again and again, as a preview does."""

    digest: Digest
    kept: Kept = field(default_factory=Kept)

    def build(self, *edited: str) -> Report:
        """With what the preview saw change, if it says so."""
        return build(self.digest.folder, Options(jobs=1, kept=self.kept, edited=edited))


@pytest.fixture
def editor(digest: Digest) -> Editor:
    digest.write_topic("agents", rules={"title": ["agent"]})
    digest.write_paper("a", "First words.", title="An agent", tldr="It acts.")
    digest.write_paper("b", "Of [the agent](paper:a).", title="Another agent")
    digest.write_issue("2025-W50", "A week.", title="A week", picks=[{"paper": "a"}])
    editor = Editor(digest)
    editor.build()
    return editor


def clean_site(digest: Digest) -> dict[str, bytes]:
    digest.forget()
    digest.build()
    return digest.site()


def reword(editor: Editor, note: str) -> Report:
    editor.digest.write_paper("a", note, title="An agent", tldr=f"It acts: {note}")
    return editor.build(NOTE)


def test_a_hasty_build_of_a_reworded_note_looks_at_its_page_only(editor: Editor) -> None:
    report = reword(editor, "Second words.")

    assert report.partial
    assert report.rendered == {"/papers/a/": "context changed"}
    assert "Second words." in editor.digest.page("/papers/a/")
    assert "Second words." not in editor.digest.page("/")


def test_the_build_after_hasty_ones_equals_one_from_nothing(editor: Editor) -> None:
    for note in ("Second words.", "Third words.", "First words.", "Fourth words."):
        assert reword(editor, note).partial
    report = editor.build()
    after_edits = editor.digest.site()

    assert not report.partial
    assert "/papers/a/" not in report.rendered
    assert after_edits == clean_site(editor.digest)


def test_words_taken_back_before_the_whole_was_built_are_taken_back(editor: Editor) -> None:
    before = editor.digest.site()
    text = (editor.digest.folder / NOTE).read_bytes()
    reword(editor, "Second words.")
    editor.digest.write(NOTE, text)
    editor.build(NOTE)
    editor.build()

    assert editor.digest.site() == before


CHANGES: dict[str, dict[str, Any]] = {
    "title": {"title": "A person"},
    "date": {"title": "An agent", "published": "2024-01-01"},
    "topics": {"title": "An agent", "topics": []},
    "abstract": {"title": "An agent", "abstract": "It acts, and is watched."},
    "link": {"title": "An agent", "code": "https://code.example/a"},
}


@pytest.mark.parametrize("fields", CHANGES.values(), ids=CHANGES)
def test_a_new_fact_takes_the_whole_way(editor: Editor, fields: dict[str, Any]) -> None:
    editor.digest.write_paper("a", "Second words.", **fields)
    report = editor.build(NOTE)
    after_edit = editor.digest.site()

    assert not report.partial
    assert after_edit == clean_site(editor.digest)


def test_a_link_to_nothing_is_told_with_its_line(editor: Editor) -> None:
    editor.digest.write_paper("a", "See [this](paper:gone).", title="An agent")
    problems = editor.digest.problems(kept=editor.kept, edited=[NOTE])

    assert [problem.path for problem in problems] == [NOTE]


def test_a_file_that_comes_or_goes_takes_the_whole_way(editor: Editor) -> None:
    editor.digest.write_paper("c", "New.", title="A third agent")
    new = editor.build("content/papers/c.md")
    editor.digest.delete("content/papers/b.md")
    gone = editor.build("content/papers/b.md")
    after_edits = editor.digest.site()

    assert not new.partial and not gone.partial
    assert after_edits == clean_site(editor.digest)


def test_without_the_process_that_was_hasty_the_next_build_mends_the_site(editor: Editor) -> None:
    reword(editor, "Second words.")
    editor.digest.build()

    assert editor.digest.site() == clean_site(editor.digest)


def test_what_was_not_announced_is_built_by_the_next_build(editor: Editor) -> None:
    editor.digest.write_paper("b", "Unannounced.", title="Another agent")
    reword(editor, "Second words.")
    editor.build()
    after_edits = editor.digest.site()

    assert "Unannounced." in editor.digest.page("/papers/b/")
    assert after_edits == clean_site(editor.digest)
