"""What all lists share, and the lists of all papers by year."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Any

from generator.plan import urls
from generator.plan.cards import cards, cards_told, newest_first, unmarked
from generator.plan.page import Context, Page, Site

YEAR_PAGE = 200  # papers on one page of a year
# Ending of a file for reference managers → what readers call it, in the order it is offered.
CITATIONS = {"bib": "BibTeX", "ris": "RIS", "csl.json": "CSL-JSON"}
NEAR_PAGES = 2  # pages a pager names on either side of its own

Numbered = Callable[[int], str]  # number of a page of a list → its URL


def head(url: str, title: str, description: str, section: str = "", **more: Any) -> Context:
    """What every context has; `description` is cut to one line."""
    known = {"url": url, "title": title, "description": unmarked(description)[:200]}
    return known | {"section": section, "noindex": False, "feeds": []} | more


def feed(title: str, name: str) -> Context:
    return {
        "title": title,
        "atom": urls.feed_url(name, "atom"),
        "json": urls.feed_url(name, "json"),
    }


def group_feeds(site: Site, title: str, name: str) -> list[Context]:
    """The feeds of a topic or an organisation, where the digest has such feeds."""
    return [feed(title, name)] if site.config.thresholds.topic_feeds else []


def export_links(site: Site, name: str) -> list[Context]:
    """The files of a list for reference managers, where the digest has them.

    `name` is "papers", or a topic's or an edition's as in `urls.export_url`.
    """
    if name != "papers" and not site.config.thresholds.topic_exports:
        return []
    return [{"label": CITATIONS[e], "url": urls.export_url(name, e)} for e in CITATIONS]


def paged(number: int, count: int, size: int, url: Numbered) -> Context:
    """Where one page of a list stands among its pages. An empty list has one page."""
    pages = max(1, -(-count // size))
    return {
        "page": number,
        "pages": pages,
        "count": count,
        "newer": url(number - 1) if number > 1 else None,
        "older": url(number + 1) if number < pages else None,
        "page_urls": [{"number": n, "url": url(n)} for n in _shown(number, pages)],
    }


def on_page(ids: Sequence[str], number: int, size: int) -> Sequence[str]:
    """The papers of one page of a list."""
    return ids[(number - 1) * size : number * size]


def _shown(number: int, pages: int) -> list[int]:
    """The pages a pager names: the first, the last, and NEAR_PAGES on either side."""
    near = range(max(1, number - NEAR_PAGES), min(pages, number + NEAR_PAGES) + 1)
    return sorted({1, pages, *near})


def list_page(
    site: Site,
    url: str,
    template: str,
    head: Callable[[], Context],
    ids: Sequence[str],
    *,
    changed: str = "",
    source: str = "",
) -> Page:
    """A page that shows the cards of papers below what `head` makes."""
    basis = partial(_list_basis, site, head, ids)
    shown = partial(_with_cards, site, ids)
    return Page(url, template, basis, changed, source=source, shown=shown, papers=ids)


def _list_basis(
    site: Site, head: Callable[[], Context], ids: Sequence[str]
) -> tuple[Context, bytes]:
    return head(), cards_told(site, ids)


def _with_cards(site: Site, ids: Sequence[str], basis: tuple[Context, bytes]) -> Context:
    return basis[0] | {"cards": cards(site, ids)}


def source_url(site: Site, path: str) -> str:
    """Where a reader finds, and may correct, the file an editor wrote; "" when there is none."""
    repository = site.config.repository.rstrip("/")
    return f"{repository}/blob/main/{path}" if repository and path else ""


def page_title(name: str, number: int) -> str:
    return name if number == 1 else f"{name}, page {number}"


def paper_lists(site: Site) -> Iterator[Page]:
    """All papers: the newest, and every one by year, reachable without a script."""
    rows = [
        {"year": year, "url": urls.year_url(year), "count": len(ids)}
        for year, ids in site.years.items()
    ]
    yield Page(urls.PAPERS, "papers.html", partial(papers_context, site, rows))
    for year, arrived in site.years.items():
        ids = newest_first(site, arrived)
        for number in range(1, -(-len(ids) // YEAR_PAGE) + 1):
            made = partial(year_head, site, year, len(ids), number, rows)
            url, shown = urls.year_url(year, number), on_page(ids, number, YEAR_PAGE)
            yield list_page(site, url, "year.html", made, shown)


def papers_context(site: Site, years: list[Context]) -> Context:
    latest = islice(site.corpus.papers, site.config.thresholds.per_page)
    said = f"All {len(site.corpus.papers):,} papers of {site.config.title}, by year."
    return head(urls.PAPERS, "All papers", said, "papers") | {
        "feeds": [feed("Papers", "papers")],
        "exports": export_links(site, "papers"),
        "taken_in": site.taken_in,
        "years": years,
        "groups": _group_indexes(site),
        "latest": cards(site, latest),
    }


def _group_indexes(site: Site) -> list[Context]:
    """The lists of people and organisations, where there is anything in them."""
    corpus = site.corpus
    rows = (("People", urls.PEOPLE, corpus.people), ("Organisations", urls.ORGS, corpus.orgs))
    return [{"name": name, "url": url, "count": len(found)} for name, url, found in rows if found]


def year_head(site: Site, year: str, count: int, number: int, years: list[Context]) -> Context:
    url = partial(urls.year_url, year)
    name = "Undated papers" if year == "undated" else f"Papers of {year}"
    said = f"{name} in {site.config.title}, newest first."
    return (
        head(url(number), page_title(name, number), said, "papers")
        | paged(number, count, YEAR_PAGE, url)
        | {"year": year, "years": years}
    )
