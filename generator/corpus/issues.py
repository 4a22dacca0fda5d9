"""Editions: one for each day, week or month that has papers, with the editor's over them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from generator.corpus.model import Issue, Paper, Pick, Section
from generator.corpus.text import one_line
from generator.sources.fields import suggestion
from generator.sources.record import Finding, Record

FORMS = {
    "day": (re.compile(r"\d{4}-\d{2}-\d{2}\Z"), "2025-12-09"),
    "week": (re.compile(r"\d{4}-W\d{2}\Z"), "2025-W50"),
    "month": (re.compile(r"\d{4}-\d{2}\Z"), "2025-12"),
}


def period(day: str, kind: str) -> str:
    """The edition a day falls in. Weeks are ISO's: 30 December 2025 is in 2026-W01."""
    if kind == "week":
        year, week, _ = date.fromisoformat(day).isocalendar()
        return f"{year}-W{week:02d}"
    return day if kind == "day" else day[:7]


def issues(papers: Iterable[Paper], records: Mapping[str, Record], kind: str) -> dict[str, Issue]:
    """All editions, newest first; `records` are the editor's files by edition.

    A file that lists papers in sections freezes its edition: papers of its period that it
    leaves out are in no edition until one names them. A file without sections keeps all of
    its period below its picks. A paper is new once: an edition made by dates leaves out what
    a file of another has.
    """
    made: dict[str, list[str]] = defaultdict(list)
    claimed = {paper for record in records.values() for paper in named(record)}
    seen = {paper.id: paper.first_seen for paper in papers}
    periods: dict[str, str] = {}
    for id, day in seen.items():
        if day and id not in claimed:
            if day not in periods:
                periods[day] = period(day, kind)
            made[periods[day]].append(id)
    ids = sorted({*made, *records}, reverse=True)
    return {id: _issue(id, records.get(id), made.get(id, []), seen) for id in ids}


def _issue(
    id: str, record: Record | None, rest: Sequence[str], seen: Mapping[str, str | None]
) -> Issue:
    if record is None:
        days = [seen[paper] or "" for paper in rest]
        return Issue(id, "", max(days), sections=(Section("", "", tuple(rest)),))
    fields = record.fields
    picks = tuple(Pick(p["paper"], one_line(p.get("why", ""))) for p in fields.get("picks", ()))
    sections = tuple(
        Section(one_line(s.get("title", "")), s.get("intro", ""), tuple(s.get("papers", ())))
        for s in fields.get("sections", ())
    )
    if not sections and rest:
        sections = (Section("", "", tuple(rest)),)
    days = [seen.get(paper) or "" for paper in (*named(record), *rest)]
    issued = fields.get("date") or max(days, default="") or _first_day(id)
    title = one_line(fields.get("title", ""))
    draft = bool(fields.get("draft"))
    return Issue(id, title, issued, record.body.strip(), picks, sections, record.path, draft)


def named(record: Record) -> list[str]:
    """The papers an edition's file names, in reading order."""
    ids = [pick["paper"] for pick in record.fields.get("picks", ()) if "paper" in pick]
    return ids + [id for s in record.fields.get("sections", ()) for id in s.get("papers", ())]


def _first_day(id: str) -> str:
    if "W" in id:
        return date.fromisocalendar(int(id[:4]), int(id[6:]), 1).isoformat()
    return id if len(id) == 10 else f"{id}-01"


def is_draft(record: Record) -> bool:
    return bool(record.fields.get("draft"))


def edition_problem(id: str, kind: str) -> tuple[str, str] | None:
    """What is wrong with `id` as an edition of this `kind`, and a hint; None when nothing is."""
    form, example = FORMS[kind]
    if form.match(id) and _exists(id):
        return None
    return f"`{id}` is not a {kind}, and this digest has an edition for each {kind}", example


def by_edition(records: Iterable[Record], kind: str) -> tuple[dict[str, Record], list[Finding]]:
    """The editor's files by edition; a name that is no edition is a finding."""
    kept: dict[str, Record] = {}
    findings = []
    for record in records:
        id = record.path.rsplit("/", 1)[-1].removesuffix(".md").upper()
        wrong = edition_problem(id, kind)
        if wrong:
            what, example = wrong
            findings.append(record.finding((), what, f"name the file like {example}.md"))
        else:
            kept[id] = record
    return kept, findings


def _exists(id: str) -> bool:
    try:
        date.fromisoformat(_first_day(id))
    except ValueError:
        return False
    return True


def issue_findings(record: Record, papers: Mapping[str, Paper]) -> list[Finding]:
    """Papers an edition names that the digest does not have, or names twice."""
    findings, seen = [], set()
    for keys, id in _places(record):
        if id not in papers:
            findings.append(record.finding(keys, f"no paper `{id}`", suggestion(id, papers)))
        elif id in seen:
            findings.append(record.finding(keys, f"`{id}` stands here twice", "keep one"))
        seen.add(id)
    return findings


def _places(record: Record) -> Iterable[tuple[tuple[str | int, ...], str]]:
    for number, pick in enumerate(record.fields.get("picks", ())):
        yield ("picks", number, "paper"), pick.get("paper", "")
    for number, section in enumerate(record.fields.get("sections", ())):
        for place, id in enumerate(section.get("papers", ())):
            yield ("sections", number, "papers", place), id
