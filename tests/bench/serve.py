"""How long from a save until the browser shows it, and what a preview's memory does.

    python -m tests.bench.serve [--saves 30] [--rebuilds 0] [--scratch FOLDER] [SIZE …]

Without SIZE the repository's own digest is measured; it is copied first, as is every digest. A
benchmark, not a test: nothing fails on a time.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, sync_playwright

from tests.bench.corpus import papers, write_digest
from tests.conftest import CHROMIUM, FLAGS
from tests.preview import Preview, previewed

ROOT = Path(__file__).parents[2]
ROW = "{:<16}{:>10}{:>10}{:>10}{:>10}{:>12}"


def main() -> None:
    options = _options()
    print(ROW.format("save to seen, ms", "best", "median", "p90", "longest", "build"))
    for size in options.sizes or [0]:
        with tempfile.TemporaryDirectory(dir=options.scratch) as scratch:
            digest = Path(scratch) / "digest"
            _write(digest, size, Path(scratch))
            with previewed(digest) as preview:
                _measure_saves(
                    digest, preview, options.saves, f"{size:,} papers" if size else "own"
                )
                if options.rebuilds:
                    _measure_memory(digest, preview, options.rebuilds)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("sizes", metavar="SIZE", type=int, nargs="*")
    parser.add_argument("--saves", type=int, default=30)
    parser.add_argument("--rebuilds", type=int, default=0, help="measure memory over as many")
    parser.add_argument("--scratch", type=Path, help="a folder on a quick disk")
    return parser.parse_args()


def _write(digest: Path, size: int, scratch: Path) -> None:
    if size:
        write_digest(digest, papers(size, scratch), notes=True, related=5)
    else:
        shutil.copytree(ROOT / "content", digest / "content")
        shutil.copytree(ROOT / "themes", digest / "themes")


def _paper(digest: Path) -> Path:
    """A paper with a note, from the middle of the digest."""
    files = sorted((digest / "content/papers").glob("*.md"))
    return files[len(files) // 2]


def _measure_saves(digest: Path, preview: Preview, saves: int, name: str) -> None:
    file = _paper(digest)
    with sync_playwright() as playwright:
        program = next(filter(None, map(shutil.which, CHROMIUM)))
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        page = browser.new_page()
        page.goto(f"{preview.address}papers/{file.stem}/")
        took = sorted(_saves(file, page, saves))
        browser.close()
    said = [line for line in preview.said if " rendered, " in line]
    builds = [float(line.split()[-2]) * 1e3 for line in said[1:]]
    cells = (took[0], median(took), took[int(len(took) * 0.9)], took[-1], median(builds))
    print(ROW.format(name, *(f"{cell:.0f}" for cell in cells)), flush=True)


def _saves(file: Path, page: Page, saves: int) -> Iterator[float]:
    """Milliseconds from each of so many saves until the page shows it."""
    text = file.read_text(encoding="utf-8")
    for number in range(saves):
        time.sleep(0.7)  # as long as an editor thinks, at the least
        word = f"unheardof{number}x"
        began = time.perf_counter()
        file.write_text(f"{text}\n\nSeen: {word}\n", encoding="utf-8")
        page.wait_for_function("word => document.body.textContent.includes(word)", arg=word)
        yield (time.perf_counter() - began) * 1e3


def _measure_memory(digest: Path, preview: Preview, rebuilds: int) -> None:
    """The memory of each of the preview's processes after 20 rebuilds, and after all of them."""
    file = _paper(digest)
    text = file.read_text(encoding="utf-8")
    url = f"{preview.address.removeprefix(preview.server)}papers/{file.stem}/"
    for number in range(1, rebuilds + 1):
        file.write_text(f"{text}\n\nRebuild {number}.\n", encoding="utf-8")
        preview.wait_for(url, f"Rebuild {number}.")
        if number in (20, rebuilds):
            sizes = [f"{rss / 2**20:.1f}" for rss in resident(preview.process.pid)]
            print(
                f"MiB after {number} rebuilds, server and builder: {', '.join(sizes)}", flush=True
            )


def resident(pid: int) -> list[int]:
    """Bytes of memory a process and its children hold."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    pages = [int(Path(f"/proc/{p}/statm").read_text().split()[1]) for p in (pid, *children)]
    return [count * 4096 for count in pages]


if __name__ == "__main__":
    main()
