"""The links of a built site, as a visitor follows them."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

LINK = ("a", "href")
ADDRESSES = ("href", "src", "action", "content")  # attributes that may hold an address


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []  # tag, attribute, value

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [(tag, name, value) for name, value in attrs if value and name in ADDRESSES]


def addresses(page: str) -> list[tuple[str, str, str]]:
    """Tag, attribute and value of everything in a page that may be an address."""
    reader = _Reader()
    reader.feed(page)
    return reader.found


def pages_of(site: Path) -> Iterator[tuple[str, str]]:
    """The URL path below the base and the text of each page."""
    for file in sorted(site.rglob("*.html")):
        path = "/" + file.relative_to(site).as_posix()
        yield path.removesuffix("index.html"), file.read_text(encoding="utf-8")


def reachable(site: Path, base: str) -> set[str]:
    """URL paths below `base` that links (`a href`) lead to from the front page, step by step."""
    pages, seen, todo = dict(pages_of(site)), {"/"}, ["/"]
    while todo:
        here = todo.pop()
        links = [value for tag, name, value in addresses(pages[here]) if (tag, name) == LINK]
        for link in links:
            to = urlsplit(urljoin(f"http://host{base}{here}", link))
            path = to.path.removeprefix(base)
            inside = to.netloc == "host" and to.path.startswith(base + "/")
            if inside and path in pages and path not in seen:
                seen.add(path)
                todo.append(path)
    return seen
