"""Which editions went out. The record lies in content/, so that every clone of the digest knows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from generator.problems import DigestError, Problem
from generator.render.data import json_text
from generator.sources.files import CONTENT
from generator.write.files import unwritable

SENT = f"{CONTENT}/mail/sent.jsonl"


@dataclass(frozen=True, slots=True)
class Sending:
    """An edition that a mail server took."""

    issue: str
    message_id: str
    sent: str  # "2025-12-12T05:37:00Z"
    to: str  # the list's address


def read_sent(folder: Path) -> dict[str, Sending]:
    """The last sending of each edition. Raises DigestError for a line that makes no sense.

    A record that cannot be read might hide an edition that went out; so nothing is guessed.
    """
    try:
        lines = (folder / SENT).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise DigestError([Problem(SENT, None, None, f"cannot be read: {error}")]) from None
    known, problems = {}, []
    for number, line in enumerate(lines, 1):
        try:
            sending = _sending(json.loads(line))
            known[sending.issue] = sending
        except (ValueError, TypeError):
            what = "not the record of a sending"
            hint = "it may be what a merge left; keep both sides' lines"
            problems.append(Problem(SENT, number, None, what, hint, source_line=line[:200]))
    if problems:
        raise DigestError(problems)
    return known


def _sending(fields: Mapping[str, str]) -> Sending:
    made = Sending(**fields)
    if not all(isinstance(value, str) and value for value in asdict(made).values()):
        raise ValueError(fields)
    return made


def check_record(folder: Path) -> None:
    """Raise DigestError where a sending could not be remembered: better before than after it."""
    record = folder / SENT
    try:
        record.parent.mkdir(parents=True, exist_ok=True)
        record.open("a", encoding="utf-8").close()
        if not record.stat().st_size:
            record.unlink()  # nothing was sent yet
    except OSError as error:
        raise DigestError([unwritable(SENT, error)]) from None


def remember(folder: Path, sending: Sending) -> None:
    line = json_text(asdict(sending)) + "\n"
    try:
        with (folder / SENT).open("a", encoding="utf-8", newline="\n") as record:
            record.write(line)
    except OSError as error:
        hint = f"{sending.issue} was sent; add this line: {line.strip()}"
        raise DigestError([Problem(SENT, None, None, str(error), hint)]) from None


def moment(now: datetime) -> str:
    return now.strftime("%Y-%m-%dT%H:%M:%SZ")
