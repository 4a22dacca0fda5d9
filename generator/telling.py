"""What the records of papers tell of them, found while a corpus is made of these records.

Related papers are found by such words. To find them takes longer than any other part of reading,
and to make the corpus keeps one process busy: the others find words beside it. What was found of
a file is remembered with the hash of its bytes, apart from its records.
"""

from __future__ import annotations

import marshal
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager

from generator.corpus.telling import Telling, of_record
from generator.reading import Reader, records_of
from generator.sources.record import Record
from generator.workers import sharing
from generator.write.rows import NOTHING, Remembered, Row, Rows, read_rows

NAME = "telling"  # of the memory
SERIAL_BYTES = 400_000  # of rows that are looked through before a second process would have begun
ByFile = Mapping[str, Mapping[int, Telling]]  # path → line of a record → what it tells


@contextmanager
def telling_of(reader: Reader) -> Iterator[Callable[[Sequence[Record]], ByFile]]:
    """What gives all that records tell, asked with those of papers that `reader` read in the block.

    Others begin as soon as files are read, before this process makes records of them.
    """
    with ExitStack() as until_told:
        teller = _Teller(reader, until_told)
        reader.once_read = teller.begin
        yield teller.told


class _Teller:
    def __init__(self, reader: Reader, until_told: ExitStack) -> None:
        self.reader, self.until_told = reader, until_told
        self.before: Remembered = NOTHING
        self.known: Rows = {}  # what is remembered of files as they are
        self.prints: Mapping[str, bytes] = {}  # of all files, by path
        # What all others hold: as rows in processes that begin before there are records.
        self.rows: Rows = {}
        self.records: Mapping[str, list[Record]] = {}
        self.results: Callable[[], list[tuple[str, bytes, bytes]]] = list

    def begin(self, rows: Rows) -> None:
        """Have others begin with the files of papers, which were taken apart into `rows`.

        Where records were there already, to look at them would copy them: what two processes share
        is copied where one of them writes, and to look at an object is to count who does.
        """
        reader = self.reader
        if reader.made_by:
            self.before = read_rows(reader.folder, NAME, reader.made_by)
        prints = {path: digest for path, (digest, _) in rows.items()}
        self.known = {p: row for p, row in self.before.rows.items() if prints.get(p) == row[0]}
        self.rows = {path: row for path, row in rows.items() if path not in self.known}
        self.prints = prints
        many = sum(len(told) for _, told in self.rows.values()) > SERIAL_BYTES
        least = 1 if many else len(self.rows) + 1
        begun = sharing(list(self.rows), self._found, reader.jobs, least)
        self.results = self.until_told.enter_context(begun)
        self.rows = {}  # this process looks at its records once it has them

    def told(self, records: Sequence[Record]) -> ByFile:
        by_path: dict[str, list[Record]] = defaultdict(list)
        for record in records:
            by_path[record.path].append(record)
        self.records = by_path
        made = {path: (digest, told) for path, digest, told in self.results()}
        rows = {**self.known, **made}
        if made or len(rows) != len(self.before.rows):
            self.reader.remember(NAME, rows, self.before)
        self.before, self.known, self.records = NOTHING, {}, {}  # whoever reads keeps this
        return {path: _told(those, rows.pop(path)) for path, those in by_path.items()}

    def _found(self, paths: Iterable[str]) -> list[tuple[str, bytes, bytes]]:
        """Path, hash and, in marshal's form, what each record of a file tells."""
        found = []
        for path in paths:
            told = [tuple(of_record(record)) for record in self._of(path)]
            found.append((path, self.prints[path], marshal.dumps(told)))
        return found

    def _of(self, path: str) -> Sequence[Record]:
        row = self.rows.get(path)
        return records_of(path, row) if row else self.records.get(path, ())


def _told(records: Sequence[Record], row: Row) -> dict[int, Telling]:
    told = marshal.loads(row[1])
    return {record.line: Telling(*one) for record, one in zip(records, told, strict=True)}
