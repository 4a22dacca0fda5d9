"""What the server of the preview answers, and what it refuses, byte by byte on a socket."""

from __future__ import annotations

import json
import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.problems import DigestError, Problem
from generator.serve.board import Board
from generator.serve.outcome import Built, Lacking, Outcome, Overview, PaperLine
from generator.serve.server import PreviewServer, bound

SECRET = "not for anyone"
PAGE = "<!doctype html><html><head><title>{0}</title></head><body><p>{0}</p></body></html>"
NOTHING_BUILT = Built(0, {}, {}, [], 0.1, "/digest")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with a secret beside it, and links that lead there."""
    tmp_path = tmp_path_factory.mktemp("served")
    folder = tmp_path / "digest" / ".broadsheet" / "preview"
    for path, text in {
        "index.html": PAGE.format("Front"),
        "404.html": PAGE.format("Nothing stands here"),
        "papers/a/index.html": PAGE.format("Paper A"),
        "élan/index.html": PAGE.format("Élan"),
        "feeds/papers.atom": "<feed/>",
        "assets/style.12.css": "0123456789",
        ".broadsheet": "ours",
        ".nojekyll": "",
    }.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    (tmp_path / "digest" / "content").mkdir()
    (tmp_path / "digest" / "content" / "digest.yaml").write_text("title: <i>T</i>\n")
    (tmp_path / "digest" / "secret.txt").write_text(SECRET)
    (folder / "out.txt").symlink_to(tmp_path / "digest" / "secret.txt")
    (folder / "outside").symlink_to(tmp_path / "digest")
    (tmp_path / "digest" / "content" / "out.md").symlink_to(tmp_path / "digest" / "secret.txt")
    return folder


@pytest.fixture(scope="module")
def server(site: Path) -> Iterator[PreviewServer]:
    board = Board("/digest")
    board.show(Outcome(NOTHING_BUILT))
    made = bound("127.0.0.1", 0, site.parents[1], site, board)
    made.begin()
    yield made
    made.close()


def exchange(server: PreviewServer, sent: bytes) -> bytes:
    """All the server answers to these bytes, until it closes or has said all of an answer."""
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=10) as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        while block := connection.recv(65536):
            answer += block
    return answer


def ask(
    server: PreviewServer, target: str, *fields: str, method: str = "GET", host: str = "localhost"
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers in lower case and body of the answer to one request."""
    lines = [f"{method} {target} HTTP/1.1", f"Host: {host}", *fields, "", ""]
    answer = exchange(server, "\r\n".join(lines).encode("utf-8", "surrogateescape"))
    return parsed(answer)


def parsed(answer: bytes) -> tuple[int, dict[str, str], bytes]:
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
    return int(first.split()[1]), headers, body


def lives(server: PreviewServer) -> bool:
    return ask(server, "/digest/")[0] == 200


OUT = [
    "/digest/../secret.txt",
    "/digest/../../secret.txt",
    "/digest/%2e%2e/%2e%2e/secret.txt",
    "/digest/%2E%2E%2F%2E%2E%2Fsecret.txt",
    "/digest/..%2f..%2fsecret.txt",
    "/digest/%252e%252e/%252e%252e/secret.txt",
    "/digest/..%5c..%5csecret.txt",
    "/digest/..\\..\\secret.txt",
    "/digest/papers/..;/..;/secret.txt",
    "/digest/....//....//secret.txt",
    "/digest//etc/passwd",
    "//etc/passwd",
    "/digest/%2fetc%2fpasswd",
    "/digest/%c0%ae%c0%ae/%c0%ae%c0%ae/secret.txt",
    "/digest/%e0%80%ae%e0%80%ae/secret.txt",
    "/digest/secret.txt%00.html",
    "/digest/%00",
    "/digest/papers/a/%2e%2e/%2e%2e/%2e%2e/%2e%2e/secret.txt",
    "/digest/./../../secret.txt",
    "/digest/file:///etc/passwd",
    "/digest/outside/secret.txt",
    "/digest/out.txt",
    "/digest/outside/",
    "/digest/.broadsheet",
    "/digest/.broadsheet-draft/index.html",
    "/digest/%zz",
    "/_preview/../secret.txt",
    "/_preview/%2e%2e/session.py",
    "/_preview/source/secret.txt",
    "/_preview/source/content/../secret.txt",
    "/_preview/source/content/%2e%2e/secret.txt",
    "/_preview/source/content/out.md",
    "/_preview/source/.broadsheet/lock",
    "/_preview/source//etc/passwd",
    "/_preview/editor.html",
    "/_preview/nothing",
    "http://127.0.0.1/digest/",
    "digest/",
    "*",
    "/etc/passwd",
    "/digest" + "/a" * 20_000,
    "/digest/" + "a" * 300,
]


