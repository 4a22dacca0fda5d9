"""What a source printed → text one can read: no TeX, no tags, no unseen characters.

Most abstracts are clean, so each step first looks, with searches that run at the speed of
memory, whether it has anything to do: 100,000 abstracts take half a second.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from generator.corpus.folding import fold
from generator.corpus.spans import BLANK_LINE, parts
from generator.corpus.symbols import lowered, raised
from generator.corpus.tex import without_tex

# What no page or feed may hold (XML 1.0), and what cannot be seen. Line ends and tabs stay.
UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u2060-\u2064\ufeff\ufff9-\ufffb"
    "\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17))
    + "]"
)
# Joiners shape Persian, Indic scripts and emoji; beside Latin letters they only hide.
LATIN = "\x00-\u024f"
JOINERS = re.compile(f"(?<![^{LATIN}])[\u200c\u200d]+|[\u200c\u200d]+(?![^{LATIN}\u200c\u200d])")
BIDI_CONTROL = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
# Characters of Windows-1252 that went through Latin-1 on their way.
WINDOWS = {chr(code): bytes([code]).decode("cp1252", errors="ignore") for code in range(0x80, 0xA0)}
TAG = re.compile(
    r"""</?(?:i|b|u|em|strong|tt|sc|sup|sub|small|italic|bold|span|fixed-case|jats:[a-z-]+)"""
    r"""(?:\s+(?:class|lang)="[\w -]*")?\s*/?>""",
    re.IGNORECASE,
)
SCRIPT_TAG = re.compile(r"<(sup|sub)>\s*([^<>]{1,12}?)\s*</\1>", re.IGNORECASE)
ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
# What `_paragraph` has something to do with; odd spaces in and around lines joined by "|".
UNREADABLE = ("<", "&", "\\", "`", "~", "--", "''", "times", "  ", " |", "| ")
SEEN = bytes(range(0x20, 0x7F))  # of ASCII
STROKES = str.maketrans("łøđħŧıȷŀ", "lodhtijl")


def readable(text: str) -> str:
    """`text` in paragraphs parted by an empty line, each one line; NFC; `$math$` left as it is.

    Text that would be math is never made of what was none: see `tex.without_tex`.
    """
    if "\n" in text or "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if BLANK_LINE.search(text):
            return "\n\n".join(filter(None, map(_paragraph, BLANK_LINE.split(text))))
    return _paragraph(text)


def one_line(text: str) -> str:
    """`text` made readable as a title or a name: one line, single spaces."""
    return _paragraph(text)


def is_readable(lines: Sequence[str]) -> bool:
    """Whether `one_line` is sure to leave each of `lines` as it is, by one look at all of them.

    False also when one is empty.
    """
    text = "|".join(lines)
    return (
        "" not in lines
        and _is_printable(text)
        and not any(sign in text for sign in UNREADABLE)
        and text[:1] != " " != text[-1:]
        and (text.isascii() or unicodedata.is_normalized("NFC", text))
    )


def visible(text: str) -> str:
    """`text` without control and unseen characters; line ends and tabs stay.

    Half a surrogate pair becomes U+FFFD, a Windows character read as Latin-1 the one meant.
    """
    if "\u200c" in text or "\u200d" in text:
        text = JOINERS.sub("", text)
    if _is_printable(text.replace("\n", "").replace("\t", "")):
        return text  # so says a look that is ten times quicker
    return UNWANTED.sub(_replaced, text)


def warnings(text: str) -> list[str]:
    """Short phrases for what is odd in `text`, each once, sorted; for reports."""
    odd = {f"{_family(sign)} U+{ord(sign):04X}" for sign in UNWANTED.findall(text)}
    odd |= {f"bidirectional control U+{ord(sign):04X}" for sign in BIDI_CONTROL.findall(text)}
    prose = "".join(body for kind, body in parts(text) if kind == "text").replace("\\$", "")
    if re.search(r"\$(?!\s?\d)", prose):
        odd.add("unbalanced $")
    return sorted(odd)


def sort_key(text: str) -> str:
    """`text` in lower case without accents or strokes, to order and compare names."""
    folded = fold(text)
    return folded if folded.isascii() else folded.translate(STROKES)


def singular(word: str) -> str:
    """A word without the s of its plural: good enough to match, not to show."""
    if len(word) < 4 or word[-1] != "s" or word[-2] in "sui" or word.endswith("ias"):
        return word
    return word[:-3] + "y" if word.endswith("ies") else word[:-1]


def _paragraph(text: str) -> str:
    text = _spaced(text)
    if not (text.isascii() or unicodedata.is_normalized("NFC", text)):
        text = unicodedata.normalize("NFC", text)
    if "<" in text:
        text = _spaced(TAG.sub("", SCRIPT_TAG.sub(_script, text)))
    if "&" in text:
        text = _spaced(ENTITY.sub(_decoded, text))
    signs = "\\" in text or "`" in text or "~" in text or "--" in text
    if signs or (
        "'" in text and "''" in text
    ):  # one sign is found in a fortieth of the time of two
        return _spaced(without_tex(text))
    return without_tex(text) if "times" in text and _lost_its_dollars(text) else text


def _is_printable(text: str) -> bool:
    """`text.isprintable()`, of ASCII in a quarter of its time."""
    return text.isprintable() if not text.isascii() else not text.encode().translate(None, SEEN)


def _lost_its_dollars(text: str) -> bool:
    return any(f"{sign}times" in text for sign in "0123456789N")


def _spaced(text: str) -> str:
    """`text` as one line of seen characters, with single spaces between words."""
    if _is_printable(text) and "  " not in text:
        return text.strip()
    # U+0085 is white space to Python, but an ellipsis where Windows wrote it.
    joined = " ".join((visible(text) if "\x85" in text else text).split())
    return joined if _is_printable(joined) else " ".join(visible(text).split())


def _replaced(found: re.Match[str]) -> str:
    sign = found[0]
    if sign in "\x0b\x0c\x1c\x1d\x1e\x1f":
        return " "
    return "\ufffd" if "\ud800" <= sign <= "\udfff" else WINDOWS.get(sign, "")


def _script(found: re.Match[str]) -> str:
    return (raised if found[1].lower() == "sup" else lowered)(found[2]) or found[2]


def _decoded(found: re.Match[str]) -> str:
    from html import unescape
    from html.entities import html5

    entity = found[0]
    return unescape(entity) if entity[1] == "#" or entity[1:] in html5 else entity


def _family(sign: str) -> str:
    if "\ud800" <= sign <= "\udfff":
        return "half a surrogate pair"
    return "control character" if unicodedata.category(sign) == "Cc" else "unseen character"
