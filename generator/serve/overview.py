"""What an editor wants to know of a digest beyond its pages: what is not out, what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.corpus.model import Corpus, Paper
from generator.corpus.text import one_line
from generator.plan import urls
from generator.serve.outcome import Lacking, Overview, PaperLine

DRAFT = "Draft"
MOST_LISTED = 2_000  # of the papers that lack something; they are sent after each build


def marks(corpus: Corpus, today: str) -> dict[str, str]:
    """What stands at a URL but is a draft, or bears a date after `today` (an ISO day)."""
    return dict(sorted(_marks(corpus, today)))


def _marks(corpus: Corpus, today: str) -> Iterator[tuple[str, str]]:
    dated = [(urls.paper_url(p.id), p.draft, p.day) for p in corpus.papers.values()]
    dated += [(urls.issue_url(i.id), i.draft, i.issued) for i in corpus.issues.values()]
    for url, draft, day in dated:
        if draft:
            yield url, DRAFT
        elif day > today[: len(day)]:  # as exactly as the day is known
            yield url, f"In the future: {day}"
    drafts = [urls.topic_url(t.id) for t in corpus.topics.values() if t.draft]
    drafts += [urls.person_url(p.id) for p in corpus.people.values() if p.draft]
    drafts += [urls.page_url(p.id) for p in corpus.pages.values() if p.draft]
    for url in drafts:
        yield url, DRAFT


def overview(corpus: Corpus) -> Overview:
    """The papers of the digest that have no topic, and those that have no note."""
    papers = corpus.papers.values()
    return Overview(
        papers=len(papers),
        topics=_lacking(corpus, [paper for paper in papers if not paper.topics]),
        notes=_lacking(corpus, [paper for paper in papers if not paper.note]),
    )


def _lacking(corpus: Corpus, papers: Sequence[Paper]) -> Lacking:
    return Lacking(len(papers), [_line(corpus, paper) for paper in papers[:MOST_LISTED]])


def _line(corpus: Corpus, paper: Paper) -> PaperLine:
    record = corpus.records[paper.id][0]
    return PaperLine(one_line(paper.title), urls.paper_url(paper.id), record.path, record.line)
