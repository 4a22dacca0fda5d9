"""arXiv's search through the arxiv package. The library asks, we carry, an importer reads.

Its own client tries again at once, knows nothing of Retry-After, takes an empty first page for
the end and drops odd entries without a word; so it is given our way to the network, and the
answer is taken on its way in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from generator.fetch.web import Failed, Web

PAUSE_SECONDS = 3.0  # what arXiv asks for; info.arxiv.org/help/api/tou.html
PAGE_PAPERS = 500  # of one request; arXiv allows 2,000
TOTAL = re.compile(rb"<opensearch:totalResults[^>]*>\s*(\d{1,12})\s*<")
ENTRY = re.compile(rb"<entry[\s>]")
END = re.compile(rb"</feed>\s*\Z")


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a search."""

    body: bytes  # Atom
    entries: int  # on this page
    total: int  # of the search


@dataclass(frozen=True, slots=True)
class _Response:
    status_code: int
    content: bytes


class ArxivApi:
    """One search of arXiv, for the papers sent in on some days."""

    def __init__(self, web: Web, address: str, query: str) -> None:
        """`address` stands for that of arXiv's API; "" for its own. Raises Failed."""
        try:
            import arxiv
        except ImportError:
            raise Failed("needs the arxiv package: pip install 'broadsheet[fetch]'") from None
        self.web, self.query, self.arxiv = web, query, arxiv
        self.client: Any = arxiv.Client(page_size=PAGE_PAPERS, delay_seconds=0, num_retries=0)
        self.client._session = self  # it asks for no more than `get` below
        if address:
            self.client.query_url_format = f"{address.replace('{', '{{').replace('}', '}}')}?{{}}"
        self.start = 0
        self.answer = b""

    def page(self, first: date, last: date, start: int) -> Page:
        """Papers sent in from `first` to `last`, oldest first, from the `start`th on."""
        self.start, self.answer = start, b""
        search = self.arxiv.Search(
            query=f"({self.query}) AND submittedDate:[{first:%Y%m%d}0000 TO {last:%Y%m%d}2359]",
            max_results=None,
            sort_by=self.arxiv.SortCriterion.SubmittedDate,
            sort_order=self.arxiv.SortOrder.Ascending,
        )
        try:
            next(iter(self.client.results(search, offset=start)), None)
        except Failed as failed:
            if failed.status == 400:
                raise Failed(f"arXiv does not understand its query ({failed})", 400) from None
            raise
        except Exception:  # whatever the library trips over, the answer is here
            if not self.answer:
                raise
        return page_of(self.answer)

    def get(self, url: str, **_: Any) -> _Response:
        """What the library's client asks of a session."""
        self.answer = self.web.get(url, pause_seconds=PAUSE_SECONDS, flaw=self._flaw)
        return _Response(200, self.answer)

    def _flaw(self, body: bytes) -> str:
        """Why a page is not the one that was asked for. arXiv gives empty ones now and then."""
        if not END.search(body[-200:]):
            return "an answer that is not Atom to its end"
        page = page_of(body)
        if page.total > self.start and not page.entries:
            return f"an empty page where {page.total:,} papers were told of"
        return ""


def page_of(body: bytes) -> Page:
    total = TOTAL.search(body)
    return Page(body, len(ENTRY.findall(body)), int(total.group(1)) if total else 0)
