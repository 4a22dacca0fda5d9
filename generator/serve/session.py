"""A preview from start to end: build, look, build again."""

from __future__ import annotations

import sys
import time
import webbrowser
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from generator.messages import ProgressLine, tell
from generator.problems import DigestError, Problem
from generator.serve.board import Board
from generator.serve.building import Builder, Job
from generator.serve.outcome import Outcome
from generator.serve.scan import Snapshot
from generator.serve.server import PreviewServer, bound
from generator.serve.watch import Hints, Watcher, watched_folders
from generator.sources.files import CONTENT
from generator.sources.settings import read_settings
from generator.write.output import PREVIEW

SCAN_SECONDS = 2.0  # between two looks at every file, whatever the system hints
POLL_SECONDS = 1.0  # the same where there are no hints
PAUSE_SECONDS = 0.5  # without an edit, before the digest is looked over for the editor's page
MOST_HINTS = 1000  # from which on a look at every file is quicker
OWN_HOSTS = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Settings:
    """How to preview."""

    host: str = "127.0.0.1"
    port: int = 8000
    base_url: str | None = None
    open: bool = False  # show the front page in the editor's browser
    poll: bool = False  # take no hints from the system
    jobs: int = 0


class Session:
    """One preview of the digest in `folder`. All of it happens in the thread that calls `run`."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.folder = folder.resolve()
        self.settings = settings
        self.progress = ProgressLine()
        self.board = Board()
        self.hints = Hints()
        self.watcher = Watcher(self.hints)
        self.snapshot = Snapshot([self.folder / CONTENT, self.folder / "themes"])
        self.roots: list[tuple[Path, int]] = []  # those that are there, each with its inode
        self.told: Sequence[Problem] = ()  # what the terminal said last
        self.warned_of_watching = False
        self.next_look = 0.0
        self.overview_due = True

    def run(self) -> NoReturn:
        """Preview until interrupted. Raises DigestError where there is no digest to preview."""
        self.board = Board(self._base_path())
        site = self.folder / PREVIEW
        job = Job(self.folder, site, self.settings.base_url, self.settings.jobs)
        server = bound(self.settings.host, self.settings.port, self.folder, site, self.board)
        builder = Builder(job, self.progress, self._show_overview)
        try:
            self._begin(server, builder)
            while True:
                self._turn(builder)
        finally:
            server.close()
            builder.close()
            self.watcher.stop()

    def _base_path(self) -> str:
        """Where the site begins; "" until digest.yaml, which is there, can be read."""
        try:
            return read_settings(self.folder, self.settings.base_url)[0].base_path
        except DigestError:
            if (self.folder / CONTENT / "digest.yaml").is_file():
                return ""
            raise

    def _begin(self, server: PreviewServer, builder: Builder) -> None:
        self._watch()
        self._look()
        self._build(builder, [])
        server.begin()
        self._say_where(server)

    def _turn(self, builder: Builder) -> None:
        """Wait for a hint or for the time to look, and build if anything changed."""
        pause = PAUSE_SECONDS if self.overview_due else SCAN_SECONDS
        hints = self.hints.wait(min(pause, self.next_look - time.monotonic()))
        if time.monotonic() >= self.next_look or len(hints) > MOST_HINTS:
            changed = self._look()
        elif hints:
            changed = self.snapshot.look_at(hints)
        elif self.overview_due:
            changed = []
            self.overview_due = False
            builder.look_over()
        else:
            changed = []
        if changed:
            self._build(builder, changed)

    def _look(self) -> list[str]:
        """Look at every file, and see to it that hints still come from all folders."""
        if not self.settings.poll and self._roots() != self.roots:
            self._watch()
        folders = len(self.snapshot.folders)
        changed = self.snapshot.look_everywhere()
        if len(self.snapshot.folders) != folders:
            self._check_watching()
        every = POLL_SECONDS if self.settings.poll else SCAN_SECONDS
        self.next_look = time.monotonic() + every
        return changed

    def _build(self, builder: Builder, changed: Sequence[str]) -> None:
        with self.progress:
            outcome = builder.build()
        self.board.show(outcome)
        self.overview_due = not outcome.failed
        self._say(outcome, changed)

    def _show_overview(self, overview: object) -> None:
        self.board.show_overview(overview)  # type: ignore[arg-type]

    def _roots(self) -> list[tuple[Path, int]]:
        return [(root, root.stat().st_ino) for root in self.snapshot.roots if root.is_dir()]

    def _watch(self) -> None:
        """Begin to watch; again, when a folder that was watched is another one now."""
        self.roots = self._roots()
        if not self.settings.poll:
            why = self.watcher.start(root for root, _ in self.roots)
            if why:
                self._warn_of_watching(why)

    def _check_watching(self) -> None:
        if self.settings.poll or self.warned_of_watching:
            return
        watched, folders = watched_folders(), len(self.snapshot.folders)
        if watched is not None and watched < folders:
            self._warn_of_watching(f"{watched} of {folders} folders can be watched")

    def _warn_of_watching(self, why: str) -> None:
        if not self.warned_of_watching:
            self.warned_of_watching = True
            hint = f"changes elsewhere are seen within {SCAN_SECONDS:.0f} seconds"
            print(f"warning: {why}; {hint}", file=sys.stderr)

    def _say(self, outcome: Outcome, changed: Sequence[str]) -> None:
        """Tell the terminal how a build ended, and each problem once."""
        new = [problem for problem in outcome.problems if problem not in self.told]
        mended = bool(self.told) and not outcome.problems
        self.told = outcome.problems
        tell(new)
        if outcome.fault:
            print(outcome.fault, file=sys.stderr)
        elif outcome.failed and new:
            print("the last good pages are still shown", file=sys.stderr)
        elif outcome.built and (outcome.built.rendered or outcome.built.changed or mended):
            print(self._summary(outcome, changed), flush=True)

    def _summary(self, outcome: Outcome, changed: Sequence[str]) -> str:
        """ "content/papers/a.md and 2 more: 4 pages rendered, 3 files written, 0.21 s"."""
        assert outcome.built
        built = outcome.built
        rendered, written = len(built.rendered), len(built.changed)
        did = f"{rendered:,} page{'s' * (rendered != 1)} rendered, {written:,} written"
        first = Path(changed[0]).relative_to(self.folder).as_posix() if changed else "built"
        more = f" and {len(changed) - 1:,} more" if len(changed) > 1 else ""
        return f"{first}{more}: {did}, {built.seconds:.2f} s"

    def _say_where(self, server: PreviewServer) -> None:
        wanted, got = self.settings.port, server.server_port
        if wanted and wanted != got:
            print(f"port {wanted} is taken; using {got}", file=sys.stderr)
        if self.settings.host not in OWN_HOSTS:
            said = "others on the network can read this preview, drafts too"
            print(f"warning: listening on {self.settings.host}: {said}", file=sys.stderr)
        address = f"{server.address}{self.board.view.base_path}/"
        print(f"Preview at {address}, for the editor at {server.address}/_preview/", flush=True)
        print("Ctrl-C ends it", file=sys.stderr)
        if self.settings.open:
            webbrowser.open(address)


def preview(folder: Path, settings: Settings) -> NoReturn:
    """Preview the digest in `folder` until interrupted. Raises DigestError if there is none."""
    Session(folder, settings).run()
