"""A digest's files taken apart while what makes a site of them is loaded.

To load that takes as long as to read two thousand papers. Only where nothing of them is remembered:
elsewhere few are read, and which is known once much has been loaded.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from generator.write.rows import RECORDS, has_rows

if TYPE_CHECKING:
    from generator.reading import Ahead


@contextmanager
def read_ahead(folder: Path, jobs: int) -> Iterator[Ahead | None]:
    """What gives the rows of all files, begun by the other cores; None where some are remembered.

    Whoever asks compares the hash of each file with what it is then. Asked or not, nothing of it
    goes on after the block.
    """
    if has_rows(folder, RECORDS):
        yield None
        return
    from generator.workers import cores

    others = (jobs or cores()) - 1
    if not others:
        yield None
        return
    from generator.reading import rows_begun

    with rows_begun(folder, others) as rows:
        yield rows
