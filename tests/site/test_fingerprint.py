"""Every part of what a page is made from is needed to know that it is stale."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import generator
from generator import unchanged
from generator.own_print import own_print
from generator.plan.changes import PARTS
from generator.plan.page import Context
from generator.render import fingerprint, render
from tests.digest import Digest
from tests.plain import clean_site, differing, use_plain_theme


def edit_context(digest: Digest, _: pytest.MonkeyPatch) -> None:
    digest.write_paper("a", title="Agents", abstract="Second words.")


def edit_template(digest: Digest, _: pytest.MonkeyPatch) -> None:
    digest.write("content/theme/templates/line.html", "edited {{ title }}")


def edit_config(digest: Digest, _: pytest.MonkeyPatch) -> None:
    digest.write_config(theme="plain", title="Another digest")


def edit_generator(_: Digest, monkeypatch: pytest.MonkeyPatch) -> None:
    def text(context: Context, *_: Any) -> str:
        return f"{context['text']}# from other code\n"

    known = render.output_of
    monkeypatch.setattr(render, "output_of", lambda name: text if name == "text" else known(name))
    monkeypatch.setattr(unchanged, "own_print", lambda: "other code")
    unchanged.made_by.cache_clear()


EDITS = {
    "context": edit_context,
    "template": edit_template,
    "config": edit_config,
    "generator": edit_generator,
}


@pytest.fixture(autouse=True)
def _own_print_again() -> Iterator[None]:
    yield
    unchanged.made_by.cache_clear()


@pytest.fixture
def small(digest: Digest) -> Digest:
    use_plain_theme(digest)
    digest.write_config(theme="plain")
    digest.write_paper("a", title="Agents", abstract="First words.")
    return digest


@pytest.mark.parametrize("part", PARTS)
def test_an_edit_of_each_part_of_what_a_page_is_made_from_is_seen(
    small: Digest, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    small.build()
    EDITS[part](small, monkeypatch)

    report = small.build()

    assert f"{part} changed" in report.rendered.values()
    assert differing(small.site(), clean_site(small)) == []


@pytest.mark.parametrize("part", PARTS)
def test_without_that_part_of_the_fingerprint_the_edit_is_missed(
    small: Digest, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    whole = render.Renderer.fingerprint

    def blind(renderer: render.Renderer, *page: Any) -> fingerprint.Fingerprint:
        return whole(renderer, *page)._replace(**{part: "always the same"})

    monkeypatch.setattr(render.Renderer, "fingerprint", blind)
    small.build()
    EDITS[part](small, monkeypatch)

    small.build()

    assert differing(small.site(), clean_site(small)) != []


def test_an_edit_of_our_own_code_changes_the_generators_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "render").mkdir()
    file = tmp_path / "render" / "text.py"
    file.write_text("before = 1")
    monkeypatch.setattr(generator, "__path__", [str(tmp_path)])
    before = own_print()

    file.write_text("after = 1")

    assert own_print() != before
