"""What docs/search-in-themes.md tells authors of themes works as it is written."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import BrowserContext

from tests.digest import Digest
from tests.server import served
from tests.site.conftest import Reader

DOCS = Path(__file__).parents[2] / "docs" / "search-in-themes.md"


def example(language: str) -> str:
    """The one example in a language."""
    (found,) = re.findall(rf"^```{language}\n(.*?)^```$", DOCS.read_text("utf-8"), re.M | re.S)
    return str(found)


def test_a_theme_draws_its_own_search_as_documented(digest: Digest, desk: BrowserContext) -> None:
    digest.write_paper("sparse", title="Sparse attention where a < b & c")
    digest.write_paper("dense", title="Dense attention")
    digest.write_page("about")
    digest.write("content/theme/assets/my-search.js", example("js"))
    digest.write(
        "content/theme/templates/page.html",
        '{% extends "base.html" %}{% block bar %}{% endblock %}'
        f"{{% block main %}}<h1>Mine</h1>{example('html')}{{% endblock %}}",
    )
    digest.build()
    with served(digest.output, "/digest") as base:
        reader = Reader(desk.new_page(), base)
        reader.watch()
        reader.visit("/about/")
        reader.page.locator("[name=q]").click()
        reader.page.keyboard.type("attention")
        items = reader.page.locator("#mine a")
        reader.until(lambda: items.count() == 2)
        reader.page.keyboard.press("Control+A")
        reader.page.keyboard.type("sparse")
        reader.until(lambda: items.count() == 1)
        title = items.inner_text()
        reader.page.close()

    assert title == "Sparse attention where a < b & c"
    assert reader.trouble == []


def test_every_file_the_document_names_comes_with_the_theme() -> None:
    theme = Path(__file__).parents[2] / "themes" / "broadsheet"
    named = set(re.findall(r"`(search[\w-]*\.(?:js|html))`", DOCS.read_text("utf-8")))
    there = {file.name for file in theme.rglob("search*.*")}

    assert named == there
