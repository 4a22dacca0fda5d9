"""The server of the preview, and the port it gets."""

from __future__ import annotations

import errno
import socket
import sys
import threading
import traceback
from http.server import ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer

from generator.problems import DigestError, Problem
from generator.serve.board import Board
from generator.serve.guard import EVERYWHERE, host_names
from generator.serve.handler import Handler

MOST_PORTS = 100  # that are tried, when those before are taken


class PreviewServer(ThreadingHTTPServer):
    """Serves a site and what the board says of it, a thread for each connection."""

    daemon_threads = True  # Ctrl-C waits for no one
    block_on_close = False
    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self, host: str, port: int, folder: Path, site: Path, board: Board) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.folder = folder
        self.site = site
        self.board = board
        self.names = host_names(host)
        self.closing = False
        self._thread: threading.Thread | None = None
        super().__init__((host, port), Handler)

    @property
    def address(self) -> str:
        """Where a browser on this machine finds it."""
        host, port = str(self.server_address[0]), self.server_address[1]
        if host in EVERYWHERE:
            host = "127.0.0.1"
        return f"http://{f'[{host}]' if ':' in host else host}:{port}"

    def server_bind(self) -> None:
        """As HTTPServer does it, but without asking the network for this machine's name."""
        TCPServer.server_bind(self)
        host, port = self.server_address[:2]
        self.server_name, self.server_port = str(host), int(port)

    def handle_error(self, *_: object) -> None:
        """A browser that went away is no news; anything else is a mistake of ours, and told."""
        if not isinstance(sys.exc_info()[1], OSError):
            traceback.print_exc()

    def begin(self) -> None:
        self._thread = threading.Thread(target=self.serve_forever, args=(0.1,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Take no more connections. Those that are open end with the process."""
        self.closing = True
        if self._thread:
            self.shutdown()
        self.server_close()


def bound(host: str, port: int, folder: Path, site: Path, board: Board) -> PreviewServer:
    """A server on `port` of `host`, or on the next that is free. Raises DigestError if none is."""
    last = OSError(errno.EADDRINUSE, "address already in use")
    for number in range(port, min(port + MOST_PORTS, 65536) if port else 1):
        try:
            return PreviewServer(host, number, folder, site, board)
        except OSError as error:
            last = error
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                break
    what = f"cannot listen on {host}:{port}: {last.strerror or last}"
    raise DigestError([Problem("", None, None, what, "give another --host or --port")])
