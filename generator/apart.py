"""The index of a large digest, made by a process of its own whose memory ends with it.

That process begins with nothing, as a fork would count all of the corpus as its own. What it
needs goes there, and what it makes comes back, in files without a name: nothing is left of them
however the build ends.
"""

from __future__ import annotations

import marshal
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import chain, starmap
from pathlib import Path
from subprocess import DEVNULL, PIPE
from tempfile import TemporaryFile
from typing import IO, Any

from generator.plan.page import Context
from generator.render.search.entries import Said
from generator.render.search.papers import Papers
from generator.render.search.shards import File
from generator.workers import uninterrupted

STEP = 64  # papers that are written, and read again, together
MAIN = "import sys; sys.path[:] = sys.argv[1].split('\\n'); import generator.search as s; s.main()"

Contexts = Mapping[str, Callable[[], Context]]  # of the pages of the index's files, by path
Place = tuple[int, int]  # where some bytes begin in a file, and how many they are


@contextmanager
def made_apart(papers: Papers, folder: Path, *more: str) -> Iterator[Contexts]:
    """The files of the index, for as long as the block lasts.

    They wait on the disk of `folder`; `more` is what `generator.search.main` is told besides.
    """
    with TemporaryFile(dir=folder) as made:
        with TemporaryFile(dir=folder) as told:
            place = write_papers(told, papers)
            del papers
            handles = told.fileno(), made.fileno()
            places = _run([*map(str, (*handles, *place)), *more], handles)
        yield {path: partial(_context, made.fileno(), at) for path, at in places.items()}


def _run(arguments: Sequence[str], handles: Sequence[int]) -> dict[str, Place]:
    command = [sys.executable, "-P", "-c", MAIN, "\n".join(sys.path), *arguments]
    with uninterrupted():
        process = subprocess.Popen(command, stdin=DEVNULL, stdout=PIPE, pass_fds=handles)
    with process:
        try:
            said, _ = process.communicate()
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        raise RuntimeError(f"the index was not made: status {process.returncode}")
    places: dict[str, Place] = marshal.loads(said)
    return places


def _context(handle: int, place: Place) -> Context:
    return {"data": _bytes(handle, place)}


def write_papers(file: IO[bytes], papers: Papers) -> Place:
    """Where in `file` it is written what else is where."""
    said, rows = [], []
    for first in range(0, len(papers.keys), STEP):
        those = [tuple(one) for one in papers.said(first, first + STEP)]
        said.append(_write(file, marshal.dumps(those)))
        rows.append(_write(file, marshal.dumps(papers.rows(first, first + STEP))))
    name, data = papers.facets
    known = papers.keys, said, rows, papers.groups, (name, data), papers.years
    place = _write(file, marshal.dumps(known))
    file.flush()
    return place


def read_papers(handle: int, place: Place) -> Papers:
    keys, said, rows, groups, facets, years = marshal.loads(_bytes(handle, place))

    def part(places: Sequence[Place], first: int, behind: int) -> list[Any]:
        begin = first // STEP
        parts = [marshal.loads(_bytes(handle, at)) for at in places[begin : -(-behind // STEP)]]
        return list(chain.from_iterable(parts))[first - begin * STEP : behind - begin * STEP]

    def said_by(first: int, behind: int) -> list[Said]:
        return list(starmap(Said, part(said, first, behind)))

    return Papers(keys, said_by, partial(part, rows), groups, File(*facets), years)


def write_files(handle: int, files: Mapping[str, bytes]) -> dict[str, Place]:
    """Where each of the files is now."""
    with os.fdopen(handle, "wb") as file:
        return {path: _write(file, data) for path, data in files.items()}


def _write(file: IO[bytes], data: bytes) -> Place:
    begin = file.tell()
    file.write(data)
    return begin, len(data)


def _bytes(handle: int, place: Place) -> bytes:
    begin, size = place
    return os.pread(handle, size, begin)
