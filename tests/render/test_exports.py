"""What is exported reads back as what was there, whatever the text holds."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs

import bibtexparser
import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st

from generator.importers import parse
from generator.render.bibtex import bibtex
from generator.render.exports.citations import bib, csl, ris
from generator.render.exports.coins import coins
from generator.render.exports.lines import FIELDS, json_lines, schema
from generator.render.exports.names import parted, printed, sorted_form
from generator.render.filters import Filters

SITE = {"origin": "https://reader.example", "base": "/digest", "title": "A digest"}
PLAIN = {
    "id": "2407.05530",
    "title": "Otters at work",
    "authors": ["Ada Otter", "Ludwig van Beethoven", "Martin Luther King Jr.", "Plato", "王小明"],
    "published": "2024-07-08",
    "venue": "Pond Letters",
    "arxiv_id": "2407.05530",
    "doi": "10.1234/otter",
    "url": "https://pond.example/otters",
}
BARE = {"id": "bare", "title": "Nobody", "authors": [], "published": "", "venue": ""}
BARE |= dict.fromkeys(("arxiv_id", "doi", "url"), "")
HOSTILE = {
    "tex": r"\input{/etc/passwd} and \write18{rm} 100% of $5 & #1 ~ ^ _x_",
    "braces": "An {unbalanced } brace { and @misc{x,",
    "markup": '<script>alert("1")</script> & <b>bold</b>',
    "lines": "TY  - JOUR ER  - TI  - another",
    "accents": "Über Łukasz, naïve café – “quoted” ‘so’",
    "scripts": "學習 Обучение تعلم שלום 🦦",
    "math": "Bounds of $O(n^2)$ and $x_{1}$",
    "names": "LLMs, GPT-4 and InstructGPT",
}


def made(output: Any, *papers: dict[str, Any]) -> str:
    context = {"papers": list(papers), "url": "/exports/a"}
    return "".join(output(context, SITE, Filters(SITE, {})))


def paper(**fields: Any) -> dict[str, Any]:
    return PLAIN | fields


def read_back(text: str, name: str) -> list[dict[str, Any]]:
    imported = parse(text.encode(), name)

    assert imported.problems == []
    return [found.sighting for found in imported.found]


EXPECTED = {
    "title": "Otters at work",
    "authors": PLAIN["authors"],
    "venue": "Pond Letters",
    "arxiv_id": "2407.05530",
    "doi": "10.1234/otter",
    "url": "https://pond.example/otters",
}
WRITERS = {"bib": bib, "ris": ris, "json": csl}
DAYS = {"bib": "2024-07", "ris": "2024-07-08", "json": "2024-07-08"}  # BibTeX has no day


@pytest.mark.parametrize("ending", WRITERS)
def test_a_paper_reads_back_with_all_its_fields(ending: str) -> None:
    found = read_back(made(WRITERS[ending], PLAIN), f"a.{ending}")[0]

    assert {key: found[key] for key in EXPECTED} == EXPECTED
    assert found["published"] == DAYS[ending]


@pytest.mark.parametrize("ending", WRITERS)
@pytest.mark.parametrize("published", ["2024-07-08", "2024-07", "2024", ""])
def test_a_date_is_as_much_of_it_as_is_known(ending: str, published: str) -> None:
    found = read_back(made(WRITERS[ending], paper(published=published)), f"a.{ending}")[0]
    cut = 7 if ending == "bib" else 10

    assert found.get("published", "") == published[:cut]


@pytest.mark.parametrize("ending", WRITERS)
def test_what_nobody_knows_is_not_made_up(ending: str) -> None:
    found = read_back(made(WRITERS[ending], BARE), f"a.{ending}")[0]
    page = "https://reader.example/digest/papers/bare/"

    assert found == {"title": "Nobody", "url": page, "source_id": "bare", "source": "a"}


@pytest.mark.parametrize("ending", WRITERS)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_stays_in_its_field(ending: str, text: str) -> None:
    venue = f"{text}\nER  - \nTY  - JOUR"
    those = [paper(title=text, venue=venue), paper(id="next", arxiv_id="", doi="10.1234/next")]
    found = read_back(made(WRITERS[ending], *those), f"a.{ending}")

    assert [one["source_id"] for one in found if "source_id" in one] == ["next"]
    assert [one["title"] for one in found][1:] == ["Otters at work"]


@pytest.mark.parametrize("text", [HOSTILE["accents"], HOSTILE["scripts"], HOSTILE["names"]])
@pytest.mark.parametrize("ending", WRITERS)
def test_words_of_any_script_read_back_as_they_are(ending: str, text: str) -> None:
    assert read_back(made(WRITERS[ending], paper(title=text)), f"a.{ending}")[0]["title"] == text


def test_bibtex_is_what_the_papers_own_page_shows() -> None:
    assert made(bib, PLAIN) == bibtex(PLAIN, SITE) + "\n\n"


def test_another_library_reads_our_bibtex() -> None:
    those = [paper(id=name, title=text) for name, text in HOSTILE.items()]
    library = bibtexparser.parse_string(made(bib, *those))

    assert [entry.key for entry in library.entries] == list(HOSTILE)
    assert library.failed_blocks == []
    assert library.entries[0].fields_dict["doi"].value == "10.1234/otter"


def test_another_library_reads_our_ris() -> None:
    those = [paper(id=name, title=text) for name, text in HOSTILE.items()]
    records = rispy.loads(made(ris, *those, BARE))

    assert [record["id"] for record in records] == [*HOSTILE, "bare"]
    assert records[0]["authors"] == [
        "Otter, Ada",
        "Beethoven, Ludwig van",
        "King, Martin Luther, Jr.",
        "Plato",
        "王小明",
    ]
    assert "authors" not in records[-1]


def test_csl_json_parts_names_as_citation_styles_ask() -> None:
    record = json.loads(made(csl, PLAIN))[0]

    assert record["author"] == [
        {"family": "Otter", "given": "Ada"},
        {"family": "Beethoven", "given": "Ludwig", "non-dropping-particle": "van"},
        {"family": "King", "given": "Martin Luther", "suffix": "Jr."},
        {"literal": "Plato"},
        {"literal": "王小明"},
    ]
    assert record["issued"] == {"date-parts": [[2024, 7, 8]]}
    assert record["type"] == "paper-conference"


def test_an_empty_list_is_a_good_file() -> None:
    assert (made(bib), made(ris), json.loads(made(csl)), made(json_lines)) == ("", "", [], "")


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Ada Otter", "Otter, Ada"),
        ("Charles de la Vallee Poussin", "Poussin, Charles de la Vallee"),
        ("Ludwig van Beethoven", "Beethoven, Ludwig van"),
        ("van Beethoven", "Beethoven, van"),
        ("Sammy Davis Jr.", "Davis, Sammy, Jr."),
        ("John Smith III", "Smith, John, III"),
        ("Gemini Team", "Gemini Team"),
        ("The Pond Consortium", "The Pond Consortium"),
        ("DeepSeek-AI", "DeepSeek-AI"),
        ("Pond, Inc.", "Pond Inc."),
        ("Davis, Sammy", "Davis Sammy"),
        ("01 AI", "01 AI"),
        ("Madonna", "Madonna"),
        ("王小明", "王小明"),
    ],
)
def test_a_name_is_parted_where_that_can_be_told(name: str, form: str) -> None:
    assert sorted_form(parted(name)) == form
    assert printed(parted(name)) == name


@given(st.text(max_size=40))
def test_any_name_is_the_same_put_together_again(name: str) -> None:
    assert printed(parted(name)) == name


LINE = PLAIN | {
    "aliases": ["old"],
    "author_count": 5,
    "org": "",
    "first_seen": "2024-07-09",
    "pdf": "",
    "code": "https://github.com/otter/a",
    "project": "",
    "topics": ["ponds"],
    "editions": ["2024-W28"],
    "tldr": "They swim.",
}


def test_a_line_holds_what_is_known_and_the_schema_names_it() -> None:
    line = json.loads(made(json_lines, LINE))
    described = json.loads(made(schema))

    assert line == {key: value for key, value in LINE.items() if value} | {
        "page": "https://reader.example/digest/papers/2407.05530/"
    }
    assert set(line) <= set(described["properties"]) == set(FIELDS)
    assert set(LINE) | {"page", "abstract"} == set(FIELDS)


@given(st.text(max_size=30))
def test_any_text_is_one_line_of_data(text: str) -> None:
    line = made(json_lines, LINE | {"title": f"a{text}", "tldr": text})

    assert line.count("\n") == 1
    assert json.loads(line)["id"] == "2407.05530"


CARD = {"title": "Otters & $x^2$", "authors": ["Ada Otter"], "more_authors": 0, "doi": "10.1/a<b"}
CARD |= {"venue": "", "date": "2024-07"}


def test_zotero_finds_title_authors_and_date_in_a_list() -> None:
    assert parse_qs(coins(CARD)) == {
        "ctx_ver": ["Z39.88-2004"],
        "rft_val_fmt": ["info:ofi/fmt:kev:mtx:journal"],
        "rft.genre": ["preprint"],
        "rft.atitle": ["Otters & x²"],
        "rft.date": ["2024-07"],
        "rft_id": ["info:doi/10.1/a<b"],
        "rft.au": ["Otter, Ada"],
    }


def test_a_list_that_names_some_authors_lets_zotero_look_up_all() -> None:
    assert "rft.au" not in coins(CARD | {"more_authors": 5})
