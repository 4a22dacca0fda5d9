"""The word for how a source answered, and what is remembered of it. Values only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from generator.config import ARXIV_RSS, Source
from generator.fetch.answers import Answer
from generator.fetch.days import DAY, expected, is_overdue, why_nothing, working_days
from generator.sources.intake import Intake

NEW, QUIET, EMPTY, STALE, CAPPED, BROKEN = "new", "quiet", "empty", "stale", "capped", "broken"


@dataclass(frozen=True, slots=True)
class Gain:
    """What the store gained by an answer. Numbers count papers."""

    added: int = 0  # the digest did not have them
    merged: int = 0  # it had them from others; this source shows them for the first time
    updated: int = 0  # this source had shown them; something about them changed
    removed: int = 0  # let go, as the source names them no longer and --allow-shrink was given
    missing: int = 0  # kept although a whole answer no longer names them
    newest: str = ""  # the latest ISO day on which one was listed that was not known of that day


def word(before: Intake, today: date, answer: Answer, gain: Gain) -> str:
    """new: it showed something it had not shown. quiet: nothing new, and nothing was due.
    empty: asked for days on which something was due, it showed nothing. stale: it showed what it
    had shown before. capped: there is more than it gave. broken: it could not be asked or read.
    """
    if answer.failure:
        return BROKEN
    if answer.capped:
        return CAPPED
    if gain.newest:
        return NEW
    if before.expected and today <= date.fromisoformat(before.expected):
        return QUIET
    if answer.sightings and answer.batch == before.batch:
        return STALE
    return STALE if answer.due else EMPTY


def message(
    source: Source, before: Intake, today: date, answer: Answer, gain: Gain, found: str
) -> str:
    """One or more sentences for a person on why the word is `found`."""
    return "; ".join(_sentences(source, before, today, answer, gain, found))


def _sentences(
    source: Source, before: Intake, today: date, answer: Answer, gain: Gain, found: str
) -> Iterator[str]:
    if answer.failure:
        yield answer.failure
    if gain.added or gain.merged:
        yield f"{papers(gain.added + gain.merged)} it had not shown before"
    elif gain.newest:
        yield f"{papers(gain.updated)} listed once more"
    if found == CAPPED:
        yield answer.capped
    elif found == QUIET:
        yield _why_quiet(source, before, today)
    elif found == EMPTY:
        yield "it answered well, with no paper"
    elif found == STALE:
        same = "the same papers as the last time"
        yield same if answer.batch == before.batch else "nothing it had not shown before"
    yield from _remarks(source, before, answer, gain)


def _why_quiet(source: Source, before: Intake, today: date) -> str:
    reason = why_nothing(source, date.fromisoformat(before.last_new or before.asked), today)
    due = f"the next papers are due by {before.expected}"
    return f"{reason}; {due}" if reason else due


def _remarks(source: Source, before: Intake, answer: Answer, gain: Gain) -> Iterator[str]:
    if answer.failure and answer.through:
        yield f"all up to {answer.through} is in"
    if missed := _missed(source, before, gain):
        days = f"{missed} working day{'s' * (missed != 1)}"
        yield f"what was announced on {days} in between was not seen: ask it daily"
    if gain.missing:
        yield f"{papers(gain.missing)} it no longer names kept; --allow-shrink lets them go"
    if gain.removed:
        yield f"{papers(gain.removed)} it no longer names let go"


def _missed(source: Source, before: Intake, gain: Gain) -> int:
    """Working days whose announcements a feed of one day no longer holds."""
    if source.kind != ARXIV_RSS or not (gain.newest and before.last_new):
        return 0
    first = date.fromisoformat(before.last_new) + DAY
    return len(working_days(source, first, date.fromisoformat(gain.newest) - DAY))


def remembered(
    source: Source, before: Intake, today: date, answer: Answer, gain: Gain
) -> tuple[Intake, Intake]:
    """What came of this run, and what is kept of it for the next.

    The two differ when a source is asked twice on a day: that there was nothing more takes
    nothing from what the first run said.
    """
    day = today.isoformat()
    found = word(before, today, answer, gain)
    last_new = max(before.last_new, gain.newest)
    first_asked = before.first_asked or day
    due = expected(source, date.fromisoformat(last_new or first_asked))
    whole = not answer.failure
    now = Intake(
        word=found,
        message=message(source, before, today, answer, gain, found),
        first_asked=first_asked,
        asked=day,
        last_success=day if whole else before.last_success,
        last_added=day if gain.newest else before.last_added,
        last_new=last_new,
        expected=due.isoformat(),
        # What waits for the next run is not late.
        overdue=is_overdue(source, due, today) and not answer.resume,
        through=max(before.through, answer.through),
        resume=answer.resume if whole else _rest(before, answer),
        batch=answer.batch or before.batch if whole else before.batch,
        papers=_size(before, answer, gain) if whole else before.papers,
    )
    if found == QUIET and before.asked == day and before.word not in (CAPPED, BROKEN):
        kept = before._replace(through=now.through, resume=now.resume, overdue=now.overdue)
        return now, kept
    return now, now


def _rest(before: Intake, answer: Answer) -> str:
    """Where a run that failed on its way goes on: where it was to begin, or after what came."""
    return "" if answer.through > before.resume else before.resume


def _size(before: Intake, answer: Answer, gain: Gain) -> int:
    """Papers of a whole answer; of one that shrank what it had, until that is let go."""
    return before.papers if gain.missing else len(answer.sightings) or before.papers


def papers(count: int) -> str:
    return f"{count:,} paper{'s' * (count != 1)}"
