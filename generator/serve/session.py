"""A preview from start to end: build, look, build again."""

from __future__ import annotations

import threading
import time
import webbrowser
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NoReturn

from generator.messages import ProgressLine
from generator.problems import DigestError
from generator.serve.board import Board
from generator.serve.building import Builder, Job
from generator.serve.lookout import Lookout
from generator.serve.outcome import Built, together
from generator.serve.server import PreviewServer, bound
from generator.serve.telling import Teller
from generator.sources.files import CONTENT
from generator.sources.settings import read_settings
from generator.write.output import PREVIEW

PAUSE_SECONDS = 0.5  # without an edit, before the digest is looked over for the editor's page
MOST_PATIENCE_SECONDS = 2.0  # that pages stay as they were before an edit
REST_SECONDS = 60.0  # any time will do: nothing waits but files, and they are looked at anyway


@dataclass(frozen=True, slots=True)
class Settings:
    """How to preview."""

    host: str = "127.0.0.1"
    port: int = 8000  # or the next that is free; 0: any
    base_url: str | None = None
    open: bool = False  # show the front page in the editor's browser
    poll: bool = False  # take no hints from the system
    jobs: int = 0


def preview(folder: Path, settings: Settings) -> NoReturn:
    """Preview the digest in `folder` until interrupted. Raises DigestError if there is none."""
    folder = folder.resolve()
    board = Board(_base_path(folder, settings.base_url))
    site = folder / PREVIEW
    server = bound(settings.host, settings.port, folder, site, board)
    teller = Teller(folder)
    roots = [folder / CONTENT, folder / "themes"]
    lookout = Lookout(roots, poll=settings.poll, warn=teller.warn)
    progress = ProgressLine()
    builder = Builder(
        Job(folder, site, settings.base_url, settings.jobs), progress, board.show_overview
    )
    try:
        session = Session(board, builder, lookout, teller, progress)
        session.begin()
        _open(server, settings, teller)
        while True:
            session.turn()
    finally:
        builder.close()
        server.close()
        lookout.close()


class Session:
    """One build after another, each shown and told. All of it happens in one thread."""

    def __init__(
        self,
        board: Board,
        builder: Builder,
        lookout: Lookout,
        teller: Teller,
        progress: ProgressLine,
    ) -> None:
        self._board = board
        self._builder = builder
        self._lookout = lookout
        self._teller = teller
        self._progress = progress
        self._overview_due = False
        self._unfinished: Built | None = None  # a build that looked at an edit's pages only
        self._edited = 0.0  # when the last build ended
        self._whole_seconds = 0.0  # that the last build of all pages took

    def begin(self) -> None:
        self._lookout.begin()  # before the build: what changes while it reads is seen after it
        self._build([])

    def turn(self) -> None:
        """Wait for files to change and build; when all is quiet do what was put off."""
        changed = self._lookout.wait(self._patience())
        if changed or (self._unfinished and not self._patience()):
            self._build(changed)
        elif self._overview_due and not self._unfinished:
            self._overview_due = False
            self._builder.look_over()

    def _patience(self) -> float:
        """Seconds to wait for an edit before doing what was put off.

        The rest of a large digest is begun only when the editor has paused for as long as it
        takes, so that the next save seldom has to wait for it.
        """
        if self._unfinished:
            until = self._edited + min(self._whole_seconds, MOST_PATIENCE_SECONDS)
            return max(0.0, until - time.monotonic())
        return PAUSE_SECONDS if self._overview_due else REST_SECONDS

    def _build(self, changed: Sequence[str]) -> None:
        with self._progress:
            # After mistakes nothing is known for certain but by a look at everything.
            outcome = self._builder.build(() if self._board.view.failed else changed)
        self._edited = time.monotonic()
        if outcome.built:
            if not outcome.built.partial:
                self._whole_seconds = outcome.built.seconds
            outcome = replace(outcome, built=together(self._unfinished, outcome.built))
        self._board.show(outcome)
        self._unfinished = outcome.built if outcome.built and outcome.built.partial else None
        self._overview_due = not outcome.failed
        self._teller.say_built(outcome, changed)


def _base_path(folder: Path, base_url: str | None) -> str:
    """Where the site begins; "" as long as digest.yaml is there but cannot be read."""
    try:
        return read_settings(folder, base_url)[0].base_path
    except DigestError:
        if (folder / CONTENT / "digest.yaml").is_file():
            return ""
        raise


def _open(server: PreviewServer, settings: Settings, teller: Teller) -> None:
    server.begin()
    base_path, got = server.board.view.base_path, server.server_port
    teller.say_where(server.address, base_path, settings.port, got, settings.host)
    if settings.open:
        address = f"{server.address}{base_path}/"
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
