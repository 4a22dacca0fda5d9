"""Scripts that import each other, under the names they are served at.

The name of an asset holds a hash of what it holds, which nobody can write into an import. So
`import … from "./words.js"` is written, and served as `"./words.1f2e3d4c.js"`.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from generator.plan.urls import asset_url
from generator.problems import DigestError, Problem
from generator.render.fingerprint import short
from generator.sources.fields import suggestion
from generator.sources.theme import ThemeFiles

# `from "./words.js"`, `import "./words.js"`, and `import("./words.js")`, which waits until then.
IMPORT = re.compile(rb"""\b(from|import)(\s*\(?\s*)(["'])(\.\.?/[\w./-]+\.js)\3""")


def asset_urls(assets: Mapping[str, bytes]) -> dict[str, str]:
    """Each asset's name and the URL it is served at."""
    return {name: asset_url(name, short(data)[:8]) for name, data in sorted(assets.items())}


def linked(files: ThemeFiles) -> ThemeFiles:
    """The theme with its scripts' imports of each other as browsers are to fetch them.

    A change of one script changes the names of all that import it. Raises DigestError for
    imports of what is not there and for scripts that import each other in a circle: whose name
    would be first?
    """
    links = _Links(dict(files.assets), files.paths)
    for name in sorted(files.assets):
        if name.endswith(".js"):
            links.follow(name, ())
    if links.problems:
        raise DigestError(links.problems)
    return replace(files, assets=links.served)


class _Links:
    """Scripts whose imports are being replaced, the innermost first."""

    def __init__(self, served: dict[str, bytes], paths: Mapping[str, str]) -> None:
        self.served, self.paths = served, paths
        self.done: set[str] = set()
        self.problems: list[Problem] = []

    def follow(self, name: str, above: tuple[str, ...]) -> None:
        if name not in self.done:
            here = (*above, name)
            self.served[name] = IMPORT.sub(partial(self._link, here), self.served[name])
            self.done.add(name)

    def _link(self, here: tuple[str, ...], found: re.Match[bytes]) -> bytes:
        keyword, between, quote, path = found.groups()
        other = _target(here[-1], path)
        if other not in self.served:
            scripts = [name for name in self.served if name.endswith(".js")]
            self._say(
                here[-1], f"imports `{other}`, which is not there", suggestion(other, scripts)
            )
        elif other in here:
            self._say(here[-1], f"imports `{other}`, which imports it")
        else:
            self.follow(other, here)
            url = posixpath.basename(asset_url(other, short(self.served[other])[:8]))
            path = posixpath.join(posixpath.dirname(path), url.encode())
        return b"".join((keyword, between, quote, path, quote))

    def _say(self, name: str, what: str, hint: str = "") -> None:
        path = self.paths.get(f"assets/{name}", f"assets/{name}")
        self.problems.append(Problem(path, None, None, what, hint))


def _target(name: str, path: bytes) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), path.decode()))


def needed(urls: Mapping[str, str], assets: Mapping[str, bytes], name: str) -> list[str]:
    """The names of a script and of all that it needs before it runs, each once, itself first.

    `assets` as `linked` gives them, and `urls` of them. What `import(…)` fetches at its first
    use is not among them.
    """
    names = {url.removeprefix("/assets/"): script for script, url in urls.items()}
    found = [name]
    for script in found:
        for keyword, between, _, path in IMPORT.findall(assets[script]):
            other = names[_target(script, path)]
            if (keyword == b"from" or b"(" not in between) and other not in found:
                found.append(other)
    return found
