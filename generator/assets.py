"""The theme's files as they are served, each at an address that changes with what it holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache, partial

from generator.plan.page import Page
from generator.problems import Problem
from generator.render.lean import Lean, has_lean_form, lean
from generator.render.render import ASSET
from generator.render.scripts import asset_urls, imports_of, linked
from generator.sources.theme import ENGINE, ThemeFiles
from generator.workers import begun


def served(
    files: ThemeFiles, rows: Sequence[Lean] | None = None
) -> tuple[ThemeFiles, list[Problem]]:
    """The theme with its assets as readers get them, and warnings of those left as they are.

    `rows` as `lean_rows` gives them, where they are known. Raises DigestError when a script
    imports what is not there.
    """
    rows = lean_rows_apart(files) if rows is None else rows
    warnings = [_warning(files.paths, name, why) for name, _, why in rows if why]
    rest = {name: data for name, data in files.assets.items() if not has_lean_form(name)}
    return linked(files._replace(assets=rest | {name: data for name, data, _ in rows})), warnings


def lean_rows(files: ThemeFiles) -> list[Lean]:
    """Scripts and style sheets as they are served, but for the names of what they import.

    The library that makes them starts threads: for a process that soon ends.
    """
    return _shortest(_asked(files), _to_shorten(files))


def lean_rows_apart(files: ThemeFiles) -> list[Lean]:
    """As `lean_rows`, made in a process of their own; kept for the next build of this one."""
    assets = _to_shorten(files)
    return _apart(assets, _asked(files)) if assets else []


def _to_shorten(files: ThemeFiles) -> tuple[tuple[str, bytes], ...]:
    return tuple((n, data) for n, data in sorted(files.assets.items()) if has_lean_form(n))


def _asked(files: ThemeFiles) -> frozenset[str]:
    """The scripts that a template names, and the one that themes are told of."""
    said = "\n".join(files.templates.values())
    return frozenset(
        name
        for name in files.assets
        if name == ENGINE or f'"{name}"' in said or f"'{name}'" in said
    )


@lru_cache(maxsize=4)
def _apart(assets: tuple[tuple[str, bytes], ...], asked: frozenset[str]) -> list[Lean]:
    """An editor saves notes, not scripts."""
    with begun(assets, partial(_shortest, asked)) as rows:
        return rows()


def _shortest(asked: frozenset[str], assets: Iterable[tuple[str, bytes]]) -> list[Lean]:
    """Each file without what only its author reads; then in one those that are fetched together."""
    rows = lean(assets)
    scripts = {name: data.decode() for name, data, why in rows if name.endswith(".js") and not why}
    if not scripts:
        return rows
    from generator.render.joined import joined  # who asks has no use for what that loads

    unread = [row for row in rows if row[0].endswith(".js") and row[2]]
    files = joined(scripts, asked.union(n for row in unread for n, _ in imports_of(*row[:2])))
    kept = [row for row in rows if row[0] not in scripts]
    return sorted([*kept, *((name, text.encode(), "") for name, text in files.items())])


def _warning(paths: Mapping[str, str], name: str, why: str) -> Problem:
    path = paths.get(f"assets/{name}", f"assets/{name}")
    hint = "it is served as it is; other scripts and style sheets are made shorter"
    return Problem(path, None, None, f"cannot be read: {why}", hint, warning=True)


def asset_pages(files: ThemeFiles) -> list[Page]:
    """A page for each file of a theme as it is served."""
    return [
        Page(url, ASSET, partial(dict, name=name, url=url), listed=False)
        for name, url in asset_urls(files).items()
    ]
