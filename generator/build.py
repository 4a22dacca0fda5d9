"""The street: sources → corpus → plan → render → write. Every command that builds comes here."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from generator.config import Config
from generator.corpus.load import load_corpus
from generator.corpus.model import Corpus
from generator.plan import urls
from generator.plan.changes import Entry, Stat, foreign, leftovers, stale_reason
from generator.plan.page import Page
from generator.plan.pages import address_findings, doubled, plan_site
from generator.problems import DigestError, Problem, in_reading_order
from generator.render import fingerprint
from generator.render.render import ASSET, Renderer, renderer
from generator.render.theme import asset_urls, load_theme, site_values
from generator.sources.files import read_sources
from generator.sources.inputs import inputs_digest
from generator.sources.places import located
from generator.sources.record import Finding
from generator.sources.settings import read_settings
from generator.sources.theme import ThemeFiles, read_theme
from generator.workers import cores, shared
from generator.write.files import (
    DRAFTS,
    Drafts,
    discard,
    files_there,
    move_into_place,
    remove,
    unwritable,
)
from generator.write.ledger import Memory, ledger_file, read_ledger, write_ledger
from generator.write.lock import held
from generator.write.output import is_ours, prepare


@dataclass(frozen=True, slots=True)
class Options:
    """How to build; what is not given is as the digest has it."""

    output: Path | None = None  # None: site/ in the digest's folder
    base_url: str | None = None
    clean: bool = False  # render every page, whatever the ledger says
    strict: bool = False  # warnings stop the build too
    drafts: bool = False
    jobs: int = 0  # processes; 0: one for each core


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did."""

    pages: int  # files of the site
    rendered: Mapping[str, str]  # URL → why, in order of the plan
    written: int  # files whose bytes changed
    removed: Sequence[str]  # paths of leftovers
    site_bytes: int
    seconds: float
    warnings: Sequence[Problem] = ()


@dataclass(frozen=True, slots=True)
class Digest:
    """A digest read and planned, nothing rendered or written yet."""

    folder: Path
    config: Config
    corpus: Corpus
    pages: Sequence[Page]
    theme: ThemeFiles
    warnings: Sequence[Problem] = field(default_factory=list)


def build(folder: Path, options: Options | None = None) -> Report:
    """Bring the site of the digest in `folder` up to date with its content.

    Raises DigestError with all mistakes found; the site is then as it was before.
    """
    options = options or Options()
    output = options.output or folder / "site"
    began = time.perf_counter()
    with held(folder), _without_collector():
        before = read_ledger(ledger_file(folder, output))
        inputs = read_inputs(folder, options)
        if inputs == before.inputs and not options.clean and _intact(output, before):
            return _as_before(before, options, began)
        digest = plan(folder, options)
        prepare(folder, output)
        try:
            return _written(digest, before, inputs, options, began)
        except OSError as error:
            raise DigestError([unwritable(str(error.filename or output), error)]) from error


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


def read_inputs(folder: Path, options: Options) -> str:
    """The hash of all that decides what the site will be."""
    config, _ = read_settings(folder, options.base_url)
    theme = read_theme(folder, config.theme)
    more = (config.base_url, str(options.drafts), fingerprint.of_generator())
    return inputs_digest(folder, theme, more)


def _intact(output: Path, before: Memory) -> bool:
    """Whether the site is, file by file, as the last build left it."""
    if not is_ours(output):
        return False
    there = files_there(output)
    return DRAFTS not in os.listdir(output) and all(
        there.get(path) == (entry.size, entry.time) for path, entry in before.entries.items()
    )


def _as_before(before: Memory, options: Options, began: float) -> Report:
    """The report of a build that had nothing to do."""
    if options.strict and before.warnings:
        raise DigestError([problem.as_error() for problem in before.warnings])
    return Report(
        pages=len(before.entries),
        rendered={},
        written=0,
        removed=[],
        site_bytes=sum(entry.size for entry in before.entries.values()),
        seconds=time.perf_counter() - began,
        warnings=before.warnings,
    )


def plan(folder: Path, options: Options) -> Digest:
    """The first three rooms. Raises DigestError with everything that is wrong."""
    config, findings = read_settings(folder, options.base_url)
    files = read_theme(folder, config.theme)
    sources = read_sources(folder)
    corpus, found = load_corpus(sources, config, drafts=options.drafts)
    findings += found + address_findings(corpus)
    problems = _told(folder, findings, options)
    pages = [
        *asset_pages(files),
        *(page for page in plan_site(corpus, config) if page.template not in files.leaves_out),
    ]
    clashes = doubled(pages)
    if clashes:
        raise DigestError([Problem("", None, None, f"two pages at {url}") for url in clashes])
    return Digest(folder, config, corpus, pages, files, problems)


