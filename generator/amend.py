"""A short way down the street for a preview: notes that say the same paper in other words.

An editor saves a note again and again. When all that changed since the last build are the body
and the tl;dr of some notes, the corpus is the last one with those papers replaced, and a hasty
build looks at their own pages only. The usual build follows when the editor pauses, so that
nothing rests on this but time.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from generator.corpus.checks import reference_findings
from generator.corpus.clean import cleaned
from generator.corpus.merge import paper
from generator.digest import Digest, Report
from generator.kept import Kept
from generator.plan.changes import Entry
from generator.plan.page import site_of
from generator.plan.pages import paper_pages
from generator.render.render import Renderer
from generator.sources.files import ContentFile, parse_file, read_bytes
from generator.sources.inputs import Inputs, print_of
from generator.sources.record import Record
from generator.update import render_stale
from generator.write.files import Drafts, discard, move_into_place, stat_of
from generator.write.ledger import Memory

PAPER = "paper.html"
MOST_FILES = 8  # saved at once by a person
REWORDED = ("tldr",)  # fields that change what is said of a paper, and nothing else


def amended(kept: Kept, edited: Collection[str]) -> tuple[Digest, Inputs] | None:
    """The last digest with what editors wrote since to the files `edited`, and its inputs.

    Its pages are those of these papers alone. None when anything else changed, or might have:
    then the whole street is to be walked.
    """
    last, was = kept.digest, kept.inputs
    if not last or not was or not 0 < len(edited) <= MOST_FILES or PAPER in last.theme.leaves_out:
        return None
    told = {problem.path for problem in last.warnings}
    papers, records = dict(last.corpus.papers), dict(last.corpus.records)
    about = [one for one in papers.values() if one.note_path in edited]
    if len(about) != len(set(edited)) or not told.isdisjoint(edited):
        return None
    prints = dict(was.files)
    for one in about:
        made = _reread(last.folder, one.note_path, records[one.id])
        if made is None:
            return None
        records[one.id], prints[one.note_path] = made
        papers[one.id] = paper(one.id, records[one.id], one.topics, one.keywords, one.aliases)
    corpus = last.corpus._replace(papers=papers, records=records)
    texts = [(one.note_path, papers[one.id].note) for one in about]
    if reference_findings(corpus, texts):
        return None
    pages = paper_pages(site_of(corpus, last.config), [one.id for one in about])
    inputs = was._replace(digest="", files=prints)
    return last._replace(corpus=corpus, pages=list(pages)), inputs


def _reread(
    folder: Path, path: str, records: tuple[Record, ...]
) -> tuple[tuple[Record, ...], bytes] | None:
    """`records` with the one of `path` as it is now, and the hash of that file.

    None when more than words changed.
    """
    raw = read_bytes(folder / path, path, [])
    if raw is None:
        return None
    now, findings = parse_file(ContentFile("papers", path), raw, cleaned)
    was = next(record for record in records if record.path == path)
    if findings or len(now) != 1:
        return None
    if _facts(now[0]) != _facts(was):
        return None
    return tuple(now[0] if record is was else record for record in records), print_of(raw)


def _facts(record: Record) -> Mapping[str, Any]:
    return {key: value for key, value in record.words.items() if key not in REWORDED}


def hasty_report(
    digest: Digest, renderer: Renderer, before: Memory, output: Path, began: float
) -> tuple[Report, Memory]:
    """Bring the pages of `digest` up to date; all others and the ledger wait for the next build.

    The memory is what the site is made from now: of no inputs, as no build of all of it has had
    these. Should there be no next build in this process, the one after finds the files touched.
    """
    pages = digest.pages
    there = partial(stat_of, output)
    drafts = Drafts(output)
    drafts.begin()
    try:
        rows = render_stale(renderer, before.entries, before.entries, there, drafts, pages)
        move_into_place(output)
    finally:
        discard(output)
    entries = {**before.entries, **{row[0]: Entry(*row[3:]) for row in rows if row[1]}}
    report = Report(
        pages=len(entries),
        rendered={page.url: row[1] for page, row in zip(pages, rows, strict=True) if row[1]},
        written=sum(row[2] for row in rows),
        removed=[],
        site_bytes=sum(entry.size for entry in entries.values()),
        seconds=time.perf_counter() - began,
        warnings=before.warnings,
        changed=[row[0] for row in rows if row[2]],
        partial=True,
    )
    return report, before._replace(inputs="", entries=entries)
