"""The repository's own digest, built once, and a reader who looks at it in a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request

from tests.digest import Digest
from tests.server import served

CONTENT = Path(__file__).parents[2] / "content"
WATCH = """
addEventListener('securitypolicyviolation', e => console.error(`policy: ${e.violatedDirective}`));
window.longest = 0;
new PerformanceObserver(list => list.getEntries().forEach(
    e => window.longest = Math.max(window.longest, e.duration))).observe({type: 'longtask'});
"""


@dataclass
class Reader:
    """Someone in front of a browser, and what the browser complained of or asked for."""

    page: Page
    base: str  # address of the site, without the last slash
    trouble: list[str] = field(default_factory=list)  # errors, dialogs, requests off the site
    asked: list[str] = field(default_factory=list)  # paths fetched, from the root of the site

    def watch(self) -> None:
        self.page.on("pageerror", lambda error: self.trouble.append(str(error)))
        self.page.on("dialog", lambda shown: (self.trouble.append(shown.message), shown.dismiss()))
        self.page.on("console", lambda m: m.type == "error" and self.trouble.append(m.text))
        self.page.on("request", self._fetched)

    def _fetched(self, request: Request) -> None:
        self.asked.append(request.url.removeprefix(self.base))
        if not request.url.startswith((self.base, "data:")):
            self.trouble.append(request.url)

    @property
    def box(self) -> Locator:
        return self.page.locator("#q")

    @property
    def options(self) -> Locator:
        """What the list under the box in the header offers."""
        return self.page.get_by_role("option")

    @property
    def cards(self) -> Locator:
        """The papers on the page of the search."""
        return self.page.locator("#cards > li")

    @property
    def count(self) -> int:
        """The number of papers that the page of the search says there are."""
        return int(self.page.locator("#tally").inner_text().split()[0].replace(",", ""))

    @property
    def focused(self) -> str:
        return str(self.page.evaluate("document.activeElement.textContent.trim()"))

    def visit(self, path: str) -> None:
        self.page.goto(self.base + path)

    def search(self, query: str) -> None:
        """Open the page of the search and wait for its papers."""
        self.visit(f"/search/?{query}")
        self.cards.first.wait_for()

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait until it is so. The browser's own way to wait breaks the site's policy."""
        for _ in range(750):
            if holds():
                return
            self.page.wait_for_timeout(20)
        pytest.fail("it never was so")

    def at(self, address: str) -> None:
        """Wait until the address, from the root of the site, is this."""
        self.page.wait_for_url(self.base + address)


def facet(reader: Reader, kind: str, number: int = 0) -> Locator:
    """A value of a facet: a label with its box, its name and its count."""
    return reader.page.locator(f"label:has([name={kind}])").nth(number)


@pytest.fixture(scope="package")
def own_digest(tmp_path_factory: pytest.TempPathFactory) -> Digest:
    """The digest this repository publishes, in a folder of its own."""
    digest = Digest(tmp_path_factory.mktemp("own"))
    shutil.copytree(CONTENT, digest.folder / "content", dirs_exist_ok=True)
    digest.build(base_url="https://reader.example/digest/")
    return digest


@pytest.fixture(scope="package")
def own_address(own_digest: Digest) -> Iterator[str]:
    with served(own_digest.output, "/digest") as base:
        yield base


@pytest.fixture(scope="package")
def desk(browser: Browser) -> Iterator[BrowserContext]:
    """A window that all readers share: what one has fetched need not be fetched by the next."""
    made = browser.new_context(viewport={"width": 1280, "height": 900})
    made.add_init_script(WATCH)
    made.set_default_timeout(15_000)
    yield made
    made.close()


@pytest.fixture
def reader(desk: BrowserContext, own_address: str) -> Iterator[Reader]:
    """A reader of the repository's digest, with an empty page before them."""
    made = Reader(desk.new_page(), own_address)
    made.watch()
    yield made
    made.page.close()


@pytest.fixture
def stranger(browser: Browser, own_address: str) -> Iterator[Reader]:
    """A reader with a small phone, whose browser has fetched nothing yet."""
    context = browser.new_context(viewport={"width": 320, "height": 640})
    context.set_default_timeout(15_000)
    made = Reader(context.new_page(), own_address)
    made.watch()
    yield made
    context.close()
