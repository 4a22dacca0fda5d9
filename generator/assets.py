"""The theme's files as they are served, each at an address that changes with what it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache, partial

from generator.plan.page import Page
from generator.problems import Problem
from generator.render.lean import Lean, has_lean_form, lean
from generator.render.render import ASSET
from generator.render.scripts import asset_urls, linked
from generator.sources.theme import ThemeFiles
from generator.workers import elsewhere


def served(files: ThemeFiles) -> tuple[ThemeFiles, list[Problem]]:
    """The theme with its assets as readers get them, and warnings of those left as they are.

    Raises DigestError when a script imports what is not there.
    """
    rows = _lean(tuple((n, data) for n, data in sorted(files.assets.items()) if has_lean_form(n)))
    shorter = {name: data for name, data, _ in rows}
    warnings = [_warning(files.paths, name, why) for name, _, why in rows if why]
    return linked(replace(files, assets={**files.assets, **shorter})), warnings


@lru_cache(maxsize=4)
def _lean(assets: tuple[tuple[str, bytes], ...]) -> list[Lean]:
    """Kept for the next build of this process: an editor saves notes, not scripts."""
    return [(name, data, why) for name, data, why in elsewhere(assets, lean)] if assets else []


def _warning(paths: Mapping[str, str], name: str, why: str) -> Problem:
    path = paths.get(f"assets/{name}", f"assets/{name}")
    hint = "it is served as it is; other scripts and style sheets are made shorter"
    return Problem(path, None, None, f"cannot be read: {why}", hint, warning=True)


def asset_pages(files: ThemeFiles) -> list[Page]:
    """A page for each file of a theme as it is served."""
    return [
        Page(url, ASSET, partial(dict, name=name, url=url), listed=False)
        for name, url in asset_urls(files.assets).items()
    ]