@pytest.mark.parametrize("target", OUT, ids=lambda target: target[:60])
def test_no_spelling_leads_out_of_the_site(server: PreviewServer, target: str) -> None:
    status, _, body = ask(server, target)

    assert 400 <= status < 500
    assert SECRET.encode() not in body
    assert b"root:" not in body
    assert lives(server)


@pytest.mark.parametrize(
    "sent",
    [
        b"\r\n\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET /\r\n\r\n",
        b"GET /digest/ HTTP/0.9\r\n\r\n",
        b"GET /digest/ HTTP/1.1\r\n\r\n",
        b"GET /digest/ HTTP/2.0\r\nHost: localhost\r\n\r\n",
        b"GET /digest/ HTTP/9\r\nHost: localhost\r\n\r\n",
        b"GET /digest/ JUNK\r\nHost: localhost\r\n\r\n",
        b"GET /a b c HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(128, 168)) + b"\n",
        b"\x00\xff\xfe\n\n",
        b"GET /digest/ HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
        b"GET /digest/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        b"GET /digest/ HTTP/1.1\r\nHost: localhost\r\n" + b"X: y\r\n" * 200 + b"\r\n",
        b"GET /digest/ HTTP/1.1\r\nHost: localhost\r\nX: " + b"y" * 70_000 + b"\r\n\r\n",
        b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"POST /digest/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nGET ",
        b"OPTIONS /digest/ HTTP/1.1\r\nHost: localhost\r\nOrigin: http://evil.example\r\n\r\n",
        b"DELETE /digest/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"BREW /digest/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /_preview/events?since=x HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /_preview/events?page=../x HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /_preview/events?since=%D9%A1 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ],
    ids=lambda sent: sent[:40].decode("latin-1").strip(),
)
def test_a_bad_request_is_refused_and_the_server_lives(server: PreviewServer, sent: bytes) -> None:
    answer = exchange(server, sent)

    assert not answer or 400 <= parsed(answer)[0] < 500
    assert not answer or b"<p>Front" not in answer
    assert lives(server)


def test_a_request_that_stops_in_the_middle_harms_no_other(server: PreviewServer) -> None:
    with socket.create_connection(("127.0.0.1", server.server_port)) as half:
        half.sendall(b"GET /digest/ HTT")

        assert lives(server)


def test_a_foreign_host_is_refused_for_everything(server: PreviewServer) -> None:
    for target in ("/digest/", "/", "/_preview/", "/_preview/events", "/digest/out.txt"):
        status, _, body = ask(server, target, host="evil.example")

        assert status == 403
        assert b"Front" not in body


def test_only_this_machine_is_listened_on(server: PreviewServer) -> None:
    assert server.server_address[0] == "127.0.0.1"


@pytest.mark.parametrize(
    "field",
    [
        "Origin: http://evil.example",
        "Origin: null",
        "Origin: http://localhost:9999",
        "Origin: https://localhost",
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site",
    ],
)
def test_the_page_of_another_site_hears_no_news(server: PreviewServer, field: str) -> None:
    for target in ("/_preview/events?page=/digest/", "/_preview/", "/_preview/source/content/x"):
        assert ask(server, target, field)[0] == 403


def test_no_answer_lets_another_site_read_it(server: PreviewServer) -> None:
    for target in ("/digest/", "/digest/feeds/papers.atom", "/digest/x", "/_preview/preview.js"):
        _, headers, _ = ask(server, target, "Origin: http://localhost")

        assert not [name for name in headers if name.startswith("access-control")]
        assert headers["cross-origin-resource-policy"] == "same-origin"


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
