"""People, organisations, and the editor's own pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from generator.corpus.model import Group, TextPage
from generator.plan import urls
from generator.plan.cards import first_sentence, links, newest, newest_first
from generator.plan.lists import (
    Numbered,
    group_feeds,
    head,
    list_page,
    on_page,
    page_title,
    paged,
    source_url,
)
from generator.plan.page import Context, Page, Site


def group_pages(site: Site) -> Iterator[Page]:
    """People and organisations with enough papers, and an index of each kind that has any."""
    corpus = site.corpus
    for kind, groups, at in (
        ("person", corpus.people, urls.person_url),
        ("org", corpus.orgs, urls.org_url),
    ):
        if groups:
            index = urls.PEOPLE if kind == "person" else urls.ORGS
            rows = list(groups.values())
            yield Page(index, "groups.html", partial(groups_context, site, kind, index, rows, at))
        for group in groups.values():
            ids = newest_first(site, group.papers)
            for number in range(1, -(-len(group.papers) // site.config.thresholds.per_page) + 1):
                made = partial(group_head, site, kind, group, number, partial(at, group.id))
                changed = newest(corpus.papers[id].day for id in group.papers[:1])
                shown = on_page(ids, number, site.config.thresholds.per_page)
                url = at(group.id, number)
                yield list_page(site, url, "group.html", made, shown, changed=changed)


def groups_context(
    site: Site, kind: str, url: str, groups: Sequence[Group], at: Callable[[str], str]
) -> Context:
    heading = "People" if kind == "person" else "Organisations"
    said = f"{heading} with several papers in {site.config.title}."
    rows = [{"name": g.name, "url": at(g.id), "count": len(g.papers)} for g in groups]
    return head(url, heading, said, "papers", heading=heading, kind=kind, groups=rows)


def group_head(site: Site, kind: str, group: Group, number: int, url: Numbered) -> Context:
    size = site.config.thresholds.per_page
    said = first_sentence(group.intro) or f"Papers of {group.name} in {site.config.title}."
    feeds = group_feeds(site, group.name, f"orgs/{group.id}") if kind == "org" else []
    return (
        head(url(number), page_title(group.name, number), said, "papers")
        | paged(number, len(group.papers), size, url)
        | {
            "feeds": feeds,
            "name": group.name,
            "kind": kind,
            "intro": group.intro if number == 1 else "",
            "links": links(site, group.intro) if number == 1 else {},
            "links_out": [{"label": label, "url": to} for label, to in group.links],
        }
    )


def text_pages(site: Site) -> Iterator[Page]:
    for page in site.corpus.pages.values():
        made = partial(text_context, site, page)
        yield Page(urls.page_url(page.id), "page.html", made, source=page.path)


def text_context(site: Site, page: TextPage) -> Context:
    said = page.description or first_sentence(page.text)
    return head(urls.page_url(page.id), page.title, said) | {
        "source_url": source_url(site, page.path),
        "heading": page.title,
        "text": page.text,
        "links": links(site, page.text),
    }
