"""The page of the search: papers, filters, address, keys; in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Route, expect

from tests.site.conftest import Reader, facet


def tick(reader: Reader, label: Locator) -> int:
    """Tick a value; the number of papers beside it is what there should be then."""
    count = int(label.locator(".number").inner_text().replace(",", ""))
    label.locator("input").check()
    expect(reader.page.locator("#tally")).to_have_text(re.compile(rf"^{count} papers?$"))
    return count


def dates(reader: Reader) -> list[str]:
    return [str(time.get_attribute("datetime")) for time in reader.cards.locator("time").all()]


def test_an_address_shows_papers_as_cards_with_the_matching_words_marked(reader: Reader) -> None:
    reader.search("q=reward")
    card = reader.cards.first

    assert reader.count > 10
    assert reader.cards.count() == 10
    assert "/papers/" in str(card.locator("h3 a").get_attribute("href"))
    assert "/topics/" in str(card.locator(".meta a").first.get_attribute("href"))
    assert re.fullmatch(r"\d+ \w{3} \d{4}", card.locator("time").inner_text())
    assert all(
        re.match("(?i)reward", mark) for mark in reader.page.locator("mark").all_inner_texts()
    )
    assert reader.page.title().startswith("reward – Search")
    assert reader.trouble == []


def test_a_paper_found_by_its_words_alone_quotes_them_and_names_their_field(reader: Reader) -> None:
    reader.search("q=robot&shown=40")
    quoted = reader.page.locator(".snippet:not(.coming)").filter(has=reader.page.locator("mark"))
    quoted.first.wait_for()

    assert quoted.first.locator(".field").inner_text() in ("In short", "Abstract", "Note", "Topic")


def test_what_is_typed_while_the_script_is_on_its_way_stays_in_the_box(stranger: Reader) -> None:
    held: list[Route] = []
    stranger.page.route("**/assets/search-page.*.js", lambda route: held.append(route))
    stranger.page.goto(f"{stranger.base}/search/", wait_until="domcontentloaded")
    stranger.box.fill("reward")
    stranger.until(lambda: bool(held))
    held[0].continue_()
    stranger.at("/search/?q=reward")
    stranger.cards.first.wait_for()

    expect(stranger.box).to_have_value("reward")
    stranger.box.fill("")
    stranger.at("/search/")
    assert stranger.trouble == []


def test_the_address_follows_the_typing_and_enter_makes_a_step_of_it(reader: Reader) -> None:
    reader.search("q=reward")
    steps = reader.page.evaluate("history.length")
    reader.box.fill("personality")
    reader.at("/search/?q=personality")
    while_typing = reader.page.evaluate("history.length")
    reader.page.keyboard.press("Enter")
    first = reader.cards.first.inner_text()
    reader.page.go_back()
    reader.at("/search/?q=reward")
    expect(reader.cards.first).not_to_have_text(first)

    assert while_typing == steps
    assert reader.box.input_value() == "reward"


def test_a_reload_shows_the_same(reader: Reader) -> None:
    reader.search("q=agents&topic=minds&year=2025&sort=newest")
    before = (reader.count, reader.cards.all_inner_texts())
    reader.page.reload()
    reader.cards.first.wait_for()

    assert (reader.count, reader.cards.all_inner_texts()) == before
    assert reader.page.locator("#sort").input_value() == "newest"
    assert reader.page.locator("[name=topic]:checked").get_attribute("value") == "minds"


def test_filters_of_one_kind_add_and_those_of_two_kinds_cut(reader: Reader) -> None:
    reader.search("q=model")
    every = reader.count
    one = tick(reader, facet(reader, "year"))
    other = int(facet(reader, "year", 1).locator(".number").inner_text())
    facet(reader, "year", 1).locator("input").check()
    expect(reader.page.locator("#tally")).to_have_text(f"{one + other} papers")
    cut = tick(reader, facet(reader, "topic"))

    assert cut < one + other < every
    assert len(re.findall("year=", reader.page.url)) == 2
    assert "topic=" in reader.page.url


def test_the_back_button_takes_back_one_filter(reader: Reader) -> None:
    reader.search("q=model")
    before = reader.count
    label = facet(reader, "topic")
    tick(reader, label)
    reader.page.go_back()
    expect(reader.page.locator("#tally")).to_have_text(f"{before} papers")

    assert not label.locator("input").is_checked()


def test_filters_are_ticked_with_the_keyboard_and_keep_the_focus(reader: Reader) -> None:
    reader.search("q=model")
    box = facet(reader, "topic", 2).locator("input")
    name = box.get_attribute("value")
    box.focus()
    reader.page.keyboard.press("Space")
    reader.page.wait_for_url(f"**topic={name}")
    expect(reader.page.locator("#clear")).to_be_visible()

    assert reader.page.evaluate("document.activeElement.value") == name


def test_all_values_of_a_facet_can_be_asked_for(reader: Reader) -> None:
    reader.search("q=model")
    few = reader.page.locator("[name=topic]").count()
    reader.page.get_by_role("button", name="All ").first.click()

    assert few == 8
    assert reader.page.locator("[name=topic]").count() > few
    expect(reader.page.locator("[name=topic]").nth(few)).to_be_focused()


def test_what_is_typed_as_a_filter_is_ticked_and_taken_out_where_it_was_typed(
    reader: Reader,
) -> None:
    reader.search("q=model+year:2024")
    ticked = reader.page.locator("[name=year]:checked")

    assert ticked.get_attribute("value") == "2024"
    assert ticked.is_disabled()
    assert all(date.startswith("2024") for date in dates(reader))


def test_newest_first_is_newest_first(reader: Reader) -> None:
    reader.search("q=reward")
    best = dates(reader)
    reader.page.locator("#sort").select_option("newest")
    reader.at("/search/?q=reward&sort=newest")
    reader.until(lambda: dates(reader) != best)

    assert dates(reader) == sorted(dates(reader), reverse=True)


def test_more_papers_come_below_and_the_reader_goes_on_from_there(reader: Reader) -> None:
    reader.search("q=reward")
    before = reader.cards.all_inner_texts()
    reader.page.locator("#more").click()
    expect(reader.cards).to_have_count(30)

    assert [text.split("\n")[0] for text in reader.cards.all_inner_texts()[:10]] == [
        text.split("\n")[0] for text in before
    ]
    expect(reader.cards.nth(10).locator("h3 a")).to_be_focused()
    assert reader.page.url.endswith("?q=reward&shown=30")


def test_a_reader_who_comes_back_from_a_paper_is_where_they_were(reader: Reader) -> None:
    reader.search("q=reward")
    reader.page.locator("#more").click()
    link = reader.cards.nth(20).locator("h3 a")
    link.scroll_into_view_if_needed()
    expect(reader.page.locator(".coming")).to_have_count(0)  # quotations move what is below them
    place = reader.page.evaluate("scrollY")
    link.click()
    reader.page.locator("article.paper").wait_for()
    reader.page.go_back()
    expect(reader.cards).to_have_count(30)

    assert place > 500
    reader.until(lambda: abs(reader.page.evaluate("scrollY") - place) < 200)


def test_a_misspelled_word_leads_to_the_one_that_was_meant(reader: Reader) -> None:
    reader.visit("/search/?q=rewordds")
    expect(reader.page.locator("#tally")).to_have_text("No paper found")
    meant = reader.page.locator("#advice a")
    word = meant.inner_text()
    meant.click()
    reader.at(f"/search/?q={word}")
    reader.cards.first.wait_for()

    assert reader.box.input_value() == word
    expect(reader.page.locator("#tally")).to_be_focused()  # the link has gone


def test_where_filters_leave_nothing_the_reader_can_drop_them(reader: Reader) -> None:
    reader.visit("/search/?q=reward&year=1999")
    reader.page.get_by_role("link", name="Search without filters").click()
    reader.at("/search/?q=reward")
    reader.cards.first.wait_for()

    assert reader.count > 10


def test_every_example_of_the_help_finds_papers(reader: Reader) -> None:
    reader.visit("/search/")
    examples = reader.page.locator("#help dt a")
    expect(examples.first).to_be_visible()
    queries = examples.all_inner_texts()

    assert len(queries) >= 5
    for number, query in enumerate(queries):
        examples.nth(number).click()
        reader.cards.first.wait_for()
        assert reader.box.input_value() == query
        reader.page.go_back()
        expect(reader.page.locator("#help")).to_be_visible()


def test_an_emptied_box_shows_the_help_again(reader: Reader) -> None:
    reader.search("q=reward")
    reader.box.focus()
    reader.page.keyboard.press("Escape")
    reader.at("/search/")

    expect(reader.page.locator("#help")).to_be_visible()
    expect(reader.page.locator("#found")).to_be_hidden()


def test_arrows_lead_from_the_box_through_the_papers_and_back(reader: Reader) -> None:
    reader.search("q=reward")
    reader.page.keyboard.press("/")
    press = reader.page.keyboard.press
    press("ArrowDown")
    press("ArrowDown")
    expect(reader.cards.nth(1).locator("h3 a")).to_be_focused()
    press("ArrowUp")
    press("ArrowUp")
    expect(reader.box).to_be_focused()
    press("ArrowDown")
    title = reader.focused
    press("Enter")
    reader.page.locator("article.paper").wait_for()

    assert reader.page.locator("h1").inner_text() == title


def test_a_screen_reader_is_told_the_count(reader: Reader) -> None:
    reader.search("q=reward")

    expect(reader.page.locator("form output")).to_have_text(f"{reader.count} papers")


def test_typing_does_not_hold_the_page(
    reader: Reader, record_property: Callable[[str, object], None]
) -> None:
    reader.search("q=a")
    reader.box.fill("")
    reader.page.keyboard.type("reward models language", delay=20)
    reader.at("/search/?q=reward+models+language")
    record_property("longest hold, ms", reader.page.evaluate("longest"))

    assert reader.trouble == []
