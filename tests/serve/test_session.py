"""A preview in a process of its own: every save arrives, and Ctrl-C ends it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.write.lock import Busy, held
from generator.write.output import PREVIEW
from tests.bench.serve import resident
from tests.digest import Digest
from tests.plain import clean_site, differing, files_below, use_plain_theme
from tests.preview import ROOT, Preview, previewed

SAVES = int(os.environ.get("BROADSHEET_SAVES", "3"))  # in each style
STORM = int(os.environ.get("BROADSHEET_STORM", "300"))  # files at once
STORM_SECONDS = 60 + STORM / 50
REBUILDS = int(os.environ.get("BROADSHEET_REBUILDS", "35"))
FEW = 20  # rebuilds after which memory is first looked at
SOON = 3.0  # seconds in which a change arrives without a hint
A = "/digest/papers/a/"
LIMITED = 'echo 20 > /proc/sys/user/max_inotify_watches && exec "$@"'
LIMIT = ("unshare", "-Ur", "sh", "-c", LIMITED, "sh")


def made_small(folder: Path) -> Digest:
    """A digest that is built in no time."""
    digest = Digest(folder)
    use_plain_theme(digest)
    digest.write_config(theme="plain")
    digest.write_topic("agents", rules={"title": ["agent"]})
    digest.write_paper("a", "First words.", title="Agents")
    digest.write_paper("b", "Other words.")
    return digest


@pytest.fixture
def small(tmp_path: Path) -> Digest:
    return made_small(tmp_path / "digest")


@pytest.fixture
def preview(small: Digest) -> Iterator[Preview]:
    with previewed(small.folder) as running:
        yield running


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Digest:
    """A digest that tests which put back what they change have in common."""
    return made_small(tmp_path_factory.mktemp("shared") / "digest")


@pytest.fixture(scope="module")
def running(shared: Digest) -> Iterator[Preview]:
    with previewed(shared.folder) as started:
        yield started


class Page:
    """A page in a browser that only listens: it knows what it is told it should show."""

    def __init__(self, preview: Preview, path: str) -> None:
        self.told: list[dict[str, Any]] = []
        self._states = preview.states(path)
        threading.Thread(target=self._listen, daemon=True).start()
        preview.wait_until(lambda: self.told)

    def _listen(self) -> None:
        try:
            for state in self._states:
                self.told.append(state)
        except OSError:
            pass  # the preview has ended

    @property
    def content(self) -> str:
        return str(self.told[-1]["content"])


def shown_digest(preview: Preview, path: str) -> str:
    return preview.text(path).partition('data-content="')[2].partition('"')[0]


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


def clean_or_busy(small: Digest) -> dict[str, bytes]:
    """A clean build of the digest, tried again while the preview builds it too."""
    while True:
        try:
            return clean_site(small, drafts=True)
        except Busy:
            time.sleep(0.05)


def preview_now(small: Digest) -> dict[str, bytes]:
    """Every file of the preview; nothing while it is being written."""
    try:
        return files_below(small.folder / PREVIEW)
    except FileNotFoundError:
        return {}


def settled(small: Digest, preview: Preview, seconds: float = STORM_SECONDS) -> None:
    """Wait until the preview equals a build from nothing with the same options."""
    expected = clean_or_busy(small)
    began = time.monotonic()
    while differing(preview_now(small), expected):
        assert time.monotonic() - began < seconds, preview.warned[-5:]
        time.sleep(0.05)


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

    settled(small, preview)

    assert preview.get("/")[1]["Location"] == "/other/"
    small.write_paper("a", "Words after the storm.")
    preview.wait_for("/other/papers/a/", "Words after the storm.", STORM_SECONDS)


def test_a_renamed_folder_is_followed(shared: Digest, running: Preview) -> None:
    imported = shared.folder / "content/imported"
    shared.write_import({"id": "i1", "title": "Imported agents"}, source="one")
    running.wait_for("/digest/papers/i1/", "Imported agents")

    (imported / "one").rename(imported / "two")
    shared.write_import({"id": "i1", "title": "Imported again"}, source="two")

    running.wait_for("/digest/papers/i1/", "Imported again")
    settled(shared, running)


def test_nothing_is_built_while_nothing_changes(shared: Digest, running: Preview) -> None:
    time.sleep(0.7)  # until it is looked over
    number, said = running.state(A)["number"], len(running.said)
    shared.write("content/papers/.a.md.swp", "half")
    shared.write("content/papers/a.md~", "old")
    shared.write("notes.txt", "not content")
    time.sleep(2.6)  # longer than from one look at all files to the next

    assert running.state(A)["number"] == number
    assert len(running.said) == said


def test_the_preview_leaves_the_site_alone_and_its_script_out_of_every_file(
    small: Digest,
) -> None:
    small.write_paper("draft", draft=True)
    small.build()
    before = small.site()
    with previewed(small.folder) as preview:
        assert preview.get("/digest/papers/draft/")[0] == 200
        small.write_paper("a", "Changed.")
        settled(small, preview)
        assert "Changed." in preview.text(A)
        written = files_below(small.folder / PREVIEW)

    assert small.site() == before
    assert not [path for path, data in written.items() if b"_preview" in data]


def test_a_mistake_is_told_once_and_the_last_good_page_stays(
    small: Digest, preview: Preview
) -> None:
    small.write_paper("b", topics=["agnets"])
    preview.wait_until(lambda: preview.state(A)["problems"])
    small.write_paper("a", "Good words.")
    preview.wait_until(lambda: len(preview.warned) >= 2)
    time.sleep(0.3)
    problem = preview.state(A)["problems"][0]

    assert "First words" in preview.text(A)
    assert problem["place"] == "content/papers/b.md:5:3"
    assert problem["what"] == "no topic `agnets`"
    assert problem["source"] == "- agnets"
    assert "agents" in problem["hint"]
    assert sum("agnets" in line for line in preview.warned) == 2  # what is wrong, and the line

    small.write_paper("b", topics=["agents"])
    preview.wait_for(A, "Good words.")
    preview.wait_until(lambda: not preview.state(A)["problems"])


def test_a_digest_that_is_wrong_from_the_start_is_shown_once_it_is_mended(small: Digest) -> None:
    small.write("content/digest.yaml", "title: {{ Foo: bar\n")
    with previewed(small.folder) as preview:
        state = preview.state("/")

        assert state["problems"][0]["path"] == "content/digest.yaml"
        assert preview.get("/")[0] == 404

        small.write_config(theme="plain")
        preview.wait_for(A, "First words.")


def test_drafts_and_what_bears_a_date_to_come_are_marked(small: Digest) -> None:
    small.write_paper("draft", draft=True)
    small.write_paper("later", listed="2999-01-04")
    small.write_issue("2025-W50", title="Not yet", draft=True)
    small.write_page("about", draft=True)
    with previewed(small.folder) as preview:
        marks = {
            path: preview.state(f"/digest{path}")["mark"]
            for path in ("/papers/draft/", "/papers/later/", "/issues/2025-w50/", "/about/")
        }
        editor = preview.text("/_preview/")

    assert marks == {
        "/papers/draft/": "Draft",
        "/papers/later/": "In the future: 2999-01-04",
        "/issues/2025-w50/": "Draft",
        "/about/": "Draft",
    }
    assert "In the future: 2999-01-04" in editor


def test_the_editors_page_says_what_was_rendered_and_why(shared: Digest, running: Preview) -> None:
    shared.write_paper("a", "Changed.", title="Agents")
    running.wait_for(A, "Changed.")
    b = 'href="/_preview/source/content/papers/b.md#L1"'  # which has no topic
    running.wait_until(lambda: b in running.text("/_preview/"))
    page = running.text("/_preview/")

    assert "context changed" in page
    assert 'href="/_preview/source/content/papers/a.md"' in page  # which was rendered
    assert "Changed." in running.text("/_preview/source/content/papers/a.md")


def test_a_build_elsewhere_is_waited_for(shared: Digest, running: Preview) -> None:
    with held(shared.folder):
        shared.write_paper("a", "Patient words.")
        time.sleep(0.5)

        assert running.state(A)["problems"] == []
        assert "Patient words." not in running.text(A)

    running.wait_for(A, "Patient words.")


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


def test_the_next_free_port_is_taken_and_said(small: Digest) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with previewed(small.folder, port=str(port)) as preview:
            assert preview.port > port
            preview.wait_until(lambda: f"port {port} is taken" in "".join(preview.warned))


def test_the_front_page_is_opened_when_asked_for(small: Digest, tmp_path: Path) -> None:
    opened = tmp_path / "opened"
    program = tmp_path / "browser"
    program.write_text(f'#!/bin/sh\necho "$1" > {opened}\n')
    program.chmod(0o755)
    with previewed(small.folder, "--open", prefix=("env", f"BROWSER={program} %s")) as preview:
        preview.wait_until(lambda: opened.exists() and opened.read_text())

        assert opened.read_text().strip() == preview.address


def test_listening_to_the_network_is_warned_of(small: Digest) -> None:
    with previewed(small.folder, "--host", "0.0.0.0") as preview:
        preview.wait_until(lambda: any("others on the network" in said for said in preview.warned))
        assert preview.get(A)[0] == 200


def test_ctrl_c_ends_it_at_once_with_pages_open_and_without_a_trace(preview: Preview) -> None:
    pages = [Page(preview, A) for _ in range(8)]
    children = Path(f"/proc/{preview.process.pid}/task/{preview.process.pid}/children")
    builders = children.read_text().split() if children.exists() else []
    began = time.monotonic()
    preview.process.send_signal(signal.SIGINT)
    code = preview.process.wait(10)

    assert code == 130
    assert time.monotonic() - began < 1.0
    assert not [line for line in preview.warned if "Traceback" in line or "Error" in line]
    assert preview.warned[-1] == "stopped"
    assert not [pid for pid in builders if Path(f"/proc/{pid}").exists()]
    assert pages


def test_ctrl_c_ends_it_in_the_middle_of_a_build(small: Digest, preview: Preview) -> None:
    for n in range(300):
        small.write_paper(f"new-{n}", "A note with $x^2$.")
    time.sleep(0.3)
    preview.process.send_signal(signal.SIGINT)

    assert preview.process.wait(10) == 130
    with previewed(small.folder) as again:
        settled(small, again)


def test_a_builder_that_ended_by_itself_is_started_again(shared: Digest, running: Preview) -> None:
    children = Path(f"/proc/{running.process.pid}/task/{running.process.pid}/children")
    if not children.exists():
        pytest.skip("the system does not name the children of a process")
    os.kill(int(children.read_text().split()[0]), signal.SIGKILL)
    shared.write_paper("a", "After the fall.")
    running.wait_for(A, "After the fall.")

    shared.write_paper("a", "In the middle.")
    time.sleep(0.02)  # long enough for a build to have begun, too short for it to have ended
    os.kill(int(children.read_text().split()[0]), signal.SIGKILL)

    running.wait_for(A, "In the middle.")


def test_where_there_is_no_digest_nothing_is_served_or_written(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "generator", "-C", str(tmp_path), "serve", "--port", "0"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30)

    assert ended.returncode == 1
    assert "content/digest.yaml: error: no such file" in ended.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [["--port", "x"], ["--port", "70000"], ["--port", "-1"]])
def test_a_port_that_is_none_is_a_misuse(tmp_path: Path, arguments: list[str]) -> None:
    command = [sys.executable, "-m", "generator", "-C", str(tmp_path), "serve", *arguments]

    assert subprocess.run(command, cwd=ROOT, capture_output=True, timeout=30).returncode == 2


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
