"""A real mail server on loopback, with certificates of its own authority."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "digest", "correct horse"


@dataclass
class Inbox:
    """What arrived, and how the server behaves."""

    arrived: list[tuple[str, list[str], bytes]] = field(default_factory=list)  # from, to, letter
    refuses: str = ""  # a recipient it does not know
    data_answer: str = ""  # instead of taking a letter
    cuts: bool = False  # the connection, when a letter comes
    logins: list[str] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        del server, session, options
        if address == self.refuses:
            return "550 5.1.1 no such list here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        del session
        if self.cuts:
            server.transport.abort()
            return ""
        if self.data_answer:
            return self.data_answer
        assert isinstance(envelope.content, bytes)
        self.arrived.append((envelope.mail_from or "", envelope.rcpt_tos, envelope.content))
        return "250 taken"

    def authenticated(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: Any
    ) -> AuthResult:
        del server, session, envelope, mechanism
        assert isinstance(given, LoginPassword)
        self.logins.append(given.login.decode())
        good = (given.login, given.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=good, handled=False)


class Authority:
    """Signs certificates that nobody trusts but who is given its file."""

    def __init__(self, folder: Path) -> None:
        self.ca = trustme.CA()
        self.file = folder / "authority.pem"
        self.ca.cert_pem.write_to_path(self.file)

    def context(self, name: str = "127.0.0.1") -> ssl.SSLContext:
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.ca.issue_cert(name).configure_cert(made)
        return made


@contextmanager
def starttls(inbox: Inbox, context: ssl.SSLContext, **more: Any) -> Iterator[str]:
    """The address of a server that wants STARTTLS and a name before it takes mail."""
    wanted = {"tls_context": context, "require_starttls": True, "auth_required": True} | more
    with _running(inbox, authenticator=inbox.authenticated, **wanted) as port:
        yield f"smtp://127.0.0.1:{port}"


@contextmanager
def implicit_tls(inbox: Inbox, context: ssl.SSLContext) -> Iterator[str]:
    """The address of a server with TLS from the first byte. It takes a name, but needs none."""
    more = {"authenticator": inbox.authenticated, "auth_require_tls": False}
    with _running(inbox, ssl_context=context, **more) as port:
        yield f"smtps://127.0.0.1:{port}"


@contextmanager
def without_tls(inbox: Inbox) -> Iterator[str]:
    with _running(inbox) as port:
        yield f"smtp://127.0.0.1:{port}"


@contextmanager
def _running(inbox: Inbox, **more: Any) -> Iterator[int]:
    port = free_port()
    controller = Controller(inbox, hostname="127.0.0.1", port=port, **more)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
