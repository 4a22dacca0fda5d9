"""The editor's Markdown → safe HTML with math.

Markdown's libraries are imported with the first note that is more than plain paragraphs: a build
that renders none does without.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING

from markupsafe import Markup

from generator.corpus.text import visible
from generator.render.math import mathml
from generator.render.note_math import (
    CODE,
    MARKS,
    Formula,
    NoteProblem,
    SetMath,
    lift,
    line_at,
    put_back,
)
from generator.render.note_plain import plain_html

if TYPE_CHECKING:
    import nh3

    from generator.render.note_tree import Link, NoteParser, Visit

LARGEST = 200_000  # bytes of a note
# python-markdown takes time in proportion to the signs of a block times its length, and 60 times
# as much for brackets that never close. This much work is about a second.
MOST_WORK = 400_000_000
UNCLOSED, LINE, BLOCK = 60, 3, 10
SHORT = 2000  # characters; fewer are never that much work, whatever they are
SIGNS = re.compile(r"[*_`'\"<&!|\\\[]")
BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
HTML_TAG = re.compile(r"(?<!\]\()</?([A-Za-z][A-Za-z0-9-]*)(?:\s[^<>]*)?/?>")

TAGS = set(
    "a abbr b blockquote br code dd del div dl dt em h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p "
    "pre s small span strong sub sup table tbody td th thead tr u ul".split()
)
ATTRIBUTES = {
    "a": {"href", "title", "class", "rel"},
    "img": {"src", "alt", "title", "loading"},
    "ol": {"start"},
    "td": {"class"},
    "th": {"class"},
    "div": {"class"},
    "code": {"class"},
    "sup": {"id"},
    "li": {"id"},
}
CLASS = re.compile(r"footnote(?:-ref|-backref)?|align-(?:left|right|center)|language-[\w+#-]{1,30}")
OWN_ID = re.compile(r"fn(?:ref\d*)?:[\w-]+")


@dataclass(frozen=True, slots=True)
class NoteHtml:
    """A note, ready to show, and what in it is not shown as it was meant."""

    html: Markup
    problems: tuple[NoteProblem, ...]  # (line in the note, what, hint), in reading order


@dataclass(slots=True)
class Notes:
    """Renders notes; one is made for a build, as setting up the parser costs more than a note."""

    _parser: NoteParser | None = field(default=None, init=False)
    _cleaner: nh3.Cleaner | None = field(default=None, init=False)

    def html(
        self, text: str, link: Link, prefix: str = "", top: int = 2, math: SetMath = mathml
    ) -> NoteHtml:
        """`text` as HTML that holds nothing but what an editor may say.

        `link` is asked where `[label](paper:ID)` and other links within the site lead. Ids begin
        with `prefix`, or with a hash of the text, so that the notes of one page do not collide.
        The highest heading is an h`top`. A note that would take too long is refused as a whole.
        """
        if not text.strip():
            return NoteHtml(Markup(""), ())
        text = visible(text).expandtabs(4)  # as the parser does, or places differ
        if not text.isascii():
            text = MARKS.sub("", text)
        if refused := _refusal(text):
            return NoteHtml(Markup(""), (refused,))
        lifted, formulas = lift(text)
        problems: list[NoteProblem] = []
        safe = plain_html(lifted, link)
        if safe is None:
            from generator.render.note_tree import Visit

            visit = Visit(lifted, formulas, link, prefix or _short_hash(text), top, problems)
            _tell_of_tags(visit)
            try:
                safe = self._parsed(visit)
            except RecursionError:
                self._parser = None  # it still believes itself inside the list it gave up
                said = "nested too deep to be shown", "fewer quotes or lists inside each other"
                return NoteHtml(Markup(""), (NoteProblem(1, *said),))
        html = put_back(safe, formulas, lambda formula: problems.append(_unset(formula)), math)
        return NoteHtml(Markup(html), tuple(sorted(set(problems))))

    def _parsed(self, visit: Visit) -> str:
        from generator.render.note_tree import NoteParser

        self._parser = self._parser or NoteParser()
        self._cleaner = self._cleaner or _cleaner()
        return self._cleaner.clean(self._parser.html(visit))


def _refusal(text: str) -> NoteProblem | None:
    """What is told when `text` would cost more than it is worth."""
    if len(text) < SHORT:
        return None
    if len(text) > LARGEST or len(text.encode()) > LARGEST:
        return NoteProblem(
            1, f"longer than {LARGEST // 1000} KB", "part it into several notes or pages"
        )
    blocks = BLANK_LINES.split(text)
    work = [len(block) * _signs(block) for block in blocks]
    if sum(work) + BLOCK * len(blocks) ** 2 <= MOST_WORK:
        return None
    heaviest = blocks[work.index(max(work))]
    line = text.count("\n", 0, text.find(heaviest)) + 1
    what, hint = "too many signs of Markdown to be shown", "close brackets, or add empty lines"
    return NoteProblem(line, what, hint)


def _signs(block: str) -> int:
    unclosed = _left_open(block, "[", "]") + _left_open(block.replace("](", "\x01"), "\x01", ")")
    return len(SIGNS.findall(block)) + LINE * block.count("\n") + UNCLOSED * unclosed


def _left_open(block: str, opening: str, closing: str) -> int:
    if opening not in block:
        return 0
    depth = 0
    for sign in re.findall(f"[{re.escape(opening + closing)}]", block):
        depth = depth + 1 if sign == opening else max(depth - 1, 0)
    return depth


def _tell_of_tags(visit: Visit) -> None:
    if "<" not in visit.text:
        return
    from generator.render.note_tree import HARMLESS

    # Blanked out, not taken out, so that what stands behind code keeps its place.
    prose = CODE.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), visit.text)
    told = set(HARMLESS.split("|"))
    for found in HTML_TAG.finditer(prose):
        name = found[1].lower()
        if name not in told:
            told.add(name)
            line = line_at(visit.text, found.start(), visit.formulas)
            hint = "a note is Markdown; of HTML it may hold <sub>, <sup>, <kbd> and the like"
            visit.problems.append(NoteProblem(line, f"`<{found[1]}>` is shown as text", hint))


def _unset(formula: Formula) -> NoteProblem:
    what = f"`{formula.source[:60]}` cannot be set as math"
    return NoteProblem(formula.line, what, "its TeX is shown instead")


def _cleaner() -> nh3.Cleaner:
    import nh3

    return nh3.Cleaner(
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "class":
        return value if CLASS.fullmatch(value) else None
    if name == "id":
        return value if OWN_ID.fullmatch(value) else None
    if tag == "img" and name == "src":
        return value if ":" not in value and not value.startswith("//") else None
    return value


def _short_hash(text: str) -> str:
    return blake2b(text.encode(), digest_size=3).hexdigest()
