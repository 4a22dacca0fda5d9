"""Real corpora, from import to site: what is odd in them is told and nothing is fatal."""

from __future__ import annotations

import gzip
import os
from itertools import islice
from pathlib import Path

import pytest

from generator.importers.command import import_files
from tests.digest import Digest
from tests.links import reachable

CORPORA = Path(__file__).parents[2].parent / "shared" / "corpora"
WHOLE = bool(os.environ.get("BROADSHEET_EXAMPLES"))  # takes minutes

pytestmark = pytest.mark.skipif(
    not CORPORA.is_dir(), reason="the corpora are not at hand: no ../shared/corpora"
)


def imported(digest: Digest, name: str, count: int) -> int:
    """Bring the first `count` papers of a corpus in; how many they are."""
    some = digest.folder / "some.jsonl"
    with gzip.open(CORPORA / name) as lines:
        some.write_bytes(b"".join(islice(lines, count)))
    return import_files(digest.folder, [some], source=name.partition(".")[0]).papers


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("hf-daily.jsonl.gz", 9_546) if WHOLE else ("hf-daily-200.jsonl.gz", 200),
        ("acl-100k.jsonl.gz", 10_000 if WHOLE else 1_000),
    ],
    ids=["hf-daily", "acl"],
)
def test_a_corpus_is_imported_and_built(digest: Digest, name: str, count: int) -> None:
    papers = imported(digest, name, count)

    report = digest.build(jobs=0)

    pages = digest.site().keys()
    shown = {path for path in pages if path.startswith("papers/") and "/by/" not in path}
    topics = {path.split("/")[1] for path in pages if path.startswith("topics/")}
    assert papers == count
    assert len(shown) >= papers
    assert len(topics) < papers
    assert all(problem.warning for problem in report.warnings)


def test_every_paper_of_a_corpus_is_reached_by_links_alone(digest: Digest) -> None:
    papers = imported(digest, "hf-daily-200.jsonl.gz", 200)
    digest.write_config(base_url="https://reader.example/digest/")
    digest.build()

    reached = reachable(digest.output, "/digest")

    shown = {f"/{path.removesuffix('index.html')}" for path in digest.site() if "papers/" in path}
    shown = {url for url in shown if url.startswith("/papers/") and "/by/" not in url}
    assert len(shown) == papers + 1  # and the list of all
    assert shown - reached == set()
