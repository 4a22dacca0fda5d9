"""The check finds each fault that is planted in a good site, at its file and line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from generator.check import check_site
from generator.check.markup import tags
from tests.sitemaker import BASE_URL, PAPER, edited, good_files, page, told, write_site


@pytest.fixture
def site(tmp_path: Path) -> Path:
    write_site(tmp_path / "site", good_files())
    return tmp_path / "site"


def test_a_good_site_has_no_problems(site: Path) -> None:
    assert check_site(site, BASE_URL) == []


def test_a_site_at_the_root_of_a_host_has_no_problems(tmp_path: Path) -> None:
    files = {
        path: text.replace("/list/", "/").replace("reading.example/list", "reading.example")
        for path, text in good_files().items()
    }
    write_site(tmp_path / "site", files)

    assert check_site(tmp_path / "site", "https://reading.example") == []


def test_a_site_that_was_never_built_is_told_as_such(tmp_path: Path) -> None:
    (problem,) = check_site(tmp_path / "site", BASE_URL)

    assert problem.what == "no such folder" and "broadsheet build" in problem.hint


LINK = 'href="papers/2601.00417/"'
LINKS = {
    "dead link": ('href="papers/nowhere/"', "dead link `papers/nowhere/`"),
    "dead link to a file": ('href="papers/x.pdf?y#z"', "dead link `papers/x.pdf?y#z`"),
    "capitals": ('href="Papers/2601.00417/"', "dead link `Papers/2601.00417/`"),
    "own origin": (f'href="{BASE_URL}no/"', f"dead link `{BASE_URL}no/`"),
    "own origin, no scheme": (
        'href="//reading.example/list/no/"',
        "dead link `//reading.example/list/no/`",
    ),
    "absolute": ('href="/list/no/"', "dead link `/list/no/`"),
    "redirect": ('href="papers/2601.00417"', "`papers/2601.00417` is reached by a redirect"),
    "no fragment here": ('href="#gone"', "`#gone` leads to no place: no id `gone`"),
    "no fragment there": (
        'href="papers/2601.00417/#gone"',
        "`papers/2601.00417/#gone` leads to no place: no id `gone`",
    ),
    "wrong base": (
        'href="/papers/2601.00417/"',
        "`/papers/2601.00417/` leaves the base path /list/",
    ),
    "climbing out": (
        'href="../papers/2601.00417/"',
        "`../papers/2601.00417/` leaves the base path /list/",
    ),
    "wrong base, whole address": (
        'href="https://reading.example/papers/2601.00417/"',
        "`https://reading.example/papers/2601.00417/` leaves the base path /list/",
    ),
    "script": ('href="javascript:alert(1)"', "`javascript:` address `javascript:alert(1)`"),
    "hidden script": (
        'href=" java&#10;script:alert(1)"',
        "`javascript:` address ` java\\nscript:alert(1)`",
    ),
    "data": ('href="data:text/html,x"', "`data:` address `data:text/html,x`"),
    "ping": (
        'href="papers/2601.00417/" ping="https://spy.example/"',
        "`https://spy.example/` is fetched from another host by <a>",
    ),
    "unquoted": ("href=papers/nowhere/", "dead link `papers/nowhere/`"),
    "upper case": ("HREF = 'papers/nowhere/'", "dead link `papers/nowhere/`"),
}


@pytest.mark.parametrize(("new", "what"), LINKS.values(), ids=LINKS.keys())
def test_a_link_that_misleads_is_found(site: Path, new: str, what: str) -> None:
    problems = edited(site, "index.html", LINK, new)

    assert told(problems) == [("site/index.html:12", what)]
    assert problems[0].column == 4


GOOD_LINKS = [
    'href="papers/../papers/./2601.00417/"',
    'href="?page=2#new"',
    'href="papers/2601%2E00417/#sh%6Frt"',
    'href="papers/2601.00417/#short:~:text=few%20words"',
    'href="papers/2601.00417/index.html"',
    'href="/list"',
    'href="https://reading.example/other-project/"',
    'href="HTTPS://READING.EXAMPLE/list/papers/2601.00417/"',
    'href="tel:+123"',
    'title="a > b" href="papers/2601.00417/"',
]


@pytest.mark.parametrize("link", GOOD_LINKS)
def test_a_link_that_a_browser_would_follow_is_left_alone(site: Path, link: str) -> None:
    assert edited(site, "index.html", LINK, link) == []


def test_what_is_no_markup_is_not_read_as_such(site: Path) -> None:
    quiet = "<!-- <a href='no/' id=new> --><textarea><p id=new></textarea><h2"

    assert edited(site, "index.html", "<h2", quiet) == []


BODY = '<h2 id="short">'
BODIES = {
    "duplicate id": ('<p id="short"></p>', "id `short` is given twice, first on line 13"),
    "inline script": ("<script>go()</script>", "inline <script>"),
    "inline style": ("<style>p{}</style>", "inline <style>"),
    "style attribute": ('<p style="color:red">', "inline `style=` on <p>"),
    "handler": (
        '<img src="../../assets/dot.svg" onerror="x">',
        "inline handler `onerror=` on <img>",
    ),
    "base": ('<base href="/list/">', "a <base> element"),
    "script from afar": (
        '<script src="https://cdn.example/x.js"></script>',
        "`https://cdn.example/x.js` is fetched from another host by <script>",
    ),
    "picture from afar": (
        '<img src="//cdn.example/x.png">',
        "`//cdn.example/x.png` is fetched from another host by <img>",
    ),
    "srcset from afar": (
        '<img srcset="../../assets/dot.svg 1x, https://cdn.example/x.png 2x">',
        "`https://cdn.example/x.png` is fetched from another host by <img>",
    ),
    "frame from afar": (
        '<iframe src="https://video.example/"></iframe>',
        "`https://video.example/` is fetched from another host by <iframe>",
    ),
    "form": (
        '<form action="https://post.example/"></form>',
        "`https://post.example/` takes a form from another host by <form>",
    ),
    "missing picture": ('<img src="fig.png">', "missing file `fig.png`"),
    "data in a frame": (
        '<iframe src="data:text/html,x"></iframe>',
        "`data:` address `data:text/html,x`",
    ),
    "control character": ("\x0b", "control character U+000B"),
}


@pytest.mark.parametrize(("new", "what"), BODIES.values(), ids=BODIES.keys())
def test_a_fault_in_a_body_is_found(site: Path, new: str, what: str) -> None:
    problems = edited(site, PAPER, BODY, f"{BODY}In short</h2>\n{new}\n<h2>")

    assert told(problems) == [(f"site/{PAPER}:14", what)]


def test_a_page_that_is_cut_off_is_found(site: Path) -> None:
    problems = edited(site, PAPER, "</h2>\n</body></html>", '</h2>\n<p title="never')

    assert told(problems) == [(f"site/{PAPER}:14", "the page is cut off: no </html> at its end")]


@pytest.mark.parametrize("piece", ["<a ", '<a b="', "<!--", "<p a=b c", "<script ", "<a b='\""])
def test_torn_markup_does_not_slow_the_check(piece: str) -> None:
    assert len(list(tags(piece * 50_000))) <= 1


def test_a_mistake_on_every_page_is_told_ten_times_with_the_count(site: Path) -> None:
    for number in range(30):
        path = f"more/{number:02}/index.html"
        write_site(site, {path: page(path, "More", '<a href="/list/no/">x</a>')})
    problems = [p for p in check_site(site, BASE_URL) if p.what == "dead link `/list/no/`"]

    assert len(problems) == 10
    assert problems[-1].hint.endswith("; the same in 20 more places")


def test_a_check_writes_nothing_and_says_the_same_again(site: Path) -> None:
    write_site(site, {"more/index.html": "<a href=no/><a href=#x>\x07"})
    before = {file: file.stat().st_mtime_ns for file in site.rglob("*")}
    first = check_site(site, BASE_URL)

    assert check_site(site, BASE_URL) == first
    assert {file: file.stat().st_mtime_ns for file in site.rglob("*")} == before


def test_the_prefix_stands_before_every_path(site: Path) -> None:
    (site / "robots.txt").unlink()
    (problem,) = check_site(site, BASE_URL, prefix="out/public")

    assert problem.place == "out/public/robots.txt"


def test_the_check_needs_no_other_room() -> None:
    asked = "import sys, generator.check; print(*[m for m in sys.modules if 'generator.' in m])"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    rooms = {module.split(".")[1] for module in done.stdout.split()}

    assert rooms == {"check", "problems"}
