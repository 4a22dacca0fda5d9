"""`broadsheet mail`: an edition as a letter; with --send, to the list."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from generator.commands.arguments import DONE, Commands, address, digest_folder

if TYPE_CHECKING:
    from generator.mail.run import Ready
    from generator.sources.mail import Mailbox


def add(commands: Commands) -> None:
    mail = commands.add_parser("mail", help="an edition as .eml; --send hands it to the list")
    mail.add_argument(
        "issue", metavar="ISSUE", nargs="?", help="2025-W50; the newest finished one if not given"
    )
    mail.add_argument("--send", action="store_true", help="send it to the list of digest.yaml")
    mail.add_argument("--again", action="store_true", help="send it though it was sent before")
    mail.add_argument(
        "--to", metavar="ADDRESS", type=mailbox, help="send a proof there, not to the list"
    )
    mail.add_argument("--drafts", action="store_true", help="an edition that is a draft, too")
    mail.add_argument(
        "-o", "--output", metavar="FOLDER", type=Path, help="instead of .broadsheet/mail/"
    )
    mail.add_argument(
        "--base-url", metavar="URL", type=address, help="instead of digest.yaml's base_url"
    )
    mail.set_defaults(run=run, lost="nothing was sent", misused=mail.error)


def mailbox(text: str) -> Mailbox:
    from generator.sources.fields import Unfit
    from generator.sources.mail import mailbox

    try:
        return mailbox(text)
    except Unfit as unfit:
        raise argparse.ArgumentTypeError(f"{unfit.what}; {unfit.hint}") from None


def run(options: argparse.Namespace) -> int:
    if options.send and options.drafts and not options.to:
        options.misused("argument --drafts: a draft goes to nobody but whom --to names")
    if options.to and not options.send:
        options.misused("argument --to: nothing is sent without --send")
    from generator.mail.run import Wanted, compose, write_letter

    folder = digest_folder(options.folder)
    wanted = Wanted(options.issue, options.base_url, options.drafts, options.to)
    ready = compose(folder, wanted)
    if ready is None:
        print("no edition to mail: none has a file in content/issues/ that is no draft")
        return DONE
    for file in write_letter(folder, ready.letter, options.output):
        print(file)
    if ready.letter.shortened:
        print("shortened: all of it is more than mail programs show", file=sys.stderr)
    if options.send:
        print(_sent(folder, ready, options))
    return DONE


def _sent(folder: Path, ready: Ready, options: argparse.Namespace) -> str:
    import os
    from datetime import UTC, datetime

    from generator.mail.run import already_sent, send, send_proof
    from generator.write.lock import held

    made = ready.letter
    if options.to:
        send_proof(ready, os.environ)
        return f"sent a proof of {made.issue} to {made.to}"
    with held(folder):  # two at once would both find that it was not sent yet
        before = already_sent(folder, made.issue)
        if before and not options.again:
            return f"{made.issue} was sent on {before.sent[:10]} already; --again sends it again"
        send(folder, ready, os.environ, datetime.now(UTC))
    return f"sent {made.issue} to {made.to}"
