"""What a build leaves to know is what the next one reads."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from generator.plan.changes import Entry
from generator.problems import Problem
from generator.write.ledger import Memory, read_ledger, write_ledger

PRINTS = st.tuples(st.text(), *[st.sampled_from(["", "a", "b"])] * 3)
WARNINGS = st.lists(st.tuples(st.text(), st.just("no paper `x`"), st.text()), max_size=2)
ENTRIES = st.builds(
    Entry,
    prints=PRINTS,
    digest=st.text(),
    size=st.integers(0, 2**40),
    time=st.integers(0, 2**62),
    reason=st.sampled_from(["new page", "context changed"]),
    warnings=WARNINGS.map(tuple),
)
TOLD = [Problem("content/papers/a.md", 3, None, "no topic `x`", "known: y", warning=True)]


@given(st.dictionaries(st.text(min_size=1), ENTRIES, max_size=9), st.sampled_from([[], TOLD]))
def test_a_ledger_reads_as_it_was_written(entries: dict[str, Entry], told: list[Problem]) -> None:
    memory = Memory("hash of inputs", entries, told)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "memory" / "ledger.bin"
        write_ledger(file, memory)

        known = read_ledger(file)

    assert known == memory
    assert list(known.entries) == list(entries)
