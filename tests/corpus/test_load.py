"""Records become papers, editions, topics and people that fit each other."""

from __future__ import annotations

import pytest

from generator.build import Options, plan
from generator.corpus.model import Corpus, Paper
from tests.digest import Digest


def corpus(digest: Digest) -> Corpus:
    return plan(digest.folder, Options()).corpus


def only(digest: Digest) -> Paper:
    (paper,) = corpus(digest).papers.values()
    return paper


def test_sightings_of_one_paper_are_one_paper(digest: Digest) -> None:
    digest.write_import({"id": "a", "title": "One Thing"}, source="daily-papers")
    digest.write_import(
        {"id": "a", "title": "One thing", "listed": "2025-11-04", "authors": ["Ada Abe"]},
        source="library",
    )

    paper = only(digest)

    assert paper.first_seen == "2025-11-04"
    assert [s.listed for s in paper.sightings] == ["2025-11-04", "2025-12-09"]
    assert paper.authors == ("Ada Abe",)


def test_the_editor_goes_before_arxiv_before_libraries_before_listings(digest: Digest) -> None:
    for source, venue, org in (
        ("daily-papers", "listing", "listing"),
        ("hf-daily-papers", "face", "face"),
        ("acl-anthology", "library", "library"),
        ("arxiv", "arxiv", ""),
    ):
        digest.write_import({"id": "a", "title": source, "venue": venue, "org": org}, source=source)
    digest.write("content/papers/a.md", "---\ntldr: Mine.\n---\nMy note.\n")

    paper = only(digest)

    assert (paper.title, paper.venue, paper.org) == ("arxiv", "arxiv", "library")
    assert (paper.tldr, paper.note) == ("Mine.", "My note.")


def test_an_unknown_author_is_unknown_and_not_nobody(digest: Digest) -> None:
    digest.write_import({"id": "a", "title": "A", "author_count": 11})

    paper = only(digest)

    assert (paper.authors, paper.author_count) == (None, 11)


def test_a_better_id_learned_later_is_an_alias(digest: Digest) -> None:
    digest.write_import({"id": "one-thing", "title": "One thing", "listed": "2025-03-12"})
    digest.write_import(
        {
            "id": "2503.00001",
            "title": "One Thing",
            "arxiv_id": "2503.00001",
            "listed": "2025-12-12",
        },
        source="arxiv",
    )

    paper = only(digest)

    assert paper.id == "one-thing"
    assert paper.aliases == ("2503.00001",)


def test_a_paper_is_in_the_week_of_its_earliest_listing(digest: Digest) -> None:
    digest.write_import({"id": "a", "title": "A", "listed": "2025-12-30"})

    assert list(corpus(digest).issues) == ["2026-W01"]


def test_a_paper_is_new_once(digest: Digest) -> None:
    digest.write_import({"id": "a", "title": "A", "listed": "2025-12-09"}, source="one")
    digest.write_import({"id": "a", "title": "A", "listed": "2025-12-30"}, source="two")

    loaded = corpus(digest)

    assert loaded.issue_of == {"a": ("2025-W50",)}


def test_an_edition_with_sections_is_frozen(digest: Digest) -> None:
    digest.write_import(*({"id": id, "title": f"Paper {id}"} for id in ("a", "b", "late")))
    digest.write_issue(
        "2025-W50", picks=[{"paper": "a"}], sections=[{"title": "Rest", "papers": ["b"]}]
    )

    loaded = corpus(digest)

    assert loaded.issues["2025-W50"].papers == ("a", "b")
    assert "late" not in loaded.issue_of


def test_an_edition_without_sections_keeps_all_of_its_week(digest: Digest) -> None:
    digest.write_import(*({"id": id, "title": f"Paper {id}"} for id in ("a", "b", "c")))
    digest.write_issue("2025-W50", "Words.", title="A title", picks=[{"paper": "b"}])

    issue = corpus(digest).issues["2025-W50"]

    assert issue.papers == ("b", "a", "c")
    assert issue.issued == "2025-12-09"


def test_topics_come_with_the_phrase_that_gave_them(digest: Digest) -> None:
    digest.write_topic("agents", rules={"title": ["tool use*"], "abstract": ["agent"]})
    digest.write_import(
        {"id": "a", "title": "On Tool-Users", "abstract": "Agents act."},
        {"id": "b", "title": "On nothing", "abstract": "Agents act."},
    )

    papers = corpus(digest).papers

    assert [(t.topic, t.reason) for t in papers["a"].topics] == [
        ("agents", "title: tool use*; abstract: agent")
    ]
    assert papers["b"].topics == ()


def test_harvested_terms_give_topics_too_but_no_phrase_spans_two(digest: Digest) -> None:
    digest.write_topic("rewards", rules={"abstract": ["reward model", "policy"], "threshold": 1})
    digest.write_import(
        {"id": "a", "title": "A", "terms": ["reward models", "training"]},
        {"id": "b", "title": "B", "terms": ["model", "reward"]},
    )

    papers = corpus(digest).papers

    assert [t.topic for t in papers["a"].topics] == ["rewards"]
    assert papers["b"].topics == ()


