"""The street: sources → corpus → plan → render → write. Every command that builds comes here."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from generator.amend import amended, hasty_report
from generator.assets import asset_pages, served
from generator.corpus.clean import stripped
from generator.corpus.load import load_corpus
from generator.digest import Digest, Options, Report
from generator.plan.pages import address_findings, doubled, plan_site
from generator.problems import DigestError, Problem, in_reading_order
from generator.reading import Reader, remembering
from generator.search import searchable
from generator.sources.files import read_sources
from generator.sources.inputs import Inputs
from generator.sources.places import located
from generator.sources.record import Finding
from generator.sources.settings import read_settings
from generator.sources.theme import read_theme
from generator.unchanged import as_before, intact, made_by, read_inputs
from generator.update import bring_up_to_date, make_renderer
from generator.workers import aside
from generator.write.files import unwritable
from generator.write.ledger import Memory, ledger_file, read_ledger
from generator.write.lock import held
from generator.write.output import prepare

__all__ = ["Digest", "Options", "Report", "build", "plan"]


def build(folder: Path, options: Options | None = None) -> Report:
    """Bring the site of the digest in `folder` up to date with its content.

    Raises DigestError with all mistakes found; the site is then as it was before.
    """
    options = options or Options()
    output = options.output or folder / "site"
    began = time.perf_counter()
    kept = options.kept
    hasty = amended(kept, options.edited) if kept else None
    # First: where there is no digest nothing is written.
    inputs = hasty[1] if hasty else read_inputs(folder, options)
    with held(folder), _without_collector():
        before = _memory(folder, output, options)
        same = inputs.digest == before.inputs and not options.clean and not hasty
        if same and intact(output, before):
            return as_before(before, options, began)
        options.progress("reading the content")
        planned = hasty[0] if hasty else _planned(folder, inputs, options)
        options.planned(planned)
        prepare(folder, output)
        try:
            renderer = make_renderer(planned, kept)
            memory = None
            if hasty:
                report, memory = hasty_report(planned, renderer, before, output, began)
            else:
                with searchable(planned, options, made_by(kept)) as digest:
                    report = bring_up_to_date(
                        digest, renderer, before, inputs.digest, options, began
                    )
        except OSError as error:
            raise DigestError([unwritable(str(error.filename or output), error)]) from error
        if kept:
            kept.keep(inputs, planned, memory)
        return report


def _memory(folder: Path, output: Path, options: Options) -> Memory:
    """What the last build left to know, in memory or on the disk."""
    kept = options.kept.memory if options.kept else None
    return kept or read_ledger(ledger_file(folder, output))


def _planned(folder: Path, inputs: Inputs, options: Options) -> Digest:
    """The digest, with files that did not change taken as they were last time."""
    reader = remembering(folder, options.jobs, made_by(options.kept), inputs.files)
    reader.once = not options.kept
    return plan(folder, options, reader)


def plan(folder: Path, options: Options, reader: Reader | None = None) -> Digest:
    """The first three rooms. Raises DigestError with everything that is wrong."""
    reader = reader or Reader(folder, options.jobs)
    config, findings = read_settings(folder, options.base_url)
    files, odd = served(read_theme(folder, config.theme))
    reader.telling = config.thresholds.related > 0
    sources = read_sources(folder, reader.read)
    with aside(reader.remember, options.jobs):
        corpus, found = load_corpus(sources, config, drafts=options.drafts)
    reader.forget()
    if reader.once:
        del sources
        corpus = replace(corpus, records=stripped(corpus.records))
    findings += found + address_findings(corpus)
    problems = _told(folder, findings, odd, options)
    pages = [
        *asset_pages(files),
        *(page for page in plan_site(corpus, config) if page.template not in files.leaves_out),
    ]
    clashes = doubled(pages)
    if clashes:
        raise DigestError([Problem("", None, None, f"two pages at {url}") for url in clashes])
    return Digest(folder, config, corpus, pages, files, problems)


def _told(
    folder: Path, findings: Iterable[Finding], more: Iterable[Problem], options: Options
) -> list[Problem]:
    """Warnings, in reading order. Raises DigestError when anything stops the build."""
    problems = in_reading_order([*located(folder, findings), *more])
    if options.strict:
        problems = [problem.as_error() for problem in problems]
    if any(not problem.warning for problem in problems):
        raise DigestError(problems)
    return problems


@contextmanager
def _without_collector() -> Iterator[None]:
    """Leave cycles alone while building: a corpus is a million objects and has none to find."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
