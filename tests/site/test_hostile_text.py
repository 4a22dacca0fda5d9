"""Text of strangers is shown, never run: in a real browser, in every field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
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
POKE = """() => {
    document.querySelectorAll('main *').forEach(e =>
        ['mouseover', 'focus', 'error', 'load', 'toggle'].forEach(
            n => e.dispatchEvent(new Event(n))));
    return {
        heading: document.querySelector('h1').textContent,
        planted: document.querySelectorAll(
            'main script, main iframe, main img, main object, main embed, main svg a,'
            + 'main form:not(#main > .beam > .opening > form),'
            + '[onerror], [onload], [onclick], [onmouseover], [onfocus], [ontoggle], main [style],'
            + 'a[href^="javascript" i], a[href^="data" i], a[href^="vbscript" i],'
            + 'meta[http-equiv=refresh]'
        ).length,
        told: window.told.concat(window.ran ? ['ran'] : []),
    };
}"""
AT_ONCE = 24  # pages


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


@dataclass(frozen=True)
class Visit:
    """What one page showed and did in the browser."""

    path: str
    heading: str
    planted: int  # elements and attributes that only a payload can have brought
    told: list[str]  # policies broken, payloads that ran


@dataclass(frozen=True)
class Tour:
    """All pages of the site visited, and what happened to the browser on the way."""

    visits: list[Visit]
    happened: list[str]


@pytest.fixture(scope="module")
def tour(hostile: Digest, address: str, browser: Browser) -> Iterator[Tour]:
    """Every page opened in a frame, many at a time, and poked where it can be poked."""
    context = browser.new_context()
    context.add_init_script(WATCH)
    page = context.new_page()
    happened: list[str] = []
    page.on("dialog", lambda dialog: (happened.append(dialog.message), dialog.dismiss()))
    page.on("pageerror", lambda error: happened.append(f"error {error}"))
    page.on("console", lambda said: happened.append(said.text) if said.type == "error" else None)
    page.on(
        "request",
        lambda sent: None if sent.url.startswith("http://127.0.0.1") else happened.append(sent.url),
    )
    paths = [path for path in hostile.site() if path.endswith(".html")]
    visits: list[Visit] = []
    for start in range(0, len(paths), AT_ONCE):
        visits += visited(page, address, paths[start : start + AT_ONCE])
    yield Tour(visits, happened)
    context.close()


def visited(page: Page, address: str, paths: list[str]) -> Iterator[Visit]:
    """The pages at `paths`, each in a frame of a page of the same host."""
    # A page without an icon would be asked for one.
    icon = '<link rel="icon" href="data:,">'
    frames = icon + "".join(f'<iframe src="{address}/{path}"></iframe>' for path in paths)
    page.route("**/frames", lambda route: route.fulfill(content_type="text/html", body=frames))
    page.goto(f"{address}/frames", wait_until="load")
    page.unroute("**/frames")
    shown = [frame for frame in page.frames if frame.parent_frame == page.main_frame]
    for path, frame in zip(paths, shown, strict=True):
        yield Visit(path, **frame.evaluate(POKE))


def test_no_payload_runs_on_any_page(tour: Tour) -> None:
    assert len(tour.visits) > 2 * len(PAYLOADS)  # a paper and a topic of each
    assert tour.happened == []
    assert [(visit.path, visit.told) for visit in tour.visits if visit.told] == []


def test_every_payload_is_shown_as_text(tour: Tour) -> None:
    headings = {visit.path: visit.heading for visit in tour.visits}
    for n, payload in enumerate(PAYLOADS):
        heading = headings[f"papers/p{n}/index.html"]

        assert heading.startswith(f"Title {n}")
        if "alert" in payload:
            assert "alert" in heading, payload


def test_no_element_of_a_payload_is_in_any_page(tour: Tour) -> None:
    assert [visit.path for visit in tour.visits if visit.planted] == []


def test_feeds_hold_payloads_as_text(hostile: Digest) -> None:
    import feedparser

    for name in ("papers", "issues"):
        feed = feedparser.parse(Path(hostile.output / f"feeds/{name}.atom").read_bytes())

        assert not feed.bozo
        assert feed.entries
        assert "<script" not in str(feed.entries[0].get("content", [{"value": ""}])[0]["value"])
