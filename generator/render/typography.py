"""Quotes, dashes and ellipses as a printer sets them, in the text of a note.

python-markdown's own extension for this does it with a dozen patterns over every piece of
text, which took half of a note's time.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

# Each alternative begins with one sign, so that the search skips to these: an eighth of the time.
SIGNS = re.compile(r""""|'|---?|\.\.\.""")
OPENS_AFTER = frozenset(" \t\n([{<—–-/“‘\u00a0")  # what stands before an opening quote, if anything
VERBATIM = frozenset(("code", "pre", "kbd"))
INLINE = frozenset(("a", "em", "strong", "span", "sup", "sub", "del", "ins", "mark", "br", "img"))
DASHES = {"---": "—", "--": "–", "...": "…"}
QUOTES = {'"': "“”", "'": "‘’"}


def set_signs(root: Element) -> None:
    """Set all text below `root` but code; a quote may open in one element and close in another."""
    _set_element(root, "")


def set_text(text: str, before: str = "") -> str:
    """`text` with its signs set; `before` is the character ahead of it."""
    if "'" in text or '"' in text or "--" in text or "..." in text:
        return SIGNS.sub(lambda sign: _sign(sign, before), text)
    return text


def _set_element(element: Element, before: str) -> str:
    """Set an element's text; `before` is the character ahead of it, the result the last of it."""
    if element.tag in VERBATIM:
        return "x"
    if element.text:
        element.text, before = _set_text(element.text, before)
    for child in element:
        inline = child.tag in INLINE or child.tag in VERBATIM
        before = _set_element(child, before if inline else "")
        if child.tail:
            child.tail, before = _set_text(child.tail, before if inline else "")
    return before


def _set_text(text: str, before: str) -> tuple[str, str]:
    made = set_text(text, before)
    return made, made[-1:]


def _sign(found: re.Match[str], before: str) -> str:
    sign = found.group()
    if sign in DASHES:
        return DASHES[sign]
    start, text = found.start(), found.string
    ahead = text[start - 1] if start else before
    behind = text[found.end() : found.end() + 1]
    opens = (not ahead or ahead in OPENS_AFTER) and bool(behind.strip() or not behind)
    opens = opens or (ahead in QUOTES and behind.isalnum())
    if sign == "'" and behind.isdigit():
        opens = False  # the '90s
    return QUOTES[sign][0 if opens else 1]
