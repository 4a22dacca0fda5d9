"""The digest this repository publishes: whole, sorted, and in our own words."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from generator.build import Options, build, plan
from generator.cli import main
from generator.corpus.model import Corpus, Paper
from generator.plan.cards import unmarked
from generator.sources.fields import OVERLAY, SIGHTING
from tests import check_notes
from tests.links import reachable

ROOT = Path(__file__).parents[1]
SEEDS = ROOT.parent / "shared" / "seeds"
PAPERS = 214

needs_seeds = pytest.mark.skipif(
    not SEEDS.is_dir(), reason="the abstracts are not at hand: no ../shared/seeds"
)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return plan(ROOT, Options()).corpus


def test_every_paper_has_a_short_word_a_note_and_topics(corpus: Corpus) -> None:
    assert len(corpus.papers) == PAPERS
    assert list(check_notes.incomplete(corpus.papers.values())) == []


@needs_seeds
def test_no_note_borrows_a_phrase_or_makes_up_a_figure(corpus: Corpus) -> None:
    papers, abstracts = list(corpus.papers.values()), check_notes.abstracts_of(SEEDS)

    assert len(abstracts) == PAPERS
    assert list(check_notes.missing_papers(papers, abstracts)) == []
    assert list(check_notes.too_near(papers, abstracts)) == []


def test_the_content_holds_no_abstract(corpus: Corpus) -> None:
    assert [paper.id for paper in corpus.papers.values() if paper.abstract] == []


LIBRARIES = ("arxiv", "acl", "hugging-face")  # what knows these papers beside the listings


def known_elsewhere(corpus: Corpus) -> dict[str, Paper]:
    """Papers that a library knows too."""
    return {
        id: paper
        for id, paper in corpus.papers.items()
        if any(sighting.source in LIBRARIES for sighting in paper.sightings)
    }


def test_papers_known_to_libraries_have_ids_authors_and_links(corpus: Corpus) -> None:
    known = known_elsewhere(corpus)

    assert len(known) == 54
    assert [id for id, paper in known.items() if not paper.authors] == []
    assert [id for id, paper in known.items() if not (paper.url and paper.pdf)] == []
    assert sum(bool(paper.arxiv_id) for paper in known.values()) == 51
    assert [id for id, p in known.items() if not (p.arxiv_id or p.doi)] == []


def test_what_libraries_know_agrees_with_the_listings(corpus: Corpus) -> None:
    """The same paper has as many authors, and appeared within a few days, wherever it is told."""
    for id in known_elsewhere(corpus):
        fields = [record.fields for record in corpus.records[id]]
        counts = {f["author_count"] for f in fields if "author_count" in f}
        days = [date.fromisoformat(f["published"]) for f in fields if "published" in f]

        assert {len(f["authors"]) for f in fields if "authors" in f} | counts == {
            corpus.papers[id].author_count
        }, id
        assert max(days, default=date.min) - min(days, default=date.min) <= timedelta(days=3), id


def test_a_paper_first_seen_in_a_listing_stays_first_seen_there(corpus: Corpus) -> None:
    for id, paper in known_elsewhere(corpus).items():
        listed = [r.fields["listed"] for r in corpus.records[id] if "listed" in r.fields]

        assert paper.first_seen == min(listed), id


def test_explain_tells_where_an_arxiv_id_and_the_authors_came_from(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = main(["-C", str(ROOT), "explain", "2412.14093"])
    said = capsys.readouterr().out

    assert code == 0
    assert said.startswith("2412.14093 is now alignment-faking-in-large-language-models")
    for field in ("arxiv_id:", "authors:"):
        assert re.search(rf"^{field} .*\n +content/imported/hugging-face/2024.jsonl:", said, re.M)


def test_explain_names_only_fields_that_a_source_or_an_editor_gave(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main(["-C", str(ROOT), "explain", "2412.14093"])
    named = set(re.findall(r"^(\w+): ", capsys.readouterr().out, re.M))

    assert named <= {*SIGHTING, *OVERLAY, "note"}


def test_every_paper_is_in_one_edition_once(corpus: Corpus) -> None:
    listed = Counter(
        id
        for issue in corpus.issues.values()
        for id in [
            *(pick.paper for pick in issue.picks),
            *(id for section in issue.sections for id in section.papers),
        ]
    )

    assert listed == Counter(corpus.papers.keys())


def test_every_edition_has_a_title_an_introduction_and_picks(corpus: Corpus) -> None:
    for issue in corpus.issues.values():
        assert issue.title, issue.id
        assert 80 <= len(unmarked(issue.intro).split()) <= 150, issue.id
        assert 5 <= len(issue.picks) <= 8, issue.id
        assert all(pick.why for pick in issue.picks), issue.id


def test_the_topics_are_a_tree_a_reader_can_hold_in_mind(corpus: Corpus) -> None:
    topics = corpus.topics
    parents = {topic.parent for topic in topics.values() if topic.parent}
    largest = max(len(ids) for ids in corpus.by_topic.values())

    assert 24 <= sum(topic.ours for topic in topics.values()) <= 36
    assert [id for id in parents if topics[id].parent] == []
    assert largest <= len(corpus.papers) / 3
    assert [id for id, papers in corpus.by_topic.items() if not papers] == []


def test_every_topic_says_in_40_to_90_words_what_it_asks(corpus: Corpus) -> None:
    lengths = {t.id: len(unmarked(t.intro).split()) for t in corpus.topics.values() if t.ours}

    assert {id: n for id, n in lengths.items() if not 40 <= n <= 90} == {}


def test_the_content_passes_the_strict_check(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["-C", str(ROOT), "check", "--strict", "--content-only"])

    assert (code, *capsys.readouterr()) == (0, "no problems\n", "")


def test_an_arxiv_id_leads_to_the_papers_old_address(corpus: Corpus, site: Path) -> None:
    for id, paper in corpus.papers.items():
        if paper.arxiv_id:
            page = (site / "papers" / paper.arxiv_id / "index.html").read_text(encoding="utf-8")

            assert f'content="0; url=/digest/papers/{id}/"' in page
            assert f'<a href="/digest/papers/{id}/">' in page
            assert '<meta name="robots" content="noindex">' in page


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The digest built in a folder of its own, so that a build beside the tests is no matter."""
    folder = tmp_path_factory.mktemp("published")
    shutil.copytree(ROOT / "content", folder / "content")
    build(folder, Options(base_url="https://reader.example/digest/"))
    return folder / "site"


