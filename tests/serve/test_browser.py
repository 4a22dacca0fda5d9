"""What an editor sees in a real browser: the page follows the text, mistakes come and go."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.digest import Digest
from tests.preview import Preview, previewed

LONG = "\n\n".join(f"Paragraph {n} of a note." for n in range(200))
SCROLL = 1500
COUNT_LOADS = "sessionStorage.loads = Number(sessionStorage.loads || 0) + 1"
STYLE = "content/theme/assets/style.css"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Digest:
    """A digest in the theme that comes with Broadsheet, with a style of its own."""
    digest = Digest(tmp_path_factory.mktemp("browser") / "digest")
    digest.write_topic("agents")
    digest.write_paper("a", f"First words.\n\n{LONG}", topics=["agents"])
    digest.write_paper("b", "Other words.")
    digest.write_paper("later", listed="2999-01-04")
    digest.write(STYLE, "body { color: rgb(1, 2, 3) }\n")
    return digest


@pytest.fixture(scope="module")
def preview(written: Digest) -> Iterator[Preview]:
    with previewed(written.folder) as running:
        yield running


@pytest.fixture
def page(browser: Browser, preview: Preview) -> Iterator[Page]:
    """The page of paper a, which counts how often it is loaded; nothing may go wrong on it."""
    context = browser.new_context(viewport={"width": 900, "height": 600})
    context.add_init_script(COUNT_LOADS)
    opened = context.new_page()
    wrong: list[str] = []

    def heard(said: ConsoleMessage) -> None:
        if said.type in ("error", "warning"):
            wrong.append(said.text)

    opened.on("console", heard)
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.goto(f"{preview.address}papers/a/")
    expect(opened.locator(".pill")).to_contain_text("Preview")
    yield opened
    context.close()

    assert wrong == []


def loads(page: Page) -> int:
    return int(page.evaluate("Number(sessionStorage.loads)"))


def scrolled(page: Page) -> float:
    return float(page.evaluate("scrollY"))


def test_edit_and_see_break_and_be_told_mend_and_go_on(written: Digest, page: Page) -> None:
    page.evaluate(f"scrollTo(0, {SCROLL})")
    written.write_paper("a", f"Second words.\n\n{LONG}", topics=["agents"])

    expect(page.locator("main")).to_contain_text("Second words.")
    page.wait_for_function("place => scrollY == place", arg=SCROLL)

    written.write_paper("a", f"Third words.\n\n{LONG}", topics=["agnets <img src=x>"])
    panel = page.locator("broadsheet-preview .panel")

    expect(panel).to_be_visible()
    expect(panel).to_contain_text("1 mistake")
    expect(panel.locator(".place")).to_have_text("content/papers/a.md:5:3")
    expect(panel.locator("strong")).to_have_text("no topic `agnets <img src=x>`")
    expect(panel.locator("pre")).to_have_text("- agnets <img src=x>\n  ^")
    expect(panel.locator("img")).to_have_count(0)
    expect(page.locator("main")).to_contain_text("Second words.")
    assert scrolled(page) == SCROLL
    assert loads(page) == 1

    written.write_paper("a", f"Third words.\n\n{LONG}", topics=["agents"])

    expect(page.locator("main")).to_contain_text("Third words.")
    expect(panel).to_be_hidden()
    page.wait_for_function("place => scrollY == place", arg=SCROLL)
    assert loads(page) == 1


def test_a_mistake_mended_without_a_new_page_only_takes_the_overlay_away(
    written: Digest, page: Page
) -> None:
    panel = page.locator("broadsheet-preview .panel")
    written.write_paper("b", "Other words.", topics=["agnets"])
    expect(panel).to_be_visible()
    written.write_paper("b", "Other words.")
    expect(panel).to_be_hidden()

    assert loads(page) == 1


def test_the_overlay_can_be_put_away_and_comes_back_with_another_mistake(
    written: Digest, page: Page
) -> None:
    panel = page.locator("broadsheet-preview .panel")
    written.write_paper("b", topics=["agnets"])
    panel.get_by_role("button", name="Hide").click()
    expect(panel).to_be_hidden()
    written.write_paper("b", topics=["egants"])
    expect(panel).to_be_visible()
    written.write_paper("b", "Other words.")
    expect(panel).to_be_hidden()


def test_a_page_that_did_not_change_is_left_alone(
    written: Digest, preview: Preview, page: Page
) -> None:
    written.write_paper("b", "Changed words.")
    preview.wait_for("/digest/papers/b/", "Changed words.")
    page.wait_for_timeout(300)

    assert loads(page) == 1


def test_a_new_style_is_put_on_without_a_reload(written: Digest, page: Page) -> None:
    page.evaluate(f"scrollTo(0, {SCROLL})")
    written.write(STYLE, "body { color: rgb(3, 2, 1) }\n")
    expect(page.locator("body")).to_have_css("color", "rgb(3, 2, 1)")
    expect(page.locator("head link[rel=stylesheet]")).to_have_count(1)

    assert loads(page) == 1
    assert scrolled(page) == SCROLL


def test_a_page_that_comes_to_be_is_shown_where_its_404_was(
    written: Digest, preview: Preview, page: Page
) -> None:
    written.write_paper("new", "New words.")
    preview.wait_for("/digest/papers/new/", "New words.")
    page.goto(f"{preview.address}papers/new/")
    expect(page.locator("main")).to_contain_text("New words.")
    written.write_paper("new", "Newer words.")

    expect(page.locator("main")).to_contain_text("Newer words.")


def test_what_bears_a_date_to_come_is_marked_in_lists_and_on_its_page(
    preview: Preview, page: Page
) -> None:
    page.goto(f"{preview.address}papers/later/")
    expect(page.locator(".pill")).to_contain_text("In the future: 2999-01-04")
    page.goto(f"{preview.address}papers/by/2999/")

    expect(page.locator("broadsheet-mark")).to_have_text(["[In the future: 2999-01-04]"])


def test_the_editors_page_keeps_up(written: Digest, preview: Preview, page: Page) -> None:
    page.goto(f"{preview.server}/_preview/")
    expect(page.locator("body")).to_contain_text("The pages are as the files are.")
    written.write_paper("b", topics=["agnets"])
    expect(page.locator("body")).to_contain_text("no topic `agnets`")
    page.get_by_role("link", name="content/papers/b.md:5:3").click()

    expect(page.locator("#L5")).to_have_text("- agnets")

    written.write_paper("b", "Other words.")


def test_news_are_heard_again_by_a_page_that_was_away(
    written: Digest, preview: Preview, page: Page
) -> None:
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    written.write_paper("a", f"Words it missed.\n\n{LONG}", topics=["agents"])
    preview.wait_for("/digest/papers/a/", "Words it missed.")
    assert "Words it missed." not in page.inner_text("main")
    page.evaluate("dispatchEvent(new Event('pageshow'))")

    expect(page.locator("main")).to_contain_text("Words it missed.")
