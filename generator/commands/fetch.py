"""`broadsheet fetch`: what the sources in digest.yaml have that is new → content/imported/."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from generator.commands.arguments import CONTENT, DONE, Commands, digest_folder
from generator.messages import ProgressLine, tell

if TYPE_CHECKING:
    from generator.config import Config
    from generator.fetch.web import Web


def add(commands: Commands) -> None:
    fetch = commands.add_parser("fetch", help="ask the sources in digest.yaml what is new")
    fetch.add_argument(
        "--source", metavar="NAME", action="append", default=[], help="only this one; repeatable"
    )
    fetch.add_argument("--dry-run", action="store_true", help="say what would come, write nothing")
    fetch.add_argument(
        "--allow-shrink",
        action="store_true",
        help="let go of papers that a library of kind url no longer names",
    )
    fetch.add_argument("--json", action="store_true", help="the summary for machines")
    fetch.add_argument(
        "--summary", metavar="FILE", type=Path, help="add the summary to FILE, in Markdown"
    )
    fetch.set_defaults(run=run, lost="nothing was fetched", misused=fetch.error)


def run(options: argparse.Namespace) -> int:
    from datetime import UTC, datetime

    from generator.fetch.run import chosen, fetch, sources_of

    folder = digest_folder(options.folder)
    config, warnings = sources_of(folder)
    known = [source.name for source in config.sources]
    for name in options.source:
        if name not in known:
            options.misused(f"argument --source: no source {name}; there are: {', '.join(known)}")
    with ProgressLine() as line:
        summary = fetch(
            folder,
            chosen(config.sources, options.source),
            web=_web(config, line),
            today=datetime.now(UTC).date(),
            dry_run=options.dry_run,
            allow_shrink=options.allow_shrink,
            progress=line,
        )
    tell([*warnings, *summary.told()], sys.stderr if options.json else None)
    if not config.sources:
        print("digest.yaml names no sources; README.md says how to add one", file=sys.stderr)
    print(summary.json() if options.json else summary.text())
    if options.summary:
        _append(options.summary, summary.markdown())
    return DONE if summary.good else CONTENT


def _append(file: Path, text: str) -> None:
    from generator.problems import DigestError, Problem

    try:
        with file.open("a", encoding="utf-8") as summary:
            summary.write(text)
    except OSError as error:
        what = f"cannot be written: {error.strerror}"
        raise DigestError([Problem(str(file), None, None, what)]) from None


def _web(config: Config, line: ProgressLine) -> Web:
    from generator import __version__
    from generator.fetch.web import Web

    home = f" (+{config.base_url})" if config.custom_host or ".github.io" in config.origin else ""
    return Web(f"broadsheet/{__version__}{home}", told=line)
