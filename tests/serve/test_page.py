"""What the preview puts into a page, and how it tells one state of a page from another."""

from __future__ import annotations

import pytest

from generator.serve.page import content_digest, links, open_policy, stylesheets, with_script

PAGE = b"""<!doctype html>
<html><head><meta charset="utf-8">
<link rel="stylesheet" href="/base/assets/style.1234.css">
<link rel="canonical" href="https://reader.example/base/">
</head><body><a href="/base/papers/a/?x=1&amp;y=2">A</a></body></html>
"""
NEEDS = "script-src 'self'; style-src 'self'; connect-src 'self'"


def test_the_script_goes_to_the_end_of_the_head_and_nothing_else_changes() -> None:
    page = with_script(PAGE, {"number": "3"})
    before, _, after = page.partition(b'<script type="module" src="/_preview/preview.js"')

    assert before + after.partition(b"</script>\n")[2] == PAGE
    assert after.partition(b"</script>\n")[2].startswith(b"</head>")


def test_what_the_script_is_told_cannot_end_its_tag() -> None:
    assert b'data-content="&quot;&gt;&lt;b&gt;"' in with_script(PAGE, {"content": '"><b>'})


def test_a_page_without_a_head_gets_the_script_first() -> None:
    assert with_script(b"<p>Words", {}).startswith(b"<script ")


def test_two_names_of_a_stylesheet_leave_a_page_the_same() -> None:
    assert content_digest(PAGE) == content_digest(PAGE.replace(b"style.1234", b"style.5678"))


@pytest.mark.parametrize(("old", "new"), [(b">A<", b">B<"), (b'base/">', b'">')])
def test_any_other_difference_makes_another_page(old: bytes, new: bytes) -> None:
    assert content_digest(PAGE) != content_digest(PAGE.replace(old, new))


def test_stylesheets_and_links_are_read_as_a_browser_reads_them() -> None:
    assert stylesheets(PAGE) == ["/base/assets/style.1234.css"]
    assert "/base/papers/a/?x=1&y=2" in links(PAGE)


@pytest.mark.parametrize(
    ("policy", "opened"),
    [
        (NEEDS, NEEDS),
        ("default-src 'none'", f"default-src 'none'; {NEEDS}"),
        ("default-src 'self'", "default-src 'self'"),
        ("script-src 'sha256-x='", "script-src 'sha256-x=' 'self'"),
        ("img-src 'none'", "img-src 'none'"),
        ("script-src 'none'; script-src 'self'", "script-src 'self'"),
        ("", ""),
    ],
)
def test_a_strict_policy_is_opened_for_the_preview_and_no_further(policy: str, opened: str) -> None:
    assert open_policy(policy) == opened


def test_the_policy_of_a_page_is_opened_where_it_stands() -> None:
    meta = b'<meta http-equiv="Content-Security-Policy" content="script-src \'none\'">'

    page = with_script(b"<head>" + meta + b"</head>", {})

    assert b'content="script-src &#x27;self&#x27;"' in page
