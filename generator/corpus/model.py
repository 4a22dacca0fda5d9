"""Papers, editions, topics and people, checked against each other. Values only.

They are named tuples: to make one takes a quarter of the time of a frozen dataclass, of 27 fields,
and to make its class, which every command does, a sixth.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from generator.sources.intake import Intake
from generator.sources.record import Record

if TYPE_CHECKING:
    from generator.corpus.related import Neighbours


class Sighting(NamedTuple):
    """A source listed the paper on that day."""

    source: str
    listed: str | None  # ISO day; None: the source gives no listing day


class Assigned(NamedTuple):
    """A paper is in a topic, and this is why."""

    topic: str  # topic id
    reason: str  # "editor", "title: reward model", "abstract: policy, reward", "keyword: PPO"


class Paper(NamedTuple):
    """A paper of the digest. Text is readable but not yet HTML; render/ makes that of it.

    Dates are ISO text, as much as is known: "2024-07-08", "2024-07" or "2024".
    """

    id: str  # stays when the title changes: "2501.01234", "sparse-attention-7f3a"
    title: str
    authors: tuple[str, ...] | None  # as printed on the paper; None: no source names them
    author_count: int | None  # None: not known either
    org: str
    abstract: str  # "" when no source gives it, or it was imported facts-only
    terms: tuple[str, ...]  # harvested from an abstract that is not kept, sorted
    acronyms: tuple[tuple[str, str], ...]  # short form, long form
    published: str | None  # when it appeared, not when we listed it; None: not known
    first_seen: str | None  # its earliest listing, a whole day; None: no day is known at all
    venue: str
    doi: str
    arxiv_id: str  # without version
    url: str
    pdf: str
    code: str
    project: str
    keywords: tuple[str, ...]  # the sources' own words that are no topic of ours; searchable
    upvotes: int | None
    tldr: str
    note: str  # Markdown, in the editor's words; "" when there is none
    note_path: str  # the overlay the note stands in; "" when there is none
    topics: tuple[Assigned, ...]  # the main one first
    aliases: tuple[str, ...]  # ids it once had, sorted; each redirects here
    sightings: tuple[Sighting, ...]  # earliest first
    draft: bool = False

    @property
    def appeared(self) -> str:
        """The date a list shows and is sorted by: published, else first seen, else ""."""
        return self.published or self.first_seen or ""

    @property
    def day(self) -> str:
        """The date that says what is new: first seen, else published, else ""."""
        return self.first_seen or self.published or ""


class Topic(NamedTuple):
    """A question papers are sorted under."""

    id: str
    name: str
    parent: str | None = None
    intro: str = ""  # Markdown
    aliases: tuple[str, ...] = ()
    ours: bool = True  # False: a keyword many papers share, without a file in topics/
    path: str = ""  # its file; "" when it has none
    draft: bool = False


class Pick(NamedTuple):
    """A paper the editor puts first, and why."""

    paper: str
    why: str = ""


class Section(NamedTuple):
    """Papers of an edition under a heading of the editor's; "" is the rest without one."""

    title: str
    intro: str
    papers: tuple[str, ...]


class Issue(NamedTuple):
    """One edition: a day, week or month, with its papers in reading order."""

    id: str  # "2025-W50", "2025-12-09", "2025-12"
    title: str  # the editor's; "" when no file gives one
    issued: str  # ISO day it came out
    intro: str = ""  # Markdown
    picks: tuple[Pick, ...] = ()
    sections: tuple[Section, ...] = ()
    path: str = ""  # its file; "" for an edition made of dates alone
    draft: bool = False

    @property
    def papers(self) -> tuple[str, ...]:
        """All ids in reading order, each once."""
        if not self.path:  # made of dates alone: one section, of papers that are there once
            return self.sections[0].papers
        ids = [pick.paper for pick in self.picks]
        ids += [paper for section in self.sections for paper in section.papers]
        return tuple(dict.fromkeys(ids))


class Group(NamedTuple):
    """A person or an organisation with the papers that name it."""

    id: str
    name: str
    papers: tuple[str, ...]  # ids, newest first
    intro: str = ""  # Markdown
    links: tuple[tuple[str, str], ...] = ()  # label, URL
    draft: bool = False


class TextPage(NamedTuple):
    """A page of the editor's: about and the like."""

    id: str
    title: str
    description: str
    text: str  # Markdown
    menu: bool  # named in the header
    order: int
    path: str
    draft: bool = False


class Corpus(NamedTuple):
    """The whole digest. Every id one thing names is an id of another."""

    papers: dict[str, Paper]  # newest first
    topics: dict[str, Topic]  # by name
    issues: dict[str, Issue]  # newest first
    people: dict[str, Group]  # by name
    orgs: dict[str, Group]  # by name
    pages: dict[str, TextPage]  # by order, then title
    by_topic: Mapping[str, tuple[str, ...]]  # topic id → ids of its papers and of those below it
    issue_of: Mapping[str, tuple[str, ...]]  # paper id → ids of the editions it is in, oldest first
    person_of: Mapping[str, str]  # printed name → person id, for those who have a page
    org_of: Mapping[str, str]  # printed name → org id
    records: Mapping[str, tuple[Record, ...]] = MappingProxyType({})  # what a paper is of
    intakes: Mapping[str, Intake] = MappingProxyType({})  # source → how it answered last
    neighbours: Neighbours | None = None  # None in a digest that shows none
