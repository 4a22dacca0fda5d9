"""BibTeX, RIS, Markdown files and lists of links: what people keep papers in."""

from __future__ import annotations

import builtins
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.cli import main
from generator.importers import Imported, parse
from generator.importers.bibtex_text import people, plain_line
from generator.problems import DigestError
from tests.digest import Digest

BIB = r"""% a comment
@string{pond = "Pond"}
@preamble{"\newcommand{\x}{y}"}
@article{otter2024,
  title   = {{BERT} and the {O}tters: {\"U}ber \emph{ponds} at $O(n^{2})$ \& more},
  author  = {Otter, Ada and von Beethoven, Ludwig and Ford, Jr., Henry and {Pond, Inc.} and
             Bea d'Arc and {\'E}tienne {\L}ukasz},
  journal = pond # { Letters},
  year    = 2024, month = jul,
  doi     = {https://doi.org/10.1234/A\_B},
  eprint  = {2407.05530v2}, archivePrefix = "arXiv", primaryClass = {cs.CL},
  keywords = {otters; ponds, dams},
  file    = {/home/ada/otter.pdf},
  abstract = {They swim 50\% faster.

They ``build''.},
}
@inproceedings{part, title = {A part}, author = {Ada Otter and others}, crossref = {whole}}
@proceedings{whole, title = {Proc. of Ponds}, year = {2023}}
@misc{scholar, title = {Google's way}, journal = {arXiv preprint arXiv:2407.05531},
  date = {2024-07-08/2024-07-10},
  howpublished = {\url{https://pond.example/a_b}}}
"""
RIS = """TY  - JOUR
ID  - otter
TI  - Otters at <i>work</i>
AU  - Otter, Ada
AU  - Beethoven, Ludwig van, Jr.
AU  - Pond Consortium
PY  - 2024
DA  - 2024/07/08/
JO  - Pond Letters
DO  - 10.1234/Otter
UR  - https://pond.example/otters
L1  - internal-pdf://otter.pdf
L1  - https://pond.example/otters.pdf
M1  - arXiv:2407.05530 [cs]
KW  - otters
KW  - ponds
AB  - They swim.
They build.
ER  -

TY  - GEN
T1  - No end
Y1  - 2023/05
TY  - GEN
AU  - Nobody
ER  -
"""


def told(imported: Imported) -> list[str]:
    return [str(problem).split("\n")[0] for problem in imported.problems]


def bib(text: str = BIB, name: str = "my pond.bib") -> Imported:
    return parse(text.encode(), name)


def test_an_entry_is_read_as_tex_would_set_it() -> None:
    imported = bib()

    assert imported.found[0].line == 4
    assert imported.found[0].sighting == {
        "source_id": "otter2024",
        "title": "BERT and the Otters: Über ponds at $O(n^{2})$ & more",
        "authors": [
            "Ada Otter",
            "Ludwig von Beethoven",
            "Henry Ford Jr.",
            "Pond, Inc.",
            "Bea d'Arc",
            "Étienne Łukasz",
        ],
        "venue": "Pond Letters",
        "published": "2024-07",
        "doi": "10.1234/a_b",
        "arxiv_id": "2407.05530",
        "topics": ["otters", "ponds", "dams"],
        "abstract": "They swim 50% faster.\n\nThey “build”.",
        "source": "my-pond",
    }


def test_a_part_has_the_place_and_year_of_its_whole() -> None:
    part = bib().found[1].sighting

    assert (part["venue"], part["published"]) == ("Proc. of Ponds", "2023")


def test_and_others_means_that_the_authors_are_not_all_known() -> None:
    imported = bib()

    assert "authors" not in imported.found[1].sighting
    assert "ends with `and others`" in told(imported)[0]


def test_an_arxiv_id_is_found_where_scholars_put_it() -> None:
    sighting = bib().found[3].sighting

    assert (sighting["arxiv_id"], sighting["published"]) == ("2407.05531", "2024-07-08")
    assert sighting["url"] == "https://pond.example/a_b"
    assert "venue" not in sighting