def _told(folder: Path, findings: Iterable[Finding], options: Options) -> list[Problem]:
    """Warnings, in reading order. Raises DigestError when anything stops the build."""
    problems = in_reading_order(located(folder, findings))
    if options.strict:
        problems = [problem.as_error() for problem in problems]
    if any(not problem.warning for problem in problems):
        raise DigestError(problems)
    return problems


def asset_pages(files: ThemeFiles) -> list[Page]:
    """The theme's files, each at an address that changes with what it holds."""
    return [
        Page(url, ASSET, partial(dict, name=name, url=url), listed=False)
        for name, url in asset_urls(files).items()
    ]


def make_renderer(digest: Digest) -> Renderer:
    menu = [
        {"title": page.title, "url": urls.page_url(page.id)}
        for page in digest.corpus.pages.values()
        if page.menu
    ]
    site = site_values(digest.config, digest.theme, menu)
    return renderer(load_theme(digest.theme, site), site, fingerprint.of_generator())


def _written(digest: Digest, memory: Memory, inputs: str, options: Options, began: float) -> Report:
    """The last two rooms."""
    output = options.output or digest.folder / "site"
    before = memory.entries
    discard(output)
    there = files_there(output)
    paths = [urls.path_of(page.url) for page in digest.pages]
    _refuse_foreign(foreign(paths, before, there) if before else [], output)
    known = {} if options.clean else before
    work = partial(_render, make_renderer(digest), known, before, there, Drafts(output))
    Drafts(output).begin()
    try:
        rows = shared(digest.pages, work, options.jobs or cores())
    except BaseException:
        discard(output)
        raise
    entries = {row[0]: Entry(*row[3:]) for row in rows}
    warnings = _warnings(digest, entries)
    if options.strict and warnings:
        discard(output)
        raise DigestError([problem.as_error() for problem in warnings])
    move_into_place(output)
    gone = leftovers(paths, before)
    remove(output, gone)
    told = [*digest.warnings, *warnings]
    write_ledger(ledger_file(digest.folder, output), Memory(inputs, entries, told))
    reasons = {row[0]: row[1] for row in rows if row[1]}
    return Report(
        pages=len(paths),
        rendered={
            p.url: reasons[f] for p, f in zip(digest.pages, paths, strict=True) if f in reasons
        },
        written=sum(row[2] for row in rows),
        removed=gone,
        site_bytes=sum(entry.size for entry in entries.values()),
        seconds=time.perf_counter() - began,
        warnings=told,
    )


def _render(
    renderer: Renderer,
    known: Mapping[str, Entry],
    before: Mapping[str, Entry],
    there: Mapping[str, Stat],
    drafts: Drafts,
    pages: Iterable[Page],
) -> list[tuple[Any, ...]]:
    """Render the stale ones of `pages` into drafts: one worker's share of the work.

    A row for each page: path, why it was rendered ("" if it was not), whether its bytes are
    new, and the fields of its Entry. A page whose bytes did not change is not written.
    """
    rows: list[tuple[Any, ...]] = []
    for page in pages:
        path = urls.path_of(page.url)
        context = page.context()
        prints = tuple(renderer.fingerprint(page, context))
        reason = stale_reason(prints, known.get(path), there.get(path))
        if not reason:
            rows.append((path, "", False, *before[path]))
            continue
        data = renderer.render(page, context)
        warnings = tuple(renderer.warnings())
        digest = fingerprint.short(data)
        was = before.get(path)
        if was and was.digest == digest and there.get(path) == (was.size, was.time):
            size, changed, new = was.size, was.time, False
        else:
            size, changed = drafts.write(path, data)
            new = True
        rows.append((path, reason, new, prints, digest, size, changed, reason, warnings))
    return rows


def _refuse_foreign(paths: Sequence[str], output: Path) -> None:
    if paths:
        hint = "move it away, or delete it; Broadsheet does not overwrite what it did not write"
        what = "a page belongs here, and the file was not written by Broadsheet"
        raise DigestError(
            [Problem(f"{output.name}/{path}", None, None, what, hint) for path in paths]
        )


def _warnings(digest: Digest, entries: Mapping[str, Entry]) -> list[Problem]:
    """What rendering warned of, each once, at its place in the editor's file."""
    findings = []
    for page in digest.pages:
        entry = entries[urls.path_of(page.url)]
        if page.source:
            for words, what, hint in entry.warnings:
                findings.append(Finding(page.source, 1, ("text", words), what, hint, warning=True))
    return in_reading_order(located(digest.folder, findings))
