"""`broadsheet mail`: the edition that is meant, its letter, and whether it may go out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from generator.build import plan
from generator.config import Config
from generator.corpus.issues import by_edition, is_draft
from generator.digest import Digest, Options
from generator.mail.letter import Letter, letter
from generator.mail.sent import Sending, check_record, moment, read_sent, remember
from generator.mail.server import hand_over, login
from generator.plan.page import site_of
from generator.problems import DigestError, Problem
from generator.sources.fields import suggestion
from generator.sources.files import CONTENT, read_editions
from generator.sources.mail import Mailbox
from generator.update import make_renderer
from generator.write.files import unwritable
from generator.write.ledger import MEMORY

OUT = f"{MEMORY}/mail"  # beside the build's memory: git ignores it, and it is never published
SETTINGS = f"{CONTENT}/digest.yaml"
LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command was asked for."""

    issue: str | None = None  # None: the newest that the editor has finished
    base_url: str | None = None
    drafts: bool = False
    to: Mailbox | None = None  # a proof for someone, not the list


@dataclass(frozen=True, slots=True)
class Ready:
    """A letter, and the settings of the digest it is of."""

    letter: Letter
    config: Config


def compose(folder: Path, wanted: Wanted) -> Ready | None:
    """The letter of the edition that is meant; None when none is finished yet.

    Raises DigestError when the content has mistakes, digest.yaml says too little of `mail`, and
    for an edition that is not there or is a draft.
    """
    digest = plan(folder, Options(base_url=wanted.base_url, drafts=wanted.drafts))
    _needed(digest.config, ("from", "to"))
    id = _meant(digest, wanted)
    if id is None:
        return None
    issue = digest.corpus.issues[id]
    theme = make_renderer(digest).theme
    made = letter(site_of(digest.corpus, digest.config), issue, theme, wanted.to)
    return Ready(made, digest.config)


def _needed(config: Config, keys: tuple[str, ...]) -> None:
    """Raise DigestError for each of `keys` that digest.yaml's `mail` lacks."""
    hint = "see `mail` in the README"
    missing = [key for key in keys if not config.mail.get(key)]
    if missing:
        raise DigestError(
            Problem(SETTINGS, None, None, f"`mail` has no `{key}`", hint) for key in missing
        )


def _meant(digest: Digest, wanted: Wanted) -> str | None:
    files, _ = by_edition(read_editions(digest.folder), digest.config.issue)
    drafts = set() if wanted.drafts else {id for id in files if is_draft(files[id])}
    if wanted.issue is None:
        return next((id for id in digest.corpus.issues if id in files and id not in drafts), None)
    id = wanted.issue.upper()
    if id in drafts:
        hint = "take out `draft: true`, or look at it with --drafts"
        raise DigestError([Problem(files[id].path, None, None, "this edition is a draft", hint)])
    if id not in digest.corpus.issues:
        hint = suggestion(id, digest.corpus.issues)
        raise DigestError([Problem("", None, None, f"no edition `{wanted.issue}`", hint)])
    return id


def write_letter(folder: Path, made: Letter, output: Path | None = None) -> list[Path]:
    """The letter as .eml, and its two forms beside it to look at; the files, .eml first."""
    place = output or folder / OUT
    stem = made.issue
    contents = {
        f"{stem}.eml": made.message,
        f"{stem}.html": made.html.encode("utf-8", "replace"),
        f"{stem}.txt": made.text.encode("utf-8", "replace"),
    }
    try:
        place.mkdir(parents=True, exist_ok=True)
        for name, data in contents.items():
            (place / name).write_bytes(data)
    except OSError as error:
        raise DigestError([unwritable(str(error.filename or place), error)]) from error
    return [place / name for name in contents]


def already_sent(folder: Path, id: str) -> Sending | None:
    return read_sent(folder).get(id)


def send(folder: Path, ready: Ready, environment: Mapping[str, str], now: datetime) -> Sending:
    """Hand the letter to the list's server, and remember that it went out.

    Raises DigestError when it cannot be sent; then nothing is remembered.
    """
    deliver = _delivery(ready, environment)
    check_record(folder)
    deliver()
    made = ready.letter
    sending = Sending(made.issue, made.message_id, moment(now), made.to)
    remember(folder, sending)
    return sending


def send_proof(ready: Ready, environment: Mapping[str, str]) -> None:
    """Hand the letter to the server for someone who is to look at it; nothing is remembered."""
    _delivery(ready, environment)()


def _delivery(ready: Ready, environment: Mapping[str, str]) -> Callable[[], None]:
    """What hands the letter over, when all that it needs is known."""
    config, made = ready.config, ready.letter
    _needed(config, ("server",))
    if urlsplit(config.base_url).hostname in LOCAL:
        what = f"the letter's links lead to {config.base_url}, where only you are"
        hint = "give --base-url, or set base_url to where readers find the site"
        raise DigestError([Problem(SETTINGS, None, None, what, hint)])
    who = login(environment)
    return partial(hand_over, config.mail["server"], who, made.sender, made.to, made.message)
