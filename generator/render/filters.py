"""What templates may do with values: text → safe HTML, dates and counts as people write them.

What few pages ask for is loaded when one does: an edit renders one page or two.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import TYPE_CHECKING, Any

from jinja2.runtime import Macro
from markupsafe import Markup

from generator.plan.cards import long_date, short_date
from generator.plan.page import Context
from generator.render.data import json_in_html
from generator.render.math import mathml
from generator.render.text import inline_html, plain, text_html

if TYPE_CHECKING:
    from generator.render.markdown import Notes
    from generator.render.note_math import SetMath

MOST_ENTRIES = 60_000  # kept by a process; some 30 MB
MOST_CARDS = 20_000  # kept by a process; some 15 MB
Told = tuple[str, str, str]  # a line of Markdown, what is wrong with it, what mends it
Converted = tuple[Markup, list[Told]]
Known = tuple[str, str, tuple[tuple[str, str], ...]]  # all a note's HTML is made from


class Filters:
    """The filters of one theme. `told` gathers what was wrong in Markdown, until it is taken."""

    def __init__(self, site: Mapping[str, Any], assets: Mapping[str, str]) -> None:
        self.site = site  # what templates see of the digest
        self.assets = assets  # name of each asset → its URL
        self.notes: Notes | None = None  # once there was one to show
        self.made: dict[Known, Converted] = {}
        self.earlier: dict[Known, Converted] = {}  # what the last build made
        self.entries: dict[tuple[str, str], str] = {}  # by form and paper
        self.cards: dict[tuple[Hashable, ...], str] = {}  # by macro, paper and more
        self.told: list[Told] = []

    def by_name(self) -> dict[str, Callable[..., Any]]:
        """The filters under the names templates know them by."""
        return {
            "inline": inline_html,
            "text": text_html,
            "plain": plain,
            "note": self.note,
            "mail_html": self.mail_html,
            "mail_text": self.mail_text,
            "wrapped": self.wrapped,
            "longdate": long_date,
            "shortdate": short_date,
            "count": count,
            "coins": self.coins,
            "once": self.once,
            "bibtex": self.bibtex,
            "citation": self.citation,
            "json_ld": self.json_ld,
        }

    def bibtex(self, paper: Context) -> str:
        from generator.render.bibtex import bibtex

        return bibtex(paper, self.site)

    def citation(self, paper: Context) -> list[tuple[str, str]]:
        from generator.render.citation import citation

        return citation(paper, self.site)

    def json_ld(self, paper: Context) -> Markup:
        from generator.render.citation import linked_data

        return Markup(json_in_html(linked_data(paper, self.site)))

    def coins(self, card: Context) -> str:
        from generator.render.exports.coins import coins

        return coins(card)

    def wrapped(self, text: str, indent: int = 0) -> str:
        from generator.render.mail import wrapped

        return wrapped(text, indent)

    def note(self, markdown: str, links: Mapping[str, str], origin: str = "") -> Markup:
        """Markdown as safe HTML; `links` is where "paper:2501.01234" and the like lead.

        With an `origin` such as "https://example.org" every inner link begins with it. A note
        stands on its page and in several feeds; it is converted once for each origin.
        """
        known = (origin, markdown, tuple(links.items()))
        if known not in self.made:
            before = self.earlier.get(known)
            self.made[known] = before or self._converted(markdown, links, origin)
        html, told = self.made[known]
        self.told += told
        return html

    def mail_html(
        self, markdown: str, links: Mapping[str, str], styles: Mapping[str, str]
    ) -> Markup:
        """Markdown as HTML that stands by itself in a mail; `styles` are CSS by tag."""
        from generator.render.mail import styled

        return Markup(styled(self._typed(markdown, links), styles))

    def mail_text(self, markdown: str, links: Mapping[str, str]) -> str:
        """Markdown as plain text in lines of a mail's width, its links numbered below it."""
        from generator.render.mail import in_lines

        return in_lines(self._typed(markdown, links))

    def _typed(self, markdown: str, links: Mapping[str, str]) -> str:
        """A note with whole addresses and with math as one would type it."""
        from generator.render.mail import typed_math

        html, _ = self._converted(markdown, links, self.site["origin"], typed_math)
        return str(html)

    def _converted(
        self, markdown: str, links: Mapping[str, str], origin: str, math: SetMath = mathml
    ) -> Converted:
        root = f"{origin}{self.site['base']}"

        def address(kind: str, name: str) -> str | None:
            if kind == "path":
                return root + name
            if kind == "asset":
                url = self.assets.get(name.removeprefix("assets/"))
                return root + url if url else None
            url = links.get(f"{kind}:{name}")
            return origin + url if url else None

        if self.notes is None:
            from generator.render.markdown import Notes

            self.notes = Notes()
        made = self.notes.html(markdown, link=address, math=math)
        lines = markdown.split("\n")
        told = [(lines[line - 1].strip(), what, hint) for line, what, hint in made.problems]
        return made.html, told

    def once(self, card: Context, macro: Macro, *more: Hashable) -> str:
        """What `macro` makes of a card and `more`, made once for all lists that show the card.

        A macro of a template that is imported without its context: such a one sees no page, and is
        the same for all of them.
        """
        known = (macro, card["id"], *more)
        if known not in self.cards:
            if len(self.cards) >= MOST_CARDS:
                self.cards.clear()
            self.cards[known] = macro(card, *more)
        return self.cards[known]

    def entry(self, form: str, paper: Context, made: Callable[[Context], str]) -> str:
        """A paper in a file of the given form: it stands there in the file of all papers, of its
        topics and of its editions, and is `made` once, unless there are so many that they would
        fill the memory. Halves the time of 10,000 papers' files."""
        known = (form, paper["id"])
        if known not in self.entries:
            if len(self.entries) >= MOST_ENTRIES:
                self.entries.clear()
            self.entries[known] = made(paper)
        return self.entries[known]

    def begin(self) -> None:
        """Begin another build, which may use what the last one made; nothing older is kept."""
        self.made, self.earlier = {}, self.made
        self.entries.clear()
        self.cards.clear()
        self.told.clear()

    def taken(self) -> list[Told]:
        """What was wrong since the last call."""
        told, self.told = self.told, []
        return told


def count(number: int, thing: str) -> str:
    """ "1 paper", "1,204 papers", "2 entries"."""
    if number == 1:
        return f"1 {thing}"
    plural = (
        thing[:-1] + "ies" if thing.endswith("y") and thing[-2:-1] not in "aeiou" else thing + "s"
    )
    return f"{number:,} {plural}"
