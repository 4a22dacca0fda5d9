"""A page that only listens, and what a preview is held against: a clean build of the same."""

from __future__ import annotations

import threading
import time
from typing import Any

from generator.write.lock import Busy
from generator.write.output import PREVIEW
from tests.digest import Digest
from tests.plain import clean_site, differing, files_below
from tests.preview import PATIENCE, Preview

A = "/digest/papers/a/"  # the page most tests look at


class Page:
    """A page in a browser that only listens: it knows what it is told it should show."""

    def __init__(self, preview: Preview, path: str) -> None:
        self.told: list[dict[str, Any]] = []
        self._states = preview.states(path)
        threading.Thread(target=self._listen, daemon=True).start()
        preview.wait_until(lambda: self.told)

    def _listen(self) -> None:
        try:
            for state in self._states:
                self.told.append(state)
        except OSError:
            pass  # the preview has ended

    @property
    def content(self) -> str:
        return str(self.told[-1]["content"])


def shown_digest(preview: Preview, path: str) -> str:
    return preview.text(path).partition('data-content="')[2].partition('"')[0]


def clean_or_busy(small: Digest) -> dict[str, bytes]:
    """A clean build of the digest, tried again while the preview builds it too."""
    while True:
        try:
            return clean_site(small, drafts=True)
        except Busy:
            time.sleep(0.05)


def preview_now(small: Digest) -> dict[str, bytes]:
    """Every file of the preview; nothing while it is being written."""
    try:
        return files_below(small.folder / PREVIEW)
    except FileNotFoundError:
        return {}


def settled(small: Digest, preview: Preview, seconds: float = PATIENCE) -> None:
    """Wait until the preview equals a build from nothing with the same options."""
    expected = clean_or_busy(small)
    began = time.monotonic()
    while differing(preview_now(small), expected):
        assert time.monotonic() - began < seconds, preview.warned[-5:]
        time.sleep(0.05)
