"""What the commands of the workflow do, in order, on clones of a repository on disk."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.cli import parser
from generator.scaffold import new_digest
from tests.mail.smtp import PASSWORD, USER, Authority, Inbox, starttls
from tests.server import served
from tests.workflow import BASE_URL, THEIRS, Hosting, Running, read, steps

LISTED = (datetime.now(UTC).date() - timedelta(days=14)).isoformat()  # in a week that is over


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """The folder of a source on loopback, with a paper nobody has seen yet."""
    folder = tmp_path / "source"
    folder.mkdir()
    offer(folder, "first")
    return folder


def offer(folder: Path, *names: str) -> None:
    rows = [{"id": f"{name}-paper", "title": f"A {name} paper", "listed": LISTED} for name in names]
    text = "\n".join(json.dumps(row) for row in rows) + "\n"
    (folder / "library.jsonl").write_text(text, encoding="utf-8")


def hosted(tmp_path: Path, address: str = "", **mail: str) -> Hosting:
    """A repository of a digest as `broadsheet new` writes it, with a source and a list."""
    digest = tmp_path / "digest"
    new_digest(digest)
    (digest / "content/issues/2026-W03.md").unlink()
    settings = digest / "content/digest.yaml"
    known = settings.read_text(encoding="utf-8")
    if address:
        asked = {"name": "library", "kind": "url", "format": "jsonlines", "cadence": "monthly"}
        known += yaml.safe_dump({"sources": [asked | {"url": f"{address}/library.jsonl"}]})
    if mail:
        known += yaml.safe_dump({"mail": mail})
    settings.write_text(known, encoding="utf-8")
    (tmp_path / "hosting").mkdir()
    return Hosting(tmp_path / "hosting", digest)


def results(jobs: dict[str, Any]) -> dict[str, str]:
    return {name: job.result for name, job in jobs.items()}


def published(hosting: Hosting, path: str) -> str:
    return (hosting.site / path).read_text(encoding="utf-8")


def test_a_push_builds_what_changed_checks_and_publishes(tmp_path: Path) -> None:
    hosting = hosted(tmp_path)
    jobs = hosting.run(THEIRS, "push")
    hosting.push({"content/pages/about.md": "---\ntitle: About\n---\nNew words.\n"}, "Mend")
    hosting.run(THEIRS, "push")
    summary = hosting.summary.read_text(encoding="utf-8").splitlines()
    first, second = (line for line in summary if " pages, " in line)

    assert results(jobs) == {
        "fetch": "skipped",
        "propose": "skipped",
        "build": "success",
        "deploy": "success",
        "mail": "skipped",
        "tell": "skipped",
    }
    assert hosting.asked[0] == "pip install -r requirements.txt"
    assert re.match(r"- (\d+) pages, \1 rendered", first)
    assert re.search(r" pages, 1 rendered, 1 written", second)
    assert summary.count("- no problems") == 2
    assert f'<link rel="canonical" href="{BASE_URL}/">' in published(hosting, "index.html")
    assert (hosting.site / ".nojekyll").exists()
    assert "New words." in published(hosting, "about/index.html")


def test_a_check_that_fails_leaves_last_weeks_site_up(tmp_path: Path) -> None:
    hosting = hosted(tmp_path)
    hosting.run(THEIRS, "push")
    before = published(hosting, "index.html")
    page = "---\ntitle: About\n---\n[nowhere](/not/there/)\n"
    hosting.push({"content/pages/about.md": page}, "A link that leads nowhere")
    jobs = hosting.run(THEIRS, "push")

    assert jobs["build"].told[-1][:2] == ("Check", 1)
    assert jobs["deploy"].result == "skipped"
    assert published(hosting, "index.html") == before
    assert "nowhere" not in published(hosting, "about/index.html")


def test_an_edition_is_mailed_once_and_the_record_is_committed(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = Authority(tmp_path_factory.mktemp("authority"))
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    inbox = Inbox()
    with starttls(inbox, authority.context()) as server:
        hosting = hosted(
            tmp_path, **{"from": "d@reader.example", "to": "l@reader.example", "server": server}
        )
        edition = "---\ntitle: A week\ndate: 2026-01-16\n---\nHello.\n"
        hosting.push({"content/issues/2026-W03.md": edition}, "Finish the edition")
        hosting.secrets = {"BROADSHEET_SMTP_USER": USER, "BROADSHEET_SMTP_PASSWORD": PASSWORD}
        first = hosting.run(THEIRS, "push")
        second = hosting.run(THEIRS, "push")
    (record,) = hosting.file("content/mail/sent.jsonl").splitlines()

    assert (first["mail"].result, second["mail"].result) == ("success", "success")
    assert len(inbox.arrived) == 1
    assert f"{BASE_URL}/issues/2026-w03/".encode() in inbox.arrived[0][2].replace(b"=\r\n", b"")
    assert json.loads(record)["issue"] == "2026-W03"
    assert hosting.log()[0] == "Remember that the edition was sent"
    assert hosting.log().count("Remember that the edition was sent") == 1
    assert PASSWORD not in str([job.told for job in first.values()])


has_fetch = pytest.mark.skipif(
    "fetch" not in next(a.choices for a in parser()._actions if isinstance(a.choices, dict)),
    reason="this version has no `broadsheet fetch`",
)


@has_fetch
def test_each_week_new_papers_are_committed_told_and_published(
    tmp_path: Path, source: Path
) -> None:
    with served(source) as address:
        hosting = hosted(tmp_path, address)
        jobs = hosting.run(THEIRS, "schedule")
        offer(source, "first", "second")
        hosting.run(THEIRS, "schedule")
    summary = hosting.summary.read_text(encoding="utf-8")
    (draft,) = [path for path in hosting.files() if path.startswith("content/issues/")]

    assert results(jobs) == {
        "fetch": "success",
        "propose": "skipped",
        "build": "success",
        "deploy": "success",
        "mail": "skipped",
        "tell": "skipped",
    }
    assert hosting.log() == ["Take in new papers", "Take in new papers", "Begin"]
    assert "draft: true\n" in hosting.file(draft)
    assert "A first paper" in published(hosting, "papers/first-paper/index.html")
    assert "A second paper" in published(hosting, "papers/second-paper/index.html")
    assert "| library | new | 1 |" in summary
    assert f"\n\n- {draft}: " in summary
    assert "::" not in summary


@has_fetch
def test_what_someone_pushed_meanwhile_is_kept(tmp_path: Path, source: Path) -> None:
    with served(source) as address:
        hosting = hosted(tmp_path, address)
        about = "---\ntitle: About\n---\nPushed meanwhile.\n"
        file = tmp_path / "about.md"
        file.write_text(about, encoding="utf-8")
        racing = hosting.folder / "programs" / "broadsheet"
        ours = racing.read_text(encoding="utf-8").splitlines()[-1]
        clone = tmp_path / "racer"
        racing.write_text(
            "#!/bin/sh\n"
            f'if [ "$1" = issue ]; then git clone -q "{hosting.remote}" "{clone}"\n'
            f'cp "{file}" "{clone}/content/pages/about.md"\n'
            f'git -C "{clone}" -c user.name=B -c user.email=b@reader.example commit -qam Race\n'
            f'git -C "{clone}" push -q origin HEAD:main; fi\n{ours}\n',
            encoding="utf-8",
        )
        jobs = hosting.run(THEIRS, "schedule")

    assert jobs["fetch"].result == "success"
    assert hosting.log() == ["Take in new papers", "Race", "Begin"]
    assert "Pushed meanwhile." in published(hosting, "about/index.html")
    assert "A first paper" in published(hosting, "papers/first-paper/index.html")


@has_fetch
def test_new_papers_come_by_pull_request_where_that_is_asked(tmp_path: Path, source: Path) -> None:
    with served(source) as address:
        hosting = hosted(tmp_path, address)
        jobs = hosting.run(THEIRS, "workflow_dispatch", pull_request=True)
    offered = [path for path in hosting.files("new-papers") if "imported/library" in path]

    assert (jobs["fetch"].result, jobs["propose"].result) == ("success", "success")
    assert hosting.log() == ["Begin"]
    assert hosting.log("new-papers") == ["Take in new papers", "Begin"]
    assert offered
    assert [line for line in hosting.asked if line.startswith("gh pr create --head new-papers")]
    assert not (hosting.site / "papers/first-paper").exists()


@pytest.mark.parametrize(
    ("inputs", "settings", "proposes"),
    [
        ({}, {}, "false"),
        ({"pull_request": False}, {}, "false"),
        ({"pull_request": True}, {}, "true"),
        ({}, {"BROADSHEET_PULL_REQUEST": "true"}, "true"),
        ({}, {"BROADSHEET_PULL_REQUEST": "no"}, "false"),
    ],
)
def test_a_pull_request_is_asked_for_by_hand_or_for_good(
    tmp_path: Path, inputs: dict[str, Any], settings: dict[str, str], proposes: str
) -> None:
    hosting = hosted(tmp_path)
    hosting.vars = settings
    (commit,) = [step for step in steps(THEIRS) if step.get("name") == "Commit"]

    assert Running(hosting, {}, "schedule", inputs, "fetch").filled(commit["env"]["PROPOSE"]) == (
        proposes
    )


@pytest.mark.parametrize(
    ("password", "settings", "mails"),
    [("", {}, "false"), ("x", {}, "true"), ("x", {"BROADSHEET_PULL_REQUEST": "true"}, "false")],
)
def test_mail_is_sent_only_where_there_is_a_password_and_the_record_can_be_pushed(
    tmp_path: Path, password: str, settings: dict[str, str], mails: str
) -> None:
    hosting = hosted(tmp_path)
    hosting.vars = settings
    hosting.secrets = {"BROADSHEET_SMTP_PASSWORD": password} if password else {}
    told = read(THEIRS)["jobs"]["build"]["outputs"]["mail"]

    assert Running(hosting, {}, "push", {}, "build").filled(told) == mails


@has_fetch
def test_a_source_that_fails_leaves_the_site_up_and_is_told_last(
    tmp_path: Path, source: Path
) -> None:
    with served(source) as address:
        hosting = hosted(tmp_path, address)
        hosting.run(THEIRS, "schedule")
        before = published(hosting, "papers/first-paper/index.html")
        (source / "library.jsonl").unlink()
        jobs = hosting.run(THEIRS, "schedule")
    summary = hosting.summary.read_text(encoding="utf-8")

    assert (jobs["deploy"].result, jobs["tell"].result) == ("success", "failure")
    assert published(hosting, "papers/first-paper/index.html") == before
    assert "**broken**" in summary
    assert "::error::A source is broken or overdue" in jobs["tell"].told[-1][2]
