"""A letter goes to a real server over TLS, whole, and once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from generator.mail.sent import SENT
from generator.mail.server import PASSWORD as PASSWORD_NAME
from generator.mail.server import USER as USER_NAME
from tests.digest import Digest
from tests.mail.sending import LIST, mail, remembered
from tests.mail.smtp import (
    USER,
    Authority,
    Inbox,
    implicit_tls,
    starttls,
)

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:aiosmtpd")


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