def test_a_broken_entry_is_left_out_and_those_around_it_go_in() -> None:
    text = "@misc{a, title={A}}\n@misc{b, title = {B\n@misc{c, title={C}}\n@misc{a, title={D}}\n"
    imported = bib(text + "@misc{e, title={E}, title={F}}\n@comment{jabref-meta: x;}\n")

    assert [f.sighting["title"] for f in imported.found] == ["A", "C", "D", "E"]
    assert told(imported)[0].startswith("my pond.bib:2: warning: left out: ")


def test_a_missing_library_is_named_with_the_way_to_get_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    imported = builtins.__import__

    def without(name: str, *more: Any) -> Any:
        if name.startswith("bibtexparser"):
            raise ImportError(name)
        return imported(name, *more)

    monkeypatch.setattr(builtins, "__import__", without)

    with pytest.raises(DigestError, match=r"not installed\n.*pip install 'broadsheet\[bibtex\]'"):
        bib()


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("Charles de la Vallee Poussin", ["Charles de la Vallee Poussin"]),
        ("Felsch, V.", ["V. Felsch"]),
        ("King, III, Martin Luther", ["Martin Luther King III"]),
        ("Sammy Davis, Jr.", ["Sammy Davis, Jr."]),
        ("{A and B} and C", ["A and B", "C"]),
        ("Shi,\n% a comment\n Fazhan", ["Fazhan Shi"]),
        ("王小明 and 李雷", ["王小明", "李雷"]),
        ("and", []),
        ("", []),
    ],
)
def test_names_are_put_in_reading_order(field: str, names: list[str]) -> None:
    assert list(people(field).names) == names


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        ("N-{{Limited}} {GaN}", "N-Limited GaN"),
        (r"a \{set\} \textbraceleft{}x\textbraceright{}", "a {set} {x}"),
        (r"\mkbibquote{Otters} \enquote{swim}", "Otters swim"),
        (r"{$x_{1}$} {\textendash} y", "$x_{1}$ – y"),
    ],
)
def test_braces_that_protect_go_and_those_that_are_meant_stay(tex: str, text: str) -> None:
    assert plain_line(tex) == text


def test_a_ris_record_is_read_to_its_end_or_to_the_next() -> None:
    imported = parse(RIS.encode(), "pond.ris")

    assert [found.line for found in imported.found] == [1, 21]
    assert imported.found[0].sighting == {
        "source_id": "otter",
        "title": "Otters at work",
        "authors": ["Ada Otter", "Ludwig van Beethoven Jr.", "Pond Consortium"],
        "published": "2024-07-08",
        "venue": "Pond Letters",
        "doi": "10.1234/otter",
        "url": "https://pond.example/otters",
        "pdf": "https://pond.example/otters.pdf",
        "arxiv_id": "2407.05530",
        "topics": ["otters", "ponds"],
        "abstract": "They swim.\nThey build.",
        "source": "pond",
    }
    assert imported.found[1].sighting["published"] == "2023-05"
    assert told(imported) == ["pond.ris:24: warning: left out: it has no title"]


@pytest.mark.parametrize("format", ["ris", "bibtex"])
def test_a_byte_that_is_no_utf_8_is_told_with_its_line(format: str) -> None:
    raw = b"TY  - GEN\nTI  - \xe9\nER  - " if format == "ris" else b"@misc{a,\ntitle={\xe9}}"

    with pytest.raises(DigestError, match=r"a:2: error: not UTF-8: byte") as refused:
        parse(raw, "a", format)
    assert "0xe9" in str(refused.value)


def test_bibtex_that_quotes_ris_is_bibtex() -> None:
    imported = bib("@misc{a, title={A}, abstract={An example:\nTY  - JOUR\nER  - }}")

    assert [found.sighting["title"] for found in imported.found] == ["A"]


