"""The memory of the last build: what each file of the site was made from."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path

from generator.plan.changes import Entry

MEMORY = ".broadsheet"  # folder of the digest that build's memory lives in
FORM = 1  # of the file; another form is as good as no ledger


def ledger_file(folder: Path, output: Path) -> Path:
    """Where the ledger of the site in `output` lies; a digest may have several sites."""
    place = output.resolve()
    inside = place.is_relative_to(folder.resolve())
    name = place.relative_to(folder.resolve()).as_posix() if inside else str(place)
    return folder / MEMORY / f"ledger-{blake2b(name.encode(), digest_size=6).hexdigest()}.json"


def read_ledger(file: Path) -> dict[str, Entry]:
    """The last build's entries by path. A missing or broken ledger is an empty one."""
    try:
        known = json.loads(file.read_bytes())
        if known["form"] != FORM:
            return {}
        return {path: _entry(*row) for path, row in known["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return {}


def _entry(
    prints: list[str], digest: str, size: int, time: int, reason: str, told: list[list[str]]
) -> Entry:
    warnings = tuple((line, what, hint) for line, what, hint in told)
    return Entry(tuple(prints), digest, size, time, reason, warnings)


def write_ledger(file: Path, entries: Mapping[str, Entry]) -> None:
    """Written last, whole, and on the disk before it counts."""
    text = json.dumps({"form": FORM, "files": entries}, separators=(",", ":"), sort_keys=True)
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.draft")
    with draft.open("w", encoding="utf-8") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    os.replace(draft, file)
