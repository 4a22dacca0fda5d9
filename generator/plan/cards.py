"""What lists show of papers, topics and editions; and dates and labels as people write them."""

from __future__ import annotations

import marshal
import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TypeVar

from generator.corpus.checks import references
from generator.corpus.model import Corpus, Issue, Paper
from generator.plan import urls
from generator.plan.page import Context, Site
from generator.sources.inputs import PRINT_BYTES, print_of

Made = TypeVar("Made")

BEGINNING = 600  # characters in which a first sentence is looked for
SENTENCE_END = re.compile(r"[.?!](?=\s|\Z)")
LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
MARKS = frozenset("*_`#>")
UNMARKED = str.maketrans("", "", "*_`#>")
ARXIV_DOI = "10.48550/arxiv."  # arXiv's own, of every paper it has
NAMES = 3  # authors a card shows
CARD_TOPICS = 2
TOLD = PRINT_BYTES * (1 + CARD_TOPICS)  # of the paper, and of each topic
MOST_CARDS = 20_000  # kept at once, a kilobyte each; and as much of what decides them
MONTHS = (
    "January February March April May June July August September October November December"
).split()


def card(site: Site, paper: Paper) -> Context:
    """A paper in a list: never its abstract, so that a new abstract leaves lists alone.

    A paper is in five lists or more; each process makes its card once, unless there are so many
    that they would fill its memory.
    """
    known = site.cards.get(paper.id)
    return known or _kept(site.cards, paper, _card(site, paper))


def cards(site: Site, ids: Iterable[str]) -> list[Context]:
    papers = site.corpus.papers
    return [card(site, papers[id]) for id in ids]


def cards_told(site: Site, ids: Iterable[str]) -> bytes:
    """What decides the cards of papers, in little: most lists are only compared."""
    known, papers = site.told.get, site.corpus.papers
    return b"".join([known(id) or _told(site, papers[id]) for id in ids])


def _told(site: Site, paper: Paper) -> bytes:
    """Of one record its hash, worked out when it was read, and topics; of more the card's own.

    Of one length, so that no two rows of cards are told alike.
    """
    records, topics = site.corpus.records[paper.id], site.corpus.topics
    if len(records) == 1 and records[0].card:
        shown = [_topic_told(id, topics[id].name) for id, _ in paper.topics[:CARD_TOPICS]]
        told = b"".join((records[0].card, *shown))
    else:
        told = print_of(marshal.dumps(card(site, paper), 2))
    return _kept(site.told, paper, told.ljust(TOLD, b"\0"))


@lru_cache(maxsize=8_192)  # papers share them
def _topic_told(id: str, name: str) -> bytes:
    return print_of(marshal.dumps((id, name), 2))


def _kept(known: dict[str, Made], paper: Paper, made: Made) -> Made:
    if len(known) >= MOST_CARDS:
        known.clear()
    known[paper.id] = made
    return made


def _card(site: Site, paper: Paper) -> Context:
    authors = paper.authors or ()
    topics = site.corpus.topics
    return {
        "id": paper.id,
        "url": urls.paper_url(paper.id),
        "title": paper.title,
        "authors": list(authors[:NAMES]),
        "more_authors": max(0, len(authors) - NAMES),
        "author_count": paper.author_count,
        "org": paper.org,
        "date": paper.appeared,
        "venue": paper.venue,
        "doi": paper.doi or (f"{ARXIV_DOI}{paper.arxiv_id}" if paper.arxiv_id else ""),
        "tldr": paper.tldr,
        "topics": [
            {"name": topics[a.topic].name, "url": urls.topic_url(a.topic)}
            for a in paper.topics[:CARD_TOPICS]
        ],
        "marks": [name for name in ("code", "project") if getattr(paper, name)],
        "draft": paper.draft,
    }


def title_link(id: str, title: str) -> Context:
    return {"title": title, "url": urls.paper_url(id)}


