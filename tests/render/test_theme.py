"""What the default theme promises of every page, and what a digest may put over it."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from lxml import html

from generator.problems import DigestError
from tests.digest import Digest
from tests.links import addresses, pages_of

TITLE = "On </script><img> agents & $x^2$"
SHOWN = "On </script><img> agents & x²"
INSIDE = re.compile(r"/(?!/)")  # an address from the root of the host


def furnished(digest: Digest, base_url: str) -> Digest:
    """A digest with a page of every kind, built."""
    digest.write_config(
        title="A digest",
        base_url=base_url,
        people={"min_papers": 1},
        orgs={"min_papers": 1},
        topics={"per_page": 2},
    )
    digest.write_topic("agents", "About [one](paper:a).", rules={"title": ["agent"]})
    digest.write_paper(
        "a",
        "A note on [all](topic:agents) and [here](/about/).",
        title=TITLE,
        tldr="They act.",
        authors=["Ada Abe", "Bo Diaz"],
        org="Lab",
        abstract="An abstract.",
        listed="2025-12-09",
        published="2025-12-03",
        venue="Proc",
        doi="10.1000/x",
        arxiv_id="2512.00001",
        aliases=["old-name"],
    )
    for n in range(3):
        digest.write_paper(f"more-{n}", title=f"More agents {n}", topics=["agents"])
    digest.write_issue("2025-W50", "All of [it](paper:a).", title="First", picks=[{"paper": "a"}])
    digest.write_page("about", "Words on [the first](issue:2025-W50).")
    digest.build()
    return digest


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Digest:
    folder = tmp_path_factory.mktemp("theme") / "digest"
    return furnished(Digest(folder), "https://reader.example/digest/")


def head_of(page: str) -> dict[str, list[str]]:
    """What the head says under each name: meta by name or property, link by rel."""
    said: dict[str, list[str]] = {}
    for element in html.document_fromstring(page).find("head"):
        name = element.get("name") or element.get("property") or element.get("http-equiv")
        name = name or element.get("rel")
        if name:
            said.setdefault(name, []).append(element.get("content") or element.get("href") or "")
    return said


def test_the_head_of_a_paper_says_what_reference_managers_read(built: Digest) -> None:
    said = head_of(built.page("/papers/a/"))

    assert {name: value for name, value in said.items() if name.startswith("citation_")} == {
        "citation_title": [SHOWN],
        "citation_author": ["Ada Abe", "Bo Diaz"],
        "citation_publication_date": ["2025/12/03"],
        "citation_conference_title": ["Proc"],
        "citation_arxiv_id": ["2512.00001"],
        "citation_doi": ["10.1000/x"],
        "citation_abstract_html_url": ["https://reader.example/digest/papers/a/"],
    }


def test_the_head_of_every_page_is_complete(built: Digest) -> None:
    for url, page in pages_of(built.output):
        said = head_of(page)
        tree = html.document_fromstring(page)

        assert tree.get("lang") == "en", url
        assert tree.findtext("head/title"), url
        assert len(said["description"]) == len(said["viewport"]) == 1, url
        for name in ("og:type", "og:title", "og:url", "og:site_name", "og:image", "og:description"):
            assert len(said[name]) == 1, (url, name)
        assert len(tree.findall(".//h1")) == 1, url
        assert page.startswith("<!doctype html>\n"), url
        kinds = {link.get("type") for link in tree.iterfind("head/link[@rel='alternate']")}
        assert kinds == {"application/atom+xml", "application/feed+json"}, url


def test_every_page_but_404_names_its_own_address(built: Digest) -> None:
    for url, page in pages_of(built.output):
        canonical = head_of(page).get("canonical")
        own = "/papers/a/" if "old-name" in url or "2512" in url else url

        assert canonical == (
            None if url == "/404.html" else [f"https://reader.example/digest{own}"]
        )


def test_the_policy_comes_first_and_allows_nothing_inline(built: Digest) -> None:
    for url, page in pages_of(built.output):
        first = html.document_fromstring(page).find("head")[0]

        assert first.get("http-equiv") == "Content-Security-Policy", url
        assert "default-src 'none'" in first.get("content"), url
        assert "unsafe" not in first.get("content"), url
        assert not re.search(r"<[^>]*\s(?:style|on\w+)=", page), url


def linked_data(page: str) -> Any:
    scripts = html.document_fromstring(page).iterfind(".//script")
    (linked,) = [s for s in scripts if not s.get("src")]  # all that runs comes from a file
    assert linked.get("type") == "application/ld+json"
    return json.loads(linked.text)


def test_linked_data_survives_a_title_that_ends_scripts(built: Digest) -> None:
    said = linked_data(built.page("/papers/a/"))

    assert said["@type"] == "ScholarlyArticle"
    assert said["headline"] == SHOWN
    assert [author["name"] for author in said["author"]] == ["Ada Abe", "Bo Diaz"]
    assert said["datePublished"] == "2025-12-03"
    assert said["url"] == "https://reader.example/digest/papers/a/"
    assert said["sameAs"] == ["https://arxiv.org/abs/2512.00001"]
    assert said["isPartOf"]["name"] == "A digest"


def test_a_paper_without_names_or_dates_has_no_made_up_ones(digest: Digest) -> None:
    digest.write_import({"id": "a", "title": "Bare", "author_count": 4, "org": "Lab"})
    digest.build()
    page = digest.page("/papers/a/")

    assert head_of(page)["citation_author"] == ["Lab"]
    assert linked_data(page)["author"] == [{"@type": "Organization", "name": "Lab"}]
    assert "4 authors, names not listed" in page


@pytest.mark.parametrize("base", ["", "/digest", "/deep/er"])
def test_every_inner_address_has_the_base_path_and_a_file(digest: Digest, base: str) -> None:
    furnished(digest, f"https://reader.example{base}/")
    files = digest.site()
    root = f"https://reader.example{base}/"

    for url, page in pages_of(digest.output):
        found = [value for _, name, value in addresses(page) if name in ("href", "src", "action")]
        inner = [value for value in found if INSIDE.match(value)]
        inner += [v.removeprefix("https://reader.example") for v in found if v.startswith(root)]

        assert len(inner) > 5, url
        for address in inner:
            path = urlsplit(address).path
            assert path.startswith(f"{base}/"), (url, address)
            below = path.removeprefix(f"{base}/")
            assert (f"{below}index.html" if path.endswith("/") else below) in files, (url, address)
        relative = [v for v in found if not re.match(r"/|#|https?://|mailto:", v)]
        if url == "/search/":  # its lists are reached from a page opened as a file too
            assert all(f"{v.removeprefix('../')}index.html" in files for v in relative), relative
        else:
            assert not relative, url


def test_pages_ask_nothing_of_other_hosts(built: Digest) -> None:
    for url, page in pages_of(built.output):
        tree = html.document_fromstring(page)
        asked = [e.get("src") for e in tree.iter("img", "script", "iframe") if e.get("src")]
        asked += [e.get("href") for e in tree.iterfind("head/link[@rel='stylesheet']")]

        assert all(INSIDE.match(address) for address in asked), url
    for path, data in built.site().items():
        if path.endswith(".css"):
            assert not re.search(rb"@import|url\(\s*['\"]?(?:https?:)?//", data), path


def test_an_old_address_leads_to_the_new_one(built: Digest) -> None:
    page = built.page("/papers/old-name/")
    said = head_of(page)

    assert said["refresh"] == ["0; url=/digest/papers/a/"]
    assert said["robots"] == ["noindex"]
    assert ("a", "href", "/digest/papers/a/") in addresses(page)


@pytest.mark.parametrize(
    ("base_url", "host"),
    [
        ("https://papers.reader.net/", "papers.reader.net\n"),
        ("https://papers.reader.net/digest/", "papers.reader.net\n"),
        ("https://ada.github.io/digest/", None),
        ("http://localhost:8000/", None),
        ("http://127.0.0.1:8000/", None),
    ],
)
def test_only_a_host_of_ones_own_is_told_to_github(
    digest: Digest, base_url: str, host: str | None
) -> None:
    digest.write_config(base_url=base_url)
    digest.build()

    assert digest.site().get("CNAME") == (host.encode() if host else None)
    assert digest.site()[".nojekyll"] == b""


def test_a_template_of_the_digest_goes_before_the_themes(digest: Digest) -> None:
    digest.write("content/theme/templates/404.html", "Mine: {{ site.title }} {{ base }}\n")

    digest.build()

    assert digest.page("/404.html").strip() == "Mine: A digest /digest"


def test_an_asset_of_the_digest_goes_before_the_themes_under_a_new_name(digest: Digest) -> None:
    digest.build()
    before = styles(digest)
    digest.write("content/theme/assets/style.css", "body { color: red }\n")

    digest.build()

    (style,) = styles(digest)
    assert before != [style]
    assert digest.site()[style] == b"body{color:red}"
    assert f'href="/digest/{style}"' in digest.page("/")


def test_a_script_that_cannot_be_read_is_told_and_served_as_it_is(digest: Digest) -> None:
    digest.write("content/theme/assets/mine.js", "function (")

    (warning,) = digest.build().warnings

    assert warning.path == "content/theme/assets/mine.js"
    assert "on line 1" in warning.what
    assert [data for path, data in digest.site().items() if "mine" in path] == [b"function ("]


def test_a_script_that_imports_what_is_not_there_stops_the_build(digest: Digest) -> None:
    digest.write("content/theme/assets/mine.js", 'import "./serch.js";')

    with pytest.raises(DigestError) as told:
        digest.build()

    assert str(told.value) == (
        "content/theme/assets/mine.js: error: imports `serch.js`, which is not there\n"
        "    did you mean `search.js`?"
    )


def styles(digest: Digest) -> list[str]:
    return [path for path in digest.site() if path.startswith("assets/style.")]


def test_a_new_asset_of_the_digest_is_there_for_its_templates(digest: Digest) -> None:
    digest.write("content/theme/assets/me.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    digest.write("content/theme/templates/404.html", '{{ asset("me.svg") }}')

    digest.build()

    asset = digest.page("/404.html").strip()
    assert re.fullmatch(r"/digest/assets/me\.[0-9a-f]{8}\.svg", asset)
    assert asset.removeprefix("/digest/") in digest.site()


def test_a_theme_of_the_digests_own_stands_in_for_ours(digest: Digest) -> None:
    home = Path(__file__).parents[2] / "themes" / "broadsheet"
    shutil.copytree(home, digest.folder / "themes" / "mine")
    digest.write("themes/mine/theme.yaml", "name: Mine\nleaves_out: [feeds.html, topics.html]\n")
    digest.write("themes/mine/templates/404.html", "Mine\n")
    digest.write_config(theme="mine")

    digest.build()

    assert digest.page("/404.html").strip() == "Mine"
    assert {"feeds/index.html", "topics/index.html"} & digest.site().keys() == set()


@pytest.mark.parametrize("name", ["brodsheet", "../themes", ".hidden"])
def test_a_theme_that_is_not_there_is_told(digest: Digest, name: str) -> None:
    digest.write_config(theme=name)

    (problem,) = digest.problems()

    assert problem.path == "content/digest.yaml"
    assert f"`{name}`" in problem.what


def test_a_title_is_shown_as_text_on_every_page_that_names_it(built: Digest) -> None:
    naming = [page for _, page in pages_of(built.output) if "&lt;img&gt; agents" in page]

    assert len(naming) > 5
    assert not [page for page in naming if "<img> agents" in page]
