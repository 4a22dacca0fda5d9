"""A theme's templates as a build knows them before it renders a page.

To load what renders takes longer than to compare two thousand pages, and after an edit one or two
are rendered: so the process that has one to render loads it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from types import CodeType
from typing import TYPE_CHECKING, NamedTuple

from generator.config import Config
from generator.plan.page import Context
from generator.render.fingerprint import of_templates
from generator.render.scripts import asset_urls
from generator.sources.theme import ThemeFiles

if TYPE_CHECKING:
    from generator.render.theme import Theme

# Template → what it includes, extends or imports by name, and its code.
Compiled = Mapping[str, tuple[Sequence[str], CodeType]]


class Templates(NamedTuple):
    """All templates of a theme, none of them wrong."""

    prints: Mapping[str, str]  # template → hash of it and all it includes
    theme: Callable[[], Theme]  # ready to render; loaded when first asked for


def prints_of(files: ThemeFiles, compiled: Compiled) -> dict[str, str]:
    """For each template the hash of it and all it includes."""
    return of_templates(files.templates, {name: those for name, (those, _) in compiled.items()})


def remembered(files: ThemeFiles, compiled: Compiled) -> Templates:
    """The templates of `files`, which the same code compiled before."""
    return Templates(prints_of(files, compiled), cache(partial(_loaded, files, compiled)))


def _loaded(files: ThemeFiles, compiled: Compiled) -> Theme:
    from generator.render.theme import load_theme

    return load_theme(files, compiled)


def site_values(config: Config, files: ThemeFiles, menu: list[Context]) -> Context:
    """What every template sees of the digest. A change here renders every page again."""
    color = files.settings.get("color", "#ffffff")
    return {
        "title": config.title,
        "tagline": config.tagline,
        "language": config.language,
        "base": config.base_path,
        "origin": config.origin,
        "menu": menu,
        "editor": {
            "name": config.editor.name,
            "url": config.editor.url,
            "email": config.editor.email,
        },
        "repository": config.repository,
        "search": files.has_search,
        "icon": asset_urls(files).get("icon.svg", ""),
        "color": color,
        "dark_color": files.settings.get("dark_color", color),
    }
