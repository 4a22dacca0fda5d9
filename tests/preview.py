"""A preview in a process of its own, as an editor starts it, and news of what it tells pages."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[1]
PATIENCE = 60.0  # seconds


@dataclass
class Preview:
    """A running preview and all it has said so far."""

    process: subprocess.Popen[str]
    address: str = ""  # of the site, with its base path and a slash
    said: list[str] = field(default_factory=list)  # lines of stdout
    warned: list[str] = field(default_factory=list)  # lines of stderr

    @property
    def server(self) -> str:
        return "{0.scheme}://{0.netloc}".format(urlsplit(self.address))

    @property
    def port(self) -> int:
        return urlsplit(self.address).port or 0

    def get(
        self, path: str, method: str = "GET", **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body of one answer."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            fields = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, headers=fields)
            answer = connection.getresponse()
            return answer.status, dict(answer.headers), answer.read()
        finally:
            connection.close()

    def text(self, path: str) -> str:
        return self.get(path)[2].decode()

    def states(self, page: str = "/") -> Iterator[dict[str, Any]]:
        """What a page is told, from now on."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", f"/_preview/events?page={page}&since=0")
            for line in connection.getresponse():
                if line.startswith(b"data: "):
                    yield json.loads(line[6:])
        finally:
            connection.close()

    def state(self, page: str = "/") -> dict[str, Any]:
        """What a page is told now."""
        states = self.states(page)
        try:
            return next(states)
        finally:
            states.close()  # type: ignore[attr-defined]

    def wait_for(self, path: str, words: str, seconds: float = PATIENCE) -> float:
        """Seconds until the page at `path` shows `words`."""
        began = time.monotonic()
        while words not in self.text(path):
            assert time.monotonic() - began < seconds, f"{words!r} is not on {path}"
            time.sleep(0.005)
        return time.monotonic() - began

    def wait_until(self, holds: Any, seconds: float = PATIENCE) -> None:
        began = time.monotonic()
        while not holds():
            assert time.monotonic() - began < seconds, (self.said, self.warned)
            time.sleep(0.01)


@contextmanager
def previewed(
    folder: Path, *arguments: str, prefix: Sequence[str] = (), port: str = "0"
) -> Iterator[Preview]:
    """The digest in `folder` previewed; `prefix` goes before the command."""
    command = [*prefix, sys.executable, "-m", "generator", "-C", str(folder), "serve"]
    process = subprocess.Popen(
        [*command, "--port", port, *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    preview = Preview(process)
    readers = [
        threading.Thread(target=_gather, args=(process.stdout, preview.said)),
        threading.Thread(target=_gather, args=(process.stderr, preview.warned)),
    ]
    for reader in readers:
        reader.start()
    try:
        preview.address = _address(preview)
        yield preview
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(PATIENCE)
        finally:
            process.kill()
            for reader in readers:
                reader.join()
            for stream in (process.stdout, process.stderr):
                if stream:
                    stream.close()


def _gather(stream: Any, lines: list[str]) -> None:
    for line in stream:
        lines.append(line.rstrip("\n"))


def _address(preview: Preview) -> str:
    """Where it says the preview is."""
    while True:
        for line in preview.said:
            if found := re.match(r"Preview at (\S+),", line):
                return found.group(1)
        assert preview.process.poll() is None, preview.warned
        time.sleep(0.01)
