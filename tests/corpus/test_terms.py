"""What of an abstract may be kept when its text may not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.corpus.terms import acronyms, distinctive_terms, link_kind, links, words

ABSTRACT = (
    "We introduce Otterly, a reward model for river robots. Otterly learns from human feedback "
    "and a theory of mind, fine-tuning GPT-9 on Wetland-Bench. Our reward model beats strong "
    "baselines in Kyoto, and the beavers of Kyoto agree. See https://otterly.github.io/demo."
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Red-Teaming the Model's tools", ["red", "teaming", "the", "model", "tools"]),
        ("don't O'Brien", ["dont", "obrien"]),
        ("Qwen2-Audio f-divergence", ["qwen2", "audio", "f", "divergence"]),
        ("Škoda’s café, ﬁne ＡＢＣ Straße", ["skoda", "cafe", "fine", "abc", "strasse"]),
        ("机器学习 and 猫", ["机器", "器学", "学习", "and", "猫"]),
        ("GPT模型训练", ["gpt", "模型", "型训", "训练"]),
        ("हिन्दी", ["हिन्दी"]),
        ("🙂 --", []),
    ],
)
def test_words_are_folded_and_parted(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_terms_are_content_words_and_short_names_sorted() -> None:
    terms = distinctive_terms(ABSTRACT, "Otterly: a Reward Model for River Robots")

    assert terms == sorted(set(terms))
    assert {"reward model", "human feedback", "theory of mind", "river robots"} <= set(terms)
    assert {"Otterly", "GPT-9", "Wetland-Bench", "Kyoto", "fine-tuning", "beavers"} <= set(terms)


def test_terms_leave_out_what_every_abstract_says() -> None:
    terms = set(distinctive_terms(ABSTRACT, ""))

    assert not terms & {"we", "introduce", "the", "our", "strong", "github", "https"}


@given(st.text(), st.text())
def test_no_term_is_longer_than_three_words(text: str, title: str) -> None:
    assert all(0 < len(term.split()) <= 3 for term in distinctive_terms(text, title))


def test_a_name_keeps_its_capitals_and_a_sentence_does_not_lend_one() -> None:
    terms = distinctive_terms("Otters swim. The TeaPot holds otters; in Lapland they rest.", "")

    assert {"otters", "TeaPot", "Lapland"} <= set(terms)
    assert "Otters" not in terms


def test_a_possessive_is_the_word_itself() -> None:
    terms = distinctive_terms("the otter's memory", "")

    assert terms == ["memory", "otter", "otter memory"]


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("by careful pond optimization (CPO), we", "CPO", "careful pond optimization"),
        ("Learning from Beaver Feedback (LfBF)", "LfBF", "Learning from Beaver Feedback"),
        ("a theory of mind (ToM) test", "ToM", "theory of mind"),
        ("supervised fine-tuning (SFT; Doe 2020)", "SFT", "supervised fine-tuning"),
        ("large otter models (LOMs) are", "LOM", "large otter models"),
        ("Otter PreTraining (OPT)", "OPT", "Otter PreTraining"),
        ("we use MDP (marsh decision process)", "MDP", "marsh decision process"),
    ],
)
def test_an_acronym_is_found_with_its_long_form(text: str, short: str, long: str) -> None:
    assert acronyms(text) == {short: long}


@pytest.mark.parametrize(
    "text",
    [
        "three otters (ABC) swim",
        "it works. Careful pond optimization is new (GPT-4)",
        "an otter (O)",
        "see the end (e.g. here)",
        "unclosed careful pond optimization (CPO",
        "the third (III)",
    ],
)
def test_what_does_not_spell_the_letters_is_no_long_form(text: str) -> None:
    assert acronyms(text) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("at https://pond.github.io/otter.", ["https://pond.github.io/otter"]),
        ("at pond.github.io/otter_2 .", ["https://pond.github.io/otter_2"]),
        ("code (https://github.com/a/b), data", ["https://github.com/a/b"]),
        ("https://x.org/a_(b) and on", ["https://x.org/a_(b)"]),
        (r"\url{https://github.com/a/b\_c}", ["https://github.com/a/b_c"]),
        ("github.com/a/b and https://github.com/a/b", ["https://github.com/a/b"]),
        ("write to me@github.com or v2.5, e.g. this", []),
        ("https://", []),
        ("http://[broken", []),
    ],
)
def test_links_lose_the_punctuation_of_the_sentence(text: str, expected: list[str]) -> None:
    assert links(text) == expected


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://github.com/a/b", "code"),
        ("https://www.github.com/a", "code"),
        ("https://github.com", ""),
        ("https://huggingface.co/a/b", "code"),
        ("https://huggingface.co/papers/2401.00001", ""),
        ("https://a.github.io", "project"),
        ("https://sites.google.com/view/a", "project"),
        ("https://arxiv.org/abs/2401.00001", ""),
        ("https://www.youtube.com/watch?v=1", ""),
    ],
)
def test_a_link_leads_to_code_or_a_project_or_neither(url: str, kind: str) -> None:
    assert link_kind(url) == kind


@given(st.text())
def test_any_text_can_be_harvested(text: str) -> None:
    harvest = (acronyms(text), links(text), words(text))

    assert all(link.startswith("http") for link in harvest[1])
