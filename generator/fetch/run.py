"""The way through a fetch: every source asked in turn, each taken in before the next is asked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from pathlib import Path

from generator.config import Config, Source
from generator.fetch.answers import gathered
from generator.fetch.asking import ASK
from generator.fetch.state import write_state
from generator.fetch.summary import Outcome, Summary
from generator.fetch.taking import Store, take_in
from generator.fetch.verdict import remembered
from generator.fetch.web import Web
from generator.importers import FORMATS
from generator.importers.store import overlay_ids, read_store, write_store
from generator.problems import DigestError, Problem
from generator.sources.files import read_config
from generator.sources.intake import Intake, read_intakes
from generator.sources.origins import format_findings
from generator.sources.places import located
from generator.sources.record import Finding
from generator.sources.settings import read_settings


def sources_of(root: Path) -> tuple[Config, list[Problem]]:
    """The digest's settings with their sources, and warnings. Raises DigestError with all that
    is wrong with them."""
    config, findings = read_settings(root)
    findings += format_findings(read_config(root), FORMATS)
    problems = located(root, findings)
    if any(not problem.warning for problem in problems):
        raise DigestError(problems)
    return config, problems


def fetch(
    root: Path,
    sources: Sequence[Source],
    *,
    web: Web,
    today: date,
    dry_run: bool = False,
    allow_shrink: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> Summary:
    """Ask `sources` what is new and take it in; with `dry_run` nothing is written.

    A source fails alone: its word is broken, and what came before it failed is kept. Raises
    DigestError when what was imported before is damaged, or the disk refuses.
    """
    findings: list[Finding] = []
    intakes = read_intakes(root, findings)
    store: Store = read_store(root)
    overlays = overlay_ids(root)
    outcomes = []
    for number, source in enumerate(sources, 1):
        progress(f"asking {source.name} ({number} of {len(sources)})")
        before = intakes.get(source.name, Intake())
        answer = gathered(ASK[source.kind](source, before, today, web))
        taken = take_in(
            source,
            store,
            overlays,
            answer,
            today,
            named_before=before.papers,
            allow_shrink=allow_shrink,
        )
        now, kept = remembered(source, before, today, answer, taken.gain)
        if not dry_run:
            write_store(root, taken.merged)
            write_state(root, source.name, kept)
        store = taken.merged.lines
        outcomes.append(Outcome(source, now, taken.gain, answer.left_out, tuple(answer.problems)))
    return Summary(tuple(outcomes), tuple(located(root, findings)), dry_run)


def chosen(sources: Sequence[Source], names: Collection[str]) -> list[Source]:
    """Those of `sources` with one of `names`; all when there is no name."""
    return [source for source in sources if not names or source.name in names]
