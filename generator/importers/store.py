"""content/imported/: every sighting ever imported, a line each. Only importers write here."""

from __future__ import annotations

import json
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator.corpus.identity import public_ids, same_paper
from generator.importers.found import Sighting
from generator.problems import DigestError, Problem

FOLDER = "content/imported"
OVERLAYS = "content/papers"
# Characters that end a line, or are not seen, for one program or another.
UNSEEN = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")

Key = tuple[str, str, str]  # source, listed, id: a source shows a paper once a day


@dataclass(frozen=True, slots=True)
class Stored:
    """One line of a file below content/imported/."""

    path: str  # of its file, from the folder of the digest
    sighting: Sighting


@dataclass(frozen=True, slots=True)
class Merged:
    """What the store is to hold, and what that makes of the sightings brought in."""

    lines: dict[Key, Stored]
    stale: frozenset[str]  # paths of files whose lines change
    papers: tuple[tuple[int, ...], ...]  # places of the sightings brought in, by paper
    new: int  # papers that the digest did not have
    updated: int  # papers it had, with something added or changed


def read_store(root: Path) -> dict[Key, Stored]:
    """Every line that stands below content/imported/. Raises DigestError when one is damaged,
    as writing its file again would lose it."""
    stored: dict[Key, Stored] = {}
    problems: list[Problem] = []
    for file in sorted((root / FOLDER).glob("*/*.jsonl")):
        path = file.relative_to(root).as_posix()
        for number, line in enumerate(file.read_bytes().split(b"\n"), 1):
            if not line.strip():
                continue
            try:
                sighting = json.loads(line)
                stored[_key(sighting)] = Stored(path, sighting)
            except (ValueError, TypeError, KeyError, RecursionError) as error:
                what = f"not a sighting: {str(error)[:100]}"
                hint = "mend or delete the line; nothing was imported"
                problems.append(Problem(path, number, None, what, hint))
    if problems:
        raise DigestError(problems)
    return stored


def overlay_ids(root: Path) -> frozenset[str]:
    """Ids of the papers that the editor wrote about."""
    return frozenset(file.stem.lower() for file in (root / OVERLAYS).glob("*.md"))


def merge(
    stored: Mapping[Key, Stored], overlays: Iterable[str], brought: Sequence[Sighting]
) -> Merged:
    """`stored` with every sighting of `brought` in its place, under the id of its paper.

    A paper of the digest keeps its id; of several ids it goes on with the earliest listed. In
    what order sightings are brought decides nothing.
    """
    known = [line.sighting for line in stored.values()]
    bare: list[Sighting] = [{"id": id} for id in sorted(overlays)]
    groups = _groups(known, bare, brought)
    # An id that only an overlay has is free: the editor wrote before the paper was imported.
    ids = _ids(groups, known + bare, brought, {sighting["id"] for sighting in known})
    had = {sighting["id"] for sighting in known + bare}
    lines, stale, touched = _placed(stored, brought, ids)
    papers = tuple(tuple(group.brought) for group in groups)
    changed = had & touched
    return Merged(
        lines=lines,
        stale=frozenset(stale),
        papers=papers,
        new=sum(ids[places[0]] not in had for places in papers),
        updated=sum(ids[places[0]] in changed for places in papers),
    )


@dataclass(slots=True)
class _Group:
    """Sightings of one paper, by place: of those known, and of those brought."""

    known: list[int] = field(default_factory=list)
    brought: list[int] = field(default_factory=list)


def _groups(
    known: Sequence[Sighting], bare: Sequence[Sighting], brought: Sequence[Sighting]
) -> list[_Group]:
    """The papers that `brought` speaks of."""
    first = len(known) + len(bare)
    groups = []
    for places in same_paper([*known, *bare, *brought]):
        group = _Group([p for p in places if p < first], [p - first for p in places if p >= first])
        if group.brought:
            groups.append(group)
    return groups


