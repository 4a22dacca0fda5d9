"""A letter → the bytes of a .eml file (RFC 5322, MIME), the same whenever it is made.

Put together here, not by email.message: what that folds and encodes differs between Pythons.
"""

from __future__ import annotations

import re
from binascii import b2a_qp
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from email.header import Header
from email.utils import format_datetime
from hashlib import blake2b

from generator.sources.mail import Mailbox

LINE = 76  # characters of an encoded line; RFC 2045, 6.7
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
SUBJECT = 200  # characters
NAME = 60  # characters of a name that is written as it is
ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*")
ENCODED = "=?"  # what an encoded word begins with; RFC 2047
FOLD = "\r\n"  # before a blank: the header goes on in the next line

Headers = Sequence[tuple[str, str]]  # names and values as they are written


def message(headers: Headers, text: str, html: str) -> bytes:
    """A multipart/alternative message: the last part is the one a mail program prefers."""
    parts = [_part("plain", text), _part("html", html)]
    # "=_" cannot be in a part: quoted-printable writes an equals sign as =3D.
    boundary = f"=_{short_hash(b''.join(parts))}"
    kind = f'multipart/alternative; boundary="{boundary}"'
    head = [*headers, ("MIME-Version", "1.0"), ("Content-Type", kind)]
    lines = "".join(f"{name}: {value}\r\n" for name, value in head).encode("ascii")
    mark = f"--{boundary}".encode()
    body = b"".join(mark + b"\r\n" + part + b"\r\n" for part in parts)
    return lines + b"\r\n" + body + mark + b"--\r\n"


def encoded(text: str) -> bytes:
    """`text` as quoted-printable: lines of at most 76 ASCII characters, ended by CRLF."""
    plain = text.encode("utf-8", "replace").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return b2a_qp(plain, istext=True).replace(b"\n", b"\r\n")


def _part(kind: str, text: str) -> bytes:
    head = (
        f"Content-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable"
    )
    return f"{head}\r\n\r\n".encode() + encoded(text)


def one_line(text: str) -> str:
    """`text` without what would begin another header."""
    return " ".join(CONTROL.sub(" ", text).split())


def words(name: str, text: str) -> str:
    """Free text as the value of the header `name`, folded, and encoded where it is not ASCII."""
    plain = one_line(text)[:SUBJECT]
    charset = "us-ascii" if plain.isascii() and ENCODED not in plain else "utf-8"
    return Header(plain, charset, LINE, name).encode(linesep="\r\n")


def addressed(name: str, box: Mailbox) -> str:
    """A mailbox as the value of the header `name`."""
    if not box.name:
        return box.address
    if not box.name.isascii() or ENCODED in box.name or len(box.name) > NAME:
        shown = Header(one_line(box.name), "utf-8", LINE, name).encode(linesep="\r\n")
    elif ATOMS.fullmatch(box.name):
        shown = box.name
    else:
        escaped = box.name.replace("\\", "\\\\").replace('"', '\\"')
        shown = f'"{escaped}"'
    folded = len(f"{name}: {shown} <{box.address}>".split("\r\n")[-1]) > LINE
    return f"{shown}{FOLD if folded else ''} <{box.address}>"


def dated(day: str) -> str:
    """The first minute of a day, in UTC, as the value of a Date header."""
    return format_datetime(datetime.fromisoformat(day).replace(tzinfo=UTC))


def identified(parts: Iterable[str], name: str, domain: str) -> str:
    """A Message-ID that is the same for the same letter, and another one for any other."""
    known = short_hash("\x00".join(parts).encode("utf-8", "replace"))
    return f"<{name}.{known}@{domain}>"


def short_hash(data: bytes) -> str:
    return blake2b(data, digest_size=12).hexdigest()
