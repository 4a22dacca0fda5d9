"""What the head of every page must hold."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from generator.check.addresses import Base, shown
from generator.check.page import Page, Use
from generator.problems import Problem

CITATION_DATE = re.compile(r"\d{4}(?:/\d{1,2}(?:/\d{1,2})?)?\Z")
LOOSE = ("'unsafe-inline'", "'unsafe-eval'", "'unsafe-hashes'")
POLICY = "content-security-policy"
LOST = "404.html"


def head_problems(page: Page, base: Base) -> Iterator[Problem]:
    """What the head of `page` lacks or says wrongly.

    A redirect shows nothing, so it needs no heading and no viewport; the page for lost readers
    is served at every address, so it needs no canonical one.
    """
    if not page.text[-40:].rstrip().lower().endswith("</html>"):
        at = len(page.text.rstrip())
        yield page.problem(at, "the page is cut off: no </html> at its end", "build the site again")
    for missing, hint in _missing(page):
        yield page.problem(None, f"no {missing}", hint)
    yield from _policy(page)
    yield from _canonical(page, base)
    yield from _citation(page)
    for at, text in page.data_blocks:
        yield from _linked_data(page, at, text)


def _missing(page: Page) -> Iterator[tuple[str, str]]:
    if not page.lang:
        yield "language", 'write <html lang="…">'
    if not page.title:
        yield "title", "write a <title> in the head"
    if POLICY not in page.metas:
        yield "Content-Security-Policy", "put the <meta> first in the head"
    if not page.canonicals and page.path != LOST:
        yield "canonical address", 'write <link rel="canonical" href="…">'
    if page.is_redirect:
        return
    if not page.headings:
        yield "first-level heading", "write one <h1>"
    if "viewport" not in page.metas:
        yield "viewport", 'write <meta name="viewport" content="width=device-width">'


def _policy(page: Page) -> Iterator[Problem]:
    for meta in page.metas.get(POLICY, ()):
        for what, hint in policy_faults(meta.content):
            yield page.problem(meta.at, what, hint)
        early = [r for r in page.references if r.use is Use.FILE and r.at < meta.at]
        if early:
            what = f"`{shown(early[0].url)}` stands before the Content-Security-Policy"
            yield page.problem(early[0].at, what, "put the policy first: it rules what follows it")


def policy_faults(policy: str) -> Iterator[tuple[str, str]]:
    """What makes a Content-Security-Policy less than strict, and what would mend it."""
    rules = [rule.split() for rule in policy.split(";") if rule.strip()]
    names = {name.lower() for name, *_ in rules}
    if "default-src" not in names:
        yield "the policy has no default-src", "begin it with default-src 'none'"
    for name, *sources in rules:
        for source in sources:
            runs = name.lower() in ("script-src", "default-src")
            if source in LOOSE or source == "*" or (runs and source.lower() == "data:"):
                yield f"the policy allows {source} in {name}", "take it out"
            elif source.lower().startswith(("http:", "https:", "//")):
                yield f"the policy lets {name} reach {shown(source)}", "keep requests in the site"


def _canonical(page: Page, base: Base) -> Iterator[Problem]:
    """A page calls itself by its own address, unless it redirects or hides."""
    if page.is_redirect or page.path == LOST:
        return
    own = base.own_url(page.path)
    for meta in page.canonicals:
        if meta.content != own and not (page.is_hidden and meta.content.startswith(base.url)):
            what = f"the canonical address is `{shown(meta.content)}`"
            yield page.problem(meta.at, what, f"this page is {own}")


def _citation(page: Page) -> Iterator[Problem]:
    for meta in page.metas.get("citation_publication_date", ()):
        if not CITATION_DATE.match(meta.content):
            what = f"citation_publication_date is `{shown(meta.content)}`"
            yield page.problem(meta.at, what, "write 2024/07/08, 2024/07 or 2024")
    named = [name for name in page.metas if name.startswith("citation_")]
    if named and not page.meta("citation_title"):
        at = page.metas[named[0]][0].at
        yield page.problem(at, f"{named[0]} without a citation_title", "name the paper too")


def _linked_data(page: Page, at: int, text: str) -> Iterator[Problem]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        yield page.problem(at, f"the data block is not JSON: {error}", "write it with a serialiser")
        return
    if isinstance(value, dict) and value.get("@type") == "ScholarlyArticle":
        for key in ("headline", "url"):
            if not value.get(key):
                yield page.problem(at, f"the article's JSON-LD has no {key}", f"add its {key}")
