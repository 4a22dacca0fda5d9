"""python-markdown's steps, left out where a text has none of the signs they look for.

Each of its patterns searches each text, which is most of the time of a note of prose. A step
that is not named here always runs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import Pattern

Test = Callable[[Element, str], bool]

INLINE_SIGNS = {
    "backtick": "`",
    "escape": "\\",
    "footnote": "[^",
    "reference": "[",
    "link": "[",
    "image_link": "[",
    "image_reference": "[",
    "short_reference": "[",
    "short_image_ref": "[",
    "autolink": "<",
    "automail": "<",
    "linebreak": "  \n",
    "entity": "&",
    "harmless": "<",
    "bare_url": "://",
}
BLOCK_SIGNS = {"hashheader": "#", "quote": ">", "footnote": "[^", "reference": "]:", "table": "|"}


def inline_steps(markdown: Markdown) -> list[tuple[str, Pattern]]:
    """The inline patterns in their order, each with the sign without which it finds nothing."""
    patterns = markdown.inlinePatterns
    signs = {patterns[name]: sign for name, sign in INLINE_SIGNS.items() if name in patterns}
    return [(signs.get(pattern, ""), pattern) for pattern in patterns]


def needed(steps: list[tuple[str, Pattern]], text: str) -> list[Pattern]:
    """The patterns that may find something in `text`."""
    return [pattern for sign, pattern in steps if sign in text]


def gate_blocks(markdown: Markdown) -> None:
    """Let the kinds of block be tested for only where a block has their sign."""
    processors = markdown.parser.blockprocessors
    for name, sign in BLOCK_SIGNS.items():
        processor: Any = processors[name]
        processor.test = _with_sign(sign, processor.test)
    rule: Any = processors["hr"]
    rule.test = _with_bare_line(rule.test)


def _with_sign(sign: str, test: Test) -> Test:
    return lambda parent, block: sign in block and test(parent, block)


def _with_bare_line(test: Test) -> Test:
    """A rule is a line of nothing but its signs."""

    def gated(parent: Element, block: str) -> bool:
        return any(not line.strip("-_* ") for line in block.split("\n")) and test(parent, block)

    return gated
