"""Every change arrives: however it is saved, however many there are, hinted at or not."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bench.serve import resident
from tests.digest import Digest
from tests.plain import differing, use_plain_theme
from tests.preview import Preview, previewed
from tests.serve.listening import (
    A,
    Page,
    clean_or_busy,
    preview_now,
    settled,
    shown_digest,
)

SAVES = int(os.environ.get("BROADSHEET_SAVES", "3"))  # in each style
STORM = int(os.environ.get("BROADSHEET_STORM", "300"))  # files at once
STORM_SECONDS = 60 + STORM / 50
REBUILDS = int(os.environ.get("BROADSHEET_REBUILDS", "35"))
FEW = 20  # rebuilds after which memory is first looked at
SOON = 3.0  # seconds in which a change arrives without a hint
LIMITED = 'echo 20 > /proc/sys/user/max_inotify_watches && exec "$@"'
LIMIT = ("unshare", "-Ur", "sh", "-c", LIMITED, "sh")


def in_place(file: Path, text: str) -> None:
    file.write_text(text)


def by_rename(file: Path, text: str) -> None:
    draft = file.with_name(f"{file.name}.tmp")
    draft.write_text(text)
    draft.replace(file)


def by_renaming_away(file: Path, text: str) -> None:
    backup = file.with_name(f"{file.name}~")
    file.rename(backup)
    file.write_text(text)
    backup.unlink()


def in_two_steps(file: Path, text: str) -> None:
    with file.open("w") as handle:
        handle.write(text[: len(text) // 2])
        handle.flush()
        time.sleep(0.03)
        handle.write(text[len(text) // 2 :])


def by_deleting(file: Path, text: str) -> None:
    file.unlink()
    time.sleep(0.005)
    file.write_text(text)


STYLES: list[Callable[[Path, str], None]] = [
    in_place,
    by_rename,
    by_renaming_away,
    in_two_steps,
    by_deleting,
]


@pytest.mark.parametrize("save", STYLES, ids=lambda save: save.__name__)
def test_every_save_arrives_however_an_editor_saves(
    shared: Digest, running: Preview, save: Callable[[Path, str], None]
) -> None:
    page = Page(running, A)
    file = shared.folder / "content/papers/a.md"
    text = file.read_text()
    for number in range(SAVES):
        if number % 2:  # two saves in one second, of the same length
            save(file, f"{text}\nsave{number}twice\n")
            time.sleep(0.05 * (number % 5))
        save(file, f"{text}\nsave{number}final\n")

        running.wait_for(A, f"save{number}final")
        running.wait_until(lambda: page.content == shown_digest(running, A))

    assert running.process.poll() is None


def test_after_a_storm_of_changes_the_preview_equals_a_clean_build(
    small: Digest, preview: Preview
) -> None:
    for n in range(STORM):
        small.write_paper(f"new-{n}", f"Note {n}.")
    (small.folder / "content/papers").rename(small.folder / "content/papers-away")
    (small.folder / "content/papers-away").rename(small.folder / "content/papers")
    small.delete("content/topics/agents.md")
    small.write("themes/plain/templates/paper.html", "{% if %}")
    preview.wait_until(lambda: preview.state(A)["problems"], STORM_SECONDS)
    shutil.rmtree(small.folder / "themes")
    use_plain_theme(small)
    small.write_config(theme="plain", title="Another", base_url="https://reader.example/other/")
    for n in range(0, STORM, 2):
        small.delete(f"content/papers/new-{n}.md")
    small.write_import({"id": "i1", "title": "Imported"})

    settled(small, preview, STORM_SECONDS)

    # The files are in place a moment before the server is told where they belong.
    preview.wait_until(lambda: preview.get("/")[1]["Location"] != "/digest/", STORM_SECONDS)
    assert preview.get("/")[1]["Location"] == "/other/"
    small.write_paper("a", "Words after the storm.")
    preview.wait_for("/other/papers/a/", "Words after the storm.", STORM_SECONDS)
    settled(small, preview, STORM_SECONDS)
    assert not differing(preview_now(small), clean_or_busy(small))


def test_a_renamed_folder_is_followed(shared: Digest, running: Preview) -> None:
    imported = shared.folder / "content/imported"
    shared.write_import({"id": "i1", "title": "Imported agents"}, source="one")
    running.wait_for("/digest/papers/i1/", "Imported agents")

    (imported / "one").rename(imported / "two")
    shared.write_import({"id": "i1", "title": "Imported again"}, source="two")

    running.wait_for("/digest/papers/i1/", "Imported again")
    settled(shared, running)
    assert "Imported agents" not in running.text("/digest/papers/i1/")


def test_nothing_is_built_while_nothing_changes(shared: Digest, running: Preview) -> None:
    time.sleep(0.7)  # until it is looked over
    number, said = running.state(A)["number"], len(running.said)
    shared.write("content/papers/.a.md.swp", "half")
    shared.write("content/papers/a.md~", "old")
    shared.write("notes.txt", "not content")
    time.sleep(2.6)  # longer than from one look at all files to the next

    assert running.state(A)["number"] == number
    assert len(running.said) == said


def test_without_hints_a_change_is_seen_by_looking(small: Digest) -> None:
    with previewed(small.folder, "--poll") as preview:
        for number in range(2):
            small.write_paper("a", f"Polled {number}.")

            assert preview.wait_for(A, f"Polled {number}.") < SOON


def limited_here() -> bool:
    if not shutil.which("unshare"):
        return False
    return subprocess.run([*LIMIT, "true"], capture_output=True).returncode == 0


@pytest.mark.skipif(not limited_here(), reason="the limit cannot be set for a process here")
def test_past_the_systems_limit_changes_arrive_and_it_is_said_once(small: Digest) -> None:
    for n in range(40):
        small.write_import({"id": f"i{n}", "title": f"Imported {n}"}, source=f"s{n:02}")
    with previewed(small.folder, prefix=LIMIT) as preview:
        small.write_import({"id": "i39", "title": "Beyond the limit"}, source="s39")
        beyond = preview.wait_for("/digest/papers/i39/", "Beyond the limit")
        small.write_import({"id": "i0", "title": "Within the limit"}, source="s00")
        within = preview.wait_for("/digest/papers/i0/", "Within the limit")
        small.write("themes/plain/templates/paper.html", "Template beyond the limit")
        template = preview.wait_for(A, "Template beyond the limit")

    assert max(beyond, within, template) < SOON
    assert sum("limit" in line or "can be watched" in line for line in preview.warned) == 1


def test_memory_does_not_grow_with_rebuilds(shared: Digest, running: Preview) -> None:
    if not Path("/proc/self/statm").exists():
        pytest.skip("the system does not say how much memory a process holds")
    page = Page(running, A)
    after: dict[int, list[int]] = {}
    for number in range(1, REBUILDS + 1):
        shared.write_paper("a", f"Rebuild {number}.")
        running.wait_for(A, f"Rebuild {number}.")
        after[number] = resident(running.process.pid)

    assert page.told
    for first, last in zip(after[FEW], after[REBUILDS], strict=True):
        assert last <= 1.1 * first
