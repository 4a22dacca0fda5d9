"""Scripts and style sheets as they are served: short, and doing what they did."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from tests.shortened import shortened

ASSETS = Path(__file__).parents[2] / "themes" / "broadsheet" / "assets"
SCRIPT = """// A first line.
/**
 * What it does: `a`, and more. // so
 * @param {string} name
 */
export function greet(name) {
  // Why.
  const greeting = `//${name}
    stays`; /* one line */
  return greeting.replace(/"/g, "'");
}
"""


def served(name: str, text: str) -> str:
    ((_, data, why),) = shortened([(name, text.encode())])
    assert why == ""
    return data.decode()


def test_a_script_that_does_not_become_shorter_can_be_read() -> None:
    script = "function f(a=1){let o={KK,a};return o}"

    assert len(served("a.js", script)) > len(script)


def test_comments_go_and_what_others_see_of_a_script_stays() -> None:
    short = served("a.js", SCRIPT)

    assert "first" not in short and "Why" not in short
    assert "export function greet(" in short
    assert "//${" in short and "\n    stays`" in short


def test_imports_stay_where_they_can_be_found() -> None:
    text = 'import { a } from "./b.js";\nconst later = () => import("./c.js");\nlater(a);\n'
    short = served("a.js", text)

    assert '"./b.js"' in short and 'import("./c.js")' in short


def test_a_style_sheet_loses_its_comments_too() -> None:
    assert served("a.css", "/* Values.\n   More. */\na { color: red; }\n") == "a{color:red}"


@pytest.mark.parametrize("text", ["", "\n", "// nothing\n"])
def test_a_script_may_hold_nothing(text: str) -> None:
    assert served("a.js", text) == ""


@pytest.mark.parametrize(
    ("data", "why"), [(b"function (", "on line 1"), (b"// a\xff\n", "is not in UTF-8")]
)
def test_what_cannot_be_read_is_left_alone_and_says_why(data: bytes, why: str) -> None:
    ((_, left, said),) = shortened([("a.js", data)])

    assert left == data
    assert why in said


def test_a_licence_stays() -> None:
    assert "Licence" in served("a.js", "/*! Licence */\nf();\n")


@pytest.mark.parametrize("file", sorted(ASSETS.glob("*.[jc]s*")), ids=lambda file: file.name)
def test_what_comes_with_broadsheet_is_served_shorter(file: Path) -> None:
    whole = file.read_text(encoding="utf-8")

    assert len(gzip.compress(served(file.name, whole).encode())) < 0.9 * len(
        gzip.compress(whole.encode())
    )
