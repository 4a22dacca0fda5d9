"""Which records speak of which paper, and what the paper is called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from generator.corpus.identity import marks_of, same_paper
from generator.corpus.merge import EDITOR, by_trust, trust
from generator.corpus.slugs import is_safe
from generator.sources.files import Sources
from generator.sources.record import Finding, Record, is_imported


class Work(NamedTuple):
    """One paper before it has topics: its records in order of trust, and what it is called."""

    id: str
    aliases: tuple[str, ...]
    records: tuple[Record, ...]


def works(sources: Sources, findings: list[Finding]) -> list[Work]:
    """One Work for each paper that any record speaks of, in order of id."""
    records = _named_overlays(sources.papers, findings) + _named_imports(sources.imported, findings)
    works: dict[str, Work] = {}
    for group in same_paper([record.fields for record in records], map(_marks, records)):
        together = [records[place] for place in group]
        work = _alone(*together) if len(together) == 1 else None
        work = work or _work(together, findings)
        if work:
            works[work.id] = work
    return _with_free_aliases(works, findings)


def _marks(record: Record) -> tuple[Any, ...]:
    return record.marks or marks_of(record.fields)


def _named_overlays(records: Sequence[Record], findings: list[Finding]) -> list[Record]:
    """Overlays; one without a safe id, or with another's, is a finding."""
    named: dict[str, Record] = {}
    for record in records:
        id = record.fields["id"]
        if not is_safe(id):
            what = f"`{id}` cannot be an id"
            hint = (
                "use letters a to z, digits, and - . _ between them; names such as con are Windows'"
            )
            findings.append(record.finding("id", what, hint))
        elif id in named:
            what = f"the same id as {named[id].path}"
            findings.append(record.finding("id", what, "rename one, or join the two files"))
        else:
            named[id] = record
    return list(named.values())


def _named_imports(records: Sequence[Record], findings: list[Finding]) -> list[Record]:
    kept = []
    for record in records:
        id = record.fields.get("id", "")
        if not is_safe(id):
            what = f"left out: `{id}` cannot be an id" if id else "left out: it has no id"
            findings.append(record.finding("id", what, "import the source again", warning=True))
        else:
            kept.append(record)
    return kept


def _alone(record: Record) -> Work | None:
    """The paper of an imported record that speaks of it alone, as most do; None when it is more."""
    fields = record.fields
    if not is_imported(record) or not record.words.get("title"):
        return None
    id, arxiv = fields["id"], fields.get("arxiv_id", "").replace("/", "-")
    return Work(id, (arxiv,) if arxiv and arxiv != id else (), (record,))


def _work(records: Sequence[Record], findings: list[Finding]) -> Work | None:
    """The records of one paper, trusted ones first; None when no record has a title."""
    ordered = by_trust(records)
    overlays = [record for record in ordered if trust(record) == EDITOR]
    for record in overlays[1:]:
        what = f"speaks of the same paper as {overlays[0].path}"
        findings.append(record.finding((), what, "join the two files"))
    if not any(record.words.get("title") for record in ordered):
        what = "a paper without a title: no source lists it, and the file gives none"
        findings.append(
            ordered[0].finding("title", what, "add `title: …` or check the file's name")
        )
        return None
    id = (overlays or [min(ordered, key=_age)])[0].fields["id"]
    known = {record.fields["id"] for record in ordered}
    known |= {a.lower() for r in overlays for a in r.fields.get("aliases", ())}
    return Work(id, _aliases(id, known, ordered), tuple(ordered))


def _aliases(id: str, known: set[str], records: Sequence[Record]) -> tuple[str, ...]:
    """The other ids the paper goes by, its arXiv id among them."""
    arxiv = next((r.fields["arxiv_id"] for r in records if r.fields.get("arxiv_id")), "")
    if arxiv:
        known.add(arxiv.replace("/", "-"))
    return tuple(sorted(known - {id}))


def _age(record: Record) -> tuple[str, str]:
    return record.fields.get("listed", "9999"), record.fields["id"]


def _with_free_aliases(works: dict[str, Work], findings: list[Finding]) -> list[Work]:
    """The works in order of id, each with the aliases that no other paper goes by."""
    holder: dict[str, str] = {}
    kept = []
    for id in sorted(works):
        work = works[id]
        if not work.aliases:
            kept.append(work)
            continue
        free = []
        for alias in work.aliases:
            other = alias if alias in works else holder.setdefault(alias, id)
            if other == id and is_safe(alias):
                free.append(alias)
            elif trust(work.records[0]) == EDITOR:
                what = f"the alias `{alias}` " + (
                    "is the id of another paper" if other != id else "cannot be an id"
                )
                findings.append(work.records[0].finding("aliases", what, "leave it out"))
        kept.append(work._replace(aliases=tuple(free)))
    return kept
