"""Scripts that are always fetched together, served as one file.

A theme's scripts are small and import each other, which reads well; but a browser asks for each
with a request of its own, and what is alike in two is compressed twice. So a script goes into the
file of another, its host, where everyone who needs it has the host already: what else imports it
is in that file too, or is fetched by it at a later time. It becomes a function that is called
once and gives back what it exports:

    const $words=(()=>{…;return{fold}})();

Read are only the forms that `lean` leaves, `import{a as b}from"./b.js"` and exports that have a
name and keep their value; a script that says it otherwise stays a file of its own.
"""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import chain

from generator.render.fingerprint import reached
from generator.render.scripts import imports_of

IMPORT = re.compile(r"""(?<![\w$.])import\{([^}]*)\}from(["'])\./([\w.-]+\.js)\2;?""")
LISTED = re.compile(r"(?<![\w$.])export\{([^}]*)\};?")
DECLARED = re.compile(r"(?<![\w$.])export (?=(?:const|class|(?:async )?function\*?) ?([\w$]+))")
# What cannot stand in a function, or changes its value: `import*as`, `export*from`, `export let`.
OTHERWISE = re.compile(
    r"""(?<![\w$.])(?:import[ "'{*]|export(?: ?\*| (?:default|let|var)\b|\{[^}]*\}from))"""
)

Names = dict[str, str]  # as it is named there → as it is named here


def joined(scripts: Mapping[str, str], asked: Collection[str]) -> dict[str, str]:
    """The files to serve: `scripts` by their names, without those that are part of another.

    `asked` are those that pages name; so may be what no script imports. Scripts that import each
    other in a circle, or what is not there, are given back as they are.
    """
    known = {name: _Script(name, text) for name, text in scripts.items()}
    try:
        hosts = _Graph(known, asked).hosts()
    except CycleError:
        return dict(scripts)
    files = _Files(known, hosts)
    return {name: files.text(name) for name in scripts if hosts[name] == name}


class _Graph:
    """Which script needs which, and what has been fetched by then."""

    def __init__(self, scripts: Mapping[str, _Script], asked: Collection[str]) -> None:
        self.scripts = scripts
        # Whom each script needs at any time, and before it runs; by whom it is needed so.
        self.all: dict[str, list[str]] = defaultdict(list)
        self.first: dict[str, list[str]] = defaultdict(list)
        self.by: dict[str, list[str]] = {name: [] for name in scripts}
        for name, script in scripts.items():
            for other, later in imports_of(name, script.text.encode()):
                self.all[name].append(other)
                if not later and other in scripts:
                    self.first[name].append(other)
                    self.by[other].append(name)
        self.imported = {other for others in self.all.values() for other in others}
        self.asked = {name for name in scripts if name in asked or name not in self.imported}

    def hosts(self) -> dict[str, str]:
        """Each script and the one in whose file it is: its host, or itself."""
        hosts = {name: name for name in self.imported - self.scripts.keys()}  # others tell of these
        for name in TopologicalSorter(self.by).static_order():  # who imports it goes before it
            there = sorted({hosts[one] for one in self.by[name]}) if self._can_be_part(name) else []
            hosts[name] = next((one for one in there if self._is_host(one, name, hosts)), name)
        return hosts

    def _can_be_part(self, name: str) -> bool:
        """Nobody but scripts asks for it, and what they take of it can be given to them."""
        taken = [
            names
            for one in sorted(set(self.by[name]))
            for path, names in self.scripts[one].imports
            if path == name
        ]
        exports = self.scripts[name].exports
        known = len(taken) == len(self.by[name]) and all(
            names.keys() <= exports.keys() for names in taken
        )
        return name not in self.asked and self.scripts[name].fits and known

    def _is_host(self, host: str, name: str, hosts: Mapping[str, str]) -> bool:
        """All that import it are in the host's file, or are fetched by that later."""
        without = self.all | {host: []}
        sooner = reached([host], self.first) | reached(self.asked - {host}, without)
        return all(hosts[one] == host or one not in sooner for one in self.by[name])


class _Script:
    """One script: what it takes of others, what it exports, and the rest of its text."""

    def __init__(self, name: str, text: str) -> None:
        self.name, self.text = name, text
        folder = posixpath.dirname(name)
        self.imports = [
            (posixpath.join(folder, path), _pairs(names)) for names, _, path in IMPORT.findall(text)
        ]
        self.exports: Names = {one: one for one in DECLARED.findall(text)}
        for names in LISTED.findall(text):
            self.exports |= {there: here for here, there in _pairs(names).items()}
        self.fits = not OTHERWISE.search(IMPORT.sub("", text))

    @property
    def inside(self) -> str:
        return DECLARED.sub("", LISTED.sub("", IMPORT.sub("", self.text)))


class _Files:
    """Scripts put together as their hosts say."""

    def __init__(self, scripts: Mapping[str, _Script], hosts: Mapping[str, str]) -> None:
        self.scripts, self.hosts = scripts, hosts
        self.order = list(
            TopologicalSorter(
                {name: [path for path, _ in one.imports] for name, one in scripts.items()}
            ).static_order()
        )

    def text(self, name: str) -> str:
        host, folder = self.scripts[name], posixpath.dirname(name)
        parts = [self.scripts[one] for one in self.order if self.hosts[one] == name != one]
        # What the host itself takes of files that are no parts is left as it stands.
        taken = [(path, names) for path, names in host.imports if self.hosts[path] != path]
        used = {path for path, _ in chain(taken, *(one.imports for one in parts))}
        needed = [_space(one.name) for one in parts if self._is_taken(one)]

        def left(found: re.Match[str]) -> str:
            path = posixpath.join(folder, found[3])
            return found[0] if self.hosts[path] == path else ""

        return "".join(
            [
                *(self._import(path) for path in sorted(used) if self.hosts[path] != name),
                *(self._part(one) for one in parts),
                _consts(taken),
                IMPORT.sub(left, host.text),
                f";export{{{','.join(needed)}}}" if needed else "",
            ]
        )

    def _import(self, path: str) -> str:
        """What is in another file: a part of it by name, else all that it exports."""
        file = self.hosts[path]
        taken = f"*as {_space(path)} " if file == path else f"{{{_space(path)}}}"
        return f'import{taken}from"./{posixpath.basename(file)}";'

    def _part(self, one: _Script) -> str:
        wanted = {
            there
            for other in self.scripts.values()
            for path, names in other.imports
            if path == one.name
            for there in names
        }
        given = ",".join(f"{name}:{one.exports[name]}" for name in sorted(wanted))
        inside = f"{_consts(one.imports)}{one.inside};return{{{given}}}"
        return f"const {_space(one.name)}=(()=>{{{inside}}})();"

    def _is_taken(self, part: _Script) -> bool:
        """A script of another file needs it."""
        return any(
            self.hosts[one.name] != self.hosts[part.name] and part.name in dict(one.imports)
            for one in self.scripts.values()
        )


def _consts(imports: Iterable[tuple[str, Names]]) -> str:
    return "".join(
        f"const{{{','.join(f'{there}:{here}' for there, here in names.items())}}}={_space(path)};"
        for path, names in imports
    )


def _space(name: str) -> str:
    """What holds the exports of a script, in the file it is part of and in those that need it."""
    return "$" + re.sub(r"\W", "_", name.removesuffix(".js"))


def _pairs(names: str) -> Names:
    """`a as b,c` → {"a": "b", "c": "c"}"""
    pairs = [one.strip().split(" as ") for one in names.split(",") if one.strip()]
    return {pair[0]: pair[-1] for pair in pairs}
