"""Where an address in a file of the site leads, worked out as a browser would."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit

SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
# What a browser takes away before it reads an address; "java\nscript:" is a script to it.
TAKEN_OUT = str.maketrans("", "", "\t\r\n")
EDGES = "".join(map(chr, range(33)))
DANGEROUS = frozenset(("javascript", "vbscript", "data", "file", "blob"))
SHOWN = 100  # characters of an address in a message


class Way(Enum):
    """The kinds of places an address leads to."""

    INSIDE = auto()  # the path is one below the site's folder
    ASTRAY = auto()  # on our host and outside the base path; the path begins with "/"
    OUTSIDE = auto()  # another host
    DANGEROUS = auto()  # runs, or carries its own content; the path is its scheme
    OTHER = auto()  # mailto: and the like


class Target(NamedTuple):
    """The end of an address. `path` is decoded; "" is the front page's folder."""

    way: Way
    path: str = ""
    fragment: str = ""


@dataclass(frozen=True, slots=True)
class Base:
    """Where the site will live: `origin` + `path` is the address of its folder."""

    origin: str  # "https://example.org", no slash
    path: str  # "/" or "/digest/"

    @property
    def url(self) -> str:
        return self.origin + self.path

    def own_url(self, path: str) -> str:
        """The one address a file of the site should be known by."""
        folder = path.removesuffix("index.html") if _is_index(path) else path
        return self.url + quote(folder, safe="/~!$&'()*+,;=:@")

    def resolve(self, page: str, address: str) -> Target:
        """Where `address`, written in the file `page` of the site, leads to."""
        address = address.strip(EDGES).translate(TAKEN_OUT)
        if address.startswith("#"):
            return Target(Way.INSIDE, page, _fragment(address[1:]))
        local = self._local(address)
        if not isinstance(local, str):
            return local
        rest, _, fragment = local.partition("#")
        rest = rest.partition("?")[0].replace("\\", "/")
        if not rest and local is address:
            return Target(Way.INSIDE, page, _fragment(fragment))
        if not rest.startswith("/"):
            rest = self.path + page[: page.rfind("/") + 1] + rest if local is address else "/"
        return self._placed(_without_dots(unquote(rest)), _fragment(fragment))

    def _local(self, address: str) -> str | Target:
        """The address from the path on (`address` itself when it names no host), or its end."""
        scheme = SCHEME.match(address)
        if scheme and scheme[1].lower() not in ("http", "https"):
            name = scheme[1].lower()
            return Target(Way.DANGEROUS, name) if name in DANGEROUS else Target(Way.OTHER)
        if not scheme and address[:2].replace("\\", "/") != "//":
            return address
        whole = address if scheme else self.origin.partition("//")[0] + address
        end = len(self.origin)
        if whole[:end].lower() != self.origin.lower() or whole[end : end + 1] not in ("", *"/?#"):
            return Target(Way.OUTSIDE)
        return whole[end:]

    def _placed(self, path: str, fragment: str) -> Target:
        if path.startswith(self.path):
            return Target(Way.INSIDE, path[len(self.path) :], fragment)
        if f"{path}/" == self.path:
            return Target(Way.INSIDE, "", fragment)
        return Target(Way.ASTRAY, path, fragment)


def parse_base(base_url: str) -> Base:
    """`base_url` taken apart; a missing last slash is forgiven."""
    parts = urlsplit(base_url)
    return Base(f"{parts.scheme}://{parts.netloc}", parts.path.rstrip("/") + "/")


def served(path: str, files: Container[str]) -> tuple[str, bool]:
    """The file a server answers `path` with ("": none), and whether by a redirect to `path`/."""
    if not path or path.endswith("/"):
        index = f"{path}index.html"
        return (index, False) if index in files else ("", False)
    if path in files:
        return path, False
    index = f"{path}/index.html"
    return (index, True) if index in files else ("", False)


def shown(address: str) -> str:
    """An address as a message shows it: one line, no control characters, not too long."""
    plain = address if address.isprintable() else "".join(map(_printable, address))
    return plain if len(plain) <= SHOWN else f"{plain[: SHOWN - 1]}…"


def _printable(letter: str) -> str:
    return letter if letter.isprintable() else letter.encode("unicode_escape").decode()


def _is_index(path: str) -> bool:
    return path == "index.html" or path.endswith("/index.html")


def _fragment(text: str) -> str:
    """The id a fragment names; what follows ":~:" speaks to the browser, not of an id."""
    return unquote(text.partition(":~:")[0])


def _without_dots(path: str) -> str:
    """`path` with "." and ".." followed; one cannot climb above the root."""
    if "/." not in path:
        return path
    parts: list[str] = []
    for part in path.split("/")[1:]:
        if part == "..":
            del parts[-1:]
        elif part != ".":
            parts.append(part)
    if path.endswith(("/.", "/..")):
        parts.append("")
    return "/" + "/".join(parts)
