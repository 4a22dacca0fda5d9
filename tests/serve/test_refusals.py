"""What the server of the preview refuses, whatever the spelling, and that it lives on."""

from __future__ import annotations

import socket

import pytest

from generator.serve.server import PreviewServer
from tests.serve.asking import SECRET, ask, exchange, lives, parsed

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
