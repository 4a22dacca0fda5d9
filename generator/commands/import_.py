"""`broadsheet import`: listings and libraries → content/imported/."""

from __future__ import annotations

import argparse
from pathlib import Path

from generator.commands.arguments import CONTENT, DONE, Commands, day, digest_folder
from generator.messages import ProgressLine, tell

# The importers' formats, named here so that --help loads none of them.
FORMATS = tuple(
    "listing jsonlines hugging-face semantic-scholar openalex crossref csl-json"
    " arxiv-oai arxiv-atom arxiv-rss acl arxiv-list markdown ris bibtex".split()
)


def add(commands: Commands) -> None:
    from_files = commands.add_parser("import", help="listings and libraries → content/imported/")
    from_files.add_argument("files", metavar="FILE", type=Path, nargs="+")
    from_files.add_argument(
        "--format", choices=FORMATS, help="take the files as this, whatever they look like"
    )
    from_files.add_argument(
        "--listed",
        metavar="DATE",
        type=day,
        action="append",
        default=[],
        help="the day the listing is of (2025-12-12); once for each file, in order",
    )
    from_files.add_argument("--source", metavar="NAME", help="what to call where they come from")
    from_files.add_argument(
        "--facts-only",
        action="store_true",
        help="keep no abstract, only links, acronyms and distinctive words taken from it",
    )
    from_files.set_defaults(run=run, lost="nothing was written", misused=from_files.error)


def run(options: argparse.Namespace) -> int:
    if len(options.listed) not in (0, len(options.files)):
        days, files = len(options.listed), len(options.files)
        options.misused(f"argument --listed: {days} for {files} FILE; once for each, in order")
    from generator.importers.command import import_files

    with ProgressLine() as line:
        line(f"reading {len(options.files)} file{'s' * (len(options.files) != 1)}")
        summary = import_files(
            digest_folder(options.folder),
            options.files,
            format=options.format,
            listed=options.listed,
            source=options.source,
            facts_only=options.facts_only,
        )
    tell(summary.problems)
    print(summary.text())
    # A file that breaks off is a mistake, though what came before is in.
    return CONTENT if any(not problem.warning for problem in summary.problems) else DONE
