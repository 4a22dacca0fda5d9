"""The box in the header of every page: what it fetches, lists and tells, in a real browser."""

from __future__ import annotations

import gzip
import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Route, expect

from tests.digest import Digest
from tests.site.conftest import Reader

PAGES = ["/", "/topics/", "/papers/", "/issues/", "/feeds/", "/about/", "/404.html", "/search/"]


def typed(reader: Reader, text: str, path: str = "/about/") -> None:
    """Type into the box of a page and wait for the list of all that was typed."""
    reader.visit(path)
    reader.box.click()
    reader.page.keyboard.type(text)
    reader.options.first.wait_for()
    told = reader.page.locator(".hits > p")
    reader.until(
        lambda: (
            str(reader.options.last.get_attribute("href")).endswith(f"?q={quote(text)}")
            or text in str(told.text_content())
        )
    )


def test_a_page_on_which_nobody_searches_fetches_one_small_script(stranger: Reader) -> None:
    stranger.visit("/about/")
    stranger.page.wait_for_load_state("networkidle")
    scripts = [path for path in stranger.asked if path.endswith(".js")]

    assert [re.sub(r"\.\w{8}\.", ".", path) for path in scripts] == ["/assets/search.js"]
    assert not [path for path in stranger.asked if path.startswith("/search/")]


def test_the_scripts_of_a_first_search_are_three_and_weigh_little(own_digest: Digest) -> None:
    named = set(re.findall(r"/(assets/[\w.-]+\.js)", own_digest.page("/about/")))
    scripts = [(own_digest.output / path).read_bytes() for path in named]

    assert len(scripts) == 3
    assert sum(len(gzip.compress(script)) for script in scripts) <= 8000


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_one_box(own_digest: Digest, path: str) -> None:
    page = own_digest.page(path)

    assert page.count('role="search"') == page.count('name="q"') == 1


def test_typing_lists_the_first_papers_and_the_way_to_all(reader: Reader) -> None:
    typed(reader, "reward mod")
    papers, way = reader.options.all()[:-1], reader.options.last

    assert 1 < len(papers) <= 6
    assert all("/papers/" in str(paper.get_attribute("href")) for paper in papers)
    assert papers[0].locator("mark").count() >= 2
    assert re.fullmatch(r"All \d+ papers", way.inner_text())
    assert str(way.get_attribute("href")).endswith("/search/?q=reward%20mod")
    assert reader.trouble == []


def test_arrows_move_through_the_list_while_the_box_keeps_the_focus(reader: Reader) -> None:
    typed(reader, "reward")
    page, chosen = reader.page, reader.page.locator("[role=option][aria-selected=true]")
    expect(reader.box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")

    assert chosen.get_attribute("id") == reader.box.get_attribute("aria-activedescendant")
    assert chosen.inner_text() == reader.options.nth(1).inner_text()
    expect(reader.box).to_be_focused()

    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert chosen.count() == 0  # the box itself again
    assert reader.box.get_attribute("aria-activedescendant") is None

    page.keyboard.press("ArrowUp")
    assert chosen.inner_text() == reader.options.last.inner_text()


def test_enter_opens_the_chosen_paper(reader: Reader) -> None:
    typed(reader, "personality illusion")
    reader.page.keyboard.press("ArrowDown")
    address = str(reader.options.first.get_attribute("href"))
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url(address)

    assert "Personality Illusion" in reader.page.locator("h1").inner_text()


def test_enter_with_no_paper_chosen_leads_to_the_page_of_the_search(reader: Reader) -> None:
    typed(reader, "reward models")
    reader.page.keyboard.press("Enter")
    reader.at("/search/?q=reward+models")
    reader.cards.first.wait_for()

    assert reader.box.input_value() == "reward models"


def test_escape_closes_the_list_and_then_clears_the_box(reader: Reader) -> None:
    typed(reader, "reward")
    reader.page.keyboard.press("Escape")
    expect(reader.options.first).to_be_hidden()
    expect(reader.box).to_have_attribute("aria-expanded", "false")
    kept = reader.box.input_value()
    reader.page.keyboard.press("Escape")

    assert (kept, reader.box.input_value()) == ("reward", "")


def test_an_arrow_opens_the_list_again(reader: Reader) -> None:
    typed(reader, "reward")
    reader.page.keyboard.press("Escape")
    reader.page.keyboard.press("ArrowDown")

    expect(reader.options.first).to_be_visible()


def test_the_list_closes_when_the_reader_goes_on(reader: Reader) -> None:
    typed(reader, "reward")
    reader.page.keyboard.press("Tab")
    expect(reader.options.first).to_be_visible()  # the button belongs to the box
    reader.page.keyboard.press("Tab")

    expect(reader.options.first).to_be_hidden()


def test_a_slash_goes_to_the_box_unless_it_is_typed(reader: Reader) -> None:
    reader.visit("/about/")
    reader.page.keyboard.press("Control+/")
    expect(reader.box).not_to_be_focused()
    reader.page.keyboard.press("/")
    expect(reader.box).to_be_focused()
    reader.page.keyboard.type("and/or")

    assert reader.box.input_value() == "and/or"


def test_a_screen_reader_is_told_the_count_once_the_typing_rests(reader: Reader) -> None:
    typed(reader, "reward")
    told = reader.page.locator("form output")
    at_once = told.inner_text()
    expect(told).to_have_text(re.compile(r"\d+ papers"))

    assert at_once == ""


def test_only_the_last_of_several_answers_is_shown(reader: Reader) -> None:
    held: list[Route] = []
    reader.page.route("**/search/index.json", lambda route: held.append(route))
    reader.visit("/about/")
    reader.box.click()
    for text in ("reward", "personality"):
        reader.box.fill(text)
        reader.page.wait_for_timeout(150)
    reader.until(lambda: bool(held))
    held[0].continue_()
    reader.options.first.wait_for()
    reader.page.wait_for_timeout(100)

    assert str(reader.options.last.get_attribute("href")).endswith("?q=personality")


def test_a_word_that_no_paper_has_leads_to_the_one_that_was_meant(reader: Reader) -> None:
    typed(reader, "rewordds")
    said, meant = reader.page.locator(".hits > p").inner_text(), reader.options.first.inner_text()
    reader.page.keyboard.press("ArrowDown")
    reader.page.keyboard.press("Enter")
    reader.cards.first.wait_for()

    assert said == "Nothing found for “rewordds”"
    assert meant == f"Did you mean {reader.box.input_value()}?"


def test_without_a_connection_the_list_says_so_and_the_next_key_tries_again(
    stranger: Reader,
) -> None:
    stranger.visit("/about/")
    stranger.box.click()
    expect(stranger.box).to_have_role("combobox")  # all but the index is there
    stranger.page.context.set_offline(True)
    stranger.page.keyboard.type("reward")
    expect(stranger.page.locator(".hits > p")).to_contain_text("offline")
    stranger.page.context.set_offline(False)
    stranger.page.keyboard.type("s")

    expect(stranger.options.first).to_be_visible()


@pytest.mark.parametrize("text", ["<img src=x onerror=alert(1)>", "a&b=c#d+e"])
def test_what_is_typed_stays_text_on_its_way_to_the_page(reader: Reader, text: str) -> None:
    reader.visit("/about/")
    reader.box.fill(text)
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url("**/search/?q=*")

    expect(reader.box).to_have_value(text)
    assert reader.page.locator("main img").count() == 0
    assert reader.trouble == []
