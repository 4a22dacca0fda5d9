"""content/digest.yaml → Config, checked when it is read."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple
from urllib.parse import urlsplit

PERIODS = ("day", "week", "month")
HUGGING_FACE, ARXIV, ARXIV_RSS, URL = "hugging-face-daily", "arxiv", "arxiv-rss", "url"
KINDS = (HUGGING_FACE, ARXIV, ARXIV_RSS, URL)
CADENCES = ("daily", "weekly", "monthly")


class Editor(NamedTuple):
    """Who answers for the digest; shown in the footer and in feeds."""

    name: str = ""
    url: str = ""
    email: str = ""


class Thresholds(NamedTuple):
    """From how many papers on a thing gets a page, how long lists are, what has a feed."""

    topic_papers: int = 5  # that share a source's keyword before it becomes a topic
    person_papers: int = 3
    org_papers: int = 3
    per_page: int = 50
    feed_entries: int = 30
    topic_feeds: bool = True  # a feed for each topic and organisation too
    topic_exports: bool = True  # files of each topic and edition too
    related: int = 5


class Source(NamedTuple):
    """One of those that `fetch` asks for new papers."""

    name: str  # a slug: the folder below content/imported/, and the source of its sightings
    kind: str  # one of KINDS
    cadence: str = "daily"  # how often it brings new papers; daily means on working days
    query: str = ""  # arxiv: a search; arxiv-rss: categories, "cs.CL+cs.LG"
    url: str = ""  # url: what is asked; other kinds: a mirror of their own address
    format: str = ""  # url: an importer's format; "" finds it by looking
    facts_only: bool = False  # keep no abstract
    since: str = ""  # ISO day the first fetch begins with; "" a week, or month, back
    limit: int = 0  # papers of one run, the rest waits for the next; 0: the kind's own
    days_off: tuple[str, ...] = ()  # ISO days it is known to bring nothing, besides holidays


class Config(NamedTuple):
    """What the digest is called, where it lives and how it is cut. Text is not yet HTML."""

    title: str
    tagline: str = ""
    base_url: str = "http://localhost:8000/"  # ends in "/"; no query, no fragment
    language: str = "en"
    editor: Editor = Editor()
    theme: str = "broadsheet"
    issue: str = "week"  # "day", "week" or "month": how papers fall into editions
    thresholds: Thresholds = Thresholds()
    export_abstracts: bool = False  # in files for other programs; their rights may be others'
    repository: str = ""  # where a reader corrects a note; "" hides the link
    sources: tuple[Source, ...] = ()  # what `fetch` asks, in the editor's order
    mail: Mapping[str, Any] = MappingProxyType({})  # as sources/mail.py reads it

    @property
    def base_path(self) -> str:
        """The path all URLs of the site begin with: "" at the root of a host, or "/digest"."""
        return urlsplit(self.base_url).path.rstrip("/")

    @property
    def origin(self) -> str:
        """Scheme and host without a slash: "https://example.org"."""
        parts = urlsplit(self.base_url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def custom_host(self) -> str:
        """The host GitHub Pages must be told of in CNAME; "" for its own hosts and local ones."""
        host = urlsplit(self.base_url).hostname or ""
        if host.endswith((".github.io", ".localhost", ".example")) or "." not in host:
            return ""
        return "" if host.replace(".", "").isdigit() else host
