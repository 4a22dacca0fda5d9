"""The editor's notes for mail: HTML that stands by itself, and plain text for those who read that.

Mail programs know no style sheets, no MathML and no addresses within a site, and a picture that
is fetched when a mail is opened tells who opened it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from textwrap import TextWrapper

from markupsafe import escape

from generator.corpus.tex import math_text

WIDTH = 78  # characters of a line; RFC 5322, 2.1.1
WHOLE = re.compile(r"https?://|mailto:", re.IGNORECASE)
BACK = "\u21a9"  # what leads from a footnote back to its place, and in a mail nowhere
VOID = {"br", "hr"}
EMPTY = {"span"}  # means nothing without its class
KEPT = {"a": ("href",), "ol": ("start",)}  # attributes that mean something without the site
BLOCKS = set("blockquote dd div dl dt h2 h3 h4 h5 h6 hr li ol p pre table tr ul".split())
MARKS = {"b": "*", "strong": "*", "em": "_", "i": "_", "code": "`", "sup": "^"}


def typed_math(tex: str, display: bool) -> str:
    """A formula as one would type it: mail programs show no MathML."""
    del display
    return str(escape(math_text(tex)))


def styled(html: str, styles: Mapping[str, str]) -> str:
    """Sanitised HTML with a style on each tag that has one in `styles`.

    Links within the page lose their address, and pictures become links to them.
    """
    reader = _Styled(styles)
    reader.feed(html)
    reader.close()
    return "".join(reader.made)


class _Styled(HTMLParser):
    def __init__(self, styles: Mapping[str, str]) -> None:
        super().__init__()
        self.styles = styles
        self.made: list[str] = []
        self.links: list[bool] = []  # for each <a> that is open: whether it was kept

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag == "a":
            self.links.append(bool(WHOLE.match(known.get("href") or "")))
        if tag == "img":
            self._picture(known)
        elif tag not in EMPTY and (tag != "a" or self.links[-1]):
            self._open(
                tag, {name: known[name] or "" for name in KEPT.get(tag, ()) if name in known}
            )

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self.links and not self.links.pop():
            return
        if tag not in VOID | EMPTY:
            self.made.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.made.append(str(escape(data.replace(BACK, ""))))

    def _open(self, tag: str, attributes: Mapping[str, str]) -> None:
        style = {"style": self.styles[tag]} if self.styles.get(tag) else {}
        written = "".join(f' {name}="{escape(v)}"' for name, v in {**attributes, **style}.items())
        self.made.append(f"<{tag}{written}>")

    def _picture(self, known: Mapping[str, str | None]) -> None:
        url, shown = known.get("src") or "", known.get("alt") or "Picture"
        if WHOLE.match(url) and not any(self.links):
            self._open("a", {"href": url})
            self.made.append(f"{escape(shown)}</a>")
        else:
            self.made.append(str(escape(shown)))


def in_lines(html: str, width: int = WIDTH) -> str:
    """Sanitised HTML as plain text: paragraphs in lines, links as numbers that are told below."""
    reader = _Lines(width)
    reader.feed(html)
    reader.close()
    reader.flush()
    blocks = ["\n".join(lines) for lines in reader.blocks]
    told = [f"[{number}] {url}" for number, url in enumerate(reader.urls, 1)]
    return "\n\n".join([*blocks, "\n".join(told)] if told else blocks)


class _Lines(HTMLParser):
    """Gathers blocks of lines. An item of a list is a block without an empty line before it."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.width = width
        self.blocks: list[list[str]] = []
        self.text = ""  # of the block that is open
        self.urls: list[str] = []  # in order of first use
        self.targets: list[str] = []  # of each <a> that is open; "" for none
        self.lists: list[int] = []  # for each list that is open: the next number, 0 for a dash
        self.indents: list[int] = []  # and how far the text of its items stands in
        self.quotes = self.verbatim = 0
        self.bullet = ""  # what the next block begins with
        self.joins = False  # the next block follows the last without an empty line

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag in BLOCKS:
            self._begin(tag, known)
        elif tag == "a":
            url = known.get("href") or ""
            self.targets.append(url if WHOLE.match(url) else "")
        elif tag == "img":
            self.text += f"[{known.get('alt') or 'picture'}]"
        elif tag == "br":
            self.text += "\n"
        elif tag in ("td", "th"):
            self.text += " | " if self.text.strip() else ""
        else:
            self.text += MARKS.get(tag, "") if not self.verbatim else ""

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self._end(tag)
        elif tag == "a" and self.targets:
            self._number(self.targets.pop())
        elif tag != "sup" and not self.verbatim:
            self.text += MARKS.get(tag, "")

    def handle_data(self, data: str) -> None:
        self.text += data if self.verbatim else re.sub(r"\s+", " ", data.replace(BACK, ""))

    def _begin(self, tag: str, known: Mapping[str, str | None]) -> None:
        self.flush()
        if tag == "pre":
            self.verbatim += 1
        elif tag == "blockquote":
            self.quotes += 1
        elif tag in ("ul", "ol"):
            start = (known.get("start") or "1")[:9]
            self.joins = bool(self.lists)  # a list within a list
            self.lists.append(int(start) if tag == "ol" and start.isdigit() else tag == "ol")
            self.indents.append(0)
        elif tag == "li" and self.lists:
            self.bullet = f"{self.lists[-1]}. " if self.lists[-1] else "- "
            self.lists[-1] += self.lists[-1] > 0
            self.indents[-1] = len(self.bullet)

    def _end(self, tag: str) -> None:
        self.flush()
        if tag == "pre":
            self.verbatim -= 1
        elif tag == "blockquote":
            self.quotes -= 1
        elif tag in ("ul", "ol") and self.lists:
            self.lists.pop()
            self.indents.pop()
        elif tag == "li":
            self.bullet = ""
        self.joins = tag in ("li", "tr")

    def _number(self, url: str) -> None:
        """The link's number, unless its words are the address."""
        if not url or self.text.rstrip().endswith(url.removeprefix("mailto:")):
            return
        if url not in self.urls:
            self.urls.append(url)
        self.text += f" [{self.urls.index(url) + 1}]"

    def flush(self) -> None:
        """Close the block that is open, if it holds anything."""
        text, self.text = self.text, ""
        if not text.strip():
            return
        if self.verbatim:
            lines = [f"    {line}" for line in text.strip("\n").split("\n")]
        else:
            lines = self._wrapped(text)
        if self.joins and self.blocks:
            self.blocks[-1] += lines
        else:
            self.blocks.append(lines)
        self.joins = False

    def _wrapped(self, text: str) -> list[str]:
        rest = ("> " * self.quotes + " " * sum(self.indents))[: self.width // 2]
        first = rest[: max(0, len(rest) - len(self.bullet))] + self.bullet
        self.bullet = ""
        rows = [row for row in text.split("\n") if row.strip()]
        made = _filled(rows[0], first, rest, self.width)
        for row in rows[1:]:
            made += _filled(row, rest, rest, self.width)
        return made


def wrapped(text: str, indent: int = 0, width: int = WIDTH) -> str:
    """`text` in lines; all but the first begin with `indent` spaces, which it leaves room for."""
    return "\n".join(_filled(text, " " * indent, " " * indent, width)).lstrip(" ")


def _filled(text: str, first: str, rest: str, width: int) -> list[str]:
    """Lines of at most `width`. Only an address is left whole where it is longer."""
    filler = TextWrapper(
        width, initial_indent=first, subsequent_indent=rest, break_long_words=False
    )
    filler.break_on_hyphens = False
    lines = filler.wrap(" ".join(text.split()))
    return [part for line in lines for part in _broken(line, rest, width)]


def _broken(line: str, rest: str, width: int) -> Sequence[str]:
    if len(line) <= width or "://" in line:
        return [line]
    parts = [line[:width]]
    step = max(1, width - len(rest))
    left = line[width:]
    return parts + [rest + left[start : start + step] for start in range(0, len(left), step)]
