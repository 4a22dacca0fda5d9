"""`broadsheet explain`: where fields came from, what a page is made from."""

from __future__ import annotations

import argparse
from pathlib import Path

from generator.commands.arguments import DONE, Commands, digest_folder


def add(commands: Commands) -> None:
    explain = commands.add_parser(
        "explain", help="where each field of a paper came from; what a page is made from"
    )
    explain.add_argument("subject", metavar="ID|URL", help="2501.01234, or /topics/agents/")
    explain.add_argument("-o", "--output", metavar="FOLDER", type=Path, help="instead of site/")
    explain.set_defaults(run=run, lost="nothing to explain")


def run(options: argparse.Namespace) -> int:
    from generator.explain import explain

    print(explain(digest_folder(options.folder), options.subject, options.output))
    return DONE
