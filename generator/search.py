"""The search index of a digest among its pages; what was learned is kept for the next build."""

from __future__ import annotations

import gc
import marshal
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from generator.apart import Contexts, made_apart, read_papers, write_files
from generator.aside import aside
from generator.digest import Digest, Options
from generator.plan import urls
from generator.plan.page import Page
from generator.render.render import FILE
from generator.render.search.index import Memory, index
from generator.render.search.memory import memory_bytes, read_memory
from generator.render.search.papers import Papers, papers_of
from generator.render.search.terms import Share
from generator.workers import cores, shared, while_wanted
from generator.write.ledger import ledger_file
from generator.write.memory import read_kept, write_kept

Work = Callable[[Iterable[Any]], list[Any]]
MANY = 30_000  # papers from which on the index would fill the memory of all workers


@contextmanager
def searchable(digest: Digest, options: Options, made_by: str) -> Iterator[Digest]:
    """The digest with the files of its index among the pages.

    What is known of the index is kept beside what is done in the block. `made_by` is the hash
    of our code.
    """
    options.progress("indexing the papers")
    memory = memory_file(digest.folder, options.output or digest.folder / "site")
    jobs = options.jobs or cores()
    if len(digest.corpus.papers) > MANY and hasattr(os, "fork"):
        told = str(memory), made_by, str(jobs), "clean" if options.clean else ""
        with made_apart(papers_of(digest.corpus), memory.parent, *told) as contexts:
            yield _with(digest, contexts)
        return
    share = partial(_share, jobs)
    files, keep = _made(papers_of(digest.corpus), memory, made_by, share, options.clean)
    with aside(keep, jobs):
        yield _with(digest, {path: partial(dict, data=data) for path, data in files.items()})


def main() -> None:
    """What the process does that makes an index apart."""
    gc.disable()
    told, made, begin, size = map(int, sys.argv[2:6])
    memory, made_by, jobs, clean = sys.argv[6:]
    papers = read_papers(told, (begin, size))
    share = partial(_share_while_wanted, os.getppid(), os.getpid(), int(jobs))
    files, keep = _made(papers, Path(memory), made_by, share, bool(clean))
    sys.stdout.buffer.write(marshal.dumps(write_files(made, files)))
    sys.stdout.flush()
    keep()


def _made(
    papers: Papers, file: Path, made_by: str, share: Share, clean: bool
) -> tuple[dict[str, bytes], Callable[[], None]]:
    """The files of the index, and what keeps in `file` what is known of it."""
    before = None if clean else read_memory(read_kept(file), made_by)
    made = index(papers, before, share)
    keep = partial(_keep, file, made.memory, made_by) if made.memory != before else _nothing
    return made.files, keep


def _with(digest: Digest, contexts: Contexts) -> Digest:
    pages = [
        Page(urls.search_url(path), FILE, context, listed=False)
        for path, context in contexts.items()
    ]
    return digest._replace(pages=[*digest.pages, *pages])


def memory_file(folder: Path, output: Path) -> Path:
    """Where what is known of the index of the site in `output` lies."""
    ledger = ledger_file(folder, output)
    return ledger.with_name(ledger.stem.replace("ledger", "search") + ".bin")


def _keep(file: Path, memory: Memory, made_by: str) -> None:
    with suppress(OSError):  # the next build can do without
        write_kept(file, memory_bytes(memory, made_by))


def _nothing() -> None:
    """There is nothing new to keep."""


def _share(jobs: int, items: Sequence[Any], work: Work, least: int) -> list[Any]:
    return shared(items, work, jobs, least=least)


def _share_while_wanted(
    parent: int, own: int, jobs: int, items: Sequence[Any], work: Work, least: int
) -> list[Any]:
    """`_share` for as long as `parent` lives; a worker asks after this process `own` itself."""

    def wanted(those: Iterable[Any]) -> list[Any]:
        return work(while_wanted(those, parent) if os.getpid() == own else those)

    return shared(items, wanted, jobs, least=least)
