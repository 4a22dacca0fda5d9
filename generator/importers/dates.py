"""Dates as listings print them: no year where the reader was expected to know it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
PRINTED = re.compile(r"([A-Z][a-z]{2,8})\.? (\d{1,2})(?:, (\d{4}))?(?: (\d{1,6}))?\Z")


@dataclass(frozen=True, slots=True)
class PrintedDay:
    """ "Jul 8, 2024 2": the 2 counts comments. None: not printed, which is not zero."""

    month: int
    day: int
    year: int | None = None
    comments: int | None = None
    shown: str = ""  # the date as printed, without the comments

    def falls_on(self, day: date) -> bool:
        return (self.month, self.day) == (day.month, day.day) and self.year in (None, day.year)

    def in_year(self, year: int) -> date | None:
        """None: that year has no such day."""
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return None

    def latest(self, until: date) -> date | None:
        """The last such day up to `until`; None: there is no such day in any year."""
        # Eight years back always meet a 29 February, also about 1900 and 2100.
        for year in range(until.year, max(until.year - 9, 0), -1):
            day = self.in_year(year)
            if day and day <= until:
                return day
        return None


def parse_printed_day(text: str) -> PrintedDay | None:
    """None: `text` is not a month with a day of the month, whatever else it is."""
    match = PRINTED.match(text)
    if not match or match.group(1)[:3].lower() not in MONTHS:
        return None
    name, day, year, comments = match.groups()
    return PrintedDay(
        month=MONTHS.index(name[:3].lower()) + 1,
        day=int(day),
        year=int(year) if year else None,
        comments=int(comments) if comments else None,
        shown=f"{name} {day}" + (f", {year}" if year else ""),
    )
