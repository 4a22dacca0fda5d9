"""One function for each kind of source: from when it was asked last to what it has shown since.

Each gives batches in order of their days, so that what came before a failure is kept, and knows
its source's caps: windows of days stay under them, and what they cut off is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from generator.config import ARXIV, ARXIV_RSS, HUGGING_FACE, URL, Source
from generator.fetch.answers import Batch, appeared, batch_of, read_answer, refuse_broken
from generator.fetch.arxiv_api import PAUSE_SECONDS, ArxivApi
from generator.fetch.days import DAY, SATURDAY
from generator.fetch.hugging_face import HuggingFace
from generator.fetch.web import Failed, Web
from generator.importers.found import Sighting
from generator.sources.intake import Intake

FIRST_DAYS = {"daily": 7, "weekly": 7, "monthly": 31}  # that a first fetch looks back
DAYS_OF_A_RUN = 90  # of daily lists; a longer absence is made up for in several runs
PAGES_OF_A_DAY = 20
WINDOW_DAYS = 7
LOOK_BACK_DAYS = 7  # arXiv shows a paper under the day it was sent in, after days of moderation
ARXIV_PAPERS = 10_000  # of one run
ARXIV_TOTAL = 30_000  # the most that arXiv gives for one question
RSS = "https://rss.arxiv.org/rss/"
RSS_ITEMS = 2_000  # the most that a feed of arXiv holds
RSS_END = re.compile(rb"</(?:rss|rdf:RDF|feed)>\s*\Z")


def _first_day(source: Source, before: Intake, today: date, back: int = 0) -> date:
    """The day to begin with. `back` days are asked again, for what comes late."""
    since = min(date.fromisoformat(source.since), today) if source.since else date.min
    if before.resume:
        return date.fromisoformat(before.resume)
    if before.through:
        return max(since, date.fromisoformat(before.through) - back * DAY)
    return since if source.since else today - FIRST_DAYS[source.cadence] * DAY


def ask_hugging_face(source: Source, before: Intake, today: date, web: Web) -> Iterator[Batch]:
    """The lists of Daily Papers day by day; there is none on weekends.

    The last day asked is asked again, as it may not have been over.
    """
    api = HuggingFace(web, source.url)
    first = _first_day(source, before, today)
    days = [first + n * DAY for n in range((today - first).days + 1)]
    days = [day for day in days if day.weekday() < SATURDAY]
    count = 0
    for number, day in enumerate(days):
        if number == DAYS_OF_A_RUN or (source.limit and count >= source.limit):
            capped = f"{count:,} papers are enough for one run; the next goes on with {day}"
            yield Batch([], capped=capped, resume=day.isoformat())
            return
        try:
            batch = _hugging_face_day(api, source, before, day)
        except Failed as failed:
            if failed.status == 400 and day == today:
                return  # a day that has no list yet is a wrong date to the server
            raise
        count += len(batch.sightings)
        yield batch


def _hugging_face_day(api: HuggingFace, source: Source, before: Intake, day: date) -> Batch:
    """All pages of a day. A page says nothing about more: the next is asked until it is empty or
    so short that it must be the last, whatever the server makes of the limit it is given."""
    batch = Batch([], through=day.isoformat())
    seen: set[str] = set()
    for page in range(PAGES_OF_A_DAY):
        read = read_answer(api.daily_papers(day, page), source.name, "hugging-face", day)
        refuse_broken(read)
        more = batch_of(read, since=before.through, day=day)
        fresh = [one for one in more.sightings if _id(one) not in seen]
        if more.sightings and not fresh:
            capped = f"{day} has more papers than the {len(seen):,} that can be asked for"
            return replace(batch, capped=capped)
        seen |= {_id(one) for one in fresh}
        batch = replace(
            batch,
            sightings=[*batch.sightings, *fresh],
            problems=[*batch.problems, *more.problems],
            left_out=batch.left_out + more.left_out,
            due=batch.due + more.due,
        )
        if read.counts.entries < api.SHORT:
            return batch
    return replace(batch, capped=f"{day} has more than {len(seen):,} papers; the rest is left out")


def _id(sighting: Sighting) -> str:
    return str(sighting.get("arxiv_id") or sighting.get("source_id") or sighting["title"])


def ask_arxiv(source: Source, before: Intake, today: date, web: Web) -> Iterator[Batch]:
    """What was sent in, a week at a time, oldest first: what a cap leaves is the newest, and
    waits for the next run."""
    api = ArxivApi(web, source.url, source.query)
    first = _first_day(source, before, today, LOOK_BACK_DAYS)
    rest = source.limit or ARXIV_PAPERS
    while first <= today:
        last = min(first + (WINDOW_DAYS - 1) * DAY, today)
        for batch in _arxiv_window(api, source, before, (first, last), rest):
            rest -= len(batch.sightings)
            yield batch
            if batch.capped:
                return
        first = last + DAY


def _arxiv_window(
    api: ArxivApi, source: Source, before: Intake, window: tuple[date, date], rest: int
) -> Iterator[Batch]:
    """The papers of some days, a slice at a time, until more than `rest` came and a day is over:
    of the first day all is taken, or no run would ever get beyond it."""
    first, last = window
    start = taken = 0
    while True:
        page = api.page(first, last, start)
        read = read_answer(page.body, source.name, "arxiv-atom")
        refuse_broken(read)
        batch = batch_of(read, since=before.through)
        start, taken = start + page.entries, taken + len(batch.sightings)
        if start >= page.total or not page.entries:
            yield replace(batch, through=last.isoformat())
            return
        reached = max(map(appeared, batch.sightings), default="")[:10]
        most = start >= ARXIV_TOTAL
        if (most or taken >= rest) and reached > first.isoformat():
            yield _until(batch, date.fromisoformat(reached), taken)
            return
        if most:
            capped = f"{first} has more than the {start:,} papers that can be asked for"
            yield replace(batch, capped=capped, through=str(first), resume=str(first + DAY))
            return
        yield batch


def _until(batch: Batch, reached: date, taken: int) -> Batch:
    """The last batch of a run that took as many papers as it may; the next begins on that day."""
    capped = f"{taken:,} papers are enough for one run; the next goes on with {reached}"
    return replace(batch, capped=capped, through=str(reached - DAY), resume=str(reached))


def ask_arxiv_rss(source: Source, before: Intake, today: date, web: Web) -> Iterator[Batch]:
    """What arXiv announced on its last working day, and nothing older."""
    del before, today
    body = web.get(
        source.url or RSS + source.query,
        pause_seconds=PAUSE_SECONDS,
        flaw=lambda body: "" if RSS_END.search(body[-200:]) else "a feed without its end",
    )
    yield from _whole(source, body, "arxiv-rss", source.limit or RSS_ITEMS)


def ask_url(source: Source, before: Intake, today: date, web: Web) -> Iterator[Batch]:
    """A file of any format that importers read."""
    del before, today
    yield from _whole(source, web.get(source.url), source.format, source.limit)


def _whole(source: Source, body: bytes, format: str, most: int) -> Iterator[Batch]:
    """An answer in one piece; `most` is the number from which on it is taken to be cut off."""
    read = read_answer(body, source.name, format)
    batch = batch_of(read)
    count = read.counts.entries
    if most and count >= most:
        capped = f"{count:,} papers, as many as it gives at once: there may be more"
        batch = replace(batch, capped=capped)
    yield batch
    refuse_broken(read)


Ask = Callable[[Source, Intake, date, Web], Iterator[Batch]]
ASK: Mapping[str, Ask] = {
    HUGGING_FACE: ask_hugging_face,
    ARXIV: ask_arxiv,
    ARXIV_RSS: ask_arxiv_rss,
    URL: ask_url,
}
