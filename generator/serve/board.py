"""What the browser is to know at the moment: written by the session, read by every request."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from generator.problems import Problem
from generator.serve.outcome import Built, Outcome, Overview


@dataclass(frozen=True, slots=True)
class View:
    """All there is to know, at one moment."""

    session: str  # of this preview; a browser that knows another one begins anew
    number: int = 0  # grows whenever anything here changes
    base_path: str = ""
    built: Built | None = None  # the last build that came to its end; None: none did yet
    problems: Sequence[Problem] = ()  # of the last build, warnings too
    fault: str = ""  # the last build's, when it failed by a mistake of ours
    marks: Mapping[str, str] = field(default_factory=dict)  # URL → what it is besides a page
    overview: Overview | None = None
    changed: Mapping[str, int] = field(default_factory=dict)  # path → the number it changed at

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if not problem.warning]

    @property
    def failed(self) -> bool:
        return bool(self.errors or self.fault)


class Board:
    """The View of the moment, and a way to wait for the next."""

    def __init__(self, base_path: str = "") -> None:
        self._news = threading.Condition()
        self._view = View(session=secrets.token_hex(8), base_path=base_path)

    @property
    def view(self) -> View:
        return self._view

    def wait(self, number: int, seconds: float) -> View:
        """The view once it is newer than `number`, or when `seconds` have passed."""
        with self._news:
            self._news.wait_for(lambda: self._view.number > number, seconds)
            return self._view

    def show(self, outcome: Outcome) -> None:
        """Show how a build ended. After one that failed the last good one is still there."""
        with self._news:
            self._change(after_build(self._view, outcome))

    def show_overview(self, overview: Overview) -> None:
        with self._news:
            self._change(replace(self._view, overview=overview))

    def _change(self, view: View) -> None:
        self._view = replace(view, number=self._view.number + 1)
        self._news.notify_all()


def after_build(view: View, outcome: Outcome) -> View:
    """The view after a build that ended so."""
    view = replace(view, problems=outcome.problems, fault=outcome.fault)
    built = outcome.built
    if built is None:
        return view
    # Pages are compared when they are looked at; this is for what they fetch: search and the like.
    changed = {path: view.number + 1 for path in built.changed if not path.endswith(".html")}
    return replace(
        view,
        base_path=built.base_path,
        built=built,
        marks=view.marks if built.marks is None else built.marks,
        changed={**view.changed, **changed},
    )
