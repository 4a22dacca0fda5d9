"""What the server of the preview answers, byte by byte on a socket."""

from __future__ import annotations

import json
import os
import socket
import time
from pathlib import Path

import pytest

from generator.problems import DigestError, Problem
from generator.serve.board import Board
from generator.serve.outcome import Built, Lacking, Outcome, Overview, PaperLine
from generator.serve.server import PreviewServer, bound
from tests.serve.asking import ask, exchange


def test_nothing_is_kept_or_answered_as_unchanged(server: PreviewServer) -> None:
    status, headers, _ = ask(
        server, "/digest/", "If-Modified-Since: Fri, 31 Dec 2100 00:00:00 GMT", "If-None-Match: *"
    )

    assert status == 200
    assert headers["cache-control"] == "no-store"
    assert "last-modified" not in headers


def test_the_root_leads_to_the_base_path(server: PreviewServer) -> None:
    assert ask(server, "/")[:2][0] == 302
    assert ask(server, "/?q=1")[1]["location"] == "/digest/?q=1"
    assert ask(server, "/digest")[1]["location"] == "/digest/"


def test_a_folder_without_its_slash_leads_to_the_page(server: PreviewServer) -> None:
    assert ask(server, "/digest/papers/a")[1]["location"] == "/digest/papers/a/"
    assert ask(server, "/digest/%C3%A9lan")[1]["location"] == "/digest/%C3%A9lan/"


def test_pages_are_shown_with_the_script_and_their_files_are_not_touched(
    server: PreviewServer, site: Path
) -> None:
    status, headers, body = ask(server, "/digest/papers/a/")

    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert b"Paper A" in body
    assert b"/_preview/preview.js" in body
    assert "_preview" not in (site / "papers/a/index.html").read_text()


@pytest.mark.parametrize("path", ["/digest/papers/b/", "/elsewhere/", "/digest/a.css", "/digestx/"])
def test_what_is_not_there_is_the_404_page_with_its_status(
    server: PreviewServer, path: str
) -> None:
    status, _, body = ask(server, path)

    assert status == 404
    assert b"Nothing stands here" in body


def test_files_have_their_media_type(server: PreviewServer) -> None:
    _, headers, body = ask(server, "/digest/feeds/papers.atom")

    assert headers["content-type"] == "application/atom+xml; charset=utf-8"
    assert headers["x-content-type-options"] == "nosniff"
    assert body == b"<feed/>"


def test_a_part_of_a_file_can_be_asked_for(server: PreviewServer) -> None:
    style = "/digest/assets/style.12.css"
    status, headers, body = ask(server, style, "Range: bytes=2-4")

    assert (status, body) == (206, b"234")
    assert headers["content-range"] == "bytes 2-4/10"
    assert ask(server, style, "Range: bytes=2-4", 'If-Range: "x"')[2] == b"0123456789"

    status, headers, _ = ask(server, style, "Range: bytes=10-")

    assert (status, headers["content-range"]) == (416, "bytes */10")


def test_head_is_get_without_the_body(server: PreviewServer) -> None:
    for target in ("/digest/", "/digest/assets/style.12.css", "/digest/x", "/_preview/"):
        status, headers, body = ask(server, target, method="HEAD")

        assert (status, body) == (ask(server, target)[0], b"")
        assert int(headers["content-length"]) > 0


def test_many_requests_go_over_one_connection(server: PreviewServer) -> None:
    one = b"GET /digest/assets/style.12.css HTTP/1.1\r\nHost: localhost\r\n\r\n"

    assert exchange(server, one * 3).count(b"0123456789") == 3


def test_a_pipe_in_the_site_is_not_waited_for(server: PreviewServer, site: Path) -> None:
    os.mkfifo(site / "pipe.txt")

    assert ask(server, "/digest/pipe.txt")[0] == 404


def test_news_come_at_once_and_again_when_there_are_more(server: PreviewServer) -> None:
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=10) as connection:
        connection.sendall(
            b"GET /_preview/events?page=/digest/ HTTP/1.1\r\nHost: localhost\r\n\r\n"
        )
        lines = connection.makefile("rb")
        first = next(json.loads(line[6:]) for line in lines if line.startswith(b"data: "))
        mistake = Problem("content/papers/a.md", 3, 2, "no topic `x`", source_line="- x")
        server.board.show(Outcome(problems=[mistake]))
        second = next(json.loads(line[6:]) for line in lines if line.startswith(b"data: "))

    assert first["problems"] == []
    assert second["problems"][0]["place"] == "content/papers/a.md:3:2"
    assert second["content"] == first["content"]


def test_a_port_that_is_taken_is_not_fought_for(server: PreviewServer, site: Path) -> None:
    other = bound("127.0.0.1", server.server_port, site.parents[1], site, Board())
    other.close()

    assert other.server_port > server.server_port


def test_an_address_that_is_not_this_machines_is_a_problem(site: Path) -> None:
    with pytest.raises(DigestError) as told:
        bound("192.0.2.1", 8000, site.parents[1], site, Board())

    assert "cannot listen on 192.0.2.1:8000" in str(told.value)


def test_a_source_file_is_shown_as_text(server: PreviewServer) -> None:
    status, _, body = ask(server, "/_preview/source/content/digest.yaml")

    assert status == 200
    assert b'<li id="L1" dir="auto">title: &lt;i&gt;T&lt;/i&gt;</li>' in body


def test_the_editors_page_stays_useful_with_ten_thousand_papers(server: PreviewServer) -> None:
    lines = [
        PaperLine(f"Paper <b>{n}</b>", f"/papers/{n}/", f"content/papers/{n}.md", 1)
        for n in range(10_000)
    ]
    rendered = {f"/papers/{n}/": "template changed" for n in range(10_000)} | {"/": "new page"}
    built = Built(10_001, rendered, {"/papers/7/": "content/papers/7.md"}, [], 1.5, "/digest")
    server.board.show(Outcome(built))
    server.board.show_overview(
        Overview(10_000, Lacking(9_000, lines[:2_000]), Lacking(3, lines[:3]))
    )
    began = time.perf_counter()

    page = ask(server, "/_preview/?topic=2")[2].decode()

    assert time.perf_counter() - began < 2
    assert len(page) < 200_000
    assert "10,000 files: template changed" in page
    assert "<b>" not in page
    assert "101 to 200, newest first" in page
    assert 'href="?topic=3#topic"' in page
    assert "/_preview/source/content/papers/150.md#L1" in page
    assert "Papers without a topic: 9,000" in page
    assert "Papers without a note: 3" in page
    for odd in ("?topic=0", "?topic=99999", "?topic=-1", "?topic=²", "?topic=", "?x"):
        assert ask(server, f"/_preview/{odd}")[0] == 200
