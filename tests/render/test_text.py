"""Readable text becomes HTML that holds nothing but what is meant, or text without markup."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from generator.corpus.text import one_line, readable
from generator.render.math import TAGS as MATH_TAGS
from generator.render.text import inline_html, plain, safe_url, text_html, unset_math
from tests.payloads import PAYLOADS

TEXISH = st.text(alphabet=st.sampled_from("ab$\\{}_^<>&;\"'/: \nא\u202ehttps.()"), max_size=60)


def shown(markup: str) -> html.HtmlElement:
    return html.fragment_fromstring(markup, create_parent="main")


def test_an_abstract_is_paragraphs_with_math_and_links() -> None:
    assert text_html("See https://e.org/a_(b). So $x^2$ < 1.\n\nEnd & all.") == (
        '<p>See <a href="https://e.org/a_(b)" rel="noopener">https://e.org/a_(b)</a>. So '
        "<math><msup><mi>x</mi><mn>2</mn></msup></math> &lt; 1.</p>\n<p>End &amp; all.</p>"
    )
    assert text_html("") == ""


def test_a_title_has_math_but_no_links() -> None:
    assert inline_html("$x$ at https://e.org & co") == (
        "<math><mi>x</mi></math> at https://e.org &amp; co"
    )


def test_money_is_no_math() -> None:
    assert text_html(readable(r"\$5 and $10 & $x")) == "<p>$5 and $10 &amp; $x</p>"


def test_what_cannot_be_set_is_shown_as_its_source() -> None:
    assert inline_html(r"so $\unknown{<b>}$") == (
        'so <code class="tex">\\unknown{&lt;b&gt;}</code>'
    )
    assert unset_math(r"so $\unknown$ and $x$") == [r"\unknown"]


def test_text_from_right_to_left_is_kept_apart() -> None:
    assert inline_html("שלום") == "<bdi>שלום</bdi>"
    assert inline_html("a\u202eb") == "<bdi>a\u202eb</bdi>"
    assert text_html("שלום") == '<p dir="auto">שלום</p>'
    assert inline_html("naïve — “so”") == "naïve — “so”"


def test_plain_text_has_no_dollars_and_no_controls() -> None:
    assert plain(r"$O(n^2)$ for \$5, a" + "\u202eb") == "O(n²) for $5, ab"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_is_shown_as_text(payload: str) -> None:
    text = one_line(payload)
    for made in (text_html(text), inline_html(text)):
        page = shown(made)
        tags = {node.tag for node in page.iterdescendants()}

        assert tags <= {"p", "a", "bdi", "code", *MATH_TAGS}
        if "$" not in text:
            assert page.text_content() == text
        for link in page.iter("a"):
            assert link.get("href").startswith("https://")


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=80), TEXISH))
def test_any_text_becomes_whole_markup(text: str) -> None:
    read = readable(text)
    for made in (text_html(read), inline_html(read)):
        tags = {node.tag for node in ElementTree.fromstring(f"<main>{made}</main>").iter()}

        assert tags <= {"main", "p", "a", "bdi", "code", *MATH_TAGS}
    plain(read)


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        (" https://e.org/a?b=c#d ", "https://e.org/a?b=c#d"),
        ("HTTP://e.org", "HTTP://e.org"),
        ("mailto:ed@e.org", "mailto:ed@e.org"),
        ('https://e.org/"<{}>', "https://e.org/%22%3C%7B%7D%3E"),
    ],
)
def test_an_absolute_address_is_safe(url: str, safe: str) -> None:
    assert safe_url(url) == safe


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "java\nscript:alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "ftp://e.org",
        "//e.org",
        "/a",
        "a",
        "",
        "http:e.org",
        "http:///a",
        "https:\\\\e.org",
        "https://e.org/\u202ea",
        "https://user@e.org",
        "http://[",
        "http://e.org:port/",
        "mailto:nobody",
        "https://e.org/a b",
        "https://e.org/\ud800",
    ],
)
def test_any_other_address_is_none(url: str) -> None:
    assert safe_url(url) is None
