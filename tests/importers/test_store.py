"""What an import leaves in content/imported/."""

from __future__ import annotations

import json
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from generator.importers.command import Summary, import_files
from generator.problems import DigestError
from generator.reading import Reader
from generator.sources.files import read_sources

PAGE = """Daily Papers

byAK and the research community

Dec 12

Otters at Work

{otters}

  • 4 authors
·
Jul 8, 2024

Beavers

{beavers}
"""
OTTERS = "We train Otter Nets (ON) with a reward model; code at https://github.com/a/otter. " * 4
BEAVERS = "Beavers build dams, and a world model of the river tells them where to begin. " * 4


class Folder:
    """A digest, and files to be imported."""

    def __init__(self, root: Path) -> None:
        self.root = root / "digest"
        self.inbox = root / "inbox"
        self.root.mkdir()
        self.inbox.mkdir()

    def lines(self, name: str, *records: dict[str, Any]) -> Path:
        file = self.inbox / name
        file.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
        return file

    def page(self, name: str = "page.txt", text: str = PAGE) -> Path:
        file = self.inbox / name
        file.write_text(text.format(otters=OTTERS.strip(), beavers=BEAVERS.strip()), "utf-8")
        return file

    def bring(self, *files: Path, **options: Any) -> Summary:
        return import_files(self.root, files, **{"today": date(2026, 1, 1), **options})

    def stored(self) -> dict[str, list[dict[str, Any]]]:
        folder = self.root / "content/imported"
        return {
            file.relative_to(folder).as_posix(): [
                json.loads(line) for line in file.read_text("utf-8").split("\n") if line
            ]
            for file in sorted(folder.glob("*/*"))
        }

    def stamps(self) -> dict[Path, tuple[int, bytes]]:
        files = (self.root / "content").rglob("*.jsonl")
        return {file: (file.stat().st_mtime_ns, file.read_bytes()) for file in files}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_a_sighting_is_a_line_with_sorted_keys_in_a_file_of_its_day(folder: Folder) -> None:
    folder.bring(folder.lines("a.jsonl", {"title": "Ötters", "listed": "2025-01-02", "id": "B1"}))
    file = folder.root / "content/imported/a/2025-01-02.jsonl"

    assert file.read_text("utf-8") == (
        '{"id": "b1", "listed": "2025-01-02", "source": "a", '
        '"source_id": "B1", "title": "Ötters"}\n'
    )


def test_without_a_listing_day_the_year_names_the_file(folder: Folder) -> None:
    folder.bring(
        folder.lines("a.jsonl", {"title": "Otters", "date": "2024-07"}, {"title": "Bears"})
    )

    assert list(folder.stored()) == ["a/2024.jsonl", "a/undated.jsonl"]


def test_lines_are_in_order_of_id_whatever_the_order_of_files(folder: Folder) -> None:
    files = [folder.lines(f"{name}.jsonl", {"title": name, "source": "s"}) for name in "cab"]
    folder.bring(*files)

    assert [line["id"] for line in folder.stored()["s/undated.jsonl"]] == ["a", "b", "c"]


@pytest.mark.parametrize("options", [{}, {"facts_only": True}], ids=["whole", "facts only"])
def test_importing_the_same_files_twice_changes_no_byte_and_no_time(
    folder: Folder, options: dict[str, Any]
) -> None:
    records = [{"title": title, "date": "2024"} for title in ("A", "A!", "???", "🙂", "By", "a b")]
    files = folder.page(), folder.lines("a.jsonl", *records, {"id": "x", "title": "!"})
    folder.bring(*files, **options)
    before = folder.stamps()
    summary = folder.bring(*files, **options)

    assert folder.stamps() == before
    assert (summary.new, summary.updated, summary.known) == (0, 0, summary.papers)
    assert summary.written == ()


def test_one_of_several_files_again_changes_nothing_either(folder: Folder) -> None:
    page, again = (
        folder.page(),
        folder.lines("a.jsonl", {"title": "Otters at work", "date": "2024"}),
    )
    folder.bring(page, again)
    before = folder.stamps()
    folder.bring(again)

    assert folder.stamps() == before


