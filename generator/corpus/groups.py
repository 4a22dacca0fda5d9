"""People and organisations with enough papers for a page of their own."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

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
    return _groups(((p.id, p.authors or ()) for p in papers), records, least)


def orgs(papers: Iterable[Paper], least: int) -> tuple[dict[str, Group], dict[str, str]]:
    """Organisations with at least `least` papers, by name; and printed name → org id."""
    return _groups(((p.id, (p.org,) if p.org else ()) for p in papers), (), least)


def _groups(
    named: Iterable[tuple[str, tuple[str, ...]]], records: Iterable[Record], least: int
) -> tuple[dict[str, Group], dict[str, str]]:
    files: dict[str, Record] = {}
    for record in records:
        for name in (record.fields.get("name", ""), *record.fields.get("variants", ())):
            files.setdefault(sort_key(one_line(name)), record)
    spelled: dict[str, Counter[str]] = defaultdict(Counter)
    papers: dict[str, dict[str, None]] = defaultdict(dict)
    keys: dict[str, str] = {}
    for id, names in named:
        for name in names:
            key = keys.get(name)
            if key is None:
                file = files.get(folded := sort_key(name))
                key = keys[name] = sort_key(file.fields.get("name", "")) if file else folded
            spelled[key][name] += 1
            papers[key][id] = None
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


def _file_id(record: Record | None) -> str:
    return record.path.rsplit("/", 1)[-1].removesuffix(".md") if record else ""


def _shown(key: str, spellings: Counter[str], files: dict[str, Record]) -> str:
    if key in files:
        return one_line(str(files[key].fields["name"]))
    return min(spellings, key=lambda name: (-spellings[name], name))