def topic_link(corpus: Corpus, id: str) -> Context:
    """A topic with the number of its papers."""
    count = len(corpus.by_topic[id])
    return {"name": corpus.topics[id].name, "url": urls.topic_url(id), "count": count}


def issue_link(id: str, title: str) -> Context:
    return {"url": urls.issue_url(id), "label": issue_label(id), "title": title}


def issue_row(issue: Issue) -> Context:
    """An edition in a list of editions."""
    return issue_link(issue.id, issue.title) | {
        "issued": issue.issued,
        "count": len(issue.papers),
        "line": first_sentence(issue.intro),
    }


def issue_label(id: str) -> str:
    """ "Week 50, 2025", "9 December 2025", "December 2025"."""
    if "W" in id:
        return f"Week {int(id[6:])}, {id[:4]}"
    return long_date(id)


@lru_cache(maxsize=8_192)  # papers share their days
def long_date(day: str) -> str:
    """ "8 July 2024", "July 2024" or "2024", as much as `day` tells."""
    parts = day.split("-")
    named = [MONTHS[int(part) - 1] if n == 1 else str(int(part)) for n, part in enumerate(parts)]
    return " ".join(reversed(named))


@lru_cache(maxsize=8_192)
def short_date(day: str) -> str:
    """ "8 Jul 2024", "Jul 2024" or "2024"."""
    words = long_date(day).split()
    return " ".join(word[:3] if word in MONTHS else word for word in words)


def newest(days: Iterable[str | None]) -> str:
    """The latest of some dates; "" when there is none."""
    return max(filter(None, days), default="")


def first_sentence(markdown: str) -> str:
    """The beginning of a text as one plain line, for lists and descriptions."""
    return opening(unmarked(markdown.lstrip()[:BEGINNING].split("\n\n", 1)[0]))


def opening(text: str) -> str:
    """The first sentence of readable text, or what of it a list has room for."""
    line = text[:BEGINNING].partition("\n\n")[0]
    end = SENTENCE_END.search(line, 30)
    return line[: end.start() + 1] if end else line[:200]


def unmarked(markdown: str) -> str:
    """Markdown without its commonest marks, as one line."""
    text = LINK.sub(r"\1", markdown) if "](" in markdown else markdown
    if not MARKS.isdisjoint(text):
        text = text.translate(UNMARKED)
    return " ".join(text.split())


def links(site: Site, *texts: str) -> dict[str, str]:
    """Where the references in Markdown texts lead: "paper:2501.01234" → its URL.

    Under the base path, ready to be shown. References to what the digest does not have were
    told when it was loaded.
    """
    if not any("](" in text for text in texts):
        return {}
    corpus, base = site.corpus, site.config.base_path
    aliases = _aliases(corpus, texts)
    known: dict[str, Callable[[str], str]] = {
        "paper": lambda name: urls.paper_url(aliases.get(name, name)),
        "topic": urls.topic_url,
        "issue": urls.issue_url,
        "page": urls.page_url,
        "person": urls.person_url,
        "org": urls.org_url,
    }
    return {
        f"{kind}:{name}": base + known[kind](name)
        for text in texts
        for kind, name in references(text)
    }


def _aliases(corpus: Corpus, texts: Iterable[str]) -> dict[str, str]:
    """Old ids that `texts` still use → today's. Looked for only when one is used."""
    old = {
        name
        for text in texts
        for kind, name in references(text)
        if kind == "paper" and name not in corpus.papers
    }
    if not old:
        return {}
    return {a: paper.id for paper in corpus.papers.values() for a in paper.aliases if a in old}


def year_of(paper: Paper) -> str:
    """The year a paper is filed under: when it appeared, else when it was first listed."""
    return paper.appeared[:4] or "undated"


def newest_first(site: Site, ids: Iterable[str]) -> list[str]:
    """Papers as a list shows them, by the date it shows; ties newest arrival first."""
    return sorted(ids, key=site.appeared.__getitem__, reverse=True)
