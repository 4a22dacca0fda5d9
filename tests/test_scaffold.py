"""`broadsheet new` writes a digest that its own readers accept, and never over anything."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.problems import DigestError
from generator.reading import Reader
from generator.scaffold import new_digest
from generator.sources.files import read_sources
from generator.sources.settings import read_settings


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    new_digest(tmp_path / "digest")
    return tmp_path / "digest"


def workflow(folder: Path) -> dict[str, Any]:
    text = (folder / ".github/workflows/publish.yml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


def steps(folder: Path) -> list[dict[str, Any]]:
    return [step for job in workflow(folder)["jobs"].values() for step in job["steps"]]


def test_a_new_digest_has_every_kind_of_file_and_names_them_in_order(tmp_path: Path) -> None:
    written = new_digest(tmp_path / "deep" / "digest")
    paths = [file.relative_to(tmp_path / "deep" / "digest").as_posix() for file in written]

    assert paths == [
        ".github/dependabot.yml",
        ".github/workflows/publish.yml",
        ".gitignore",
        "README.md",
        "content/digest.yaml",
        "content/issues/2026-W03.md",
        "content/pages/about.md",
        "content/papers/marginal-notes.md",
        "content/papers/quiet-benchmarks.md",
        "content/papers/second-look.md",
        "content/topics/measurement.md",
        "content/topics/reading.md",
        "requirements.txt",
    ]
    assert sorted(f for f in (tmp_path / "deep").rglob("*") if f.is_file()) == sorted(written)


def test_two_new_digests_are_equal(tmp_path: Path) -> None:
    first, second = (new_digest(tmp_path / name) for name in ("one", "two"))

    assert [f.read_bytes() for f in first] == [f.read_bytes() for f in second]


def test_the_settings_of_a_new_digest_are_in_order(folder: Path) -> None:
    config, findings = read_settings(folder)

    assert findings == []
    assert (config.base_url, config.theme) == ("http://localhost:8000/", "broadsheet")
    assert config.thresholds.person_papers == 2


def test_the_content_of_a_new_digest_is_in_order(folder: Path) -> None:
    sources = read_sources(folder, Reader(folder, 1).read)

    assert sources.findings == []
    assert len(sources.papers) == 3
    assert len(sources.topics) == 2


def test_the_edition_of_a_new_digest_names_papers_that_are_there(folder: Path) -> None:
    (issue,) = read_sources(folder, Reader(folder, 1).read).issues
    named = {pick["paper"] for pick in issue.fields["picks"]}
    named |= {paper for section in issue.fields["sections"] for paper in section["papers"]}

    assert named == {file.stem for file in (folder / "content/papers").iterdir()}


def test_a_folder_made_beforehand_or_a_repository_without_files_is_taken(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()

    assert new_digest(tmp_path)


@pytest.mark.parametrize("name", ["notes.txt", ".hidden", "content/digest.yaml"])
def test_a_folder_that_holds_anything_is_left_alone(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("mine", encoding="utf-8")
    with pytest.raises(DigestError, match="the folder is not empty: it holds") as refusal:
        new_digest(tmp_path)

    assert "empty or not there yet" in refusal.value.problems[0].hint
    assert [f for f in tmp_path.rglob("*") if f.is_file()] == [file]


def test_a_file_is_no_place_for_a_digest(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")

    with pytest.raises(DigestError, match="not a folder"):
        new_digest(tmp_path / "file")
    with pytest.raises(DigestError, match="cannot be"):
        new_digest(tmp_path / "file" / "below")


def test_the_workflow_gives_each_job_the_least_it_needs(folder: Path) -> None:
    told = workflow(folder)

    assert told["permissions"] == {}
    assert {name: job["permissions"] for name, job in told["jobs"].items()} == {
        "fetch": {"contents": "write"},
        "propose": {"contents": "read", "pull-requests": "write"},
        "build": {"contents": "read", "pages": "read"},
        "deploy": {"pages": "write", "id-token": "write"},
        "mail": {"contents": "write"},
        "tell": {},
    }


def test_the_workflow_commits_builds_checks_publishes_and_mails_in_this_order(folder: Path) -> None:
    text = (folder / ".github/workflows/publish.yml").read_text(encoding="utf-8")
    order = [
        "broadsheet fetch",
        "git commit",
        "broadsheet build",
        "broadsheet check",
        "upload-pages-artifact@",
        "deploy-pages@",
        "broadsheet mail",
    ]

    assert sorted(order, key=text.index) == order


def test_the_workflow_never_cuts_off_a_deployment_and_runs_at_an_odd_minute(folder: Path) -> None:
    told = workflow(folder)
    schedule = told[True]["schedule"]  # YAML 1.1 takes the key `on` for true
    minute = int(schedule[0]["cron"].split()[0])

    assert told["concurrency"] == {"group": "pages", "cancel-in-progress": False}
    assert minute % 5 and minute % 2


def test_the_upload_takes_hidden_files_along(folder: Path) -> None:
    (upload,) = [s for s in steps(folder) if "upload-pages-artifact" in s.get("uses", "")]

    assert upload["with"] == {"path": "site", "include-hidden-files": True}


def test_what_the_build_writes_is_ignored_by_git(folder: Path) -> None:
    ignored = (folder / ".gitignore").read_text(encoding="utf-8").split("\n")

    assert {"/site/", "/.broadsheet/"} <= set(ignored)
