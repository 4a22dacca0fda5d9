"""The terms a paper is found by."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from generator.corpus.folding import ACCENTS, UNSEEN
from generator.render.search.words import (
    HAN,
    HUMP_EDGE,
    HUMPS,
    JOINED,
    LONGEST,
    SIGNS,
    STROKES,
    WORD,
    folded,
    id_term,
    name_terms,
    terms,
)

MIXED = st.text(st.one_of(st.characters(), st.sampled_from("aé e\u0301\u00a0–’ßłﬁ´\u200b한模型_")))


def all_terms(text: str) -> set[str]:
    found = terms(text)
    return {*found.said, *found.spelled}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Qwen2-Audio", {"qwen2", "audio", "qwen2audio"}),
        ("f-divergence", {"f", "divergence", "fdivergence"}),
        ("From r to Q^*: a Q-function", {"q*", "q", "qfunction", "function"}),
        ("From r to $Q^{*}$", {"q*", "q"}),
        ("C++ and C#", {"c", "c++", "c#"}),
        ("GPT-3.5 is gpt 3 5", {"gpt35", "gpt", "3", "5"}),
        ("FlashAttention", {"flashattention", "flash", "attention"}),
        ("VideoLLaMA", {"videollama", "video"}),
        ("Élan of Łukasz and Straße", {"elan", "lukasz", "strasse"}),
        ("NLP’s model's", {"nlp", "nlps", "model", "models"}),
        ("A&B Q&A", {"ab", "qa"}),
    ],
)
def test_a_name_is_found_whole_in_parts_and_joined(text: str, expected: set[str]) -> None:
    assert expected <= all_terms(text)


@pytest.mark.parametrize("text", ["end of one.Next", "2024,2025", "snake_case", "(in brackets),"])
def test_marks_that_hold_nothing_together_join_nothing(text: str) -> None:
    assert terms(text).spelled == []


def test_chinese_and_japanese_are_taken_in_pairs() -> None:
    assert terms("大模型 in 日本語 GPT模型").said == [
        "大模",
        "模型",
        "in",
        "日本",
        "本語",
        "gpt",
        "模型",
    ]
    assert terms("学").said == ["学"]


def test_the_words_of_plain_and_of_accented_text_are_split_alike() -> None:
    plain = "The model's (new) state-of-the-art, 3.5x better; don't ask."

    assert terms(plain + " é").said[:-1] == terms(plain).said


def test_words_inside_joined_names_are_told_apart() -> None:
    assert terms("zero-shot learning of zero").parts == ["zero", "shot"]


def test_a_person_is_found_by_parts_and_by_the_whole_name() -> None:
    assert name_terms("Mong Li Lee") == (["mong", "li", "lee"], ["monglee", "monglilee"])
    assert name_terms("Ozan İrsoy")[0] == ["ozan", "irsoy"]
    assert name_terms("Plato") == (["plato"], [])


def test_an_identifier_is_one_term() -> None:
    assert id_term("10.18653/v1/D19-1001") == "1018653v1d191001"
    assert id_term("2407.05530") == "240705530"
    assert len(id_term("a-very-long-slug-of-a-title-that-goes-on-and-on-and-on")) == LONGEST


@pytest.mark.parametrize("text", ["", " ", "…", "***", "$$", "\\", "^*", "-‐‑", "𝔘𝔫𝔦", "a" * 5000])
def test_any_text_has_terms_of_letters_and_digits_or_none(text: str) -> None:
    assert all(term and not term.isspace() and "\n" not in term for term in all_terms(text))


@given(MIXED)
def test_texts_folded_word_by_word_are_folded_as_a_whole_would_be(text: str) -> None:
    apart = unicodedata.normalize("NFKD", UNSEEN.sub("", text))
    whole = unicodedata.normalize("NFKC", ACCENTS.sub("", apart))

    assert folded(text).split() == whole.replace("ß", "ss").translate(STROKES).split()


@given(MIXED.map(lambda text: f"a–b {text} “quoted”"))
def test_words_of_any_script_are_those_that_marks_part(text: str) -> None:
    plain = folded(text).lower()
    assume(not set("'’${}\\") & set(plain) and not HAN.search(plain))

    assert terms(text).said == WORD.findall(plain)


NAMED = st.text(st.sampled_from("aB2é. ,-+^*#'’()/\"“:K한"), max_size=40)


@given(NAMED)
def test_the_names_of_a_text_are_those_that_the_patterns_find(text: str) -> None:
    parts = folded(text).split()
    joined = [name.lower() for part in parts for name in JOINED.findall(part)]
    edges = [HUMP_EDGE.split(name) for part in parts for name in HUMPS.findall(part)]
    humps = [hump.lower() for those in edges if those[1:] for hump in those if hump[1:]]

    for _ in range(2):  # what has no name is remembered
        assert terms(text).spelled == [SIGNS.sub("", name) for name in joined] + humps
