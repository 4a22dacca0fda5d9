"""The entries of a listing → sightings, with the years that the listing left out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from generator.importers.dates import PrintedDay
from generator.importers.found import Counts, Found, Imported, Sighting
from generator.importers.listing import Entry, Listing
from generator.problems import Problem

SOURCE = "daily-papers"


@dataclass(frozen=True, slots=True)
class ListingDay:
    """When a listing was saved."""

    day: date | None  # None: neither said nor to be found out
    inferred: bool
    problems: tuple[Problem, ...] = ()


def listing_day(
    listing: Listing, listed: date | None, neighbour_year: int | None, today: date
) -> ListingDay:
    """The day of the page with its year: `listed` when it is given, else inferred.

    Inferred is the year after the newest one printed at an entry, as a listing leaves out the
    years that are its own; else after `neighbour_year`, the newest of the listings read with
    it; else the latest that puts the page not after `today`.
    """
    page = listing.page_day
    if listed:
        return ListingDay(listed, False, tuple(_contradictions(listing, listed)))
    if not page:
        return ListingDay(None, True, (_unknown(listing),))
    newest = listing.newest_year() or neighbour_year
    day = page.in_year(page.year) if page.year else None
    if not page.year:
        day = page.in_year(newest + 1) if newest else page.latest(today)
        day = page.latest(today) if day is None or day > today else day
    if not day:
        return ListingDay(None, True, (_unknown(listing),))
    return ListingDay(day, not page.year, () if page.year else (_guess(listing, day),))


def _contradictions(listing: Listing, listed: date) -> list[Problem]:
    page = listing.page_day
    if not page or page.falls_on(listed):
        return []
    what = f"the page says {page.shown}, --listed says {listed}"
    hint = "--listed is taken; with several files give it once for each, in their order"
    return [Problem(listing.path, listing.page_line, None, what, hint, warning=True)]


def _unknown(listing: Listing) -> Problem:
    what = "the day of this listing is unknown, so dates without a year are too"
    return Problem(listing.path, listing.page_line, None, what, "give --listed DATE", warning=True)


def _guess(listing: Listing, day: date) -> Problem:
    shown = listing.page_day.shown if listing.page_day else ""
    what = f"{shown} has no year; inferred: {day}"
    hint = f"--listed {day} makes it certain"
    return Problem(listing.path, listing.page_line, None, what, hint, warning=True)


def sightings(listing: Listing, when: ListingDay, source: str = SOURCE) -> Imported:
    """A sighting for each entry, and everything there is to tell of the listing."""
    reading = _Reading(listing.path, when, [*listing.problems, *when.problems])
    found = [Found(entry.line, reading.sighting(entry, source)) for entry in listing.entries]
    known = [entry.metadata for entry in listing.entries if entry.metadata]
    counts = Counts(
        entries=len(found),
        with_metadata=len(known),
        org_lines=sum(bool(entry.org) for entry in listing.entries),
        years_resolved=reading.years_resolved,
    )
    return Imported(listing.path, found, reading.problems, counts)


@dataclass(slots=True)
class _Reading:
    path: str
    when: ListingDay
    problems: list[Problem]
    years_resolved: int = field(default=0)

    def sighting(self, entry: Entry, source: str) -> Sighting:
        metadata = entry.metadata
        printed = metadata.day if metadata else None
        published = self._published(printed, metadata.line + 1) if metadata and printed else None
        fields: Sighting = {
            "title": entry.title,
            "abstract": entry.abstract or None,
            "author_count": entry.author_count,
            "org": entry.org or None,
            "published": published.isoformat() if published else None,
            "comments": printed.comments if printed else None,
            "listed": self.when.day.isoformat() if self.when.day else None,
            "source": source,
        }
        return {key: value for key, value in fields.items() if value is not None}

    def _published(self, printed: PrintedDay, line: int) -> date | None:
        if printed.year:
            return self._in_its_year(printed, printed.year, line)
        if not self.when.day:
            return None
        day = printed.latest(self.when.day)
        if not day:
            self._tell(line, f"{printed.shown} is no date", "the date is left out")
            return None
        self.years_resolved += 1
        how = f"inferred, as {self.when.day} is" if self.when.inferred else "the last up to then"
        self._tell(line, f"{printed.shown} has no year; read as {day}", how)
        return day

    def _in_its_year(self, printed: PrintedDay, year: int, line: int) -> date | None:
        day = printed.in_year(year)
        if not day:
            self._tell(line, f"{printed.shown} is no date", "the date is left out")
        elif self.when.day and day > self.when.day:
            self._tell(line, f"{printed.shown} is after the listing, {self.when.day}")
        return day

    def _tell(self, line: int, what: str, hint: str = "") -> None:
        self.problems.append(Problem(self.path, line, None, what, hint, warning=True))
