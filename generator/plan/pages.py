"""The pages a digest has, kind by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from generator.config import Config
from generator.corpus.model import Corpus
from generator.plan import urls
from generator.plan.editions import issue_pages
from generator.plan.exports import export_pages
from generator.plan.groups import group_pages, text_pages
from generator.plan.home import home_pages
from generator.plan.lists import paper_lists
from generator.plan.outputs import feed_pages, host_pages, redirect_pages
from generator.plan.page import Page, Site, site_of
from generator.plan.paper_page import PaperPage
from generator.plan.search import search_pages
from generator.plan.status import status_pages
from generator.plan.topics import topic_pages
from generator.sources.record import Finding


def plan_site(corpus: Corpus, config: Config) -> list[Page]:
    """Every page of the site, lists before papers, no two with one URL."""
    site = site_of(corpus, config)
    pages = [
        *home_pages(site),
        *text_pages(site),
        *issue_pages(site),
        *topic_pages(site),
        *paper_lists(site),
        *group_pages(site),
        *search_pages(site),
        *status_pages(site),
        *paper_pages(site, corpus.papers),
        *redirect_pages(site),
        *feed_pages(site),
        *export_pages(site),
    ]
    return [*pages, *host_pages(site, pages)]


def paper_pages(site: Site, ids: Iterable[str]) -> Iterator[Page]:
    for paper in map(site.corpus.papers.__getitem__, ids):
        url, made = urls.paper_url(paper.id), PaperPage(site, paper)
        basis, shown, source = made.basis, made.context, paper.note_path
        yield Page(url, "paper.html", basis, paper.day, source=source, shown=shown)


def address_findings(corpus: Corpus) -> list[Finding]:
    """Things of the digest that would stand at an address something else has."""
    findings = [
        Finding(page.path, 1, (), f"`/{page.id}/` is an address of the digest itself", "rename it")
        for page in corpus.pages.values()
        if page.id in urls.RESERVED
    ]
    if "by" in corpus.papers:
        findings.append(Finding("content/papers/by.md", 1, (), "`by` is an address of the lists"))
    return findings


def doubled(pages: list[Page]) -> list[str]:
    """URLs that more than one page claims, in order."""
    folded = [page.url.casefold() for page in pages]
    if len(set(folded)) == len(folded):
        return []
    counts = Counter(folded)
    return sorted(url for url, count in counts.items() if count > 1)
