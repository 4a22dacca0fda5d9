"""The memory of the last build: what it read, and what each file of the site was made from."""

from __future__ import annotations

import json
import marshal
import os
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from generator.plan.changes import Entry
from generator.problems import Problem

MEMORY = ".broadsheet"  # folder of the digest that build's memory lives in
HEAD = b"broadsheet ledger 4\n"  # a file of another form is as good as no ledger
CHECK = 4  # bytes of the checksum behind it, of all that follows


class Memory(NamedTuple):
    """What the last build left to know."""

    inputs: str = ""  # hash of all it read; "" when nothing is remembered
    entries: Mapping[str, Entry] = MappingProxyType({})  # by path in the site
    warnings: Sequence[Problem] = ()  # what it told
    claimed: frozenset[str] = frozenset()  # what a build was moving into place when it was ended

    @property
    def ours(self) -> frozenset[str]:
        """Every path that we wrote, or may have."""
        return self.claimed.union(self.entries)


def ledger_file(folder: Path, output: Path) -> Path:
    """Where the ledger of the site in `output` lies; a digest may have several sites."""
    place = output.resolve()
    inside = place.is_relative_to(folder.resolve())
    name = place.relative_to(folder.resolve()).as_posix() if inside else str(place)
    return folder / MEMORY / f"ledger-{blake2b(name.encode(), digest_size=6).hexdigest()}.bin"


def read_ledger(file: Path) -> Memory:
    """The last build's memory. A missing or broken ledger is an empty one.

    After a build that was ended while it moved files, the inputs are forgotten, so that the
    next one looks at every file.
    """
    claimed = _claimed(file)
    try:
        inputs, paths, columns, warnings = _read(file)
        entries = dict(zip(paths, _entries(*columns), strict=True))
        told = [Problem(*row) for row in warnings]
        return Memory("" if claimed else inputs, entries, told, claimed)
    except (OSError, ValueError, EOFError, TypeError):
        return Memory(claimed=claimed)


def _read(file: Path) -> Any:
    """What `write_ledger` wrote down. Raises ValueError when it is torn, or something else."""
    data = file.read_bytes()
    body = data[len(HEAD) + CHECK :]
    check = zlib.crc32(body).to_bytes(CHECK, "little")
    if data[: len(HEAD) + CHECK] != HEAD + check:
        raise ValueError("not a ledger")
    return marshal.loads(body)


def _columns(entries: Collection[Entry]) -> tuple[Any, ...]:
    """Entries so that what many share, all but the hashes of context and bytes, stands there once:
    they are written in half of the time."""
    rests = [(e.prints[1:], e.reason, e.warnings) for e in entries]
    numbers = {rest: number for number, rest in enumerate(dict.fromkeys(rests))}
    contexts = [e.prints[0] for e in entries]
    digests, sizes = [e.digest for e in entries], [e.size for e in entries]
    times = [e.time for e in entries]
    return contexts, digests, sizes, times, list(map(numbers.__getitem__, rests)), list(numbers)


def _entries(
    contexts: Sequence[str],
    digests: Sequence[str],
    sizes: Sequence[int],
    times: Sequence[int],
    numbers: Sequence[int],
    rests: Sequence[Any],
) -> Iterator[Entry]:
    """What `_columns` was given."""
    for context, digest, size, time, number in zip(
        contexts, digests, sizes, times, numbers, strict=True
    ):
        prints, reason, warnings = rests[number]
        yield Entry((context, *prints), digest, size, time, reason, warnings)


def claim(file: Path, paths: Collection[str]) -> None:
    """Say, before it is done, which files are about to be moved into place.

    Should the build be ended before its ledger is written, the next knows them for ours.
    """
    if paths:
        _write_whole(_claims(file), json.dumps(sorted(paths)).encode())


def _claims(file: Path) -> Path:
    return file.with_suffix(".claims")


def _claimed(file: Path) -> frozenset[str]:
    try:
        return frozenset(map(str, json.loads(_claims(file).read_bytes())))
    except (OSError, ValueError, TypeError):
        return frozenset()


def write_ledger(file: Path, memory: Memory) -> None:
    """Written last, whole, and on the disk before it counts."""
    entries = memory.entries
    warnings = list(map(tuple, memory.warnings))
    known = memory.inputs, list(entries), _columns(entries.values()), warnings
    data = marshal.dumps(known, 2)  # later versions look for what is twice
    _write_whole(file, HEAD + zlib.crc32(data).to_bytes(CHECK, "little") + data)
    _claims(file).unlink(missing_ok=True)


def _write_whole(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.draft")
    with draft.open("wb") as handle:
        handle.write(data)
        handle.flush()
        os.fsync(handle.fileno())
    os.replace(draft, file)
