"""Text of strangers that a search finds is shown, never run: in the list and on the page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext

from tests.digest import Digest
from tests.payloads import PAYLOADS
from tests.server import served
from tests.site.conftest import Reader

PLANTED = (
    "script, iframe, img, object, embed, svg, math, style, form, [onerror], [onload], [onclick],"
    "[onmouseover], [onfocus], [ontoggle], [style], a[href^=javascript i], a[href^=data i]"
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Digest:
    """A digest in which all that a search shows of a paper holds a payload."""
    digest = Digest(tmp_path_factory.mktemp("hostile"))
    digest.write_config(title=PAYLOADS[0], topics={"min_papers": 1}, orgs={"min_papers": 1})
    digest.write_import(
        *(
            {
                "id": f"p{n}",
                "title": f"Title {n} {payload}",
                "authors": [f"Author {payload}"],
                "org": f"Org {payload}",
                "topics": [f"topic {n} {payload}"],
                "abstract": f"Words of an abstract {payload} and more.",
                "published": f"2025-11-{n % 28 + 1:02}",
            }
            for n, payload in enumerate(PAYLOADS)
        )
    )
    digest.build()
    return digest


@pytest.fixture(scope="module")
def address(hostile: Digest) -> Iterator[str]:
    with served(hostile.output, "/digest") as base:
        yield base


@pytest.fixture
def visitor(desk: BrowserContext, address: str) -> Iterator[Reader]:
    reader = Reader(desk.new_page(), address)
    reader.watch()
    yield reader
    reader.page.close()


def test_no_payload_becomes_an_element_of_the_page_of_the_search(visitor: Reader) -> None:
    visitor.search("q=words+abstract&shown=100")
    visitor.until(lambda: visitor.page.locator(".coming").count() == 0)  # quotations too
    visitor.page.get_by_role("button", name="All ").first.click()
    shown = visitor.page.locator("#found, #narrow")
    titles = visitor.cards.locator("h3").all_inner_texts()

    assert visitor.cards.count() == len(PAYLOADS)
    assert visitor.page.locator(".snippet mark").count() >= len(PAYLOADS)
    assert sum("alert" in title for title in titles) > len(PAYLOADS) / 2
    assert shown.locator(PLANTED).count() == 0
    assert visitor.trouble == []


def test_no_payload_becomes_an_element_of_the_list_under_the_box(visitor: Reader) -> None:
    visitor.visit("/papers/")
    for number in range(0, len(PAYLOADS), 4):
        visitor.box.fill(f"title {number}")
        visitor.page.locator(f"[role=option][href$='/p{number}/']").wait_for()

        assert visitor.page.locator(".hits").locator(PLANTED).count() == 0
    assert visitor.trouble == []


def test_a_payload_that_is_typed_is_only_text(visitor: Reader) -> None:
    visitor.visit("/search/")
    for payload in PAYLOADS[::6]:
        visitor.box.fill(payload)
        visitor.until(lambda: visitor.page.url != f"{visitor.base}/search/")
        visitor.page.locator("#found").wait_for()
        planted = visitor.page.locator("#found, #narrow").locator(PLANTED).count()
        visitor.box.fill("")
        visitor.at("/search/")

        assert planted == 0, payload
    assert visitor.trouble == []
