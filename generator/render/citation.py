"""A paper as reference managers, scholarly search engines and schema.org know it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.plan.page import Context
from generator.plan.urls import paper_url
from generator.render.text import plain

UNNAMED = "Authors not listed"  # where a format insists on an author and no source names one


def page_address(paper: Context, site: Mapping[str, Any]) -> str:
    return f"{site['origin']}{site['base']}{paper_url(paper['id'])}"


def names(paper: Context) -> list[str]:
    """The authors as printed; [] when no source names them."""
    people = paper["authors"] or ()
    return [one if isinstance(one, str) else one["name"] for one in people]


def citation(paper: Context, site: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The citation_* tags that Zotero and scholarly search engines read, in order.

    They ask for an author and a date: without names the organisation stands for the authors,
    without a date of publication that of the first listing.
    """
    org = paper["org"]["name"] if paper["org"] else ""
    when = (paper["published"] or paper["first_seen"]).replace("-", "/")
    rows = [("citation_title", plain(paper["title"]))]
    rows += [("citation_author", name) for name in names(paper) or [org or UNNAMED]]
    rows += [
        ("citation_publication_date", when),
        ("citation_conference_title", paper["venue"]),
        ("citation_arxiv_id", paper["arxiv_id"]),
        ("citation_doi", paper["doi"]),
        ("citation_abstract_html_url", page_address(paper, site)),
    ]
    return [row for row in rows if row[1]]


def linked_data(paper: Context, site: Mapping[str, Any]) -> dict[str, Any]:
    """The paper as a schema.org ScholarlyArticle, with the same stand-ins as `citation`."""
    org = paper["org"]["name"] if paper["org"] else ""
    authors = [{"@type": "Person", "name": name} for name in names(paper)]
    same = [link["url"] for link in paper["links"] if link["label"] in ("arXiv", "DOI")]
    article = {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "headline": plain(paper["title"]),
        "author": authors or [{"@type": "Organization", "name": org or UNNAMED}],
        "datePublished": paper["published"] or paper["first_seen"],
        "url": page_address(paper, site),
        "sameAs": same,
        "abstract": plain(paper["abstract"] or paper["tldr"]),
        "isPartOf": {
            "@type": "Periodical",
            "name": site["title"],
            "url": f"{site['origin']}{site['base']}/",
        },
    }
    return {key: value for key, value in article.items() if value}
