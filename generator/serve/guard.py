"""Which requests the preview answers. A page of any site can send one to this machine."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from email.message import Message
from urllib.parse import unquote_to_bytes

OWN_NAMES = ("localhost", "127.0.0.1", "[::1]")
EVERYWHERE = ("0.0.0.0", "::")  # listening on all of the machine's addresses
HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?", re.ASCII)
MOST_PATH = 4000  # characters of a path, encoded
BAD_ESCAPE = re.compile(r"%(?![0-9a-fA-F]{2})")
NOT_IN_A_PATH = re.compile(r"[\x00-\x1f\x7f\\]")


@dataclass(frozen=True, slots=True)
class Refusal(Exception):
    """A request that is not answered, and why."""

    status: int
    why: str


@dataclass(frozen=True, slots=True)
class Target:
    """What a request asks for: a path, decoded once, and the query as it was sent."""

    path: str
    query: str


def host_names(host: str) -> frozenset[str]:
    """The names the preview answers to when it listens on `host`."""
    names = {*OWN_NAMES, host.lower(), f"[{host.lower()}]"}
    if host in EVERYWHERE:
        names |= {socket.gethostname().lower(), f"{socket.gethostname().lower()}.local"}
    return frozenset(names)


def check_host(sent: Sequence[str], names: Collection[str]) -> None:
    """Raises Refusal unless a request names this preview, and only it, as its host.

    A name of someone else's that leads to this machine would let their page read the preview
    (DNS rebinding). An address cannot: so each is taken when listening on all of them.
    """
    if len(sent) != 1:
        raise Refusal(400, "a request names one host")
    match = HOST.fullmatch(sent[0].strip().lower())
    if match is None:
        raise Refusal(400, "that is not a host")
    host = match.group(1)
    everywhere = any(name in names for name in EVERYWHERE)
    if host in names or host.endswith(".localhost") or (everywhere and _is_address(host)):
        return
    raise Refusal(403, "the preview does not answer to that host")


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def check_origin(headers: Message) -> None:
    """Raises Refusal when the page of another site, or of another port, sent the request."""
    origin = headers.get("Origin")
    host = headers.get("Host", "").strip().lower()
    if origin is not None and origin.lower() != f"http://{host}":
        raise Refusal(403, "only the preview's own pages may ask that")
    if headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none"):
        raise Refusal(403, "only the preview's own pages may ask that")


def parse_target(sent: str) -> Target:
    """The target of a request line. Raises Refusal for one that no honest browser sends."""
    path, _, query = sent.partition("?")
    if len(path) > MOST_PATH:
        raise Refusal(414, "no address of the site is that long")
    if not path.startswith("/"):
        raise Refusal(400, "a path begins with /")
    if BAD_ESCAPE.search(path) or "#" in sent:
        raise Refusal(400, "that is not a path")
    try:
        decoded = unquote_to_bytes(path).decode("utf-8")
    except UnicodeError:
        raise Refusal(400, "a path is UTF-8") from None
    if NOT_IN_A_PATH.search(decoded):
        raise Refusal(400, "a path of the site has no such characters")
    inner = decoded[1:].removesuffix("/")
    if decoded != "/" and any(part in ("", ".", "..") for part in inner.split("/")):
        raise Refusal(400, "a path has no empty parts, . or ..")
    return Target(decoded, query)
