"""The `mail` of digest.yaml: who sends the edition, to which list, by which server."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from generator.sources import fields as kinds
from generator.sources.fields import Unfit

# A plain address (RFC 5321's Dot-string at a host name), alone or behind a name.
ADDRESS = re.compile(
    r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*@[a-z0-9-]+(?:\.[a-z0-9-]+)*",
    re.ASCII | re.IGNORECASE,
)
NAMED = re.compile(
    r'(?P<quote>"?)(?P<name>[^<>"\x00-\x1f\x7f]*?)(?P=quote)\s*<(?P<address>[^<>]*)>'
)
MAILTO = re.compile(r"mailto:[^\s<>\",]+@[^\s<>\",]+\Z", re.IGNORECASE)
PORTS = {"smtps": 465, "smtp": 587}  # RFC 8314


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address and the name before it."""

    name: str  # "" when only the address is given
    address: str  # ASCII


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed over, always under TLS."""

    host: str
    port: int
    from_the_start: bool  # TLS from the first byte; else by STARTTLS, before anything is said


def mailbox(value: Any) -> Mailbox:
    """ "list@example.org" or "The Digest <list@example.org>": one address, nothing else."""
    text = kinds.text(value).strip()
    named = NAMED.fullmatch(text)
    name, address = (named["name"].strip(), named["address"]) if named else ("", text)
    if not ADDRESS.fullmatch(address) or len(address) > 254 or len(name) > 200:
        hint = "write name@example.org, or: The Digest <name@example.org>"
        raise Unfit(f"`{text[:80]}` is not a mail address", hint)
    return Mailbox(name, address)


def server(value: Any) -> Server:
    """smtps://host (TLS at once, port 465) or smtp://host (STARTTLS, port 587)."""
    text = kinds.text(value)
    hint = "write smtps://smtp.example.org, or smtp://smtp.example.org:587 for STARTTLS"
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise Unfit(f"`{text[:80]}` is not a mail server", hint) from None
    if "@" in parts.netloc:
        hint = "user name and password belong in the environment, never in a file"
        raise Unfit("a user name in the server's address", hint)
    plain = re.fullmatch(r"[A-Za-z0-9.:\[\]-]+", parts.netloc) and not (parts.path.strip("/"))
    if parts.scheme not in PORTS or not parts.hostname or not plain or parts.query:
        raise Unfit(f"`{text[:80]}` is not a mail server", hint)
    return Server(parts.hostname, port or PORTS[parts.scheme], parts.scheme == "smtps")


def way_out(value: Any) -> str:
    """Where a reader leaves the list: a web address or mailto:."""
    text = kinds.text(value)
    if MAILTO.match(text):
        return text
    known = kinds.url(text)
    if not known.isascii() or "," in known:
        raise Unfit(f"`{known[:80]}` cannot stand in a mail's head", "percent-encode it")
    return known


MAIL: kinds.Schema = {
    "from": mailbox,
    "to": mailbox,
    "reply_to": mailbox,
    "server": server,
    "unsubscribe": way_out,
}
