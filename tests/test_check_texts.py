"""`check` tells what is odd in the words of papers, at its place, and stops nothing."""

from __future__ import annotations

import json

import pytest

from generator.check.digest import check
from generator.digest import Options
from tests.digest import Digest


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"title": "A\u202etitle"}, "title", "bidirectional control U+202E"),
        ({"title": "A", "abstract": "Bell \x07 rings"}, "abstract", "control character U+0007"),
        ({"title": "A", "abstract": "Half \ud800 a pair"}, "abstract", "half a surrogate pair"),
        ({"title": "A", "abstract": r"It is $\frac{a$ so."}, "abstract", "TeX that cannot be set"),
        ({"title": r"On $\nosuch{x}$"}, "title", r"TeX that cannot be set: \nosuch{x}"),
        ({"title": "A", "authors": ["B", "C\u2066D"]}, "authors", "bidirectional control U+2066"),
    ],
)
def test_an_oddity_is_told_at_its_field(
    digest: Digest, fields: dict[str, object], field: str, words: str
) -> None:
    line = json.dumps({"id": "a", "source": "s", **fields}, sort_keys=True)
    digest.write("content/imported/s/2025.jsonl", line + "\n")

    problems = check(digest.folder, Options(), content_only=True)

    assert [words in problem.what for problem in problems] == [True]
    assert problems[0].warning
    assert problems[0].line == 1
    assert problems[0].column
    assert problems[0].column > line.index(f'"{field}"')
    digest.build()


def test_a_name_without_letters_gets_an_address_and_a_warning(digest: Digest) -> None:
    digest.write_config(topics={"min_papers": 1})
    digest.write_import({"id": "a", "title": "A", "topics": ["🙂"]})

    (problem,) = check(digest.folder, Options(), content_only=True)

    assert "the topic `🙂` has a name no address can be made of" in problem.what


def test_a_huge_abstract_is_left_out_and_told(digest: Digest) -> None:
    digest.write_import({"id": "a", "title": "A", "abstract": "x" * 5_000_000})

    (warning,) = digest.build().warnings

    assert "5,000,000 characters, more than 200,000" in warning.what
    assert "papers/a/index.html" in digest.site()
