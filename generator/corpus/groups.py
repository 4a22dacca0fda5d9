"""People and organisations with enough papers for a page of their own."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from generator.corpus.model import Group, Paper
from generator.corpus.slugs import slugs
from generator.corpus.text import one_line, sort_key
from generator.sources.record import Record


def people(
    papers: Iterable[Paper], records: Iterable[Record], least: int
) -> tuple[dict[str, Group], dict[str, str]]:
    """People with at least `least` papers or a file, by name; and printed name → person id.

    Spellings that differ in accents or case only are one person, shown as most papers have
    it; a file in people/ joins further variants under its own name.
    """
    return _groups([(p.id, p.authors) for p in papers if p.authors], records, least)


def orgs(papers: Iterable[Paper], least: int) -> tuple[dict[str, Group], dict[str, str]]:
    """Organisations with at least `least` papers, by name; and printed name → org id."""
    return _groups([(p.id, (p.org,)) for p in papers if p.org], (), least)


def _groups(
    named: Sequence[tuple[str, tuple[str, ...]]], records: Iterable[Record], least: int
) -> tuple[dict[str, Group], dict[str, str]]:
    files: dict[str, Record] = {}
    for record in records:
        for name in (record.fields.get("name", ""), *record.fields.get("variants", ())):
            files.setdefault(sort_key(one_line(name)), record)
    counts = Counter(chain.from_iterable(names for _, names in named))
    keys = {name: _key(name, files) for name in counts}
    totals: dict[str, int] = defaultdict(int)
    for name, count in counts.items():
        totals[keys[name]] += count
    # Most names have fewer papers, however they are counted: these need not be gathered.
    enough = {key for key, total in totals.items() if total >= least or key in files}
    wanted = {name: counts[name] for name, key in keys.items() if key in enough}
    spelled: dict[str, dict[str, int]] = defaultdict(dict)
    for name, count in wanted.items():
        spelled[keys[name]][name] = count
    papers: dict[str, dict[str, None]] = defaultdict(dict)
    for id, names in named:
        for name in names:
            if name in wanted:
                papers[keys[name]][id] = None
    kept = {key for key, ids in papers.items() if len(ids) >= least or key in files}
    shown = {key: _shown(key, spelled[key], files) for key in sorted(kept)}
    ids_by_name = slugs(shown.values())
    groups = {}
    for key, name in sorted(shown.items(), key=lambda item: (item[0], item[1])):
        file = files.get(key)
        id = _file_id(file) or ids_by_name[name]
        links = tuple(sorted(file.fields.get("links", {}).items())) if file else ()
        draft = bool(file and file.fields.get("draft"))
        groups[id] = Group(id, name, tuple(papers[key]), file.body if file else "", links, draft)
    id_of = dict(zip(sorted(shown), groups, strict=True))
    return groups, {name: id_of[key] for name, key in keys.items() if key in id_of}


def _key(name: str, files: Mapping[str, Record]) -> str:
    """What all spellings of a name share; that of the file that has it among its variants."""
    folded = sort_key(name)
    file = files.get(folded)
    return sort_key(file.fields.get("name", "")) if file else folded


def _file_id(record: Record | None) -> str:
    return record.path.rsplit("/", 1)[-1].removesuffix(".md") if record else ""


def _shown(key: str, spellings: Mapping[str, int], files: dict[str, Record]) -> str:
    if key in files:
        return one_line(str(files[key].fields["name"]))
    return min(spellings, key=lambda name: (-spellings[name], name))
