"""What a source printed becomes text one can read."""

from __future__ import annotations

import gzip
import itertools
import json
import re
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.corpus.spans import parts
from generator.corpus.tex import math_text
from generator.corpus.text import is_readable, one_line, readable, sort_key, visible, warnings

SHARED = Path(__file__).parents[2].parent / "shared"
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
TEXISH = st.text(
    alphabet=st.sampled_from("ab$\\{}_^`'~-<>&;\"#% \n1(c)[]\u200dé\x00\x92"), max_size=60
)


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        (r"\textbf{Ours} is \emph{fast}", "Ours is fast"),
        (r"\textbf{\textit{R}}apid \underline{G}raph", "Rapid Graph"),
        (r"we call it \newname, or \newname{}", "we call it newname, or newname"),
        (r"{\bf Rain} and {\em slow smoothing}", "Rain and slow smoothing"),
        (r"{{\large {\textbf{F}}}}aster", "Faster"),
        (r"\textcolor{red}{x} \color{blue}y", "x y"),
        (r"as shown~\cite{a,b}. See Table~\ref{t}.", "as shown. See Table."),
        (r"It works\footnote{Mostly.}", "It works (Mostly.)"),
        (r"\href{https://e.org/a\_b}{Code} at \url{https://e.org/c--d}",
         "Code (https://e.org/a_b) at https://e.org/c--d"),
        (r"\eg, this \ie{} that, \etc. And", "e.g., this i.e. that, etc. And"),
        (r"5\% \& 6\_7 \#8 \{a\}", "5% & 6_7 #8 {a}"),
        (r"one\\two e.g.\ three 1\,000", "one two e.g. three 1 000"),
        (r"360{\deg}, {\alpha}-UMI, 5~\mu\mathrm{m}, \textasciitilde9", "360°, α-UMI, 5 μm, ~9"),
        (r"PM\textsuperscript{4} and mAP\textsubscript{50}", "PM⁴ and mAP₅₀"),
    ],
)  # fmt: skip
def test_tex_commands_become_what_they_print(printed: str, read: str) -> None:
    assert readable(printed) == read


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        (r"G\'abor Erd\H{o}s", "Gábor Erdős"),
        (r"{\"U}ber na\"{\i}ve Fran\c{c}ois Toma\v{s}", "Über naïve François Tomaš"),
        (r"Bj\o rn Bj{\o}rn \L{}ukasz stra\ss e", "Bjørn Bjørn Łukasz straße"),
        (r"{\'{e}}t\'e \~n \.Z", "été ñ Ż"),
        ("Cafe\u0301", "Café"),
        (r"{B}ayesian p\"ur", "Bayesian pür"),
    ],
)
def test_accents_become_letters(printed: str, read: str) -> None:
    assert one_line(printed) == read


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("``so'' and ''so'' and `so' it's", "“so” and “so” and ‘so’ it's"),
        ("a -- b, 1--2, x---y", "a – b, 1–2, x—y"),
        ("<!-- kept --> and a-->b", "<!-- kept --> and a-->b"),
        ("WMT~2024 needs ~9 or 10~20", "WMT 2024 needs ~9 or 10~20"),
        ("10times, 2.5times, Ntimes, 4times4", "10×, 2.5×, N×, 4×4"),
        ("sometimes 3 times as entimes", "sometimes 3 times as entimes"),
    ],
)
def test_quotes_dashes_ties_and_lost_signs_are_set(printed: str, read: str) -> None:
    assert readable(printed) == read


@pytest.mark.parametrize(
    "text",
    [
        "$a_{i}*b_{j}$ is `$x$`",
        r"$\textrm{a}--b~c$ and $$\frac{a}{b}$$",
        "R_y(x), D^3S, {varphi}, a*b*c, en-{de, fr}",
        "$5 and $10, or US$7",
        r'the token "\n\n" or \u003cscript\u003e',
        "a < b, <er> and <script>alert(1)</script>",
        "Q&A; AT&T",
        "https://e.org/~me/a--b",
        "👩\u200d🔬 and می\u200cخواهم",
    ],
)
def test_what_only_looks_like_debris_is_left_alone(text: str) -> None:
    assert readable(text) == text


def test_words_set_in_type_between_dollars_are_words() -> None:
    assert readable(r"$\textbf{Lang}$evin at $\href{https://e.org}{here}$") == (
        "Langevin at here (https://e.org)"
    )


def test_an_escaped_dollar_never_becomes_math() -> None:
    assert readable(r"\$5 and \$10") == "$5 and $10"
    assert parts(readable(r"\$x and y\$ but $z$"))[-1] == ("math", "z")
    assert len(parts(readable(r"\$x and y\$ but $z$"))) == 2


def test_brackets_of_math_become_dollars_where_those_still_read_as_math() -> None:
    assert readable(r"\(x\), \( \sim \)9 and \[y\]") == r"$x$, $\sim$9 and $$y$$"
    assert readable(r"\(10\)5") == r"\(10\)5"


