"""Sitemaps and robots.txt: every page is told of once, and nothing that is not there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from generator.check.addresses import Base, Way, served, shown
from generator.check.nodes import Node
from generator.problems import Problem

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9 "
MOST_URLS = 50_000
MOST_BYTES = 50 * 1024 * 1024
FIRST = "sitemap.xml"


@dataclass(slots=True)
class Sitemaps:
    """All sitemaps of the site, read one by one."""

    base: Base
    files: Mapping[str, int]
    told: dict[str, tuple[str, int, int]] = field(default_factory=dict)  # page → file, line, column

    def problems(self, path: str, root: Node) -> Iterator[Problem]:
        """What is wrong with one file; its pages are noted in `told`."""
        parents = [
            node for node in root.children if node.name in (f"{SITEMAP}url", f"{SITEMAP}sitemap")
        ]
        yield from self._too_large(path, len(parents))
        for parent in parents:
            loc = parent.first(f"{SITEMAP}loc") or parent
            file = self._file(loc.text)
            if not file:
                what = f"`{shown(loc.text)}` is no file of the site"
                hint = f"an entry is the full address of a page, from {self.base.url} on"
                yield Problem(path, loc.line, loc.column, what, hint)
            elif file in self.told:
                there, line, _ = self.told[file]
                what = f"`{shown(loc.text)}` is told twice, first in {there}, line {line}"
                yield Problem(path, loc.line, loc.column, what, "drop one")
            else:
                self.told[file] = (path, loc.line, loc.column)

    def _too_large(self, path: str, count: int) -> Iterator[Problem]:
        hint = "split it and list the parts in a <sitemapindex>"
        if count > MOST_URLS:
            yield Problem(path, None, None, f"{count:,} entries; {MOST_URLS:,} are allowed", hint)
        if self.files.get(path, 0) > MOST_BYTES:
            what = f"{self.files[path] / 2**20:,.0f} MiB; {MOST_BYTES // 2**20} are allowed"
            yield Problem(path, None, None, what, hint)

    def _file(self, url: str) -> str:
        """The file that an entry names by its one full address; "" when there is none."""
        target = self.base.resolve("", url) if "//" in url else None
        if target is None or target.way is not Way.INSIDE:
            return ""
        file, redirected = served(target.path, self.files)
        return "" if redirected else file

    def unlike(self, shown_pages: Iterable[str], hidden: Collection[str]) -> Iterator[Problem]:
        """Pages left out, and told although they hide. To be asked when all has been read."""
        for page in shown_pages:
            if page not in self.told:
                hint = "add it, or mark the page noindex"
                yield Problem(page, None, None, "not in the sitemap", hint, warning=True)
        for page in hidden:
            if page in self.told:
                path, line, column = self.told[page]
                what = f"{page} is in the sitemap and marked noindex or a redirect"
                yield Problem(path, line, column, what, "leave it out of the sitemap")


def robots_problems(path: str, text: str, base: Base, files: Collection[str]) -> Iterator[Problem]:
    """robots.txt names the sitemap by its full address."""
    named = False
    for number, line in enumerate(text.splitlines(), 1):
        key, _, value = (part.strip() for part in line.partition(":"))
        if key.lower() != "sitemap":
            continue
        named = True
        target = base.resolve("", value)
        if not value.startswith(base.url) or not served(target.path, files)[0]:
            hint = f"write Sitemap: {base.own_url(FIRST)}"
            yield Problem(path, number, 1, f"`{shown(value)}` is no sitemap of the site", hint)
    if not named and FIRST in files:
        hint = f"add Sitemap: {base.own_url(FIRST)}"
        yield Problem(path, None, None, "it does not name the sitemap", hint)
