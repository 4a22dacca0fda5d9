"""The corpora at hand: every entry accounted for, nothing fatal."""

from __future__ import annotations

import gzip
from datetime import date
from itertools import islice
from pathlib import Path

import pytest

from generator.importers import parse
from generator.importers.command import import_files

SHARED = Path(__file__).parents[2].parent / "shared"
SAVED = sorted((SHARED / "seeds").glob("*.txt"))
DAYS = ["2025-12-12", "2025-11-04", "2025-03-12", "2025-12-30", "2025-12-09"]

needs_shared = pytest.mark.skipif(not SAVED, reason="the shared corpora are not at hand")


@needs_shared
@pytest.mark.parametrize("said", [True, False], ids=["days given", "days inferred"])
def test_the_five_listings_hold_214_papers(tmp_path: Path, said: bool) -> None:
    days = [date.fromisoformat(day) for day in DAYS]
    summary = import_files(tmp_path, SAVED, listed=days if said else [])
    counts = summary.counts

    assert (counts.entries, summary.papers, summary.new, summary.merged) == (254, 214, 214, 32)
    assert (counts.with_metadata, counts.org_lines, counts.years_resolved) == (188, 5, 75)
    assert [Path(path).stem for path in summary.written] == sorted(DAYS)
    resolved = [p.what for p in summary.problems if "has no year; read as" in p.what]
    assert len(resolved) == 75
    assert all("read as 2025-" in what for what in resolved)
    assert any("inferred" in p.what for p in summary.problems) is not said


@needs_shared
def test_what_is_odd_in_a_large_library_is_told_and_not_fatal(tmp_path: Path) -> None:
    some = tmp_path / "acl.jsonl"
    with gzip.open(SHARED / "corpora/acl-100k.jsonl.gz") as lines:
        some.write_bytes(b"".join(islice(lines, 10_000)))
    summary = import_files(tmp_path / "digest", [some])

    assert summary.counts.entries == summary.papers == 10_000
    assert all(problem.warning and problem.line for problem in summary.problems)


@needs_shared
def test_every_day_of_hugging_face_goes_in(tmp_path: Path) -> None:
    summary = import_files(tmp_path, [SHARED / "corpora/hf-daily.jsonl.gz"])

    assert summary.counts.entries == summary.papers == 9_546
    assert len(summary.written) == 565


# Counted by hand: papers and left out, of each file in order of name.
SAMPLES = {
    "acl-xml": [(27, 0), (33, 0), (40, 0)],
    "arxiv-atom": [(1, 0), (1, 0), (0, 1), (1, 0), (0, 0), (1, 0), (1, 0), (100, 0), (10, 0)],
    "arxiv-list": [(839, 0)],
    "arxiv-oai": [(1, 0), (3, 0), (12, 0), (1, 0), (1, 0), (1, 0), (1, 0), (1, 0)],
    "bibtex": [(n, 0) for n in (4, 20, 9, 1, 1, 6, 1, 1, 1, 1, 8, 1, 2, 1, 1, 1)]
    + [(0, 1), (1, 0), (1, 0)],  # one has authors and no title
    "crossref": [(14, 0), (1, 0), (3, 0), (20, 0)],
    "hf-daily": [(13, 0), (4, 0), (9, 0), (38, 0), (2, 0), (34, 0)],
    "openalex": [(1, 0)],
    # Searches that asked for other fields have no titles, so nothing to go by.
    "semantic-scholar": [(0, 0), (1, 0), (50, 0), (17, 0), (0, 3), (100, 0)] + [(0, 100)] * 4,
}


@needs_shared
@pytest.mark.parametrize("folder", SAMPLES)
def test_every_sample_is_read_as_counted_by_hand(folder: str) -> None:
    files = sorted((SHARED / "corpora/samples" / folder).iterdir())
    read = [parse(file.read_bytes(), file.name) for file in files]

    assert [(len(one.found), one.counts.left_out) for one in read] == SAMPLES[folder]
    assert [problem for one in read for problem in one.broken] == []
    assert all(problem.line for one in read for problem in one.problems)
