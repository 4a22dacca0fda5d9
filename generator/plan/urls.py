"""Every URL of the site, in one place. All begin with "/" at the root of the site."""

from __future__ import annotations

HOME = "/"
PAPERS = "/papers/"
TOPICS = "/topics/"
ISSUES = "/issues/"
PEOPLE = "/people/"
ORGS = "/orgs/"
FEEDS = "/feeds/"
EXPORTS = "/exports/"
CORPUS = "/exports/papers.jsonl"
SCHEMA = "/exports/papers.schema.json"
SEARCH = "/search/"
OPML = "/feeds/all.opml"
STATUS = "/status/"
STATUS_JSON = "/status.json"
NOT_FOUND = "/404.html"
SITEMAP = "/sitemap.xml"
ROBOTS = "/robots.txt"
NO_JEKYLL = "/.nojekyll"
CNAME = "/CNAME"
MANIFEST = "/manifest.webmanifest"
RESERVED = {
    "papers",
    "topics",
    "issues",
    "people",
    "orgs",
    "feeds",
    "search",
    "status",
    "exports",
    "assets",
}


def paper_url(id: str) -> str:
    return f"/papers/{id}/"


def topic_url(id: str, number: int = 1) -> str:
    return numbered(f"/topics/{id}/", number)


def issue_url(id: str) -> str:
    return f"/issues/{id.lower()}/"


def year_url(year: str, number: int = 1) -> str:
    return numbered(f"/papers/by/{year}/", number)


def person_url(id: str, number: int = 1) -> str:
    return numbered(f"/people/{id}/", number)


def org_url(id: str, number: int = 1) -> str:
    return numbered(f"/orgs/{id}/", number)


def page_url(id: str) -> str:
    return f"/{id}/"


def feed_url(name: str, ending: str) -> str:
    """`name` is "papers", "issues", "topics/<id>" or "orgs/<id>"; `ending` "atom" or "json"."""
    return f"/feeds/{name}.{ending}"


def export_url(name: str, ending: str) -> str:
    """`name` is "papers", "topics/<id>" or "issues/<id>"; `ending` "bib", "ris" or "csl.json"."""
    return f"/exports/{name}.{ending}"


def search_url(path: str) -> str:
    """A file of the search index: "index.json" is the one that names all others."""
    return f"/search/{path}"


def sitemap_url(number: int) -> str:
    """A part of a sitemap that is too long for one file, counted from 1."""
    return f"/sitemap-{number}.xml"


def asset_url(name: str, digest: str) -> str:
    """`name` with a hash of what it holds: "/assets/style.1f2e3d4c.css"."""
    stem, dot, ending = name.rpartition(".")
    return f"/assets/{stem or ending}.{digest}{dot if stem else ''}{ending if stem else ''}"


def numbered(url: str, number: int) -> str:
    """The `number`th page of a list; the first is the list itself."""
    return url if number == 1 else f"{url}{number}/"


def path_of(url: str) -> str:
    """The file that is served for `url`, from the folder of the site."""
    return url[1:] + "index.html" if url.endswith("/") else url[1:]