def test_a_papers_list_is_a_file_for_each_paper() -> None:
    text = (
        "---\ntitle: 'Otters: a survey'\nauthors:\n- Ada Otter\n- name: Bea Beaver\n"
        "date: 2024-07-08T00:00:00Z\npublication: '*Pond Letters*'\ntags: [otters]\n"
        "url_pdf: https://pond.example/a.pdf\nurl_code: https://github.com/otter/a\n"
        "arxiv: 2407.05530\nweight: 5\n---\nThey swim.\n"
    )

    assert parse(text.encode(), "otters.md").found[0].sighting == {
        "title": "Otters: a survey",
        "authors": ["Ada Otter", "Bea Beaver"],
        "published": "2024-07-08",
        "venue": "Pond Letters",
        "topics": ["otters"],
        "pdf": "https://pond.example/a.pdf",
        "code": "https://github.com/otter/a",
        "arxiv_id": "2407.05530",
        "abstract": "They swim.",
        "source": "papers-list",
    }


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("---\ntitle: Otters: a survey\n---\n", "a.md:2:14: warning: left out: "),
        ("---\ntitle: A\ndraft: true\n---\n", "a.md:1: warning: left out: it is a draft"),
        ("no front matter", "a.md:1: warning: left out: no front matter"),
    ],
)
def test_a_markdown_file_that_is_no_paper_is_told(text: str, what: str) -> None:
    assert told(parse(text.encode(), "a.md", "markdown"))[0].startswith(what)


def test_a_list_by_subject_gives_no_author_of_several_and_no_day_of_a_version() -> None:
    lines = {
        "2201.03814": "- 2022-01-19, **Otters**, Ada Otter et.al., Paper: "
        "[http://arxiv.org/abs/2201.03814v2](http://arxiv.org/abs/2201.03814v2), "
        "Code: **[https://github.com/otter/a](https://github.com/otter/a)**\n",
        "2201.03815": "|**2022-01-20**|**Beavers**|B. Beaver et.al.|[2201.03815](http://a.b)|null|",
        "2201.03816": "nothing in bold",
        "x": "- **C**",
    }
    imported = parse(json.dumps({"Ponds": lines}, indent=1).encode(), "list.json")

    assert [found.sighting["title"] for found in imported.found] == ["Otters", "Beavers"]
    assert imported.found[0].sighting == {
        "arxiv_id": "2201.03814",
        "title": "Otters",
        "url": "https://arxiv.org/abs/2201.03814",
        "code": "https://github.com/otter/a",
        "topics": ["Ponds"],
        "source": "arxiv-list",
    }
    assert [problem.line for problem in imported.problems] == [5, 6]


def test_a_file_that_breaks_off_goes_in_as_far_as_it_goes_and_fails(
    digest: Digest, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "papers.json"
    file.write_text('[{"title": "A", "listed": "2025-01-01"}, {"title": "B"')
    code = main(["-C", str(digest.folder), "import", str(file)])

    assert code == 1
    assert "1 paper (1 new" in capsys.readouterr().out
    assert (digest.folder / "content/imported/papers/2025-01-01.jsonl").is_file()


@given(st.text(alphabet=st.sampled_from("aA{}\\\"'@,=#$%&_~\n 1"), max_size=60))
def test_any_bibtex_is_read_or_told(text: str) -> None:
    imported = parse(f"@misc{{a, title={{{text}}}, author={{{text}}}}}".encode(), "a.bib", "bibtex")

    assert len(imported.found) + imported.counts.left_out == imported.counts.entries


@given(st.text(alphabet=st.sampled_from("TYERAU -\n:a1/,"), max_size=80))
def test_any_ris_is_read_or_told(text: str) -> None:
    imported = parse(f"TY  - GEN\n{text}\nER  - ".encode(), "a.ris", "ris")

    assert len(imported.found) + imported.counts.left_out == imported.counts.entries
