"""What keeps a letter from being sent is told in words, and it is not remembered as sent."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from generator.cli import main
from generator.mail.sent import SENT
from generator.mail.server import PASSWORD as PASSWORD_NAME
from generator.mail.server import USER as USER_NAME
from generator.mail.server import Login, hand_over
from generator.problems import DigestError
from generator.sources.mail import Server
from tests.digest import Digest
from tests.mail.sending import LIST, mail, remembered
from tests.mail.smtp import (
    Authority,
    Inbox,
    free_port,
    implicit_tls,
    starttls,
    without_tls,
)

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:aiosmtpd")


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        ({"refuses": LIST}, f"takes no mail for {LIST}: 550 5.1.1 no such list here"),
        ({"data_answer": "552 too large for us"}, "refused the letter: 552 too large for us"),
        ({"cuts": True}, "was cut before the letter was taken"),
    ],
)
def test_what_the_server_refuses_is_told_and_not_remembered(
    edition: Digest,
    inbox: Inbox,
    authority: Authority,
    trouble: dict[str, str],
    words: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in trouble.items():
        setattr(inbox, name, value)
    with starttls(inbox, authority.context()) as server:
        code = mail(edition, server, "--send")
    said = capsys.readouterr().err

    assert code == 1
    assert words in said
    assert said.endswith("1 problem; nothing was sent\n") or "cut" in said
    assert remembered(edition) == []


def test_a_wrong_password_is_told_without_being_shown(
    edition: Digest,
    inbox: Inbox,
    authority: Authority,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(PASSWORD_NAME, "wrong horse")
    with starttls(inbox, authority.context()) as server:
        code = mail(edition, server, "--send")
    said = capsys.readouterr()

    assert code == 1
    assert "does not take the name and password: 535" in said.err
    assert f"see {USER_NAME} and {PASSWORD_NAME}" in said.err
    assert "wrong horse" not in said.err + said.out
    assert (inbox.arrived, remembered(edition)) == ([], [])


def test_half_a_login_is_told(
    edition: Digest,
    inbox: Inbox,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.delenv(PASSWORD_NAME)

    assert mail(edition, "smtps://127.0.0.1:1", "--send") == 1
    assert f"{PASSWORD_NAME} is not set" in capsys.readouterr().err
    assert inbox.arrived == []


def test_a_server_without_tls_hears_neither_password_nor_letter(
    edition: Digest, inbox: Inbox, capsys: pytest.CaptureFixture[str]
) -> None:
    with without_tls(inbox) as server:
        code = mail(edition, server, "--send")

    assert code == 1
    assert "offers no TLS" in capsys.readouterr().err
    assert (inbox.arrived, inbox.logins) == ([], [])


def test_a_server_nobody_vouches_for_is_not_trusted(
    edition: Digest,
    inbox: Inbox,
    authority: Authority,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(Authority(tmp_path).file))
    with implicit_tls(inbox, authority.context()) as server:
        code = mail(edition, server, "--send")

    assert code == 1
    assert "a certificate that is not trusted" in capsys.readouterr().err
    assert inbox.arrived == []


def test_a_server_with_the_name_of_another_is_not_trusted(
    edition: Digest, inbox: Inbox, authority: Authority, capsys: pytest.CaptureFixture[str]
) -> None:
    with starttls(inbox, authority.context("mail.other.example")) as server:
        code = mail(edition, server, "--send")

    assert code == 1
    assert "a certificate that is not trusted" in capsys.readouterr().err
    assert (inbox.arrived, inbox.logins) == ([], [])


def test_the_wrong_kind_of_tls_is_told(
    edition: Digest, inbox: Inbox, authority: Authority, capsys: pytest.CaptureFixture[str]
) -> None:
    with starttls(inbox, authority.context()) as server:
        code = mail(edition, server.replace("smtp:", "smtps:"), "--send")

    assert code == 1
    assert "speaks no TLS here" in capsys.readouterr().err


def test_a_server_that_is_not_there_is_told(
    edition: Digest, inbox: Inbox, capsys: pytest.CaptureFixture[str]
) -> None:
    assert mail(edition, f"smtps://127.0.0.1:{free_port()}", "--send") == 1
    assert "no connection to 127.0.0.1:" in capsys.readouterr().err
    assert remembered(edition) == []
    assert inbox.arrived == []


@contextmanager
def saying(*answers: bytes) -> Iterator[Server]:
    """A server that gives these answers, whatever it is asked, and then hangs up or waits."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            connection, _ = listening.accept()
            with connection:
                for answer in answers:
                    connection.sendall(answer)
                    if not connection.recv(1000):
                        return

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield Server("127.0.0.1", listening.getsockname()[1], from_the_start=False)
        thread.join(5)


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ((b"220 hello\r\n",), "was cut before the letter was taken"),
        ((b"554 go \x1b[31maway\r\n",), "refused: 554 go [31maway"),
        ((b"HTTP/1.1 400 Bad Request\r\n",), "127.0.0.1:"),
    ],
)
def test_odd_servers_are_told_in_words(answers: tuple[bytes, ...], words: str) -> None:
    with saying(*answers) as server, pytest.raises(DigestError) as refusal:
        hand_over(server, None, "a@reader.example", LIST, b"", patience=5)

    assert words in str(refusal.value)
    assert "\x1b" not in str(refusal.value)


