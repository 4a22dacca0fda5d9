"""Files that did not change are not taken apart again, and nothing wrong is ever remembered."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from typing import Any

import pytest

from generator import reading, telling
from generator.ahead import read_ahead
from generator.corpus.telling import Telling
from generator.own_print import own_print
from generator.sources.record import Record
from generator.write.rows import read_rows
from tests.digest import Digest
from tests.processes import children


@pytest.fixture
def taken_apart(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The paths that were, in order."""
    paths: list[str] = []
    parse = reading.parse_file

    def noted(file: Any, *rest: Any) -> Any:
        paths.append(file.path)
        return parse(file, *rest)

    monkeypatch.setattr(reading, "parse_file", noted)
    yield paths


def test_only_the_file_that_changed_is_taken_apart(digest: Digest, taken_apart: list[str]) -> None:
    digest.write_paper("one", title="One")
    digest.write_paper("two", title="Two")
    digest.build()
    taken_apart.clear()
    digest.write_paper("two", title="Second")
    digest.build()

    assert taken_apart == ["content/papers/two.md"]


def test_a_file_with_its_old_bytes_again_reads_as_it_did(digest: Digest) -> None:
    digest.write_paper("one", title="First words")
    digest.build()
    before = digest.site()
    digest.write_paper("one", title="Other words")
    digest.build()
    digest.write_paper("one", title="First words")
    digest.build()

    assert digest.site() == before


@pytest.mark.parametrize("memory", ["records", "telling"])
@pytest.mark.parametrize("torn", [b"", b"\0" * 4000, None])
def test_a_torn_memory_of_files_is_no_memory(
    digest: Digest, memory: str, torn: bytes | None
) -> None:
    digest.write_paper("one", title="Octopus and squid")
    digest.write_paper("two", title="Squid and octopus")
    digest.build()
    file = digest.folder / ".broadsheet" / memory
    whole = file.read_bytes()
    assert b"ctopus" in whole
    file.write_bytes(whole.replace(b"ctopus", b"lympus") if torn is None else torn)
    digest.write_paper("three", title="Third")
    digest.build()
    after = digest.site()
    digest.forget()
    digest.build()

    assert "squid" in digest.page("/papers/one/")
    assert digest.site() == after


