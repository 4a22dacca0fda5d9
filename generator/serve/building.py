"""The process that builds, from the side of the one that shows."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue

from generator.amend import MOST_FILES
from generator.serve.builder import BUILD, OVERVIEW
from generator.serve.outcome import Outcome, Overview, outcome_from_json, overview_from_json

STEP_SECONDS = 0.5  # waits are cut into these, so that Ctrl-C is heard on every system


@dataclass(frozen=True, slots=True)
class Job:
    """What the process is to build, and where to."""

    folder: Path
    output: Path
    base_url: str | None
    jobs: int


class Builder:
    """A process that builds a digest when told to; started again should it end by itself.

    A process of its own because a build forks workers, which a program with threads must not;
    because it can be killed at any moment; and because its memory is its own.
    """

    def __init__(
        self, job: Job, progress: Callable[[str], None], looked_over: Callable[[Overview], None]
    ) -> None:
        self._job = job
        self._progress = progress
        self._looked_over = looked_over
        self._outcomes: SimpleQueue[Outcome] = SimpleQueue()
        self._process = self._start()

    def build(self, edited: Sequence[str] = ()) -> Outcome:
        """Have the digest built, and wait for how it ends; again if the process did not last.

        `edited` are the files that changed, if all are known: pages of others may then be left
        for the next build, see `Built.partial`.
        """
        outcome = self._built(edited)
        return outcome if self._process.poll() is None else self._built(edited)

    def _built(self, edited: Sequence[str]) -> Outcome:
        if self._process.poll() is not None:
            self._process = self._start()
        folder = self._job.folder
        inside = [Path(f).relative_to(folder) for f in edited if Path(f).is_relative_to(folder)]
        known = len(inside) == len(edited) and 0 < len(edited) <= MOST_FILES
        files = json.dumps([file.as_posix() for file in inside])
        self._ask(f"{BUILD} {files}" if known else BUILD)
        while True:
            try:
                return self._outcomes.get(timeout=STEP_SECONDS)
            except Empty:
                pass

    def look_over(self) -> None:
        """Have the digest looked over; `looked_over` hears of it later, in another thread."""
        self._ask(OVERVIEW)

    def close(self) -> None:
        """End the process at once, in the middle of a build too."""
        self._process.kill()
        self._process.wait()

    def _start(self) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "generator.serve.builder"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            start_new_session=True,  # Ctrl-C is for this process, which ends that one
        )
        self._outcomes = SimpleQueue()
        listener = threading.Thread(
            target=self._listen, args=(process, self._outcomes), daemon=True
        )
        listener.start()
        self._process = process
        self._ask(
            json.dumps(
                {
                    "folder": str(self._job.folder),
                    "output": str(self._job.output),
                    "base_url": self._job.base_url,
                    "jobs": self._job.jobs,
                }
            )
        )
        return process

    def _ask(self, line: str) -> None:
        assert self._process.stdin
        try:
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            pass  # it has ended, which `_listen` tells

    def _listen(self, process: subprocess.Popen[str], outcomes: SimpleQueue[Outcome]) -> None:
        assert process.stdout
        for line in process.stdout:
            kind, said = json.loads(line)
            if kind == "outcome":
                outcomes.put(outcome_from_json(said))
            elif kind == "overview":
                self._looked_over(overview_from_json(said))
            else:
                self._progress(said)
        status = process.wait()
        outcomes.put(Outcome(fault=f"the process that builds ended with status {status}"))
