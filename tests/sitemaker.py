"""A small good site, as files, in which the tests of the check plant one fault at a time."""

from __future__ import annotations

import json
from pathlib import Path

from generator.check import check_site
from generator.problems import Problem

BASE_URL = "https://reading.example/list/"
POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'"
PAPER = "papers/2601.00417/index.html"


def page(path: str, title: str, body: str, head: str = "") -> str:
    """A page whose body begins on line 12; `head` must stay one line (line 9)."""
    own = BASE_URL + path.removesuffix("index.html")
    return f"""<!doctype html>
<html lang="en">
<head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<link rel="canonical" href="{own}">
<link rel="stylesheet" href="/list/assets/page.css">
{head}
</head>
<body><h1>{title}</h1>
{body}
</body></html>
"""


FRONT = """<p><a href="papers/2601.00417/">A paper</a> and <a href="#new">what is new</a></p>
<h2 id="new">New</h2>
<a href="https://elsewhere.example/x">elsewhere</a> <a href="mailto:me@reading.example">me</a>
<a href="https://reading.example/list/papers/2601.00417/?from=home#short">in short</a>
<img src="assets/dot.svg" alt=""> <img src="data:image/gif;base64,R0lGOD" alt="">"""
DETAILS = """<p><a href="../../">Home</a> <a href="../../#new">New</a> <a href="#top">Up</a></p>
<h2 id="short">In short</h2>"""
LINKED = {"@type": "ScholarlyArticle", "headline": "A", "url": f"{BASE_URL}papers/2601.00417/"}
PAPER_HEAD = (
    '<meta name="citation_title" content="A paper">'
    '<meta name="citation_publication_date" content="2026/01/09">'
    f'<script type="application/ld+json">{json.dumps(LINKED)}</script>'
)
ATOM = f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<id>{BASE_URL}</id><title>List</title>
<updated>2026-01-12T00:00:00Z</updated>
<author><name>Someone</name></author>
<link rel="self" href="{BASE_URL}feeds/papers.xml"/>
<entry><id>tag:reading.example,2026:1</id><title>A paper</title>
<updated>2026-01-12T00:00:00Z</updated>
<link href="{BASE_URL}papers/2601.00417/"/></entry>
<entry><id>tag:reading.example,2026:2</id><title>Home</title>
<updated>2026-01-11T00:00:00Z</updated>
<link href="{BASE_URL}"/></entry>
</feed>
"""
JSON_FEED = f"""{{"version": "https://jsonfeed.org/version/1.1", "title": "List",
"home_page_url": "{BASE_URL}",
"feed_url": "{BASE_URL}feeds/papers.json",
"items": [
{{"id": "one", "content_text": "x",
"date_published": "2026-01-12T00:00:00Z",
"url": "{BASE_URL}papers/2601.00417/"}},
{{"id": "two", "content_text": "y", "url": "{BASE_URL}"}}
]}}
"""
OPML = f"""<?xml version="1.0" encoding="utf-8"?>
<opml version="2.0"><head><title>All</title></head><body>
<outline type="rss" text="Papers" xmlUrl="{BASE_URL}feeds/papers.xml" htmlUrl="{BASE_URL}"/>
</body></opml>
"""
SITEMAP = f"""<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>{BASE_URL}</loc></url>
<url><loc>{BASE_URL}papers/2601.00417/</loc></url>
</urlset>
"""
MANIFEST = """{"name": "List", "start_url": "/list/", "display": "browser",
"icons": [{"src": "assets/dot.svg"}]}
"""
CSS = """/* url(https://not.example/asked) */
body { background: url("dot.svg"); }
"""
OLD = """<!doctype html>
<html lang="en"><head>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<title>Moved</title><link rel="canonical" href="https://reading.example/list/papers/2601.00417/">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url=../2601.00417/"></head>
<body><a href="../2601.00417/">Moved</a></body></html>
"""


def good_files() -> dict[str, str]:
    """Every kind of file a digest has, all as it should be."""
    lost = page("404.html", "Not here", '<a href="/list/">Home</a>')
    return {
        "index.html": page("index.html", "List", FRONT),
        PAPER: page(PAPER, "A paper", DETAILS, PAPER_HEAD),
        "papers/old-name/index.html": OLD,
        "404.html": lost,
        "assets/page.css": CSS,
        "assets/dot.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>\n',
        "feeds/papers.xml": ATOM,
        "feeds/papers.json": JSON_FEED,
        "feeds/all.opml": OPML,
        "site.webmanifest": MANIFEST,
        "sitemap.xml": SITEMAP,
        "robots.txt": f"User-agent: *\nAllow: /\nSitemap: {BASE_URL}sitemap.xml\n",
        ".nojekyll": "",
    }


def told(problems: list[Problem]) -> list[tuple[str, str]]:
    """Where each problem is, and what it is."""
    return [(f"{p.path}:{p.line}" if p.line else p.path, p.what) for p in problems]


def edited(site: Path, path: str, old: str, new: str) -> list[Problem]:
    """The problems after the first `old` in a file has become `new`."""
    file = site / path
    text = file.read_text(encoding="utf-8")
    assert old in text, f"the good site has no {old!r} in {path}"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return check_site(site, BASE_URL)


def write_site(folder: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="")
