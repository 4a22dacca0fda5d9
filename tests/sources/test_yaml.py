"""YAML is read without guessing, and every mistake has its place."""

from __future__ import annotations

import pytest

from generator.sources.yaml import DEPTH, YamlMistake, has_c_parser, parse_yaml


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("id: 2407.05530", "2407.05530"),
        ("id: no", "no"),
        ("id: 010", "010"),
        ("id: 2025-12-09", "2025-12-09"),
        ("id: 1e3", "1e3"),
        ('id: ""', ""),
        ("id: 'null'", "null"),
    ],
)
def test_a_value_stays_the_text_it_was_written_as(text: str, value: str) -> None:
    assert parse_yaml(text) == {"id": value}


@pytest.mark.parametrize("text", ["id:", "id: ~", "id: null"])
def test_a_value_left_empty_is_none(text: str) -> None:
    assert parse_yaml(text) == {"id": None}


def test_an_empty_text_is_an_empty_mapping() -> None:
    assert parse_yaml("") == {}
    assert parse_yaml("# only a comment\n") == {}


def test_places_lead_to_every_value() -> None:
    places: dict[tuple[str | int, ...], tuple[int, int]] = {}

    parse_yaml("title: A\nrules:\n  title: [one, two]\n", places)

    assert places["title",] == (0, 7)
    assert places["rules", "title", 1] == (2, 15)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\nb: 2\na: 3\n", 2, "`a` stands here twice; the first is 2 lines up"),
        ("a: &x 1\nb: *x\n", 1, "an alias"),
        ("a: !!python/object:os.system x\n", 0, "a tag"),
        ("- one\n- two\n", 0, "not a mapping"),
        ("title: Foo: bar\n", 0, "mapping values are not allowed"),
        ('title: "open\nnext: 1\n', 0, "end of stream in a quoted value"),
        ("a:\n\tb: 1\n", 1, "cannot start any token"),
        ("a: 1\n---\nb: 2\n", 1, "a second document"),
        ("? [a, b]\n: 1\n", 0, "a key that is not text"),
    ],
)
def test_a_mistake_names_its_line(text: str, line: int, words: str) -> None:
    with pytest.raises(YamlMistake) as told:
        parse_yaml(text)

    assert words in told.value.what
    assert abs(told.value.line - line) <= 1


@pytest.mark.parametrize("brackets", [DEPTH + 1, 50_000])
def test_deep_nesting_is_refused_and_crashes_nothing(brackets: int) -> None:
    with pytest.raises(YamlMistake, match="nested more than"):
        parse_yaml("a: " + "[" * brackets)


def test_an_alias_bomb_is_refused_at_its_first_alias() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
    )

    with pytest.raises(YamlMistake, match="an alias"):
        parse_yaml(bomb)


def test_the_fast_parser_is_there() -> None:
    assert has_c_parser()
