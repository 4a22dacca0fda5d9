"""`broadsheet issue`: the next edition as a draft in content/issues/, for the editor to finish."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.build import plan
from generator.config import Config
from generator.corpus.issues import by_edition, edition_problem, is_draft, period
from generator.corpus.model import Corpus
from generator.corpus.proposals import (
    Editions,
    Proposal,
    Waiting,
    next_edition,
    proposal,
    unfiled,
    waiting,
)
from generator.digest import Options
from generator.plan.cards import long_date
from generator.problems import DigestError, Problem
from generator.render.filters import count
from generator.render.text import plain
from generator.sources.files import CONTENT, FRONT_BYTES, read_editions
from generator.sources.yaml import NOTHING
from generator.write.files import unwritable

PICKS = 5
TITLE = 80  # characters of a title beside its id
ROOM = 0.8  # of what front matter may hold; the rest is the editor's
TO_DO = """\
# Proposed from {count} listed up to {date}. To finish it:
# give it a title, say why each pick is worth reading, write an introduction below the second
# line of dashes; move and delete papers as you like (a deleted one waits for a later edition);
# then take out the next line. Until then the site shows these papers without this file."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """What was proposed: the text of a file, and where it goes."""

    proposal: Proposal
    path: str  # from the folder of the digest
    text: str
    unfiled: tuple[str, ...]  # earlier editions that are made by dates alone

    @property
    def told(self) -> str:
        """ "37 papers, 5 picks, 8 sections"."""
        made = self.proposal
        things = ("paper", made.count), ("pick", len(made.picks)), ("section", len(made.sections))
        return ", ".join(count(number, thing) for thing, number in things)


def propose(
    folder: Path, wanted: str | None = None, picks: int = PICKS, today: date | None = None
) -> Proposed | None:
    """The next edition, or the one `wanted`; None when no paper waits for a next one.

    With `today` the next one must be due: its days are over, and no draft waits to be finished.
    Raises DigestError when the content has mistakes, when `wanted` is no edition of this
    digest or has a file already, and when no paper waits for it.
    """
    config, corpus, editions = _read(folder)
    found = waiting(corpus, editions, config.issue)
    if wanted:
        id = _checked(wanted.upper(), config, editions)
    elif next := _next(found, editions, config.issue, today):
        id = next
    else:
        return None
    made = proposal(id, found, editions, corpus.topics, picks)
    if made is None:
        raise _refused("", f"no paper waits for {id}", _nearest(found, editions))
    earlier = tuple(own for own in unfiled(found, editions) if own < id)
    return Proposed(made, path_of(id), _text(made, corpus), earlier)


def path_of(id: str) -> str:
    return f"{CONTENT}/issues/{id}.md"


def _read(folder: Path) -> tuple[Config, Corpus, Editions]:
    """The digest without its drafts, but with every edition's file."""
    digest = plan(folder, Options())
    editions, _ = by_edition(read_editions(folder), digest.config.issue)
    return digest.config, digest.corpus, editions


def _next(waiting: Waiting, editions: Editions, kind: str, today: date | None) -> str | None:
    if today is None:
        return next_edition(waiting, editions)
    if any(map(is_draft, editions.values())):
        return None
    return next_edition(waiting, editions, period(today.isoformat(), kind))


def _checked(id: str, config: Config, editions: Editions) -> str:
    wrong = edition_problem(id, config.issue)
    if wrong:
        what, example = wrong
        raise _refused("", what, f"name it like {example}")
    if id in editions:
        hint = "edit it; or delete it, and it is proposed again"
        raise _refused(editions[id].path, "is there already", hint)
    return id


def _nearest(waiting: Waiting, editions: Editions) -> str:
    ids = unfiled(waiting, editions)
    return f"editions without a file: {', '.join(ids[-8:])}" if ids else ""


def _refused(path: str, what: str, hint: str) -> DigestError:
    return DigestError([Problem(path, None, None, what, hint)])


def write_proposed(folder: Path, proposed: Proposed) -> None:
    """Write the draft. Raises DigestError when a file of its name came meanwhile."""
    file = folder / proposed.path
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8", newline="\n") as made:
            made.write(proposed.text)
    except FileExistsError:
        raise _refused(proposed.path, "is there already", "edit it, or delete it") from None
    except OSError as error:
        raise DigestError([unwritable(proposed.path, error)]) from None


def _text(made: Proposal, corpus: Corpus) -> str:
    """The draft; titles stand beside the ids for as long as that leaves the editor room."""
    for titled in (True, False):
        front = "\n".join(_front(made, corpus, titled))
        if len(front) < FRONT_BYTES * ROOM:
            return f"---\n{front}\n---\n\n"
    what = f"{made.count:,} papers wait for {made.id}, more than one file can name"
    raise _refused("", what, "an `issue` of a shorter time in digest.yaml parts them")


def _front(made: Proposal, corpus: Corpus, titled: bool) -> Iterator[str]:
    yield TO_DO.format(count=count(made.count, "paper"), date=long_date(made.date))
    yield "draft: true"
    yield "title:"
    yield f"date: {made.date}"
    if made.picks:
        yield "picks:"
    for id in made.picks:
        yield f"  - paper: {_named(id, corpus, titled)}"
        yield "    why:"
    yield "sections:"
    for section in made.sections:
        yield f"  - title: {json.dumps(section.title, ensure_ascii=False)}"
        yield "    papers:"
        yield from (f"      - {_named(id, corpus, titled)}" for id in section.papers)


def _named(id: str, corpus: Corpus, titled: bool) -> str:
    """An id, with the paper's title behind it as a comment."""
    written = json.dumps(id) if id in NOTHING else id
    if not titled:
        return written
    title = " ".join(plain(corpus.papers[id].title).split())
    seen = "".join(sign for sign in title if sign.isprintable())
    return f"{written}  # {seen if len(seen) <= TITLE else seen[: TITLE - 1].rstrip() + '…'}"
