"""A letter goes to a real server over TLS, once; what fails is told and not remembered."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
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
from tests.mail.smtp import (
    PASSWORD,
    USER,
    Authority,
    Inbox,
    free_port,
    implicit_tls,
    starttls,
    without_tls,
)
from tests.plain import use_plain_theme

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:aiosmtpd")
LIST = "list@reader.example"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def inbox(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Inbox:
    """An inbox whose server is trusted here, and knows our name and password."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    monkeypatch.setenv(USER_NAME, USER)
    monkeypatch.setenv(PASSWORD_NAME, PASSWORD)
    return Inbox()


@pytest.fixture
def edition(digest: Digest) -> Digest:
    """A digest with one finished edition, in a theme that takes no time."""
    use_plain_theme(digest)
    digest.write("themes/plain/templates/mail.html", "<p>{{ title }} {{ issue.intro }}</p>\n")
    digest.write("themes/plain/templates/mail.txt", "{{ title }} {{ issue.intro }}\n")
    digest.write_paper("a", tldr="Short.")
    digest.write_issue("2025-W50", "Hello, *reader*.", title="A week", date="2025-12-12")
    return digest


def mail(digest: Digest, server: str, *arguments: str, theme: str = "plain") -> int:
    known = {"from": "The Digest <digest@reader.example>", "to": LIST, "server": server}
    digest.write_config(mail=known, theme=theme)
    return main(["-C", str(digest.folder), "mail", *arguments])


def remembered(digest: Digest) -> list[dict[str, str]]:
    file = digest.folder / SENT
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return [json.loads(line) for line in lines]


def test_an_edition_arrives_whole_over_starttls_with_a_login(
    edition: Digest, inbox: Inbox, authority: Authority
) -> None:
    with starttls(inbox, authority.context()) as server:
        code = mail(edition, server, "2025-W50", "--send", theme="broadsheet")
    ((sender, to, letter),) = inbox.arrived
    written = (edition.folder / ".broadsheet/mail/2025-W50.eml").read_bytes()

    assert code == 0
    assert (sender, to, inbox.logins) == ("digest@reader.example", [LIST], [USER])
    assert letter == written


def test_an_edition_arrives_whole_over_tls_from_the_start(
    edition: Digest, inbox: Inbox, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(USER_NAME)
    monkeypatch.delenv(PASSWORD_NAME)
    with implicit_tls(inbox, authority.context()) as server:
        code = mail(edition, server, "--send")

    assert (code, inbox.logins) == (0, [])
    assert inbox.arrived[0][2] == (edition.folder / ".broadsheet/mail/2025-W50.eml").read_bytes()


def test_a_login_works_over_tls_from_the_start(
    edition: Digest, inbox: Inbox, authority: Authority
) -> None:
    with implicit_tls(inbox, authority.context()) as server:
        code = mail(edition, server, "--send")

    assert (code, inbox.logins, len(inbox.arrived)) == (0, [USER], 1)


def test_an_edition_goes_out_once_until_it_is_asked_for_again(
    edition: Digest, inbox: Inbox, authority: Authority, capsys: pytest.CaptureFixture[str]
) -> None:
    today = datetime.now(UTC).date().isoformat()
    with starttls(inbox, authority.context()) as server:
        mail(edition, server, "--send")
        capsys.readouterr()
        second = mail(edition, server, "--send")
        said = capsys.readouterr().out.splitlines()[-1]
        after_two = len(inbox.arrived)
        mail(edition, server, "--send", "--again")

    assert (second, after_two, len(inbox.arrived)) == (0, 1, 2)
    assert said == f"2025-W50 was sent on {today} already; --again sends it again"
    assert [row["issue"] for row in remembered(edition)] == ["2025-W50", "2025-W50"]


def test_what_was_sent_is_known_to_a_clone(
    edition: Digest, inbox: Inbox, authority: Authority
) -> None:
    with starttls(inbox, authority.context()) as server:
        mail(edition, server, "--send")
        edition.forget()
        mail(edition, server, "--send")
    (row,) = remembered(edition)

    assert len(inbox.arrived) == 1
    assert (row["issue"], row["to"]) == ("2025-W50", LIST)
    assert SENT.startswith("content/")


def test_the_record_of_what_was_sent_is_no_page_of_the_site(
    edition: Digest, inbox: Inbox, authority: Authority
) -> None:
    with starttls(inbox, authority.context()) as server:
        mail(edition, server)
        edition.build(strict=True)
        mail(edition, server, "--send")

    assert edition.build(strict=True).rendered == {}


def test_a_proof_goes_to_one_person_and_is_not_remembered(
    edition: Digest, inbox: Inbox, authority: Authority
) -> None:
    edition.write_issue("2025-W50", title="Not yet", draft=True)
    with starttls(inbox, authority.context()) as server:
        code = mail(edition, server, "2025-W50", "--drafts", "--send", "--to", "me@reader.example")
    ((_, to, letter),) = inbox.arrived

    assert (code, to) == (0, ["me@reader.example"])
    assert b"To: me@reader.example\r\n" in letter
    assert b"Not yet" in letter
    assert remembered(edition) == []


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


def test_a_draft_is_not_sent_and_the_newest_finished_edition_is(
    edition: Digest, inbox: Inbox, authority: Authority, capsys: pytest.CaptureFixture[str]
) -> None:
    edition.write_paper("b", listed="2025-12-16")
    edition.write_issue("2025-W51", title="Not yet", draft=True)
    with starttls(inbox, authority.context()) as server:
        named = mail(edition, server, "2025-W51", "--send")
        said = capsys.readouterr().err
        newest = mail(edition, server, "--send")

    assert (named, newest, len(inbox.arrived)) == (1, 0, 1)
    assert "content/issues/2025-W51.md: error: this edition is a draft" in said
    assert b"A week" in inbox.arrived[0][2]


def test_a_digest_without_a_finished_edition_sends_nothing(
    edition: Digest, inbox: Inbox, capsys: pytest.CaptureFixture[str]
) -> None:
    edition.delete("content/issues/2025-W50.md")

    assert mail(edition, "smtps://127.0.0.1:1", "--send") == 0
    assert capsys.readouterr().out.startswith("no edition to mail")
    assert inbox.arrived == []


def test_a_theme_without_templates_for_mail_is_told(
    edition: Digest, capsys: pytest.CaptureFixture[str]
) -> None:
    edition.delete("themes/plain/templates/mail.html")
    edition.write_config(theme="plain", mail={"from": "a@b.example", "to": LIST})

    assert main(["-C", str(edition.folder), "mail"]) == 1
    assert "no template `mail.html`" in capsys.readouterr().err
