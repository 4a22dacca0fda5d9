"""What a fetch brought, for a person, for a run's summary on GitHub, and for machines."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from generator.config import Source
from generator.fetch.verdict import BROKEN, Gain, papers
from generator.problems import Problem
from generator.sources.intake import Intake


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one source answered."""

    source: Source
    now: Intake
    gain: Gain
    left_out: int  # records that made no sense
    problems: tuple[Problem, ...]  # what was odd in its answers, all of it warnings

    @property
    def good(self) -> bool:
        """Whether nobody needs to look: it answered, and is not overdue."""
        return self.now.word != BROKEN and not self.now.overdue

    def values(self) -> dict[str, Any]:
        """One entry of `sources` in --json. Days are ISO text, or null."""
        now, gain = self.now, self.gain
        return {
            "name": self.source.name,
            "kind": self.source.kind,
            "cadence": self.source.cadence,
            "word": now.word,
            "message": now.message,
            "added": gain.added,
            "merged": gain.merged,
            "updated": gain.updated,
            "removed": gain.removed,
            "left_out": self.left_out,
            "last_success": now.last_success or None,
            "last_new": now.last_new or None,
            "expected": now.expected or None,
            "overdue": now.overdue,
        }

    def line(self) -> str:
        """ "hf-daily: new, 12 added, 3 merged; 15 papers it had not shown before"."""
        counts = [(self.gain.added, "added"), (self.gain.updated, "updated")]
        counts += [(self.gain.merged, "merged"), (self.left_out, "left out")]
        told = [self.now.word + (", overdue" if self.now.overdue else "")]
        told += [f"{number:,} {name}" for number, name in counts if number]
        return f"{self.source.name}: {', '.join(told)}; {self.now.message}"


@dataclass(frozen=True, slots=True)
class Summary:
    """What one fetch did."""

    outcomes: tuple[Outcome, ...]  # in the order of digest.yaml
    problems: tuple[Problem, ...] = ()  # of the states; those of the answers stand with them
    dry_run: bool = False

    @property
    def good(self) -> bool:
        return all(outcome.good for outcome in self.outcomes)

    def total(self, name: str) -> int:
        return sum(
            outcome.left_out if name == "left_out" else getattr(outcome.gain, name)
            for outcome in self.outcomes
        )

    def told(self) -> list[Problem]:
        """Everything odd, source by source, and why the command fails where it does."""
        told = list(self.problems)
        for outcome in self.outcomes:
            told += outcome.problems
            if not outcome.good:
                told.append(_problem(outcome))
        return told

    def text(self) -> str:
        """A line for each source, and one for all."""
        lines = [outcome.line() for outcome in self.outcomes]
        counts = f"{papers(self.total('added'))} added, {self.total('updated'):,} updated, "
        counts += f"{self.total('merged'):,} merged, {self.total('left_out'):,} left out"
        return "\n".join([*lines, counts + ("; nothing was written" if self.dry_run else "")])

    def json(self) -> str:
        """One object for machines, described in docs/fetch.md."""
        counts = ("added", "updated", "merged", "removed", "left_out")
        values = {name: self.total(name) for name in counts} | {
            "good": self.good,
            "dry_run": self.dry_run,
            "sources": [outcome.values() for outcome in self.outcomes],
        }
        return json.dumps(values, sort_keys=True, indent=2, ensure_ascii=False)

    def markdown(self) -> str:
        """A table of the sources under a line on what came, for a run's summary on GitHub."""
        head = "| source | state | added | merged | updated | left out | last new | next by | |"
        lines = [f"**{papers(self.total('added'))} added**", "", head, "|---" * 9 + "|"]
        for outcome in self.outcomes:
            now, gain = outcome.now, outcome.gain
            word = f"**{now.word}**" if not outcome.good else now.word
            cells: list[object] = [outcome.source.name, word + (", overdue" if now.overdue else "")]
            cells += [gain.added, gain.merged, gain.updated, outcome.left_out]
            cells += [now.last_new, now.expected, _cell(now.message)]
            lines.append(f"| {' | '.join(map(str, cells))} |")
        return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    """Text of a server inside a table: no mark-up of its own, no end of the cell."""
    for sign in "\\`*_[]<>|&":
        text = text.replace(sign, f"&#{ord(sign)};")
    return text


def _problem(outcome: Outcome) -> Problem:
    """What is told of a source that somebody should look at."""
    now, name = outcome.now, outcome.source.name
    late = f"its next papers were due by {now.expected}"
    if now.word == BROKEN:
        what, hint = f"source {name} is broken: {now.message}", late if now.overdue else ""
    else:
        what, hint = f"source {name} is overdue: {late}", f"{now.word}: {now.message}"
    return Problem("", None, None, what, hint)
