"""Letters as the tests make and read them."""

from __future__ import annotations

import email
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser
from typing import Any

from generator.mail.letter import Letter
from generator.mail.run import Wanted, compose
from tests.digest import Digest

MAIL = {"from": "The Digest <digest@reader.example>", "to": "list@reader.example"}
ROOT = "https://reader.example/digest"


def of(digest: Digest, issue: str = "2025-W50", /, **config: Any) -> Letter:
    mail = MAIL | config.pop("mail", {})
    digest.write_config(mail=mail, **config)
    ready = compose(digest.folder, Wanted(issue))
    assert ready
    return ready.letter


def read(letter: Letter) -> EmailMessage:
    made = email.message_from_bytes(letter.message, policy=default)
    assert isinstance(made, EmailMessage)
    return made


def form(letter: Letter, kind: str) -> str:
    part = read(letter).get_body((kind,))
    assert part
    return str(part.get_content())


class Tags(HTMLParser):
    """Every tag of a page with its attributes, and its words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


def written(digest: Digest) -> Digest:
    """A digest with an edition of two papers, one of them a pick."""
    digest.write_topic("memory")
    digest.write_paper(
        "a",
        title="On $O(n^2)$ memory",
        authors=["Ada Abe", "Bo Diaz"],
        published="2025-12-03",
        topics=["memory"],
        tldr="Forgetting helps.",
    )
    digest.write_paper("b", title="Another thing", author_count=11)
    digest.write_issue(
        "2025-W50",
        "See [the first](paper:a) and [another page](https://other.example/x).\n\n"
        "- one\n- two, which costs $n^2$\n\n![A plot](https://elsewhere.example/plot.png)\n",
        title="Kürzer ist besser",
        date="2025-12-12",
        picks=[{"paper": "a", "why": "Because it is short."}],
        sections=[{"title": "The rest", "papers": ["b"]}],
    )
    return digest
