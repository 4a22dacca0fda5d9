"""The command line: which command runs, and how it ends."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

from generator import __version__
from generator.commands import build, check, explain, fetch, import_, issue, mail, new, serve
from generator.commands.arguments import CONTENT, DONE, INTERRUPTED, folder
from generator.messages import counted, tell

PROGRAM = "broadsheet"
COMMANDS = (
    new,
    import_,
    fetch,
    build,
    serve,
    check,
    issue,
    mail,
    explain,
)  # in the order of --help


def run() -> NoReturn:
    """The command `broadsheet`."""
    options = parser().parse_args()
    leaves_at_once = getattr(options, "leaves_at_once", False)
    if leaves_at_once:
        gc.disable()  # what loads leaves little to find, and is looked through again and again
    code = carried_out(options)
    if leaves_at_once:
        with suppress(BrokenPipeError):
            sys.stdout.flush()
        os._exit(code)
    sys.exit(code)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code: 0 done, 1 mistakes in the content, 2 misused, 130 stopped."""
    return carried_out(parser().parse_args(arguments))


def carried_out(options: argparse.Namespace) -> int:
    """Do what a command line that was read asks for; its exit code, as of `main`."""
    from generator.problems import DigestError

    try:
        code: int = options.run(options)
    except DigestError as error:
        tell(error.problems)
        print(f"{counted(error.problems)}; {options.lost}", file=sys.stderr)
        return CONTENT
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    return code


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog=PROGRAM, description="Static reading digests of research papers."
    )
    top.add_argument("--version", action="version", version=f"broadsheet {__version__}")
    top.add_argument(
        "-C", dest="folder", metavar="FOLDER", type=folder, help="work on the digest in FOLDER"
    )
    # Who does not say what goes before a command has it looked for, for which shutil is loaded.
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True, prog=PROGRAM)
    for command in COMMANDS:
        command.add(commands)
    return top
