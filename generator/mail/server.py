"""A letter → a mail server, over TLS. What it says of a failure, in words an editor can use."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from generator.problems import DigestError, Problem
from generator.sources.mail import Server

USER, PASSWORD = "BROADSHEET_SMTP_USER", "BROADSHEET_SMTP_PASSWORD"
PATIENCE = 60.0  # seconds for each answer
# What we call ourselves: the name of this machine is nobody's business, and slow to look up.
OURSELVES = "[127.0.0.1]"
WAYS = "smtps:// is for servers with TLS from the start, smtp:// for STARTTLS"
UNKNOWN = "whether the letter arrived is not known; look at the list before trying again"


@dataclass(frozen=True, slots=True)
class Login:
    """What the server knows us by. Never shown."""

    user: str
    password: str

    def __repr__(self) -> str:
        return "Login(…)"


def login(environment: Mapping[str, str]) -> Login | None:
    """Name and password from the environment; None: the server wants none. Raises DigestError."""
    user, password = environment.get(USER, ""), environment.get(PASSWORD, "")
    if bool(user) != bool(password):
        unset = PASSWORD if user else USER
        hint = "set both in the environment, or neither for a server that asks for none"
        raise DigestError([Problem("", None, None, f"{unset} is not set", hint)])
    if not (user + password).isascii():
        what = f"{USER} or {PASSWORD} is not ASCII, which mail servers cannot take"
        raise DigestError([Problem("", None, None, what)])
    return Login(user, password) if user else None


def hand_over(
    server: Server,
    who: Login | None,
    sender: str,
    to: str,
    message: bytes,
    patience: float = PATIENCE,
) -> None:
    """Give `message` to the server; when this returns, the server has said that it took it.

    Raises DigestError saying what went wrong. Nothing is said before TLS: not the name, not
    the password, not the letter.
    """
    with _told(server, to), _connected(server, patience) as smtp:
        if who:
            smtp.login(who.user, who.password)
        smtp.sendmail(sender, [to], message)


@contextmanager
def _connected(server: Server, patience: float) -> Iterator[smtplib.SMTP]:
    trust = ssl.create_default_context()
    smtp: smtplib.SMTP
    if server.from_the_start:
        smtp = smtplib.SMTP_SSL(
            server.host, server.port, OURSELVES, timeout=patience, context=trust
        )
    else:
        smtp = smtplib.SMTP(server.host, server.port, OURSELVES, timeout=patience)
    try:
        if not server.from_the_start:
            smtp.starttls(context=trust)
        yield smtp
        with suppress(OSError, smtplib.SMTPException):
            smtp.quit()  # the letter is theirs by now: how they part does not matter
    finally:
        smtp.close()


@contextmanager
def _told(server: Server, to: str) -> Iterator[None]:
    """What smtplib and the system raise, as a problem that says what to do."""
    at = f"{server.host}:{server.port}"
    try:
        yield
    except (smtplib.SMTPException, OSError) as error:
        what, hint = _explained(error, at, to)
        raise DigestError([Problem("", None, None, what, hint)]) from None


def _explained(error: Exception, at: str, to: str) -> tuple[str, str]:
    said = _answer(error)
    if isinstance(error.__context__, TimeoutError):  # smtplib calls it a connection that closed
        error = error.__context__
    match error:
        case smtplib.SMTPAuthenticationError():
            return f"{at} does not take the name and password{said}", f"see {USER} and {PASSWORD}"
        case smtplib.SMTPRecipientsRefused():
            return f"{at} takes no mail for {to}{said}", "see `to` below `mail` in digest.yaml"
        case smtplib.SMTPSenderRefused():
            hint = f"see `from` below `mail` in digest.yaml; a server may also want {USER}"
            return f"{at} takes no mail from {error.sender}{said}", hint
        case smtplib.SMTPDataError():
            return f"{at} refused the letter{said}", ""
        case smtplib.SMTPNotSupportedError():
            return f"{at} offers no TLS, or no way to log in that is known", WAYS
        case smtplib.SMTPServerDisconnected() | ConnectionResetError() | BrokenPipeError():
            return f"the connection to {at} was cut before the letter was taken", UNKNOWN
        case smtplib.SMTPResponseException():
            return f"{at} refused{said}", ""
        case ssl.SSLCertVerificationError():
            return f"{at} shows a certificate that is not trusted: {error.verify_message}", ""
        case ssl.SSLError():
            return f"{at} speaks no TLS here", WAYS
        case TimeoutError():
            return f"{at} did not answer in time", UNKNOWN
        case OSError():
            return (
                f"no connection to {at}: {error.strerror or error}",
                "see `server` in digest.yaml",
            )
    return f"{at}: {type(error).__name__}", ""


def _answer(error: Exception) -> str:
    """The server's own words, as one line of what can be seen."""
    code: int
    said: bytes | str
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, said = error.smtp_code, error.smtp_error
    else:
        return ""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    seen = "".join(sign if sign.isprintable() else " " for sign in text)
    return f": {code} {' '.join(seen.split())[:200]}"
