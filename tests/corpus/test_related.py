from __future__ import annotations

from typing import Any

import pytest

from generator.build import Options, plan
from generator.corpus.model import Paper
from generator.corpus.related import ENOUGH, Neighbourhood, neighbourhood
from generator.corpus.telling import Telling, telling_words
from tests.digest import Digest


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("agents–agents", "agents agents"),
        ("“agents” and agents…", "agents and agents"),
        ("Schrödinger, schrodinger", "schrodinger schrodinger"),
        ("α-agents and α-agents", "α-agents and α-agents"),
    ],
)
def test_telling_words_are_the_same_whatever_signs_stand_beside_them(
    printed: str, plain: str
) -> None:
    assert telling_words("", printed) == telling_words("", plain) != ([], 0)


def test_a_title_of_one_source_and_the_abstract_of_another_tell_together(digest: Digest) -> None:
    digest.write_paper("a", title="Sandbagging evaluations")
    digest.write_import(
        {"id": "a", "title": "A", "abstract": "An octopus meets an octopus."},
        {"id": "b", "title": "Sandbagging", "abstract": "One octopus or another octopus."},
    )

    assert neighbours(digest).of("b") == [("a", ["octopus", "sandbagging"])]


def test_papers_with_enough_near_by_rare_words_are_not_led_on_by_common_ones() -> None:
    rare, common = ["r1", "r2"], ["c1", "c2", "c3"]
    papers = [rare + common, *[rare] * (ENOUGH + 1), *[common] * 60, *[["alone"]] * 2000]
    told = [Telling(words, 0) for words in papers]
    near = neighbourhood([paper(f"p{n:04}") for n in range(len(papers))], told, 5).of

    assert [words for _, words in near("p0000")] == [rare] * 5
    assert near("p0001")[0][0] == "p0000"


def paper(id: str) -> Paper:
    values: dict[str, Any] = dict.fromkeys(Paper._fields, "") | {"id": id, "topics": ()}
    return Paper(**values)


def neighbours(digest: Digest) -> Neighbourhood:
    made = plan(digest.folder, Options()).corpus.neighbours
    assert made
    return made.known()
