"""The way through: every rule over every file of the built site."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from generator.check.addresses import Base, parse_base
from generator.check.assets import cname_problems, css_problems, decoded, manifest_problems
from generator.check.feeds import (
    ATOM,
    JSON_FEED,
    Feed,
    check_atom,
    check_json_feed,
    check_opml,
    check_rss,
)
from generator.check.folder import folder_problems, printable, read_folder
from generator.check.head import LOST, head_problems
from generator.check.links import Links, lost_problems
from generator.check.nodes import Node, parse_nodes
from generator.check.page import Page, read_page
from generator.check.sitemap import SITEMAP, Sitemaps, robots_problems
from generator.problems import Problem, in_reading_order

PAGES = (".html", ".htm")
XML = (".xml", ".opml", ".atom", ".rss")
JSON = (".json", ".webmanifest")
TEXT = (".css", ".js", ".mjs", ".txt", ".bib", ".ris", ".jsonl", ".csv", ".md", ".svg")
READ = frozenset((*PAGES, *XML, *JSON, *TEXT))
MANIFEST_KEYS = {"start_url", "icons", "display"}
TOLD = 10  # times one mistake is told; a broken footer stands on every page


def check_site(site: Path, base_url: str, prefix: str = "site") -> list[Problem]:
    """All that is wrong with the built site in the folder `site`, in reading order.

    `base_url` is the address the site will have; `prefix` stands before the paths in problems.
    A mistake repeated in more than TOLD places is told for the first of them, with the count.
    Nothing is written.
    """
    if not site.is_dir():
        return [Problem(prefix, None, None, "no such folder", "`broadsheet build` makes it")]
    found = in_reading_order(_Check(site, parse_base(base_url)).problems())
    path_of = {"": prefix}
    return [
        p._replace(path=path_of.get(p.path) or f"{prefix}/{printable(p.path)}")
        for p in _told_once(found)
    ]


def _told_once(problems: Iterable[Problem]) -> Iterator[Problem]:
    """At most TOLD problems of the same words; the last of them says how many more there are."""
    places: dict[tuple[str, bool], list[Problem]] = {}
    for problem in problems:
        places.setdefault((problem.what, problem.warning), []).append(problem)
    more = {
        id(group[TOLD - 1]): len(group) - TOLD for group in places.values() if len(group) > TOLD
    }
    told = (p for group in places.values() for p in group[:TOLD])
    for problem in in_reading_order(told):
        rest = more.get(id(problem))
        hint = f"{problem.hint}; the same in {rest:,} more places" if rest else problem.hint
        yield problem._replace(hint=hint)


class _Check:
    """One walk over the site. Each file is read once, and only one is held at a time."""

    def __init__(self, site: Path, base: Base) -> None:
        self.site, self.base = site, base
        self.folder = read_folder(site)
        self.files = self.folder.files
        folded = {path.casefold(): path for path in self.files}
        self.links = Links(base, self.files, folded)
        self.sitemaps = Sitemaps(base, self.files)
        self.open_pages: list[str] = []
        self.hidden: list[str] = []

    def problems(self) -> Iterator[Problem]:
        yield from self.folder.problems
        yield from folder_problems(self.files)
        for path in self.files:
            yield from self._file(path)
        yield from self.links.broken_promises()
        yield from self.sitemaps.unlike(self.open_pages, self.hidden)

    def _file(self, path: str) -> Iterator[Problem]:
        ending = path[path.rfind(".") :].lower()
        if ending not in READ and path != "CNAME":
            return
        try:
            raw = (self.site / path).read_bytes()
        except OSError as error:
            yield Problem(path, None, None, f"cannot be read: {error.strerror}", "build again")
            return
        if not raw:
            return  # told as an empty file
        text, problems = decoded(path, raw)
        yield from problems
        if ending in PAGES:
            yield from self._page(read_page(path, text))
        elif ending in XML and not problems:
            yield from self._xml(path, text)
        elif ending in JSON:
            yield from self._json(path, text)
        elif ending == ".css":
            yield from css_problems(path, text, self.base, self.files)
        elif path == "CNAME":
            yield from cname_problems(path, text, self.base)
        elif path == "robots.txt":
            yield from robots_problems(path, text, self.base, self.files)

    def _page(self, page: Page) -> Iterator[Problem]:
        if page.is_hidden or page.is_redirect or page.path == LOST:
            self.hidden.append(page.path)
        else:
            self.open_pages.append(page.path)
        for fault in page.faults:
            yield page.problem(*fault)
        yield from head_problems(page, self.base)
        yield from self.links.problems(page)
        if page.path == LOST:
            yield from lost_problems(page, self.base)

    def _xml(self, path: str, text: str) -> Iterator[Problem]:
        root = parse_nodes(path, text)
        if isinstance(root, Problem):
            yield root
        elif root.name in (f"{SITEMAP}urlset", f"{SITEMAP}sitemapindex"):
            yield from self.sitemaps.problems(path, root)
        else:
            yield from self._feed(path, root)

    def _feed(self, path: str, root: Node) -> list[Problem]:
        feed = Feed(path, self.base, self.files)
        if root.name == f"{ATOM}feed":
            check_atom(feed, root)
        elif root.name == "rss":
            check_rss(feed, root)
        elif root.name == "opml":
            check_opml(feed, root)
        return feed.problems

    def _json(self, path: str, text: str) -> Iterator[Problem]:
        try:
            value: Any = json.loads(text)
        except json.JSONDecodeError as error:
            hint = "write it with a serialiser"
            yield Problem(path, error.lineno, error.colno, f"not JSON: {error.msg}", hint)
            return
        if not isinstance(value, dict):
            return
        if str(value.get("version", "")).startswith(JSON_FEED):
            feed = Feed(path, self.base, self.files)
            check_json_feed(feed, text, value)
            yield from feed.problems
        elif path.endswith(".webmanifest") or value.keys() >= MANIFEST_KEYS:
            yield from manifest_problems(path, text, value, self.base, self.files)
