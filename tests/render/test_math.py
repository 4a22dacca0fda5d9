r"""TeX becomes MathML that holds nothing but mathematics."""

from __future__ import annotations

import time
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.render.alphabets import styled
from generator.render.math import ATTRIBUTES, TAGS, mathml

PIECES = st.sampled_from(
    r"x 1 + _ ^ { } \frac \sqrt \left( \right) \text{<b>} \alpha \mathbf \begin{matrix} & \\ "
    r"\end{matrix} \href{javascript:alert(1)}{x} \color{red} \unicode{x3c} \not ' ~ < > \class{a}b "
    r"\style{a}b \mathrm{ab} \hat \sum \limits \operatorname{<i>} \hspace{1em} [ ] \sqrt[3] \bm "
    r"\def\a{b} \verb|<| \tag{1} \rule{1em}{1em} &#x3c; \substack \binom \big( \xrightarrow".split()
)


@pytest.mark.parametrize(
    ("tex", "inside"),
    [
        ("x", "<mi>x</mi>"),
        (r"\arg\max_x f", "<mo>arg</mo><msub><mo>max</mo><mi>x</mi></msub><mi>f</mi>"),
        (r"a\sim b*c-d", "<mo>∼</mo><mi>b</mi><mo>∗</mo><mi>c</mi><mo>−</mo>"),
        (r"\mathbf{x}\in\mathbb{R}^n", "<mi>𝐱</mi><mo>∈</mo><msup><mi>ℝ</mi><mi>n</mi></msup>"),
        (r"\mathrm{softmax}", "<mi>softmax</mi>"),
        (r"\mathrm{d}x", '<mi mathvariant="normal">d</mi><mi>x</mi>'),
        (r"\textbf{A}", "<mtext>A</mtext>"),
        (r"\bm{\alpha}", "<mi>𝜶</mi>"),
        (r"^2", "<msup><mi></mi><mn>2</mn></msup>"),
        (r"\begin{aligned}a&=b\end{aligned}", "<mtable"),
    ],
)
def test_a_formula_is_set(tex: str, inside: str) -> None:
    made = mathml(tex)

    assert made is not None
    assert inside in made


@pytest.mark.parametrize(
    "tex",
    [
        r"\frac{a",
        r"a}",
        "x_1_2",
        r"\left(",
        r"\unknown",
        r"\newcommand{\a}{b}\a",
        r"\def\a{\a\a}\a",
        r"\href{javascript:alert(1)}{x}",
        r"\hspace{100em}",
        r"\unicode{xd800}",
        "x\x07",
        "",
        "x" * 2001,
        r"\sqrt" * 400 + "x",
        "{" * 999 + "x" + "}" * 999,
        r"\left(" * 200 + r"\right)" * 150,
        "^{" * 200 + "x" + "}" * 200,
    ],
    ids=lambda tex: tex[:20],
)
def test_what_cannot_be_set_is_none(tex: str) -> None:
    assert mathml(tex) is None


@pytest.mark.parametrize(
    "tex",
    [
        r"\text{<img/src=x/onerror=alert(1)>}",
        r"\text{</mtext></math><script>alert(1)</script>}",
        r"\text{&#x3c;script&#x3e;alert(1)}",
        r"\mbox{<b onclick=alert(1)>x</b>}",
    ],
)
def test_markup_in_a_formula_is_text(tex: str) -> None:
    made = mathml(tex) or ""

    assert {node.tag for node in ElementTree.fromstring(made).iter()} <= TAGS


def test_a_formula_of_its_own_line_is_a_block() -> None:
    assert (mathml(r"\sum_{i=1}^n i", display=True) or "").startswith(
        '<math display="block"><munder'
    )


def test_no_formula_grows_over_the_page() -> None:
    made = mathml(r"x\hspace{99999em}y\kern900pt z") or ""

    assert "99999" not in made
    assert "900" not in made


def test_styles_are_characters_of_their_own() -> None:
    assert styled("Hg1α", "script") == "ℋℊ1α"
    assert styled("Ab1", "bold") == "𝐀𝐛𝟏"
    assert styled("x", "unheard of") == "x"


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.lists(PIECES, max_size=14).map(" ".join), st.text(max_size=30)))
def test_any_formula_is_none_or_mathematics(tex: str) -> None:
    made = mathml(tex)

    if made is not None:
        for node in ElementTree.fromstring(made).iter():
            assert node.tag in TAGS
            assert set(node.attrib) <= {*ATTRIBUTES, "display", "mathvariant"}
            assert not (node.text or "").startswith("\\")


def test_a_hopeless_formula_takes_no_time() -> None:
    began = time.perf_counter()
    for sign in ("^", "_", "\\left(", "{", "\\sqrt", "'", "\\not", "\\begin{matrix}", "&"):
        mathml(sign * (2000 // len(sign)))

    assert time.perf_counter() - began < 2
