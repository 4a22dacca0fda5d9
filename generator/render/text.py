"""Readable text → what a page, a title or a feed shows of it. Nothing here is Markdown."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from markupsafe import Markup

from generator.corpus.spans import Part, is_plain, parts
from generator.corpus.tex import math_text
from generator.render.escape import escaped
from generator.render.math import mathml

BIDI_CONTROL = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
# Letters written from right to left, and the controls that turn the direction of others.
RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
# White space, controls and what cannot be seen: browsers drop some of it from an address, so
# that "java\tscript:" would be a script.
UNSEEN_IN_URL = re.compile(
    "[\x00-\x20\x7f-\xa0\xad\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\\\\]"
)
ASCII = bytes(range(128))
WEB = re.compile(r"https?://", re.IGNORECASE)
ORDINARY = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:[/?#][^@]*)?\Z", re.IGNORECASE)
MAIL = re.compile(r"mailto:[^@\s<>\"]+@[^@\s<>\"]+", re.IGNORECASE)
TO_QUOTE = {ord(sign): f"%{ord(sign):02X}" for sign in '"<>^`{|}'}


def text_html(text: str) -> Markup:
    """An abstract as paragraphs, with math as MathML and web addresses as links."""
    paragraphs = text.split("\n\n") if "\n" in text else [text]
    return Markup("\n".join(map(_paragraph, filter(None, paragraphs))))


@lru_cache(maxsize=20_000)  # a title stands on a dozen pages; some 5 MB
def inline_html(text: str) -> Markup:
    """A title, name or snippet, with math but without links.

    Where letters run from right to left, or are told to, <bdi> keeps that from what stands around.
    """
    shown = _shown(text, links=False)
    return Markup(f"<bdi>{shown}</bdi>") if _turns(text) else Markup(shown)


def plain(text: str) -> str:
    """`text` without dollars, TeX or controls of direction, for where markup cannot be."""
    if "$" in text or "\\" in text:
        text = "".join(map(_plain, parts(text)))
    return text if text.isascii() else BIDI_CONTROL.sub("", text)


def unset_math(text: str) -> list[str]:
    """The formulas of `text` that cannot be set and are shown as their source."""
    return [
        body
        for kind, body in parts(text)
        if kind in ("math", "display") and mathml(body, kind == "display") is None
    ]


def math_html(tex: str, display: bool = False) -> str:
    """A formula as MathML, or its source when it cannot be set."""
    return mathml(tex, display) or f'<code class="tex">{escaped(tex)}</code>'


def safe_url(url: str) -> str | None:
    """`url` fit for an href when it is an absolute http, https or mailto address; else None.

    Signs that no URL may hold are percent-encoded. Addresses with a user name are refused: they
    show one host and lead to another.
    """
    url = url.strip()
    if UNSEEN_IN_URL.search(url):
        return None
    if ORDINARY.match(url) or MAIL.fullmatch(url) or (WEB.match(url) and _has_host(url)):
        return url.translate(TO_QUOTE)
    return None


def _has_host(url: str) -> bool:
    try:
        address = urlsplit(url)
        return bool(address.hostname) and "@" not in address.netloc and address.port != 0
    except ValueError:  # "http://[", or a port that is no number
        return False


def _paragraph(text: str) -> str:
    direction = ' dir="auto"' if _turns(text) else ""
    return f"<p{direction}>{_shown(text, links=True)}</p>"


def _turns(text: str) -> bool:
    """Whether letters run from right to left; only what is not ASCII is looked through."""
    if text.isascii():
        return False
    others = text.encode("utf-8", "surrogatepass").translate(None, ASCII)
    return RIGHT_TO_LEFT.search(others.decode("utf-8", "surrogatepass")) is not None


def _shown(text: str, links: bool) -> str:
    if is_plain(text):
        return escaped(text)
    return "".join(_part(part, links) for part in parts(text))


def _part(part: Part, links: bool) -> str:
    kind, body = part
    if kind in ("math", "display"):
        return math_html(body, kind == "display")
    url = safe_url(body) if links and kind == "link" else None
    if url:
        return f'<a href="{escaped(url)}" rel="noopener">{escaped(body)}</a>'
    return escaped(body.replace("\\$", "$"))


def _plain(part: Part) -> str:
    kind, body = part
    return math_text(body) if kind in ("math", "display") else body.replace("\\$", "$")