def test_tags_go_and_entities_are_decoded_once() -> None:
    assert readable("CO<sub>2</sub>, <i>so</i> <b>M</b>any<sup>th</sup>") == "CO₂, so Manyth"
    assert readable("Q&amp;A &lt;b&gt; &amp;lt; &#x41;") == "Q&A <b> &lt; A"


def test_control_and_unseen_characters_go() -> None:
    assert readable("a\x00b\x07 c\u200bd\ufeff \ud800 e\x92s so\x85") == "ab cd \ufffd e’s so…"
    assert visible("line\n\tand\x0bmore") == "line\n\tand more"


def test_paragraphs_stay_and_lines_are_joined() -> None:
    assert readable(" one\ntwo\r\n\r\n \nthree   four\n") == "one two\n\nthree four"


def test_a_title_with_a_line_break_becomes_one_line() -> None:
    assert one_line(" A\n\n title \t of\u00a0two ") == "A title of two"


def test_what_is_odd_is_told_in_short_phrases() -> None:
    assert warnings("\x07 a\u202eb $x \ud800 for $5") == [
        "bidirectional control U+202E",
        "control character U+0007",
        "half a surrogate pair U+D800",
        "unbalanced $",
    ]
    assert warnings(r"plain $x$ for \$5 and $10") == []


def test_names_compare_without_case_accents_and_strokes() -> None:
    assert sort_key("Łukasz ØDEGÅRD") == sort_key("lukasz odegard")
    assert sort_key("が") != sort_key("か")


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"\mathcal{O}(n\log n)", "O(n log n)"),
        (r"x_i^2", "x_i²"),
        (r"\mathbb{R}^{n\times d}", "R^(n × d)"),
        (r"90^{\circ} \frac{a}{b} \sqrt{x}", "90° a/b √x"),
        (r"\{a\} \ge 10\%", "{a} ≥ 10%"),
    ],
)
def test_a_formula_reads_as_one_would_type_it(tex: str, text: str) -> None:
    assert math_text(tex) == text


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("$5 and $10", ["text"]),
        ("$ x$ or $x $", ["text"]),
        ("$x$5", ["text"]),
        (r"$\sim$5", ["math", "text"]),
        ("$3 million to many people in$", ["text"]),
        (r"\$x$", ["text"]),
        ("at https://e.org/$x$.", ["text", "link", "math", "text"]),
        ("$a\n\nb$", ["text"]),
        ("", ["text"]),
    ],
)
def test_dollars_are_math_by_pandocs_rule(text: str, kinds: list[str]) -> None:
    assert [kind for kind, _ in parts(text)] == kinds


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("see https://e.org/a.", "https://e.org/a"),
        ("(https://e.org/a_(b))", "https://e.org/a_(b)"),
        ("“https://e.org/a”, so", "https://e.org/a"),
        ("https://e.org/a 、", "https://e.org/a"),
    ],
)
def test_punctuation_behind_an_address_is_not_part_of_it(text: str, address: str) -> None:
    assert [body for kind, body in parts(text) if kind == "link"] == [address]


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=80), TEXISH))
def test_any_text_becomes_fit_for_xml(text: str) -> None:
    read = readable(text)

    assert not FORBIDDEN.search(read)
    assert unicodedata.is_normalized("NFC", read)
    assert "\n" not in one_line(text)
    assert "  " not in one_line(text)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(max_size=8) | TEXISH | st.text("ab |é\u0301", max_size=5), max_size=4))
def test_lines_that_are_readable_are_left_as_they_are(lines: list[str]) -> None:
    if is_readable(lines):
        assert [one_line(line) for line in lines] == lines


def test_most_lines_are_readable() -> None:
    assert is_readable(["Élan: a study (of 3 × 3 $x^2$)", "Ada O'Neill-Abe", "Q^*|b"])
    assert not is_readable(["Ada", ""])


@given(TEXISH)
def test_parts_put_together_are_the_text(text: str) -> None:
    shown = {"text": "{}", "link": "{}"}
    made = [shown.get(kind, "").replace("{}", body) for kind, body in parts(text)]

    if all(made):
        assert "".join(made) == text


@pytest.mark.parametrize(
    "debris", ["\\a{", "$", "$a ", "\\(", "\\[", "{", "`", "\\cite{", "~", "&", "<i"]
)
def test_thousands_of_openings_take_no_time(debris: str) -> None:
    began = time.perf_counter()
    readable(debris * (100_000 // len(debris)))

    assert time.perf_counter() - began < 2


def test_real_abstracts_keep_no_commands() -> None:
    file = SHARED / "corpora" / "hf-daily-200.jsonl.gz"
    if not file.exists():
        pytest.skip("../shared is not there")
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        papers = [json.loads(line) for line in itertools.islice(lines, 200)]
    read = [readable(paper.get("abstract", "")) for paper in papers]
    prose = ["".join(body for kind, body in parts(text) if kind == "text") for text in read]

    assert not [text for text in prose if re.search(r"\\[a-z]{2,}|``|''", text)]