def test_only_the_file_that_changed_is_looked_through_for_what_it_tells(
    digest: Digest, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest.write_paper("one", title="Octopus and squid")
    digest.write_paper("two", title="Squid and octopus")
    digest.build()
    looked: list[str] = []
    found = telling.of_record
    monkeypatch.setattr(telling, "of_record", lambda r: (looked.append(r.path), found(r))[1])
    digest.write_paper("two", title="Squid alone")
    digest.build()
    digest.write_page("about", "What this is.")
    digest.build()

    assert looked == ["content/papers/two.md"]
    assert "Related" not in digest.page("/papers/one/")


def test_others_find_what_records_tell_as_this_process_does(
    digest: Digest, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("octopus", "squid", "cuttlefish", "nautilus")
    for name in names:
        digest.write_paper(name, title=f"{name} and {names[0]} and {names[1]}")
    digest.write_import({"id": "more", "title": "Squid", "abstract": "Octopus, octopus."})
    digest.build()
    alone = digest.site()
    digest.forget()
    here, process, found = [], os.getpid(), telling.of_record

    def slow_here(record: Record) -> Telling:
        if os.getpid() == process:
            here.append(record.path)
            time.sleep(0.2)
        return found(record)

    monkeypatch.setattr(telling, "of_record", slow_here)
    monkeypatch.setattr(telling, "SERIAL_BYTES", 0)
    digest.build(jobs=4)

    assert len(here) < 5
    assert digest.site() == alone


def test_a_mistake_that_is_remembered_is_told_again(digest: Digest) -> None:
    digest.write("content/imported/x/2025-01-01.jsonl", '{"id": "a", "title": "A"}\nnot json\n')
    first = digest.build().warnings
    digest.write_paper("b", title="B")

    assert [str(problem) for problem in digest.build().warnings] == list(map(str, first))


def test_what_other_code_took_apart_is_not_believed(digest: Digest) -> None:
    digest.write_paper("one", title="One")
    digest.build()

    assert not read_rows(digest.folder, "records", "other code").rows


def test_what_is_remembered_of_an_edited_file_is_written_behind_the_rest(digest: Digest) -> None:
    file = digest.folder / ".broadsheet" / "records"
    for name in ("one", "two", "three"):
        digest.write_paper(name, "Words of a note. " * 50, title=name)
    digest.build()
    before = file.read_bytes()
    digest.write_paper("two", title="Two again")
    digest.build()

    after = file.read_bytes()
    assert after.startswith(before)
    assert len(before) < len(after) < len(before) + 500


def test_what_is_remembered_does_not_grow_with_every_edit(digest: Digest) -> None:
    file = digest.folder / ".broadsheet" / "records"
    digest.write_paper("one", title="One")
    for number in range(30):
        digest.write_paper("two", f"Edit {number:02}." * 50, title="Two")
        digest.build()
    largest = file.stat().st_size
    for name in ("one", "two"):
        digest.write_paper(name, "All of it otherwise. " * 50, title=name)
    digest.build()
    rewritten = file.stat().st_size
    (digest.folder / "content/papers/two.md").unlink()
    digest.build()

    assert largest < 4_000
    assert rewritten < 4_000
    assert file.stat().st_size < rewritten


@pytest.mark.parametrize("left", [b"", b"\0" * 4000, b"\xff" * 5, b"\x09\0\0"])
def test_what_a_build_was_ended_in_is_written_again(digest: Digest, left: bytes) -> None:
    file = digest.folder / ".broadsheet" / "records"
    digest.write_paper("one", title="One")
    digest.write_paper("two", title="Two")
    digest.write_paper("three", "Words of a note. " * 200, title="Three")
    digest.build()
    whole = file.read_bytes()
    digest.write_paper("two", title="Two again")
    digest.build()
    file.write_bytes((file.read_bytes()[:-3] if not left else whole) + left)
    digest.write_paper("one", title="One again")
    digest.build()

    rows = read_rows(digest.folder, "records", own_print()).rows
    assert file.read_bytes().startswith(whole)
    assert sorted(rows) == [f"content/papers/{name}.md" for name in ("one", "three", "two")]
    assert "Two again" in digest.page("/papers/two/")


def test_a_build_that_lets_go_of_what_records_say_makes_the_same_site(
    digest: Digest, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest.write_import({"id": "a", "title": "First"}, {"id": "b", "title": "Second"})
    digest.write_paper("a", "A note.", title="First of all")
    digest.build()
    kept = digest.site()
    digest.forget()
    monkeypatch.setattr("generator.planning.MANY", 0)
    digest.build()
    digest.write_paper("b", "Another.")
    digest.build()
    (digest.folder / "content/papers/b.md").unlink()

    assert digest.build().written > 0
    assert digest.site() == kept


@pytest.fixture
def worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """To begin a process is worth it for any file."""
    monkeypatch.setattr(reading, "WORTH_A_PROCESS", 1)


@pytest.mark.usefixtures("worth_it")
def test_what_was_read_ahead_is_not_read_again(digest: Digest, taken_apart: list[str]) -> None:
    digest.write_paper("one", title="One")
    digest.write_import({"id": "two", "title": "Two"})
    with read_ahead(digest.folder, 2) as ahead:
        digest.build(ahead=ahead, jobs=2)

    assert taken_apart == []  # here: another process did
    assert "Two" in digest.page("/papers/two/")


@pytest.mark.usefixtures("worth_it")
def test_what_changed_after_it_was_read_ahead_counts_as_it_is_now(digest: Digest) -> None:
    digest.write_paper("one", title="One")
    digest.write_paper("two", title="Two")
    digest.write_paper("gone", title="Gone")
    with read_ahead(digest.folder, 2) as ahead:
        digest.write_paper("two", title="Second")
        digest.write_paper("three", title="Third")
        digest.delete("content/papers/gone.md")
        digest.build(ahead=ahead, jobs=2)
    made = digest.site()

    assert digest.build().rendered == {}
    digest.forget()
    digest.build()
    assert digest.site() == made


def test_nothing_is_read_ahead_where_records_are_remembered(digest: Digest) -> None:
    digest.write_paper("one", title="One")
    digest.build()

    with read_ahead(digest.folder, 2) as ahead:
        assert ahead is None


def test_for_little_no_process_is_begun_ahead(digest: Digest) -> None:
    digest.write_paper("one", title="One")
    before = children()
    with read_ahead(digest.folder, 9) as ahead:
        digest.write_paper("two", "A long note. " * 20_000)

        assert children() <= before
        assert ahead
        assert list(ahead()) == ["content/papers/one.md"]
    with read_ahead(digest.folder, 9):
        assert len(children() - before) == 2


@pytest.mark.usefixtures("worth_it")
@pytest.mark.parametrize("left", ["nothing", "no content"])
def test_what_was_read_ahead_in_vain_leaves_no_process(digest: Digest, left: str) -> None:
    digest.write_paper("one", title="One")
    if left == "no content":
        digest.delete("content/papers/one.md")
    before = children()
    with read_ahead(digest.folder, 2) as ahead:
        assert ahead is not None

    assert children() <= before
