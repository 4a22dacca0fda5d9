"""The command line from outside: exit codes, streams, and every command the README names."""

from __future__ import annotations

import gzip
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator import __version__
from generator.cli import FORMATS, main, parser
from generator.importers import FORMATS as IMPORTERS_FORMATS
from tests.digest import Digest
from tests.plain import files_below, use_plain_theme

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
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
OVERLAY = "---\ntitle: Made up\nlisted: 2025-12-09\n---\n"
MISTAKE = "---\ntitle: A\npublished: 2025-13-01\n---\n"


def run(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, with more in its environment."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "generator", *arguments],
        cwd=ROOT,
        env=kept | more,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def commands_of(text: str) -> list[list[str]]:
    """The words of each `broadsheet` command in the blocks of code of a text."""
    blocks = re.findall(r"^```\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = [line.split("  ")[0].split(" #")[0] for block in blocks for line in block.split("\n")]
    return [line.split()[1:] for line in lines if line.startswith("broadsheet ")]


def known_commands() -> dict[str, str]:
    """Each command with its help."""
    (choices,) = [a.choices for a in parser()._actions if isinstance(a.choices, dict)]
    return {name: command.format_help() for name, command in choices.items()}


def test_the_readme_names_every_command_and_no_other() -> None:
    named = {words[0] for words in commands_of(README)}

    assert named == known_commands().keys()


@pytest.mark.parametrize("name", sorted(known_commands()))
def test_every_command_has_a_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main([name, "--help"])

    assert end.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: broadsheet {name}")


def test_every_command_line_of_the_readme_is_one_the_parser_takes() -> None:
    for words in commands_of(README):
        given = [w.split("|")[0].strip("[]…") for w in words]
        options = parser().parse_args(given)

        assert callable(options.run), words


def test_every_option_the_readme_names_is_an_option() -> None:
    section = README.split("\n## Commands\n")[1].split("\n## ")[0]
    helps = " ".join(known_commands().values()) + parser().format_help()

    named = set(re.findall(r"(?<![\w-])--?[A-Za-z][a-z-]*", section))
    assert {option for option in named if option not in helps} == set()


def test_the_formats_of_the_command_line_are_those_of_the_importers() -> None:
    assert FORMATS == IMPORTERS_FORMATS


def test_it_runs_as_a_module_and_says_its_version() -> None:
    said = run("--version")

    assert (said.returncode, said.stdout, said.stderr) == (0, f"broadsheet {__version__}\n", "")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "required: COMMAND"),
        (["publish"], "invalid choice: 'publish'"),
        (["build", "--fast"], "unrecognized arguments: --fast"),
        (["build", "--jobs", "0"], "0 is not a number of processes"),
        (["build", "--jobs", "all"], "all is not a number of processes"),
        (["build", "--base-url", "example.org"], "`example.org` is not a web address"),
        (["check", "--base-url", "https://a.example/?q"], "has a query"),
        (["import"], "required: FILE"),
        (["import", "--listed", "Dec 12", "x.txt"], "Dec 12 is not a date"),
        (["import", "--listed", "2025-12-12", "x.txt", "y.txt"], "1 for 2 FILE"),
        (["import", "--format", "bibtex", "x.txt"], "invalid choice: 'bibtex'"),
        (["new"], "required: FOLDER"),
        (["explain"], "required: ID|URL"),
        (["-C", "/nowhere/at/all", "build"], "/nowhere/at/all is not a folder"),
    ],
)
def test_misuse_is_told_on_stderr_with_exit_code_2(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        main(arguments)
    said = capsys.readouterr()

    assert end.value.code == 2
    assert words in said.err
    assert said.err.startswith("usage: broadsheet")
    assert said.out == ""


def test_a_mistake_in_the_content_is_told_on_stderr_with_exit_code_1(digest: Digest) -> None:
    digest.write("content/papers/a.md", MISTAKE)

    said = run("-C", str(digest.folder), "build")

    assert (said.returncode, said.stdout) == (1, "")
    assert said.stderr == (
        "content/papers/a.md:3:12: error: `2025-13-01` is not a date\n"
        "    published: 2025-13-01\n"
        "               ^\n"
        "    write 2024-07-08, 2024-07 or 2024\n"
        "1 problem; nothing was written\n"
    )


def test_a_good_build_says_one_line_on_stdout(
    digest: Digest, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["-C", str(digest.folder), "build"])
    said = capsys.readouterr()

    assert (code, said.err) == (0, "")
    assert re.fullmatch(
        r"\d+ pages, \d+ rendered, \d+ written, 0 removed; \d+\.\d MB in \d+\.\d\d s\n", said.out
    )


def test_warnings_go_to_stderr_and_the_result_to_stdout(
    digest: Digest, capsys: pytest.CaptureFixture[str]
) -> None:
    digest.write("content/papers/a.md", f"{OVERLAY}Be\x07ll\n")
    code = main(["-C", str(digest.folder), "build"])
    said = capsys.readouterr()

    assert code == 0
    assert said.err.startswith("content/papers/a.md:5:1: warning: control character U+0007")
    assert said.out.count("\n") == 1


def test_a_quiet_build_says_nothing_and_a_verbose_one_why(
    digest: Digest, capsys: pytest.CaptureFixture[str]
) -> None:
    digest.write("content/papers/a.md", OVERLAY)
    main(["-C", str(digest.folder), "build", "-q"])
    quiet = capsys.readouterr()
    digest.write("content/papers/a.md", OVERLAY.replace("up", "down"))
    digest.write("content/papers/b.md", OVERLAY)
    main(["-C", str(digest.folder), "build", "-v"])
    verbose = capsys.readouterr()

    assert (quiet.out, quiet.err) == ("", "")
    assert "/papers/a/  context changed\n" in verbose.out
    assert "/papers/b/  new page\n" in verbose.out


def test_on_github_problems_are_annotations_too(
    digest: Digest, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    digest.write("content/papers/100%,a.md", MISTAKE)
    digest.write("content/papers/b.md", f"{OVERLAY}Be\x07ll\n")

    assert main(["-C", str(digest.folder), "build"]) == 1
    said = capsys.readouterr()
    assert "100%,a.md:3:12: error" in said.err
    assert said.out.splitlines() == [
        "::error file=content/papers/100%25%2Ca.md,line=2,col=1::`100%,a` cannot be an id "
        "(write `id:` with letters, digits, dots and dashes)",
        "::error file=content/papers/100%25%2Ca.md,line=3,col=12::`2025-13-01` is not a date "
        "(write 2024-07-08, 2024-07 or 2024)",
        "::warning file=content/papers/b.md,line=5,col=1::control character U+0007 "
        "(shown as a space; take it out)",
    ]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("setting", "coloured"), [("", True), ("1", False)])
def test_a_terminal_gets_colour_unless_no_color_is_set(
    digest: Digest, monkeypatch: pytest.MonkeyPatch, setting: str, coloured: bool
) -> None:
    digest.write("content/papers/a.md", MISTAKE)
    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setenv("NO_COLOR", setting)

    main(["-C", str(digest.folder), "build"])

    assert ("\x1b[" in sys.stderr.getvalue()) is coloured  # type: ignore[attr-defined]


def test_the_digest_is_found_from_a_folder_inside_it(
    digest: Digest, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest.write("content/papers/a.md", OVERLAY)
    monkeypatch.chdir(digest.folder / "content" / "papers")

    assert main(["build", "-q"]) == 0
    assert "papers/a/index.html" in digest.site()


def test_a_reader_who_leaves_early_is_no_mistake(digest: Digest) -> None:
    for n in range(400):
        digest.write(f"content/papers/{'long-name-' * 8}{n}.md", OVERLAY)
    build = subprocess.Popen(
        [sys.executable, "-m", "generator", "-C", str(digest.folder), "build", "-v"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert build.stdout and build.stderr
    build.stdout.readline()
    build.stdout.close()
    told = build.stderr.read()
    build.stderr.close()

    assert (build.wait(PATIENCE), told) == (0, "")


@pytest.fixture
def large(digest: Digest) -> Digest:
    """A digest that takes long enough to be interrupted."""
    use_plain_theme(digest)
    digest.write_config(theme="plain")
    for n in range(400):
        digest.write(f"content/papers/p{n}.md", f"{OVERLAY}Note on ${n}^2$.\n")
    return digest


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
    for subject in ("second-look", "/topics/reading/", "/", "topics/reading/index.html"):
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
    assert said.err == f"Next: cd {tmp_path / 'mine'} && broadsheet build\n"
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
    assert "listing.txt:16: warning:" in said.err
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
