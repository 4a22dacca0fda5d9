"""`broadsheet check`: content, then the built site."""

from __future__ import annotations

import argparse
from pathlib import Path

from generator.commands.arguments import (
    CONTENT,
    DONE,
    Commands,
    address,
    build_options,
    digest_folder,
)
from generator.messages import counted, tell


def add(commands: Commands) -> None:
    check = commands.add_parser("check", help="content, then the built site: links, anchors, sizes")
    check.add_argument("-o", "--output", metavar="FOLDER", type=Path, help="instead of site/")
    check.add_argument(
        "--base-url", metavar="URL", type=address, help="instead of digest.yaml's base_url"
    )
    check.add_argument("--strict", action="store_true", help="warnings are mistakes too")
    check.add_argument("--drafts", action="store_true", help="drafts too")
    check.add_argument("--content-only", action="store_true", help="leave the built site alone")
    check.set_defaults(run=run, lost="see above")


def run(options: argparse.Namespace) -> int:
    from generator.check.digest import check

    folder = digest_folder(options.folder)
    problems = check(folder, build_options(options), content_only=options.content_only)
    tell(problems)
    errors = [problem for problem in problems if not problem.warning]
    print(counted(problems) if problems else "no problems")
    return CONTENT if errors else DONE
