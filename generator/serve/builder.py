"""The process that builds for the preview: one thread, so that it may fork its workers.

It reads a request a line from stdin and answers with lines of JSON on stdout, and ends when
stdin does. A build it is killed in leaves every file of the preview old or new.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import IO, Any, NoReturn

from generator.build import build, plan
from generator.digest import Digest, Options, Report
from generator.kept import Kept
from generator.problems import DigestError
from generator.serve.outcome import Built, Outcome, Overview, outcome_to_json
from generator.serve.overview import marks, overview
from generator.sources.settings import read_settings
from generator.write.lock import Busy

Build = Callable[[Path, Options], Report]
BUILD, OVERVIEW = "build", "overview"  # what is asked for, a line each, maybe with files
AGAIN_SECONDS = 0.1  # between two looks whether another build of the digest is over


class Desk:
    """Builds one digest again and again. `build` may keep what it likes from one to the next."""

    def __init__(self, folder: Path, options: Options, build: Build = build) -> None:
        self.folder = folder
        self.build = build
        self.options = options._replace(planned=self._keep, kept=Kept())
        self._digest: Digest | None = None  # the last one planned, until it was looked over

    def built(self, edited: Sequence[str] = ()) -> Outcome:
        """Bring the site up to date; what went wrong is in the outcome, never raised.

        When the files `edited` are all that is known to have changed it may look at their pages
        only, and says so.
        """
        try:
            report = self._report(self.options._replace(edited=edited))
        except DigestError as error:
            return Outcome(problems=tuple(error.problems))
        except Exception:
            return Outcome(fault=traceback.format_exc())
        return Outcome(self._built(report), tuple(report.warnings))

    def overview(self) -> Overview:
        """What the digest still lacks; nothing is known of one that cannot be planned."""
        digest, self._digest = self._digest, None
        try:
            return overview((digest or plan(self.folder, self.options)).corpus)
        except DigestError:
            return Overview()

    def _keep(self, digest: Digest) -> None:
        self._digest = digest

    def _report(self, options: Options) -> Report:
        while True:
            try:
                return self.build(self.folder, options)
            except Busy:
                self.options.progress("waiting for another build of this digest")
                time.sleep(AGAIN_SECONDS)

    def _built(self, report: Report) -> Built:
        digest = self._digest
        config = digest.config if digest else read_settings(self.folder, self.options.base_url)[0]
        pages = digest.pages if digest else ()
        return Built(
            pages=report.pages,
            rendered=report.rendered,
            sources={p.url: p.source for p in pages if p.source and p.url in report.rendered},
            changed=[*report.changed, *report.removed],
            seconds=report.seconds,
            base_path=config.base_path,
            marks=marks(digest.corpus, date.today().isoformat())
            if digest and not report.partial
            else None,
            partial=report.partial,
        )


def answer(requests: Iterable[str], replies: IO[str], build: Build = build) -> None:
    """Do what each line of `requests` asks. The first says of which digest, and how to build."""

    def reply(kind: str, said: Any) -> None:
        replies.write(json.dumps([kind, said], separators=(",", ":")) + "\n")
        replies.flush()

    lines = iter(requests)
    asked = json.loads(next(lines))
    options = Options(
        output=Path(asked["output"]),
        base_url=asked["base_url"],
        drafts=True,
        jobs=asked["jobs"],
        progress=lambda line: reply("progress", line),
    )
    desk = Desk(Path(asked["folder"]), options, build)
    for line in lines:
        what, _, files = line.strip().partition(" ")
        if what == OVERVIEW:
            reply("overview", asdict(desk.overview()))
        else:
            outcome = desk.built(json.loads(files) if files else ())
            reply("outcome", outcome_to_json(outcome))
            if outcome.built and outcome.built.partial:
                continue  # the next edit is not to wait
        gc.collect()  # a build runs without the collector


def main() -> NoReturn:
    """Answer the process that started this one until it is gone."""
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever prints must not be taken for an answer
    with contextlib.suppress(BrokenPipeError, StopIteration):  # nobody is left to answer
        answer(sys.stdin, replies)
    os._exit(0)  # a flush to the pipe that broke would fail once more


if __name__ == "__main__":
    main()
