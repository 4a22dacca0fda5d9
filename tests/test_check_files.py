"""The check of what is no page: names, sizes, feeds, sitemaps, stylesheets."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.check import check_site
from generator.check.folder import MIB, SITE_LIMIT, folder_problems
from tests.sitemaker import BASE_URL, PAPER, good_files, page, told, write_site


@pytest.fixture
def site(tmp_path: Path) -> Path:
    write_site(tmp_path / "site", good_files())
    return tmp_path / "site"


def sized(site: Path, path: str, size: int) -> None:
    """A file that says it has `size` bytes and takes no room on the disk."""
    with (site / path).open("wb") as file:
        file.truncate(size)


NAMES = {
    "aux.txt": "the name is reserved on Windows",
    "COM1": "the name is reserved on Windows",
    "lpt¹.bib": "the name is reserved on Windows",
    "what?.txt": "the name holds a character that is not allowed on Windows",
    "line\nbreak.txt": "the name holds a character that is not allowed on Windows",
    "ends.": "the name ends in a dot or space, which Windows drops",
    ".index.html.draft": "a leftover of a program, not a part of the site",
    ".index.html.tmp": "a leftover of a program, not a part of the site",
    "notes.txt~": "a leftover of a program, not a part of the site",
    ".DS_Store": "a leftover of a program, not a part of the site",
}


@pytest.mark.parametrize(("name", "what"), NAMES.items())
def test_a_file_name_that_does_not_travel_is_found(site: Path, name: str, what: str) -> None:
    write_site(site, {f"assets/{name}": "x"})

    assert told(check_site(site, BASE_URL)) == [(f"site/assets/{name}", what)]


TWINS = [("A.txt", "a.txt"), ("ﬁ.txt", "fi.txt"), ("ss.txt", "ß.txt")]
TWINS += [("cafe\u0301.txt", "caf\u00e9.txt")]


@pytest.mark.parametrize("twins", TWINS, ids=ascii)
def test_names_that_some_systems_take_for_one_are_found(site: Path, twins: tuple[str, str]) -> None:
    write_site(site, {f"assets/{name}": "x" for name in twins})
    first, second = sorted(twins)

    what = f"the same name as assets/{first} on many systems"
    assert told(check_site(site, BASE_URL)) == [(f"site/assets/{second}", what)]


def test_folders_that_differ_in_case_are_told_once(site: Path) -> None:
    write_site(site, {"Data/a.txt": "x", "data/a.txt": "x", "data/b.txt": "x"})

    assert told(check_site(site, BASE_URL)) == [
        ("site/data", "the same name as Data on many systems")
    ]


def test_a_name_that_is_not_utf_8_is_told_and_can_be_printed(site: Path) -> None:
    try:
        os.close(os.open(os.fsencode(site) + b"/caf\xe9.bin", os.O_CREAT | os.O_WRONLY))
    except OSError:
        pytest.skip("this disk refuses names that are not UTF-8")
    problems = check_site(site, BASE_URL)

    assert "the name is not UTF-8" in [p.what for p in problems]
    assert "caf\\xe9.bin" in "\n".join(map(str, problems))


@pytest.mark.parametrize("target", ["index.html", "nowhere", ".", "/"])
def test_a_symbolic_link_is_told_and_not_followed(site: Path, target: str) -> None:
    (site / "alias").symlink_to(target)

    assert told(check_site(site, BASE_URL)) == [("site/alias", "symbolic link")]


def test_a_hard_link_is_told_under_both_names(site: Path) -> None:
    os.link(site / "assets/dot.svg", site / "assets/dot2.svg")

    assert told(check_site(site, BASE_URL)) == [
        ("site/assets/dot.svg", "one file under 2 names"),
        ("site/assets/dot2.svg", "one file under 2 names"),
    ]


@pytest.mark.parametrize("path", ["404.html", "robots.txt", ".nojekyll"])
def test_a_file_that_every_site_needs_is_missed(site: Path, path: str) -> None:
    (site / path).unlink()

    assert told(check_site(site, BASE_URL)) == [(f"site/{path}", "missing file")]


def test_a_site_without_a_sitemap_is_told(site: Path) -> None:
    (site / "sitemap.xml").unlink()

    assert ("site/sitemap.xml", "missing file") in told(check_site(site, BASE_URL))


def test_an_empty_file_is_the_trace_of_a_stopped_build(site: Path) -> None:
    write_site(site, {"papers/2601.00999/index.html": ""})

    assert told(check_site(site, BASE_URL)) == [("site/papers/2601.00999/index.html", "empty file")]


def test_a_file_over_githubs_limit_is_an_error_and_a_large_one_a_warning(site: Path) -> None:
    sized(site, "assets/huge.bin", 101 * MIB)
    sized(site, "assets/large.bin", 6 * MIB)
    huge, large = check_site(site, BASE_URL)

    assert (huge.path, huge.warning) == ("site/assets/huge.bin", False)
    assert (large.path, large.warning) == ("site/assets/large.bin", True)


@pytest.mark.parametrize(("size", "warnings"), [(7, []), (9, [True]), (11, [False])])
def test_a_site_near_the_limit_is_a_warning_and_over_it_an_error(
    size: int, warnings: list[bool]
) -> None:
    files = dict.fromkeys(good_files(), 10)
    files |= {
        f"part-{number}.bin": 4 * MIB for number in range(size * SITE_LIMIT // 10 // 4 // MIB)
    }
    problems = [p for p in folder_problems(files) if not p.path]

    assert [p.warning for p in problems] == warnings


def test_bytes_that_are_no_utf_8_are_found_at_their_line(site: Path) -> None:
    (site / "latin.txt").write_bytes(b"one\ncaf\xe9\n")
    (problem,) = check_site(site, BASE_URL)

    assert problem.place == "site/latin.txt:2:4"
    assert problem.what == "not UTF-8: byte 7 is 0xe9"


ENTRY = f'href="{BASE_URL}papers/2601.00417/"'
PLANTED = {
    "not well-formed": ("feeds/papers.xml", "A paper", "A & paper", 7, "not well-formed"),
    "entry without id": (
        "feeds/papers.xml",
        "<id>tag:reading.example,2026:2</id>",
        "",
        10,
        "an entry has no id",
    ),
    "id twice": ("feeds/papers.xml", ":2</id>", ":1</id>", 10, "that of line 7 too"),
    "dead entry": (
        "feeds/papers.xml",
        ENTRY,
        f'href="{BASE_URL}papers/gone/"',
        9,
        f"dead link `{BASE_URL}papers/gone/`",
    ),
    "relative entry": (
        "feeds/papers.xml",
        ENTRY,
        'href="../papers/2601.00417/"',
        9,
        "is not a full address",
    ),
    "off the base": (
        "feeds/papers.xml",
        ENTRY,
        'href="https://reading.example/papers/2601.00417/"',
        9,
        "leaves the base path /list/",
    ),
    "date": ("feeds/papers.xml", "2026-01-11T00:00:00Z", "2026-01-11", 11, "not a date and time"),
    "self": ("feeds/papers.xml", "feeds/papers.xml", "feed.xml", 6, "the feed calls itself"),
    "doctype": ("feeds/all.opml", "<opml", "<!DOCTYPE opml>\n<opml", 2, "a document type"),
    "outline": ("feeds/all.opml", "papers.xml", "gone.xml", 3, "dead link"),
    "not JSON": ("feeds/papers.json", '"id": "one",', '"id": "one"', 5, "not JSON"),
    "JSON id twice": ("feeds/papers.json", '"two"', '"one"', 8, "that of line 5 too"),
    "JSON dead": ("feeds/papers.json", 'papers/2601.00417/"', 'papers/gone/"', 7, "dead link"),
    "JSON date": ("feeds/papers.json", "2026-01-12T00:00:00Z", "2026", 6, "not a date and time"),
    "JSON self": ("feeds/papers.json", "papers.json", "feed.json", 3, "the feed calls itself"),
    "manifest": ("site.webmanifest", "assets/dot.svg", "icon.png", 2, "missing file `icon.png`"),
    "manifest off the base": ("site.webmanifest", "/list/", "/", 1, "leaves the base path /list/"),
    "css missing": ("assets/page.css", '"dot.svg"', "'no.svg'", 2, "missing file `no.svg`"),
    "css outside": (
        "assets/page.css",
        'url("dot.svg")',
        "url(https://cdn.example/x.png)",
        2,
        "is fetched from outside the site",
    ),
    "css import": (
        "assets/page.css",
        "body",
        '@import "https://fonts.example/x.css";\nbody',
        2,
        "is fetched from outside the site",
    ),
    "sitemap off the base": (
        "sitemap.xml",
        f"<loc>{BASE_URL}</loc>",
        "<loc>https://reading.example/</loc>",
        3,
        "`https://reading.example/` is no file of the site",
    ),
    "sitemap not well-formed": ("sitemap.xml", "</url>\n</urlset>", "</urlset>", 4, "mismatched"),
    "sitemap twice": (
        "sitemap.xml",
        "</urlset>",
        f"<url><loc>{BASE_URL}</loc></url></urlset>",
        5,
        "is told twice, first in sitemap.xml, line 3",
    ),
    "sitemap tells a redirect": (
        "sitemap.xml",
        "</urlset>",
        f"<url><loc>{BASE_URL}papers/old-name/</loc></url></urlset>",
        5,
        "is in the sitemap and marked noindex or a redirect",
    ),
    "robots": ("robots.txt", "list/sitemap.xml", "sitemap.xml", 3, "is no sitemap of the site"),
}


@pytest.mark.parametrize(("path", "old", "new", "line", "what"), PLANTED.values(), ids=PLANTED)
def test_a_fault_in_a_file_that_is_no_page_is_found(
    site: Path, path: str, old: str, new: str, line: int, what: str
) -> None:
    text = (site / path).read_text(encoding="utf-8")
    assert old in text
    write_site(site, {path: text.replace(old, new, 1)})
    problems = [p for p in check_site(site, BASE_URL) if p.path == f"site/{path}"]

    assert [p.line for p in problems] == [line]
    assert what in problems[0].what


def test_an_entry_of_the_sitemap_without_a_page_leaves_the_page_untold(site: Path) -> None:
    text = good_files()["sitemap.xml"].replace("2601.00417", "gone")
    write_site(site, {"sitemap.xml": text})

    assert told(check_site(site, BASE_URL)) == [
        (f"site/{PAPER}", "not in the sitemap"),
        ("site/sitemap.xml:4", f"`{BASE_URL}papers/gone/` is no file of the site"),
    ]


def test_a_page_may_be_left_out_of_the_sitemap_when_it_hides(site: Path) -> None:
    head = '<meta name="robots" content="noindex">'
    write_site(site, {"draft/index.html": page("draft/index.html", "Draft", "", head)})

    assert check_site(site, BASE_URL) == []


def test_sitemaps_may_be_split_and_indexed(site: Path) -> None:
    whole = good_files()["sitemap.xml"]
    index = whole.replace("urlset", "sitemapindex").replace("<url>", "<sitemap>")
    index = index.replace("</url>", "</sitemap>").replace(BASE_URL, f"{BASE_URL}sitemap-1.xml", 1)
    index = index.replace(f"<sitemap><loc>{BASE_URL}papers/2601.00417/</loc></sitemap>\n", "")
    write_site(site, {"sitemap-1.xml": whole, "sitemap.xml": index})

    assert check_site(site, BASE_URL) == []


def test_a_sitemap_of_too_many_entries_is_told(site: Path) -> None:
    line = f"<url><loc>{BASE_URL}</loc></url>\n"
    text = good_files()["sitemap.xml"].replace("</urlset>", line * 50_000 + "</urlset>")
    write_site(site, {"sitemap.xml": text})
    problems = told(check_site(site, BASE_URL))

    assert problems[0] == ("site/sitemap.xml", "50,002 entries; 50,000 are allowed")


def test_cname_names_the_host_of_the_pages(site: Path) -> None:
    write_site(site, {"CNAME": "reading.example\n"})
    right = check_site(site, BASE_URL)
    write_site(site, {"CNAME": "other.example\n"})

    assert right == []
    assert [p.place for p in check_site(site, BASE_URL)] == ["site/CNAME:1:1"]