def test_a_paper_keeps_the_id_it_was_first_given(folder: Folder) -> None:
    folder.bring(folder.page())
    record = {"id": "2407.05530", "title": "Otters at Work", "date": "2024-07-08"}
    summary = folder.bring(folder.lines("a.jsonl", record))

    assert folder.stored()["a/2024.jsonl"][0]["id"] == "otters-at-work"
    assert (summary.new, summary.updated) == (0, 1)


def test_a_paper_the_editor_wrote_about_first_takes_the_id_of_that_file(folder: Folder) -> None:
    papers = folder.root / "content/papers"
    papers.mkdir(parents=True)
    for id in ("otters-at-work", "2407.05530"):
        (papers / f"{id}.md").write_text("---\ntldr: They do.\n---\n", "utf-8")
    summary = folder.bring(
        folder.lines("a.jsonl", {"title": "Otters at Work"}, {"title": "X", "id": "2407.05530v2"})
    )

    ids = [line["id"] for line in folder.stored()["a/undated.jsonl"]]
    assert ids == ["2407.05530", "otters-at-work"]
    assert summary.new == 0


def test_what_was_known_stays_known_and_what_is_newer_wins(folder: Folder) -> None:
    first = {"title": "Otters", "listed": "2025-01-02", "upvotes": 1, "org": "Pond", "source": "s"}
    folder.bring(folder.lines("a.jsonl", first))
    second = {"title": "Otters", "listed": "2025-01-02", "upvotes": 9, "source": "s"}
    summary = folder.bring(folder.lines("b.jsonl", second))

    [line] = folder.stored()["s/2025-01-02.jsonl"]
    assert (line["upvotes"], line["org"]) == (9, "Pond")
    assert summary.updated == 1


def test_a_year_that_changes_moves_the_line(folder: Folder) -> None:
    folder.bring(folder.lines("a.jsonl", {"id": "x", "title": "Otters", "date": "2024"}))
    folder.bring(folder.lines("a.jsonl", {"id": "x", "title": "Otters", "date": "2025"}))

    assert list(folder.stored()) == ["a/2025.jsonl"]


def test_the_order_of_files_decides_nothing(tmp_path: Path) -> None:
    outcomes = set()
    for number, order in enumerate(permutations(range(3))):
        (tmp_path / str(number)).mkdir()
        folder = Folder(tmp_path / str(number))
        files = [
            folder.lines("a.jsonl", {"title": "Otters", "upvotes": 1, "source": "s"}),
            folder.lines("b.jsonl", {"title": "otters", "upvotes": 2, "source": "s"}),
            folder.lines("c.jsonl", {"title": "Otters", "id": "q", "source": "t"}),
        ]
        folder.bring(*(files[place] for place in order))
        outcomes.add(json.dumps(folder.stored(), sort_keys=True))

    assert len(outcomes) == 1


def test_facts_only_keeps_no_abstract_but_what_is_in_it(folder: Folder) -> None:
    folder.bring(folder.page(), facts_only=True)
    otters = folder.stored()["daily-papers/2025-12-12.jsonl"][1]

    assert "abstract" not in otters
    assert otters["code"] == "https://github.com/a/otter"
    assert otters["acronyms"] == {"ON": "Otter Nets"}
    assert "reward model" in otters["terms"]


def test_facts_only_takes_away_an_abstract_that_was_kept(folder: Folder) -> None:
    folder.bring(folder.page())
    folder.bring(folder.page(), facts_only=True)
    lines = folder.stored()["daily-papers/2025-12-12.jsonl"]

    assert all("terms" in line and "abstract" not in line for line in lines)


def test_no_five_words_of_an_abstract_in_a_row_are_stored_facts_only(folder: Folder) -> None:
    folder.bring(folder.page(), facts_only=True)
    text = (folder.root / "content/imported/daily-papers/2025-12-12.jsonl").read_text("utf-8")
    words = f"{OTTERS} {BEAVERS}".split()

    assert not any(" ".join(words[n : n + 5]) in text for n in range(len(words) - 4))


