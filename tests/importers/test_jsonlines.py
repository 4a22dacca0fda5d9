"""JSON Lines: what is good goes in, what is odd is told with its line."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.importers import Imported, read_source
from generator.importers.fitting import Given
from generator.importers.jsonlines import import_lines
from generator.problems import DigestError


def read(*lines: Any, **options: Any) -> Imported:
    raw = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
    return import_lines(raw, Given("saved.jsonl", "saved", **options))


def told(imported: Imported) -> list[str]:
    return [str(problem).split("\n")[0] for problem in imported.problems]


def test_the_keys_of_a_record_become_those_of_a_sighting() -> None:
    record = {
        "id": "2407.05530",
        "title": "Otters at\n  Work",
        "authors": ["Ada Otter", "Bea\nBeaver"],
        "abstract": "They swim,\nand \\textbf{build}.",
        "date": "2024-07",
        "listed": "2024-07-09",
        "venue": "Pond",
        "url": "https://example.org/1",
        "doi": "https://doi.org/10.1234/ABC",
        "topics": ["otters", ""],
        "upvotes": 0,
        "ai_summary": "Otters!",
        "comment": "9 pages",
        "source": "Pond Papers",
    }

    assert read(record).found[0].sighting == {
        "title": "Otters at Work",
        "authors": ["Ada Otter", "Bea Beaver"],
        "abstract": "They swim,\nand \\textbf{build}.",
        "published": "2024-07",
        "listed": "2024-07-09",
        "venue": "Pond",
        "url": "https://example.org/1",
        "doi": "10.1234/abc",
        "arxiv_id": "2407.05530",
        "topics": ["otters"],
        "upvotes": 0,
        "source": "pond-papers",
    }
    assert read(record).problems == []


def test_an_id_that_is_not_arxivs_is_the_sources_own() -> None:
    sighting = read({"id": "P19-1001", "title": "Otters"}).found[0].sighting

    assert sighting == {"title": "Otters", "source_id": "P19-1001", "source": "saved"}


def test_an_arxiv_id_is_found_in_an_address() -> None:
    record = {"id": "P1", "title": "Otters", "pdf": "https://arxiv.org/pdf/2407.05530v2"}
    sighting = read(record).found[0].sighting

    assert (sighting["arxiv_id"], sighting["source_id"]) == ("2407.05530", "P1")


def test_nothing_known_is_absent_and_never_empty() -> None:
    record = {"title": "Otters", "authors": [], "abstract": "", "org": None, "topics": [" "]}

    assert read(record).found[0].sighting == {"title": "Otters", "source": "saved"}


def test_a_day_and_a_source_can_be_given() -> None:
    records = {"title": "A"}, {"title": "B", "listed": "2024-01-02", "source": "own"}
    found = read(*records, listed=date(2025, 1, 1), source="Given").found

    assert [one.sighting["listed"] for one in found] == ["2025-01-01", "2024-01-02"]
    assert [one.sighting["source"] for one in found] == ["given", "given"]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"{", "not JSON"),
        (b"[1]", "not an object"),
        (b'"text"', "not an object"),
        (b"{}", "no title"),
        (b'{"title": "  "}', "no title"),
        (b'{"title": 5}', "no title"),
        (b'{"title": ["a"]}', "no title"),
        (b'{"title": "\xff"}', "not UTF-8, byte 11 is 0xff"),
        (b'{"title": "a", "abstract": "' + b"x" * 1_000_000 + b'"}', "more than 1,000,000 bytes"),
        (b'{"title": ' + b"[" * 100_000, "nested too deep"),
        (b'{"title": "a", "upvotes": ' + b"9" * 5000 + b"}", "left out"),
    ],
)
def test_a_bad_line_is_left_out_and_the_rest_goes_in(line: bytes, why: str) -> None:
    imported = read({"title": "Before"}, line, {"title": "After"})

    assert [found.sighting["title"] for found in imported.found] == ["Before", "After"]
    assert [found.line for found in imported.found] == [1, 3]
    assert imported.counts.left_out == 1
    assert told(imported)[-1].startswith("saved.jsonl:2: warning: left out: ")
    assert why in told(imported)[-1]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("authors", {"name": "A"}),
        ("authors", ["A", 5]),
        ("authors", ["A"] * 10_001),
        ("abstract", ["a"]),
        ("date", "2024-13-01"),
        ("date", "2023-02-29"),
        ("date", "soon"),
        ("date", 20240101),
        ("listed", "2024-07"),
        ("url", "javascript:alert(1)"),
        ("url", "JAVA\tSCRIPT:alert(1)"),
        ("pdf", "data:text/html,x"),
        ("code", "https://example.org/\na"),
        ("project", "http://"),
        ("url", "https://example.org/\u0000"),
        ("doi", "http://hdl.handle.net/1"),
        ("arxiv_id", "none"),
        ("id", 5),
        ("id", "a\u0007b"),
        ("upvotes", -1),
        ("upvotes", "many"),
        ("upvotes", True),
        ("upvotes", 1.5),
        ("topics", {"a": 1}),
        ("acronyms", {"A": 1}),
    ],
)
def test_a_field_that_makes_no_sense_is_left_out_and_told(key: str, value: Any) -> None:
    imported = read({"title": "Otters", key: value})

    assert imported.found[0].sighting == {"title": "Otters", "source": "saved"}
    assert told(imported)[0].startswith(f"saved.jsonl:1: warning: `{key}` left out")
    assert len(imported.problems) == 1
    assert "\n" not in told(imported)[0]


def test_a_control_character_is_kept_as_found_and_told() -> None:
    imported = read({"title": "Otters", "abstract": "a\u0092b"})

    assert imported.found[0].sighting["abstract"] == "a\u0092b"
    assert told(imported) == ["saved.jsonl:1: warning: `abstract` has the control character U+0092"]


def test_half_of_a_pair_is_replaced_and_a_whole_pair_is_not() -> None:
    imported = read(b'{"title": "Otter \\ud83e\\udda6", "abstract": "half \\ud800."}')

    assert imported.found[0].sighting["title"] == "Otter 🦦"
    assert imported.found[0].sighting["abstract"] == "half \ufffd."
    assert "broken character" in told(imported)[0]


def test_a_key_that_is_not_read_is_told_once() -> None:
    imported = read({"title": "A", "stars": 1}, {"title": "B", "stars": 2})

    assert told(imported) == ["saved.jsonl:1: warning: `stars` is not read, here and below"]


def test_blank_lines_and_a_byte_order_mark_are_no_entries() -> None:
    imported = read(b'\xef\xbb\xbf{"title": "A"}\n', b"\n", b"  \n", {"title": "B"})

    assert [found.line for found in imported.found] == [1, 4]
    assert imported.counts.entries == 2


def test_gzip_is_read_like_plain_and_named_by_its_stem(tmp_path: Path) -> None:
    file = tmp_path / "my pond.jsonl.gz"
    file.write_bytes(gzip.compress(b'{"title": "A"}\n{"title": "B"}'))
    imported = read_source(file)

    assert [found.sighting["source"] for found in imported.found] == ["my-pond", "my-pond"]


def test_a_line_without_end_takes_no_memory_and_no_other_line(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl.gz"
    line = b'{"title": "' + b"x" * 5_000_000 + b'"}\n'
    file.write_bytes(gzip.compress(b'{"title": "A"}\n' + line + b'{"title": "B"}\n'))
    imported = read_source(file)

    assert [(one.line, one.sighting["title"]) for one in imported.found] == [(1, "A"), (3, "B")]


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (gzip.compress(b'{"title": "A"}\n' * 9000)[:-20], "broken gzip"),
        (b"\x1f\x8bnothing", "broken gzip"),
        (b"", "empty"),
        (b"[{}]", "of no known format"),
        (b"<html>", "an HTML page"),
        ('{"title": "A"}'.encode("utf-16"), "UTF-16"),
        (b"\x00\x01\x02", "of no known format"),
    ],
)
def test_a_file_that_is_neither_format_is_refused(tmp_path: Path, raw: bytes, what: str) -> None:
    file = tmp_path / "odd"
    file.write_bytes(raw)

    with pytest.raises(DigestError) as refused:
        read_source(file)
    assert what in refused.value.problems[0].what
    assert refused.value.problems[0].path == file.as_posix()


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
KEYS = ["id", "title", "authors", "abstract", "date", "listed", "url", "doi", "arxiv_id", "topics"]


@given(st.lists(st.dictionaries(st.sampled_from(KEYS), anything) | anything | st.binary()))
def test_any_lines_are_read_to_their_end(lines: list[Any]) -> None:
    imported = read(*lines)

    assert len(imported.found) + imported.counts.left_out == imported.counts.entries
    assert all(problem.warning and problem.line for problem in imported.problems)
