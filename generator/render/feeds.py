"""Atom (RFC 4287), JSON Feed 1.1 (jsonfeed.org/version/1.1) and OPML 2.0 (opml.org/spec2.opml)."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from markupsafe import Markup
from markupsafe import escape as html_escape

from generator.plan.page import Context
from generator.render.data import clean, json_text
from generator.render.filters import Filters
from generator.render.text import inline_html, plain, text_html

MIDNIGHT = "T00:00:00Z"  # our dates are days


def atom(context: Context, site: Mapping[str, Any], filters: Filters) -> str:
    """A feed whose entries hold all that is said of a paper; an empty feed is a good feed."""
    root = site["origin"] + site["base"]
    title = f"{site['title']}: {context['title']}"
    rows = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{escape(site["language"])}">',
        f"<title>{_xml(title)}</title>",
        f"<id>{_xml(root + context['url'])}</id>",
        f'<link rel="self" type="application/atom+xml" href="{escape(root + context["url"])}"/>',
        f'<link rel="alternate" type="text/html" href="{escape(root + context["about"])}"/>',
        f"<updated>{context['updated']}{MIDNIGHT}</updated>",
        f"<author><name>{_xml(site['editor']['name'] or site['title'])}</name></author>",
    ]
    rows += [_atom_entry(entry, root, filters) for entry in context["entries"]]
    return "\n".join([*rows, "</feed>\n"])


def _atom_entry(entry: Context, root: str, filters: Filters) -> str:
    url = root + entry["url"]
    rows = [
        "<entry>",
        f"<title>{_xml(plain(entry['title']))}</title>",
        f"<id>{_xml(url)}</id>",
        f'<link rel="alternate" type="text/html" href="{escape(url)}"/>',
        f"<published>{entry['published']}{MIDNIGHT}</published>",
        f"<updated>{entry['updated']}{MIDNIGHT}</updated>",
    ]
    rows += [f"<author><name>{_xml(name)}</name></author>" for name in entry["authors"]]
    rows += [f"<category term={_attribute(tag)}/>" for tag in entry["tags"]]
    if entry["summary"]:
        rows.append(f"<summary>{_xml(plain(entry['summary']))}</summary>")
    rows.append(f'<content type="html">{_xml(content_html(entry, filters))}</content>')
    return "\n".join([*rows, "</entry>"])


def _xml(text: str) -> str:
    return escape(clean(text), quote=False)


def content_html(entry: Context, filters: Filters) -> Markup:
    """What is said of a paper or an edition, as HTML with whole addresses; never empty."""
    site = filters.site
    root = site["origin"] + site["base"]
    parts = []
    if entry["summary"]:
        parts.append(Markup("<p><em>{}</em></p>").format(inline_html(entry["summary"])))
    if entry["note"]:
        parts.append(filters.note(entry["note"], entry["links"], site["origin"]))
    if entry["abstract"]:
        parts.append(text_html(entry["abstract"]))
    if entry["papers"]:
        parts.append(_list(entry["papers"], root))
    if not parts:
        parts.append(Markup("<p>{}</p>").format(inline_html(entry["title"])))
    return Markup("\n").join(parts)


def _list(papers: list[Context], root: str) -> Markup:
    items = [
        Markup('<li><a href="{}">{}</a>{}</li>').format(
            root + paper["url"],
            inline_html(paper["title"]),
            Markup("<br>") + html_escape(paper["why"]) if paper["why"] else "",
        )
        for paper in papers
    ]
    return Markup("<ul>\n{}\n</ul>").format(Markup("\n").join(items))


def json_feed(context: Context, site: Mapping[str, Any], filters: Filters) -> str:
    root = site["origin"] + site["base"]
    author = {"name": site["editor"]["name"] or site["title"]}
    if site["editor"]["url"]:
        author["url"] = site["editor"]["url"]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": f"{site['title']}: {context['title']}",
        "home_page_url": root + context["about"],
        "feed_url": root + context["url"],
        "language": site["language"],
        "authors": [author],
        "items": [_item(entry, root, filters) for entry in context["entries"]],
    }
    return clean(json_text(feed)) + "\n"


def _item(entry: Context, root: str, filters: Filters) -> dict[str, Any]:
    item = {
        "id": root + entry["url"],
        "url": root + entry["url"],
        "title": plain(entry["title"]),
        "content_html": str(content_html(entry, filters)),
        "date_published": entry["published"] + MIDNIGHT,
        "date_modified": entry["updated"] + MIDNIGHT,
        "summary": plain(entry["summary"]),
        "authors": [{"name": name} for name in entry["authors"]],
        "tags": entry["tags"],
    }
    return {key: value for key, value in item.items() if value}


def opml(context: Context, site: Mapping[str, Any], filters: Filters) -> str:
    """All feeds of the site, for a reader to take in at once."""
    del filters
    root = site["origin"] + site["base"]
    rows = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<opml version="2.0">',
        f"<head><title>{_xml(site['title'])}</title></head>",
        "<body>",
    ]
    rows += [
        f'<outline type="rss" text={_attribute(feed["title"])} title={_attribute(feed["title"])}'
        f" xmlUrl={_attribute(root + feed['atom'])}/>"
        for feed in context["feeds"]
    ]
    return "\n".join([*rows, "</body>", "</opml>\n"])


def _attribute(text: str) -> str:
    return f'"{escape(clean(text))}"'
