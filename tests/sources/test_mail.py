"""The `mail` of digest.yaml: what it may say, and what is said of the rest."""

from __future__ import annotations

import pytest

from generator.sources.fields import Unfit
from generator.sources.mail import Mailbox, Server, mailbox, server, way_out
from generator.sources.settings import read_settings
from tests.digest import Digest


@pytest.mark.parametrize(
    ("text", "name", "address"),
    [
        ("list@example.org", "", "list@example.org"),
        ("<list@example.org>", "", "list@example.org"),
        ("The Digest <a.b+c@mail.example.org>", "The Digest", "a.b+c@mail.example.org"),
        ('"Digest, The" <a@example.org>', "Digest, The", "a@example.org"),
        ("Ärzte <a@localhost>", "Ärzte", "a@localhost"),
    ],
)
def test_a_mailbox_is_an_address_with_or_without_a_name(text: str, name: str, address: str) -> None:
    assert mailbox(text) == Mailbox(name, address)


@pytest.mark.parametrize(
    "text",
    [
        "list",
        "a@example.org, b@example.org",
        "a@example.org\nBcc: b@example.org",
        "Name\nBcc: x <a@example.org>",
        "a@exämple.org",
        "ä@example.org",
        "a..b@example.org",
        "Name <a@example.org> more",
        "<a@example.org",
        "a@example.org>",
        "",
        ["a@example.org"],
    ],
)
def test_anything_else_is_no_mailbox(text: object) -> None:
    with pytest.raises(Unfit):
        mailbox(text)


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("smtps://smtp.example.org", Server("smtp.example.org", 465, True)),
        ("smtp://smtp.example.org", Server("smtp.example.org", 587, False)),
        ("smtp://127.0.0.1:2525/", Server("127.0.0.1", 2525, False)),
        ("smtps://[::1]:465", Server("::1", 465, True)),
    ],
)
def test_a_server_is_reached_by_tls_from_the_start_or_by_starttls(text: str, made: Server) -> None:
    assert server(text) == made


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("smtp.example.org", "not a mail server"),
        ("http://smtp.example.org", "not a mail server"),
        ("smtps://smtp.example.org/path", "not a mail server"),
        ("smtps://smtp.example.org:port", "not a mail server"),
        ("smtps://", "not a mail server"),
        ("smtps://user:secret@smtp.example.org", "a user name in the server's address"),
    ],
)
def test_anything_else_is_no_server(text: str, words: str) -> None:
    with pytest.raises(Unfit) as refusal:
        server(text)

    assert words in refusal.value.what
    assert "secret" not in refusal.value.what


@pytest.mark.parametrize("text", ["javascript:x", "https://a.example/ä", "https://a.example/x,y"])
def test_a_way_out_is_an_address_that_fits_a_head(text: str) -> None:
    assert way_out("mailto:leave@example.org") == "mailto:leave@example.org"
    with pytest.raises(Unfit):
        way_out(text)


def test_mistakes_in_mail_are_told_where_they_stand(digest: Digest) -> None:
    digest.write_config(mail={"from": "nobody", "to": "a@b.example", "server": "x", "cc": "y"})
    _, findings = read_settings(digest.folder)

    assert [finding.keys for finding in findings] == [("mail", "from")]
