from __future__ import annotations

import pytest

from generator.build import Options, plan
from generator.corpus.telling import telling_words
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
    assert telling_words("", printed) == telling_words("", plain) != ([], [], [])


def test_a_title_of_one_source_and_the_abstract_of_another_tell_together(digest: Digest) -> None:
    digest.write_paper("a", title="Sandbagging evaluations")
    digest.write_import({"id": "a", "title": "A", "abstract": "An octopus meets an octopus."})

    paper = plan(digest.folder, Options()).corpus.papers["a"]

    assert paper.named == ["sandbagging"]
    assert paper.telling == ["octopus", "sandbagging"]
