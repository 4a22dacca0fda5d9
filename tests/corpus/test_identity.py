"""Which sightings speak of one paper, and the id it gets."""

from __future__ import annotations

from random import Random
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.corpus.identity import (
    arxiv_id,
    doi,
    normalised_title,
    public_id,
    public_ids,
    same_paper,
)
from generator.corpus.slugs import is_safe


def seen(title: str = "Otters at Work", **fields: Any) -> dict[str, Any]:
    return {"title": title, **fields}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2407.05530", "2407.05530"),
        ("2407.05530v3", "2407.05530"),
        ("arXiv:2407.05530v1", "2407.05530"),
        ("https://arxiv.org/abs/2407.05530", "2407.05530"),
        ("https://www.arxiv.org/pdf/2407.05530v2.pdf", "2407.05530"),
        ("https://huggingface.co/papers/2407.05530", "2407.05530"),
        ("10.48550/arXiv.2407.05530", "2407.05530"),
        ("https://doi.org/10.48550/ARXIV.2407.05530", "2407.05530"),
        ("hep-th/9901001", "hep-th/9901001"),
        ("math.GT/0309136v2", "math/0309136"),
        ("http://arxiv.org/abs/hep-th/9901001v1", "hep-th/9901001"),
        ("2413.05530", None),
        ("2021.naacl-main.234", None),
        ("10.1145/2407.05530", None),
        ("https://example.org/abs/2407.05530", None),
        ("", None),
    ],
)
def test_an_arxiv_id_is_read_without_its_version(text: str, expected: str | None) -> None:
    assert arxiv_id(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.1234/ABC.5", "10.1234/abc.5"),
        ("https://doi.org/10.1234/abc", "10.1234/abc"),
        ("doi: 10.1234/abc", "10.1234/abc"),
        ("http://hdl.handle.net/2065/1", None),
        ("10.1234", None),
    ],
)
def test_a_doi_is_read_in_lower_case_without_its_resolver(text: str, expected: str | None) -> None:
    assert doi(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Otters: At  Work!", "otters at work"),
        (r"\textbf{Otters} at \emph{Work}", "Otters at Work"),
        (r"Z\"urich Caf\'{e}", "Zürich Café"),
        (r"$\alpha$-Otters", r"\alpha otters"),
        ("ﬁne Straße", "fine strasse"),
        ("Otters\nat work", "Otters at Work"),
    ],
)
def test_titles_that_differ_in_dress_are_one(one: str, other: str) -> None:
    assert normalised_title(one) == normalised_title(other)


