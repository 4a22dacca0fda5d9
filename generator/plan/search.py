"""The page that searches: what a reader can type, tried on this digest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import islice

from generator.corpus.model import Topic
from generator.plan import urls
from generator.plan.cards import year_of
from generator.plan.lists import head
from generator.plan.page import Context, Page, Site

LOOKED_AT = 200  # newest papers that examples are taken from: enough, at any size of a digest
TOPICS = 30  # largest topics one of which is an example

Example = tuple[str, str]  # what is typed, what it finds


def search_pages(site: Site) -> Iterator[Page]:
    yield Page(urls.SEARCH, "search.html", partial(search_context, site))


def search_context(site: Site) -> Context:
    count = len(site.corpus.papers)
    said = f"Search {count:,} papers of {site.config.title} by words, topic, year and author."
    examples = [{"query": query, "finds": finds} for query, finds in _examples(site)]
    return head(urls.SEARCH, "Search", said, "search", examples=examples)


def _examples(site: Site) -> Iterator[Example]:
    """One example of each thing that can be typed and that this digest has."""
    topic = _named_topic(site)
    if topic:
        words = topic.name.casefold()
        yield words, "all of these words, in any order"
        yield f'"{words}"', "exactly these words, one after the other"
    yield from _short_form(site)
    if topic:
        years = Counter(year_of(site.corpus.papers[id]) for id in site.corpus.by_topic[topic.id])
        years.pop("undated", None)
        year = max(years, key=lambda year: (years[year], year), default="")
        found = f"papers under {topic.name}" + (f" of {year}" if year else "")
        yield f"topic:{topic.id}" + (f" year:{year}" if year else ""), found
    yield from _names(site)


def _named_topic(site: Site) -> Topic | None:
    """Of the largest topics the one most papers have in their titles, of two words if it can be."""
    corpus = site.corpus
    largest = sorted(corpus.topics.values(), key=lambda t: (-len(corpus.by_topic[t.id]), t.id))
    counts = {topic.id: _titles_with(site, topic) for topic in largest[:TOPICS]}
    found = [topic for topic in largest[:TOPICS] if counts[topic.id]]
    return max(found, key=lambda t: (" " in t.name, counts[t.id], t.id), default=None)


def _titles_with(site: Site, topic: Topic) -> int:
    name = topic.name.casefold()
    papers = (site.corpus.papers[id] for id in site.corpus.by_topic[topic.id][:LOOKED_AT])
    return sum(name in paper.title.casefold() for paper in papers)


def _short_form(site: Site) -> Iterator[Example]:
    """An acronym that the papers' own words explain: the commonest that is not in every one."""
    papers = list(islice(site.corpus.papers.values(), LOOKED_AT))
    counts = Counter(pair for paper in papers for pair in paper.acronyms)
    rare = [pair for pair, count in counts.items() if count * 10 <= len(papers)]
    best = min(rare, key=lambda pair: (-counts[pair], pair), default=None)
    if best:
        yield best[0], f"this, or what it stands for: {best[1]}"


def _names(site: Site) -> Iterator[Example]:
    """An author, an organisation, and papers with code."""
    papers = list(islice(site.corpus.papers.values(), LOOKED_AT))
    author = next((paper.authors[0] for paper in papers if paper.authors), "")
    if author:
        yield f'author:"{author}"', "papers of an author; part of the name will do"
    org = max(site.corpus.orgs.values(), key=lambda org: (len(org.papers), org.id), default=None)
    if org:
        yield f"org:{org.id}", f"papers from {org.name}"
    if any(paper.code for paper in papers):
        yield "has:code", "papers that come with code"
