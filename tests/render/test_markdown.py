"""Notes in Markdown become safe HTML, and what is not shown as meant is told with its line."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from generator.render import markdown
from generator.render.markdown import TAGS, NoteHtml, Notes
from generator.render.math import TAGS as MATH_TAGS
from tests.payloads import PAYLOADS

KNOWN = {
    "paper:2501.00001": "/papers/2501.00001/",
    "topic:graphs": "/topics/graphs/",
    "path:/search/": "/base/search/",
    "asset:assets/plot.svg": "/assets/plot.svg",
}
PARSED = Notes()  # gets every note to its parser
MARKDOWN = st.text(
    alphabet=st.sampled_from("ab*_[]()<>!$`#->|\\&;:\"' \n1\t\ue000\ue001\x02"), max_size=80
)


# Words, and beside them all that might be taken for markup at the ends of a word or a line.
WORDS = """word Été 漢字 don't "so" (a) 2024 1. 1) 3.5 e.g. C# $x_1$ $5 $$y$$ - -- --- — ... … = ==
    + # ## : a:b ~ ~~~ % @ a@b.c ^ { } ) ] ! ; ’ http :// www.a.b | > <b> &amp; * _ ` [""".split()
UNUSUAL = ["Term\n:   told", *"\xa0\u2003\u3000\u2028\ufeff\x85\x1c\ud800\ue000"]
PROSE = st.lists(st.sampled_from([*WORDS, *UNUSUAL]) | st.text(max_size=3), max_size=12)
GAPS = st.sampled_from([*[" "] * 8, "", "\n", "\n\n", "  ", "  \n", "\n\n\n", "\n    ", "\t"])


@pytest.fixture(scope="module")
def notes() -> Notes:
    return Notes()


def made(notes: Notes, text: str) -> NoteHtml:
    return notes.html(text, lambda kind, name: KNOWN.get(f"{kind}:{name}"))


def told(note: NoteHtml) -> list[tuple[int, str]]:
    return [(problem.line, problem.what) for problem in note.problems]


def elements(note: NoteHtml) -> list[html.HtmlElement]:
    return list(html.fragment_fromstring(str(note.html), create_parent="main").iterdescendants())


def test_math_is_no_emphasis(notes: Notes) -> None:
    note = made(notes, "so $a_{i}*b_{j}*c$ and *so*, for $5 and \\$6")

    assert note.html.startswith("<p>so <math><msub><mi>a</mi><mi>i</mi></msub><mo>∗</mo>")
    assert note.html.endswith("</math> and <em>so</em>, for $5 and $6</p>")


def test_a_formula_may_stand_in_a_link_or_a_table_or_over_lines(notes: Notes) -> None:
    text = "[$x$](paper:2501.00001)\n\n|a|\n|-|\n|$y_1$|\n\n$$\na\n$$"
    note = made(notes, text)

    assert '<a href="/papers/2501.00001/"><math><mi>x</mi></math></a>' in note.html
    assert "<td><math><msub>" in note.html
    assert '<p><math display="block"><mi>a</mi></math></p>' in note.html


def test_dollars_in_code_and_attributes_stay(notes: Notes) -> None:
    note = made(notes, '`$x$` ![$y$](assets/plot.svg "$z$ >")\n\n```\n$a_b$\n```\n\n    $c$')

    assert "math" not in note.html
    for source in ("<code>$x$</code>", 'alt="$y$"', 'title="$z$ &gt;"', "$a_b$", "$c$"):
        assert source in note.html


def test_a_formula_that_cannot_be_set_is_told_with_its_line(notes: Notes) -> None:
    note = made(notes, "one\n\n$$\nx\n$$\n\nso $\\unknown$")

    assert told(note) == [(7, "`$\\unknown$` cannot be set as math")]
    assert '<code class="tex">\\unknown</code>' in note.html


def test_links_within_the_digest_are_resolved(notes: Notes) -> None:
    note = made(notes, "[a](paper:2501.00001) [b](topic:graphs) [c](/search/) [d](#here)")

    assert [node.get("href") for node in elements(note) if node.tag == "a"] == [
        "/papers/2501.00001/",
        "/topics/graphs/",
        "/base/search/",
        "#here",
    ]
    assert note.problems == ()


def test_a_link_to_nothing_is_told_with_its_line(notes: Notes) -> None:
    note = made(notes, "one\n\n[a](paper:9) and\n[b](/nowhere/)")

    assert told(note) == [
        (3, "no paper `9`"),
        (4, "`/nowhere/` breaks when the site moves"),
    ]
    assert note.html == "<p>one</p>\n<p><span>a</span> and\n<span>b</span></p>"


@pytest.mark.parametrize(
    "link",
    [
        "[x](javascript:alert(1))",
        "[x](JavaScript:alert(1))",
        "[x](java&#115;cript:alert(1))",
        "[x](java&amp;#115;cript:alert(1))",
        "[x](<java\tscript:alert(1)>)",
        "[x](jav\\ascript:alert(1))",
        "[x](data:text/html,alert)",
        "[x](vbscript:alert)",
        "[x](//elsewhere.example)",
        "[x](https://me@elsewhere.example)",
        "[x][r]\n\n[r]: javascript:alert(1)",
        "![x](https://elsewhere.example/x.png)",
        "![x](assets/../../secret)",
        "![x](javascript:alert(1))",
    ],
)
def test_a_dangerous_link_is_left_out_and_told(notes: Notes, link: str) -> None:
    note = made(notes, f"one\n\n{link}")

    assert not [node for node in elements(note) if node.tag in ("a", "img")]
    assert [line for line, _ in told(note)] == [5 if "[r]:" in link else 3]


