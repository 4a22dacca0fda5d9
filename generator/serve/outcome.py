"""How a build ended, as the process that built says it to the one that shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from generator.problems import Problem


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper on the editor's page, and the line of content/ to mend it in."""

    title: str
    url: str
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Lacking:
    """Papers that lack something: how many, and the newest of them."""

    count: int = 0
    papers: Sequence[PaperLine] = ()


@dataclass(frozen=True, slots=True)
class Overview:
    """What the digest still lacks."""

    papers: int = 0
    topics: Lacking = field(default_factory=Lacking)
    notes: Lacking = field(default_factory=Lacking)


@dataclass(frozen=True, slots=True)
class Built:
    """What a build that came to its end did."""

    pages: int
    rendered: Mapping[str, str]  # URL → why
    sources: Mapping[str, str]  # URL → the editor's file whose words it shows, of those rendered
    changed: Sequence[str]  # paths whose bytes are new, or gone
    seconds: float
    base_path: str
    # URL → "Draft" or "Not before 3 January 2027"; None: nothing was planned, they are as before.
    marks: Mapping[str, str] | None = None
    partial: bool = False  # pages are left that it did not look at


def together(first: Built | None, then: Built) -> Built:
    """Two builds in a row as one, the `first` of which left pages for the second."""
    if first is None:
        return then
    return replace(
        then,
        rendered={**first.rendered, **then.rendered},
        sources={**first.sources, **then.sources},
        changed=list(dict.fromkeys([*first.changed, *then.changed])),
        seconds=first.seconds + then.seconds,
        marks=first.marks if then.marks is None else then.marks,
    )


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a build ended: built, stopped by problems, or by a fault of ours."""

    built: Built | None = None
    problems: Sequence[Problem] = field(default_factory=tuple)  # warnings too
    fault: str = ""  # a traceback

    @property
    def failed(self) -> bool:
        return self.built is None


def outcome_to_json(outcome: Outcome) -> dict[str, Any]:
    return asdict(outcome)


def outcome_from_json(values: Mapping[str, Any]) -> Outcome:
    built = values["built"]
    return Outcome(
        Built(**built) if built else None,
        tuple(Problem(*problem) for problem in values["problems"]),
        values["fault"],
    )


def overview_from_json(values: Mapping[str, Any]) -> Overview:
    return Overview(values["papers"], _lacking(values["topics"]), _lacking(values["notes"]))


def _lacking(values: Mapping[str, Any]) -> Lacking:
    return Lacking(values["count"], tuple(PaperLine(**row) for row in values["papers"]))