def test_a_silent_server_is_not_waited_for_without_end() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = Server("127.0.0.1", listening.getsockname()[1], from_the_start=False)
        with pytest.raises(DigestError, match="did not answer in time"):
            hand_over(server, None, "a@reader.example", LIST, b"", patience=0.2)


def test_a_login_never_shows_its_password() -> None:
    assert "secret" not in repr(Login("someone", "secret"))


def test_links_that_lead_to_this_machine_are_not_sent(
    edition: Digest, inbox: Inbox, capsys: pytest.CaptureFixture[str]
) -> None:
    server = "smtps://127.0.0.1:1"
    code = mail(edition, server, "--send", "--base-url", "http://localhost:8000/")

    assert code == 1
    assert "the letter's links lead to http://localhost:8000/" in capsys.readouterr().err
    assert inbox.arrived == []


def test_a_record_that_makes_no_sense_stops_the_sending(
    edition: Digest, inbox: Inbox, authority: Authority, capsys: pytest.CaptureFixture[str]
) -> None:
    edition.write(SENT, '<<<<<<< HEAD\n{"issue": "2025-W50"}\n')
    with starttls(inbox, authority.context()) as server:
        code = mail(edition, server, "--send")
    said = capsys.readouterr().err

    assert (code, inbox.arrived) == (1, [])
    assert f"{SENT}:1: error: not the record of a sending" in said
    assert f"{SENT}:2: error: not the record of a sending" in said


def test_what_mail_needs_and_lacks_is_told_together(
    edition: Digest, capsys: pytest.CaptureFixture[str]
) -> None:
    edition.write_config(theme="plain")
    code = main(["-C", str(edition.folder), "mail"])

    assert code == 1
    assert capsys.readouterr().err == (
        "content/digest.yaml: error: `mail` has no `from`\n    see `mail` in the README\n"
        "content/digest.yaml: error: `mail` has no `to`\n    see `mail` in the README\n"
        "2 problems; nothing was sent\n"
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--send", "--drafts"], "a draft goes to nobody but whom --to names"),
        (["--to", "me@reader.example"], "nothing is sent without --send"),
        (["--send", "--to", "me"], "`me` is not a mail address"),
    ],
)
def test_misuse_is_told(
    edition: Digest, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        main(["-C", str(edition.folder), "mail", *arguments])

    assert end.value.code == 2
    assert words in capsys.readouterr().err


def test_a_theme_without_templates_for_mail_is_told(
    edition: Digest, capsys: pytest.CaptureFixture[str]
) -> None:
    edition.delete("themes/plain/templates/mail.html")
    edition.write_config(theme="plain", mail={"from": "a@b.example", "to": LIST})

    assert main(["-C", str(edition.folder), "mail"]) == 1
    assert "no template `mail.html`" in capsys.readouterr().err
