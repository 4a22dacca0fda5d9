"""Scripts that are always fetched together, served as one file.

A theme's scripts are small and import each other, which reads well; but a browser asks for each
with a request of its own, and what is alike in two is compressed twice. So a script goes into the
file of another, its host, where everyone who needs it has the host already: what else imports it
is in that file too, or is fetched by it at a later time, or needs the host as well.

The scripts of a file stand in it one after the other, each before those that import it, and what
they import of each other is there by the one name it has. So that no two things have the same name,
those at the top of a script are first made others, which stand in none of the scripts. Then all
are made short: nobody outside a module sees them.

Read are only the forms that `lean` leaves, `import{a as b}from"./b.js"` and exports that have a
name and keep their value; a script that says it otherwise stays a file of its own, without parts.
"""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from itertools import count
from typing import Any

from generator.render.fingerprint import reached
from generator.render.lean import readable, renamed
from generator.render.scripts import imports_of

IMPORT = re.compile(r"""(?<![\w$.])import\{([^}]*)\}from(["'])\./([\w.-]+\.js)\2;?""")
LISTED = re.compile(r"(?<![\w$.])export\{([^}]*)\};?")
DECLARED = re.compile(r"(?<![\w$.])export (?=(?:const|class|(?:async )?function\*?) ?([\w$]+))")
# What cannot stand among others, or changes its value: `import*as`, `export*from`, `export let`.
OTHERWISE = re.compile(
    r"""(?<![\w$.])(?:import[ "'{*]|export(?: ?\*| (?:default|let|var)\b|\{[^}]*\}from))"""
)
# `export default 1` can be read in its place, and `export default 1,b=2`, of a list, cannot.
CONST = re.compile(r"(?<![\w$.])export const [\w$]+=")
# What may be a name of two letters or three. The library gives the shortest inside of functions; so
# many are skipped for what is at the top of a script that the two never meet.
SHORT = re.compile(r"(?<![\w$])[a-zA-Z_$][\w$]{1,2}(?![\w$])")
KEYWORDS = frozenset({"do", "for", "if", "in", "let", "new", "try", "var"})
SKIPPED = 500

Names = dict[str, str]  # as it is named there → as it is named here
Export = tuple[str, str]  # a script, and the name of something that it exports


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
        late = set()
        for name, script in scripts.items():
            for other, later in imports_of(name, script.text.encode()):
                self.all[name].append(other)
                if later:
                    late.add(other)
                elif other in scripts:
                    self.first[name].append(other)
                    self.by[other].append(name)
        self.imported = {other for others in self.all.values() for other in others}
        self.asked = {name for name in scripts if name in asked or name not in self.imported}
        self.begun = self.asked | (late & scripts.keys())  # what is fetched by itself
        self.needed = {name: reached([name], self.first) for name in scripts}  # itself too

    def hosts(self) -> dict[str, str]:
        """Each script and the one in whose file it is: its host, or itself."""
        hosts = {name: name for name in self.imported - self.scripts.keys()}  # others tell of these
        for name in TopologicalSorter(self.by).static_order():  # who imports it goes before it
            there = [*sorted({hosts[one] for one in self.by[name]}), *self._beside(name)]
            can = self._can_be_part(name)
            hosts[name] = next((h for h in there if can and self._is_host(h, name, hosts)), name)
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
        return name not in self.begun and self.scripts[name].fits and known

    def _beside(self, name: str) -> list[str]:
        """What pages ask for and nobody needs without this script too; and this can stand there."""
        needs = self.needed[name]
        return [
            one
            for one in sorted(self.asked - {name})
            if posixpath.dirname(one) == posixpath.dirname(name)
            and all(name in self.needed[other] for other in self._needing(one) - {one})
            and not any(one in self.needed[other] for other in needs - {name, one})
        ]

    def _needing(self, name: str) -> set[str]:
        return {one for one in self.begun if name in self.needed[one]}

    def _is_host(self, host: str, name: str, hosts: Mapping[str, str]) -> bool:
        """All that import it are in the host's file, need that as well, or are fetched later."""
        having = {one for one, needs in self.needed.items() if host in needs}
        without = {one: others for one, others in self.all.items() if one not in having}
        sooner = self.needed[host] | reached(self.asked - having, without) - having
        return self.scripts[host].fits and all(
            hosts[one] == host or one not in sooner for one in self.by[name]
        )


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
        self.inside = DECLARED.sub("", LISTED.sub("", IMPORT.sub("", text)))

    @cached_property
    def fits(self) -> bool:
        """It is a module, whose names nobody else sees, and can be put together with others."""
        return (
            self.inside != self.text
            and not OTHERWISE.search(IMPORT.sub("", self.text))
            and readable(CONST.sub("export default ", self.text))
            and renamed(self.inside, self.taken, self.exports.values()) is not None
        )

    @property
    def taken(self) -> dict[str, Export]:
        """What each name that it imports stands for."""
        return {
            mine: (path, there) for path, names in self.imports for there, mine in names.items()
        }


