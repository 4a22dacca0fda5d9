"""When a source brings new papers: working days, holidays, and from when on it is overdue."""

from __future__ import annotations

from datetime import date, timedelta

from generator.config import ARXIV, ARXIV_RSS, Source

DAY = timedelta(days=1)
SATURDAY = 5
PERIOD_DAYS = {"weekly": 7, "monthly": 31}
# How long after the expected day a source may still come; daily counts working days.
GRACE_DAYS = {"daily": 2, "weekly": 3, "monthly": 7}
HOLIDAYS = {(1, 1), (12, 25)}  # month, day
# Days on which arXiv's office is closed and nothing is announced; info.arxiv.org says which
# each year, mostly these. One too many here only makes a source overdue a day later.
ARXIV_HOLIDAYS = HOLIDAYS | {(6, 19), (7, 4), (12, 24), (12, 31)}
# Month, weekday from Monday as 0, which of the month (-1: the last).
ARXIV_MOVING = {(1, 0, 3), (5, 0, -1), (9, 0, 1), (11, 3, 4)}


def day_off(source: Source, day: date) -> str:
    """Why `source` brings nothing on `day`: "a weekend", "a holiday"; "" when it should."""
    if day.weekday() >= SATURDAY:
        return "a weekend"
    if day.isoformat() in source.days_off:
        return "a day off"
    of_arxiv = source.kind in (ARXIV, ARXIV_RSS)
    fixed = ARXIV_HOLIDAYS if of_arxiv else HOLIDAYS
    if (day.month, day.day) in fixed or (of_arxiv and _moving(day)):
        return "a holiday"
    return ""


def _moving(day: date) -> bool:
    """Whether `day` is one of the holidays that fall on a weekday of a month."""
    nth = (day.day - 1) // 7 + 1
    last = (day + 7 * DAY).month != day.month
    here = {(day.month, day.weekday(), nth)}
    if last:
        here.add((day.month, day.weekday(), -1))
    return not ARXIV_MOVING.isdisjoint(here)


def working_days(source: Source, first: date, last: date) -> list[date]:
    """The days from `first` to `last`, both included, on which `source` should bring papers."""
    days = [first + n * DAY for n in range((last - first).days + 1)]
    return [day for day in days if not day_off(source, day)]


def next_working_day(source: Source, after: date, count: int = 1) -> date:
    """The `count`th working day after `after`."""
    day = after
    while count:
        day += DAY
        count -= not day_off(source, day)
    return day


def expected(source: Source, last_new: date) -> date:
    """The day by whose end the next papers are due."""
    if source.cadence == "daily":
        return next_working_day(source, last_new)
    return last_new + PERIOD_DAYS[source.cadence] * DAY


def is_overdue(source: Source, due: date, today: date) -> bool:
    """Whether more days than the cadence's grace have gone by since `due`."""
    grace = GRACE_DAYS[source.cadence]
    if source.cadence == "daily":
        return today > next_working_day(source, due, grace)
    return today > due + grace * DAY


def why_nothing(source: Source, after: date, today: date) -> str:
    """What the days after `after` up to `today` were, where none of them was a working day."""
    reasons = [day_off(source, after + n * DAY) for n in range(1, (today - after).days + 1)]
    return " and ".join(dict.fromkeys(reasons)) if reasons and all(reasons) else ""
