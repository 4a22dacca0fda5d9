"""Notes of plain paragraphs: their HTML without a Markdown parser and a sanitiser.

Both are made for text that holds markup, and take 30 times as long over text that holds none.
"""

from __future__ import annotations

import re

from generator.render.typography import set_text

# With one of these a text is left to the parser: signs of Markdown and HTML, and odd space at the
# ends of lines. Looked for one by one, which takes a tenth of a pattern's time.
MARKUP = ("\\", "`", "*", "_", "[", "<", ">", "&", "|", "://", " \n", "\n\n\n", "\r")
# Neither may it have white space that is no plain space or line end. Plain ASCII has no more of it.
ODD_SPACE = re.compile(r"[^\S \n]")
# A line that begins otherwise may be a heading, an item, a rule or code. U+E000 marks a formula.
LINE = re.compile(r"\d+(?![\d.])|[^\W\d_]|[\"'(“‘\ue000]")


def plain_html(text: str) -> str | None:
    """What parser and sanitiser would make of `text`; None where they might find any markup.

    Controls and tabs are gone from it already.
    """
    if any(sign in text for sign in MARKUP) or text[-1:] in " \n" or text[:1] == "\n":
        return None
    if not text.isascii() and ODD_SPACE.search(text):
        return None
    if not all(map(LINE.match, filter(None, text.split("\n")))):
        return None
    return "\n".join([f"<p>{set_text(paragraph)}</p>" for paragraph in text.split("\n\n")])
