"""HTML on its way to the browser: the preview's script put in, and what tells two pages apart.

All of it works on bytes, and none of it is ever written to the site.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from hashlib import blake2b

SCRIPT = "/_preview/preview.js"
HEAD_END = re.compile(rb"</head\s*>", re.IGNORECASE)
TAG = re.compile(rb"<(?:link|meta)\b[^>]*>", re.IGNORECASE)
STYLESHEET = re.compile(rb"\brel\s*=\s*[\"']?stylesheet\b", re.IGNORECASE)
HREF = re.compile(rb"\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
POLICY = re.compile(rb"\bhttp-equiv\s*=\s*[\"']?content-security-policy\b", re.IGNORECASE)
CONTENT = re.compile(rb"\bcontent\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
NEEDED = ("script-src", "style-src", "connect-src")  # what the preview's part of a page does


def with_script(page: bytes, seen: Mapping[str, str]) -> bytes:
    """The page with the preview's script, which is told what it was `seen` as."""
    told = "".join(f' data-{name}="{html.escape(value)}"' for name, value in seen.items())
    tag = f'<script type="module" src="{SCRIPT}" data-broadsheet-preview{told}></script>\n'
    page = TAG.sub(_opened_policy, page)
    end = HEAD_END.search(page)
    at = end.start() if end else 0
    return page[:at] + tag.encode() + page[at:]


def stylesheets(page: bytes) -> list[str]:
    """The addresses of the page's stylesheets, in order."""
    return [
        html.unescape(_value(HREF, tag).decode("utf-8", "replace"))
        for tag in TAG.findall(page)
        if STYLESHEET.search(tag)
    ]


def content_digest(page: bytes) -> str:
    """A hash of all the page shows, whatever its stylesheets are called at the moment."""
    return blake2b(TAG.sub(_unnamed_stylesheet, page), digest_size=8).hexdigest()


def links(page: bytes) -> list[str]:
    """Every address the page leads to, each once."""
    found = (first or second for first, second in HREF.findall(page))
    return [html.unescape(href.decode("utf-8", "replace")) for href in dict.fromkeys(found)]


def open_policy(policy: str) -> str:
    """A Content-Security-Policy with what the preview needs: scripts, styles, calls of its own."""
    rules: dict[str, list[str]] = {}
    for rule in filter(None, (part.split() for part in policy.split(";"))):
        rules.setdefault(rule[0].lower(), rule[1:])  # the first of two counts
    for name in NEEDED:
        sources = rules.get(name, rules.get("default-src"))
        if sources is not None and "'self'" not in sources:
            rules[name] = [*(s for s in sources if s != "'none'"), "'self'"]
    return "; ".join(" ".join([name, *sources]) for name, sources in rules.items())


def _opened_policy(found: re.Match[bytes]) -> bytes:
    tag = found.group()
    if not POLICY.search(tag):
        return tag
    policy = html.unescape(_value(CONTENT, tag).decode("utf-8", "replace"))
    opened = f'content="{html.escape(open_policy(policy), quote=True)}"'.encode()
    return CONTENT.sub(lambda _: opened, tag)


def _unnamed_stylesheet(found: re.Match[bytes]) -> bytes:
    tag = found.group()
    return HREF.sub(b"", tag) if STYLESHEET.search(tag) else tag


def _value(pattern: re.Pattern[bytes], tag: bytes) -> bytes:
    found = pattern.search(tag)
    return (found.group(1) or found.group(2) or b"") if found else b""
