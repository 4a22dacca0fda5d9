"""The check of what every page says of itself, and of pages that only send their reader on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sitemaker import PAPER, edited, good_files, told, write_site


@pytest.fixture
def site(tmp_path: Path) -> Path:
    write_site(tmp_path / "site", good_files())
    return tmp_path / "site"


HEADS = {
    "lang": ('<html lang="en">', "<html>", None, "no language"),
    "title": ("<title>A paper</title>", "", None, "no title"),
    "heading": ("<h1>A paper</h1>", "<p>", None, "no first-level heading"),
    "viewport": ('<meta name="viewport" content="width=device-width">', "", None, "no viewport"),
    "canonical": ('rel="canonical"', 'rel="license"', None, "no canonical address"),
    "canonical elsewhere": (
        "list/papers/2601.00417/",
        "list/",
        7,
        "the canonical address is `https://reading.example/list/`",
    ),
    "canonical off the base": (
        "example/list/papers/2601.00417/",
        "example/papers/2601.00417/",
        7,
        "the canonical address is `https://reading.example/papers/2601.00417/`",
    ),
    "no policy": ("Content-Security-Policy", "X-Nothing", None, "no Content-Security-Policy"),
    "loose policy": (
        "style-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        4,
        "the policy allows 'unsafe-inline' in style-src",
    ),
    "policy lets out": (
        "img-src 'self'",
        "img-src https://cdn.example",
        4,
        "the policy lets img-src reach https://cdn.example",
    ),
    "late policy": (
        '<meta charset="utf-8">',
        '<link rel="icon" href="../../assets/dot.svg">',
        3,
        "`../../assets/dot.svg` stands before the Content-Security-Policy",
    ),
    "outside font": (
        '<meta name="citation_title"',
        '<link rel="preconnect" href="https://f.example"><meta name="citation_title"',
        9,
        "`https://f.example` is fetched from another host by <link>",
    ),
    "missing stylesheet": (
        "/list/assets/page.css",
        "/list/assets/other.css",
        8,
        "missing file `/list/assets/other.css`",
    ),
    "citation date": (
        "2026/01/09",
        "9 January 2026",
        9,
        "citation_publication_date is `9 January 2026`",
    ),
    "citation title": (
        "citation_title",
        "citation_author",
        9,
        "citation_author without a citation_title",
    ),
    "headline": ('"headline": "A"', '"name": "A"', 9, "the article's JSON-LD has no headline"),
}


@pytest.mark.parametrize(("old", "new", "line", "what"), HEADS.values(), ids=HEADS.keys())
def test_a_fault_in_a_head_is_found(
    site: Path, old: str, new: str, line: int | None, what: str
) -> None:
    place = f"site/{PAPER}:{line}" if line else f"site/{PAPER}"

    assert told(edited(site, PAPER, old, new)) == [(place, what)]


def test_the_page_for_lost_readers_may_not_lead_from_where_it_is(site: Path) -> None:
    problems = edited(site, "404.html", 'href="/list/"', 'href="papers/2601.00417/"')

    what = "relative address `papers/2601.00417/` on the page for lost readers"
    assert told(problems) == [("site/404.html:12", what)]


def test_a_redirect_to_nowhere_is_found(site: Path) -> None:
    problems = edited(site, "papers/old-name/index.html", "url=../2601.00417/", "url=../gone/")

    assert told(problems) == [("site/papers/old-name/index.html:6", "dead link `../gone/`")]


def test_a_redirect_is_known_by_the_address_it_leads_to(site: Path) -> None:
    old = "papers/old-name/index.html"
    problems = edited(site, old, "list/papers/2601.00417/", "list/papers/gone/")

    what = "dead link `https://reading.example/list/papers/gone/`"
    assert told(problems) == [(f"site/{old}:4", what)]
