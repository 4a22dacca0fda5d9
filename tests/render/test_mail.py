"""An editor's note as mail shows it: HTML that stands by itself, and text in short lines."""

from __future__ import annotations

import pytest

from generator.render.mail import in_lines, styled, typed_math, wrapped
from generator.render.markdown import Notes

STYLES = {"p": "margin:0", "a": "color:red"}
NOTE = """\
# What it says

**Bold**, *soft*, `code`, a [link](https://a.example/x), the [same](https://a.example/x) and
<https://b.example/y>; it costs $O(n^2)$.

- one
- two, with words enough that the line is too long to stand as it is and goes on below
    1. inner
    2. lists
- three

    and a second paragraph

> Words of someone else, long enough to be parted into two lines when they are quoted here.

```
def f(x):
    return x
```

| a | b |
|---|---|
| 1 | 2 |

A footnote[^1].

[^1]: To [somewhere](mailto:x@y.example).
"""
TEXT = """\
What it says

*Bold*, _soft_, `code`, a link [1], the same [1] and https://b.example/y; it
costs O(n²).

- one
- two, with words enough that the line is too long to stand as it is and goes
  on below
  1. inner
  2. lists
- three

  and a second paragraph

> Words of someone else, long enough to be parted into two lines when they are
> quoted here.

    def f(x):
        return x

a | b
1 | 2

A footnote^1.

1. To somewhere [2].

[1] https://a.example/x
[2] mailto:x@y.example"""


def html(markdown: str) -> str:
    return str(Notes().html(markdown, link=lambda *_: None, math=typed_math).html)


def test_a_note_is_text_in_short_lines_with_its_links_below() -> None:
    assert in_lines(html(NOTE)) == TEXT


def test_tags_get_the_styles_of_the_theme_and_keep_nothing_of_the_site() -> None:
    made = styled(html(NOTE), STYLES)

    assert '<p style="margin:0">A footnote<sup>1</sup>.</p>' in made
    assert '<a href="https://a.example/x" style="color:red">link</a>' in made
    assert not any(f" {name}=" in made for name in ("class", "id", "title", "rel", "loading"))
    assert "#fn" not in made


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ('<img src="https://a.example/p.png" alt="A plot">', ">A plot</a>"),
        ('<img src="https://a.example/p.png">', ">Picture</a>"),
        ('<img src="/p.png" alt="A &lt;b&gt;">', "A &lt;b&gt;"),
    ],
)
def test_a_picture_is_a_link_to_it_and_is_not_fetched(given: str, made: str) -> None:
    assert styled(given, {}).endswith(made)
    assert "<img" not in styled(given, {})


def test_a_picture_within_a_link_is_its_words() -> None:
    given = '<a href="https://a.example/"><img src="https://a.example/p.png" alt="A plot"></a>'

    assert styled(given, {}) == '<a href="https://a.example/">A plot</a>'


def test_what_was_escaped_stays_escaped() -> None:
    given = "<p>&lt;script&gt; &amp;amp; &quot;</p>"

    assert styled(given, {}) == "<p>&lt;script&gt; &amp;amp; &#34;</p>"
    assert in_lines(given) == '<script> &amp; "'


def test_lines_are_short_however_the_text_is_nested() -> None:
    deep = "<ul><li>" * 60 + "word " * 40 + "</li></ul>" * 60
    quoted = "<blockquote>" * 60 + "x" * 400 + "</blockquote>" * 60

    assert max(map(len, in_lines(deep).split("\n"))) <= 78
    assert max(map(len, in_lines(quoted).split("\n"))) <= 78


def test_wrapped_text_hangs_below_its_mark() -> None:
    assert wrapped("one two three", 2, 9) == "one two\n  three"
    assert wrapped("https://a.example/" + "x" * 90) == "https://a.example/" + "x" * 90
    assert wrapped("漢" * 100).split("\n") == ["漢" * 78, "漢" * 22]
