"""An answer → the store: what is added to content/imported/, and what that gained."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from generator.config import URL, Source
from generator.corpus.identity import same_paper
from generator.fetch.answers import Answer
from generator.fetch.verdict import Gain
from generator.importers.facts import facts_only
from generator.importers.found import Sighting
from generator.importers.store import Key, Merged, Stored, merge

Store = Mapping[Key, Stored]


@dataclass(frozen=True, slots=True)
class TakenIn:
    """The store as it is to be, and what the answer did to it."""

    merged: Merged
    gain: Gain


def take_in(
    source: Source,
    store: Store,
    overlays: Collection[str],
    answer: Answer,
    today: date,
    *,
    named_before: int = 0,
    allow_shrink: bool = False,
) -> TakenIn:
    """`store` with every sighting of `answer`. Nothing that stands in it is lost, unless a whole
    library of a `url` names fewer papers than `named_before` and `allow_shrink` is given."""
    brought = [facts_only(one) if source.facts_only else one for one in answer.sightings]
    own = [line.sighting for key, line in store.items() if key[0] == source.name]
    merged = merge(store, overlays, dated(own, brought, today))
    gain = gained(source, store, overlays, merged)
    gone = _no_longer_named(source, merged, answer, brought, named_before)
    if gone and allow_shrink:
        return TakenIn(without(merged, gone), replace(gain, removed=_papers(gone)))
    return TakenIn(merged, replace(gain, missing=_papers(gone)))


def dated(own: Sequence[Sighting], brought: Sequence[Sighting], today: date) -> list[Sighting]:
    """`brought`, each with the day it was listed: that which its source gives; else the day on
    which the source showed it first, which is today when `own`, its sightings so far, lack it."""
    if all("listed" in one for one in brought):
        return list(brought)
    first = len(own)
    days = {}
    for places in same_paper([*own, *brought]):
        known = [str(own[p]["listed"]) for p in places if p < first and "listed" in own[p]]
        days.update(dict.fromkeys(places, min(known, default=today.isoformat())))
    return [{"listed": days[first + place], **one} for place, one in enumerate(brought)]


def gained(source: Source, store: Store, overlays: Collection[str], merged: Merged) -> Gain:
    """What is new in `merged` against `store`; each paper counts once."""
    had = {key[2] for key in store} | set(overlays)
    shown = {key[2] for key in store if key[0] == source.name}
    changed = [key for key, line in merged.lines.items() if store.get(key) is not line]
    ids = {id for _, _, id in changed}
    return Gain(
        added=len(ids - had),
        merged=len((ids & had) - shown),
        updated=len(ids & shown),
        newest=max((listed for _, listed, _ in set(changed) - store.keys()), default=""),
    )


def _no_longer_named(
    source: Source,
    merged: Merged,
    answer: Answer,
    brought: Sequence[Sighting],
    named_before: int,
) -> list[Key]:
    """Lines of a library that shrank, whose papers it does not name any more."""
    whole = not answer.failure and not answer.capped
    if source.kind != URL or not whole or not 0 < len(brought) < named_before:
        return []
    own = {key: line.sighting for key, line in merged.lines.items() if key[0] == source.name}
    first = len(own)
    named = [
        p for places in same_paper([*own.values(), *brought]) if places[-1] >= first for p in places
    ]
    keys, still = list(own), set(named)
    return [key for place, key in enumerate(keys) if place not in still]


def without(merged: Merged, gone: Iterable[Key]) -> Merged:
    """`merged` without some lines."""
    gone = set(gone)
    return replace(
        merged,
        lines={key: line for key, line in merged.lines.items() if key not in gone},
        stale=merged.stale | {merged.lines[key].path for key in gone},
    )


def _papers(keys: Iterable[Key]) -> int:
    return len({id for _, _, id in keys})
