"""Requests byte by byte, on a socket."""

from __future__ import annotations

import socket

from generator.serve.server import PreviewServer

SECRET = "not for anyone"


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
