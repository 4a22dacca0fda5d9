"""The workflows as files: what GitHub and a careful reader would say of them."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator import __version__
from tests.workflow import ROOT, SCAFFOLD, THEIRS, read, steps

OURS = ROOT / ".github" / "workflows" / "publish.yml"
CI = ROOT / ".github" / "workflows" / "ci.yml"
WORKFLOWS = [OURS, THEIRS, CI]
PINNED = re.compile(r"[\w-]+/[\w-]+@[0-9a-f]{40}")


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("vendor.github-workflows", WORKFLOWS),
        (
            "vendor.dependabot",
            [ROOT / ".github" / "dependabot.yml", SCAFFOLD / "dot_github" / "dependabot.yml"],
        ),
    ],
)
def test_files_for_github_follow_its_schema(schema: str, files: list[Path]) -> None:
    said = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *map(str, files)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (said.returncode, said.stdout + said.stderr) == (0, "ok -- validation done\n")


@pytest.mark.parametrize("file", WORKFLOWS, ids=["ours", "theirs", "ci"])
def test_actions_are_pinned_to_a_commit(file: Path) -> None:
    used = [step["uses"] for step in steps(file) if "uses" in step]

    assert used
    assert [action for action in used if not PINNED.fullmatch(action)] == []


@pytest.mark.parametrize("file", WORKFLOWS, ids=["ours", "theirs", "ci"])
def test_values_reach_the_shell_by_the_environment_alone(file: Path) -> None:
    assert [step["run"] for step in steps(file) if "${{" in step.get("run", "")] == []


@pytest.mark.parametrize("file", WORKFLOWS, ids=["ours", "theirs", "ci"])
def test_no_checkout_keeps_the_token_and_every_job_ends(file: Path) -> None:
    kept = [s for s in steps(file) if "checkout@" in s.get("uses", "")]
    kept = [s for s in kept if s["with"]["persist-credentials"] is not False]

    assert kept == []
    assert all(job["timeout-minutes"] <= 30 for job in read(file)["jobs"].values())


def test_only_two_steps_are_given_the_token_that_writes() -> None:
    given = [s["name"] for s in steps(THEIRS) if "github.token" in str(s.get("env", {}))]
    secret = [s["name"] for s in steps(THEIRS) if "secrets." in str(s.get("env", {}))]

    assert given == [
        "Commit",
        "Open a pull request, unless one is open",
        "Remember that it was sent",
    ]
    assert secret == ["Send the edition, if it was not sent yet"]


def test_our_workflow_is_the_one_a_new_digest_gets_but_for_what_it_installs() -> None:
    theirs = THEIRS.read_text(encoding="utf-8")
    ours = OURS.read_text(encoding="utf-8")
    ours = ours.replace("          cache-dependency-path: pyproject.toml\n", "")

    assert ours.replace('pip install ".[fetch]"', "pip install -r requirements.txt") == theirs


def test_a_new_digest_asks_for_the_version_it_was_made_with() -> None:
    (asked,) = [
        line
        for line in (SCAFFOLD / "requirements.txt").read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    ]

    assert asked == f"broadsheet[fetch] == {__version__}"


def test_ci_tries_every_python_that_is_promised() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    versions = read(CI)["jobs"]["test"]["strategy"]["matrix"]["python"]

    assert f'requires-python = ">={versions[0]}"' in project
    assert versions == ["3.11", "3.12", "3.13"]
    assert [step["run"] for step in steps(CI) if "run" in step] == [".ci/run"]


def test_the_settings_the_readme_names_are_those_the_workflow_knows() -> None:
    known = set(re.findall(r"(?:vars|secrets)\.(\w+)", THEIRS.read_text(encoding="utf-8")))

    for readme in (ROOT / "README.md", SCAFFOLD / "README.md"):
        assert set(re.findall(r"`(BROADSHEET_\w+)`", readme.read_text(encoding="utf-8"))) == known


def test_a_repository_that_slept_is_told_before_its_schedule_is_switched_off(
    tmp_path: Path,
) -> None:
    (step,) = [
        s for s in steps(THEIRS) if s.get("name") == "Tell before the schedule is switched off"
    ]
    said = {}
    for days in (0, 34, 36):
        folder = tmp_path / str(days)
        folder.mkdir()
        when = f"{int(datetime.now(UTC).timestamp()) - days * 86400 - 60} +0000"
        script = (
            "git init -q .; git -c user.name=A -c user.email=a@reader.example "
            f"commit -q --allow-empty -m x --date='{when}'\n{step['run']}"
        )
        said[days] = subprocess.run(
            ["bash", "-eo", "pipefail", "-c", script],
            cwd=folder,
            env={"PATH": "/usr/bin:/bin:/usr/local/bin", "GIT_COMMITTER_DATE": when},
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    assert (said[0], said[34]) == ("", "")
    assert said[36].startswith("::warning::No commit for 36 days.")
