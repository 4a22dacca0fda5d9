"""The sources of digest.yaml: every mistake is told at its place, all together."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from generator.config import Source
from generator.importers import FORMATS
from generator.sources.origins import SOURCE
from generator.sources.settings import read_settings
from tests.digest import Digest


def read(digest: Digest, *sources: Any) -> tuple[tuple[Source, ...], list[str]]:
    digest.write_config(sources=list(sources))
    config, findings = read_settings(digest.folder)
    return config.sources, [f"{finding.what}; {finding.hint}" for finding in findings]


def test_a_source_has_the_name_and_cadence_of_its_kind(digest: Digest) -> None:
    sources, told = read(
        digest,
        {"kind": "hugging-face-daily"},
        {"kind": "arxiv", "query": "cat:cs.CL"},
        {"kind": "arxiv-rss", "query": "cs.CL+cs.LG"},
        {"kind": "url", "name": "library", "url": "https://a.example/x.bib"},
    )

    assert told == []
    assert [(source.name, source.cadence) for source in sources] == [
        ("hf-daily", "daily"),
        ("arxiv", "daily"),
        ("arxiv-rss", "daily"),
        ("library", "weekly"),
    ]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("a", "`a` is not a source; write it as a mapping"),
        ({"name": "a"}, "a source without a kind; add `kind:`"),
        ({"kind": "arxv"}, "`arxv` is not one of .*; did you mean `arxiv`"),
        ({"kind": "url", "name": "a"}, "a source of kind url needs `url`; url: the address"),
        ({"kind": "url", "url": "https://a.example"}, "of kind url needs a name; add `name:"),
        ({"kind": "arxiv"}, "a source of kind arxiv needs `query`; query: a search"),
        ({"kind": "arxiv-rss", "query": "cs.CL, cs.LG"}, "is not a list of arXiv's categories"),
        ({"kind": "hugging-face-daily", "cadence": "hourly"}, "`hourly` is not one of daily"),
        ({"kind": "hugging-face-daily", "name": "papers"}, "begins with `hf-`; whose words go"),
        ({"kind": "hugging-face-daily", "name": "hf/../x"}, "cannot be a source's name; use a-z"),
        ({"kind": "hugging-face-daily", "query": "x"}, "has no `query`; it is for arxiv and"),
        ({"kind": "hugging-face-daily", "since": "2025-12"}, "`2025-12` is not a whole date"),
        ({"kind": "hugging-face-daily", "limit": 0}, "0 papers are too few"),
        ({"kind": "hugging-face-daily", "days_off": ["May"]}, "`May` is not a date"),
        ({"kind": "hugging-face-daily", "limits": 3}, "no field `limits` here; did you mean"),
        ({"kind": "url", "name": "a", "url": "ftp://a.example"}, "`ftp://a.example` is not a web"),
    ],
)
def test_what_is_wrong_with_a_source_is_told_with_what_mends_it(
    digest: Digest, source: Any, words: str
) -> None:
    sources, told = read(digest, source)

    assert sources == ()
    assert re.search(words, told[0])


def test_two_sources_of_one_name_are_told(digest: Digest) -> None:
    _, told = read(digest, {"kind": "hugging-face-daily"}, {"kind": "hugging-face-daily"})

    assert told == ["two sources are called `hf-daily`; give each a name of its own"]


def test_mistakes_of_all_sources_are_told_together_at_their_lines(digest: Digest) -> None:
    digest.write(
        "content/digest.yaml",
        "title: A\nsources:\n  - kind: arxiv\n  - kind: url\n    name: a\n    url: nowhere\n",
    )

    assert [(problem.line, problem.column) for problem in digest.problems()] == [(3, 5), (6, 10)]


def test_the_guide_names_every_key_of_a_source_and_every_format() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "fetch.md").read_text("utf-8")

    assert [key for key in SOURCE if f"`{key}`" not in guide] == []
    assert [format for format in FORMATS if f"`{format}`" not in guide] == []
