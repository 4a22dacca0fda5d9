from __future__ import annotations

import pytest

from generator.corpus.telling import telling_words


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
    assert telling_words("", printed) == telling_words("", plain) != ([], [])
