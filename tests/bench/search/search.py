"""`make bench-search N=2000`: how well a site of N papers is searched, and for how many bytes.

Prints for each kind of query the mean reciprocal rank of the paper that is meant, the bytes to
the first ten results, the time a key press takes, and what the index costs. A benchmark, not a
test. With --site FOLDER the site and its queries stay there, for the bench beside other engines.

    python -m tests.bench.search.search [--papers FILE.jsonl[.gz]] [--seed 11] [--site FOLDER] N
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from generator.build import Options, build
from tests.bench.corpus import made_up
from tests.bench.search.queries import Paper, Query, by_kind, queries
from tests.conftest import CHROMIUM, FLAGS
from tests.server import served

SETTINGS = """title: Search bench
base_url: http://localhost/
related: {papers: 0}
feeds: {topics: false}
people: {min_papers: 1000000}
"""
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
SHELL = "search/index.html"  # the page that is measured; 404.html in a theme without it
LATENCY_MS, BYTES_A_SECOND = 60, 10e6 / 8
HEAD_BYTES = 350  # of a usual answer, as the bench beside other engines counts them


def main() -> None:
    options = _options()
    with _folder(options.site) as folder:
        papers = _papers(options)
        _write_digest(folder / "digest", papers)
        began = time.perf_counter()
        report = build(folder / "digest", Options(output=folder / "site"))
        print(f"{report.pages:,} files built in {time.perf_counter() - began:.1f} s")
        asked = queries(papers, options.each, options.seed)
        _prepare(folder / "site", asked)
        _print_index(folder / "site" / "search")
        _measure(folder / "site", asked)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("count", metavar="N", type=int, nargs="?", default=2000)
    parser.add_argument("--papers", type=Path, help="real papers, a JSON object a line")
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--each", type=int, default=40, help="queries of each kind")
    parser.add_argument("--site", type=Path, help="a folder to keep the site in")
    return parser.parse_args()


@contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    if kept:
        shutil.rmtree(kept, ignore_errors=True)
        kept.mkdir(parents=True)
        yield kept
    else:
        with tempfile.TemporaryDirectory() as scratch:
            yield Path(scratch)


def _papers(options: argparse.Namespace) -> list[Paper]:
    """Papers under the names the adapter knows: p0, p1, …"""
    if options.papers is None:
        found: Iterator[Paper] = made_up(options.count)
    else:
        opened = gzip.open if options.papers.suffix == ".gz" else open
        with opened(options.papers, "rt", encoding="utf-8") as lines:
            found = iter([json.loads(line) for line in islice(lines, options.count)])
    fields = ("title", "authors", "abstract", "org", "date", "topics")
    return [
        {
            name: " ".join(paper[name].split()) if name == "title" else paper[name]
            for name in fields
            if paper.get(name)
        }
        | {"id": f"p{number}"}
        for number, paper in enumerate(found)
    ]


def _write_digest(folder: Path, papers: Sequence[Paper]) -> None:
    file = folder / "content" / "imported" / "bench" / "all.jsonl"
    file.parent.mkdir(parents=True)
    rows = [{("published" if k == "date" else k): v for k, v in p.items()} for p in papers]
    lines = [json.dumps(row | {"source": "bench"}, ensure_ascii=False) for row in rows]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "content" / "digest.yaml").write_text(SETTINGS, encoding="utf-8")


def _prepare(site: Path, asked: Sequence[Query]) -> None:
    """The shell without its policy, so that the adapter may be put into it; and the queries."""
    shell = site / SHELL if (site / SHELL).is_file() else site / "404.html"
    text = shell.read_text(encoding="utf-8")
    (site / "bench.html").write_text(POLICY.sub("", text), encoding="utf-8")
    (engine,) = (site / "assets").glob("search-engine.*.js")
    (site / "bench.txt").write_text(f"/assets/{engine.name}\n", encoding="utf-8")
    rows = [
        {"cls": query.kind, "q": query.typed, "ids": [int(id[1:]) for id in sorted(query.right)]}
        for query in asked
    ]
    file = site.parent / "queries.json"
    file.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")


def _print_index(folder: Path) -> None:
    files = [file for file in folder.rglob("*") if file.suffix in (".bin", ".json")]
    total = sum(file.stat().st_size for file in files)
    print(f"the index: {len(files):,} files, {total / 1e6:.2f} MB")


def _measure(site: Path, asked: Sequence[Query]) -> None:
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        raise SystemExit("no Chromium on this machine")
    with served(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        rows = [
            (query, 1 / rank if rank else 0.0) for query, rank in _ranks(browser, address, asked)
        ]
        for kind, value in by_kind(rows):
            print(f"{kind:<16}{value:>8.3f}")
        print(
            f"{'all kinds':<16}{sum(v for _, v in by_kind(rows)) / len(list(by_kind(rows))):>8.3f}"
        )
        two = [" ".join(query.typed.split()[:2]) for query in asked if query.kind == "title words"]
        sizes = [_bytes(browser, address, site, typed) for typed in two[:5]]
        print(f"{median(sizes) / 1000:.1f} KB to the first ten results of two words")
        slow = [_slow_link(browser, address, typed) for typed in two[:5]]
        print(f"{median(slow):.0f} ms to them with {LATENCY_MS} ms a fetch and 10 Mbit/s")
        keys, held = _key_times(browser, address, two[:10])
        late = keys[len(keys) * 95 // 100]
        print(f"a key press takes {median(keys):.1f} ms, 95 in 100 at most {late:.1f}")
        print(f"the page was held for {held:.0f} ms at most")
        browser.close()


def _opened(browser: Browser, address: str, asked: list[str] | None = None) -> Any:
    """The shell with the adapter, in a browser that has nothing of it yet; what it `asked` for."""
    page = browser.new_context().new_page()
    page.on("response", lambda answer: (asked if asked is not None else []).append(answer.url))
    page.goto(f"{address}/bench.html")
    adapter = Path(__file__).with_name("adapter.js").read_text(encoding="utf-8")
    page.add_script_tag(content=adapter, type="module")
    page.wait_for_function("() => window.bench")
    return page


def _ranks(browser: Browser, address: str, asked: Sequence[Query]) -> Iterator[tuple[Query, int]]:
    """For each query the place of the first right paper among ten; 0 when it is not there."""
    page = _opened(browser, address)
    for query in asked:
        hits = page.evaluate("(typed) => bench.search(typed, {})", query.typed)
        places = [n for n, hit in enumerate(hits, 1) if f"p{hit['id']}" in query.right]
        yield query, min(places, default=0)
    page.context.close()


def _bytes(browser: Browser, address: str, site: Path, typed: str) -> int:
    """What a host would send from opening the page to the first ten titles."""
    asked: list[str] = []
    page = _opened(browser, address, asked)
    page.evaluate("(typed) => bench.search(typed, {})", typed)
    page.context.close()
    files = [site / url.removeprefix(f"{address}/") for url in asked if not url.endswith(".txt")]
    return sum(HEAD_BYTES + _sent(file) for file in files)


def _sent(file: Path) -> int:
    data = file.read_bytes()
    return len(data) if file.suffix in (".bin", ".png") else len(gzip.compress(data, 6))


def _slow_link(browser: Browser, address: str, typed: str) -> float:
    """Milliseconds from the first use of the search to ten titles, over a slow link."""
    page = _opened(browser, address)
    link = {"offline": False, "latency": LATENCY_MS, "downloadThroughput": BYTES_A_SECOND}
    session = page.context.new_cdp_session(page)
    session.send("Network.emulateNetworkConditions", {**link, "uploadThroughput": BYTES_A_SECOND})
    took: float = page.evaluate(
        """async (typed) => {
            const began = performance.now();
            await bench.search(typed, {});
            return performance.now() - began;
        }""",
        typed,
    )
    page.context.close()
    return took


def _key_times(browser: Browser, address: str, typed: Sequence[str]) -> tuple[list[float], float]:
    """Milliseconds from a key to its answer, sorted, for queries typed letter by letter, and
    the longest time in which the page could do nothing else."""
    page = _opened(browser, address)
    times, held = page.evaluate(
        """async (all) => {
            const times = [], turn = new MessageChannel();
            let held = 0, last = performance.now(), on = true;
            turn.port1.onmessage = () => {
                held = Math.max(held, performance.now() - last);
                last = performance.now();
                if (on) setTimeout(() => turn.port2.postMessage(0), 0);
            };
            turn.port2.postMessage(0);
            for (const typed of all) for (let n = 1; n <= typed.length; n++) {
                const began = performance.now();
                await bench.search(typed.slice(0, n), {});
                times.push(performance.now() - began);
                await new Promise((go) => setTimeout(go, 0));
            }
            on = false;
            return [times, held];
        }""",
        list(typed),
    )
    page.context.close()
    return sorted(times), held


if __name__ == "__main__":
    main()