def test_papers_of_several_files_are_counted_and_told(folder: Folder) -> None:
    first, second = folder.page("1.txt"), folder.page("2.txt", PAGE.replace("Dec 12", "Dec 11"))
    summary = folder.bring(first, second)

    assert (summary.counts.entries, summary.papers, summary.merged) == (4, 2, 2)
    told = [problem for problem in summary.problems if "stands in" in problem.what]
    assert [(problem.path, problem.line) for problem in told] == [
        (second.as_posix(), 7),
        (second.as_posix(), 15),
    ]
    assert summary.text() == (
        "4 entries read from 2 files: 2 papers (2 new, 0 updated, 0 known)\n"
        "2 entries with metadata, 0 organisation lines, 0 missing years resolved\n"
        "2 papers merged from several files\n"
        "2 files written"
    )


def test_a_line_end_that_only_some_programs_know_is_escaped(folder: Folder) -> None:
    folder.bring(folder.lines("a.jsonl", {"title": "A", "abstract": "a\u2028b\u0085c\u202ed"}))
    text = (folder.root / "content/imported/a/undated.jsonl").read_text("utf-8")

    assert len(text.splitlines()) == 1
    assert folder.stored()["a/undated.jsonl"][0]["abstract"] == "a\u2028b\u0085c\u202ed"


def test_what_is_stored_is_read_back_without_a_remark(folder: Folder) -> None:
    record = {"id": "x", "title": "A", "authors": ["B C"], "date": "2024", "doi": "10.1234/x"}
    folder.bring(folder.page(), folder.lines("a.jsonl", record), facts_only=True)
    sources = read_sources(folder.root, Reader(folder.root, 1).read)

    assert len(sources.imported) == 3
    assert sources.findings == []


def test_nothing_is_written_when_one_file_cannot_be_read(folder: Folder) -> None:
    good, odd = folder.page(), folder.inbox / "odd.txt"
    odd.write_text("just a letter", "utf-8")

    with pytest.raises(DigestError) as refused:
        folder.bring(good, odd, folder.inbox / "gone.txt", folder.inbox)
    assert [problem.path for problem in refused.value.problems] == [
        folder.inbox.as_posix(),
        (folder.inbox / "gone.txt").as_posix(),
        odd.as_posix(),
    ]
    assert folder.stored() == {}


def test_as_many_days_as_files_are_asked_for(folder: Folder) -> None:
    with pytest.raises(DigestError, match="--listed is given 1 time for 2 files"):
        folder.bring(folder.page("1"), folder.page("2"), listed=[date(2025, 12, 12)])


def test_a_damaged_store_is_told_and_left_as_it_is(folder: Folder) -> None:
    damaged = folder.root / "content/imported/a/undated.jsonl"
    damaged.parent.mkdir(parents=True)
    damaged.write_text('{"id": "x", "source": "a"}\n{"id"\n', "utf-8")

    with pytest.raises(DigestError, match=r"content/imported/a/undated\.jsonl:2"):
        folder.bring(folder.lines("a.jsonl", {"title": "A"}))
    assert damaged.read_text("utf-8").endswith('{"id"\n')


@pytest.mark.parametrize("source", ["../../up", "/root", "CON", "..", "a/b", "\u0000"])
def test_no_source_leads_out_of_its_folder(folder: Folder, source: str) -> None:
    summary = folder.bring(folder.lines("a.jsonl", {"title": "A", "source": source}))
    [written] = summary.written

    assert written.startswith("content/imported/")
    assert written.count("/") == 3
    assert ".." not in written


def test_a_folder_that_is_a_link_to_elsewhere_is_not_written(folder: Folder) -> None:
    outside = folder.inbox / "outside"
    outside.mkdir()
    (folder.root / "content/imported").mkdir(parents=True)
    (folder.root / "content/imported/a").symlink_to(outside)

    with pytest.raises(DigestError, match="a link that leads out of the digest"):
        folder.bring(folder.lines("a.jsonl", {"title": "A"}))
    assert list(outside.iterdir()) == []
