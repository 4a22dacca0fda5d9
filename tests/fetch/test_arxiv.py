"""arXiv's search, asked in windows of days, and its feed of one day."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from generator.fetch import arxiv_api, asking
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
from tests.fetch.peers import Peer, Reply, arxiv, atom, days_of, rss, running


@pytest.fixture
def papers() -> dict[str, str]:
    """Ids, and the days on which they were sent in."""
    return {"2512.00001": MONDAY, "2512.00002": TUESDAY, "2512.00003": TUESDAY}


@pytest.fixture
def search(digest: Digest, papers: dict[str, str]) -> Iterator[Peer]:
    """arXiv's search as the one source of the digest."""
    with running(arxiv(papers)) as peer:
        configure(digest, peer)
        yield peer


def configure(digest: Digest, peer: Peer, **more: object) -> None:
    known = {"kind": "arxiv", "query": "cat:cs.CL OR cat:cs.LG", "url": f"{peer.url}/api/query"}
    digest.write_config(sources=[known | {"since": MONDAY} | more])


def windows(peer: Peer) -> list[str]:
    """The days asked for, "20251208-20251214", each once."""
    told = [query["search_query"].split("[")[1].rstrip("]") for _, query in peer.asked]
    return list(dict.fromkeys(f"{text[:8]}-{text[-12:-4]}" for text in told))


def test_a_search_brings_papers_with_all_arxiv_says_of_them(digest: Digest, search: Peer) -> None:
    outcome = ask_one(digest, TUESDAY)
    first = stored(digest, "arxiv")[TUESDAY][0]

    assert (outcome.now.word, outcome.gain.added) == ("new", 3)
    assert first["arxiv_id"] == "2512.00001"
    assert (first["published"], first["listed"]) == (MONDAY, TUESDAY)
    assert first["pdf"].startswith("http://arxiv.org/pdf/2512.00001")
    assert first["authors"] == ["Ada Abe"]
    assert search.asked[0][1]["search_query"].startswith("(cat:cs.CL OR cat:cs.LG) AND ")


def test_weeks_are_asked_one_by_one_and_what_comes_late_is_still_found(
    digest: Digest, search: Peer, papers: dict[str, str]
) -> None:
    configure(digest, search, since="2025-11-17")
    ask_one(digest, TUESDAY)
    first = windows(search)
    search.asked.clear()
    papers["2512.00009"] = MONDAY  # announced days after it was sent in
    outcome = ask_one(digest, FRIDAY)

    assert first == [
        "20251117-20251123",
        "20251124-20251130",
        "20251201-20251207",
        "20251208-20251209",
    ]
    assert windows(search) == ["20251202-20251208", "20251209-20251212"]
    assert (outcome.now.word, outcome.gain.added) == ("new", 1)
    assert [one["id"] for one in stored(digest, "arxiv")[FRIDAY]] == ["2512.00009"]


@pytest.mark.usefixtures("search")
def test_nothing_is_asked_for_from_before_the_day_to_begin_with(
    digest: Digest, papers: dict[str, str]
) -> None:
    ask_one(digest, TUESDAY)
    papers["2512.00000"] = "2025-12-05"
    ask_one(digest, WEDNESDAY)

    assert "2512.00000" not in ids(digest, "arxiv")


def test_slices_are_asked_three_seconds_apart(
    digest: Digest, search: Peer, papers: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arxiv_api, "PAGE_PAPERS", 2)
    papers.update({f"2512.0001{n}": MONDAY for n in range(4)})
    naps = Naps()
    outcome = ask_one(digest, MONDAY, web=quick_web(naps))

    assert outcome.gain.added == 5
    assert [query["start"] for _, query in search.asked] == ["0", "2", "4"]
    assert naps.taken == [3.0, 3.0]


def test_at_its_limit_a_run_stops_and_the_next_goes_on_with_that_day(
    digest: Digest, search: Peer, papers: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arxiv_api, "PAGE_PAPERS", 2)
    papers.update({f"2512.0002{n}": WEDNESDAY for n in range(5)})
    configure(digest, search, limit=2)
    outcomes = [ask_one(digest, THURSDAY) for _ in range(3)]

    # Tuesday's two papers come with the first of Wednesday's, all of which the last run takes.
    assert [outcome.now.word for outcome in outcomes] == ["capped", "capped", "new"]
    assert windows(search) == ["20251208-20251211", "20251209-20251211", "20251210-20251211"]
    assert outcomes[0].now.message == (
        "2 papers it had not shown before; 2 papers are enough for one run; "
        "the next goes on with 2025-12-09"
    )
    assert ids(digest, "arxiv") == set(papers)


@pytest.mark.usefixtures("search")
def test_of_a_day_with_more_than_can_be_asked_for_the_rest_is_told(
    digest: Digest, papers: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arxiv_api, "PAGE_PAPERS", 2)
    monkeypatch.setattr(asking, "ARXIV_TOTAL", 4)
    papers.update({f"2512.0003{n}": MONDAY for n in range(6)})
    first, second = ask_one(digest, TUESDAY), ask_one(digest, TUESDAY)

    assert first.now.word == "capped"
    assert first.now.message.endswith("2025-12-08 has more than the 4 papers that can be asked for")
    assert (second.now.word, second.gain.added) == ("new", 2)


def test_a_page_that_is_empty_though_papers_were_told_of_is_asked_again(
    digest: Digest, search: Peer
) -> None:
    search.troubles.extend([atom([], total=3)] * 2)
    outcome = ask_one(digest, TUESDAY)

    assert (outcome.now.word, outcome.gain.added, len(search.asked)) == ("new", 3, 3)


