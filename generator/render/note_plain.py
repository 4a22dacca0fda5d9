"""Notes of plain paragraphs: their HTML without a Markdown parser and a sanitiser.

Both are made for text that holds markup, and take 30 times as long over text that holds none.
"""

from __future__ import annotations

import re

from generator.render.typography import set_text

# With one of these a text is left to the parser: signs of Markdown and HTML, addresses, white
# space that is no plain space or line end, and odd space at the ends of lines.
MARKUP = re.compile(r"[\\`*_\[<>&|\x02\x03]|://|[^\S \n]| (?:\n|\Z)|\n{3}|\n\Z")
# A line that begins otherwise may be a heading, an item, a rule or code. U+E000 marks a formula.
LINE = r"(?:\d+(?![\d.])|[^\W\d_]|[\"'(“‘\ue000])"
ODD_LINE = re.compile(rf"(?m)^(?!{LINE}|\n)|\A\n")


def plain_html(text: str) -> str | None:
    """What parser and sanitiser would make of `text`; None where they might find any markup."""
    if MARKUP.search(text) or ODD_LINE.search(text):
        return None
    return "\n".join([f"<p>{set_text(paragraph)}</p>" for paragraph in text.split("\n\n")])