class _Files:
    """Scripts put together as their hosts say."""

    def __init__(self, scripts: Mapping[str, _Script], hosts: Mapping[str, str]) -> None:
        self.scripts, self.hosts = scripts, hosts
        needed = {name: [path for path, _ in one.imports] for name, one in scripts.items()}
        self.order = [one for one in TopologicalSorter(needed).static_order() if one in scripts]
        self.made: dict[str, tuple[str, dict[Export, str]]] = {}

    def text(self, name: str) -> str:
        return self._file(name)[0]

    def _file(self, name: str) -> tuple[str, dict[Export, str]]:
        """Its text, and by what name it exports each thing."""
        if name not in self.made:
            script = self.scripts[name]
            self.made[name] = self._together(name) if script.fits else (self._alone(script), {})
        return self.made[name]

    def _alone(self, script: _Script) -> str:
        return IMPORT.sub(
            lambda one: self._imports(_Script(script.name, one[0]).taken), script.text
        )

    def _together(self, name: str) -> tuple[str, dict[Export, str]]:
        inside, here = self._inside(name)
        given = {export: here[export] for export in self._given(name)}
        outer = {here[export]: export for export in here if self.hosts[export[0]] != name}
        inside, now = _renamed(inside, outer, given.values())
        own = self.scripts[name].exports
        # What is not its host's is only for scripts of this theme: any name will do.
        public = {
            export: export[1] if export[0] == name else one if now[one] in own else now[one]
            for export, one in given.items()
        }
        imports = self._imports({now[one]: export for one, export in outer.items()})
        exports = _listed({public[export]: now[one] for export, one in given.items()})
        return imports + inside + (f";export{{{exports}}}" if exports else ""), public

    def _inside(self, name: str) -> tuple[str, dict[Export, str]]:
        """The scripts of a file without imports and exports, and the names of these in it."""
        parts = [self.scripts[one] for one in self.order if self.hosts[one] == name]
        known = set[str]().union(*(_short_words(one.text) for one in parts))
        insides = []
        here: dict[Export, str] = {}
        for one in parts:
            inside, now = _with_new_names(one, known)
            known |= _short_words(inside)
            for mine, export in one.taken.items():
                new, now[mine] = now[mine], here.setdefault(export, now[mine])
                inside = re.sub(rf"(?<![\w$]){re.escape(new)}(?![\w$])", now[mine], inside)
            here |= {(one.name, there): now[mine] for there, mine in one.exports.items()}
            insides.append(inside)
        return ";".join(insides), here

    def _given(self, name: str) -> list[Export]:
        """What a file exports: all that its host does, of its parts what scripts elsewhere take."""
        elsewhere = [one for one in self.scripts.values() if self.hosts[one.name] != name]
        taken = {export for one in elsewhere for export in one.taken.values()}
        own = {(name, there) for there in self.scripts[name].exports}
        return sorted(own | {export for export in taken if self.hosts[export[0]] == name})

    def _imports(self, taken: Mapping[str, Export]) -> str:
        """Each from the file where it is now, by the name it has there."""
        files: dict[str, Names] = defaultdict(dict)
        for mine, (path, there) in taken.items():
            file = self.hosts[path]
            public = self._file(file)[1] if file in self.scripts else {}
            files[file][mine] = public.get((path, there), there)
        return "".join(
            f'import{{{_listed(names)}}}from"./{posixpath.basename(file)}";'
            for file, names in sorted(files.items())
        )


def _with_new_names(script: _Script, known: set[str]) -> tuple[str, Names]:
    """The inside of a script, with names at its top that stand for nothing yet."""
    for skipped in count(SKIPPED, 10):
        exports = script.exports.values()
        inside, now = _renamed(script.inside, script.taken, exports, sorted(known), skipped)
        if known.isdisjoint(now.values()):
            break
    return inside, now


def _renamed(*asked: Any) -> tuple[str, Names]:
    """Of what fits."""
    made = renamed(*asked)
    assert made is not None
    return made


def _short_words(text: str) -> set[str]:
    return set(SHORT.findall(text)) - KEYWORDS


def _listed(names: Names) -> str:
    """{"b": "a", "c": "c"} → `a as b,c`"""
    return ",".join(
        there if there == here else f"{there} as {here}" for here, there in names.items()
    )


def _pairs(names: str) -> Names:
    """`a as b,c` → {"a": "b", "c": "c"}"""
    pairs = [one.strip().split(" as ") for one in names.split(",") if one.strip()]
    return {pair[0]: pair[-1] for pair in pairs}
