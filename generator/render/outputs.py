"""Outputs by name: what a page whose template is not of the theme is rendered with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from html import escape
from importlib import import_module
from typing import TYPE_CHECKING, Any

from generator.plan.page import Context
from generator.render.data import json_text

if TYPE_CHECKING:
    from generator.render.filters import Filters

# Gives a text, or the parts of one that is long.
Output = Callable[[Context, Mapping[str, Any], "Filters"], str | Iterator[str]]
FOR_READERS = ("label", "every")  # words for what other keys of a source say
SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"


def text(context: Context, site: Mapping[str, Any], filters: Filters) -> str:
    del site, filters
    return str(context["text"])


def status(context: Context, site: Mapping[str, Any], filters: Filters) -> str:
    """The freshness of every source, for machines; what is not known yet is null."""
    del filters
    rows = {
        kind: [
            {k: None if v == "" else v for k, v in row.items() if k not in FOR_READERS}
            for row in context[kind]
        ]
        for kind in ("sources", "imports")
    }
    known = {
        "title": site["title"],
        "url": f"{site['origin']}{site['base']}{context['url']}",
        "taken_in": context["taken_in"] or None,
        "papers": context["papers"],
    }
    return json_text(known | rows) + "\n"


def manifest(context: Context, site: Mapping[str, Any], filters: Filters) -> str:
    """What a browser needs to keep the site as an application (w3.org/TR/appmanifest)."""
    del context, filters
    icon = {"src": f"{site['base']}{site['icon']}", "sizes": "any", "type": "image/svg+xml"}
    made = {
        "name": site["title"],
        "short_name": site["title"][:30],
        "description": site["tagline"],
        "lang": site["language"],
        "start_url": site["base"] + "/",
        "scope": site["base"] + "/",
        "display": "minimal-ui",
        "background_color": site["color"],
        "theme_color": site["color"],
        "icons": [icon] if site["icon"] else [],
    }
    return json_text(made) + "\n"


def sitemap(context: Context, site: Mapping[str, Any], filters: Filters) -> str:
    del filters
    root = site["origin"] + site["base"]
    rows = [
        f"<url><loc>{escape(root + url)}</loc>"
        + (f"<lastmod>{changed}</lastmod>" if changed else "")
        + "</url>"
        for url, changed in context["rows"]
    ]
    return _map("urlset", rows)


def sitemap_index(context: Context, site: Mapping[str, Any], filters: Filters) -> str:
    del filters
    root = site["origin"] + site["base"]
    rows = [f"<sitemap><loc>{escape(root + url)}</loc></sitemap>" for url in context["maps"]]
    return _map("sitemapindex", rows)


def _map(element: str, rows: list[str]) -> str:
    head = f'<?xml version="1.0" encoding="utf-8"?>\n<{element} xmlns="{SITEMAPS}">\n'
    return head + "\n".join(rows) + f"\n</{element}>\n"


@cache
def output_of(template: str) -> Output | None:
    """What renders pages of `template`; None when that is one of the theme."""
    if template in OUTPUTS:
        return OUTPUTS[template]
    if template not in ELSEWHERE:
        return None
    module, name = ELSEWHERE[template]
    output: Output = getattr(import_module(f"generator.render.{module}"), name)
    return output


# Modules and functions that are loaded with the first page they render: few edits need them.
ELSEWHERE = {
    "feed.atom": ("feeds", "atom"),
    "feed.json": ("feeds", "json_feed"),
    "opml": ("feeds", "opml"),
    "export.bib": ("exports.citations", "bib"),
    "export.ris": ("exports.citations", "ris"),
    "export.csl.json": ("exports.citations", "csl"),
    "export.jsonl": ("exports.lines", "json_lines"),
    "export.schema": ("exports.lines", "schema"),
}
OUTPUTS: Mapping[str, Output] = {
    "text": text,
    "status.json": status,
    "manifest": manifest,
    "sitemap": sitemap,
    "sitemap_index": sitemap_index,
}
