"""Feeds, lists of feeds and site maps are what their readers expect, and say everything."""

from __future__ import annotations

import json
import re
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from lxml import html

from generator.plan import outputs
from generator.plan.outputs import sitemap_pages
from generator.plan.page import Page
from generator.render.outputs import sitemap, sitemap_index
from tests.digest import Digest

BASE = "https://reader.example/digest"
SITE = {"origin": "https://reader.example", "base": "/digest"}
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAPS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Digest:
    """A digest whose feeds hold every kind of text."""
    digest = Digest(tmp_path_factory.mktemp("feeds") / "digest")
    digest.write_config(
        title="News & <views>",
        base_url=f"{BASE}/",
        editor={"name": "Ed <itor>", "url": "https://ed.example/"},
        orgs={"min_papers": 1},
    )
    digest.write_topic("agents", rules={"title": ["agent"]})
    digest.write_paper(
        "a",
        "A *note* on [b](paper:b), [agents](topic:agents), [here](/about/) and [out](https://o.example/).",
        title="Agents & <script> of $x^2$",
        tldr="They act.",
        authors=["Ada Abe", "Bo & Co"],
        abstract="An abstract of $y_1$.\n\nSecond paragraph; see https://e.example/a.",
        listed="2025-12-09",
        published="2025-12-03",
        org="Lab ]]>",
    )
    digest.write_paper("b", title="Bare agent\u202e", listed="2025-12-08")
    digest.write_import({"id": "c", "title": "Control \x0b agent", "abstract": "Bell \x07."})
    digest.write_issue("2025-W50", "All of [it](paper:a).", title="First", picks=[{"paper": "a"}])
    digest.write_page("about", "Words.")
    digest.build()
    return digest


def feeds(digest: Digest, ending: str) -> dict[str, str]:
    files = digest.site().items()
    return {
        path: data.decode()
        for path, data in files
        if path.startswith("feeds/") and path.endswith(f".{ending}")
    }


def item(digest: Digest, url: str) -> dict[str, Any]:
    """What the JSON feed of all papers says of one."""
    items = json.loads(digest.page("/feeds/papers.json"))["items"]
    return next(item for item in items if item["url"] == BASE + url)


def test_every_kind_of_list_has_a_feed_of_both_forms(built: Digest) -> None:
    names = {path.removesuffix(".atom") for path in feeds(built, "atom")}

    assert {"feeds/papers", "feeds/issues", "feeds/topics/agents"} <= names
    assert any(name.startswith("feeds/orgs/lab") for name in names)
    assert {path.removesuffix(".json") for path in feeds(built, "json")} == names


def test_feeds_are_read_without_complaint_and_name_themselves(built: Digest) -> None:
    for path, text in feeds(built, "atom").items():
        feed = feedparser.parse(text.encode())

        assert not feed.bozo, (path, feed.get("bozo_exception"))
        assert feed.feed.id == f"{BASE}/{path}"
        assert feed.feed.title.startswith("News & <views>: ")
        assert feed.feed.updated.endswith("T00:00:00Z")
        assert {"self", "alternate"} == {link.rel for link in feed.feed.links}


def test_every_address_in_a_feed_is_whole(built: Digest) -> None:
    for path, text in feeds(built, "atom").items():
        for entry in ElementTree.fromstring(text).iter(f"{ATOM}entry"):
            shown = html.fragment_fromstring(entry.findtext(f"{ATOM}content") or "", "main")
            found = [link.get("href") for link in shown.iter("a")]
            found += [link.get("href") for link in entry.iter(f"{ATOM}link")]
            found.append(entry.findtext(f"{ATOM}id"))

            assert all(re.match(r"https://", address or "") for address in found), (path, found)


def test_an_entry_holds_tldr_note_and_abstract(built: Digest) -> None:
    feed = feedparser.parse(built.page("/feeds/papers.atom").encode())
    (entry,) = [e for e in feed.entries if e.link == f"{BASE}/papers/a/"]
    content = entry.content[0].value

    assert "Agents &" in entry.title
    assert entry.summary == "They act."
    assert [author.name for author in entry.authors] == ["Ada Abe", "Bo & Co"]
    assert (entry.published, entry.updated) == ("2025-12-09T00:00:00Z", "2025-12-09T00:00:00Z")
    assert [tag.term for tag in entry.tags] == ["Agents"]
    for part in (
        "<em>They act.</em>",
        "A <em>note</em>",
        f'href="{BASE}/papers/b/"',
        f'href="{BASE}/topics/agents/"',
        f'href="{BASE}/about/"',
        'href="https://o.example/"',
        "An abstract of",
        "Second paragraph",
    ):
        assert part in content


