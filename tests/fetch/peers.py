"""Servers on loopback that answer as the real ones do, and go wrong as they do."""

from __future__ import annotations

import json
import re
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

MIB = 1 << 20


@dataclass(frozen=True)
class Reply:
    """One answer, or the way it goes wrong."""

    body: bytes = b""
    status: int = 200
    kind: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False  # half of the body, then the connection is closed
    endless: bool = False  # 1 GB of it
    drips: float = 0.0  # seconds between one byte and the next


Query = Mapping[str, str]
Answering = Callable[[str, Query], Reply]


class Peer:
    """A server that answers with `answering`, after what `troubles` holds is used up."""

    def __init__(self, answering: Answering) -> None:
        self.answering = answering
        self.troubles: deque[Reply] = deque()
        self.asked: list[tuple[str, Query]] = []  # path and query of every request
        self.agents: list[str] = []
        self.sent_bytes = 0
        self.url = ""

    def reply(self, path: str) -> Reply:
        parts = urlsplit(path)
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        self.asked.append((parts.path, query))
        return self.troubles.popleft() if self.troubles else self.answering(parts.path, query)


def handler_of(peer: Peer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            peer.agents.append(self.headers["User-Agent"])
            reply = peer.reply(self.path)
            with suppress(ConnectionError):  # whoever asked has heard enough
                self.send(reply)
            self.close_connection = True

        def send(self, reply: Reply) -> None:
            length = 1000 * MIB if reply.endless else len(reply.body)
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.kind)
            if not reply.endless:
                self.send_header("Content-Length", str(length))
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.end_headers()
            if reply.endless:
                self.flood()
            elif reply.drips:
                self.drip(reply)
            else:
                self.wfile.write(reply.body[: length // 2 if reply.cut else length])

        def flood(self) -> None:
            piece = b" " * MIB
            for _ in range(1000):
                self.wfile.write(piece)
                peer.sent_bytes += MIB

        def drip(self, reply: Reply) -> None:
            for byte in reply.body:
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                if released.wait(reply.drips):
                    return

        def log_message(self, *arguments: object) -> None:
            pass

    released = threading.Event()
    Handler.released = released  # type: ignore[attr-defined]
    return Handler


@contextmanager
def running(answering: Answering) -> Iterator[Peer]:
    peer = Peer(answering)
    handler = handler_of(peer)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = False  # their sockets are closed before the test is over
        peer.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield peer
        finally:
            handler.released.set()  # type: ignore[attr-defined]
            server.shutdown()
            thread.join()


def as_json(value: Any) -> Reply:
    return Reply(json.dumps(value).encode())


def hf_record(arxiv_id: str, day: str, title: str = "", **more: Any) -> dict[str, Any]:
    """An entry of `api/daily_papers`; `more` goes to its paper."""
    title = title or f"The paper {arxiv_id}"
    paper = {
        "id": arxiv_id,
        "title": title,
        "summary": f"What {title} says.",
        "authors": [{"_id": "1", "name": "Ada Abe", "hidden": False}],
        "publishedAt": f"{day}T00:00:00.000Z",
        "submittedOnDailyAt": f"{day}T00:00:00.000Z",
        "upvotes": 3,
    }
    return {
        "paper": paper | more,
        "title": title,
        "publishedAt": f"{day}T00:00:00.000Z",
        "numComments": 1,
        "submittedBy": {"_id": "2", "fullname": "Bo Diaz", "name": "bo", "type": "user"},
    }


def hugging_face(lists: Mapping[str, Sequence[dict[str, Any]]], most: int = 100) -> Answering:
    """Daily Papers: by day, a page at a time, never more than `most` at once."""

    def answering(path: str, query: Query) -> Reply:
        if path != "/api/daily_papers":
            return Reply(b'{"error":"Not Found"}', 404)
        size = min(int(query.get("limit", 50)), most)
        start = int(query.get("p", 0)) * size
        return as_json(list(lists.get(query["date"], ()))[start : start + size])

    return answering


def arxiv_entry(arxiv_id: str, day: str, title: str = "") -> str:
    title = title or f"The paper {arxiv_id}"
    return (
        f"<entry><id>http://arxiv.org/abs/{arxiv_id}v1</id><title>{escape(title)}</title>"
        f"<updated>{day}T10:00:00Z</updated><published>{day}T10:00:00Z</published>"
        f"<summary>What {escape(title)} says.</summary><author><name>Ada Abe</name></author>"
        f'<link href="http://arxiv.org/abs/{arxiv_id}v1" rel="alternate" type="text/html"/>'
        f'<link title="pdf" href="http://arxiv.org/pdf/{arxiv_id}v1" rel="related"/>'
        '<category term="cs.CL"/></entry>'
    )


def atom(entries: Sequence[str], total: int, start: int = 0) -> Reply:
    body = (
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" '
        'xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">'
        "<title>arXiv Query</title><id>http://arxiv.org/api/made-up</id>"
        f"<opensearch:totalResults>{total}</opensearch:totalResults>"
        f"<opensearch:startIndex>{start}</opensearch:startIndex>{''.join(entries)}</feed>\n"
    )
    return Reply(body.encode(), kind="application/atom+xml; charset=UTF-8")


def arxiv(papers: Mapping[str, str]) -> Answering:
    """arXiv's search: `papers` are ids and the days they were sent in; oldest first, in slices."""

    def answering(path: str, query: Query) -> Reply:
        if path != "/api/query" or query["sortOrder"] != "ascending":
            return Reply(b"", 404)
        window = re.search(r"submittedDate:\[(\d{8})0000 TO (\d{8})2359\]", query["search_query"])
        assert window
        first, last = window.groups()
        found = [id for id in papers if first <= papers[id].replace("-", "") <= last]
        found.sort(key=lambda id: (papers[id], id))
        start = int(query["start"])
        shown = found[start : start + int(query["max_results"])]
        return atom([arxiv_entry(id, papers[id]) for id in shown], len(found), start)

    return answering


def rss(day: str, ids: Sequence[str]) -> Reply:
    """arXiv's feed of one day; with no item on weekends and holidays."""
    stamp = format_datetime(datetime.fromisoformat(f"{day}T00:00:00-05:00"))
    items = "".join(
        f"<item><title>The paper {id}</title><link>https://arxiv.org/abs/{id}</link>"
        f"<description>arXiv:{id}v1 Announce Type: new \nAbstract: What it says.</description>"
        f'<guid isPermaLink="false">oai:arXiv.org:{id}v1</guid><category>cs.CL</category>'
        "<arxiv:announce_type>new</arxiv:announce_type><dc:creator>Ada Abe</dc:creator></item>"
        for id in ids
    )
    body = (
        "<?xml version='1.0' encoding='UTF-8'?><rss xmlns:arxiv=\"http://arxiv.org/schemas/atom\" "
        'xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0"><channel>'
        "<title>cs.CL updates on arXiv.org</title><link>http://rss.arxiv.org/rss/cs.CL</link>"
        f"<lastBuildDate>{stamp}</lastBuildDate><pubDate>{stamp}</pubDate>"
        "<skipDays><day>Saturday</day><day>Sunday</day></skipDays>"
        f"{items}</channel></rss>"
    )
    return Reply(body.encode(), kind="application/rss+xml")


def days_of(first: str, count: int) -> list[str]:
    """`count` days from `first` on."""
    start = date.fromisoformat(first).toordinal()
    return [date.fromordinal(start + n).isoformat() for n in range(count)]
