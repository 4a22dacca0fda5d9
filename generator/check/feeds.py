"""Feeds as a feed reader takes them: Atom, RSS, JSON Feed and OPML."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from generator.check.addresses import Base, Way, served, shown
from generator.check.markup import place
from generator.check.nodes import Node
from generator.problems import Problem

ATOM = "http://www.w3.org/2005/Atom "
JSON_FEED = "https://jsonfeed.org/version/"
# RFC 3339, which both Atom and JSON Feed ask for.
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)\Z")
MOMENT_HINT = "write it as 2024-07-08T00:00:00Z"
IDS_HINT = "readers show only one of the two; give each its own"


@dataclass(slots=True)
class Feed:
    """One feed being read, and what is found in it."""

    path: str
    base: Base
    files: Collection[str]
    problems: list[Problem] = field(default_factory=list)
    ids: dict[str, int] = field(default_factory=dict)  # of entries, with their line

    def tell(self, line: int, column: int, what: str, hint: str) -> None:
        self.problems.append(Problem(self.path, line, column, what, hint))

    def check_id(self, name: str, line: int, column: int) -> None:
        if not name:
            self.tell(line, column, "an entry has no id", "give it one that never changes")
        elif name in self.ids:
            what = f"the id `{shown(name)}` is that of line {self.ids[name]} too"
            self.tell(line, column, what, IDS_HINT)
        else:
            self.ids[name] = line

    def check_link(self, url: str, line: int, column: int) -> None:
        """An address must be whole, since a reader does not know where the feed came from."""
        if not url.startswith(("https://", "http://")):
            what = f"`{shown(url)}` is not a full address"
            self.tell(line, column, what, f"begin it with {self.base.url}")
            return
        target = self.base.resolve(self.path, url)
        if target.way is Way.ASTRAY:
            what = f"`{shown(url)}` leaves the base path {self.base.path}"
            self.tell(line, column, what, f"begin it with {self.base.url}")
        elif target.way is Way.INSIDE and not served(target.path, self.files)[0]:
            self.tell(line, column, f"dead link `{shown(url)}`", "the site has no such page")

    def check_self(self, url: str, line: int, column: int) -> None:
        if url != self.base.own_url(self.path):
            what = f"the feed calls itself `{shown(url)}`"
            self.tell(line, column, what, f"its address is {self.base.own_url(self.path)}")

    def check_moment(self, moment: str, line: int, column: int) -> None:
        if not MOMENT.match(moment):
            what = f"`{shown(moment)}` is not a date and time" if moment else "no date"
            self.tell(line, column, what, MOMENT_HINT)


def check_atom(feed: Feed, root: Node) -> None:
    entries = list(root.all(f"{ATOM}entry"))
    for name in ("id", "title"):
        if not root.words(ATOM + name):
            feed.tell(root.line, root.column, f"the feed has no {name}", f"add <{name}>")
    _check_atom_moment(feed, root)
    if not root.first(f"{ATOM}author") and any(not e.first(f"{ATOM}author") for e in entries):
        feed.tell(root.line, root.column, "neither feed nor entries have an author", "add <author>")
    _check_atom_links(feed, root)
    for entry in entries:
        _check_entry(feed, entry)


def _check_entry(feed: Feed, entry: Node) -> None:
    name = entry.first(f"{ATOM}id") or entry
    feed.check_id(entry.words(f"{ATOM}id"), name.line, name.column)
    if not entry.words(f"{ATOM}title"):
        feed.tell(entry.line, entry.column, "an entry has no title", "add <title>")
    if not entry.first(f"{ATOM}link") and not entry.first(f"{ATOM}content"):
        feed.tell(entry.line, entry.column, "an entry leads nowhere", "add a <link>")
    _check_atom_moment(feed, entry)
    _check_atom_links(feed, entry)


def _check_atom_moment(feed: Feed, node: Node) -> None:
    updated = node.first(f"{ATOM}updated") or node
    feed.check_moment(node.words(f"{ATOM}updated"), updated.line, updated.column)


def _check_atom_links(feed: Feed, node: Node) -> None:
    for link in node.all(f"{ATOM}link"):
        url = link.attributes.get("href", "")
        itself = link.attributes.get("rel") == "self"
        (feed.check_self if itself else feed.check_link)(url, link.line, link.column)


def check_rss(feed: Feed, root: Node) -> None:
    channel = root.first("channel")
    if channel is None:
        feed.tell(root.line, root.column, "the feed has no channel", "add <channel>")
        return
    for name in ("title", "link", "description"):
        if not channel.words(name):
            feed.tell(channel.line, channel.column, f"the feed has no {name}", f"add <{name}>")
    for item in channel.all("item"):
        feed.check_id(item.words("guid") or item.words("link"), item.line, item.column)
    for node in channel.below():
        if node.name == "link" and node.text:
            feed.check_link(node.text, node.line, node.column)


def check_opml(feed: Feed, root: Node) -> None:
    for node in root.below():
        for key in ("xmlUrl", "htmlUrl"):
            if key in node.attributes:
                feed.check_link(node.attributes[key], node.line, node.column)


def check_json_feed(feed: Feed, text: str, value: dict[str, Any]) -> None:
    """A JSON Feed. The parser keeps no lines, so a place is looked for by its text."""
    for key in ("title", "items"):
        if key not in value:
            feed.tell(1, 1, f"the feed has no {key}", f"add `{key}`")
    if "feed_url" in value:
        feed.check_self(str(value["feed_url"]), *_found(text, value["feed_url"], 0)[:2])
    if "home_page_url" in value:
        url = str(value["home_page_url"])
        feed.check_link(url, *_found(text, url, 0)[:2])
    after = max(text.find('"items"'), 0)
    items = value.get("items", ())
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict):
            after = _check_item(feed, text, item, after)


def _check_item(feed: Feed, text: str, item: dict[str, Any], after: int) -> int:
    """Returns where in `text` the search for the next item begins."""
    line, column, at = _found(text, item.get("id", ""), after)
    feed.check_id(str(item.get("id", "")), line, column)
    if isinstance(item.get("url"), str):
        feed.check_link(item["url"], *_found(text, item["url"], after)[:2])
    if "content_text" not in item and "content_html" not in item:
        feed.tell(line, column, "an item has no content", "add content_html or content_text")
    for key in ("date_published", "date_modified"):
        if key in item:
            feed.check_moment(str(item[key]), *_found(text, item[key], after)[:2])
    return max(at + 1, after)


def _found(text: str, value: object, after: int) -> tuple[int, int, int]:
    """Line, column and offset of a JSON value at or after an offset; 1, 1, -1: not found.

    Keys of an item may come in any order, so what stands before its id is found only by looking
    from the item before it.
    """
    for plain in (json.dumps(value, ensure_ascii=False), json.dumps(value)):
        at = text.find(plain, after)
        if at >= 0:
            return *place(text, at), at
    return 1, 1, -1
