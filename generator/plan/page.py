"""What a page is before it is rendered, and what all planning works from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from generator.config import Config
from generator.corpus.model import Corpus

# Text, numbers, lists, dicts and None only: what a template is given can be written down,
# and what is written down can be compared with the last build. Very long lists may be Rows.
Context = dict[str, Any]


class Rows:
    """The `papers` of a context, when they are so many that no more than one is to be in memory.

    A list to whoever goes through it; each time, each row is made anew.
    """

    def __init__(self, ids: Sequence[str], row: Callable[[str], Context]) -> None:
        self.ids, self.row = ids, row

    def __iter__(self) -> Iterator[Context]:
        return map(self.row, self.ids)


class Page(NamedTuple):
    """One file of the site to be. Light: the context is made by whoever renders it."""

    url: str  # "/papers/2501.01234/", from the root of the site
    template: str  # "paper.html" of the theme, or an output of render/ without ending: "atom"
    # All that decides what it shows, of plain values: the context itself where `shown` is None.
    basis: Callable[[], Any]
    changed: str = ""  # ISO date of the newest thing on it, for the sitemap; "" when unknown
    listed: bool = True  # named in the sitemap
    source: str = ""  # the editor's file whose words it shows; "" when there is none
    shown: Callable[[Any], Context] | None = None  # the context of the basis, and of that alone
    papers: Sequence[str] = ()  # those whose cards a list shows

    def context(self) -> Context:
        return self.context_of(self.basis())

    def context_of(self, basis: Any) -> Context:
        return self.shown(basis) if self.shown else basis


class Site(NamedTuple):
    """The corpus, its settings, and where each paper stands in its edition."""

    corpus: Corpus
    config: Config
    places: Mapping[str, tuple[str, int]]  # paper → edition, index
    orders: Mapping[str, tuple[str, ...]]  # edition → papers
    appeared: Mapping[str, str]  # paper → the date a list shows of it
    years: Mapping[str, Sequence[str]]  # year of it → papers; newest year first, "undated" last
    taken_in: str  # the ISO day on which papers came in last; "" when none ever did
    # Paper → its card, and what tells that the card is as it was, once they were asked for.
    cards: dict[str, Context]
    told: dict[str, bytes]


def site_of(corpus: Corpus, config: Config) -> Site:
    """`corpus` ready to be planned. A paper's own edition is the first that has it."""
    places: dict[str, tuple[str, int]] = {}
    orders = {}
    for issue in reversed(corpus.issues.values()):
        order = tuple(id for id in issue.papers if id in corpus.papers)
        orders[issue.id] = order
        for index, id in enumerate(order):
            places.setdefault(id, (issue.id, index))
    appeared = {paper.id: paper.appeared for paper in corpus.papers.values()}
    years = _by_year(appeared)
    return Site(corpus, config, places, orders, appeared, years, _taken_in(corpus), {}, {})


def _by_year(appeared: Mapping[str, str]) -> dict[str, list[str]]:
    years: dict[str, list[str]] = defaultdict(list)
    for id, day in appeared.items():
        years[day[:4]].append(id)
    return {year or "undated": years[year] for year in sorted(years, reverse=True)}


def _taken_in(corpus: Corpus) -> str:
    """The last day a run of `fetch` brought a paper, or the newest first listing of one."""
    days = [intake.last_added for intake in corpus.intakes.values()]
    days += [paper.first_seen or "" for paper in corpus.papers.values()]
    return max(days, default="")
