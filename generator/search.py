"""The search index of a digest among its pages; what was learned is kept for the next build."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from generator.digest import Digest, Options
from generator.plan import urls
from generator.plan.page import Page
from generator.render.render import FILE
from generator.render.search.index import Memory, index
from generator.render.search.memory import memory_bytes, read_memory
from generator.workers import aside, cores, shared
from generator.write.ledger import ledger_file
from generator.write.memory import read_kept, write_kept

MANY = 30_000  # papers from which on another process beside the workers takes too much memory


@contextmanager
def searchable(digest: Digest, options: Options, made_by: str) -> Iterator[Digest]:
    """The digest with the files of its index among the pages, if its theme has a search.

    What is known of the index is kept beside what is done in the block. `made_by` is the hash
    of our code.
    """
    if not digest.theme.has_search:
        yield digest
        return
    options.progress("indexing the papers")
    file = memory_file(digest.folder, options.output or digest.folder / "site")
    before = None if options.clean else read_memory(read_kept(file), made_by)
    made = index(digest.corpus, before, partial(_share, options.jobs or cores()))
    pages = [
        Page(urls.search_url(path), FILE, partial(dict, data=data), listed=False)
        for path, data in made.files.items()
    ]
    keep = partial(_keep, file, made.memory, made_by) if made.memory != before else _nothing
    found = replace(digest, pages=[*digest.pages, *pages])
    if len(digest.corpus.papers) > MANY:
        keep()
        del keep, made, before  # hundreds of megabytes, which the workers would share
        yield found
        return
    with aside(keep, options.jobs):
        yield found


def memory_file(folder: Path, output: Path) -> Path:
    """Where what is known of the index of the site in `output` lies."""
    ledger = ledger_file(folder, output)
    return ledger.with_name(ledger.stem.replace("ledger", "search") + ".bin")


def _keep(file: Path, memory: Memory, made_by: str) -> None:
    with suppress(OSError):  # the next build can do without
        write_kept(file, memory_bytes(memory, made_by))


def _nothing() -> None:
    """There is nothing new to keep."""


def _share(
    jobs: int, items: Sequence[Any], work: Callable[[Iterable[Any]], list[Any]], least: int
) -> list[Any]:
    return shared(items, work, jobs, least=least)
