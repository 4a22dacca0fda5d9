"""`broadsheet fetch` as it is called: what it prints, where, and how it ends."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.cli import main
from tests.digest import Digest
from tests.fetch.asked import MONDAY, TUESDAY, ask
from tests.fetch.peers import Peer, Reply, as_json, hf_record, hugging_face, running

ROW_KEYS = (
    "name kind cadence word message added merged updated removed left_out "
    "last_success last_new expected overdue"
).split()


@pytest.fixture
def library(digest: Digest) -> Iterator[Peer]:
    with running(
        lambda *_: as_json([{"title": "A paper"}, {"title": "Another"}, {"org": "x"}])
    ) as peer:
        digest.write_config(sources=[{"kind": "url", "name": "lib", "url": peer.url}])
        yield peer


def fetch(digest: Digest, *arguments: str) -> int:
    return main(["-C", str(digest.folder), "fetch", *arguments])


@pytest.mark.usefixtures("library")
def test_a_fetch_prints_a_line_for_each_source_and_one_for_all(
    digest: Digest, capsys: pytest.CaptureFixture[str]
) -> None:
    code = fetch(digest)
    said = capsys.readouterr()

    assert code == 0
    assert said.out == (
        "lib: new, 2 added, 1 left out; 2 papers it had not shown before\n"
        "2 papers added, 0 updated, 0 merged, 1 left out\n"
    )
    assert said.err.startswith("lib:1:")
    assert "warning: left out: " in said.err


@pytest.mark.usefixtures("library")
def test_json_is_all_that_stands_on_stdout_also_on_github(
    digest: Digest, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    code = fetch(digest, "--json")
    said = capsys.readouterr()
    told = json.loads(said.out)
    today = datetime.now(UTC).date().isoformat()

    assert (code, told["good"], told["added"], told["left_out"]) == (0, True, 2, 1)
    assert list(told["sources"][0]) == sorted(ROW_KEYS)
    assert told["sources"][0]["last_success"] == today
    assert "::warning" in said.err


def test_a_broken_source_ends_with_1_and_an_error(
    digest: Digest, library: Peer, capsys: pytest.CaptureFixture[str]
) -> None:
    library.answering = lambda *_: Reply(status=404)
    code = fetch(digest)
    said = capsys.readouterr()

    assert code == 1
    assert said.err == "error: source lib is broken: HTTP 404 Not Found\n"
    assert said.out.startswith("lib: broken; HTTP 404 Not Found\n")


def test_an_overdue_source_is_not_good_and_a_quiet_one_is(digest: Digest) -> None:
    with running(hugging_face({MONDAY: [hf_record("2512.00001", MONDAY)]})) as hub:
        digest.write_config(sources=[{"kind": "hugging-face-daily", "url": hub.url}])
        ask(digest, MONDAY)
        quiet, overdue = ask(digest, TUESDAY), ask(digest, "2025-12-15")

    assert (quiet.good, overdue.good) == (True, False)
    assert [str(problem) for problem in overdue.told()] == [
        "error: source hf-daily is overdue: its next papers were due by 2025-12-09\n"
        "    empty: it answered well, with no paper"
    ]


@pytest.mark.usefixtures("library")
def test_a_summary_is_added_to_a_file_as_a_table(digest: Digest, tmp_path: Path) -> None:
    file = tmp_path / "summary.md"
    file.write_text("# Before\n", "utf-8")
    fetch(digest, "--summary", str(file))
    lines = file.read_text("utf-8").splitlines()

    assert lines[:2] == ["# Before", "**2 papers added**"]
    assert lines[-1].startswith("| lib | new | 2 | 0 | 0 | 1 | ")
    assert len({line.count("|") for line in lines if line.startswith("|")}) == 1


def test_words_of_a_server_are_text_in_the_summary(digest: Digest) -> None:
    with running(lambda *_: Reply(b"x|<b>`*[a](b)", kind="text/plain")) as peer:
        source = {"kind": "url", "name": "lib", "url": peer.url, "format": "jsonlines"}
        digest.write_config(sources=[source])
        summary = ask(digest, MONDAY)
    last = summary.markdown().splitlines()[-1]

    assert not set("<>`*[]") & set(last.replace("**broken**", ""))


@pytest.mark.usefixtures("library")
def test_a_source_that_is_not_named_in_digest_yaml_is_misuse(
    digest: Digest, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        fetch(digest, "--source", "lbi")

    assert end.value.code == 2
    assert "no source lbi; there are: lib" in capsys.readouterr().err


def test_a_digest_without_sources_has_nothing_to_ask_and_that_is_good(
    digest: Digest, capsys: pytest.CaptureFixture[str]
) -> None:
    code = fetch(digest)

    assert code == 0
    assert "names no sources" in capsys.readouterr().err


@pytest.mark.usefixtures("library")
def test_a_summary_that_cannot_be_written_is_told(
    digest: Digest, capsys: pytest.CaptureFixture[str]
) -> None:
    code = fetch(digest, "--summary", "/nowhere/summary.md")

    assert code == 1
    assert "/nowhere/summary.md: error: cannot be written" in capsys.readouterr().err


@pytest.mark.usefixtures("library")
def test_a_damaged_store_stops_before_anything_is_asked(
    digest: Digest, library: Peer, capsys: pytest.CaptureFixture[str]
) -> None:
    digest.write("content/imported/old/2025.jsonl", "{\n")
    code = fetch(digest)

    assert (code, library.asked) == (1, [])
    assert "content/imported/old/2025.jsonl:1: error: not a sighting" in capsys.readouterr().err


def test_whoever_is_asked_is_told_who_asks(digest: Digest, library: Peer) -> None:
    source = {"kind": "url", "name": "lib", "url": library.url}
    digest.write_config(sources=[source], base_url="https://ada.github.io/digest/")
    fetch(digest)

    assert library.agents[0].endswith(" (+https://ada.github.io/digest/)")
    assert library.agents[0].startswith("broadsheet/")
