"""Three weeks of Daily Papers as they were, one run a week: fetch, propose an edition, build."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.propose import propose, write_proposed
from tests.digest import Digest
from tests.fetch.asked import ask_one, content, ids
from tests.fetch.peers import hf_record, hugging_face, running

CORPUS = Path(__file__).parents[3] / "shared" / "corpora" / "hf-daily.jsonl.gz"
FIRST = "2026-07-06"
MONDAYS = ("2026-07-13", "2026-07-20", "2026-07-27")  # when each week's run takes place


@pytest.fixture(scope="module")
def lists() -> dict[str, list[dict[str, Any]]]:
    """Three weeks of lists in the form of the API."""
    if not CORPUS.is_file():
        pytest.skip(f"no {CORPUS.name} beside the repository")
    found: dict[str, list[dict[str, Any]]] = {}
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        for line in lines:
            paper = json.loads(line)
            if FIRST <= paper["listed"] <= MONDAYS[-1]:
                found.setdefault(paper["listed"], []).append(_record(paper))
    return found


def _record(paper: dict[str, Any]) -> dict[str, Any]:
    return hf_record(
        paper["arxiv_id"],
        paper["listed"],
        paper["title"],
        summary=paper["abstract"],
        authors=[{"name": name, "hidden": False} for name in paper["authors"]],
        publishedAt=f"{paper['date']}T00:00:00.000Z",
        upvotes=paper["upvotes"],
    )


@pytest.fixture
def hub(digest: Digest) -> Iterator[dict[str, list[dict[str, Any]]]]:
    """The Hub as the one source; it shows the lists that are in what is given here."""
    shown: dict[str, list[dict[str, Any]]] = {}
    with running(hugging_face(shown)) as peer:
        source = {"kind": "hugging-face-daily", "url": peer.url, "since": FIRST}
        # Without related papers, and links to people who now have three papers, what a paper's
        # page shows is its own.
        digest.write_config(sources=[source], related={"papers": 0}, people={"min_papers": 999})
        digest.build()
        yield shown


def test_each_week_adds_what_is_new_proposes_an_edition_and_writes_only_what_changed(
    digest: Digest,
    hub: dict[str, list[dict[str, Any]]],
    lists: dict[str, list[dict[str, Any]]],
) -> None:
    known: set[str] = set()
    for monday in MONDAYS:
        hub.update({day: lists[day] for day in lists if day < monday})
        listed = {one["paper"]["id"] for those in hub.values() for one in those}
        outcome = ask_one(digest, monday)
        proposed = propose(digest.folder)
        assert proposed
        write_proposed(digest.folder, proposed)
        before = digest.site()
        report = digest.build()

        assert (outcome.now.word, outcome.gain.added) == ("new", len(listed - known))
        assert ids(digest, "hf-daily") == listed
        assert proposed.proposal.count == len(listed - known)
        assert _written(before, digest.site()) == report.written
        assert {f"/papers/{id}/" for id in known}.isdisjoint(report.rendered)
        known = listed
    again = content(digest), digest.site()
    ask_one(digest, MONDAYS[-1])

    assert propose(digest.folder) is None
    assert digest.build().written == 0
    assert (content(digest), digest.site()) == again


def _written(before: dict[str, bytes], after: dict[str, bytes]) -> int:
    """Files of a site that are new or different."""
    return sum(before.get(path) != data for path, data in after.items())
