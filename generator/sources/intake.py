"""What `fetch` remembers of each source: content/imported/<source>/state.json.

It is committed with the papers, so that the next run knows where the last one ended and the
status page says the same wherever it is built.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from generator.sources import fields as kinds
from generator.sources.fields import fitted
from generator.sources.record import Finding, Record

STATE = "state.json"
FOLDER = "content/imported"
WORDS = ("new", "quiet", "empty", "stale", "capped", "broken")
STATE_BYTES = 100_000


class Intake(NamedTuple):
    """How a source answered last. Days are ISO text; "" where there was none yet."""

    word: str = ""  # one of WORDS; "" when it was never asked
    message: str = ""
    first_asked: str = ""
    asked: str = ""  # the day of the last run
    last_success: str = ""  # the last day it answered, with papers or without
    last_added: str = ""  # the last day a run brought something new from it
    last_new: str = ""  # the newest day that one of its papers was listed
    expected: str = ""  # by the end of this day the next papers are due
    overdue: bool = False  # as it was when the source was asked last
    through: str = ""  # all its days up to this one are in
    resume: str = ""  # the day to go on with after a run that was capped
    batch: str = ""  # hash of the papers of the last answer
    papers: int = 0  # of the last whole answer


STATE_SCHEMA: kinds.Schema = {
    **dict.fromkeys(("message", "batch"), kinds.text),
    "word": kinds.one_of(*WORDS),
    **{
        key: kinds.day
        for key in Intake._fields
        if key.startswith(("first_", "last_")) or key in ("asked", "expected", "through", "resume")
    },
    "overdue": kinds.flag,
    "papers": kinds.whole,
}


def read_intakes(folder: Path, findings: list[Finding]) -> dict[str, Intake]:
    """How each source answered last, by its name. A state that is damaged is told and left out,
    which makes the next run ask that source as if for the first time."""
    intakes = {}
    for file in sorted((folder / FOLDER).glob(f"*/{STATE}")):
        path = file.relative_to(folder).as_posix()
        state = _read_state(file, path, findings)
        if state is not None:
            intakes[file.parent.name] = Intake(**state)
    return intakes


def _read_state(file: Path, path: str, findings: list[Finding]) -> Mapping[str, Any] | None:
    hint = "delete the file; `broadsheet fetch` writes a new one"
    try:
        raw = file.read_bytes()[:STATE_BYTES]
        value = json.loads(raw)
        if not isinstance(value, dict):
            raise ValueError("not an object")
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError) as error:
        what = f"cannot be read: {str(error)[:100]}"
        findings.append(Finding(path, 1, (), what, hint, warning=True))
        return None
    record, found = fitted(Record(path, 1, value), STATE_SCHEMA, warning=True)
    findings += found
    return record.fields
