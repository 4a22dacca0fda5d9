"""Which papers wait for an edition, and how the next one is made of them."""

from __future__ import annotations

from typing import Any

from generator.build import Options, plan
from generator.corpus.issues import by_edition
from generator.corpus.proposals import Proposal, next_edition, proposal, unfiled, waiting
from generator.sources.files import read_editions
from tests.digest import Digest


def proposed(digest: Digest, id: str | None = None, picks: int = 5) -> Proposal | None:
    """The edition `id`, or the next one, of the digest as it is."""
    corpus = plan(digest.folder, Options()).corpus
    editions, _ = by_edition(read_editions(digest.folder), "week")
    found = waiting(corpus, editions, "week")
    id = id or next_edition(found, editions)
    return proposal(id, found, editions, corpus.topics, picks) if id else None


def listed(digest: Digest, day: str, *ids: str, **fields: Any) -> None:
    for id in ids:
        digest.write_paper(id, listed=day, **fields)


def papers(made: Proposal | None) -> set[str]:
    assert made
    return {*made.picks, *(id for section in made.sections for id in section.papers)}


def test_the_next_edition_is_that_of_the_newest_papers(digest: Digest) -> None:
    listed(digest, "2025-12-02", "older")
    listed(digest, "2025-12-09", "a")
    listed(digest, "2025-12-12", "b")

    made = proposed(digest)

    assert made
    assert (made.id, made.date, papers(made)) == ("2025-W50", "2025-12-12", {"a", "b"})


def test_papers_an_earlier_file_left_out_are_in_the_next_edition(digest: Digest) -> None:
    listed(digest, "2025-12-02", "chosen", "left-out")
    listed(digest, "2025-12-09", "a")
    digest.write_issue("2025-W49", sections=[{"title": "All", "papers": ["chosen"]}])

    assert papers(proposed(digest)) == {"left-out", "a"}


def test_an_earlier_edition_made_by_dates_keeps_its_papers(digest: Digest) -> None:
    listed(digest, "2025-11-25", "issued-by-date")
    listed(digest, "2025-12-09", "a")
    corpus = plan(digest.folder, Options()).corpus

    assert papers(proposed(digest)) == {"a"}
    assert unfiled(waiting(corpus, {}, "week"), {}) == ["2025-W48", "2025-W50"]


def test_a_file_without_sections_has_all_papers_of_its_week(digest: Digest) -> None:
    listed(digest, "2025-12-02", "theirs")
    listed(digest, "2025-12-09", "a")
    digest.write_issue("2025-W49", "An introduction.")

    assert papers(proposed(digest)) == {"a"}


def test_a_draft_holds_its_papers_like_any_edition(digest: Digest) -> None:
    listed(digest, "2025-12-02", "theirs")
    listed(digest, "2025-12-09", "a")
    digest.write_issue("2025-W49", draft=True, sections=[{"title": "All", "papers": ["theirs"]}])

    assert papers(proposed(digest)) == {"a"}


def test_papers_that_come_late_wait_for_the_next_edition(digest: Digest) -> None:
    listed(digest, "2025-12-09", "a", "late")
    digest.write_issue("2025-W50", sections=[{"title": "All", "papers": ["a"]}])
    nothing = proposed(digest)
    listed(digest, "2025-12-16", "b")

    assert nothing is None
    assert papers(proposed(digest)) == {"late", "b"}


def test_an_edition_asked_for_takes_nothing_from_later_ones(digest: Digest) -> None:
    listed(digest, "2025-12-02", "a")
    listed(digest, "2025-12-09", "b")

    assert papers(proposed(digest, "2025-W49")) == {"a"}
    assert proposed(digest, "2025-W30") is None


def test_a_paper_without_a_day_and_a_draft_are_in_no_edition(digest: Digest) -> None:
    digest.write("content/papers/undated.md", "---\ntitle: Undated\n---\n")
    listed(digest, "2025-12-09", "unready", draft=True)

    assert proposed(digest) is None


def test_picks_are_noted_papers_then_upvoted_then_often_listed(digest: Digest) -> None:
    for number in range(12):
        digest.write_import({"id": f"p{number:02d}", "title": f"Plain paper {number}"}, source="s")
        digest.write(
            f"content/imported/s/{number:02d}.jsonl",
            f'{{"id": "p{number:02d}", "title": "Plain paper {number}", "listed": "2025-12-09",'
            f' "source": "s", "upvotes": {number}}}\n',
        )
    digest.delete("content/imported/s/2025-12-09.jsonl")
    digest.write("content/papers/p03.md", "---\ntldr: Short.\n---\nA note of the editor's.\n")
    made = proposed(digest, picks=3)

    assert made
    assert made.picks == ("p03", "p11", "p10")


def test_each_main_topic_gets_a_pick_before_a_second_of_any(digest: Digest) -> None:
    digest.write_topic("one")
    digest.write_topic("two")
    listed(digest, "2025-12-09", "a", "b", "c", "d", "e", topics=["one"], upvotes=9)
    listed(digest, "2025-12-09", "z", topics=["two"], upvotes=1)
    made = proposed(digest)

    assert made
    assert made.picks == ("a", "z")


def test_at_most_a_third_of_an_edition_are_picks(digest: Digest) -> None:
    listed(digest, "2025-12-09", "a", "b")
    two = proposed(digest)
    listed(digest, "2025-12-09", "c")
    three = proposed(digest)

    assert two and three
    assert (len(two.picks), len(three.picks)) == (0, 1)


def test_small_topics_go_up_to_their_parent_and_what_is_left_stands_last(digest: Digest) -> None:
    digest.write_topic("roots")
    digest.write_topic("stem", parent="roots")
    digest.write_topic("leaf", parent="stem")
    digest.write_topic("stone")
    listed(digest, "2025-12-09", "r1", topics=["roots"])
    listed(digest, "2025-12-09", "s1", topics=["stem"])
    listed(digest, "2025-12-09", "l1", topics=["leaf"])
    listed(digest, "2025-12-09", "t1", "t2", topics=["stone"])
    listed(digest, "2025-12-09", "bare")
    made = proposed(digest, picks=0)

    assert made
    assert [(s.title, s.papers) for s in made.sections] == [
        ("Roots", ("l1", "r1", "s1")),
        ("Also new", ("bare", "t1", "t2")),
    ]


def test_an_edition_of_no_topics_is_one_section(digest: Digest) -> None:
    listed(digest, "2025-12-09", "a", "b")
    made = proposed(digest)

    assert made
    assert [section.title for section in made.sections] == ["Papers"]
