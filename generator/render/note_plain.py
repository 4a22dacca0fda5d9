"""Notes of plain paragraphs: their HTML without a Markdown parser and a sanitiser.

Both are made for text that holds markup, and take six times as long over text that holds none or
only these, each by itself, within a line and free of doubt:

    `code`  *em*  **strong**  [label](https://e.org/a)  [label](paper:2501.00001)  https://e.org/a

Nothing is nested, and no doubtful sign stands beside or between these. With any other sign of
Markdown or HTML, left over or inside a label, and with a link that leads nowhere, which is to be
told, the whole note is left to the parser.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.render.typography import set_text

if TYPE_CHECKING:
    from generator.render.note_tree import Link

KINDS = ("paper", "topic", "issue", "page", "person", "org")  # what a link can name
# With one of these a text is left to the parser: signs of Markdown and HTML, and odd space at the
# ends of lines. Looked for one by one, which takes a tenth of a pattern's time.
MARKUP = ("\\", "<", ">", "|", " \n", "\n\n\n", "\r")
INLINE_MARKUP = ("://", "*", "`", "[", "_")  # the same, but where `INLINE` takes them
BARE = re.compile(r"h(?<![\w/]h)ttps?://")  # an address, if it is one, and no end of a word
ENTITY = re.compile(r"&[\w#]")  # may begin here; any other "&" is one
# Neither may it have white space that is no plain space or line end. Plain ASCII has no more of it.
ODD_SPACE = re.compile(r"[^\S \n]")
# A line that begins otherwise may be a heading, an item, a rule or code. U+E000 marks a formula.
LINE = re.compile(r"\d+(?![\d.])|[^\W\d_]|[\"'(“‘\ue000*`\[]")

# Hosts that every reader of URLs takes for names: no number, port, user or punycode. Each pattern
# is without the "h" it begins with, see `INLINE`.
HOST = r"ttps?://(?!\S{999})(?:[A-Za-z0-9]++(?:-[A-Za-z0-9]++)*+\.)+[A-Za-z]{2,}"
PATH = "[A-Za-z0-9.~/?=#%+-]"  # not "_", which could be emphasis in an address that is shown
WEB = rf"{HOST}(?:/(?:{PATH}|_)*+)?"
SHOWN_WEB = rf"{HOST}(?:/(?:{PATH}*[A-Za-z0-9/])?)?(?=[.,;:!?'\")”’]*(?:\s|\Z))"
SAFE = re.compile(rf"h{WEB}|/(?!/)(?:{PATH}|_)*+")
LABEL = r"[^\W_](?:[^*`\[\]\n]*[^\s*`\[\]])?"
AHEAD = r"""[^\s("'“‘—–-]"""  # with such a sign ahead of it, this may be something else
# Each begins with a sign of its own, and what stands ahead of it is looked at after that: so the
# search skips to these signs, which takes half of the time.
INLINE = re.compile(
    rf"`(?<!{AHEAD}`)(?P<code>[^`\s](?:[^`\n]*[^`\s])?)`(?![\w`])"
    rf"|\*(?<!{AHEAD}\*)\*(?P<strong>{LABEL})\*\*(?![\w*])"
    rf"|\*(?<!{AHEAD}\*)(?P<em>{LABEL})\*(?![\w*])"
    rf"|\[(?<!{AHEAD}\[)(?P<label>{LABEL})\]"
    rf"\((?P<address>h{WEB}|(?:{'|'.join(KINDS)}):[A-Za-z0-9._-]+)\)(?![\w(\[])"
    rf"|h(?<!{AHEAD}h){SHOWN_WEB}"
)


def plain_html(text: str, link: Link) -> str | None:
    """What parser and sanitiser would make of `text`; None where they might find more markup.

    Controls and tabs are gone from it already. `link` is as for `Notes.html`.
    """
    if _may_hold_more(text):
        return None
    paragraphs = [_inline(paragraph, link) for paragraph in text.split("\n\n")]
    if None in paragraphs:
        return None
    return "\n".join([f"<p>{inner}</p>" for inner in paragraphs]).replace("&", "&amp;")


def _may_hold_more(text: str) -> bool:
    """Whether there may be markup in `text` that is not for `INLINE` to find."""
    if any(sign in text for sign in MARKUP) or text[-1:] in " \n" or text[:1] == "\n":
        return True
    if not text.isascii() and ODD_SPACE.search(text):
        return True
    if "&" in text and ENTITY.search(text):
        return True
    if not all(map(LINE.match, filter(None, text.split("\n")))):
        return True
    if not any(sign in text for sign in INLINE_MARKUP):
        return False
    # What goes from `text` here has no letter beside it, so that no address looks like one less.
    left = INLINE.sub(r"\g<strong>\g<em>\g<label>", text)
    if "://" in left and BARE.search(left):
        return True
    return any(sign in left for sign in INLINE_MARKUP[1:])


def _inline(text: str, link: Link) -> str | None:
    """What a paragraph holds; None where one of its links leads nowhere."""
    made: list[str] = []
    done, before = 0, ""  # `before` is the character ahead: how a quote is set depends on it
    for found in INLINE.finditer(text):
        element, last = _element(found, link)
        if not element:
            return None
        made += set_text(text[done : found.start()], before), element
        done, before = found.end(), last
    return "".join(made) + set_text(text[done:], before)


def _element(found: re.Match[str], link: Link) -> tuple[str, str]:
    """The element for what `INLINE` found, "" if it leads nowhere, and its last character.

    A label begins with a letter or digit, so that it matters not what stands ahead.
    """
    kind = found.lastgroup
    if kind == "code":
        return f"<code>{found[kind]}</code>", "x"  # a quote behind code closes, whatever the code
    label = found["label"] if kind == "address" else found[kind or 0]
    shown = set_text(label)
    if kind in ("strong", "em"):
        return f"<{kind}>{shown}</{kind}>", shown[-1]
    opening = _opening(found["address"] or label, link)
    return f"{opening}{shown}</a>" if opening else "", shown[-1]


def _opening(address: str, link: Link) -> str | None:
    """The tag that opens a link; None where it leads nowhere, or to an odd address."""
    kind, _, name = address.partition(":")
    url = link(kind, name) if kind in KINDS else address
    if url is None or not SAFE.fullmatch(url):
        return None
    return f'<a href="{url}" rel="noopener">' if ":" in url else f'<a href="{url}">'
