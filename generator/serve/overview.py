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
    for paper in corpus.papers.values():
        if mark := _mark(paper.draft, paper.day, today):
            yield urls.paper_url(paper.id), mark
    for issue in corpus.issues.values():
        if mark := _mark(issue.draft, issue.issued, today):
            yield urls.issue_url(issue.id), mark
    drafts = [urls.topic_url(topic.id) for topic in corpus.topics.values() if topic.draft]
    drafts += [urls.person_url(person.id) for person in corpus.people.values() if person.draft]
    drafts += [urls.page_url(page.id) for page in corpus.pages.values() if page.draft]
    yield from ((url, DRAFT) for url in drafts)


def _mark(draft: bool, day: str, today: str) -> str:
    """What to say of a thing of that day, which may be a year or a month only; "" for nothing."""
    if draft:
        return DRAFT
    return f"In the future: {day}" if day > today[: len(day)] else ""


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
