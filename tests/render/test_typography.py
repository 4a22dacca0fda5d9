"""Quotes, dashes and ellipses are set as a printer would."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring, tostring

import pytest

from generator.render.typography import set_signs


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("""<p>"so" -- it's... done</p>""", "<p>“so” – it’s… done</p>"),
        ("""<p>a --- b, the '90s, 'one' ("two")</p>""", "<p>a — b, the ’90s, ‘one’ (“two”)</p>"),
        (
            """<p>"<em>whole</em>" and <em>"half</em> way"</p>""",
            "<p>“<em>whole</em>” and <em>“half</em> way”</p>",
        ),
        ("""<p>models' and "'nested' quotes"</p>""", "<p>models’ and “‘nested’ quotes”</p>"),
        ("""<p><code>"a" -- b</code>'s "c"</p>""", """<p><code>"a" -- b</code>’s “c”</p>"""),
        ("""<ul><li>one</li><li>"two"</li></ul>""", "<ul><li>one</li><li>“two”</li></ul>"),
        ("<p>a-b -1 and ..</p>", "<p>a-b -1 and ..</p>"),
    ],
)
def test_signs_are_set_and_code_is_not(written: str, shown: str) -> None:
    root = fromstring(f"<div>{written}</div>")

    set_signs(root)

    assert tostring(root, encoding="unicode") == f"<div>{shown}</div>"
