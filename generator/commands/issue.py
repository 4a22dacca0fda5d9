"""`broadsheet issue`: propose the next edition."""

from __future__ import annotations

import argparse
import sys

from generator.commands.arguments import DONE, Commands, digest_folder, number_from_0

NOTHING_NEW = "no edition to propose: no paper is newer than the newest edition"


def add(commands: Commands) -> None:
    issue = commands.add_parser(
        "issue", help="propose the next edition as a draft in content/issues/"
    )
    issue.add_argument(
        "issue", metavar="ISSUE", nargs="?", help="this one (2025-W50) instead of the next"
    )
    issue.add_argument(
        "--picks", metavar="N", type=number_from_0, default=5, help="at most so many picks"
    )
    issue.add_argument(
        "--if-due",
        action="store_true",
        help="only when its days are over and no draft waits: for scheduled runs",
    )
    issue.add_argument("--dry-run", action="store_true", help="show the file, write nothing")
    issue.set_defaults(run=run, lost="nothing was written", misused=issue.error)


def run(options: argparse.Namespace) -> int:
    if options.issue and options.if_due:
        options.misused("argument --if-due: an ISSUE that is named is proposed whenever asked for")
    from datetime import UTC, datetime

    from generator.propose import propose, write_proposed
    from generator.render.filters import count

    folder = digest_folder(options.folder)
    today = datetime.now(UTC).date() if options.if_due else None
    proposed = propose(folder, options.issue, options.picks, today)
    if proposed is None:
        print("no edition is due" if options.if_due else NOTHING_NEW)
        return DONE
    if proposed.unfiled:
        last = proposed.unfiled[-1]
        told = f"{count(len(proposed.unfiled), 'edition')} before it made by dates alone"
        print(f"{told}; `broadsheet issue {last}` proposes {last}", file=sys.stderr)
    if options.dry_run:
        print(proposed.text, end="")
        return DONE
    write_proposed(folder, proposed)
    print(f"{proposed.path}: {proposed.told}")
    return DONE
