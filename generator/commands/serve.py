"""`broadsheet serve`: the digest in the browser while it is written."""

from __future__ import annotations

import argparse

from generator.commands.arguments import Commands, address, digest_folder, jobs

MOST_PORT = 65535


def add(commands: Commands) -> None:
    serve = commands.add_parser(
        "serve", help="show the digest, drafts too, and keep the browser in step with the files"
    )
    serve.add_argument(
        "--port", metavar="N", type=port, default=8000, help="8000 if not given; or the next free"
    )
    serve.add_argument(
        "--host", metavar="ADDRESS", default="127.0.0.1", help="instead of this machine only"
    )
    serve.add_argument("--open", action="store_true", help="open the front page in the browser")
    serve.add_argument(
        "--poll", action="store_true", help="look at the files each second; for network folders"
    )
    serve.add_argument(
        "--base-url", metavar="URL", type=address, help="instead of digest.yaml's base_url"
    )
    serve.add_argument(
        "--jobs",
        metavar="N",
        type=jobs,
        default=0,
        help="processes; one for each core if not given",
    )
    serve.set_defaults(run=run, lost="nothing to show")


def run(options: argparse.Namespace) -> int:
    from generator.serve.session import Settings, preview

    settings = Settings(
        host=options.host,
        port=options.port,
        base_url=options.base_url,
        open=options.open,
        poll=options.poll,
        jobs=options.jobs,
    )
    preview(digest_folder(options.folder), settings)


def port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > MOST_PORT:
        raise argparse.ArgumentTypeError(f"{text} is not a port; write 0 (any) to {MOST_PORT}")
    return int(text)
