"""Scripts that import each other, under the names they are served at.

The name of an asset holds a hash of what it holds, which nobody can write into an import. So
`import … from "./words.js"` is written, and served as `"./words.1f2e3d4c.js"`. Of a script it is
the hash of all that it may fetch, as it was before: scripts may import each other in a circle.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from functools import partial

from generator.plan.urls import asset_url
from generator.problems import DigestError, Problem
from generator.render.fingerprint import reached, short
from generator.sources.fields import suggestion
from generator.sources.theme import ThemeFiles

# `from "./words.js"`, `import "./words.js"`, and `import("./words.js")`, which waits until then.
IMPORT = re.compile(rb"""\b(from|import)(\s*\(?\s*)(["'])(\.\.?/[\w./-]+\.js)\3""")


def asset_urls(files: ThemeFiles) -> dict[str, str]:
    """Each asset's name and the URL it is served at.

    A change of one script changes the URLs of all that import it.
    """
    return {
        name: asset_url(name, (files.prints.get(name) or short(data))[:8])
        for name, data in sorted(files.assets.items())
    }


def imports_of(name: str, script: bytes) -> list[tuple[str, bool]]:
    """The names of the scripts that script `name` imports, and whether only at a later time."""
    return [
        (_target(name, path), keyword == b"import" and b"(" in between)
        for keyword, between, _, path in IMPORT.findall(script)
    ]


def linked(files: ThemeFiles) -> ThemeFiles:
    """The theme with its scripts' imports of each other as browsers are to fetch them.

    Raises DigestError for imports of what is not there.
    """
    scripts = {name: data for name, data in files.assets.items() if name.endswith(".js")}
    imports = {name: {n for n, _ in imports_of(name, data)} for name, data in scripts.items()}
    missing = [
        _missing(files.paths, name, other, scripts)
        for name, others in sorted(imports.items())
        for other in sorted(others - scripts.keys())
    ]
    if missing:
        raise DigestError(missing)
    prints = {
        name: short(b"\0".join(scripts[one] for one in sorted(reached([name], imports))))
        for name in scripts
    }
    urls = asset_urls(files._replace(prints=prints))

    def link(name: str, found: re.Match[bytes]) -> bytes:
        keyword, between, quote, path = found.groups()
        url = posixpath.basename(urls[_target(name, path)])
        path = posixpath.join(posixpath.dirname(path), url.encode())
        return b"".join((keyword, between, quote, path, quote))

    served = {name: IMPORT.sub(partial(link, name), data) for name, data in scripts.items()}
    return files._replace(assets={**files.assets, **served}, prints=prints)


def _missing(paths: Mapping[str, str], name: str, other: str, scripts: Iterable[str]) -> Problem:
    path = paths.get(f"assets/{name}", f"assets/{name}")
    what = f"imports `{other}`, which is not there"
    return Problem(path, None, None, what, suggestion(other, scripts))


def _target(name: str, path: bytes) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), path.decode()))


def needed(files: ThemeFiles, name: str) -> list[str]:
    """The names of a script and of all that it needs before it runs, each once, itself first.

    `files` as `linked` gives them. What `import(…)` fetches at its first use is not among them.
    """
    names = {url.removeprefix("/assets/"): script for script, url in asset_urls(files).items()}
    found = [name]
    for script in found:
        for target, later in imports_of(script, files.assets[script]):
            if not later and names[target] not in found:
                found.append(names[target])
    return found
