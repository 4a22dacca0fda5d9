"""Servers that go wrong: each way has its own words, nothing is lost, the other sources go on."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator

import pytest

from generator.fetch.web import Limits
from tests.digest import Digest
from tests.fetch.asked import (
    MONDAY,
    TUESDAY,
    Naps,
    ask,
    ask_one,
    content,
    ids,
    quick_web,
    state,
)
from tests.fetch.peers import MIB, Peer, Reply, as_json, hf_record, hugging_face, running

PAGE = b"<!DOCTYPE html>\n<html><title>Just a moment...</title></html>"
LIBRARY = [{"title": "A paper of the library", "id": "l1"}]
WHOLE = as_json([hf_record("2512.00003", TUESDAY)])
# As often as a source is asked before it is given up.
TIMES = 4


@pytest.fixture
def hub(digest: Digest) -> Iterator[Peer]:
    """A hub with papers of two days, the first of them taken in; and a library behind it."""
    lists = {
        MONDAY: [hf_record("2512.00001", MONDAY)],
        TUESDAY: [hf_record("2512.00003", TUESDAY)],
    }
    with running(hugging_face(lists)) as peer, running(lambda *_: as_json(LIBRARY)) as library:
        hub = {"kind": "hugging-face-daily", "since": MONDAY, "url": peer.url}
        digest.write_config(sources=[hub, {"kind": "url", "name": "lib", "url": library.url}])
        ask_one(digest, MONDAY, "hf-daily")
        peer.asked.clear()
        yield peer


def always(hub: Peer, reply: Reply) -> None:
    hub.troubles.extend([reply] * 50)


@pytest.mark.parametrize(
    ("reply", "message", "tries"),
    [
        (Reply(status=404), "HTTP 404 Not Found", 1),
        (Reply(status=406), "HTTP 406 Not Acceptable, 4 times in a row", TIMES),
        (Reply(status=429), "HTTP 429 Too Many Requests, 4 times in a row", TIMES),
        (Reply(status=503), "HTTP 503 Service Unavailable, 4 times in a row", TIMES),
        (
            Reply(status=429, headers={"Retry-After": "3600"}),
            "HTTP 429 Too Many Requests; it asks to wait 3,600 seconds",
            1,
        ),
        (
            Reply(PAGE, kind="text/html"),
            "answered with a web page (HTML) where papers were asked for",
            1,
        ),
        (Reply(PAGE), "answered with a web page (HTML) where papers were asked for", 1),
        (Reply(b"[{]"), "an answer that is not JSON to its end, 4 times in a row", TIMES),
        (
            Reply(WHOLE.body, cut=True),
            f"the connection was cut with {len(WHOLE.body) - len(WHOLE.body) // 2} bytes to come, "
            "4 times in a row",
            TIMES,
        ),
        (
            Reply(status=302, headers={"Location": "https://elsewhere.example/?key=secret"}),
            "sent elsewhere, to https://elsewhere.example; not followed",
            1,
        ),
        (Reply(endless=True), "an answer of more than 2 MB, cut off", 1),
    ],
    ids="404 406 429 503 429-long html html-as-json not-json cut elsewhere endless".split(),
)
def test_a_source_that_goes_wrong_is_broken_in_its_own_words_and_others_go_on(
    digest: Digest, hub: Peer, reply: Reply, message: str, tries: int
) -> None:
    always(hub, reply)
    web = quick_web(limits=Limits(answer_bytes=2_000_000, answer_seconds=5))
    summary = ask(digest, TUESDAY, web=web)
    broken, library = summary.outcomes

    assert (broken.now.word, broken.now.message) == ("broken", message)
    assert len(hub.asked) == tries
    assert ids(digest, "hf-daily") == {"2512.00001"}
    assert (library.now.word, library.gain.added) == ("new", 1)
    assert not summary.good
    assert f"source hf-daily is broken: {message}" in str(summary.told()[-1])


def test_a_source_that_recovers_gives_all_that_was_missed(digest: Digest, hub: Peer) -> None:
    always(hub, Reply(status=404))
    ask_one(digest, TUESDAY, "hf-daily")
    last_success = state(digest, "hf-daily")["last_success"]
    hub.troubles.clear()
    outcome = ask_one(digest, TUESDAY, "hf-daily")

    assert last_success == MONDAY
    assert (outcome.now.word, outcome.now.last_success) == ("new", TUESDAY)
    assert ids(digest, "hf-daily") == {"2512.00001", "2512.00003"}


def test_another_try_waits_longer_each_time_and_as_long_as_the_server_asks(
    digest: Digest, hub: Peer
) -> None:
    hub.troubles.extend(
        [
            Reply(status=503),
            Reply(status=429, headers={"Retry-After": "20"}),
            Reply(status=429, headers={"Retry-After": "Mon, 08 Dec 2025 12:01:40 GMT"}),
        ]
    )
    naps = Naps()
    outcome = ask_one(digest, TUESDAY, "hf-daily", web=quick_web(naps))

    assert outcome.now.word == "new"
    # A second between two days; then 5 s, 20 s instead of 15, and 100 s until 12:01:40.
    assert naps.taken == [5.0, 20.0, 100.0, 1.0]


@pytest.mark.parametrize("said", ["soon", "-5", "", "999999999999", "Mon, 99 Foo 2025"])
def test_a_retry_after_that_makes_no_sense_does_no_harm(
    digest: Digest, hub: Peer, said: str
) -> None:
    hub.troubles.append(Reply(status=429, headers={"Retry-After": said}))
    outcome = ask_one(digest, TUESDAY, "hf-daily")

    assert outcome.now.word == ("broken" if said.startswith("9") else "new")


def test_of_an_answer_of_1_gb_no_more_than_the_limit_is_read(digest: Digest, hub: Peer) -> None:
    always(hub, Reply(endless=True))
    ask_one(digest, TUESDAY, "hf-daily", web=quick_web(limits=Limits(answer_bytes=4_000_000)))

    assert hub.sent_bytes < 40 * MIB  # what the system holds on the way counts too


def test_an_answer_that_drips_is_left_when_its_time_is_over(digest: Digest, hub: Peer) -> None:
    always(hub, Reply(WHOLE.body, drips=0.05))
    began = time.monotonic()
    web = quick_web(limits=Limits(answer_seconds=0.3))
    outcome = ask_one(digest, TUESDAY, "hf-daily", web=web)

    assert outcome.now.message == "no whole answer in 0.3 seconds"
    assert time.monotonic() - began < 3


def test_a_server_that_is_not_there_is_told_as_that(digest: Digest) -> None:
    with running(lambda *_: Reply()) as peer:
        gone = peer.url
    digest.write_config(sources=[{"kind": "url", "name": "lib", "url": gone}])
    outcome = ask_one(digest, MONDAY)

    assert outcome.now.message == "not reachable: Connection refused, 4 times in a row"


def test_a_redirect_to_the_same_host_is_followed(digest: Digest, hub: Peer) -> None:
    hub.troubles.append(
        Reply(status=308, headers={"Location": f"{hub.url}/api/daily_papers?date={TUESDAY}"})
    )
    outcome = ask_one(digest, TUESDAY, "hf-daily")

    assert outcome.now.word == "new"


def test_a_redirect_in_a_circle_ends(digest: Digest, hub: Peer) -> None:
    always(hub, Reply(status=302, headers={"Location": f"{hub.url}/api/daily_papers?date=x"}))
    outcome = ask_one(digest, TUESDAY, "hf-daily")

    assert (outcome.now.word, len(hub.asked) < 20) == ("broken", True)


@pytest.mark.usefixtures("hub")
def test_a_missing_library_is_told_with_how_to_get_it(
    digest: Digest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "huggingface_hub", None)
    outcome = ask_one(digest, TUESDAY, "hf-daily")

    assert outcome.now.message == "needs huggingface_hub: pip install 'broadsheet[fetch]'"


def test_words_of_a_server_end_up_on_one_line_without_controls(digest: Digest, hub: Peer) -> None:
    always(hub, Reply(status=302, headers={"Location": "https://e\x1b[31mx.example\x7f/"}))
    outcome = ask_one(digest, TUESDAY, "hf-daily")

    assert outcome.now.message.isprintable()


@pytest.mark.usefixtures("hub")
def test_dry_run_says_what_would_come_and_writes_nothing(
    digest: Digest,
) -> None:
    before = content(digest)
    summary = ask(digest, TUESDAY, dry_run=True)

    assert summary.total("added") == 2
    assert content(digest) == before
    assert summary.text().endswith("; nothing was written")


def test_a_damaged_state_is_told_and_the_source_asked_as_if_for_the_first_time(
    digest: Digest, hub: Peer
) -> None:
    digest.write("content/imported/hf-daily/state.json", "{")
    summary = ask(digest, TUESDAY, "hf-daily")

    assert summary.problems[0].path == "content/imported/hf-daily/state.json"
    assert [query["date"] for _, query in hub.asked] == [MONDAY, TUESDAY]
    assert json.dumps(state(digest, "hf-daily"))