def test_addresses_outside_say_noopener(notes: Notes) -> None:
    note = made(notes, "[a](https://e.org/x_y_z) <https://e.org> https://e.org/a_b_c.")
    links = [node for node in elements(note) if node.tag == "a"]

    assert [(node.get("href"), node.get("rel")) for node in links] == [
        ("https://e.org/x_y_z", "noopener"),
        ("https://e.org", "noopener"),
        ("https://e.org/a_b_c", "noopener"),
    ]


def test_html_is_shown_as_text_and_told_once(notes: Notes) -> None:
    note = made(notes, "H<sub>2</sub>O\n\n<div onclick=x>a</div> `<p>`\n\n<div>")

    assert note.html.startswith("<p>H<sub>2</sub>O</p>\n<p>&lt;div onclick=x&gt;a&lt;/div&gt;")
    assert told(note) == [(3, "`<div>` is shown as text")]


def test_headings_begin_at_the_second_level_and_leave_none_out(notes: Notes) -> None:
    note = made(notes, "### A\n\n##### B\n\n### C")

    assert [node.tag for node in elements(note)] == ["h2", "h3", "h2"]
    assert notes.html("# A", lambda *_: None, top=3).html == "<h3>A</h3>"


def test_footnotes_of_two_notes_do_not_collide(notes: Notes) -> None:
    first = made(notes, "a[^1] b[^1]\n\n[^1]: First.")
    second = made(notes, "a[^1]\n\n[^1]: Second.\n[^2]: Unused.")
    ids = [node.get("id") for note in (first, second) for node in elements(note) if node.get("id")]
    links = [node.get("href")[1:] for node in elements(first) + elements(second) if node.tag == "a"]

    assert len(ids) == len(set(ids)) == 6
    assert set(links) <= set(ids)


def test_quotes_and_dashes_are_set(notes: Notes) -> None:
    assert made(notes, '"so" -- it\'s...').html == "<p>“so” – it’s…</p>"


def test_columns_are_aligned_without_styles(notes: Notes) -> None:
    note = made(notes, "|a|\n|-:|\n|1|")

    assert '<td class="align-right">1</td>' in note.html


def test_a_forged_mark_shows_no_more_than_a_formula(notes: Notes) -> None:
    note = made(notes, "&#xe000;0&#xe001; &#xe000;7&#xe001; $x$ `&#xe000;0&#xe001;` \ue0000\ue001")

    assert note.html.startswith("<p><math><mi>x</mi></math>  <math><mi>x</mi></math> <code>")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_in_a_note_does_nothing(notes: Notes, payload: str) -> None:
    for text in (payload, f"[x]({payload})", f"![{payload}](assets/plot.svg '{payload}')"):
        check_harmless(made(notes, text))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(MARKDOWN, st.sampled_from(PAYLOADS), st.text(max_size=20))).map("".join))
def test_any_note_is_harmless(text: str) -> None:
    check_harmless(made(Notes(), text))


def check_harmless(note: NoteHtml) -> None:
    for node in elements(note):
        assert node.tag in {*TAGS, *MATH_TAGS}
        for name, value in node.attrib.items():
            assert not name.startswith("on")
            assert name != "style"
            if name in ("href", "src"):
                assert value.startswith(("/", "#", "https://", "http://", "mailto:")), value


@pytest.mark.parametrize(
    "text",
    [
        "[" * 5000,
        "[a](" * 3000,
        "![" * 4000,
        "[[a]" * 3000,
        "*a* " * 50_000,
        "`a " * 60_000,
        "1. " * 2000,
        "> " * 900 + "a",
        "a\n=\n" * 10_000,
        "- a\n" * 50_000,
        "a\n\n" * 60_000,
        "$a " * 60_000,
        "http://" * 20_000,
        "[" * 100 + "a " * 90_000,
        "<b>" * 20_000,
        "a" * 200_001,
    ],
    ids=lambda text: text[:5],
)
def test_a_pathological_note_is_refused_or_quick(notes: Notes, text: str) -> None:
    began = time.perf_counter()
    note = made(notes, text)

    assert time.perf_counter() - began < 3
    assert bool(note.html) != bool(note.problems)


def test_a_note_that_is_refused_leaves_the_next_alone(notes: Notes) -> None:
    refused = made(notes, "1. " * 2000)

    assert told(refused) == [(1, "nested too deep to be shown")]
    assert made(notes, "*so*").html == "<p><em>so</em></p>"


def test_a_long_honest_note_is_shown(notes: Notes) -> None:
    paragraph = "A *good* [paper](topic:graphs) says `so`, “and” more. " * 12
    note = made(notes, "\n\n".join([paragraph] * 250))

    assert note.html.count("<p>") == 250


@settings(max_examples=1500, deadline=None)
@given(st.data())
def test_plain_paragraphs_are_what_the_parser_would_make_of_them(data: st.DataObject) -> None:
    words = data.draw(PROSE)
    text = "".join(word + data.draw(GAPS) for word in words)

    short = Notes().html(text, lambda *_: None)
    with mock.patch.object(markdown, "plain_html", lambda *_: None):
        long = PARSED.html(text, lambda *_: None)

    assert short == long


def test_words_alone_need_no_parser() -> None:
    notes = Notes()
    text = 'It is "so" -- of $x_1$ (2) ...' + "\n\n2024 was: a/b, 50% + C#."

    note = notes.html(text, lambda *_: None)

    assert "<p>2024 was: a/b, 50% + C#.</p>" in note.html
    assert notes._parser is None


def test_importing_this_room_imports_no_library() -> None:
    code = (
        "import sys, generator.render.markdown, generator.render.text\n"
        "print([m for m in ('markdown', 'nh3', 'latex2mathml') if m in sys.modules])"
    )
    root = Path(__file__).parents[2]
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=True
    )

    assert said.stdout.strip() == "[]"
