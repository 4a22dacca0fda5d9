"""All that the page of one paper shows."""

from __future__ import annotations

from typing import Any

from generator.corpus.clean import digest_of
from generator.corpus.model import Corpus, Issue, Paper
from generator.plan import urls
from generator.plan.cards import first_sentence, issue_label, issue_link, links, opening, title_link
from generator.plan.lists import source_url
from generator.plan.page import Context, Site

# What decides a page of a paper; `paper_basis` says of what.
Basis = tuple[Any, ...]
# Printed name → person's id, of those who have a page; id of the organisation, "" without a page;
# id and name of each topic, and why the paper is in it.
Named = tuple[dict[str, str], str, list[tuple[str, str, str]]]
Titled = tuple[str, str] | None  # id and title of a paper
DESCRIPTION = 200  # characters
# Sources whose own way to write their name is another than ours.
SOURCES = {
    "acl": "ACL Anthology",
    "arxiv": "arXiv",
    "arxiv-rss": "arXiv",
    "hugging-face": "Hugging Face",
    "openalex": "OpenAlex",
    "semantic-scholar": "Semantic Scholar",
}


class PaperPage:
    """How the page of a paper is made. Of very many it takes half the memory of partials."""

    __slots__ = ("paper", "site")

    def __init__(self, site: Site, paper: Paper) -> None:
        self.site, self.paper = site, paper

    def basis(self) -> Basis:
        return paper_basis(self.site, self.paper)

    def context(self, basis: Basis) -> Context:
        return paper_context(self.paper, basis)


def paper_basis(site: Site, paper: Paper) -> Basis:
    """All that decides what the page of a paper shows, in little: most pages are only compared.

    Of the paper itself the digests of its records: they tell it as surely as its words do, and
    were worked out when the records were read. Then what stands around it.
    """
    corpus = site.corpus
    records = corpus.records[paper.id]
    digests = [record.digest or digest_of(record, record.readable) for record in records]
    return (
        paper.id,
        digests,
        paper.keywords,
        _named(corpus, paper),
        [_edition(corpus.issues[id]) for id in corpus.issue_of.get(paper.id, ())],
        links(site, paper.note) if paper.note else {},
        _related(corpus, paper),
        _neighbours(site, paper),
        source_url(site, paper.note_path) if paper.note_path else "",
    )


def paper_context(paper: Paper, basis: Basis) -> Context:
    """The page of a paper; it shows nothing that its basis does not decide."""
    _, _, _, named, editions, linked, related, neighbours, source = basis
    return {
        "url": urls.paper_url(paper.id),
        "title": paper.title,
        "description": describe(paper),
        "section": "papers",
        "noindex": False,
        "feeds": [],
        "paper": _values(paper, named, editions[0][-1] if editions else ""),
        "links": linked,
        "issues": [issue_link(id, title) for id, title, _ in editions],
        "related": [
            {"title": title, "url": urls.paper_url(id), "terms": terms}
            for id, title, terms in related
        ],
        "neighbours": _neighbour_links(*neighbours),
        "source_url": source,
    }


def paper_values(site: Site, paper: Paper) -> Context:
    """What is known of a paper, for what cites it."""
    return _values(paper, _named(site.corpus, paper), "")


def _named(corpus: Corpus, paper: Paper) -> Named:
    """What is linked to a paper."""
    people, topics = corpus.person_of, corpus.topics
    return (
        {name: people[name] for name in paper.authors or () if name in people} if people else {},
        corpus.org_of.get(paper.org, ""),
        [(topic, topics[topic].name, reason) for topic, reason in paper.topics],
    )


def _edition(issue: Issue) -> tuple[str, str, str]:
    return issue.id, issue.title, issue.issued


