"""The street: sources → corpus → plan → render → write. Every command that builds comes here."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from generator.digest import Digest, Options, Report
from generator.problems import DigestError
from generator.sources.files import read_sources
from generator.sources.inputs import Inputs
from generator.sources.settings import read_settings
from generator.unchanged import as_before, intact, made_by, read_inputs
from generator.write.files import stats_of, unwritable
from generator.write.ledger import Memory, ledger_file, read_ledger
from generator.write.lock import held
from generator.write.output import prepare

if TYPE_CHECKING:  # where nothing has changed none of these is needed
    from generator.config import Config
    from generator.corpus.model import Corpus
    from generator.kept import Kept
    from generator.planning import ReadyTheme
    from generator.reading import Reader
    from generator.sources.record import Finding, Record
    from generator.telling import ByFile
    from generator.update import Files

__all__ = ["Digest", "Options", "Report", "build", "plan"]

FEW_FILES = 1_000  # are looked at before a process to do it would have begun


def build(folder: Path, options: Options | None = None) -> Report:
    """Bring the site of the digest in `folder` up to date with its content.

    Raises DigestError with all mistakes found; the site is then as it was before.
    """
    options = options or Options()
    output = options.output or folder / "site"
    began = time.perf_counter()
    kept = options.kept
    hasty = _amended(kept, options) if kept else None
    # First: where there is no digest nothing is written.
    inputs = hasty[1] if hasty else read_inputs(folder, options)
    with held(folder), _without_collector():
        before = _memory(folder, output, options)
        same = inputs.digest == before.inputs and not options.clean and not hasty
        if same and intact(output, before):
            return as_before(before, options, began)
        options.progress("reading the content")
        from generator.workers import awaited

        looked_at = nullcontext(dict) if hasty else _files(output, before, options)
        with awaited(), looked_at as files:
            planned = hasty[0] if hasty else _planned(folder, inputs, options)
            if not kept:
                inputs = inputs._replace(files={})  # very many, perhaps, and nobody asks again
            options.planned(planned)
            prepare(folder, output)
            try:
                if hasty:
                    report, memory = _hasty_report(planned, before, output, options, began)
                else:
                    report, memory = _report(planned, before, files, inputs, options, began), None
            except OSError as error:
                raise DigestError([unwritable(str(error.filename or output), error)]) from error
        if kept:
            kept.keep(inputs, planned, memory)
        return report


@contextmanager
def _files(output: Path, before: Memory, options: Options) -> Iterator[Files]:
    """What says how the files of the last build are now.

    Another process looks at them while this one reads the content: very many take as long as the
    pages to be compared.
    """
    from generator.workers import begun, cores

    paths, look = list(before.entries), partial(stats_of, output)
    if len(paths) < FEW_FILES or (options.jobs or cores()) == 1:
        yield lambda: dict(zip(paths, look(paths), strict=True))
        return
    with begun(paths, look) as stats:
        yield lambda: dict(zip(paths, stats(), strict=True))


def _report(
    planned: Digest, before: Memory, files: Files, inputs: Inputs, options: Options, began: float
) -> Report:
    """The last two rooms."""
    from generator.update import bring_up_to_date, make_renderer

    renderer = make_renderer(planned, options.kept)
    with _searchable(planned, options) as digest:
        return bring_up_to_date(digest, renderer, before, files, inputs.digest, options, began)


def _searchable(planned: Digest, options: Options) -> AbstractContextManager[Digest]:
    """The digest with the files of its search index, if its theme has a search."""
    if not planned.theme.has_search:
        return nullcontext(planned)
    from generator.search import searchable

    return searchable(planned, options, made_by())


def _amended(kept: Kept, options: Options) -> tuple[Digest, Inputs] | None:
    from generator.amend import amended

    return amended(kept, options.edited)


def _hasty_report(
    planned: Digest, before: Memory, output: Path, options: Options, began: float
) -> tuple[Report, Memory]:
    """The short way that the preview takes through the last two rooms."""
    from generator.amend import hasty_report
    from generator.update import make_renderer

    return hasty_report(planned, make_renderer(planned, options.kept), before, output, began)


def _memory(folder: Path, output: Path, options: Options) -> Memory:
    """What the last build left to know, in memory or on the disk."""
    kept = options.kept.memory if options.kept else None
    return kept or read_ledger(ledger_file(folder, output))


def _planned(folder: Path, inputs: Inputs, options: Options) -> Digest:
    """The digest, with files that did not change taken as they were last time."""
    from generator.reading import remembering

    reader = remembering(folder, options.jobs, made_by(), inputs.files)
    reader.once, reader.ahead = not options.kept, options.ahead
    return plan(folder, options, reader)


def plan(folder: Path, options: Options, reader: Reader | None = None) -> Digest:
    """The first three rooms. Raises DigestError with everything that is wrong."""
    from generator.reading import Reader

    reader = reader or Reader(folder, options.jobs)
    config, findings = read_settings(folder, options.base_url)
    with ExitStack() as until_planned:
        theme = cache(partial(_theme_begun, until_planned, folder, config.theme, reader))
        reader.beside = theme
        corpus, found = _corpus(until_planned, folder, config, options, reader)
        from generator.planning import digest_of

        digest = digest_of(folder, config, corpus, [*findings, *found], theme()(), options)
        if corpus.neighbours:
            corpus.neighbours.known()  # before pages ask for it, each in a process of its own
        return digest


def _theme_begun(
    stack: ExitStack, folder: Path, name: str, reader: Reader
) -> Callable[[], ReadyTheme]:
    """What gives the theme. To load what makes it takes half of what all loading takes: other
    processes take files apart meanwhile."""
    from generator.planning import theme_begun

    begun = theme_begun(folder, name, reader.made_by, reader.jobs, compiled=reader.once)
    return stack.enter_context(begun)


def _corpus(
    stack: ExitStack, folder: Path, config: Config, options: Options, reader: Reader
) -> tuple[Corpus, list[Finding]]:
    """The corpus, and all that is wrong with the content."""
    count = config.thresholds.related
    told = stack.enter_context(_telling(reader)) if count else None
    sources = read_sources(folder, reader.read)
    from generator.planning import corpus_of, with_neighbours

    corpus, found = corpus_of(sources, config, options, once=reader.once)
    if told:
        records = [*sources.papers, *sources.imported]
        corpus = with_neighbours(corpus, partial(told, records), count)
    return corpus, found


def _telling(reader: Reader) -> AbstractContextManager[Callable[[Sequence[Record]], ByFile]]:
    from generator.telling import telling_of  # not every digest shows who is near whom

    return telling_of(reader)


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
