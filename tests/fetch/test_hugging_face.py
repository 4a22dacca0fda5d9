"""Daily Papers, asked day by day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.digest import Digest
from tests.fetch.asked import (
    FRIDAY,
    MONDAY,
    SATURDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    Naps,
    ask_one,
    ids,
    quick_web,
    state,
    stored,
)
from tests.fetch.peers import Peer, Reply, as_json, hf_record, hugging_face, running

SOURCE = {"kind": "hugging-face-daily", "since": MONDAY}


@pytest.fixture
def lists() -> dict[str, list[dict[str, Any]]]:
    """Two papers on Monday, one on Tuesday."""
    return {
        MONDAY: [hf_record("2512.00001", MONDAY), hf_record("2512.00002", MONDAY)],
        TUESDAY: [hf_record("2512.00003", TUESDAY)],
    }


@pytest.fixture
def hub(
    digest: Digest, lists: dict[str, list[dict[str, Any]]], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Peer]:
    """The Hub, found by HF_ENDPOINT, as the one source of the digest."""
    with running(hugging_face(lists)) as peer:
        monkeypatch.setenv("HF_ENDPOINT", peer.url)
        digest.write_config(sources=[SOURCE])
        yield peer


def days_asked(peer: Peer) -> list[str]:
    return [query["date"] for _, query in peer.asked]


def test_each_day_since_the_first_is_asked_and_its_papers_are_listed_on_it(
    digest: Digest, hub: Peer
) -> None:
    outcome = ask_one(digest, TUESDAY)

    assert (outcome.now.word, outcome.gain.added) == ("new", 3)
    assert days_asked(hub) == [MONDAY, TUESDAY]
    assert {day: len(lines) for day, lines in stored(digest, "hf-daily").items()} == {
        MONDAY: 2,
        TUESDAY: 1,
    }


def test_the_next_run_begins_with_the_day_that_may_not_have_been_over(
    digest: Digest, hub: Peer, lists: dict[str, list[dict[str, Any]]]
) -> None:
    ask_one(digest, TUESDAY)
    hub.asked.clear()
    lists[TUESDAY].append(hf_record("2512.00004", TUESDAY))
    outcome = ask_one(digest, THURSDAY)

    assert days_asked(hub) == [TUESDAY, WEDNESDAY, THURSDAY]
    assert outcome.gain.added == 1
    assert "2512.00004" in ids(digest, "hf-daily")


def test_weekends_are_not_asked(digest: Digest, hub: Peer) -> None:
    ask_one(digest, "2025-12-16")

    assert days_asked(hub)[4:] == [FRIDAY, "2025-12-15", "2025-12-16"]


@pytest.mark.usefixtures("hub")
def test_nothing_new_on_a_weekend_is_quiet_and_says_so(
    digest: Digest, lists: dict[str, list[dict[str, Any]]]
) -> None:
    lists[FRIDAY] = [hf_record("2512.00009", FRIDAY)]
    ask_one(digest, FRIDAY)
    outcome = ask_one(digest, SATURDAY)

    assert (outcome.now.word, outcome.good) == ("quiet", True)
    assert outcome.now.message == "a weekend; the next papers are due by 2025-12-15"


@pytest.mark.usefixtures("hub")
def test_a_working_day_without_a_paper_is_empty_and_after_two_more_overdue(
    digest: Digest,
) -> None:
    ask_one(digest, TUESDAY)
    words = [
        (outcome.now.word, outcome.now.overdue, outcome.good)
        for outcome in (ask_one(digest, day) for day in (WEDNESDAY, THURSDAY, FRIDAY))
    ]
    outcome = ask_one(digest, "2025-12-15")

    assert words == [("quiet", False, True), ("empty", False, True), ("empty", False, True)]
    assert (outcome.now.word, outcome.now.overdue, outcome.good) == ("empty", True, False)
    assert outcome.now.expected == WEDNESDAY


def test_a_server_that_shows_the_same_list_for_every_day_is_stale(
    digest: Digest, lists: dict[str, list[dict[str, Any]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    with running(lambda *_: as_json(lists[MONDAY])) as peer:
        monkeypatch.setenv("HF_ENDPOINT", peer.url)
        digest.write_config(sources=[SOURCE])
        ask_one(digest, MONDAY)
        outcome = ask_one(digest, THURSDAY)

    assert (outcome.now.word, outcome.gain.added) == ("stale", 0)
    assert outcome.now.message == "the same papers as the last time"


def test_a_day_of_several_pages_is_read_to_its_end_whatever_a_page_holds(
    digest: Digest, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [hf_record(f"2512.{n:05}", MONDAY) for n in range(130)]
    with running(hugging_face({MONDAY: many}, most=50)) as peer:
        monkeypatch.setenv("HF_ENDPOINT", peer.url)
        digest.write_config(sources=[SOURCE])
        outcome = ask_one(digest, MONDAY)

    assert (outcome.now.word, outcome.gain.added) == ("new", 130)
    assert [query["p"] for _, query in peer.asked] == ["0", "1", "2"]


def test_a_page_that_comes_again_is_a_cap_and_what_came_is_kept(
    digest: Digest, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = as_json([hf_record(f"2512.{n:05}", MONDAY) for n in range(50)])
    with running(lambda *_: first) as peer:
        monkeypatch.setenv("HF_ENDPOINT", peer.url)
        digest.write_config(sources=[SOURCE])
        outcome = ask_one(digest, MONDAY)

    assert (outcome.now.word, outcome.gain.added) == ("capped", 50)
    assert "2025-12-08 has more papers than the 50 that can be asked for" in outcome.now.message


def test_a_run_takes_no_more_than_its_limit_and_the_next_goes_on_there(
    digest: Digest, hub: Peer
) -> None:
    digest.write_config(sources=[SOURCE | {"limit": 2}])
    first = ask_one(digest, TUESDAY)
    second = ask_one(digest, TUESDAY)

    assert (first.now.word, first.gain.added) == ("capped", 2)
    assert (second.now.word, second.gain.added) == ("new", 1)
    assert days_asked(hub) == [MONDAY, TUESDAY]


@pytest.mark.usefixtures("hub")
def test_an_odd_record_is_left_out_and_told_and_the_rest_goes_in(
    digest: Digest, lists: dict[str, list[dict[str, Any]]]
) -> None:
    odd = {"paper": {"id": "2512.00005", "authors": [{"who": 1}]}, "organization": {"x": 1}}
    lists[MONDAY].insert(1, odd)
    outcome = ask_one(digest, MONDAY)

    assert (outcome.now.word, outcome.gain.added, outcome.left_out) == ("new", 2, 1)
    assert outcome.problems[0].path == "hf-daily 2025-12-08"


def test_a_day_that_has_no_list_yet_is_no_failure(digest: Digest, hub: Peer) -> None:
    ask_one(digest, MONDAY)
    no_such_day = Reply(b'{"error":"Invalid date"}', 400)
    hub.troubles.extend([hugging_face({})("/api/daily_papers", {"date": MONDAY}), no_such_day])
    outcome = ask_one(digest, TUESDAY)

    assert outcome.now.word == "quiet"


def test_what_came_before_a_failure_is_kept_and_the_next_run_goes_on_behind_it(
    digest: Digest, hub: Peer
) -> None:
    hub.answering, answering = _failing_on(TUESDAY, hub.answering), hub.answering
    failed = ask_one(digest, WEDNESDAY)
    hub.answering = answering
    outcome = ask_one(digest, WEDNESDAY)

    assert (failed.now.word, failed.gain.added) == ("broken", 2)
    assert failed.now.message == (
        "HTTP 404 Not Found; 2 papers it had not shown before; all up to 2025-12-08 is in"
    )
    assert (outcome.now.word, outcome.gain.added) == ("new", 1)


def _failing_on(day: str, answering: Any) -> Any:
    def failing(path: str, query: Any) -> Reply:
        return Reply(b"", 404) if query["date"] == day else answering(path, query)

    return failing


def test_the_hub_is_asked_once_a_second_and_sent_no_token(
    digest: Digest, hub: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    naps = Naps()
    ask_one(digest, WEDNESDAY, web=quick_web(naps))

    assert naps.taken == [1.0, 1.0]
    assert hub.agents == ["broadsheet/test"] * 3


@pytest.mark.usefixtures("hub")
def test_facts_only_keeps_no_abstract(
    digest: Digest,
) -> None:
    digest.write_config(sources=[SOURCE | {"facts_only": True}])
    ask_one(digest, MONDAY)

    assert all("abstract" not in one for one in stored(digest, "hf-daily")[MONDAY])


@pytest.mark.usefixtures("hub")
def test_the_same_day_again_changes_no_file(
    digest: Digest,
) -> None:
    ask_one(digest, TUESDAY)
    before = state(digest, "hf-daily"), stored(digest, "hf-daily")
    outcome = ask_one(digest, TUESDAY)

    assert outcome.now.word == "quiet"
    assert (state(digest, "hf-daily"), stored(digest, "hf-daily")) == before
