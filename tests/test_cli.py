"""The command line from outside: exit codes, streams, and every command the README names."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from generator import __version__
from generator.cli import main, parser
from generator.commands.import_ import FORMATS
from generator.importers import FORMATS as IMPORTERS_FORMATS
from generator.messages import annotation
from generator.problems import Problem
from tests.digest import Digest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PATIENCE = 30.0  # seconds
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
    blocks = re.findall(r"^```\w*\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
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
        (["import", "--format", "endnote", "x.txt"], "invalid choice: 'endnote'"),
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
    digest.write("content/papers/a,b.md", "---\ntitle: !x A\nid: a-b\n---\n")
    digest.write("content/papers/b.md", f"{OVERLAY}Be\x07ll\n")

    assert main(["-C", str(digest.folder), "build"]) == 1
    said = capsys.readouterr()
    assert "content/papers/a,b.md:2:8: error" in said.err
    assert said.out.splitlines() == [
        "::error file=content/papers/a%2Cb.md,line=2,col=8::a tag (`!x`) "
        "(tags are not read; leave it out)",
        "::warning file=content/papers/b.md,line=5,col=1::control character U+0007 "
        "(shown as a space; take it out)",
    ]


def test_an_annotation_stays_one_line_whatever_it_says() -> None:
    problem = Problem("a:b,c", 1, None, "100% of\nit", "mend: it, now")

    assert annotation(problem) == "::error file=a%3Ab%2Cc,line=1::100%25 of%0Ait (mend: it, now)"


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

    assert ("\x1b[1m" in sys.stderr.getvalue()) is coloured  # type: ignore[attr-defined]


def test_the_digest_is_found_from_a_folder_inside_it(
    digest: Digest, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest.write("content/papers/a.md", OVERLAY)
    monkeypatch.chdir(digest.folder / "content" / "papers")

    assert main(["build", "-q"]) == 0
    assert "papers/a/index.html" in digest.site()


def test_a_slow_yaml_parser_is_told_once(
    digest: Digest, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("yaml.__with_libyaml__", False)
    digest.write("content/papers/a.md", OVERLAY)
    digest.write("content/papers/b.md", OVERLAY.replace("Made up", "Another"))

    assert main(["-C", str(digest.folder), "build", "-q"]) == 0
    assert capsys.readouterr().err.count("without its C parser") == 1
