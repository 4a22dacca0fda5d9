"""Writing what `fetch` remembers of a source."""

from __future__ import annotations

import json
import os
from pathlib import Path

from generator.problems import DigestError, Problem
from generator.sources.intake import FOLDER, STATE, Intake


def state_path(source: str) -> str:
    return f"{FOLDER}/{source}/{STATE}"


def state_text(intake: Intake) -> str:
    """An intake as it is stored: keys sorted, one to a line, what is empty left out."""
    known = {key: value for key, value in intake._asdict().items() if value}
    return json.dumps(known, sort_keys=True, indent=2, ensure_ascii=False) + "\n"


def write_state(root: Path, source: str, intake: Intake) -> None:
    """Put the state in place whole, unless it stands there just so. Raises DigestError."""
    path = state_path(source)
    file, text = root / path, state_text(intake).encode()
    try:
        if file.is_file() and file.read_bytes() == text:
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_name(f".{STATE}.draft")
        try:
            draft.write_bytes(text)
            os.replace(draft, file)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        what = f"cannot be written: {error.strerror or error}"
        raise DigestError(
            [Problem(path, None, None, what, "its papers are in; fetch again")]
        ) from None
