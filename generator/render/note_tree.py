"""What we change of python-markdown's way: links judged, headings fitted in, HTML shown as text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE

from generator.corpus.spans import without_ending
from generator.render.note_gates import gate_blocks, inline_steps, needed
from generator.render.note_math import Formula, NoteProblem, line_at
from generator.render.note_plain import KINDS
from generator.render.text import safe_url
from generator.render.typography import set_signs

OURS = re.compile(rf"({'|'.join(KINDS)}):(.+)", re.DOTALL)
ASSET = re.compile(r"/?(assets/[\w][\w./-]*)")
# Tags that mean something in a sentence and carry nothing.
HARMLESS = "abbr|b|br|del|em|i|ins|kbd|mark|s|small|strong|sub|sup|u"
HARMLESS_TAG = rf"(</?(?:{HARMLESS})\s*/?>)"
BARE_URL = r"(?<![\w/])(https?://[^\s<>\"\x02\x03\ue000\ue001]+)"
ESCAPED = re.compile("\x02(\\d{1,7})\x03")
HEADINGS = {f"h{level}": level for level in range(1, 7)}
NO_SCRIPT = "http, https, mailto, " + ", ".join(f"{kind}:" for kind in KINDS) + " can be linked"

# Kind and name → URL: ("paper", "2501.01234"), ("asset", "assets/plot.svg"), or ("path",
# "/search/") for an address within the site. None: there is no such thing.
Link = Callable[[str, str], str | None]


@dataclass
class Visit:
    """One note on its way through the parser, and what was wrong with it."""

    text: str  # with marks for its formulas
    formulas: list[Formula]
    link: Link
    prefix: str  # of the ids in it
    top: int  # level of its first heading
    problems: list[NoteProblem]
    seen: Counter[str] = field(default_factory=Counter)

    def tell(self, word: str, what: str, hint: str) -> None:
        """A problem at the place of `word`, which the parser met this many times already."""
        self.problems.append(NoteProblem(self.line_of(word), what, hint))

    def line_of(self, word: str) -> int:
        at = -1
        for _ in range(self.seen[word]):
            at = self.text.find(word, at + 1)
        return line_at(self.text, max(at, 0), self.formulas)


class NoteParser:
    """python-markdown, set up once; each note is a visit."""

    def __init__(self) -> None:
        footnotes = _Footnotes(self)
        extensions = [footnotes, TableExtension(use_align_attribute=True)]
        self.visit: Visit | None = None
        self.markdown = Markdown(
            extensions=[*extensions, "fenced_code", "sane_lists"], output_format="html"
        )
        self.markdown.ESCAPED_CHARS.append("$")
        self.markdown.preprocessors.deregister("html_block")
        patterns = self.markdown.inlinePatterns
        patterns.deregister("html")
        patterns.register(_Harmless(HARMLESS_TAG, self.markdown), "harmless", 90)
        patterns.register(_BareUrl(BARE_URL, self.markdown), "bare_url", 115)
        self.markdown.treeprocessors.register(_Fitted(self), "fitted", 12)
        gate_blocks(self.markdown)
        self.steps = inline_steps(self.markdown)

    def html(self, visit: Visit) -> str:
        """The note as HTML which is yet to be sanitised."""
        self.visit = visit
        inline: Any = self.markdown.treeprocessors["inline"]
        inline.inlinePatterns = needed(self.steps, visit.text)
        try:
            return self.markdown.reset().convert(visit.text)
        finally:
            self.visit = None


class _Footnotes(FootnoteExtension):
    """Footnotes numbered within their note, so that two notes on a page do not mix."""

    def __init__(self, parser: NoteParser) -> None:
        super().__init__(BACKLINK_TITLE="Back to the text of footnote %d")
        self.note_parser = parser

    def _name(self, id: str) -> str:
        prefix = self.note_parser.visit.prefix if self.note_parser.visit else ""
        return f"{prefix}-{list(self.footnotes).index(id) + 1}"

    def makeFootnoteId(self, id: str) -> str:  # noqa: N802
        return f"fn:{self._name(id)}"

    def makeFootnoteRefId(self, id: str, found: bool = False) -> str:  # noqa: N802
        return self.unique_ref(f"fnref:{self._name(id)}", found)


class _Harmless(InlineProcessor):
    def handleMatch(  # type: ignore[override]  # noqa: N802
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[str, int, int]:
        return self.md.htmlStash.store(m[1]), m.start(), m.end()


class _BareUrl(InlineProcessor):
    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[Element | None, int | None, int | None]:
        address = without_ending(m[1])
        if not address:
            return None, None, None
        made = Element("a", href=address)
        made.text = address
        return made, m.start(), m.start() + len(address)


class _Fitted(Treeprocessor):
    """The last look at the tree before it becomes text."""

    def __init__(self, parser: NoteParser) -> None:
        super().__init__()
        self.note_parser = parser

    def run(self, root: Element) -> None:
        visit = self.note_parser.visit
        if visit is None:
            return
        _fit_headings(root, visit.top)
        set_signs(root)
        ids = {element.get("id") for element in root.iter()}
        for element in root.iter():
            if element.tag == "a":
                _fit_link(element, visit, ids)
            elif element.tag == "img":
                _fit_image(element, visit)
            elif element.tag in ("td", "th") and element.get("align"):
                element.set("class", f"align-{element.attrib.pop('align')}")


def _fit_headings(root: Element, top: int) -> None:
    """The highest heading becomes `top`, and none is more than one level below the last."""
    headings = [element for element in root.iter() if element.tag in HEADINGS]
    if not headings:
        return
    shift = top - min(HEADINGS[heading.tag] for heading in headings)
    last = top - 1
    for heading in headings:
        last = min(HEADINGS[heading.tag] + shift, last + 1, 6)
        heading.tag = f"h{last}"


def _fit_link(element: Element, visit: Visit, ids: set[str | None]) -> None:
    if element.get("class") == "footnote-backref" and element.get("href", "")[1:] not in ids:
        element.clear()
        element.tag = "span"
        return
    written = _as_written(element.attrib.pop("href", ""))
    address = written if written.startswith("#") else _address(written, visit)
    if address is None:
        element.tag = "span"
        element.attrib.clear()
        return
    element.set("href", address)
    if ":" in address and not address.startswith("#"):
        element.set("rel", "noopener")


def _address(written: str, visit: Visit) -> str | None:
    """Where a link leads; None, and the problem told, when it may not or cannot lead there."""
    visit.seen[written] += 1
    plain = _decoded(written)
    if ours := OURS.fullmatch(plain):
        kind, name = ours[1], unquote(ours[2]).strip()
        url = visit.link(kind, name)
        if url is None:
            visit.tell(written, f"no {kind} `{name}`", "the label is shown without a link")
        return url
    if ":" not in plain.split("/")[0] and not plain.startswith(("//", "\\")):
        url = visit.link("path", plain)
        if url is None:
            what = f"`{plain}` breaks when the site moves" if plain else "a link to nowhere"
            visit.tell(written, what, "link to pages as page:about, paper:ID, topic:SLUG")
        return url
    url = safe_url(plain)
    if url is None:
        visit.tell(written, f"the link to `{plain[:80]}` is left out", NO_SCRIPT)
    return url


def _fit_image(element: Element, visit: Visit) -> None:
    written = _as_written(element.get("src", ""))
    visit.seen[written] += 1
    asset = ASSET.fullmatch(written)
    url = visit.link("asset", asset[1]) if asset and ".." not in written else None
    if url is not None:
        element.set("src", url)
        element.set("loading", "lazy")
        return
    hint = "images come from assets/ of the digest: ![what it shows](assets/plot.svg)"
    visit.tell(written, f"the image `{written[:80]}` is left out", hint)
    alternative, tail = element.get("alt", ""), element.tail
    element.clear()
    element.tag, element.text, element.tail = "span", alternative, tail


def _as_written(address: str) -> str:
    """`address` without the parser's own marks for escaped signs and "&"."""
    address = address.replace(AMP_SUBSTITUTE, "&")
    return ESCAPED.sub(lambda found: chr(int(found[1])), address)


def _decoded(address: str) -> str:
    """`address` as a browser would read it, however often its signs were written as entities."""
    for _ in range(4):
        address, before = unescape(address), address
        if address == before:
            break
    return address.strip()
