"""One HTML file of the site: what its markup says that a rule could ask for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import NamedTuple

from generator.check.markup import Tag, place, tags
from generator.problems import Problem

REFRESH = re.compile(r"\s*[\d.]*\s*[;,]?\s*(?:url\s*=\s*)?[\"']?([^\"']*)", re.IGNORECASE)
# One search of the whole page spares nearly all of them a look at every attribute for inline code.
INLINE = re.compile(r"[\s/\"'](?:style|srcdoc|on[a-z]+)\s*+=", re.IGNORECASE)
# Rels of <link> that a browser acts on by itself; any other leads a reader or a machine.
LOADED = {"stylesheet", "icon", "apple-touch-icon", "mask-icon", "manifest", "search"} | {
    *("preload", "modulepreload", "prefetch", "prerender", "preconnect", "dns-prefetch")
}
LISTS = ("srcset", "ping")  # attributes that hold several addresses
DATA_BLOCKS = ("application/ld+json", "application/json")


class Use(Enum):
    """What a browser does with an address."""

    LINK = auto()  # goes there when asked
    FILE = auto()  # fetches it with the page
    FORM = auto()  # sends there what the reader wrote


class Reference(NamedTuple):
    """An address in a page."""

    url: str
    at: int  # offset of its tag
    use: Use
    tag: str


class Meta(NamedTuple):
    content: str
    at: int


class Fault(NamedTuple):
    """What is wrong at one offset of a page."""

    at: int
    what: str
    hint: str


ADDRESSES: dict[str, tuple[tuple[str, Use], ...]] = {
    "a": (("href", Use.LINK), ("xlink:href", Use.LINK), ("ping", Use.FILE)),
    "area": (("href", Use.LINK), ("ping", Use.FILE)),
    "script": (("src", Use.FILE),),
    "img": (("src", Use.FILE), ("srcset", Use.FILE)),
    "source": (("src", Use.FILE), ("srcset", Use.FILE)),
    "iframe": (("src", Use.FILE),),
    "frame": (("src", Use.FILE),),
    "embed": (("src", Use.FILE),),
    "object": (("data", Use.FILE),),
    "video": (("src", Use.FILE), ("poster", Use.FILE)),
    "audio": (("src", Use.FILE),),
    "track": (("src", Use.FILE),),
    "image": (("href", Use.FILE), ("xlink:href", Use.FILE)),
    "use": (("href", Use.FILE), ("xlink:href", Use.FILE)),
    "input": (("src", Use.FILE), ("formaction", Use.FORM)),
    "button": (("formaction", Use.FORM),),
    "form": (("action", Use.FORM),),
}


@dataclass(slots=True)
class Page:
    """A page taken apart. Offsets count into `text`, which is gone when the next page is read."""

    path: str
    text: str
    lang: str = ""
    title: str = ""
    headings: int = 0  # of the first level
    metas: dict[str, list[Meta]] = field(default_factory=dict)  # by name, property or http-equiv
    canonicals: list[Meta] = field(default_factory=list)
    ids: dict[str, int] = field(default_factory=dict)  # with the offset of the first
    references: list[Reference] = field(default_factory=list)
    data_blocks: list[tuple[int, str]] = field(default_factory=list)  # JSON-LD: offset, text
    faults: list[Fault] = field(default_factory=list)  # seen while reading

    @property
    def is_redirect(self) -> bool:
        """The page only sends its reader on."""
        return "refresh" in self.metas

    @property
    def is_hidden(self) -> bool:
        """The page asks search engines to leave it out."""
        return "noindex" in self.meta("robots").lower()

    def meta(self, name: str) -> str:
        """The content of the first meta of that name; "" when there is none."""
        found = self.metas.get(name)
        return found[0].content if found else ""

    def place(self, at: int) -> tuple[int, int]:
        """Line and column of an offset."""
        return place(self.text, at)

    def problem(self, at: int | None, what: str, hint: str, *, warning: bool = False) -> Problem:
        """A problem at an offset of this page; None is the page as a whole."""
        line, column = (None, None) if at is None else self.place(at)
        return Problem(self.path, line, column, what, hint, warning)


def read_page(path: str, text: str) -> Page:
    """`text` taken apart. Nothing in it can make this fail."""
    page = Page(path, text)
    in_head, suspect = True, bool(INLINE.search(text))
    for tag in tags(text):
        name, known = tag.name, tag.attributes
        if name == "body":
            in_head = False
        if "id" in known or (name == "a" and "name" in known):
            _read_ids(page, tag)
        if suspect and known:
            _read_inline(page, tag)
        if name in ADDRESSES:
            _read_addresses(page, tag)
        if name == "h1":
            page.headings += 1
        elif name == "title" and in_head and not page.title:
            page.title = tag.text.strip()
        elif name in ELEMENTS:
            ELEMENTS[name](page, tag)
    if page.is_redirect or page.is_hidden:
        # Any other page must name itself, which says more than that the address leads somewhere.
        page.references += [Reference(url, at, Use.LINK, "link") for url, at in page.canonicals]
    return page


def _read_inline(page: Page, tag: Tag) -> None:
    """The inline code and style that a strict policy forbids, whatever the element."""
    for name in tag.attributes:
        if name in ("style", "srcdoc"):
            hint = "a strict policy ignores it; use a class or a file"
            page.faults.append(Fault(tag.at, f"inline `{name}=` on <{tag.name}>", hint))
        elif name.startswith("on") and name[2:].isalpha():
            hint = "a strict policy ignores it; listen from a script file"
            page.faults.append(Fault(tag.at, f"inline handler `{name}=` on <{tag.name}>", hint))


def _read_ids(page: Page, tag: Tag) -> None:
    """The places a fragment can name; the old `<a name>` is one too."""
    named = [tag.attributes["name"]] if tag.name == "a" and "name" in tag.attributes else []
    ids = [tag.attributes["id"]] if "id" in tag.attributes else []
    for value in dict.fromkeys(ids + named):
        if not value:
            page.faults.append(
                Fault(tag.at, f"empty id on <{tag.name}>", "name it or leave it out")
            )
        elif value in page.ids:
            line = place(page.text, page.ids[value])[0]
            what = f"id `{value}` is given twice, first on line {line}"
            page.faults.append(Fault(tag.at, what, "links find only the first; rename one"))
        else:
            page.ids[value] = tag.at


def _read_addresses(page: Page, tag: Tag) -> None:
    name, known, at, _ = tag
    for attribute, use in ADDRESSES[name]:
        if attribute in known:
            value = known[attribute]
            urls = _parts(value) if attribute in LISTS else (value,)
            page.references += [Reference(url, at, use, name) for url in urls]


def _parts(value: str) -> list[str]:
    """The addresses of a srcset ("a.png 1x, b.png 2x"); of a ping, where spaces part them."""
    return [part.split()[0] for part in value.split(",") if part.strip()]


def _read_html(page: Page, tag: Tag) -> None:
    page.lang = tag.attributes.get("lang", "").strip()


def _read_base(page: Page, tag: Tag) -> None:
    hint = "it changes where every link leads; write the addresses in full"
    page.faults.append(Fault(tag.at, "a <base> element", hint))


def _read_script(page: Page, tag: Tag) -> None:
    kind = tag.attributes.get("type", "").strip().lower()
    if kind in DATA_BLOCKS:
        page.data_blocks.append((tag.at, tag.text))
    elif "src" not in tag.attributes:
        hint = "a strict policy ignores it; move it to a file"
        page.faults.append(Fault(tag.at, "inline <script>", hint))


def _read_style(page: Page, tag: Tag) -> None:
    hint = "a strict policy ignores it; move it to a file"
    page.faults.append(Fault(tag.at, "inline <style>", hint))


def _read_meta(page: Page, tag: Tag) -> None:
    known = tag.attributes
    name = known.get("name") or known.get("property") or known.get("http-equiv") or ""
    content = known.get("content", "")
    page.metas.setdefault(name.lower(), []).append(Meta(content, tag.at))
    if name.lower() == "refresh":
        found = REFRESH.match(content)
        page.references.append(Reference(found[1] if found else "", tag.at, Use.LINK, "meta"))


def _read_link(page: Page, tag: Tag) -> None:
    rels = set(tag.attributes.get("rel", "").lower().split())
    url = tag.attributes.get("href", "")
    if "canonical" in rels:
        page.canonicals.append(Meta(url, tag.at))
        return
    use = Use.FILE if rels & LOADED else Use.LINK
    page.references.append(Reference(url, tag.at, use, "link"))


ELEMENTS = {
    "html": _read_html,
    "base": _read_base,
    "script": _read_script,
    "style": _read_style,
    "meta": _read_meta,
    "link": _read_link,
}
