"""Scripts and style sheets as they are served: without comments, and never with other code."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from generator.sources.lean import lean

ASSETS = Path(__file__).parents[2] / "themes" / "broadsheet" / "assets"
SCRIPT = """// A first line.
/**
 * What it does: `a`, and more. // so
 * @param {string} name
 */
export function greet(name) {
  // Why.
  return `//${name}`; // stays: code stands before it

  /* one line */
}
"""


def test_comments_and_indents_go_and_code_stays() -> None:
    assert lean("a.js", SCRIPT.encode()).decode() == (
        "export function greet(name) {\nreturn `//${name}`; // stays: code stands before it\n}\n"
    )


def test_a_style_sheet_loses_its_comments_too() -> None:
    source = b"/* Values.\n   More. */\na { color: red; } /* stays */\n  // stays\n"

    assert lean("a.css", source) == b"a { color: red; } /* stays */\n// stays\n"


@pytest.mark.parametrize(
    "source",
    [
        "f(`\n// text\n`);\n",
        "f(`a ${`b\n// text\n`} c`);\n",
        "f('a \\\n// text');\n",
        "f(); /* begins\n// text */ g();\n",
        "/* begins\n// text\n*/ g();\n",
        "f(/`/);\n// text\n",
        "f();\r\n// text\r\n",
    ],
)
def test_a_script_in_which_lines_are_not_plain_is_left_alone(source: str) -> None:
    assert lean("a.js", source.encode()) == source.encode()


@pytest.mark.parametrize("name", ["a.svg", "js", "a.json", "a.mjs"])
def test_other_files_are_left_alone(name: str) -> None:
    assert lean(name, b"  // a\n") == b"  // a\n"


def test_bytes_that_are_no_text_are_left_alone() -> None:
    assert lean("a.js", b"// a\xff\n") == b"// a\xff\n"


def test_a_licence_stays() -> None:
    assert b"Licence" in lean("a.js", b"/*! Licence */\nf();\n")


@pytest.mark.parametrize("file", sorted(ASSETS.glob("*.[jc]s*")), ids=lambda file: file.name)
def test_what_comes_with_broadsheet_is_served_without_its_comments(file: Path) -> None:
    whole = file.read_bytes()

    assert len(gzip.compress(lean(file.name, whole))) < 0.93 * len(gzip.compress(whole))
