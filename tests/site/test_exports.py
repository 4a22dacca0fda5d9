"""The files a site offers to other programs, and when they are made again."""

from __future__ import annotations

import json
import re

import pytest
import rispy

from generator.importers import parse
from tests.digest import Digest

LINK = re.compile(r'href="/digest(/exports/[^"]+)"')


@pytest.fixture
def two_topics(digest: Digest) -> Digest:
    """Two papers, each in a topic of its own, with an abstract."""
    digest.write_topic("ponds", rules={"title": ["pond"]})
    digest.write_topic("dams", rules={"title": ["dam"]})
    digest.write_import(
        {"id": "2407.00001", "title": "A pond", "abstract": "It is deep.", "authors": ["Ada Abe"]},
        {"id": "2407.00002", "title": "A dam", "abstract": "It is wide.", "doi": "10.1234/dam"},
    )
    digest.build()
    return digest


def test_a_topic_and_an_edition_offer_their_own_papers(two_topics: Digest) -> None:
    pond = parse(two_topics.page("/exports/topics/ponds.bib").encode(), "ponds.bib")
    week = rispy.loads(two_topics.page("/exports/issues/2025-w50.ris"))

    assert [found.sighting["title"] for found in pond.found] == ["A pond"]
    assert {record["title"] for record in week} == {"A pond", "A dam"}
    assert len(json.loads(two_topics.page("/exports/papers.csl.json"))) == 2


def test_pages_lead_to_their_files_and_the_index_to_all(two_topics: Digest) -> None:
    topic, index = two_topics.page("/topics/ponds/"), two_topics.page("/exports/")
    made = {f"/{path}" for path in two_topics.site() if path.startswith("exports/")}

    assert "/exports/topics/ponds.ris" in LINK.findall(topic)
    assert "/exports/issues/2025-w50.bib" in LINK.findall(two_topics.page("/issues/2025-w50/"))
    assert "/exports/papers.csl.json" in LINK.findall(two_topics.page("/papers/"))
    assert made - set(LINK.findall(index)) == {"/exports/index.html"}


def test_a_new_note_leaves_citations_alone_and_a_new_title_renews_its_own(
    two_topics: Digest,
) -> None:
    overlay = {"title": "A pond", "listed": None}
    two_topics.write_paper("2407.00001", "A note.", **overlay)
    noted = two_topics.build().rendered
    two_topics.write_paper("2407.00001", "A note.", **overlay | {"title": "A deep pond"})
    renamed = two_topics.build().rendered

    assert [url for url in noted if url.startswith("/exports/")] == []
    assert {"/exports/papers.bib", "/exports/papers.jsonl"} <= set(renamed)
    assert {"/exports/topics/ponds.bib", "/exports/issues/2025-w50.ris"} <= set(renamed)
    assert [url for url in renamed if "dams" in url and "exports" in url] == []


def test_abstracts_stay_where_they_are_unless_the_editor_says_so(two_topics: Digest) -> None:
    exported = {p: data for p, data in two_topics.site().items() if p.startswith("exports/")}
    two_topics.write_config(exports={"abstracts": True})
    two_topics.build()
    line = json.loads(two_topics.page("/exports/papers.jsonl").splitlines()[0])

    assert [path for path, data in exported.items() if b"It is" in data] == []
    assert line["abstract"].startswith("It is")
    assert "It is deep." in two_topics.page("/exports/papers.csl.json")
    assert "It is" not in two_topics.page("/exports/papers.ris")


def test_a_digest_can_do_without_files_of_single_topics(two_topics: Digest) -> None:
    two_topics.write_config(exports={"topics": False})
    two_topics.build()
    left = sorted(path for path in two_topics.site() if path.startswith("exports/"))

    assert left == [
        "exports/index.html",
        "exports/papers.bib",
        "exports/papers.csl.json",
        "exports/papers.jsonl",
        "exports/papers.ris",
        "exports/papers.schema.json",
    ]
    assert LINK.findall(two_topics.page("/topics/ponds/")) == []


def test_zotero_finds_each_paper_of_a_topic_once(two_topics: Digest) -> None:
    assert two_topics.page("/topics/ponds/").count('class="Z3988"') == 1
    assert two_topics.page("/issues/2025-w50/").count('class="Z3988"') == 2


def test_what_zotero_reads_stands_behind_the_line_of_facts_and_not_in_it(
    two_topics: Digest,
) -> None:
    for url in ("/topics/ponds/", "/issues/2025-w50/"):
        lines = re.findall(r'<p class="meta">.*?</p>', two_topics.page(url), re.S)

        assert lines and not any("Z3988" in line for line in lines)


def test_an_empty_digest_offers_empty_files(digest: Digest) -> None:
    digest.build()

    assert digest.page("/exports/papers.csl.json") == "[]\n"
    assert digest.page("/exports/papers.bib") == ""


def test_files_of_very_many_papers_are_the_same_and_made_again_for_the_same_reasons(
    two_topics: Digest, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = two_topics.site()
    two_topics.forget()
    monkeypatch.setattr("generator.plan.exports.MANY", 1)
    two_topics.build()
    after = two_topics.site()
    two_topics.write_paper("2407.00001", title="A deep pond", listed=None)
    rendered = two_topics.build().rendered

    assert after == before
    assert rendered["/exports/papers.jsonl"] == "context changed"
    assert "/exports/topics/dams.bib" not in rendered
