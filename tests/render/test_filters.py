"""What templates may do with values, beyond what whole pages show."""

from __future__ import annotations

from generator.render.environment import environment_of
from generator.render.filters import Filters

LISTS = """{% macro line(card, sign) %}{{ sign }}{{ card.title }} {{ seen() }};{% endmacro %}"""
PAGE = """{% from "lists" import line %}{{ card|once(line, sign) }}"""
OWN = """{% macro line(card) %}{{ word }}{{ seen() }}{% endmacro %}{{ card|once(line) }}"""


def test_a_macro_sees_a_card_once_for_all_pages_of_a_build() -> None:
    filters = Filters({}, {})
    environment = environment_of({"lists": LISTS, "page": PAGE})
    environment.filters.update(filters.by_name())
    calls = iter(range(9))
    environment.globals["seen"] = lambda: next(calls)
    page = environment.get_template("page").render
    card = {"id": "a", "title": "A & b"}

    assert page(card=card, sign="<") == "&lt;A &amp; b 0;"
    assert page(card=card, sign="<") == "&lt;A &amp; b 0;"
    assert page(card=card, sign=">") == "&gt;A &amp; b 1;"
    assert page(card=card | {"id": "b"}, sign="<") == "&lt;A &amp; b 2;"
    filters.begin()
    assert page(card=card, sign="<") == "&lt;A &amp; b 3;"


def test_a_macro_of_the_page_itself_is_asked_anew_for_each_page() -> None:
    filters = Filters({}, {})
    environment = environment_of({"page": OWN})
    environment.filters.update(filters.by_name())
    calls = iter(range(9))
    environment.globals["seen"] = lambda: next(calls)
    page = environment.get_template("page").render

    assert page(card={"id": "a"}, word="one ") == "one 0"
    assert page(card={"id": "a"}, word="two ") == "two 1"
