"""Arguments and ways out that commands share."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from generator.digest import Options

DONE, CONTENT, INTERRUPTED = 0, 1, 130  # argparse itself exits with 2
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # it has no public name


def add_build_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("-o", "--output", metavar="FOLDER", type=Path, help="instead of site/")
    command.add_argument(
        "--base-url", metavar="URL", type=address, help="instead of digest.yaml's base_url"
    )
    command.add_argument("--strict", action="store_true", help="warnings are mistakes too")
    command.add_argument("--drafts", action="store_true", help="drafts too")
    command.add_argument(
        "--jobs",
        metavar="N",
        type=jobs,
        default=0,
        help="processes; one for each core if not given",
    )


def build_options(options: argparse.Namespace) -> Options:
    from generator.digest import Options

    return Options(
        output=options.output,
        base_url=options.base_url,
        clean=getattr(options, "clean", False),
        strict=options.strict,
        drafts=options.drafts,
        jobs=getattr(options, "jobs", 0),
    )


def digest_folder(given: Path | None) -> Path:
    """The folder of the digest: the one given, else the nearest from here up that holds one."""
    if given:
        return given
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "content" / "digest.yaml").is_file():
            return folder
    return here


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a date; write 2025-12-12") from None


def folder(text: str) -> Path:
    if not Path(text).is_dir():
        raise argparse.ArgumentTypeError(f"{text} is not a folder")
    return Path(text)


def address(text: str) -> str:
    from generator.sources.fields import Unfit
    from generator.sources.settings import base_url

    try:
        return base_url(text)
    except Unfit as unfit:
        raise argparse.ArgumentTypeError(f"{unfit.what}; {unfit.hint}") from None


def jobs(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number of processes; write 1 or more")
    return int(text)


def number_from_0(text: str) -> int:
    if not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text} is not a number; write 0 or more")
    return int(text)
