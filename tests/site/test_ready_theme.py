"""A theme that did not change is not made ready again, and nothing wrong is ever remembered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from generator import planning
from generator.render import theme
from generator.write.ready import read_ready
from tests.digest import Digest

PAGE = '{% extends "base.html" %}{% block main %}<p id="mine">{{ title }}</p>{% endblock %}'


@pytest.fixture
def made_ready(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What was made ready, in order: "templates", "assets"."""
    said: list[str] = []

    def noted(name: str, made: Any) -> Any:
        return lambda *given: (said.append(name), made(*given))[1]

    monkeypatch.setattr(theme, "_compiled", noted("templates", theme._compiled))
    apart = noted("assets", planning.lean_rows_apart)
    monkeypatch.setattr(planning, "lean_rows_apart", apart)
    yield said


def test_a_theme_is_made_ready_once(digest: Digest, made_ready: list[str]) -> None:
    digest.forget()
    digest.write_paper("one", title="One")
    digest.build()
    first = digest.site()
    digest.write_paper("one", title="Two")
    digest.build()
    digest.write_paper("one", title="One")
    digest.build()

    assert sorted(made_ready) == ["assets", "templates"]
    assert digest.site() == first


def test_a_theme_that_changed_is_made_ready_again(digest: Digest, made_ready: list[str]) -> None:
    digest.forget()
    digest.write_page("about", title="About")
    digest.build()
    digest.write("content/theme/templates/page.html", PAGE)
    digest.build()
    digest.write("content/theme/assets/style.css", "/* mine */ p { color: red; }")
    digest.build()

    assert made_ready.count("templates") == made_ready.count("assets") == 3
    assert '<p id="mine">About</p>' in digest.page("/about/")
    assert b"p{color:red}" in {data for path, data in digest.site().items() if "style" in path}


def test_a_template_that_is_wrong_is_told_again(digest: Digest) -> None:
    digest.write_page("about", title="About")
    digest.write("content/theme/templates/page.html", "{% if %}")
    first = digest.problems()

    assert [problem.path for problem in first] == ["content/theme/templates/page.html"]
    assert digest.problems() == first


@pytest.mark.parametrize("torn", [b"", b"\0" * 4000, None])
def test_a_torn_memory_of_a_theme_is_no_memory(digest: Digest, torn: bytes | None) -> None:
    digest.write_paper("one", title="One")
    digest.build()
    before = digest.site()
    file = digest.folder / ".broadsheet" / "theme"
    whole = file.read_bytes()
    file.write_bytes(whole[:-40] + b"?" * 40 if torn is None else torn)
    digest.write_paper("two", title="Two")
    digest.build()
    (digest.folder / "content/papers/two.md").unlink()
    digest.build()

    assert digest.site() == before


def test_what_was_made_ready_of_something_else_is_not_believed(digest: Digest) -> None:
    digest.write_paper("one", title="One")
    digest.build()

    assert read_ready(digest.folder, "something else") is None
