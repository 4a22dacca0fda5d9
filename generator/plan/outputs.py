"""Files that are not pages to read: feeds, site maps, redirects and what hosts ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice

from generator.corpus.model import Issue, Paper
from generator.plan import urls
from generator.plan.cards import issue_label, links, newest
from generator.plan.lists import feed, head
from generator.plan.page import Context, Page, Site
from generator.plan.paper_page import paper_values

SITEMAP_URLS = 50_000  # a sitemap's limit; sitemaps.org/protocol.html
EPOCH = "1970-01-01"  # when nothing in a feed has a date


def feed_pages(site: Site) -> Iterator[Page]:
    """Atom and JSON Feed of papers, editions, each topic and each organisation; and a list."""
    corpus = site.corpus
    count = site.config.thresholds.feed_entries
    papers = list(islice(corpus.papers, count))
    issues = list(islice(corpus.issues.values(), count))
    yield from _feed("Papers", "papers", partial(paper_entries, site, papers), urls.PAPERS)
    yield from _feed("Editions", "issues", partial(issue_entries, site, issues), urls.ISSUES)
    listed = [("Papers", "papers", "site"), ("Editions", "issues", "site")]
    for title, name, group, ids, url in _group_feeds(site):
        yield from _feed(title, name, partial(paper_entries, site, ids[:count]), url)
        listed.append((title, name, group))
    rows = [feed(title, name) | {"group": group} for title, name, group in listed]
    said = f"Feeds of {site.config.title}: all papers, editions, and each topic."
    made = partial(head, urls.FEEDS, "Feeds", said, "feeds", rows=rows, opml=urls.OPML)
    yield Page(urls.FEEDS, "feeds.html", made)
    yield Page(urls.OPML, "opml", partial(dict, feeds=rows), listed=False)


def _group_feeds(site: Site) -> Iterator[tuple[str, str, str, Sequence[str], str]]:
    """Title, name, kind, papers and page of the feeds of topics and organisations."""
    corpus = site.corpus
    if site.config.thresholds.topic_feeds:
        for t in corpus.topics.values():
            yield t.name, f"topics/{t.id}", "topic", corpus.by_topic[t.id], urls.topic_url(t.id)
        for org in corpus.orgs.values():
            yield org.name, f"orgs/{org.id}", "org", org.papers, urls.org_url(org.id)


def _feed(
    title: str, name: str, entries: Callable[[], list[Context]], about: str
) -> Iterator[Page]:
    for ending in ("atom", "json"):
        url = urls.feed_url(name, ending)
        made = partial(feed_context, url, title, entries, about)
        yield Page(url, f"feed.{ending}", made, listed=False)


def feed_context(url: str, title: str, entries: Callable[[], list[Context]], about: str) -> Context:
    rows = entries()
    return {
        "url": url,
        "title": title,
        "about": about,
        "updated": newest(row["updated"] for row in rows) or EPOCH,
        "entries": rows,
    }


def paper_entries(site: Site, ids: Sequence[str]) -> list[Context]:
    return [paper_entry(site, site.corpus.papers[id]) for id in ids]


def paper_entry(site: Site, paper: Paper) -> Context:
    """A paper in a feed, with all that its page says in words."""
    return {
        "url": urls.paper_url(paper.id),
        "title": paper.title,
        "published": whole_day(paper.first_seen or paper.published),
        "updated": whole_day(newest([paper.first_seen, paper.published])),
        "authors": list(paper.authors or ()),
        "summary": paper.tldr,
        "note": paper.note,
        "abstract": paper.abstract,
        "links": links(site, paper.note),
        "papers": [],
        "tags": [site.corpus.topics[a.topic].name for a in paper.topics],
    }


def issue_entries(site: Site, issues: Sequence[Issue]) -> list[Context]:
    return [issue_entry(site, issue) for issue in issues]


def issue_entry(site: Site, issue: Issue) -> Context:
    """An edition in a feed: its introduction, its picks and the titles of the rest."""
    papers = site.corpus.papers
    label = issue_label(issue.id)
    whys = {pick.paper: pick.why for pick in issue.picks}
    return {
        "url": urls.issue_url(issue.id),
        "title": f"{issue.title} ({label})" if issue.title else label,
        "published": issue.issued,
        "updated": issue.issued,
        "authors": [],
        "summary": "",
        "note": issue.intro,
        "abstract": "",
        "links": links(site, issue.intro),
        "papers": [
            {"title": papers[id].title, "url": urls.paper_url(id), "why": whys.get(id, "")}
            for id in issue.papers
        ],
        "tags": [],
    }


def whole_day(day: str | None) -> str:
    """A date made whole for formats that ask for one: the first day of what is known."""
    return (day + "-01-01"[len(day) - 4 :])[:10] if day else EPOCH


def redirect_pages(site: Site) -> Iterator[Page]:
    """A page at every address a paper once had."""
    for paper in site.corpus.papers.values():
        for alias in paper.aliases:
            url = urls.paper_url(alias)
            made = partial(redirect_context, site, url, paper)
            yield Page(url, "redirect.html", made, listed=False)


def redirect_context(site: Site, url: str, paper: Paper) -> Context:
    """A small page of its own, for readers and programs that do not follow it at once."""
    said = f"This paper has moved to another address of {site.config.title}."
    return head(url, paper.title, said, "papers", noindex=True) | {
        "target": urls.paper_url(paper.id),
        "paper": paper_values(site, paper),
    }


def host_pages(site: Site, pages: Sequence[Page]) -> Iterator[Page]:
    """What GitHub Pages, crawlers and browsers look for; `pages` are all others."""
    config = site.config
    lost = partial(head, urls.NOT_FOUND, "Not found", "", noindex=True)
    yield Page(urls.NOT_FOUND, "404.html", lost, listed=False)
    yield Page(urls.NO_JEKYLL, "text", partial(dict, text=""), listed=False)
    robots = f"User-agent: *\nAllow: /\nSitemap: {config.base_url}sitemap.xml\n"
    yield Page(urls.ROBOTS, "text", partial(dict, text=robots), listed=False)
    if config.custom_host:
        yield Page(urls.CNAME, "text", partial(dict, text=config.custom_host + "\n"), listed=False)
    yield Page(urls.MANIFEST, "manifest", dict, listed=False)
    yield from sitemap_pages(pages)


def sitemap_pages(pages: Sequence[Page]) -> Iterator[Page]:
    """One map, or an index of maps of at most SITEMAP_URLS addresses each."""
    rows = [[page.url, page.changed] for page in pages if page.listed]
    if len(rows) <= SITEMAP_URLS:
        yield Page(urls.SITEMAP, "sitemap", partial(dict, rows=rows), listed=False)
        return
    parts = [rows[start : start + SITEMAP_URLS] for start in range(0, len(rows), SITEMAP_URLS)]
    for number, part in enumerate(parts, 1):
        url = urls.sitemap_url(number)
        yield Page(url, "sitemap", partial(dict, rows=part), listed=False)
    maps = [urls.sitemap_url(number) for number in range(1, len(parts) + 1)]
    yield Page(urls.SITEMAP, "sitemap_index", partial(dict, maps=maps), listed=False)
