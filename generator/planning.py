"""Rooms two and three: what the files say → a digest with all its pages planned.

Loading this loads nearly all of a build; `generator.build` does so while other processes read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.assets import asset_pages, lean_rows, lean_rows_apart, served
from generator.config import Config
from generator.corpus.clean import stripped
from generator.corpus.load import load_corpus
from generator.corpus.model import Corpus
from generator.digest import Digest, Options
from generator.plan.pages import address_findings, doubled, plan_site
from generator.portions import in_portions
from generator.problems import DigestError, Problem, in_reading_order
from generator.render.fingerprint import of_values
from generator.render.lean import Lean
from generator.render.templates import Compiled, Templates, remembered
from generator.sources.files import Sources
from generator.sources.places import located
from generator.sources.record import Finding
from generator.sources.theme import ThemeFiles, read_theme
from generator.workers import cores, dealt
from generator.write.ready import read_ready, write_ready

if TYPE_CHECKING:
    from generator.telling import ByFile

SCRIPTS = None  # stands for all scripts and style sheets among the names of templates
PORTIONS = 16  # of templates
Made = tuple[Sequence[Lean], Compiled, Sequence[Any]]
MANY = 20_000  # papers from which on the memory of what their records say is worth its release


class ReadyTheme(NamedTuple):
    """A theme as it is read for one build."""

    files: ThemeFiles  # its assets as readers get them
    problems: Sequence[Problem]  # what is wrong with it, warnings too
    templates: Templates | None  # None when they were not asked for or cannot be


@contextmanager
def theme_begun(
    folder: Path, name: str, made_by: str, jobs: int, *, compiled: bool
) -> Iterator[Callable[[], ReadyTheme]]:
    """The theme, taken as the last build left it where that was made by the same code.

    What is to be made of it anew a process of its own makes, where there may be one, until it is
    asked for: once, in the block. Raises DigestError for a theme that cannot be read at all, or,
    when it is asked for, for one that lacks a script.
    """
    given = read_theme(folder, name)
    made_of = of_values([made_by, given.templates, given.assets])
    known = read_ready(folder, made_of) if compiled else None
    if known or not compiled:
        ready = _ready(given, *known) if known else ReadyTheme(*served(given), None)
        yield lambda: ready
        return
    with _made_anew(given, jobs) as told:
        yield lambda: _kept(folder, made_of if made_by else "", given, *told())


@contextmanager
def _made_anew(given: ThemeFiles, jobs: int) -> Iterator[Callable[[], Made]]:
    """What gives scripts and style sheets as they are served, templates as code, and what is wrong
    with templates.

    A process beside this one begins, with scripts; who asks takes templates too.
    """
    # Loaded here, for the processes that render have from this one what they need.
    from generator.render.theme import circles, compiled_templates

    def made(items: Iterable[str | None]) -> list[Any]:
        asked = list(items)
        rows = lean_rows(given) if SCRIPTS in asked else []
        return [(rows, *compiled_templates(given, [name for name in asked if name]))]

    def together(parts: Iterable[Made]) -> Made:
        rows, codes, problems = zip(*parts, strict=True)
        all_codes = dict(chain.from_iterable(one.items() for one in codes))
        wrong = [Problem(*problem) for problem in chain(*problems)]
        return list(chain(*rows)), all_codes, [*wrong, *circles(given, all_codes)]

    names = sorted(given.templates)
    if (jobs or cores()) == 1:
        yield lambda: together([(lean_rows_apart(given), *compiled_templates(given, names))])
        return
    with dealt([[SCRIPTS], *in_portions(names, PORTIONS)], made, 1, patient=True) as results:
        yield lambda: together(results())


def _kept(
    folder: Path,
    made_of: str,
    given: ThemeFiles,
    rows: Sequence[Lean],
    codes: Compiled,
    problems: Sequence[Problem],
) -> ReadyTheme:
    if made_of and not problems:
        with suppress(OSError):  # the next build can do without
            write_ready(folder, made_of, (rows, codes))
    return _ready(given, rows, codes, problems)


def _ready(
    given: ThemeFiles, rows: Sequence[Lean], codes: Compiled, problems: Sequence[Problem] = ()
) -> ReadyTheme:
    files, odd = served(given, rows)
    return ReadyTheme(files, [*odd, *problems], None if problems else remembered(files, codes))


def corpus_of(
    sources: Sources, config: Config, options: Options, *, once: bool
) -> tuple[Corpus, list[Finding]]:
    """The corpus and all that is wrong with it; what a build that is run `once` can do without
    is left out of it."""
    corpus, findings = load_corpus(sources, config, drafts=options.drafts)
    if once and len(corpus.papers) > MANY:
        corpus = corpus._replace(records=stripped(corpus.records))
    return corpus, [*findings, *address_findings(corpus)]


def with_neighbours(corpus: Corpus, told: Callable[[], ByFile], count: int) -> Corpus:
    """The corpus with what knows the `count` papers near each; what is `told`, all its records
    tell."""
    from generator.corpus.related import Neighbourhood, Neighbours, neighbourhood
    from generator.corpus.telling import of_paper

    def worked_out() -> Neighbourhood:
        words = told()
        of_papers = [
            of_paper([words[record.path][record.line] for record in corpus.records[id]])
            for id in corpus.papers
        ]
        return neighbourhood(list(corpus.papers.values()), of_papers, count)

    return corpus._replace(neighbours=Neighbours(worked_out))


def digest_of(
    folder: Path,
    config: Config,
    corpus: Corpus,
    findings: Sequence[Finding],
    ready: ReadyTheme,
    options: Options,
) -> Digest:
    """The digest and its pages. Raises DigestError with everything that is wrong."""
    problems = _told(folder, findings, ready.problems, options)
    pages = [
        *asset_pages(ready.files),
        *(p for p in plan_site(corpus, config) if p.template not in ready.files.leaves_out),
    ]
    clashes = doubled(pages)
    if clashes:
        raise DigestError([Problem("", None, None, f"two pages at {url}") for url in clashes])
    return Digest(folder, config, corpus, pages, ready.files, problems, ready.templates)


def _told(
    folder: Path, findings: Sequence[Finding], more: Sequence[Problem], options: Options
) -> list[Problem]:
    """Warnings, in reading order. Raises DigestError when anything stops the build."""
    problems = in_reading_order([*located(folder, findings), *more])
    if options.strict:
        problems = [problem.as_error() for problem in problems]
    if any(not problem.warning for problem in problems):
        raise DigestError(problems)
    return problems
