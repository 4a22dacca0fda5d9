"""An edition to send, and a server that takes it."""

from __future__ import annotations

import pytest

from generator.mail.letter import Letter
from generator.mail.server import PASSWORD as PASSWORD_NAME
from generator.mail.server import USER as USER_NAME
from tests.digest import Digest
from tests.mail.letters import of, written
from tests.mail.smtp import PASSWORD, USER, Authority, Inbox
from tests.plain import use_plain_theme


@pytest.fixture(scope="session")
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


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Letter:
    """A letter of two papers in the theme's own form, made once for all that only read it."""
    return of(written(Digest(tmp_path_factory.mktemp("letter"))))