def test_a_title_without_letters_still_equals_only_itself() -> None:
    assert normalised_title("???") == "???" != normalised_title("🙂")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (seen("A", id="x"), seen("B", id="x")),
        (seen("A", arxiv_id="2407.05530"), seen("B", doi="10.48550/arXiv.2407.05530")),
        (seen("A", arxiv_id="2407.05530"), seen("B", url="https://arxiv.org/abs/2407.05530v2")),
        (seen("A", doi="10.1234/X"), seen("B", doi="https://doi.org/10.1234/x")),
        (seen("A", source="s", source_id="1"), seen("B", source="s", source_id="1")),
        (seen(published="2024-12-30"), seen(published="2025")),
        (seen(published="2024"), seen()),
        (seen(authors=["Ada Otter", "B C"]), seen(authors=["Otter, Áda"])),
        (seen(arxiv_id="2407.05530"), seen(doi="10.1234/x")),
    ],
)
def test_these_are_one_paper(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert same_paper([one, other]) == [[0, 1]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (seen("A"), seen("B")),
        (seen(published="2023"), seen(published="2025")),
        (seen(arxiv_id="2407.05530"), seen(arxiv_id="2407.05531")),
        (seen(doi="10.1234/x"), seen(doi="10.1234/y")),
        (seen(source="s", source_id="1"), seen(source="s", source_id="2")),
        (seen(authors=["Ada Otter"]), seen(authors=["Bea Beaver"])),
        ({}, {}),
    ],
)
def test_these_are_two_papers(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert same_paper([one, other]) == [[0], [1]]


def test_a_title_that_59_papers_share_stays_59_papers() -> None:
    papers = [seen("Advertisements", source="lib", source_id=f"J{n}") for n in range(59)]

    assert len(same_paper(papers)) == 59


def test_a_sighting_without_ids_does_not_join_two_papers_that_contradict() -> None:
    one = seen(arxiv_id="2407.05530", authors=["A Otter"])
    other = seen(arxiv_id="2407.05531", authors=["B Beaver"])

    assert same_paper([one, seen(authors=["B Beaver"]), other]) == [[0], [1, 2]]


def test_what_one_source_contradicts_no_third_title_joins() -> None:
    bridge = seen("Other Title", arxiv_id="2407.05530", doi="10.1/x")
    papers = [seen(arxiv_id="2407.05530"), bridge, seen(doi="10.1234/y"), seen(doi="10.1234/x")]
    papers[1]["doi"] = "10.1234/x"

    assert same_paper(papers) == [[0, 1, 3], [2]]


sightings = st.fixed_dictionaries(
    {"title": st.sampled_from(["A", "a!", "B", "C"])},
    optional={
        "arxiv_id": st.sampled_from(["2407.00001", "2407.00002"]),
        "doi": st.sampled_from(["10.1234/a", "10.1234/b"]),
        "published": st.sampled_from(["2022", "2023", "2024", "2025"]),
        "authors": st.sampled_from([["A B"], ["C D"], ["A B", "C D"]]),
        "source_id": st.sampled_from(["1", "2"]),
        "id": st.sampled_from(["p", "q"]),
    },
)


@given(st.lists(sightings, max_size=12), st.randoms())
def test_the_order_of_reading_decides_nothing(papers: list[dict[str, Any]], chance: Random) -> None:
    order = list(range(len(papers)))
    chance.shuffle(order)
    shuffled = same_paper([papers[place] for place in order])

    def by_content(groups: list[list[dict[str, Any]]]) -> list[list[str]]:
        return sorted(sorted(map(repr, group)) for group in groups)

    assert by_content([[papers[n] for n in group] for group in same_paper(papers)]) == by_content(
        [[papers[order[n]] for n in group] for group in shuffled]
    )


def test_twenty_thousand_sightings_take_less_than_a_second() -> None:
    papers = [seen(f"Otters {n // 2}", published=str(2000 + n % 2)) for n in range(20_000)]
    start = process_time()
    groups = same_paper(papers)

    assert len(groups) == 10_000
    assert process_time() - start < 1


@pytest.mark.parametrize(
    ("sighting", "expected"),
    [
        (seen(arxiv_id="2407.05530", source_id="x"), "2407.05530"),
        (seen(arxiv_id="hep-th/9901001"), "hep-th-9901001"),
        (seen(source_id="P19-1001"), "p19-1001"),
        (seen(source_id="2021.naacl-main.234"), "2021.naacl-main.234"),
        (seen(source_id="../../Etc"), "etc"),
        (seen(source_id="CON"), "paper-con"),
        (seen("What's an Otter? From r to Q^*"), "what-s-an-otter-from-r-to-q"),
        (seen("Aux"), "paper-aux"),
        (seen("By"), "paper-by"),
        (seen("1984"), "paper-1984"),
        (seen("学习 Ω"), "xue-xi-o"),
        (seen(r"\textbf{Otters} swim"), "otters-swim"),
    ],
)
def test_a_new_paper_is_named_by_its_best_id(sighting: dict[str, Any], expected: str) -> None:
    assert public_id([sighting]) == expected


def test_a_title_without_letters_is_named_by_a_hash() -> None:
    id = public_id([seen("🙂")])

    assert id.startswith("paper-")
    assert len(id) == len("paper-") + 8


@given(st.text(min_size=1), st.text())
def test_every_id_is_safe_as_an_address_and_a_folder(title: str, source_id: str) -> None:
    made = public_id([seen(title, source_id=source_id)])

    assert is_safe(made)
    assert len(made) <= 70


def test_papers_that_would_share_an_id_are_told_apart_whatever_the_order() -> None:
    long = "A Very Long Title About Otters Who Work in Rivers and Lakes of "
    papers = [[seen(long + "Norway")], [seen(long + "Sweden")], [seen("Alone")]]
    forwards = public_ids(papers, ())
    backwards = public_ids(papers[::-1], ())

    assert forwards == backwards[::-1]
    assert forwards[2] == "alone"
    assert len(set(forwards)) == 3
    assert all(len(id.rpartition("-")[2]) == 4 for id in forwards[:2])


def test_an_id_that_is_taken_is_not_given_again() -> None:
    [id] = public_ids([[seen("Alone")]], {"alone"})

    assert id.startswith("alone-")


def test_equal_titles_of_different_years_get_different_ids() -> None:
    papers = [[seen("Preface", published=str(year))] for year in (2001, 2011, 2021)]

    assert len(set(public_ids(papers, ()))) == 3
