"""One connection of the preview: bytes in, an answer out."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import parse_qs, quote

from generator.serve import editor, site, source
from generator.serve.board import View
from generator.serve.guard import Refusal, Target, check_host, check_origin, parse_target
from generator.serve.page import with_script
from generator.serve.told import page_at, seen_as, state

if TYPE_CHECKING:
    from generator.serve.server import PreviewServer

ASSETS = Path(__file__).parent / "assets"
PREVIEW = "/_preview/"  # the preview's own addresses; no slug begins with a low line
BEAT_SECONDS = 10.0  # between two signs of life on a stream, which find out who has gone
IDLE_SECONDS = 60.0  # that a connection may say nothing
BLOCK = 1 << 16
FIELDS = {
    "Cache-Control": "no-store",  # two saves in one second are two pages
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",  # the page of another site may not show ours
}
LONELY = "<!doctype html>\n<html lang=en><head><title>Preview</title></head><body></body></html>\n"


class Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD; anything else, and anything odd, with a 4xx and a line of text."""

    server: PreviewServer
    protocol_version = "HTTP/1.1"
    default_request_version = "HTTP/1.0"  # what is too broken to say gets a status line too
    timeout = IDLE_SECONDS
    disable_nagle_algorithm = True

    def parse_request(self) -> bool:
        """Whether there is a request to answer; one that is not has been refused already."""
        if not super().parse_request():
            return False
        if "Content-Length" in self.headers or "Transfer-Encoding" in self.headers:
            self.close_connection = True  # the body is not read, so nothing after it can be
        if self.request_version == "HTTP/0.9":
            self.send_error(400, "that version of HTTP has no hosts")
            return False
        if self.command not in ("GET", "HEAD"):
            self.close_connection = True
            self._send(405, b"the preview only shows\n", {"Allow": "GET, HEAD"})
            return False
        return True

    def do_GET(self) -> None:
        try:
            check_host(self.headers.get_all("Host", []), self.server.names)
            self._answer(parse_target(self.path))
        except Refusal as refusal:
            self._send(refusal.status, f"{refusal.why}\n".encode())
        except (BrokenPipeError, ConnectionError, TimeoutError):
            self.close_connection = True  # the browser has gone

    do_HEAD = do_GET  # noqa: N815

    def _answer(self, target: Target) -> None:
        view = self.server.board.view  # before any file is read: what changes after it is told of
        if target.path.startswith(PREVIEW):
            check_origin(self.headers)
            self._own(target, target.path.removeprefix(PREVIEW))
        elif target.path == "/" and view.base_path:
            self._redirect(302, f"{view.base_path}/", target.query)
        elif target.path == view.base_path:
            self._redirect(301, f"{view.base_path}/", target.query)
        else:
            self._page_or_file(target, view)

    def _own(self, target: Target, name: str) -> None:
        """What the preview has beside the site: its script and style, news, the editor's page."""
        query = {key: values[-1] for key, values in parse_qs(target.query).items()}
        if name == "events":
            self._events(query)
        elif name == "":
            self._send_html(200, editor.page(self.server.board.view, query))
        elif name.startswith("source/"):
            text = source.page(self.server.folder, name.removeprefix("source/"))
            self._send_html(200 if text else 404, text or "no such file of the digest\n")
        elif name.endswith((".js", ".css")):
            self._file(ASSETS, name)
        else:
            raise Refusal(404, "the preview has nothing there")

    def _page_or_file(self, target: Target, view: View) -> None:
        inside = target.path.startswith(f"{view.base_path}/")
        found = site.find(self.server.site, target.path.removeprefix(view.base_path))
        if inside and found.moved:
            self._redirect(301, f"{target.path}/", target.query)
        elif inside and found.there and site.media_type(found.path) != site.HTML:
            self._file(self.server.site, found.path)
        else:
            page = page_at(self.server.site, view, target.path)
            shown = with_script(page or LONELY.encode(), seen_as(view, page))
            status = 200 if inside and found.there and page is not None else 404
            self._send(status, shown, {"Content-Type": site.HTML})

    def _file(self, folder: Path, path: str) -> None:
        file = site.opened(folder, path)
        if file is None:
            self._send(404, b"no such file\n")
            return
        with file:
            size = file.seek(0, 2)
            asked = None if "If-Range" in self.headers else self.headers.get("Range")
            try:
                part = site.wanted_range(asked, size)
            except ValueError:
                self._send(416, b"", {"Content-Range": f"bytes */{size}"})
                return
            begin, length = part or (0, size)
            fields = {
                "Content-Type": site.media_type(path),
                "Content-Length": str(length),
                "Accept-Ranges": "bytes",
            }
            if part:
                fields["Content-Range"] = f"bytes {begin}-{begin + length - 1}/{size}"
            self._begin(206 if part else 200, fields)
            if self.command == "GET":
                file.seek(begin)
                self._copy(file, length)

    def _copy(self, file: BinaryIO, length: int) -> None:
        """Send so many bytes; should the file have been cut meanwhile, the browser is told."""
        while length > 0:
            block = file.read(min(BLOCK, length))
            if not block:
                self.close_connection = True
                return
            self.wfile.write(block)
            length -= len(block)

    def _events(self, query: Mapping[str, str]) -> None:
        """A stream of what the page that asks must know, from now until it goes away."""
        page, since = query.get("page", "/"), query.get("since", "0")
        if not (since.isascii() and since.isdigit() and len(since) < 12):
            raise Refusal(400, "since is a number")
        path = parse_target(page).path
        self.close_connection = True
        self._begin(200, {"Content-Type": "text/event-stream", "Connection": "close"})
        number = -1
        while self.command == "GET" and not self.server.closing:
            view = self.server.board.wait(number, BEAT_SECONDS)
            if view.number > number:
                number = view.number
                said = json.dumps(state(self.server.site, view, path, int(since)))
                self.wfile.write(f"event: state\nretry: 500\ndata: {said}\n\n".encode())
            else:
                self.wfile.write(b": still here\n\n")

    def _redirect(self, status: int, path: str, query: str) -> None:
        """To a path of this host: `path` begins with one slash and one only."""
        to = quote(path) + (f"?{query}" if query else "")
        self._send(status, b"", {"Location": to})

    def _send_html(self, status: int, text: str) -> None:
        self._send(status, text.encode("utf-8", "replace"), {"Content-Type": site.HTML})

    def _send(self, status: int, body: bytes, fields: Mapping[str, str] | None = None) -> None:
        known = {"Content-Type": "text/plain; charset=utf-8", "Content-Length": str(len(body))}
        self._begin(status, known | dict(fields or {}))
        if self.command != "HEAD":
            self.wfile.write(body)

    def _begin(self, status: int, fields: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in (FIELDS | dict(fields)).items():
            self.send_header(name, value)
        if self.close_connection and "Connection" not in fields:
            self.send_header("Connection", "close")
        self.end_headers()

    def send_error(self, code: int, message: str | None = None, _: str | None = None) -> None:
        """How http.server refuses what it cannot read. Its 5xx are about requests, too."""
        self.close_connection = True
        self.request_version = self.default_request_version
        status = code if code < 500 else 400
        self.command = self.command or "GET"
        self._send(status, f"{message or 'that is not a request'}\n".encode("utf-8", "replace"))

    def handle(self) -> None:
        with contextlib.suppress(ConnectionError, TimeoutError):  # the browser has gone
            super().handle()

    def version_string(self) -> str:
        return "Broadsheet"

    def log_message(self, format: str, *_: object) -> None:
        """Nothing: the terminal is for what the editor did."""
