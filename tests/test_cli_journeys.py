"""What an editor does from one command to the next, and what interrupts it."""

from __future__ import annotations

import gzip
import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator.cli import main
from tests.digest import Digest
from tests.plain import files_below, use_plain_theme

ROOT = Path(__file__).parents[1]
PATIENCE = 30.0  # seconds
LISTING = """\
Daily Papers
byAK and the research community
Dec 12

Gardens of Forking Agents: A Made-up Study
{abstract}
  • 4 authors
·
Jul 8, 2024 2

A Second Made-up Study of Memory
{abstract}
  • 1 authors
·
Dec 1
"""
ABSTRACT = "We made this abstract up to try the reader of listings. " * 6


@pytest.fixture
def large(digest: Digest) -> Digest:
    """A digest that takes long enough to be interrupted."""
    use_plain_theme(digest)
    digest.write_config(theme="plain")
    for n in range(400):
        front = f"---\ntitle: Made up {n}\nlisted: 2025-12-09\n---\n"
        digest.write(f"content/papers/{'long-name-' * 4}{n}.md", f"{front}Note on ${n}^2$.\n")
    return digest


def test_a_reader_who_leaves_early_is_no_mistake(large: Digest, tmp_path: Path) -> None:
    with (tmp_path / "told").open("w+") as told:
        build = subprocess.Popen(
            [sys.executable, "-m", "generator", "-C", str(large.folder), "build", "-v"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=told,
            text=True,
        )
        assert build.stdout
        build.stdout.readline()
        build.stdout.close()
        code = build.wait(PATIENCE)

    assert (code, (tmp_path / "told").read_text()) == (0, "")


@pytest.mark.parametrize("sign", [".broadsheet/lock", "site/.broadsheet-draft"])
@pytest.mark.parametrize("everyone", [True, False], ids=["with its workers", "alone"])
def test_ctrl_c_ends_a_build_with_130_and_no_traceback(
    large: Digest, sign: str, everyone: bool
) -> None:
    build = subprocess.Popen(
        [sys.executable, "-m", "generator", "-C", str(large.folder), "build", "--jobs", "2"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    until = time.monotonic() + PATIENCE
    while not (large.folder / sign).exists() and time.monotonic() < until:
        time.sleep(0.001)
    (os.killpg if everyone else os.kill)(build.pid, signal.SIGINT)
    said, told = build.communicate(timeout=PATIENCE)

    assert (build.returncode, said, told) == (130, "", "stopped\n")
    assert not any(path.startswith(".broadsheet-draft") for path in large.site())
    assert main(["-C", str(large.folder), "build", "-q"]) == 0


@pytest.fixture
def started(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A digest as `broadsheet new` writes it."""
    assert main(["new", str(tmp_path / "mine")]) == 0
    capsys.readouterr()
    return tmp_path / "mine"


def test_a_new_digest_builds_passes_the_check_and_is_explained(
    started: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inside = ["-C", str(started)]

    assert main([*inside, "build", "--strict", "-q"]) == 0
    assert main([*inside, "check", "--strict"]) == 0
    assert capsys.readouterr() == ("no problems\n", "")
    for subject in ("second-look", "/topics/reading/", "/"):
        assert main([*inside, "explain", subject]) == 0
    assert "content/papers/second-look.md:2:8" in capsys.readouterr().out
    assert main([*inside, "explain", "second-lok"]) == 1
    assert "did you mean `second-look`?" in capsys.readouterr().err


def test_new_says_what_it_wrote_and_what_comes_next(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["new", str(tmp_path / "mine")])
    said = capsys.readouterr()

    assert code == 0
    assert sorted(said.out.split()) == sorted(
        str(tmp_path / "mine" / path) for path in files_below(tmp_path / "mine")
    )
    assert said.err == f"Next: cd {tmp_path / 'mine'} && broadsheet serve\n"
    assert main(["new", str(tmp_path / "mine")]) == 1


def test_a_listing_goes_in_and_its_papers_come_out(
    started: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = started / "listing.txt"
    file.write_text(LISTING.format(abstract=ABSTRACT).rstrip("\n"), encoding="utf-8")
    inside = ["-C", str(started)]

    assert main([*inside, "import", str(file), "--listed", "2025-12-12"]) == 0
    said = capsys.readouterr()
    assert "2 entries read from 1 file: 2 papers (2 new, 0 updated, 0 known)" in said.out
    assert "2 entries with metadata, 0 organisation lines, 1 missing year resolved" in said.out
    assert "listing.txt:15: warning: Dec 1 has no year; read as 2025-12-01" in said.err
    assert main([*inside, "build", "-q"]) == 0
    page = (started / "site/papers/a-second-made-up-study-of-memory/index.html").read_text()
    assert "made this abstract up" in page
    assert "1 December 2025" in page


def test_a_library_goes_in_and_a_second_time_changes_nothing(
    started: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    papers = [
        {"id": f"made-up-{n}", "title": f"Made-up study {n}", "abstract": ABSTRACT, "date": "2024"}
        for n in range(3)
    ]
    with gzip.open(started / "library.jsonl.gz", "wt") as lines:
        lines.write("\n".join(map(json.dumps, papers)) + "\n")
    inside = ["-C", str(started)]
    command = [*inside, "import", str(started / "library.jsonl.gz"), "--facts-only"]

    assert main(command) == 0
    assert "3 papers (3 new, 0 updated, 0 known)" in capsys.readouterr().out
    before = files_below(started / "content")
    assert main(command) == 0
    assert "3 papers (0 new, 0 updated, 3 known)" in capsys.readouterr().out
    assert files_below(started / "content") == before
    assert main([*inside, "build", "-q"]) == 0
    page = (started / "site/papers/made-up-2/index.html").read_text()
    assert "Made-up study 2" in page
    assert "made this abstract up" not in page


def test_a_file_that_is_not_there_is_told_and_nothing_is_written(
    started: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["-C", str(started), "import", str(started / "gone.jsonl")]) == 1
    assert "gone.jsonl: error: cannot be read: No such file" in capsys.readouterr().err
    assert not (started / "content/imported").exists()


def test_progress_is_one_line_on_a_terminal(large: Digest) -> None:
    ours, theirs = pty.openpty()
    build = subprocess.run(
        [sys.executable, "-m", "generator", "-C", str(large.folder), "build"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=theirs,
        check=True,
    )
    os.close(theirs)
    shown = os.read(ours, 100_000).decode()
    os.close(ours)

    steps = ("reading the content", "indexing the papers", "rendering: 0 of ")
    assert "".join(f"\r\x1b[K{step}" for step in steps) in shown
    assert shown.endswith("\r\x1b[K")
    assert "\n" not in shown
    assert b"rendering" not in build.stdout


def test_progress_is_silent_where_nobody_looks(large: Digest) -> None:
    build = subprocess.run(
        [sys.executable, "-m", "generator", "-C", str(large.folder), "build"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )

    assert build.stderr == b""
