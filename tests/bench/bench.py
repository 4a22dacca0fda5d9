"""`make bench SIZES="2000 10000"`: builds of made-up digests, in turn with Hugo where it is.

Prints a table: wall, CPU, peak memory of the process tree, files, and the ratio of wall to
Hugo's cold build and to the floor, which writes the same bytes to the same files and nothing
else. A benchmark, not a test: nothing fails on a time.

    python -m tests.bench.bench [--runs 3] [--notes] [--related 5] [--scratch FOLDER] SIZE …
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.bench.corpus import SHARED, papers, write_digest, write_hugo
from tests.bench.measure import Cost, medians, run

ROW = "{:<22}{:>9}{:>9}{:>9}{:>9}{:>9}{:>9}"


def main() -> None:
    options = _options()
    print(ROW.format("", "wall s", "cpu s", "MiB", "files", "÷ Hugo", "÷ floor"))
    for size in options.sizes:
        with tempfile.TemporaryDirectory(dir=options.scratch) as scratch:
            _measure(size, Path(scratch), options)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("sizes", metavar="SIZE", type=int, nargs="*", default=[2000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--notes", action="store_true", help="each abstract as a Markdown note")
    parser.add_argument("--related", type=int, default=0, help="related papers on each page")
    memory = Path("/dev/shm")
    here = memory if os.access(memory, os.W_OK) else None
    parser.add_argument("--scratch", type=Path, default=here, help="a folder on a quick disk")
    return parser.parse_args()


def _measure(size: int, scratch: Path, options: argparse.Namespace) -> None:
    those = papers(size, scratch)
    digest = scratch / "digest"
    write_digest(digest, those, notes=options.notes, related=options.related)
    ours = [sys.executable, "-m", "generator", "-C", str(digest), "build", "-q"]
    hugo = _hugo(size, scratch)
    cold, peer = [], []
    for _ in range(options.runs):
        shutil.rmtree(digest / "site", ignore_errors=True)
        shutil.rmtree(digest / ".broadsheet", ignore_errors=True)
        cold.append(run(ours))
        if hugo:
            shutil.rmtree(scratch / "hugo-site", ignore_errors=True)
            peer.append(run(hugo))
    floor = _floor(digest / "site", scratch / "floor")
    hugo_wall = medians(peer).wall_seconds if peer else None
    show = _shower(size, digest / "site", hugo_wall, floor)
    show("cold", medians(cold))
    if peer:
        _print(f"{size:,} Hugo, cold", medians(peer), scratch / "hugo-site", hugo_wall, floor)
    for name, change in _changes(digest, those, options).items():
        costs = []
        for turn in range(options.runs):
            change(turn)
            costs.append(run(ours))
        show(name, medians(costs))


def _changes(
    digest: Path, those: list[dict[str, object]], options: argparse.Namespace
) -> dict[str, Callable[[int], None]]:
    """What happens between two builds, by name; each is given the number of the turn."""
    imported = sorted((digest / "content/imported/bench").glob("*.jsonl"))[-1]
    template = digest / "themes/bench/templates/paper.html"

    def edit(turn: int) -> None:
        text = imported.read_text(encoding="utf-8")
        imported.write_text(text.replace('"title": "', f'"title": "{turn} ', 1), encoding="utf-8")

    def add(turn: int) -> None:
        more = [
            paper | {"id": f"{paper['id']}-{turn}", "title": f"{paper['title']} again {turn}"}
            for paper in those[:200]
        ]
        part = digest.parent / f"more-{turn}"
        write_digest(part, more, notes=options.notes)
        for file in part.glob("content/imported/bench/*.jsonl"):
            shutil.copy(file, imported.with_name(f"{file.stem}-{turn}.jsonl"))
        for file in part.glob("content/papers/*.md"):
            shutil.copy(file, digest / "content/papers")

    def retouch(turn: int) -> None:
        template.write_text(template.read_text(encoding="utf-8") + f"<!-- {turn} -->\n")

    return {
        "nothing changed": lambda _: None,
        "one paper edited": edit,
        "200 papers added": add,
        "template edited": retouch,
    }


def _hugo(size: int, scratch: Path) -> list[str] | None:
    """The command that builds the same papers with Hugo; None where it cannot be run."""
    program = os.environ.get("HUGO") or shutil.which("hugo")
    if not program or not write_hugo(scratch / "hugo", size):
        return None
    source = ["--source", str(SHARED / "sites" / "hugo"), "--contentDir", str(scratch / "hugo")]
    target = ["--destination", str(scratch / "hugo-site"), "--cacheDir", str(scratch / "cache")]
    return [program, *source, *target, "--noBuildLock", "--quiet"]


def _floor(site: Path, target: Path) -> float:
    """Seconds to write the files of `site` anew from memory."""
    import time

    files = [(f.relative_to(site), f.read_bytes()) for f in site.rglob("*") if f.is_file()]
    began = time.perf_counter()
    for path, data in files:
        file = target / path
        if not file.parent.is_dir():
            file.parent.mkdir(parents=True)
        with open(file, "wb", buffering=0) as handle:
            handle.write(data)
    return time.perf_counter() - began


def _shower(size: int, site: Path, hugo: float | None, floor: float) -> Callable[[str, Cost], None]:
    return lambda name, cost: _print(f"{size:,} {name}", cost, site, hugo, floor)


def _print(name: str, cost: Cost, site: Path, hugo: float | None, floor: float) -> None:
    files = sum(1 for file in site.rglob("*") if file.is_file())
    wall, mib = cost.wall_seconds, cost.peak_bytes / 2**20
    to_hugo = f"{wall / hugo:.2f}" if hugo else "-"
    cells = (f"{wall:.2f}", f"{cost.cpu_seconds:.2f}", f"{mib:.0f}", f"{files:,}", to_hugo)
    print(ROW.format(name, *cells, f"{wall / floor:.1f}"), flush=True)


if __name__ == "__main__":
    main()
