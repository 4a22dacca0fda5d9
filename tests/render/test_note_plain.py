"""Paragraphs with only simple markup are written without a parser, and just as it would."""

from __future__ import annotations

from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.render import markdown
from generator.render.markdown import NoteHtml, Notes

KNOWN = {
    "paper:2501.00001": "/base/papers/2501.00001/",
    "topic:graphs": "https://e.org/topics/graphs/",
    "page:odd": '/a"b&<c',
    "page:script": "javascript:alert(1)",
    "page:host": "//e.org/x",
    "page:void": "",
}
SIMPLE = """*em*|**strong**|`code`|*it's so*|**Note:**|**so "it" -- 3...**|*é 漢字*|**90s**|`* &`
|[label](https://e.org/a_b)|[a--b: "c"](paper:2501.00001)|[x!](topic:graphs)|[y $x_1$](http://e.org)
|https://e.org/a-b.c|https://e.org/x?y=z#t|http://e.org/a--b...c|*a $x_1$ b*|`https://e.org`
|`a_b * "c" [d](e)`"""
DOUBTFUL = r"""*|**|***|`|``|```|*a *b*|*a*b|a*b*|* a *|*a **b** c*|***a***|**a**b|*a***b**|`a``b`
|``a`b``|` a `|_x_|__x__|a_b_c|*_a_*|[a](topic:graphs "t")|[a][b]|[a]: https://e.org|[a]|![a](b.svg)
|[*a*](topic:graphs)|[`a`](topic:graphs)|*[a](topic:graphs)*|[a [b]](topic:graphs)|[^1]|[^1]: a
|[a](topic:graphs)(b)|[a]( https://e.org)|[a](<https://e.org>)|[a](page:odd)|[a](page:script)
|[a](page:host)|[a](page:void)|[a](paper:9)|[a](paper:%61)|[a](#b)|[a]()|[a](javascript:b)
|[a](https://me@e.org)|[a](https://e.org:80)|[a](https://1.2.3.400)|[a](https://xn--a.org)
|[https://e.org](https://e.org)|**https://e.org**|https://e.org/(a)|https://e.org/a"b|https://e.org…
|https://e.org/_a_|https://e.org/_a_/b|https://e.org/*a*|https://e.org/a_|https://e.org/a(|https://e.org/a_b
|&x|https://é.org|https://|http://a|<|<b>|<https://e.org>|&amp;|&#42;|\|\*|\`"""
BESIDE = """https://e.org/a).|https://e.org/a'|https://e.org/a.,|https://e.org/?|$|$$y$$|]|!|#
|- |1. |&|a & b|&;|HTTP://E.ORG
|:|://|xhttps://e.org/a|=|~~a~~|(|)|"|'|--|...|’|“|é|9|word|'s|"b|some words|e.g."""
FOUND, IN_DOUBT, HARMLESS = (
    [part.strip("\n") for part in parts.split("|")] for parts in (SIMPLE, DOUBTFUL, BESIDE)
)
UNUSUAL = ["*a\nb*", "`a\nb`", "|", "a|b\n-|-", *"\xa0\u2028\u200b\xad\u202e\x02\r\t\ue000\ud800"]
GAPS = [*[" "] * 12, "", "", "\n", "\n\n", "  ", "  \n", "\n\n\n", "\n    ", "-", "(", ") ", ". "]
PIECE = (
    st.sampled_from(FOUND) | st.sampled_from([*IN_DOUBT, *HARMLESS, *UNUSUAL]) | st.text(max_size=3)
)
NOTES, PARSED = Notes(), Notes()


def made(notes: Notes, text: str) -> NoteHtml:
    return notes.html(text, lambda kind, name: KNOWN.get(f"{kind}:{name}"))


def parsed(text: str) -> NoteHtml:
    with mock.patch.object(markdown, "plain_html", lambda *_: None):
        return made(PARSED, text)


@settings(max_examples=800, deadline=None)
@given(st.lists(st.tuples(PIECE, st.sampled_from(GAPS)), max_size=8))
def test_simple_markup_becomes_what_the_parser_would_make_of_it(
    pieces: list[tuple[str, str]],
) -> None:
    text = "".join(piece + gap for piece, gap in pieces).strip()

    assert made(NOTES, text) == parsed(text)


@settings(max_examples=800, deadline=None)
@given(st.sampled_from(FOUND), st.sampled_from(FOUND), st.data())
def test_a_sign_anywhere_in_simple_markup_changes_no_more_than_the_parser_says(
    first: str, second: str, data: st.DataObject
) -> None:
    text = f"so {first} and {second}"
    at = data.draw(st.integers(0, len(text)))
    text = text[:at] + data.draw(PIECE) + text[at + data.draw(st.integers(0, 1)) :]

    assert made(NOTES, text) == parsed(text)


@pytest.mark.parametrize("simple", FOUND)
def test_simple_markup_beside_any_other_is_what_the_parser_makes_of_it(simple: str) -> None:
    for other in (*FOUND, *IN_DOUBT, *HARMLESS, *UNUSUAL):
        for text in (f"a {other}{simple} b", f"a {simple}{other} b", f"{simple} {other}"):
            assert made(NOTES, text) == parsed(text)


@pytest.mark.parametrize("simple", FOUND)
def test_simple_markup_needs_no_parser(simple: str) -> None:
    notes = Notes()
    text = f"{simple} and ({simple}), so {simple}.\n\n{simple}"

    note = made(notes, text)

    assert notes._parser is None
    assert note == parsed(text)


@pytest.mark.parametrize("doubtful", IN_DOUBT)
def test_a_note_in_doubt_is_parsed_as_a_whole(doubtful: str) -> None:
    notes = Notes()

    made(notes, f"so *it* is {doubtful}")

    assert notes._parser


def test_a_link_to_nothing_is_told_although_all_else_is_simple() -> None:
    note = made(Notes(), "so *it*\nis [a](paper:9), [b](topic:graphs)")

    assert [(problem.line, problem.what) for problem in note.problems] == [(2, "no paper `9`")]
