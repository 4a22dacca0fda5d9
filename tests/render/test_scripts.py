"""Scripts import each other under the names they are written under, and find each other."""

from __future__ import annotations

import re

import pytest

from generator.problems import DigestError
from generator.render.scripts import asset_urls, linked, needed
from generator.sources.theme import ThemeFiles


def theme(**scripts: str) -> ThemeFiles:
    """A theme of scripts: `a__b` stands for the file a/b.js."""
    assets = {f"{name.replace('__', '/')}.js": text.encode() for name, text in scripts.items()}
    return ThemeFiles({}, assets, {}, frozenset(), {})


def served(files: ThemeFiles) -> dict[str, str]:
    """Each address of a linked theme and what is served there."""
    return {url: files.assets[name].decode() for name, url in asset_urls(files).items()}


def test_an_import_is_served_with_the_name_of_what_it_imports() -> None:
    files = linked(theme(a='import { b } from "./b.js";', b="export const b = 1;"))
    urls = asset_urls(files)

    assert files.assets["a.js"].decode() == (
        f'import {{ b }} from "./{urls["b.js"].removeprefix("/assets/")}";'
    )


def test_a_change_gives_new_names_to_all_that_import_what_changed() -> None:
    top, middle = 'import "./middle.js";', 'export { x } from "./bottom.js";'
    aside = "export const y = 1;"
    before = linked(theme(top=top, middle=middle, bottom="export const x = 1;", aside=aside))
    after = linked(theme(top=top, middle=middle, bottom="export const x = 2;", aside=aside))
    was, now = asset_urls(before), asset_urls(after)

    assert {name for name in was if was[name] != now[name]} == {"top.js", "middle.js", "bottom.js"}


@pytest.mark.parametrize(
    "text",
    [
        'import "./b.js";',
        "import {x} from'./b.js'",
        'export * from "./b.js";',
        'const later = () => import("./b.js");',
        'import(\n  "./b.js"\n)',
    ],
)
def test_every_way_to_import_is_followed(text: str) -> None:
    there = served(linked(theme(a=text, b="")))

    assert re.search(r"\./b\.[0-9a-f]{8}\.js", there[next(url for url in there if "/a." in url)])


def test_scripts_in_folders_find_each_other() -> None:
    files = linked(theme(top='import "./parts/one.js";', parts__one='import "../two.js";', two=""))
    urls = asset_urls(files)

    assert urls["two.js"].removeprefix("/assets/").encode() in files.assets["parts/one.js"]
    assert urls["parts/one.js"].removeprefix("/assets/").encode() in files.assets["top.js"]


def test_what_a_page_needs_first_leaves_out_what_is_fetched_later() -> None:
    files = linked(
        theme(
            a='import "./b.js"; import { c } from "./c.js"; const d = () => import("./d.js");',
            b='import "./c.js";',
            c="",
            d="",
        )
    )

    assert needed(files, "a.js") == ["a.js", "b.js", "c.js"]


def test_an_import_of_what_is_not_there_is_told_with_what_was_perhaps_meant() -> None:
    with pytest.raises(DigestError) as told:
        linked(theme(drawing='import "./engin.js";', engine=""))

    assert str(told.value) == (
        "assets/drawing.js: error: imports `engin.js`, which is not there\n"
        "    did you mean `engine.js`?"
    )


def test_scripts_may_import_each_other_in_a_circle() -> None:
    a = 'import "./b.js"; export const later = () => import("./c.js");'
    before = linked(theme(a=a, b='import "./a.js";', c='import "./a.js";'))
    after = linked(theme(a=a, b='import "./a.js";', c='import "./a.js"; more();'))
    was, now = asset_urls(before), asset_urls(after)

    assert now["b.js"].removeprefix("/assets/").encode() in after.assets["a.js"]
    assert now["a.js"].removeprefix("/assets/").encode() in after.assets["c.js"]
    assert all(was[name] != now[name] for name in was)


def test_text_that_only_looks_like_a_path_stays() -> None:
    text = 'const a = "./b.js"; fetch("./b.js"); import x from "https://b.example/b.js";'

    assert linked(theme(a=text, b="")).assets["a.js"].decode() == text
