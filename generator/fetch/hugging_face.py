"""Daily Papers through huggingface_hub. The library asks, we carry, an importer reads.

Its own reading of an answer stops at the first odd record and its own client knows no limit of
time or size; so it is given our way to the network, and the answer is taken on its way in.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from generator.fetch.web import Failed, Web

if TYPE_CHECKING:
    import httpx2

PAUSE_SECONDS = 1.0
PATH = "/api/daily_papers"


class HuggingFace:
    """The part of its API that lists papers."""

    LIMIT = 100  # papers asked for at once
    SHORT = 50  # a page of fewer is the last: no server gives less than its own default

    def __init__(self, web: Web, endpoint: str) -> None:
        """`endpoint` is a mirror's; "" for HF_ENDPOINT, or the Hub itself. Raises Failed."""
        try:
            import httpx2
            from huggingface_hub import HfApi, set_client_factory
        except ImportError:
            raise Failed("needs huggingface_hub: pip install 'broadsheet[fetch]'") from None
        self.web = web
        self.answer = b""
        transport = httpx2.MockTransport(self._carry)
        set_client_factory(lambda: httpx2.Client(transport=transport))
        # The library reads HF_ENDPOINT once, when it is loaded.
        self.api = HfApi(endpoint=endpoint.rstrip("/") or os.environ.get("HF_ENDPOINT"))

    def daily_papers(self, day: date, page: int) -> bytes:
        """One page of a day's list, as JSON. Raises Failed."""
        self.answer = b""
        papers = self.api.list_daily_papers(
            date=day.isoformat(), p=page, limit=self.LIMIT, token=False
        )
        try:
            next(iter(papers), None)
        except Failed:
            raise
        except Exception:  # whatever the library trips over, the answer is here
            if not self.answer:
                raise
        return self.answer

    def _carry(self, request: httpx2.Request) -> httpx2.Response:
        import httpx2

        if not request.url.path.endswith(PATH):
            # What the library looks up for itself, to describe itself to the server, is not asked.
            return httpx2.Response(404, request=request)
        self.answer = self.web.get(str(request.url), pause_seconds=PAUSE_SECONDS, flaw=_flaw)
        return httpx2.Response(200, content=self.answer, request=request)


def _flaw(body: bytes) -> str:
    with suppress(ValueError, RecursionError):
        json.loads(body)
        return ""
    return "an answer that is not JSON to its end"
