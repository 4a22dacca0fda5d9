"""One request at a time, carried with care: limits, pauses, and another try where it may help."""

from __future__ import annotations

import http.client
import ssl
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import IO, Any
from urllib.parse import urlsplit

AGAIN = {406, 408, 425, 429, 500, 502, 503, 504}  # 406: arXiv says so now and then, and recovers
BLOCK = 65_536
PORTS = {"http": 80, "https": 443}
HTML = (b"<!doctype html", b"<html")


class Failed(Exception):
    """A source could not be asked, or its answer cannot be used; its text says why."""

    def __init__(self, what: str, status: int = 0) -> None:
        super().__init__(what)
        self.status = status  # of HTTP; 0 when it is not about that


class _TryAgain(Exception):
    """What may be over by the next try; `wait_seconds` is what the server asks for, if it does."""

    def __init__(self, what: str, wait_seconds: float = 0, status: int = 0) -> None:
        super().__init__(what)
        self.wait_seconds, self.status = wait_seconds, status


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of anything is taken from one server."""

    answer_bytes: int = 64_000_000
    answer_seconds: float = 180  # for one answer, from asking to its last byte
    silence_seconds: float = 30  # between two pieces of it
    waits_seconds: tuple[float, ...] = (5, 15, 45)  # before the second, third … try
    longest_wait_seconds: float = 180  # that a server may ask for


@dataclass(slots=True)
class Web:
    """The network as `fetch` uses it. It knows when each host was asked last."""

    agent: str
    limits: Limits = Limits()
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    told: Callable[[str], None] = lambda _: None  # hears of pauses and further tries
    asked: dict[str, float] = field(default_factory=dict)  # host → when it was asked last

    def get(
        self,
        url: str,
        *,
        pause_seconds: float = 1,
        flaw: Callable[[bytes], str] = lambda _: "",
    ) -> bytes:
        """The answer of `url`, after at least `pause_seconds` since its host was asked last.

        `flaw` says what is wrong with an answer that another try may mend; "" when nothing is.
        Raises Failed.
        """
        waits = self.limits.waits_seconds
        for tried in range(len(waits) + 1):
            self._pause(urlsplit(url).netloc, pause_seconds)
            try:
                answer = self._once(url)
                if what := flaw(answer):
                    raise _TryAgain(what)
                return answer
            except _TryAgain as again:
                if tried == len(waits):
                    raise Failed(f"{again}, {tried + 1} times in a row", again.status) from None
                self._wait(again, waits[tried])
        raise AssertionError("the last try returns or raises")

    def _pause(self, host: str, seconds: float) -> None:
        if host in self.asked:
            rest = self.asked[host] + seconds - self.clock()
            if rest > 0:
                self.sleep(rest)
        self.asked[host] = self.clock()

    def _wait(self, again: _TryAgain, seconds: float) -> None:
        longest = self.limits.longest_wait_seconds
        if again.wait_seconds > longest:
            what = f"{again}; it asks to wait {again.wait_seconds:,.0f} seconds"
            raise Failed(what, again.status) from None
        seconds = max(seconds, again.wait_seconds)
        self.told(f"{again}; once more in {seconds:.0f} s")
        self.sleep(seconds)

    def _once(self, url: str) -> bytes:
        """One try, in a thread of its own: what drips or hangs anywhere is left behind."""
        box: list[bytes | Exception] = []
        thread = threading.Thread(target=_boxed, args=(box, self._answer, url), daemon=True)
        thread.start()
        thread.join(self.limits.answer_seconds)
        if not box:
            raise Failed(f"no whole answer in {self.limits.answer_seconds:g} seconds")
        if isinstance(box[0], Exception):
            raise box[0]
        return box[0]

    def _answer(self, url: str) -> bytes:
        request = urllib.request.Request(url, headers={"User-Agent": self.agent, "Accept": "*/*"})
        opener = urllib.request.build_opener(_SameHost)
        try:
            with opener.open(request, timeout=self.limits.silence_seconds) as response:
                body = self._body(response)
                kind = response.headers.get_content_type()
        except urllib.error.HTTPError as error:
            with error:
                raise self._refused(error) from None
        except (OSError, http.client.HTTPException) as error:
            raise _lost(error) from None
        except ValueError:
            raise Failed("sent to an address that makes no sense") from None
        if _is_page(kind, body[:200].lstrip().lower()):
            raise Failed("answered with a web page (HTML) where papers were asked for")
        return body

    def _body(self, response: http.client.HTTPResponse) -> bytes:
        """All of an answer. Raises Failed when it is too long, _TryAgain when it was cut off."""
        most = self.limits.answer_bytes
        ends = self.clock() + self.limits.answer_seconds
        parts, size = [], 0
        while part := response.read1(BLOCK):
            size += len(part)
            if size > most or (response.length or 0) > most:
                raise Failed(f"an answer of more than {most / 1e6:,.0f} MB, cut off")
            if self.clock() > ends:
                raise Failed(f"no whole answer in {self.limits.answer_seconds:g} seconds")
            parts.append(part)
        if response.length:  # http.client tells of it only where all is read at once
            raise _TryAgain(f"the connection was cut with {response.length:,} bytes to come")
        return b"".join(parts)

    def _refused(self, error: urllib.error.HTTPError) -> Exception:
        what = f"HTTP {error.code} {http.client.responses.get(error.code, '')}".rstrip()
        if error.code in AGAIN:
            return _TryAgain(what, self._asked_wait(error.headers), error.code)
        return Failed(what, error.code)

    def _asked_wait(self, headers: Message) -> float:
        """The seconds of a Retry-After, which may also be given as a date; 0 without one."""
        said = (headers.get("Retry-After") or "").strip()
        if said.isascii() and said.isdigit():
            return float(said[:9])
        try:
            until = parsedate_to_datetime(said)
        except ValueError:
            return 0
        return max(0.0, (until.replace(tzinfo=until.tzinfo or UTC) - self.now()).total_seconds())


def _boxed(box: list[bytes | Exception], work: Callable[[str], bytes], url: str) -> None:
    try:
        box.append(work(url))
    except Exception as error:
        box.append(error)


def _lost(error: Exception) -> Exception:
    """What went wrong on the way, in words."""
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(reason, ssl.SSLCertVerificationError):
        return Failed(f"its certificate cannot be trusted: {reason.verify_message}")
    if isinstance(reason, TimeoutError):
        return _TryAgain("no answer in time")
    if isinstance(reason, (ConnectionResetError, http.client.HTTPException)):
        return _TryAgain("the connection was cut")
    return _TryAgain(f"not reachable: {getattr(reason, 'strerror', None) or reason}")


def _is_page(kind: str, beginning: bytes) -> bool:
    """Whether an answer is HTML. Its type alone does not tell: some servers give it to any text."""
    return beginning.startswith(HTML) or (kind == "text/html" and beginning.startswith(b"<"))


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows redirects that stay with the host that was asked, and do not fall back to http."""

    max_redirections = 5

    def http_error_302(self, req: Any, fp: Any, code: int, msg: str, headers: Any) -> Any:
        try:
            return super().http_error_302(req, fp, code, msg, headers)
        except (Failed, ValueError):
            fp.close()  # nobody else has it
            raise

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        if not stays(req.full_url, newurl):
            raise Failed(f"sent elsewhere, to {_origin(newurl)}; not followed", code)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _origin(url: str) -> str:
    """Scheme and host: what else is in an address may be a secret."""
    return "://".join(urlsplit(url)[:2])[:200]


def stays(here: str, there: str) -> bool:
    """Whether a redirect leads to the host, and port, that was asked; http may become https."""
    try:
        one, other = urlsplit(here), urlsplit(there)
        same = (one.hostname, one.port or PORTS[one.scheme]) == (
            other.hostname,
            other.port or PORTS[other.scheme],
        )
        upgraded = one.scheme == "http" and other.scheme == "https" and not (one.port or other.port)
    except (ValueError, KeyError):
        return False
    return one.hostname == other.hostname and (upgraded or (same and one.scheme == other.scheme))
