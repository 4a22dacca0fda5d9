"""Templates mean what Jinja says they mean; they are only rendered sooner."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError
from markupsafe import Markup

from generator.render.environment import environment_of, text_of

CONTEXT: dict[str, Any] = {
    "title": "A <b> & 'c' \"d\"",
    "html": Markup("<i>safe</i>"),
    "number": 3,
    "nothing": None,
    "true": True,
    "paper": {"title": "<x>", "org": {"name": "Lab & co"}, "none": None, "count": 2},
    "thing": SimpleNamespace(name="<object>", inner={"word": "a&b"}),
    "rows": [{"name": "one <1>", "tags": ["<a>", "b"]}, {"name": "two", "tags": []}],
}
TEMPLATES = {
    "text": "{{ title }}{{ html }}{{ number }}{{ nothing }}{{ true }}",
    "keys": "{{ paper.title }} {{ paper.org.name }} {{ paper.none }} {{ paper.count }}",
    "attributes": "{{ thing.name }} {{ thing.inner.word }}",
    "a key before a method": "{{ paper.count + 1 }}",
    "a method": "{{ title.upper() }} {{ html.upper() }}",
    "loops": "{% for row in rows %}{{ loop.index }} {{ row.name }}"
    "{% for tag in row.tags %}[{{ tag }}]{% endfor %};{% endfor %}",
    "nested": "{{ (paper.org.name if paper.org else paper.title) ~ thing.inner.word }}",
    "in one expression": "{{ [paper.title, thing.name, rows[0].name]|join(', ') }}",
    "conditions": "{% if paper.none %}no{% elif paper.org.name %}{{ paper.org.name }}{% endif %}",
    "not there": "{{ paper.gone is defined }} {{ paper.gone|default('<none>') }}",
    "set": "{% set name = paper.org.name %}{{ name }}{% set m %}<{{ title }}>{% endset %}{{ m }}",
    "macros": "{% macro line(row) %}<p>{{ row.name }}</p>{% endmacro %}"
    "{% for row in rows %}{{ line(row) }}{% endfor %}{{ line({'name': title}) }}",
    "filters": "{{ title|length }} {{ title|e }} {{ title|safe }}"
    "{{ rows|map(attribute='name')|list }}",
    "without escaping": "{% autoescape false %}{{ title }}{{ paper.title }}{% endautoescape %}",
    "escaping as told": "{% autoescape number == 3 %}{{ title }}{{ html }}{% endautoescape %}",
    "blocks": "{% block a %}{{ title }}{% block b %}{{ paper.title }}{% endblock %}{% endblock %}",
    "a namespace": "{% set ns = namespace(x=paper.title) %}{% set ns.x = ns.x ~ '!' %}{{ ns.x }}",
    "constants": "{{ '<' }}{{ 'a'.upper() }}{{ {'k': '<'}.k }}{{ 1 + 1 }}",
}


def plain(templates: dict[str, str]) -> Environment:
    return Environment(
        loader=DictLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@pytest.mark.parametrize("name", TEMPLATES)
def test_what_a_template_makes_is_what_jinja_makes_of_it(name: str) -> None:
    ours = text_of(environment_of(TEMPLATES).get_template(name), CONTEXT)

    # Jinja looks for attributes first: of a dict, what is one is a method.
    source = {name: TEMPLATES[name].replace("paper.count", "paper['count']")}
    assert ours == plain(source).get_template(name).render(CONTEXT)


@pytest.mark.parametrize("expression", ["gone", "paper.gone", "paper.gone.name", "thing.gone"])
def test_a_name_nobody_gave_is_a_mistake(expression: str) -> None:
    template = environment_of({"t": f"{{{{ {expression} }}}}"}).get_template("t")

    with pytest.raises(UndefinedError, match="gone"):
        text_of(template, CONTEXT)


def test_a_context_is_left_as_it_was() -> None:
    before = repr(CONTEXT)
    for name in TEMPLATES:
        text_of(environment_of(TEMPLATES).get_template(name), CONTEXT)

    assert repr(CONTEXT) == before
