"""The beginning of a file says what it is."""

from __future__ import annotations

import pytest

from generator.importers import parse
from generator.importers.formats import JSON, Unknown, format_of, is_lines


@pytest.mark.parametrize(
    ("head", "format"),
    [
        ("\ufeff\n[{", JSON),
        ('{"title": "A"}', JSON),
        ('{"SLAM": {"2201.03814": "- 2022-01-19, **A**', "arxiv-list"),
        ("Provider: ACM\nContent: text\n\nTY  - JOUR\n", "ris"),
        ("TY  - JOUR\nAB  - see\n@misc{a,\n", "ris"),
        ("% comment\n@article{a, title={TY  - x}}", "bibtex"),
        ("notes first\n\n@string(x = {y})\n", "bibtex"),
        ("---\ntitle: A\n---\n@misc{a}\n", "markdown"),
        ('<?xml version="1.0"?><feed xmlns:arxiv="http://arxiv.org/schemas/atom">', "arxiv-atom"),
        ("<rss><channel><title>cs.CL updates on arXiv.org</title>", "arxiv-rss"),
        ("<OAI-PMH><GetRecord>", "arxiv-oai"),
        ('<collection id="a"><volume id="1">', "acl"),
        ("Daily Papers\nSubscribe\nDec 12\n", "listing"),
    ],
)
def test_a_beginning_says_what_a_file_is(head: str, format: str) -> None:
    assert format_of(head) == format


@pytest.mark.parametrize("head", ["", "\n \n", "Dear reader,", "<svg>", "---\nname: A\n---\n"])
def test_a_beginning_that_says_nothing_is_unknown(head: str) -> None:
    with pytest.raises(Unknown):
        format_of(head)


@pytest.mark.parametrize(
    ("head", "lines"),
    [
        ('{"title": "A"}', True),
        ('{"title": "A"}\n{"title": "B"}', True),
        ('{"title": \n{"title": "B"}', True),
        ('{"title": "A", "abstract": "cut off', True),
        ('{"total": 5, "data": [{"paperId": "cut off', False),
        ('{"total": 0}', False),
        ('{\n  "title": "A"\n}', False),
        ("[{}]", False),
    ],
)
def test_a_record_a_line_is_told_from_one_document(head: str, lines: bool) -> None:
    assert is_lines(head) is lines


def test_a_value_that_is_no_record_is_left_out_of_an_array_and_the_rest_goes_in() -> None:
    imported = parse(b'[{"title": "One"}, 3, {"title": "Two"}]', "papers.json")

    assert [found.sighting["title"] for found in imported.found] == ["One", "Two"]
    assert [(p.column, p.what) for p in imported.problems] == [(20, "left out: not an object")]