def _ids(
    groups: Sequence[_Group],
    known: Sequence[Sighting],
    brought: Sequence[Sighting],
    taken: set[str],
) -> dict[int, str]:
    """The id of each sighting brought, by place."""
    ids: dict[int, str] = {}
    fresh: list[_Group] = []
    for group in groups:
        if group.known:
            _, id = min((known[p].get("listed", "9999"), str(known[p]["id"])) for p in group.known)
            ids.update((place, id) for place in group.brought)
        else:
            fresh.append(group)
    made = public_ids([[brought[p] for p in group.brought] for group in fresh], taken)
    for group, id in zip(fresh, made, strict=True):
        ids.update((place, id) for place in group.brought)
    return ids


def _placed(
    stored: Mapping[Key, Stored], brought: Sequence[Sighting], ids: Mapping[int, str]
) -> tuple[dict[Key, Stored], set[str], set[str]]:
    """The lines with those brought in; the files that change; the papers that do."""
    by_key: dict[Key, list[Sighting]] = defaultdict(list)
    for place, sighting in enumerate(brought):
        named = {**sighting, "id": ids[place]}
        by_key[_key(named)].append(named)
    lines, stale, touched = dict(stored), set[str](), set[str]()
    for key, those in by_key.items():
        before = stored.get(key)
        now = dict(before.sighting) if before else {}
        for sighting in sorted(those, key=as_line) if len(those) > 1 else those:
            now = _updated(now, sighting)
        if before and now == before.sighting:
            continue
        lines[key] = Stored(_path(now), now)
        stale |= {_path(now)} | ({before.path} if before else set())
        touched.add(now["id"])
    return lines, stale, touched


def _updated(before: Sighting, now: Sighting) -> Sighting:
    """What was known stays known; of an abstract either its text is kept or the facts."""
    fields = {**before, **now}
    facts = "terms" in now or "acronyms" in now
    for key in ("abstract",) if facts else ("terms", "acronyms") if "abstract" in now else ():
        fields.pop(key, None)
    return fields


def _key(sighting: Sighting) -> Key:
    return sighting["source"], sighting.get("listed", ""), sighting["id"]


def _path(sighting: Sighting) -> str:
    """The file of a sighting: the day it was listed, else the year the paper appeared."""
    name = sighting.get("listed") or sighting.get("published", "")[:4] or "undated"
    return f"{FOLDER}/{sighting['source']}/{name}.jsonl"


def as_line(sighting: Sighting) -> str:
    """A sighting as it is stored: JSON, keys sorted, every character that is not seen escaped."""
    line = json.dumps(sighting, sort_keys=True, ensure_ascii=False)
    return UNSEEN.sub(lambda match: f"\\u{ord(match.group()):04x}", line) + "\n"


def write_store(root: Path, merged: Merged) -> list[str]:
    """Write the files whose lines change, each whole or not at all; gives their paths.

    Raises DigestError when the disk refuses.
    """
    lines: dict[str, list[Sighting]] = {path: [] for path in sorted(merged.stale)}
    for stored in merged.lines.values():
        if stored.path in lines:
            lines[stored.path].append(stored.sighting)
    for path, sightings in lines.items():
        texts = sorted((sighting["id"], as_line(sighting)) for sighting in sightings)
        try:
            _write(root, path, "".join(text for _, text in texts))
        except OSError as error:
            what = f"cannot be written: {error.strerror or error}"
            hint = "files before it, in order of name, are imported; import again"
            raise DigestError([Problem(path, None, None, what, hint)]) from None
    return list(lines)


def _write(root: Path, path: str, text: str) -> None:
    """Put `text` in a file in one step; a file with no line left goes."""
    file = root / path
    if not file.parent.resolve().is_relative_to(root.resolve()):
        raise OSError("a link that leads out of the digest")
    if not text:
        file.unlink(missing_ok=True)
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.draft")
    try:
        draft.write_bytes(text.encode())
        os.replace(draft, file)
    finally:
        draft.unlink(missing_ok=True)
