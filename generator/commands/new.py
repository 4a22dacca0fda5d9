"""`broadsheet new`: a digest to start from."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from generator.commands.arguments import DONE, Commands


def add(commands: Commands) -> None:
    new = commands.add_parser("new", help="a digest to start from, with its workflow")
    new.add_argument("target", metavar="FOLDER", type=Path, help="a folder that is not there yet")
    new.set_defaults(run=run, lost="nothing was written")


def run(options: argparse.Namespace) -> int:
    from generator.scaffold import new_digest

    for file in new_digest(options.target):
        print(file)
    print(f"Next: cd {options.target} && broadsheet serve", file=sys.stderr)
    return DONE