def test_a_json_feed_has_the_shape_of_version_1_1(built: Digest) -> None:
    for path, text in feeds(built, "json").items():
        feed = json.loads(text)

        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["feed_url"] == f"{BASE}/{path}"
        assert feed["home_page_url"].startswith(f"{BASE}/")
        assert feed["authors"] == [{"name": "Ed <itor>", "url": "https://ed.example/"}]
        for one in feed["items"]:
            assert one["id"] == one["url"]
            assert one["content_html"]
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", one["date_published"])


def test_both_forms_say_the_same(built: Digest) -> None:
    for path, text in feeds(built, "atom").items():
        entries = ElementTree.fromstring(text).findall(f"{ATOM}entry")
        items = json.loads(built.page("/" + path.replace(".atom", ".json")))["items"]

        assert [(e.findtext(f"{ATOM}id"), e.findtext(f"{ATOM}content")) for e in entries] == [
            (one["id"], one["content_html"]) for one in items
        ]


def test_a_paper_of_which_nothing_is_said_has_its_title_for_content(built: Digest) -> None:
    assert "Bare agent" in item(built, "/papers/b/")["content_html"]


def test_characters_that_xml_forbids_are_nowhere(built: Digest) -> None:
    for text in (*feeds(built, "atom").values(), *feeds(built, "json").values()):
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", text)


def test_an_edition_in_a_feed_names_its_papers(built: Digest) -> None:
    (edition,) = json.loads(built.page("/feeds/issues.json"))["items"]

    assert edition["title"] == "First (Week 50, 2025)"
    assert edition["content_html"].count(f'href="{BASE}/papers/a/"') >= 2
    assert f'href="{BASE}/papers/c/"' in edition["content_html"]


def test_a_feed_is_no_longer_than_the_config_says(digest: Digest) -> None:
    digest.write_config(feeds={"entries": 2})
    for n in range(5):
        digest.write_paper(f"p{n}", listed=f"2025-12-0{n + 1}")
    digest.build()

    items = json.loads(digest.page("/feeds/papers.json"))["items"]
    assert [one["title"] for one in items] == ["The paper p4", "The paper p3"]


def test_a_digest_without_papers_has_good_feeds(digest: Digest) -> None:
    digest.build()

    assert not feedparser.parse(digest.page("/feeds/papers.atom").encode()).bozo
    assert json.loads(digest.page("/feeds/papers.json"))["items"] == []


def test_the_opml_lists_every_atom_feed(built: Digest) -> None:
    opml = ElementTree.fromstring(built.page("/feeds/all.opml"))
    listed = {outline.get("xmlUrl") for outline in opml.iter("outline")}

    assert (opml.tag, opml.get("version")) == ("opml", "2.0")
    assert opml.findtext("head/title") == "News & <views>"
    assert listed == {f"{BASE}/{path}" for path in feeds(built, "atom")}
    assert all(o.get("type") == "rss" and o.get("text") for o in opml.iter("outline"))


def test_the_site_map_lists_every_page_to_read_and_no_other(built: Digest) -> None:
    urls = {
        loc.text
        for loc in ElementTree.fromstring(built.page("/sitemap.xml")).iter(f"{SITEMAPS}loc")
    }
    pages = {
        f"{BASE}/{path.removesuffix('index.html')}"
        for path in built.site()
        if path.endswith("index.html")
    }

    assert urls == pages
    assert f"Sitemap: {BASE}/sitemap.xml\n" in built.page("/robots.txt")


@pytest.mark.parametrize(("count", "parts"), [(50_000, []), (50_001, [50_000, 1])])
def test_a_site_map_is_split_above_50_000_pages(count: int, parts: list[int]) -> None:
    pages = (Page(f"/papers/{n}/", "paper.html", dict, "2025-12-09") for n in range(count))
    made = list(sitemap_pages([*pages, Page("/404.html", "404.html", dict, listed=False)]))
    contexts = {page.url: page.context() for page in made}

    if not parts:
        assert [len(context["rows"]) for context in contexts.values()] == [count]
        return
    *maps, index = contexts
    assert [len(contexts[url]["rows"]) for url in maps] == parts
    assert index == "/sitemap.xml"
    said = ElementTree.fromstring(sitemap_index(contexts[index], SITE, None))  # type: ignore[arg-type]
    assert [loc.text for loc in said.iter(f"{SITEMAPS}loc")] == [BASE + url for url in maps]


def test_a_site_map_stays_below_50_mib() -> None:
    rows = [[f"/papers/{'x' * 62}-{n}/", "2025-12-09"] for n in range(1_000)]

    made = sitemap({"rows": rows}, SITE, None)  # type: ignore[arg-type]

    assert len(made.encode()) * outputs.SITEMAP_URLS / 1_000 < 50 * 2**20
