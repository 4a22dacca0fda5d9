"""`broadsheet build`: content/ → site/."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from generator.commands.arguments import (
    DONE,
    Commands,
    add_build_options,
    build_options,
    digest_folder,
)
from generator.messages import ProgressLine, tell

if TYPE_CHECKING:
    from generator.digest import Digest, Report

PAGES_BYTES = 1_000_000_000  # what GitHub Pages takes of one site
NEARLY = 0.8  # of that, from which on a build warns


def add(commands: Commands) -> None:
    build = commands.add_parser("build", help="content/ → site/")
    add_build_options(build)
    build.add_argument("--clean", action="store_true", help="render every page again")
    build.add_argument(
        "-v", "--verbose", action="store_true", help="say why each page was rendered"
    )
    build.add_argument("-q", "--quiet", action="store_true", help="say nothing but mistakes")
    # To let go of all objects one by one would take a tenth of a large build's time.
    build.set_defaults(run=run, lost="nothing was written", leaves_at_once=True)


def run(options: argparse.Namespace) -> int:
    report = _built(options)
    tell(report.warnings)
    if options.verbose:
        for url, reason in report.rendered.items():
            print(f"{url}  {reason}")
        for path in report.removed:
            print(f"/{path}  removed")
    if not options.quiet:
        print(summary_line(report))
        if report.site_bytes > PAGES_BYTES * NEARLY:
            share = report.site_bytes / PAGES_BYTES
            print(f"warning: {share:.0%} of the 1 GB that GitHub Pages takes", file=sys.stderr)
    return DONE


def _built(options: argparse.Namespace) -> Report:
    from generator.ahead import read_ahead

    folder, wanted = digest_folder(options.folder), build_options(options)
    with read_ahead(folder, wanted.jobs) as ahead, ProgressLine(quiet=options.quiet) as line:
        from generator.build import build
        from generator.sources.yaml import has_c_parser

        if not has_c_parser():
            said = "PyYAML came without its C parser; reading notes takes some 20 times longer"
            print(f"warning: {said}", file=sys.stderr)
        held: Callable[[Digest], None] = partial(setattr, options, "digest")
        return build(folder, wanted._replace(progress=line, planned=held, ahead=ahead))


def summary_line(report: Report) -> str:
    """ "1,204 pages, 12 rendered, 3 written, 1 removed; 18.4 MB in 0.91 s"."""
    return (
        f"{report.pages:,} pages, {len(report.rendered):,} rendered, {report.written:,} written, "
        f"{len(report.removed):,} removed; {report.site_bytes / 1e6:.1f} MB "
        f"in {report.seconds:.2f} s"
    )
