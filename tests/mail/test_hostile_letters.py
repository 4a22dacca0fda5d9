"""Text of strangers in a letter begins no header and runs nothing, on any screen."""

from __future__ import annotations

import email
import re
from email.header import decode_header, make_header
from email.utils import parseaddr
from typing import Any

import pytest
from playwright.sync_api import Browser

from generator.mail.letter import Letter
from generator.mail.message import addressed, message
from generator.sources.mail import Mailbox
from tests.digest import Digest
from tests.mail.letters import MAIL, Tags, of, read, written
from tests.payloads import PAYLOADS


@pytest.fixture
def edition(digest: Digest) -> Digest:
    return written(digest)


# Whether the words of an element are brighter than the page they stand on.
BRIGHTER = """(selector) => {
    const sum = (color) => color.match(/\\d+/g).slice(0, 3).reduce((all, one) => all + +one, 0);
    const words = getComputedStyle(document.querySelector(selector)).color;
    return sum(words) > sum(getComputedStyle(document.body).backgroundColor);
}"""
HOSTILE = "A\nBcc: victim@reader.example\r\nX: y\u2028Z: \x00\x85 =?utf-8?q?hi?= " + "é" * 100


def test_no_title_begins_another_header(edition: Digest) -> None:
    edition.write_issue("2025-W50", "Hello.", title=HOSTILE)
    made = of(edition, title=HOSTILE, mail=MAIL)
    head = read(made)

    assert set(head.keys()) == {
        *("From", "To", "Subject", "Date", "Message-ID", "Content-Language"),
        *("MIME-Version", "Content-Type"),
    }
    assert head["Subject"].startswith("A Bcc: victim@reader.example X: y")
    assert "=?utf-8?q?hi?=" in head["Subject"]
    assert max(map(len, made.message.split(b"\r\n"))) <= 78


@pytest.mark.parametrize(
    "name",
    ["Ada", "Ä " * 50, "Digest, The", "The \\Digest", "日本" * 40, "a " * 80, "=?utf-8?q?x?="],
    ids=["plain", "accents", "comma", "backslash", "no spaces", "long", "looks encoded"],
)
def test_any_name_of_a_sender_comes_through(name: str) -> None:
    written = addressed("From", Mailbox(name.strip(), "digest@reader.example"))
    head = email.message_from_bytes(message([("From", written)], "", ""))
    shown, address = parseaddr(str(make_header(decode_header(head["From"]))))

    assert max(map(len, f"From: {written}".split("\r\n"))) <= 78
    assert head.keys() == ["From", "MIME-Version", "Content-Type"]
    assert (" ".join(shown.split()), address) == (name.strip(), "digest@reader.example")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Letter:
    """An edition in which every text is a payload."""
    digest = Digest(tmp_path_factory.mktemp("hostile"))
    digest.write_topic("t", name=PAYLOADS[0])
    for number, payload in enumerate(PAYLOADS):
        digest.write_paper(
            f"p{number}",
            title=f"T {payload}",
            authors=[f"A {payload}"],
            org=f"O {payload}",
            tldr=f"S {payload}",
            topics=["t"],
        )
    intro = "\n\n".join(f"N {p}\n\n[x]({p})\n\n![y]({p})\n\n<{p}>" for p in PAYLOADS)
    picks = [{"paper": f"p{n}", "why": f"W {p}"} for n, p in enumerate(PAYLOADS[:5])]
    rest = [f"p{n}" for n in range(5, len(PAYLOADS))]
    sections = [{"title": PAYLOADS[1], "intro": PAYLOADS[2], "papers": rest}]
    digest.write_issue("2025-W50", intro, title=PAYLOADS[3], picks=picks, sections=sections)
    return of(digest, title=PAYLOADS[4], editor={"name": PAYLOADS[5]})


def test_text_of_strangers_is_shown_and_never_run(hostile: Letter) -> None:
    tags = Tags(hostile.html)
    known = set(
        "html head meta title style body div p a h1 h2 h3 ol ul li time bdi br em strong code pre "
        "blockquote sub sup kbd mark s small u b i hr del ins abbr".split()
    )

    assert {tag for tag, _ in tags.found} <= known
    assert {name for _, found in tags.found for name in found} <= {
        *("lang", "charset", "name", "content", "style", "class", "dir", "href", "datetime"),
        *("start",),
    }
    assert all(
        re.match(r"https?://|mailto:", found["href"] or "")
        for tag, found in tags.found
        if tag == "a"
    )
    assert "<script" not in hostile.html


@pytest.mark.parametrize("width", [360, 800])
@pytest.mark.parametrize(("mode", "dark"), [("light", False), ("dark", True)])
def test_a_letter_fits_its_screen_by_day_and_by_night(
    made: Letter, hostile: Letter, browser: Browser, width: int, mode: Any, dark: bool
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=mode)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for letter in (made, hostile):
        page.set_content(letter.html)

        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(BRIGHTER, "body") is dark
        assert page.evaluate(BRIGHTER, "h3 a") is dark
        assert page.evaluate(BRIGHTER, "p a") is dark
    assert asked == []
    page.close()


def test_hostile_text_is_plain_in_the_text_form(hostile: Letter) -> None:
    assert "&lt;" not in hostile.text
    assert "\x1b" not in hostile.text