def _values(paper: Paper, named: Named, issued: str) -> Context:
    people, org, topics = named
    return {
        "id": paper.id,
        "title": paper.title,
        "authors": None
        if paper.authors is None
        else [
            {"name": name, "url": urls.person_url(people[name]) if name in people else None}
            for name in paper.authors
        ],
        "author_count": paper.author_count,
        "org": {"name": paper.org, "url": urls.org_url(org) if org else None}
        if paper.org
        else None,
        "venue": paper.venue,
        "published": paper.published or "",
        "listed": next((s.listed for s in reversed(paper.sightings) if s.listed), None) or "",
        "first_seen": paper.first_seen or "",
        "issued": issued,
        "abstract": paper.abstract,
        "tldr": paper.tldr,
        "note": paper.note,
        "topics": [
            {"name": name, "url": urls.topic_url(id), "reason": reason}
            for id, name, reason in topics
        ],
        "keywords": list(paper.keywords),
        "links": outside_links(paper),
        "doi": paper.doi,
        "arxiv_id": paper.arxiv_id,
        "sightings": [
            {"source": source_name(s.source), "listed": s.listed or ""} for s in paper.sightings
        ],
        "url": paper.url,
        "upvotes": paper.upvotes,
        "draft": paper.draft,
    }


def describe(paper: Paper) -> str:
    """One line for search engines and link previews: the tl;dr, else what is known."""
    if paper.tldr:
        return paper.tldr[:DESCRIPTION]
    if paper.note:
        return first_sentence(paper.note)[:DESCRIPTION]
    if paper.abstract:
        return opening(paper.abstract)[:DESCRIPTION]
    known = [author_line(paper), paper.org, paper.venue]
    return ". ".join(part for part in known if part)[:DESCRIPTION]


def source_name(source: str) -> str:
    """A source as readers see it: "acl" is "ACL Anthology", "my-library" is "My library"."""
    return SOURCES.get(source) or (source[:1].upper() + source[1:]).replace("-", " ")


def author_line(paper: Paper) -> str:
    """ "Ada Abe and 3 others", "4 authors, names not listed" or ""."""
    if paper.authors:
        rest = len(paper.authors) - 1
        return paper.authors[0] + (f" and {rest} other{'s' * (rest > 1)}" if rest else "")
    if paper.author_count:
        return f"{paper.author_count} author{'s' * (paper.author_count > 1)}, names not listed"
    return ""


def outside_links(paper: Paper) -> list[Context]:
    """Where a reader goes from here, each address once."""
    found: dict[str, Context] = {}
    arxiv = f"https://arxiv.org/abs/{paper.arxiv_id}" if paper.arxiv_id else ""
    arxiv_pdf = f"https://arxiv.org/pdf/{paper.arxiv_id}" if paper.arxiv_id else ""
    doi = f"https://doi.org/{paper.doi}" if paper.doi and not paper.arxiv_id else ""
    for label, url in (
        ("arXiv", arxiv),
        ("PDF", paper.pdf or arxiv_pdf),
        ("DOI", doi),
        ("Code", paper.code),
        ("Project page", paper.project),
        ("Source", paper.url),
    ):
        if url:
            found.setdefault(url, {"label": label, "url": url})
    return list(found.values())


def _related(corpus: Corpus, paper: Paper) -> list[tuple[str, str, list[str]]]:
    """Id and title of each near paper, and the words it shares."""
    near = corpus.neighbours.known().of(paper.id) if corpus.neighbours else ()
    return [(id, corpus.papers[id].title, words) for id, words in near]


def _neighbours(site: Site, paper: Paper) -> tuple[str, Titled, Titled]:
    """The edition the paper came out in, "" for none, and the papers before and after in it."""
    if paper.id not in site.places:
        return "", None, None
    issue, index = site.places[paper.id]
    order, papers = site.orders[issue], site.corpus.papers
    before = _titled(papers[order[index - 1]]) if index else None
    after = _titled(papers[order[index + 1]]) if index + 1 < len(order) else None
    return issue, before, after


def _titled(paper: Paper) -> tuple[str, str]:
    return paper.id, paper.title


def _neighbour_links(issue: str, before: Titled, after: Titled) -> Context:
    return {
        "issue": {"url": urls.issue_url(issue), "label": issue_label(issue)} if issue else None,
        "previous": before and title_link(*before),
        "next": after and title_link(*after),
    }
