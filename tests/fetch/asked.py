"""A digest that asks its sources, on a day of the test's choosing and without waiting."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from generator.fetch.run import chosen, fetch, sources_of
from generator.fetch.summary import Outcome, Summary
from generator.fetch.web import Limits, Web
from tests.digest import Digest

# Monday, 8 December 2025 is the first working day after a weekend without a holiday near it.
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = (
    f"2025-12-{day:02}" for day in range(8, 15)
)
QUICK = Limits(answer_seconds=5, silence_seconds=2)


@dataclass
class Naps:
    """A clock that only sleeping moves."""

    seconds: float = 0.0
    taken: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.taken.append(round(seconds, 3))
        self.seconds += seconds

    def clock(self) -> float:
        return self.seconds


def quick_web(naps: Naps | None = None, limits: Limits = QUICK) -> Web:
    naps = naps or Naps()
    noon = datetime(2025, 12, 8, 12, tzinfo=UTC)
    return Web("broadsheet/test", limits, naps.sleep, naps.clock, lambda: noon)


def ask(digest: Digest, day: str, *names: str, web: Web | None = None, **options: Any) -> Summary:
    """What a fetch on `day` brought."""
    config, _ = sources_of(digest.folder)
    return fetch(
        digest.folder,
        chosen(config.sources, names),
        web=web or quick_web(),
        today=date.fromisoformat(day),
        **options,
    )


def ask_one(digest: Digest, day: str, name: str = "", **options: Any) -> Outcome:
    """How the one source that is asked answered."""
    (outcome,) = ask(digest, day, *([name] if name else []), **options).outcomes
    return outcome


def stored(digest: Digest, source: str) -> dict[str, list[dict[str, Any]]]:
    """What stands below content/imported/<source>/, by the day of each file."""
    files = (digest.folder / "content" / "imported" / source).glob("*.jsonl")
    return {
        file.stem: [json.loads(line) for line in file.read_text("utf-8").splitlines()]
        for file in sorted(files)
    }


def ids(digest: Digest, source: str) -> set[str]:
    return {one["id"] for lines in stored(digest, source).values() for one in lines}


def state(digest: Digest, source: str) -> dict[str, Any]:
    file = digest.folder / "content" / "imported" / source / "state.json"
    known: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return known


def content(digest: Digest) -> Mapping[str, bytes]:
    """Every file of the content by path."""
    folder = digest.folder / "content"
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }
