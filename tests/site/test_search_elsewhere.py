"""The search without a connection, a script, a server or a wide window; and on paper."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Browser, expect

from tests.digest import Digest
from tests.site.conftest import Reader, facet

TARGET = 24  # pixels, w3.org/WAI/WCAG22/Understanding/target-size-minimum


def test_a_small_digest_that_was_searched_once_is_searchable_without_a_connection(
    stranger: Reader, own_digest: Digest
) -> None:
    known = json.loads((own_digest.output / "search" / "index.json").read_bytes())
    whole = f"{known['whole']}.bin"
    stranger.search("q=rewar")
    stranger.until(lambda: whole in fetched(stranger))
    stranger.page.wait_for_load_state("networkidle")
    before = fetched(stranger)
    stranger.page.context.set_offline(True)
    stranger.box.fill("shaply")
    stranger.at("/search/?q=shaply")

    expect(stranger.cards.first).to_contain_text("Shapley")
    assert fetched(stranger) == before


def fetched(reader: Reader) -> set[str]:
    return {path.removeprefix("/search/") for path in reader.asked}


def test_the_page_of_the_search_asks_for_the_index_once_and_ahead_of_the_engine(
    stranger: Reader,
) -> None:
    stranger.search("q=reward")
    kinds = [re.sub(r"\..*", "", path.rpartition("/")[2]) for path in stranger.asked]

    assert kinds.count("index") == 1
    assert kinds.index("index") < kinds.index("search-engine")


def test_what_cannot_be_fetched_is_told_with_the_way_to_the_lists(stranger: Reader) -> None:
    stranger.visit("/search/")
    stranger.until(lambda: stranger.page.locator("main.ready").count() == 1)
    stranger.page.context.set_offline(True)
    stranger.box.fill("zygote")
    expect(stranger.page.locator("#advice")).to_contain_text("offline")

    expect(stranger.page.locator("#otherwise a").first).to_be_visible()


def test_on_a_phone_filters_are_folded_and_cost_nothing_until_opened(stranger: Reader) -> None:
    stranger.search("q=reward")
    before = len(stranger.asked)
    expect(facet(stranger, "topic")).to_have_count(0)
    stranger.page.locator("#narrow summary").click()
    facet(stranger, "topic").wait_for()
    boxes = [label.bounding_box() for label in stranger.page.locator("#narrow label").all()]

    assert len(stranger.asked) > before
    assert min(box["height"] for box in boxes if box) >= TARGET
    assert stranger.page.evaluate("document.documentElement.scrollWidth") == 320


def test_without_javascript_the_form_leads_to_the_lists(browser: Browser, own_address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{own_address}/topics/")
    page.locator("#q").fill("reward")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=reward")
    page.get_by_role("link", name="All papers by year").click()
    landed = page.url
    context.close()

    assert landed == f"{own_address}/papers/"


def test_opened_as_a_file_the_page_says_why_it_cannot_search(
    reader: Reader, own_digest: Digest
) -> None:
    page = reader.page
    page.goto((own_digest.output / "search" / "index.html").as_uri())
    links = page.locator("#otherwise a").all()
    folders = [Path(urlsplit(urljoin(page.url, str(a.get_attribute("href")))).path) for a in links]

    expect(page.locator("#otherwise")).to_contain_text("opened as a file")
    assert folders and all((folder / "index.html").is_file() for folder in folders)


def test_the_search_is_not_printed(reader: Reader) -> None:
    reader.search("q=reward")
    reader.page.emulate_media(media="print")

    expect(reader.box).to_be_hidden()
    expect(reader.page.locator("#narrow")).to_be_hidden()
    expect(reader.cards.first).to_be_visible()
