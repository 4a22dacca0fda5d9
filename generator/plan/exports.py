"""Files of papers for other programs, and the page that names them.

Each is one output whose context has a row for each of its papers, so that it is made again when
what it says of one of them changes, and not when something else does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from generator.corpus.model import Paper
from generator.plan import urls
from generator.plan.cards import issue_label, newest_first
from generator.plan.lists import CITATIONS, export_links, head
from generator.plan.page import Context, Page, Rows, Site

MANY = 10_000  # papers from which on a file's rows would take more memory than all else
Row = Callable[[Site, Paper], Context]


def export_pages(site: Site) -> Iterator[Page]:
    """All papers, each topic and each edition for reference managers; all papers as data."""
    groups = list(_groups(site))
    for _, name, ids in [("", "papers", list(site.corpus.papers)), *groups]:
        for ending in CITATIONS:
            row = csl_row if ending == "csl.json" else citation_row
            url = urls.export_url(name, ending)
            made = partial(export_context, site, url, ids, row)
            yield Page(url, f"export.{ending}", made, listed=False)
    papers = list(site.corpus.papers)
    made = partial(export_context, site, urls.CORPUS, papers, corpus_row)
    yield Page(urls.CORPUS, "export.jsonl", made, listed=False)
    yield Page(urls.SCHEMA, "export.schema", partial(dict, url=urls.SCHEMA), listed=False)
    yield Page(urls.EXPORTS, "exports.html", partial(exports_context, site, groups))


def _groups(site: Site) -> Iterator[tuple[str, str, Sequence[str]]]:
    """Title, name and papers of every topic and edition that has an export."""
    corpus = site.corpus
    if not site.config.thresholds.topic_exports:
        return
    for topic in corpus.topics.values():
        yield topic.name, f"topics/{topic.id}", newest_first(site, corpus.by_topic[topic.id])
    for issue in corpus.issues.values():
        ids = [id for id in issue.papers if id in corpus.papers]
        label = issue_label(issue.id)
        title = f"{issue.title} ({label})" if issue.title else label
        yield title, f"issues/{issue.id.lower()}", ids


def export_context(site: Site, url: str, ids: Sequence[str], row: Row) -> Context:
    papers = site.corpus.papers
    rows = Rows(ids, lambda id: row(site, papers[id]))
    return {"url": url, "papers": rows if len(ids) > MANY else list(rows)}


def exports_context(site: Site, groups: Sequence[tuple[str, str, Sequence[str]]]) -> Context:
    said = f"The papers of {site.config.title} for reference managers and programs."
    rows = [
        {"title": title, "group": name.partition("/")[0], "files": export_links(site, name)}
        for title, name, _ in groups
    ]
    return head(urls.EXPORTS, "Exports", said, "papers") | {
        "all": export_links(site, "papers"),
        "corpus": urls.CORPUS,
        "schema": urls.SCHEMA,
        "rows": rows,
        "abstracts": site.config.export_abstracts,
    }


def citation_row(site: Site, paper: Paper) -> Context:
    """What a citation says, and no more: a new note leaves it alone."""
    del site
    return {
        "id": paper.id,
        "title": paper.title,
        "authors": list(paper.authors or ()),
        "published": paper.published or "",
        "venue": paper.venue,
        "arxiv_id": paper.arxiv_id,
        "doi": paper.doi,
        "url": paper.url,
    }


def csl_row(site: Site, paper: Paper) -> Context:
    row = citation_row(site, paper)
    return row | {"abstract": paper.abstract} if site.config.export_abstracts else row


def corpus_row(site: Site, paper: Paper) -> Context:
    """All facts of a paper, and the digest's own sentence on it."""
    return csl_row(site, paper) | {
        "aliases": list(paper.aliases),
        "author_count": paper.author_count,
        "org": paper.org,
        "first_seen": paper.first_seen or "",
        "pdf": paper.pdf,
        "code": paper.code,
        "project": paper.project,
        "topics": [assigned.topic for assigned in paper.topics],
        "editions": list(site.corpus.issue_of.get(paper.id, ())),
        "tldr": paper.tldr,
    }
