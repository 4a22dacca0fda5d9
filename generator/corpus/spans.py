"""Where mathematics and web addresses stand in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

Kind = Literal["text", "math", "display", "link"]
Part = tuple[Kind, str]

# What is not text. Each repetition is possessive or stops at the next opening, so that
# thousands of openings without an end take time in proportion to the text. Each alternative
# begins with a letter and names its kind by an empty group at its end: so the search skips to
# "h", "\\" and "$" instead of trying every place, 9 µs for an abstract and not 60.
LINK = r"https?://(?:[^\s<>\"`{}|\\^$\x00-\x1f\u3000-\u303f\uff00-\uffef]|\\[_%#&~])+(?P<link>)"
ONLY_LINK = re.compile(LINK)  # skips to "http", and so in a fifth of the time of the whole
TOKEN = re.compile(
    LINK
    + r"""
  | \\\((?:[^\\]|\\[^()])++\\\)(?P<paren>)
  | \\\[(?:[^\\]|\\[^\[\]])++\\\](?P<bracket>)
  | \\.(?P<escape>)
  | \$\$(?:[^$\\]|\\.)++\$\$(?P<dollars>)
  | \$(?![\s$])(?:[^$\\]|\\.)++(?<!\s)\$(?P<dollar>)
    """,
    re.VERBOSE | re.DOTALL,
)
MARKS = {"paren": 2, "bracket": 2, "dollars": 2, "dollar": 1}  # signs on each side of the body
BLANK_LINE = re.compile(r"\n\s*\n")
TEX_SIGN = re.compile(r"[\\^_={}<>+/|*]")
WORD = re.compile(r"[^\W\d_]{2,}")
AFTER_LINK = ".,;:!?'\"*_’”»…]"  # ends the sentence, not the address
LONGEST_LINK = 2_000


class Span(NamedTuple):
    """A stretch of a text that is not plain text."""

    kind: Kind
    body: str  # the TeX without its dollars, or the address
    start: int  # of the whole, with dollars
    end: int


def spans(text: str, brackets: bool = True) -> Iterator[Span]:
    r"""Math and links of `text` in order. `\(…\)` and `\[…\]` are math if `brackets`.

    A dollar opens math by pandoc's rule: no space behind it, none before the closing one, and
    no digit behind that, so that "$5 and $10" is money. Since papers write "$\sim$10", a digit
    may follow what holds a TeX command. Three words with no sign of TeX are prose, not math.
    """
    at = 0
    token = TOKEN if "$" in text or "\\" in text else ONLY_LINK
    while found := token.search(text, at):
        span = _span(found, brackets)
        if span:
            yield span
            at = span.end
        else:
            at = found.end() if found.lastgroup == "escape" else found.start() + 1


def is_plain(text: str) -> bool:
    """Whether `text` surely has neither math nor links."""
    # To look for one sign takes a fortieth of the time of three; most texts have no "/".
    return "$" not in text and "\\" not in text and ("/" not in text or "://" not in text)


def parts(text: str) -> list[Part]:
    """`text` cut into kinds; put together without the marks of math, it is the text again."""
    if is_plain(text):
        return [("text", text)]
    made: list[Part] = []
    done = 0
    for span in spans(text):
        if span.start > done:
            made.append(("text", text[done : span.start]))
        made.append((span.kind, span.body))
        done = span.end
    if done < len(text) or not made:
        made.append(("text", text[done:]))
    return made


def _span(found: re.Match[str], brackets: bool) -> Span | None:
    kind = found.lastgroup or ""
    start, end = found.span()
    if kind == "link":
        address = without_ending(found[0])
        return Span("link", address, start, start + len(address)) if address else None
    if kind == "escape" or (kind in ("paren", "bracket") and not brackets):
        return None
    body = found[0][MARKS[kind] : -MARKS[kind]]
    if not body.strip() or BLANK_LINE.search(body):
        return None
    if kind == "dollar" and not _is_math(body, found.string[end : end + 1]):
        return None
    return Span("display" if kind in ("dollars", "bracket") else "math", body.strip(), start, end)


def _is_math(body: str, behind: str) -> bool:
    if TEX_SIGN.search(body):
        return "\\" in body or not behind.isdigit()
    return not behind.isdigit() and len(WORD.findall(body)) < 3


def without_ending(address: str) -> str:
    """`address` without the punctuation of its sentence; "" when it is no address."""
    if len(address) > LONGEST_LINK:
        return ""
    while address[-1] in AFTER_LINK or _has_loose_bracket(address):
        address = address[:-1]
    return "" if address.endswith("/") and address.count("/") == 2 else address


def _has_loose_bracket(address: str) -> bool:
    return address[-1] == ")" and address.count(")") > address.count("(")
