"""The command `broadsheet mail` as the tests give it, and what it remembers."""

from __future__ import annotations

import json

from generator.cli import main
from generator.mail.sent import SENT
from tests.digest import Digest

LIST = "list@reader.example"


def mail(digest: Digest, server: str, *arguments: str, theme: str = "plain") -> int:
    known = {"from": "The Digest <digest@reader.example>", "to": LIST, "server": server}
    digest.write_config(mail=known, theme=theme)
    return main(["-C", str(digest.folder), "mail", *arguments])


def remembered(digest: Digest) -> list[dict[str, str]]:
    file = digest.folder / SENT
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return [json.loads(line) for line in lines]
