"""A preview in a process of its own: what it shows, what it says, and how it ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator.write.lock import held
from generator.write.output import PREVIEW
from tests.digest import Digest
from tests.plain import files_below
from tests.preview import ROOT, Preview, previewed
from tests.serve.listening import A, Page, settled


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

    assert not running.state(A)["fault"]  # a builder that fell is no mistake of the editor's
    assert running.process.poll() is None


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