def test_an_excluded_phrase_keeps_a_paper_out(digest: Digest) -> None:
    digest.write_topic("attention", rules={"title": ["attention"], "exclude": ["attention span"]})
    digest.write_import({"id": "a", "title": "Attention and the attention span of readers"})

    assert only(digest).topics == ()


def test_the_editors_topics_go_by_id_name_or_alias(digest: Digest) -> None:
    digest.write_topic("rl", name="Reinforcement learning", aliases=["RLHF"])
    digest.write_topic("other", rules={"title": ["paper"]})
    digest.write_paper("a", topics=["RLHF"])
    digest.write_paper("b", topics=["reinforcement Learning"])
    digest.write_paper("c", topics=["rl"])

    assert {t.topic for p in corpus(digest).papers.values() for t in p.topics} == {"rl"}


def test_keywords_become_a_topic_when_enough_papers_share_one(digest: Digest) -> None:
    digest.write_config(topics={"min_papers": 3})
    spellings = ["Large Language Models", "large language model", "Large Language Models"]
    digest.write_import(
        *(
            {"id": f"p{n}", "title": f"P {n}", "topics": [s, f"rare {n}"]}
            for n, s in enumerate(spellings)
        )
    )

    loaded = corpus(digest)

    assert {t.id: t.name for t in loaded.topics.values()} == {
        "large-language-models": "Large Language Models"
    }
    assert loaded.papers["p0"].keywords == ("rare 0",)


@pytest.mark.parametrize(("least", "topics"), [(2, {"reward-models"}), (3, set())])
def test_a_paper_that_has_a_keyword_in_two_spellings_counts_once(
    digest: Digest, least: int, topics: set[str]
) -> None:
    digest.write_config(topics={"min_papers": least})
    digest.write_import(
        {"id": "a", "title": "A", "topics": ["Reward models", "reward model", "rare"]},
        {"id": "b", "title": "B", "topics": ["Reward models"]},
    )

    assert corpus(digest).topics.keys() == topics


def test_a_papers_topic_is_also_its_parents(digest: Digest) -> None:
    digest.write_topic("above")
    digest.write_topic("below", parent="above", rules={"title": ["word"]})
    digest.write_import({"id": "a", "title": "Word"})

    assert corpus(digest).by_topic == {"above": ("a",), "below": ("a",)}


def test_a_person_is_one_person_in_every_spelling(digest: Digest) -> None:
    digest.write_config(people={"min_papers": 2})
    names = ["José Núñez", "Jose Nunez", "JOSÉ NÚÑEZ", "José Núñez"]
    digest.write_import(
        *(
            {"id": f"p{n}", "title": f"P {n}", "authors": [s, f"Once {n}"]}
            for n, s in enumerate(names)
        )
    )

    loaded = corpus(digest)

    assert [(g.id, g.name, len(g.papers)) for g in loaded.people.values()] == [
        ("jose-nunez", "José Núñez", 4)
    ]


def test_a_file_of_a_person_joins_variants_and_adds_links(digest: Digest) -> None:
    digest.write(
        "content/people/ada.md",
        "---\nname: Ada Abe\nvariants: [A. Abe]\nlinks:\n  Home: https://ada.example\n---\nHi.\n",
    )
    digest.write_paper("a", authors=["A. Abe"])

    (person,) = corpus(digest).people.values()

    assert (person.id, person.name, person.papers) == ("ada", "Ada Abe", ("a",))
    assert person.links == (("Home", "https://ada.example"),)


def test_papers_are_newest_first_and_ties_in_order_of_id(digest: Digest) -> None:
    digest.write_import(
        {"id": "b", "title": "Paper b"},
        {"id": "a", "title": "Paper a"},
        {"id": "new", "title": "New", "listed": "2025-12-30"},
        {"id": "old", "title": "Old", "listed": "2024-01-01"},
    )

    assert list(corpus(digest).papers) == ["new", "a", "b", "old"]


def test_related_papers_share_what_they_are_about_and_say_which(digest: Digest) -> None:
    common = "a common sentence about language that every paper has"
    digest.write_import(
        *({"id": f"p{n}", "title": f"Paper {n}", "abstract": common} for n in range(60)),
        {"id": "x", "title": "Sycophancy in personas", "abstract": "Steering is steering."},
        {"id": "y", "title": "Personas and sycophancy", "abstract": "Steering by steering."},
    )

    neighbours = plan(digest.folder, Options()).corpus.neighbours
    assert neighbours
    near = neighbours.known().of

    assert [(id, set(words)) for id, words in near("x")] == [
        ("y", {"persona", "sycophancy", "steering"})
    ]
    assert [id for id, _ in near("y")] == ["x"]
    assert near("p0") == []
