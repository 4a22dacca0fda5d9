"""The search index of a digest among its pages; what was learned is kept for the next build."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from generator.digest import Digest, Options
from generator.plan import urls
from generator.plan.page import Page
from generator.render import fingerprint
from generator.render.render import FILE
from generator.render.search.index import Index, index
from generator.render.search.memory import memory_bytes, read_memory
from generator.workers import cores, shared
from generator.write.ledger import ledger_file
from generator.write.memory import read_kept, write_kept


def with_search(digest: Digest, options: Options) -> Digest:
    """The digest with the files of its index among the pages, if its theme has a search."""
    if not digest.theme.has_search:
        return digest
    options.progress("indexing the papers")
    made = _index(digest, options)
    pages = [
        Page(urls.search_url(path), FILE, partial(dict, data=data), listed=False)
        for path, data in made.files.items()
    ]
    return replace(digest, pages=[*digest.pages, *pages])


def memory_file(folder: Path, output: Path) -> Path:
    """Where what is known of the index of the site in `output` lies."""
    ledger = ledger_file(folder, output)
    return ledger.with_name(ledger.stem.replace("ledger", "search") + ".bin")


def _index(digest: Digest, options: Options) -> Index:
    file = memory_file(digest.folder, options.output or digest.folder / "site")
    made_by = fingerprint.of_generator()
    before = None if options.clean else read_memory(read_kept(file), made_by)
    made = index(digest.corpus, before, partial(_share, options.jobs or cores()))
    if before is None or made.memory != before:
        write_kept(file, memory_bytes(made.memory, made_by))
    return made


def _share(
    jobs: int, items: Sequence[Any], work: Callable[[Iterable[Any]], list[Any]], least: int
) -> list[Any]:
    return shared(items, work, jobs, least=least)
