"""What the records of papers tell of them, found while a corpus is made of these records.

Related papers are found by such words. To find them takes longer than any other part of reading,
and to make the corpus keeps one process busy: the others find words beside it. What was found of
a file is remembered with the hash of its bytes, apart from its records.
"""

from __future__ import annotations

import marshal
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from generator.corpus.telling import Telling, of_record
from generator.reading import Reader
from generator.sources.record import Record
from generator.workers import shared
from generator.write.rows import NOTHING, Row, read_rows

NAME = "telling"  # of the memory
SERIAL = 256  # records that are looked through before a second process would have begun
File = tuple[str, bytes, list[Record]]  # path, hash, records
ByFile = Mapping[str, Mapping[int, Telling]]  # path → line of a record → what it tells


def telling_of(records: Sequence[Record], reader: Reader, beside: Callable[[], object]) -> ByFile:
    """What each of `records`, that `reader` read, tells; `beside` is done here meanwhile."""
    by_path: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        by_path[record.path].append(record)
    prints = reader.prints
    before = read_rows(reader.folder, NAME, reader.made_by) if reader.made_by else NOTHING
    known = {path: row for path, row in before.rows.items() if row[0] == prints.get(path)}
    fresh = [(path, prints[path], those) for path, those in by_path.items() if path not in known]
    many = sum(len(those) for _, _, those in fresh) > SERIAL
    made = shared(fresh, _rows, reader.jobs, 1 if many else len(fresh) + 1, beside)
    rows = {**known, **{path: (digest, told) for path, digest, told in made}}
    if fresh or len(rows) != len(before.rows):
        reader.remember(NAME, rows, before)
    del before
    return {path: _told(those, rows.pop(path)) for path, those in by_path.items()}


def _rows(files: Iterable[File]) -> list[tuple[str, bytes, bytes]]:
    """Path, hash and, in marshal's form, what each record of a file tells."""
    return [
        (path, digest, marshal.dumps([tuple(of_record(record)) for record in records]))
        for path, digest, records in files
    ]


def _told(records: Sequence[Record], row: Row) -> dict[int, Telling]:
    told = marshal.loads(row[1])
    return {record.line: Telling(*one) for record, one in zip(records, told, strict=True)}
