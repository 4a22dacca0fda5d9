"""A file at an address: any format that importers read, a whole library each time."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator

import pytest

from tests.digest import Digest
from tests.fetch.asked import MONDAY, TUESDAY, ask, ask_one, ids, state, stored
from tests.fetch.peers import Peer, Reply, running

LATER = "2025-12-22"  # when a source of weekly cadence has something due


@pytest.fixture
def library(digest: Digest) -> Iterator[Peer]:
    """A reference manager's export, as the one source of the digest."""
    with running(lambda *_: csl("a", "b", "c")) as peer:
        digest.write_config(sources=[{"kind": "url", "name": "zotero", "url": f"{peer.url}/x"}])
        yield peer


def csl(*names: str) -> Reply:
    entries = [
        {
            "id": name,
            "type": "article",
            "title": f"The paper {name}",
            "DOI": f"10.1000/{name}",
            "issued": {"date-parts": [[2025]]},
        }
        for name in names
    ]
    return Reply(json.dumps(entries).encode())


@pytest.mark.usefixtures("library")
def test_a_paper_is_listed_on_the_day_a_library_showed_it_first(digest: Digest) -> None:
    ask_one(digest, MONDAY)
    outcome = ask_one(digest, LATER)

    assert {day: len(lines) for day, lines in stored(digest, "zotero").items()} == {MONDAY: 3}
    assert (outcome.now.word, outcome.gain.updated) == ("stale", 0)


def test_papers_a_library_gains_are_new_and_the_others_stay_as_they_were(
    digest: Digest, library: Peer
) -> None:
    ask_one(digest, MONDAY)
    before = stored(digest, "zotero")[MONDAY]
    library.answering = lambda *_: csl("d", "a", "b", "c")
    outcome = ask_one(digest, TUESDAY)

    assert (outcome.now.word, outcome.gain.added) == ("new", 1)
    assert stored(digest, "zotero")[MONDAY] == before
    assert len(stored(digest, "zotero")[TUESDAY]) == 1


@pytest.mark.usefixtures("library")
def test_nothing_new_before_a_week_is_over_is_quiet(digest: Digest) -> None:
    ask_one(digest, MONDAY)

    assert ask_one(digest, TUESDAY).now.word == "quiet"


def test_a_library_that_shrinks_keeps_its_papers(digest: Digest, library: Peer) -> None:
    ask_one(digest, MONDAY)
    library.answering = lambda *_: csl("a")
    outcomes = [ask_one(digest, LATER), ask_one(digest, LATER)]

    assert len(ids(digest, "zotero")) == 3
    for outcome in outcomes:
        assert "2 papers it no longer names kept; --allow-shrink lets them go" in (
            outcome.now.message
        )


def test_allow_shrink_lets_go_of_what_a_library_no_longer_names(
    digest: Digest, library: Peer
) -> None:
    ask_one(digest, MONDAY)
    library.answering = lambda *_: csl("a")
    outcome = ask_one(digest, LATER, allow_shrink=True)

    assert (outcome.gain.removed, len(ids(digest, "zotero"))) == (2, 1)
    assert state(digest, "zotero")["papers"] == 1


def test_an_empty_answer_takes_nothing_away_even_with_allow_shrink(
    digest: Digest, library: Peer
) -> None:
    ask_one(digest, MONDAY)
    library.answering = lambda *_: Reply(b"[]")
    outcome = ask_one(digest, LATER, allow_shrink=True)

    assert (outcome.now.word, len(ids(digest, "zotero"))) == ("empty", 3)


def test_a_library_that_is_cut_off_gives_what_came_and_is_broken(
    digest: Digest, library: Peer
) -> None:
    library.answering = lambda *_: Reply(csl("a", "b").body[:-30])
    outcome = ask_one(digest, MONDAY, allow_shrink=True)

    assert (outcome.now.word, outcome.gain.added) == ("broken", 1)


def test_as_many_papers_as_a_source_gives_at_once_are_capped(digest: Digest, library: Peer) -> None:
    source = {"kind": "url", "name": "zotero", "url": library.url, "limit": 3}
    digest.write_config(sources=[source])
    outcome = ask_one(digest, MONDAY)

    assert (outcome.now.word, outcome.gain.added) == ("capped", 3)


@pytest.mark.parametrize(
    ("body", "format"),
    [
        (b'{"title": "A paper", "doi": "10.1000/a"}\n', ""),
        (gzip.compress(b'{"title": "A paper"}\n'), "jsonlines"),
        (b"TY  - JOUR\nTI  - A paper\nDO  - 10.1000/a\nER  - \n", "ris"),
        (b"@article{a, title = {A paper}, doi = {10.1000/a}}\n", ""),
    ],
    ids="jsonlines gzip ris bibtex".split(),
)
def test_any_format_that_can_be_imported_can_be_asked_for(
    digest: Digest, library: Peer, body: bytes, format: str
) -> None:
    library.answering = lambda *_: Reply(body, kind="text/plain")
    source = {"kind": "url", "name": "lib", "url": library.url}
    digest.write_config(sources=[source | ({"format": format} if format else {})])

    assert ask_one(digest, MONDAY).gain.added == 1


def test_a_file_that_is_called_html_by_its_server_is_read_all_the_same(
    digest: Digest, library: Peer
) -> None:
    library.answering = lambda *_: Reply(b"@article{a, title = {A paper}}\n", kind="text/html")

    assert ask_one(digest, MONDAY).gain.added == 1


def test_an_answer_of_another_format_is_told_as_that(digest: Digest, library: Peer) -> None:
    library.answering = lambda *_: Reply(b"Service unavailable", kind="text/plain")
    outcome = ask_one(digest, MONDAY)

    assert outcome.now.word == "broken"
    assert outcome.now.message.startswith("of no known format")


def test_a_paper_known_from_elsewhere_is_merged_and_keeps_its_address(
    digest: Digest, library: Peer
) -> None:
    digest.write_import({"id": "old", "title": "The paper a"}, source="daily-papers")
    outcome = ask_one(digest, MONDAY)

    assert (outcome.gain.added, outcome.gain.merged) == (2, 1)
    assert "old" in ids(digest, "zotero")
    assert library.asked[0][0] == "/x"


def test_only_the_sources_that_are_named_are_asked(digest: Digest, library: Peer) -> None:
    sources = [{"kind": "url", "name": name, "url": library.url} for name in ("one", "two")]
    digest.write_config(sources=sources)
    summary = ask(digest, MONDAY, "two")

    assert [outcome.source.name for outcome in summary.outcomes] == ["two"]
    assert len(library.asked) == 1
