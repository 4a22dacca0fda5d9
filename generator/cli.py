"""The command line: arguments, messages, exit codes. Heavy imports wait for the command."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from generator import __version__
from generator.messages import ProgressLine, counted, tell

if TYPE_CHECKING:
    from generator.digest import Options, Report

DONE, CONTENT, INTERRUPTED = 0, 1, 130  # argparse itself exits with 2
FORMATS = ("listing", "jsonlines")  # the importers', named here so that --help loads none of them
PAGES_BYTES = 1_000_000_000  # what GitHub Pages takes of one site
NEARLY = 0.8  # of that, from which on a build warns


def run() -> NoReturn:
    """The command `broadsheet`."""
    sys.exit(main())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code: 0 done, 1 mistakes in the content, 2 misused, 130 stopped."""
    options = parser().parse_args(arguments)
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
        prog="broadsheet", description="Static reading digests of research papers."
    )
    top.add_argument("--version", action="version", version=f"broadsheet {__version__}")
    top.add_argument(
        "-C", dest="folder", metavar="FOLDER", type=_folder, help="work on the digest in FOLDER"
    )
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _new(commands)
    _import(commands)
    _build(commands)
    _check(commands)
    _explain(commands)
    return top


Commands = argparse._SubParsersAction  # its public name does not exist


def _new(commands: Commands[argparse.ArgumentParser]) -> None:
    new = commands.add_parser("new", help="a digest to start from, with its workflow")
    new.add_argument("target", metavar="FOLDER", type=Path, help="a folder that is not there yet")
    new.set_defaults(run=run_new, lost="nothing was written")


def _import(commands: Commands[argparse.ArgumentParser]) -> None:
    from_files = commands.add_parser("import", help="listings and libraries → content/imported/")
    from_files.add_argument("files", metavar="FILE", type=Path, nargs="+")
    from_files.add_argument(
        "--format", choices=FORMATS, help="take the files as this, whatever they look like"
    )
    from_files.add_argument(
        "--listed",
        metavar="DATE",
        type=_day,
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
    from_files.set_defaults(run=run_import, lost="nothing was written", misused=from_files.error)


def _build(commands: Commands[argparse.ArgumentParser]) -> None:
    build = commands.add_parser("build", help="content/ → site/")
    _build_options(build)
    build.add_argument("--clean", action="store_true", help="render every page again")
    build.add_argument(
        "-v", "--verbose", action="store_true", help="say why each page was rendered"
    )
    build.add_argument("-q", "--quiet", action="store_true", help="say nothing but mistakes")
    build.set_defaults(run=run_build, lost="nothing was written")


def _build_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("-o", "--output", metavar="FOLDER", type=Path, help="instead of site/")
    command.add_argument(
        "--base-url", metavar="URL", type=_address, help="instead of digest.yaml's base_url"
    )
    command.add_argument("--strict", action="store_true", help="warnings are mistakes too")
    command.add_argument("--drafts", action="store_true", help="drafts too")
    command.add_argument(
        "--jobs",
        metavar="N",
        type=_jobs,
        default=0,
        help="processes; one for each core if not given",
    )


def _check(commands: Commands[argparse.ArgumentParser]) -> None:
    check = commands.add_parser("check", help="content, then the built site: links, anchors, sizes")
    check.add_argument("-o", "--output", metavar="FOLDER", type=Path, help="instead of site/")
    check.add_argument(
        "--base-url", metavar="URL", type=_address, help="instead of digest.yaml's base_url"
    )
    check.add_argument("--strict", action="store_true", help="warnings are mistakes too")
    check.add_argument("--drafts", action="store_true", help="drafts too")
    check.add_argument("--content-only", action="store_true", help="leave the built site alone")
    check.set_defaults(run=run_check, lost="see above")


def _explain(commands: Commands[argparse.ArgumentParser]) -> None:
    explain = commands.add_parser(
        "explain", help="where each field of a paper came from; what a page is made from"
    )
    explain.add_argument("subject", metavar="ID|URL", help="2501.01234, or /topics/agents/")
    explain.add_argument("-o", "--output", metavar="FOLDER", type=Path, help="instead of site/")
    explain.set_defaults(run=run_explain, lost="nothing to explain")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a date; write 2025-12-12") from None


def _folder(text: str) -> Path:
    if not Path(text).is_dir():
        raise argparse.ArgumentTypeError(f"{text} is not a folder")
    return Path(text)


def _address(text: str) -> str:
    from generator.sources.fields import Unfit
    from generator.sources.settings import base_url

    try:
        return base_url(text)
    except Unfit as unfit:
        raise argparse.ArgumentTypeError(f"{unfit.what}; {unfit.hint}") from None


def _jobs(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number of processes; write 1 or more")
    return int(text)


def digest_folder(given: Path | None) -> Path:
    """The folder of the digest: the one given, else the nearest from here up that holds one."""
    if given:
        return given
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "content" / "digest.yaml").is_file():
            return folder
    return here


def run_new(options: argparse.Namespace) -> int:
    from generator.scaffold import new_digest

    for file in new_digest(options.target):
        print(file)
    print(f"Next: cd {options.target} && broadsheet build", file=sys.stderr)
    return DONE


def run_import(options: argparse.Namespace) -> int:
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
    return DONE


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


def run_build(options: argparse.Namespace) -> int:
    from generator.build import build
    from generator.sources.yaml import has_c_parser

    if not has_c_parser():
        said = "PyYAML came without its C parser; reading notes takes some 20 times longer"
        print(f"warning: {said}", file=sys.stderr)
    with ProgressLine(quiet=options.quiet) as line:
        wanted = replace(build_options(options), progress=line)
        report = build(digest_folder(options.folder), wanted)
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


def summary_line(report: Report) -> str:
    """ "1,204 pages, 12 rendered, 3 written, 1 removed; 18.4 MB in 0.91 s"."""
    return (
        f"{report.pages:,} pages, {len(report.rendered):,} rendered, {report.written:,} written, "
        f"{len(report.removed):,} removed; {report.site_bytes / 1e6:.1f} MB "
        f"in {report.seconds:.2f} s"
    )


def run_check(options: argparse.Namespace) -> int:
    from generator.check.digest import check

    folder = digest_folder(options.folder)
    problems = check(folder, build_options(options), content_only=options.content_only)
    tell(problems)
    errors = [problem for problem in problems if not problem.warning]
    print(counted(problems) if problems else "no problems")
    return CONTENT if errors else DONE


def run_explain(options: argparse.Namespace) -> int:
    from generator.explain import explain

    print(explain(digest_folder(options.folder), options.subject, options.output))
    return DONE
