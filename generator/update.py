"""The last two rooms: stale pages are rendered on all cores, and what differs is written."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.digest import Digest, Options, Report
from generator.plan import urls
from generator.plan.changes import Entry, Stat, foreign, leftovers, stale_reason
from generator.plan.page import Context, Page
from generator.portions import MOST_PORTIONS, in_portions, tapering
from generator.problems import DigestError, Problem, in_reading_order
from generator.render import fingerprint
from generator.render.render import Renderer
from generator.render.templates import Templates, site_values
from generator.sources.places import located
from generator.sources.record import Finding
from generator.unchanged import made_by
from generator.workers import cores, dealt_out
from generator.write.files import Drafts, discard, files_there, move_into_place, remove, stat_of
from generator.write.ledger import Memory, claim, ledger_file, write_ledger

if TYPE_CHECKING:
    from generator.kept import Kept

Files = Callable[[], Mapping[str, Stat | None]]  # by path; None: there is no such file
AHEAD = 500  # pages that are made ready in a row
LEAST = 64  # pages worth a process of their own


def make_renderer(digest: Digest, kept: Kept | None = None) -> Renderer:
    """All that rendering works with. Raises DigestError when a template is not right."""
    menu = [
        {"title": page.title, "url": urls.page_url(page.id)}
        for page in digest.corpus.pages.values()
        if page.menu
    ]
    site = site_values(digest.config, digest.theme, menu)
    return Renderer(digest.theme, _templates(digest, site, kept), site, made_by())


def _templates(digest: Digest, site: Context, kept: Kept | None) -> Templates:
    """What renders `site`; the theme that was kept when it was made of the same."""
    if kept is None and digest.templates:
        return digest.templates
    from generator.render.theme import load_theme

    files = digest.theme
    if kept is None:
        return load_theme(files).templates
    if kept.theme is None or not kept.theme.is_made_of(files, site):
        kept.theme = None  # so that no two are in memory
        kept.theme = load_theme(files).of(site)
    kept.theme.filters.begin()
    return kept.theme.templates


def bring_up_to_date(
    digest: Digest,
    renderer: Renderer,
    before: Memory,
    files: Files,
    inputs: str,
    options: Options,
    began: float,
) -> Report:
    """The last two rooms. The site changes only when every page has been rendered.

    `files` says how those that were ours `before` are now.
    """
    output = options.output or digest.folder / "site"
    paths = [urls.path_of(page.url) for page in digest.pages]
    discard(output)
    try:
        rows = _drafted(digest, paths, renderer, before, files(), output, options)
        entries = {row[0]: Entry(*row[3:]) if row[1] else before.entries[row[0]] for row in rows}
        warnings = [*digest.warnings, *_warnings(digest, entries)]
        if options.strict and warnings:
            raise DigestError([problem.as_error() for problem in warnings])
    except BaseException:
        discard(output)
        raise
    gone = leftovers(paths, before.ours)
    ledger = ledger_file(digest.folder, output)
    claim(ledger, before.claimed.union(row[0] for row in rows if row[2]))
    move_into_place(output)
    remove(output, gone)
    write_ledger(ledger, Memory(inputs, entries, warnings))
    why = {row[0]: row[1] for row in rows if row[1]}
    return Report(
        pages=len(paths),
        rendered={p.url: why[f] for p, f in zip(digest.pages, paths, strict=True) if f in why},
        written=sum(row[2] for row in rows),
        removed=gone,
        site_bytes=sum(entry.size for entry in entries.values()),
        seconds=time.perf_counter() - began,
        warnings=warnings,
        changed=[row[0] for row in rows if row[2]],
    )


def _drafted(
    digest: Digest,
    paths: Sequence[str],
    renderer: Renderer,
    before: Memory,
    files: Mapping[str, Stat | None],
    output: Path,
    options: Options,
) -> list[tuple[Any, ...]]:
    """Stale pages rendered into drafts on all cores; `render_stale` says what a row holds."""
    if before.entries:
        new, there = set(paths) - before.ours, partial(stat_of, output)
        # All files are listed only when one is in the way: some disks know no capitals.
        in_the_way = files_there(output) if any(map(there, new)) else {}
        _refuse_foreign(foreign(new, before.ours, in_the_way), output)
    drafts = Drafts(output)
    drafts.begin()
    known = {} if options.clean else before.entries
    work = partial(render_stale, renderer, known, before.entries, files.get, drafts)
    jobs, count = options.jobs or cores(), len(digest.pages)

    def told(done: int) -> None:
        options.progress(f"rendering: {done:,} of {count:,} pages")

    portions = portioned(digest.pages, list(digest.corpus.papers), jobs)
    return dealt_out(portions, work, min(jobs, count // LEAST), told=told)


def portioned(pages: Sequence[Page], papers: Sequence[str], jobs: int) -> list[Sequence[Page]]:
    """`pages` in the portions in which they are rendered soonest by so many workers.

    A paper stands in five lists, and who renders one of them has its card for the next: so the
    lists are dealt first, a stretch of time to each worker. `papers` are in order of time.
    """
    places = {id: place for place, id in enumerate(papers)}
    lists = [page for page in pages if page.papers]
    lists.sort(key=lambda page: places[page.papers[0]])
    stretches = in_portions(lists, min(jobs, MOST_PORTIONS // 2))
    others = [page for page in pages if not page.papers]
    return [*stretches, *tapering(others, jobs, MOST_PORTIONS - len(stretches))]


def render_stale(
    renderer: Renderer,
    known: Mapping[str, Entry],
    before: Mapping[str, Entry],
    there: Callable[[str], Stat | None],
    drafts: Drafts,
    pages: Iterable[Page],
) -> list[tuple[Any, ...]]:
    """Render the stale ones of `pages` into drafts: one worker's share of the work.

    A row for each page: path, why it was rendered ("" if it was not), whether its bytes are new;
    of those that were rendered the fields of their Entry too. A page whose bytes did not change is
    not written.
    """
    rows: list[tuple[Any, ...]] = []
    for page, path, basis, stat in _ahead(pages, before, there):
        prints = tuple(renderer.fingerprint(page, basis))
        was = before.get(path)
        reason = stale_reason(prints, known.get(path), stat)
        if not reason:
            rows.append((path, "", False))
            continue
        data = renderer.render(page, page.context_of(basis))
        warnings = tuple(renderer.warnings())
        digest = fingerprint.short(data)
        if was and was.digest == digest and stat == (was.size, was.time):
            size, changed, new = was.size, was.time, False
        else:
            size, changed = drafts.write(path, data)
            new = True
        rows.append((path, reason, new, prints, digest, size, changed, reason, warnings))
    return rows


def _ahead(
    pages: Iterable[Page], before: Mapping[str, Entry], there: Callable[[str], Stat | None]
) -> Iterator[tuple[Page, str, Any, Stat | None]]:
    """Each page with its path, what it is made from, and its file as it is if it was ours before.

    Small bases are made AHEAD at a time: in four fifths of the time they take in turn with
    rendering, which drives what they need out of the processor's cache.
    """
    rest = iter(pages)
    while ahead := list(islice(rest, AHEAD)):
        paths = [urls.path_of(page.url) for page in ahead]
        stats = [there(path) if path in before else None for path in paths]
        bases = [page.basis() if page.shown else None for page in ahead]
        for page, path, basis, stat in zip(ahead, paths, bases, stats, strict=True):
            yield page, path, basis if page.shown else page.basis(), stat


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
        if page.source:
            entry = entries[urls.path_of(page.url)]
            for words, what, hint in entry.warnings:
                findings.append(Finding(page.source, 1, ("text", words), what, hint, warning=True))
    return in_reading_order(located(digest.folder, findings))
