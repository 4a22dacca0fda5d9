"""Text of strangers is shown, never run: in a real browser, in every field."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.digest import Digest
from tests.payloads import PAYLOADS
from tests.server import served

WATCH = """
window.told = [];
document.addEventListener('securitypolicyviolation', e => window.told.push(e.violatedDirective));
"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Digest:
    """A digest in which every field of every paper holds a payload."""
    digest = Digest(tmp_path_factory.mktemp("hostile"))
    digest.write_config(title=" ".join(PAYLOADS), tagline=PAYLOADS[0], topics={"min_papers": 1})
    sightings = [
        {
            "id": f"p{n}",
            "title": f"Title {n} {payload}",
            "authors": [f"Author {payload}", "Ada Abe"],
            "org": f"Org {payload}",
            "venue": payload,
            "abstract": f"Abstract {payload} and ${payload}$ and more.",
            "topics": [f"topic {n} {payload}"],
            "url": payload,
        }
        for n, payload in enumerate(PAYLOADS)
    ]
    digest.write_import(*sightings)
    for n, payload in enumerate(PAYLOADS):
        note = f"Note {payload}\n\n[link]({payload})\n\n![image]({payload})\n\n<{payload}>\n"
        digest.write(f"content/papers/p{n}.md", f"---\ntldr: |-\n  Short {payload}\n---\n{note}")
    digest.build()
    return digest


@pytest.fixture(scope="module")
def address(hostile: Digest) -> Iterator[str]:
    with served(hostile.output, "/digest") as base:
        yield base


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    context.add_init_script(WATCH)
    yield context.new_page()
    context.close()


def opened(page: Page, url: str) -> list[str]:
    """Open a page, poke what can be poked, and say what ran or was refused."""
    happened: list[str] = []
    page.on("dialog", lambda dialog: (happened.append(f"dialog {url}"), dialog.dismiss()))
    page.on("pageerror", lambda error: happened.append(f"error {error}"))
    page.on("console", lambda said: happened.append(said.text) if said.type == "error" else None)
    page.on(
        "request",
        lambda sent: None if sent.url.startswith("http://127.0.0.1") else happened.append(sent.url),
    )
    page.goto(url)
    page.evaluate(
        """() => document.querySelectorAll('main *').forEach(e =>
            ['mouseover', 'focus', 'error', 'load', 'toggle'].forEach(
                n => e.dispatchEvent(new Event(n))))"""
    )
    return happened + page.evaluate("() => window.told.concat(window.ran ? ['ran'] : [])")


def test_no_payload_runs_on_any_page(hostile: Digest, address: str, page: Page) -> None:
    files = [path for path in hostile.site() if path.endswith(".html")]

    happened = [said for path in files for said in opened(page, f"{address}/{path}")]

    assert len(files) > 2 * len(PAYLOADS)  # a paper and a topic of each
    assert happened == []


def test_every_payload_is_shown_as_text(address: str, page: Page) -> None:
    for n, payload in enumerate(PAYLOADS):
        page.goto(f"{address}/papers/p{n}/")
        heading = page.locator("h1").text_content() or ""

        assert heading.startswith(f"Title {n}")
        if "alert" in payload:
            assert "alert" in heading, payload


def test_no_element_of_a_payload_is_in_any_page(address: str, page: Page) -> None:
    counted = """() => document.querySelectorAll(
        'main script, main iframe, main img, main object, main embed, main form, main svg a,'
        + '[onerror], [onload], [onclick], [onmouseover], [onfocus], [ontoggle], main [style],'
        + 'a[href^="javascript" i], a[href^="data" i], a[href^="vbscript" i],'
        + 'meta[http-equiv=refresh]'
    ).length"""
    for n in range(len(PAYLOADS)):
        page.goto(f"{address}/papers/p{n}/")

        assert page.evaluate(counted) == 0, PAYLOADS[n]


def test_feeds_hold_payloads_as_text(hostile: Digest) -> None:
    import feedparser

    for name in ("papers", "issues"):
        feed = feedparser.parse(Path(hostile.output / f"feeds/{name}.atom").read_bytes())

        assert not feed.bozo
        assert feed.entries
        assert "<script" not in str(feed.entries[0].get("content", [{"value": ""}])[0]["value"])
