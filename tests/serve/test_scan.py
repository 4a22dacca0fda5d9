"""A look at all files finds every change, whatever the system hinted."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from generator.serve.scan import YOUNG_SECONDS, Snapshot


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    (folder / "papers").mkdir(parents=True)
    (folder / "papers" / "a.md").write_text("first")
    (folder / "papers" / "b.md").write_text("second")
    return folder


@pytest.fixture
def snapshot(content: Path) -> Snapshot:
    """The content as it was first looked at."""
    made = Snapshot([content, content.parent / "themes"])
    made.look_everywhere()
    return made


def grow_old(file: Path) -> None:
    """Make a file look as if it was written long ago."""
    long_ago = time.time() - 10 * YOUNG_SECONDS
    os.utime(file, (long_ago, long_ago))


def test_nothing_has_changed_when_nothing_has(snapshot: Snapshot) -> None:
    assert snapshot.look_everywhere() == []


def test_new_gone_and_different_files_are_found(content: Path, snapshot: Snapshot) -> None:
    new, gone, different = (content / f"papers/{name}.md" for name in "cab")
    new.write_text("third")
    gone.unlink()
    different.write_text("changed")

    assert snapshot.look_everywhere() == sorted(map(str, [new, gone, different]))
    assert snapshot.look_everywhere() == []


def test_a_second_save_that_leaves_size_and_times_alone_is_found(
    content: Path, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = content / "papers" / "a.md"
    before = snapshot.files[str(file)]
    file.write_text("fresh")
    now = os.stat(file)
    coarse = os.stat_result([*now[:6], before.size, *now[7:]], {**_times(now, before)})
    real = os.stat
    monkeypatch.setattr(os, "stat", lambda p, **more: coarse if p == str(file) else real(p, **more))

    assert snapshot.look_everywhere() == [str(file)]


def _times(now: os.stat_result, before: object) -> dict[str, object]:
    """The fields of a stat that a file system with coarse times leaves as they were."""
    return {
        "st_mtime": now.st_mtime,
        "st_mtime_ns": before.time,  # type: ignore[attr-defined]
        "st_ctime_ns": before.changed,  # type: ignore[attr-defined]
    }


def test_an_old_file_put_in_place_of_another_is_found(content: Path, snapshot: Snapshot) -> None:
    other = content.parent / "other"
    other.write_text("other")
    grow_old(other)
    other.replace(content / "papers" / "a.md")

    assert snapshot.look_everywhere() == [str(content / "papers" / "a.md")]


def test_a_file_that_only_grew_old_has_not_changed(content: Path) -> None:
    file = content / "papers" / "a.md"
    snapshot = Snapshot([content])
    snapshot.look_everywhere()
    young = snapshot.files[str(file)]
    snapshot.files[str(file)] = young._replace(digest=b"")

    assert young.digest
    assert snapshot.look_everywhere() == []


def test_what_editors_leave_behind_is_not_looked_at(content: Path, snapshot: Snapshot) -> None:
    for name in ("a.md~", ".a.md.swp", ".#a.md", "4913", "#a.md#", "a.tmp", "___jb_tmp___"):
        (content / "papers" / name).write_text("half")

    assert snapshot.look_everywhere() == []


def test_a_renamed_folder_is_found_file_by_file(content: Path, snapshot: Snapshot) -> None:
    old, new = content / "papers", content / "topics"
    old.rename(new)

    found = snapshot.look_at([str(old), str(new)])

    assert found == sorted(str(f / n) for f in (old, new) for n in ("a.md", "b.md"))
    assert snapshot.look_everywhere() == []
    assert snapshot.folders == {str(content), str(new)}


def test_a_hint_at_one_file_looks_at_that_file_only(content: Path, snapshot: Snapshot) -> None:
    a, b = content / "papers" / "a.md", content / "papers" / "b.md"
    a.write_text("changed a")
    b.write_text("changed b")

    assert snapshot.look_at([str(a)]) == [str(a)]
    assert snapshot.look_at([str(a)]) == []
    assert snapshot.look_everywhere() == [str(b)]


def test_a_hint_at_what_no_build_reads_comes_to_nothing(content: Path, snapshot: Snapshot) -> None:
    hidden = content / ".history" / "a.md"
    hidden.parent.mkdir()
    hidden.write_text("a.md as it was")
    beside = content.parent / "site.md"
    beside.write_text("not content")

    assert snapshot.look_at([str(hidden), str(hidden.parent), str(beside)]) == []
    assert snapshot.look_everywhere() == []


def test_a_link_that_leads_nowhere_is_looked_at_and_breaks_nothing(
    content: Path, snapshot: Snapshot
) -> None:
    link = content / "papers" / "link.md"
    link.symlink_to(content / "nowhere.md")
    (content / "loop").symlink_to(content)

    assert str(link) in snapshot.look_everywhere()
    assert snapshot.look_everywhere() == []


def test_a_root_may_come_and_go(content: Path, snapshot: Snapshot) -> None:
    theme = content.parent / "themes" / "plain" / "theme.yaml"
    theme.parent.mkdir(parents=True)
    theme.write_text("name: Plain\n")

    assert snapshot.look_everywhere() == [str(theme)]

    theme.unlink()

    assert snapshot.look_everywhere() == [str(theme)]
