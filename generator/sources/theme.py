"""A theme's files, with the digest's own over them; read once, before anything is planned."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import generator
from generator.problems import DigestError, Problem
from generator.sources.fields import Schema, fitted, text, texts
from generator.sources.files import CONTENT, LITTER, read_text
from generator.sources.places import located
from generator.sources.record import Finding, Record
from generator.sources.yaml import YamlMistake, parse_yaml

ENGINE = "search-engine.js"  # the asset that reads the search index
THEME: Schema = {
    "name": text,
    "description": text,
    "author": text,
    "leaves_out": texts,  # templates and outputs the theme has no page for: [group.html]
    "color": text,  # of the browser's frame, light and dark
    "dark_color": text,
}

SEARCH = "search.html"  # the one template a theme may lack without saying so


class ThemeFiles(NamedTuple):
    """What a theme is made of. Names are paths below templates/ and assets/."""

    templates: Mapping[str, str]
    assets: Mapping[str, bytes]
    paths: Mapping[str, str]  # of templates, and of assets/…: their files, from the digest's folder
    leaves_out: frozenset[str]
    settings: Mapping[str, str]
    prints: Mapping[str, str] = MappingProxyType({})  # of scripts: what names them

    @property
    def has_search(self) -> bool:
        """The theme has a page that searches and what reads an index: so an index is written."""
        return ENGINE in self.assets and SEARCH not in self.leaves_out


def read_theme(folder: Path, name: str) -> ThemeFiles:
    """Theme `name` of the digest's themes/, or of those that come with Broadsheet.

    Files of the same path in content/theme/ go before the theme's. Raises DigestError for a
    theme that is nowhere, a theme.yaml that is wrong, and links that lead out of the theme.
    """
    home = _home(folder, name)
    findings: list[Finding] = []
    settings = _settings(home, folder, findings)
    templates: dict[str, str] = {}
    assets: dict[str, bytes] = {}
    paths: dict[str, str] = {}
    for layer in (home, folder / CONTENT / "theme"):
        for file in _walk(layer / "templates", layer, findings):
            path = file.relative_to(layer / "templates").as_posix()
            shown = _shown(file, folder)
            source = read_text(file, shown, findings)
            if source is not None:
                templates[path], paths[path] = source, shown
        for file in _walk(layer / "assets", layer, findings):
            path = file.relative_to(layer / "assets").as_posix()
            assets[path], paths[f"assets/{path}"] = file.read_bytes(), _shown(file, folder)
    if findings:
        raise DigestError(located(folder, findings))
    left_out = {*settings.fields.pop("leaves_out", ()), *({SEARCH} - templates.keys())}
    return ThemeFiles(templates, assets, paths, frozenset(left_out), settings.fields)


def _home(folder: Path, name: str) -> Path:
    package = Path(generator.__path__[0])
    places = (folder / "themes", package / "_themes", package.parent / "themes")
    for place in places:
        if (place / name / "theme.yaml").is_file():
            return place / name
    known = sorted({found.parent.name for place in places for found in place.glob("*/theme.yaml")})
    problem = Problem(
        f"{CONTENT}/digest.yaml", None, None, f"no theme `{name}`", f"known: {', '.join(known)}"
    )
    raise DigestError([problem])


def _settings(home: Path, folder: Path, findings: list[Finding]) -> Record:
    path = _shown(home / "theme.yaml", folder)
    source = read_text(home / "theme.yaml", path, findings) or ""
    try:
        record = Record(path, 1, parse_yaml(source))
    except YamlMistake as mistake:
        place = ("mark", mistake.line + 1, mistake.column)
        findings.append(Finding(path, 1, place, mistake.what, mistake.hint))
        return Record(path, 1, {})
    record, found = fitted(record, THEME)
    findings += found
    return record


def _walk(below: Path, layer: Path, findings: list[Finding]) -> Iterator[Path]:
    if not below.is_dir():
        return
    with os.scandir(below) as listing:
        entries = sorted(listing, key=lambda entry: entry.name)
    for entry in entries:
        file = Path(entry.path)
        if LITTER.match(entry.name):
            continue
        if entry.is_symlink():
            what, hint = "a link in a theme", "put the file itself here"
            findings.append(Finding(_shown(file, layer), 1, (), what, hint))
        elif entry.is_dir():
            yield from _walk(file, layer, findings)
        else:
            yield file


def _shown(file: Path, folder: Path) -> str:
    """The file's path from the digest, or from the theme when that lies elsewhere."""
    if file.is_relative_to(folder):
        return file.relative_to(folder).as_posix()
    parts = file.as_posix().split("/themes/")[-1].split("/_themes/")[-1]
    return f"themes/{parts}"
