"""The status page, the same for machines, and the footer: how fresh the digest is."""

from __future__ import annotations

import json
from typing import Any

from tests.digest import Digest

STATE = {
    "word": "quiet",
    "message": "a weekend",
    "asked": "2025-12-14",
    "last_success": "2025-12-14",
    "last_added": "2025-12-12",
    "last_new": "2025-12-11",
    "expected": "2025-12-15",
}


def write_state(digest: Digest, source: str = "hf-daily", **more: Any) -> None:
    digest.write(f"content/imported/{source}/state.json", json.dumps(STATE | more))


def with_a_source(digest: Digest) -> None:
    digest.write_config(sources=[{"kind": "hugging-face-daily"}])
    digest.write_import({"id": "2512.00001", "title": "A paper"}, source="hf-daily")


def test_the_status_page_says_how_each_source_answered(digest: Digest) -> None:
    with_a_source(digest)
    write_state(digest)
    digest.build()
    page = digest.page("/status/")

    assert "<h1>Sources</h1>" in page
    assert "<strong>Quiet</strong>: " in page
    for day in ("14 December 2025", "11 December 2025", "15 December 2025"):
        assert day in page


def test_status_json_says_the_same_with_null_for_what_is_not_known(digest: Digest) -> None:
    with_a_source(digest)
    write_state(digest, last_new=None)
    digest.build()
    told = json.loads(digest.page("/status.json"))
    (source,) = told["sources"]

    assert (told["taken_in"], told["papers"], told["imports"]) == ("2025-12-12", 1, [])
    assert (source["name"], source["word"], source["overdue"]) == ("hf-daily", "quiet", False)
    assert (source["expected"], source["last_new"], source["papers"]) == ("2025-12-15", None, 1)


def test_a_source_that_was_never_asked_says_so(digest: Digest) -> None:
    digest.write_config(sources=[{"kind": "hugging-face-daily"}])
    digest.build()

    assert "<strong>Not asked yet</strong>" in digest.page("/status/")
    assert json.loads(digest.page("/status.json"))["sources"][0]["word"] is None


def test_an_overdue_source_is_marked(digest: Digest) -> None:
    with_a_source(digest)
    write_state(digest, word="broken", overdue=True)
    digest.build()

    assert '<strong class="draft">Overdue, broken</strong>' in digest.page("/status/")


def test_without_sources_the_page_says_how_papers_come_in(digest: Digest) -> None:
    digest.write_import({"id": "a", "title": "A paper"}, source="daily-papers")
    digest.build()
    page = digest.page("/status/")

    assert "no source is asked automatically" in page
    assert "<h3>daily-papers</h3>" in page
    assert "Papers last came in on" in page


def test_a_digest_without_papers_has_a_status_too(digest: Digest) -> None:
    digest.build()

    assert "No papers have come in yet." in digest.page("/status/")
    assert json.loads(digest.page("/status.json"))["taken_in"] is None


def test_words_of_a_server_are_shown_as_text(digest: Digest) -> None:
    with_a_source(digest)
    write_state(digest, message="</p><script>alert(1)</script>")
    digest.build()

    assert "&lt;script&gt;alert(1)" in digest.page("/status/")
    assert "<script>" not in digest.page("/status/")


def test_the_footer_says_when_papers_came_in_and_leads_to_the_sources(digest: Digest) -> None:
    with_a_source(digest)
    write_state(digest)
    digest.build()
    said = 'Papers last came in on <time datetime="2025-12-12">12 December 2025</time></a>'

    for url in ("/", "/issues/", "/topics/", "/papers/"):
        assert f'<a href="/digest/status/">{said}' in digest.page(url)
    assert '<a href="/digest/status/">Sources</a>' in digest.page("/papers/2512.00001/")


def test_a_quiet_week_changes_no_page_but_the_status(digest: Digest) -> None:
    with_a_source(digest)
    write_state(digest)
    digest.build()
    write_state(digest, asked="2025-12-15", message="the next papers are due by 2025-12-15")

    assert list(digest.build().rendered) == ["/status/", "/status.json"]


def test_a_week_that_brings_papers_leaves_the_pages_of_others_alone(digest: Digest) -> None:
    with_a_source(digest)
    digest.write_paper("b", listed="2025-12-02")
    write_state(digest)
    digest.build()
    digest.write("content/imported/hf-daily/2025-12-15.jsonl", _line("2512.00002", "2025-12-15"))
    write_state(digest, last_added="2025-12-15")
    rendered = digest.build().rendered

    assert "/" in rendered
    assert "/papers/b/" not in rendered


def _line(id: str, day: str) -> str:
    return json.dumps({"id": id, "title": "Another", "listed": day, "source": "hf-daily"}) + "\n"


def test_a_damaged_state_is_a_warning_and_the_site_is_built(digest: Digest) -> None:
    with_a_source(digest)
    digest.write("content/imported/hf-daily/state.json", '{"word": "fine", "expected": "soon"}')
    report = digest.build()

    assert [problem.path for problem in report.warnings] == [
        "content/imported/hf-daily/state.json"
    ] * 2
    assert "Not asked yet" in digest.page("/status/")
