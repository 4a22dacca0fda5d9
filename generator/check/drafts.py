"""What the editor still has to do before an edition that is a draft can come out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.corpus.issues import by_edition, is_draft, issue_findings, named
from generator.corpus.model import Corpus
from generator.corpus.proposals import waiting
from generator.sources.record import Finding, Record

SHOWN = 5  # papers named in a message


def draft_findings(records: Iterable[Record], corpus: Corpus, kind: str) -> list[Finding]:
    """Warnings for each draft among the files of editions; `corpus` is without drafts."""
    editions, _ = by_edition(records, kind)
    left = waiting(corpus, editions, kind)
    found: list[Finding] = []
    for id, record in editions.items():
        if is_draft(record):
            found += _to_do(record)
            found += [one._replace(warning=True) for one in issue_findings(record, corpus.papers)]
            found += _left_out(record, [paper.id for paper in left.get(id, ())])
    return found


def _to_do(record: Record) -> Iterator[Finding]:
    fields = record.fields
    if not fields.get("title", "").strip():
        hint = "without one it is called by its date"
        yield record.finding("title", "this edition has no title yet", hint, warning=True)
    if not record.body.strip():
        place = ("mark", record.body_line, 0)
        hint = "write it below the second line of dashes"
        yield record.finding(place, "this edition has no introduction yet", hint, warning=True)
    for number, pick in enumerate(fields.get("picks", ())):
        if not pick.get("why", "").strip():
            what = f"no word yet on why to read `{pick.get('paper', '')}`"
            hint = "without one its tl;dr is shown"
            yield record.finding(("picks", number, "why"), what, hint, warning=True)
    what = "a draft: the site does not show it yet"
    hint = "take out `draft: true` when the edition is ready"
    yield record.finding("draft", what, hint, warning=True)


def _left_out(record: Record, ids: list[str]) -> Iterator[Finding]:
    """Papers of the edition's own days that came after it was proposed, or were deleted from it."""
    if ids and named(record):
        shown = ", ".join(ids[:SHOWN]) + (", …" if len(ids) > SHOWN else "")
        what = f"{len(ids)} of these days' papers are not in it: {shown}"
        hint = "add them, or they wait for a later edition"
        yield record.finding("sections", what, hint, warning=True)