def test_every_paper_is_reached_from_the_front_page_by_links_alone(
    corpus: Corpus, site: Path
) -> None:
    reached = reachable(site, "/digest")

    assert {f"/papers/{id}/" for id in corpus.papers} - reached == set()
    assert {f"/topics/{id}/" for id in corpus.topics} - reached == set()
    assert {f"/issues/{id.lower()}/" for id in corpus.issues} - reached == set()


def test_the_built_site_passes_the_check(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["-C", str(site.parent), "check", "--base-url", "https://reader.example/digest/"])

    assert (code, *capsys.readouterr()) == (0, "no problems\n", "")


ABSTRACT = "We train a small model on GPT-4 data for 3,200 steps and it learns to plan well."


@pytest.mark.parametrize(
    ("note", "phrases"),
    [
        ("They train a small model on GPT-4 data for 3,200 steps.", ["a small model on gpt-4"]),
        ("It trains a small model on GPT-4 data. For long.", []),
        ("Train a Small Model on GPT-4 data for long.", []),
        ("Planning is learned; the abstract lends no word of its own.", []),
    ],
)
def test_the_check_finds_a_phrase_of_eight_words_that_are_no_names(
    note: str, phrases: list[str]
) -> None:
    found = check_notes.common_phrases(note, ABSTRACT)

    assert len(found) == len(phrases)
    for phrase, begins in zip(found, phrases, strict=True):
        assert begins in phrase


def test_the_check_reads_figures_as_people_write_them() -> None:
    assert check_notes.figures("3,200 steps, 14% and 0.5; GPT-4") == {"3200", "14", "0.5", "4"}


def test_the_check_tells_how_it_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    assert check_notes.main([]) == 2
    assert "python -m tests.check_notes" in capsys.readouterr().err