def test_a_page_that_stays_empty_is_broken_not_quiet(digest: Digest, search: Peer) -> None:
    search.troubles.extend([atom([], total=3)] * 9)
    outcome = ask_one(digest, TUESDAY)

    assert outcome.now.word == "broken"
    assert outcome.now.message == "an empty page where 3 papers were told of, 4 times in a row"


def test_a_search_that_finds_nothing_is_empty(digest: Digest, search: Peer) -> None:
    search.answering = arxiv({})

    assert ask_one(digest, TUESDAY).now.word == "empty"


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        (Reply(status=400), "arXiv does not understand its query (HTTP 400 Bad Request)"),
        (Reply(status=406), "HTTP 406 Not Acceptable, 4 times in a row"),
        (Reply(b"<?xml version='1.0'?><feed>"), "an answer that is not Atom to its end, 4 times"),
        (Reply(b"Rate exceeded."), "an answer that is not Atom to its end, 4 times in a row"),
    ],
    ids="400 406 cut text".split(),
)
def test_what_arxiv_says_instead_of_papers_is_told(
    digest: Digest, search: Peer, reply: Reply, message: str
) -> None:
    search.troubles.extend([reply] * 9)
    outcome = ask_one(digest, TUESDAY)

    assert outcome.now.word == "broken"
    assert outcome.now.message.startswith(message)


def test_an_entry_without_a_usable_date_goes_in_with_the_others(
    digest: Digest, search: Peer
) -> None:
    page = arxiv({"2512.00001": MONDAY, "2512.00002": MONDAY})
    query = {
        "search_query": f"submittedDate:[{MONDAY.replace('-', '')}0000 TO 202512092359]",
        "sortOrder": "ascending",
        "start": "0",
        "max_results": "9",
    }
    body = page("/api/query", query).body.replace(b"2025-12-08T10:00:00Z", b"yesterday", 2)
    search.troubles.append(Reply(body, kind="application/atom+xml"))
    outcome = ask_one(digest, TUESDAY)

    assert (outcome.now.word, outcome.gain.added) == ("new", 2)


@pytest.fixture
def announced(digest: Digest) -> Iterator[dict[str, list[str]]]:
    """arXiv's feed as the one source: the last day told of is the one that is shown."""
    days: dict[str, list[str]] = {}
    with running(lambda *_: rss(*list(days.items())[-1])) as peer:
        digest.write_config(sources=[{"kind": "arxiv-rss", "query": "cs.CL", "url": peer.url}])
        yield days


def test_a_feed_lists_papers_on_the_day_of_their_announcement(
    digest: Digest, announced: dict[str, list[str]]
) -> None:
    announced[MONDAY] = ["2512.00001", "2512.00002"]
    outcome = ask_one(digest, TUESDAY)

    assert (outcome.now.word, outcome.gain.added) == ("new", 2)
    assert set(stored(digest, "arxiv-rss")) == {MONDAY}


def test_an_empty_feed_is_quiet_on_a_weekend_or_holiday_and_empty_on_a_working_day(
    digest: Digest, announced: dict[str, list[str]]
) -> None:
    announced["2025-12-23"] = ["2512.00001"]
    ask_one(digest, "2025-12-23")
    told = []
    for day in [*days_of("2025-12-24", 4), "2025-12-30"]:
        announced[day] = []
        now = ask_one(digest, day).now
        told.append((day[-2:], now.word, now.message))

    assert told == [
        ("24", "quiet", "a holiday; the next papers are due by 2025-12-26"),
        ("25", "quiet", "a holiday; the next papers are due by 2025-12-26"),
        ("26", "quiet", "the next papers are due by 2025-12-26"),
        ("27", "empty", "it answered well, with no paper"),
        ("30", "empty", "it answered well, with no paper"),
    ]


def test_a_feed_that_stands_still_is_stale_then_overdue(
    digest: Digest, announced: dict[str, list[str]]
) -> None:
    announced[MONDAY] = ["2512.00001"]
    ask_one(digest, MONDAY)
    words = [
        (now.word, now.overdue)
        for now in (ask_one(digest, day).now for day in (TUESDAY, WEDNESDAY, SATURDAY))
    ]

    assert words == [("quiet", False), ("stale", False), ("stale", True)]


def test_announcements_that_no_run_saw_are_told(
    digest: Digest, announced: dict[str, list[str]]
) -> None:
    announced[MONDAY] = ["2512.00001"]
    ask_one(digest, MONDAY)
    announced[FRIDAY] = ["2512.00007"]
    outcome = ask_one(digest, FRIDAY)

    assert outcome.now.message.endswith(
        "what was announced on 3 working days in between was not seen: ask it daily"
    )


def test_a_feed_as_long_as_feeds_can_be_is_capped(
    digest: Digest, announced: dict[str, list[str]]
) -> None:
    announced[MONDAY] = [f"2512.{n:05}" for n in range(2000)]
    outcome = ask_one(digest, MONDAY)

    assert (outcome.now.word, outcome.gain.added) == ("capped", 2000)
    assert outcome.now.message.endswith("as many as it gives at once: there may be more")


def test_a_state_names_no_day_that_was_not_reached(digest: Digest, search: Peer) -> None:
    search.troubles.append(Reply(status=404))
    ask_one(digest, TUESDAY)

    assert "through" not in state(digest, "arxiv")
