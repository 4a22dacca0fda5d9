"""Answers of services and exports of reference managers in JSON, with their known quirks."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.importers import Imported, parse
from generator.importers.formats import SHAPED
from generator.importers.shapes import shape_of
from generator.problems import DigestError

HUGGING_FACE: dict[str, Any] = {
    "paper": {
        "id": "2510.00001",
        "title": "Otters at\n  Work",
        "summary": "They swim\nand build.",
        "authors": [{"name": "Ada Otter", "hidden": False}, {"name": "Bea Beaver"}],
        "publishedAt": "2025-10-09T17:00:00.000Z",
        "submittedOnDailyAt": "2025-10-10T00:00:00.000Z",
        "upvotes": 7,
        "githubRepo": "https://github.com/otter/work",
        "projectPage": "https://otter.example/",
        "ai_keywords": ["a machine's word"],
        "ai_summary": "A machine's words.",
    },
    "title": "Otters at Work",
    "publishedAt": "2025-10-08T20:00:00.000Z",
    "numComments": 2,
    "organization": {"name": "pond", "fullname": "Pond Institute"},
}
SEMANTIC_SCHOLAR: dict[str, Any] = {
    "paperId": "ab12",
    "externalIds": {"ArXiv": "2407.05530", "DOI": "10.1234/OTTER", "CorpusId": 5},
    "title": "Otters",
    "abstract": None,
    "authors": [{"authorId": "1", "name": "Ada Otter"}],
    "year": 2024,
    "publicationDate": None,
    "venue": "arXiv.org",
    "openAccessPdf": {"url": "https://pond.example/otters.pdf", "status": "GREEN"},
    "tldr": {"text": "A machine's words."},
    "s2FieldsOfStudy": [{"category": "Biology"}, {"category": "Art"}, {"category": "Biology"}],
}
OPENALEX: dict[str, Any] = {
    "id": "https://openalex.org/W123",
    "doi": "https://doi.org/10.1234/otter",
    "display_name": "Otters in H<sub>2</sub>O",
    "publication_date": "2024-07-08",
    "authorships": [
        {
            "author": {"display_name": "Ada Otter"},
            "institutions": [{"display_name": "Pond Institute"}],
        },
        {"author": {"display_name": None}, "raw_author_name": "B. Beaver"},
    ],
    "abstract_inverted_index": {"otters": [1, 3], "Where": [0], "meet": [2]},
    "primary_location": {
        "landing_page_url": "https://doi.org/10.1234/otter",
        "source": {"display_name": "Pond Letters", "type": "journal"},
    },
    "topics": [{"display_name": "Aquatic mammals"}],
}
CROSSREF: dict[str, Any] = {
    "DOI": "10.1234/(SICI)1(1998)66:4<261::AID>3.0",
    "prefix": "10.1234",
    "title": ["Otters &amp; beavers:\n   <i>Lutra</i>"],
    "subtitle": ["a survey"],
    "container-title": ["Pond Letters"],
    "author": [
        {"given": "Ada", "family": "Otter", "suffix": "Jr."},
        {"name": "Pond Consortium"},
        {"family": "Plato"},
    ],
    "issued": {"date-parts": [[None]]},
    "published-print": {"date-parts": [[1998, 3]]},
    "created": {"date-parts": [[2002, 3, 5]]},
    "abstract": "<jats:title>Abstract</jats:title><jats:p>If p &lt; 0.05</jats:p>"
    "<jats:p>So.</jats:p>",
    "link": [
        {"URL": "https://a.example/tdm.pdf", "content-type": "application/pdf",
         "intended-application": "text-mining"},
        {"URL": "https://a.example/1.pdf", "content-type": "application/pdf"},
    ],
}  # fmt: skip
CSL: dict[str, Any] = {
    "id": "http://zotero.org/users/1/items/AB",
    "citation-key": "otter2024",
    "type": "article",
    "title": "Otters and <i>Lutra</i>",
    "author": [
        {"family": "Beethoven", "given": "Ludwig", "non-dropping-particle": "van"},
        {"literal": "Pond Consortium, The"},
        {"family": "Davis", "given": "Sammy", "suffix": "Jr."},
    ],
    "issued": {"date-parts": [["2024", "7"]]},
    "number": "arXiv:2407.05530",
    "container-title": "",
    "publisher": "arXiv",
    "URL": "http://arxiv.org/abs/2407.05530",
    "abstract": "They swim.",
    "keyword": "otters, ponds; dams",
}
SAMPLES = {
    "hugging-face": HUGGING_FACE,
    "semantic-scholar": SEMANTIC_SCHOLAR,
    "openalex": OPENALEX,
    "crossref": CROSSREF,
    "csl-json": CSL,
}


def read(value: Any, name: str = "saved.json", **options: Any) -> Imported:
    return parse(json.dumps(value).encode(), name, **options)


def sighting(value: Any, **options: Any) -> dict[str, Any]:
    return read([value], **options).found[0].sighting


def told(imported: Imported) -> list[str]:
    return [str(problem).split("\n")[0] for problem in imported.problems]


def test_a_days_list_of_hugging_face_keeps_what_people_said() -> None:
    assert sighting(HUGGING_FACE) == {
        "arxiv_id": "2510.00001",
        "title": "Otters at Work",
        "abstract": "They swim\nand build.",
        "authors": ["Ada Otter", "Bea Beaver"],
        "org": "Pond Institute",
        "published": "2025-10-09",
        "listed": "2025-10-10",
        "url": "https://huggingface.co/papers/2510.00001",
        "code": "https://github.com/otter/work",
        "project": "https://otter.example/",
        "upvotes": 7,
        "comments": 2,
        "source": "hugging-face",
    }


def test_an_old_list_without_a_day_has_that_of_its_name() -> None:
    paper = {key: value for key, value in HUGGING_FACE["paper"].items() if "Daily" not in key}
    old = {**HUGGING_FACE, "paper": paper}

    assert sighting(old, name="lists/2024-05-27.json")["listed"] == "2024-05-27"
    assert sighting(old, listed=date(2024, 5, 28), name="2024-05-27.json")["listed"] == "2024-05-28"
    assert "listed" not in sighting(old)


def test_a_list_saved_as_python_text_is_read() -> None:
    wrapped = {"status": "success", "date": "2025-10-10", "data": [repr(HUGGING_FACE)]}

    assert read(wrapped).found[0].sighting == sighting(HUGGING_FACE)


def test_semantic_scholar_gives_ids_and_no_machines_words() -> None:
    assert sighting(SEMANTIC_SCHOLAR) == {
        "arxiv_id": "2407.05530",
        "source_id": "ab12",
        "doi": "10.1234/otter",
        "title": "Otters",
        "authors": ["Ada Otter"],
        "published": "2024",
        "pdf": "https://pond.example/otters.pdf",
        "topics": ["Art", "Biology"],
        "source": "semantic-scholar",
    }


def test_the_papers_a_paper_cites_are_its_records() -> None:
    answer = {"offset": 0, "next": 50, "data": [{"citedPaper": SEMANTIC_SCHOLAR}]}

    assert read(answer).found[0].sighting == sighting(SEMANTIC_SCHOLAR)


def test_openalex_gives_an_abstract_in_its_order() -> None:
    assert sighting(OPENALEX) == {
        "source_id": "W123",
        "doi": "10.1234/otter",
        "title": "Otters in H<sub>2</sub>O",
        "abstract": "Where otters meet otters",
        "authors": ["Ada Otter", "B. Beaver"],
        "org": "Pond Institute",
        "published": "2024-07-08",
        "venue": "Pond Letters",
        "url": "https://doi.org/10.1234/otter",
        "topics": ["Aquatic mammals"],
        "source": "openalex",
    }


def test_authors_that_were_cut_off_are_counted_and_not_named() -> None:
    cut = {**OPENALEX, "is_authors_truncated": True, "authors_count": 120}
    imported = read([cut])

    assert imported.found[0].sighting["author_count"] == 120
    assert "authors" not in imported.found[0].sighting
    assert "its authors are left out" in told(imported)[0]


def test_crossref_gives_text_without_markup_and_the_first_date() -> None:
    assert sighting(CROSSREF) == {
        "title": "Otters & beavers: Lutra: a survey",
        "abstract": "If p < 0.05\n\nSo.",
        "authors": ["Ada Otter Jr.", "Pond Consortium", "Plato"],
        "published": "1998-03",
        "venue": "Pond Letters",
        "doi": "10.1234/(sici)1(1998)66:4<261::aid>3.0",
        "url": "https://doi.org/10.1234/%28SICI%291%281998%2966%3A4%3C261%3A%3AAID%3E3.0",
        "pdf": "https://a.example/1.pdf",
        "source": "crossref",
    }


def test_zotero_names_are_put_in_reading_order() -> None:
    assert sighting(CSL) == {
        "source_id": "otter2024",
        "arxiv_id": "2407.05530",
        "title": "Otters and Lutra",
        "abstract": "They swim.",
        "authors": ["Ludwig van Beethoven", "Pond Consortium, The", "Sammy Davis Jr."],
        "published": "2024-07",
        "url": "http://arxiv.org/abs/2407.05530",
        "topics": ["otters", "ponds", "dams"],
        "source": "saved",
    }


@pytest.mark.parametrize(
    ("issued", "published"),
    [
        ({"date-parts": [[2024, 7, 8]]}, "2024-07-08"),
        ({"date-parts": [["2024", "07", "08"]]}, "2024-07-08"),
        ({"date-parts": [[2024, None]]}, "2024"),
        ({"date-parts": [[]]}, None),
        ({"raw": "submitted 2024-07-08"}, "2024-07-08"),
        ({"literal": "Spring 2024"}, "2024"),
        ({"literal": "in press"}, None),
        ("2024", None),
    ],
)
def test_a_date_is_as_much_of_it_as_is_known(issued: Any, published: str | None) -> None:
    assert sighting({**CSL, "issued": issued}).get("published") == published


@pytest.mark.parametrize("name", SAMPLES)
def test_a_record_is_read_alone_in_an_array_and_a_line_each(name: str) -> None:
    record = SAMPLES[name]
    alone = json.dumps(record, indent=2).encode()
    line = json.dumps(record).encode()
    expected = [sighting(record)]

    assert [found.sighting for found in parse(alone, "saved.json").found] == expected
    assert [found.sighting for found in parse(line, "saved.json").found] == expected
    assert [f.sighting for f in parse(line + b"\n" + line, "saved.json").found] == expected * 2
    assert shape_of(record) is SHAPED[name]


def test_an_answer_of_crossref_has_its_records_inside() -> None:
    message = {"facets": {"items": []}, "total-results": 1, "items": [CROSSREF]}
    answer = {"status": "ok", "message-type": "work-list", "message": message}
    single = {"status": "ok", "message-type": "work", "message": CROSSREF}

    assert read(answer).found[0].sighting == sighting(CROSSREF)
    assert read(single).found[0].sighting == sighting(CROSSREF)


def test_a_bad_record_is_told_by_its_place_and_the_rest_goes_in() -> None:
    raw = '[\n  {"paperId": "a", "title": "A"},\n  {"paperId": "b"}, 5,\n  {"x": 1}\n]'
    imported = parse(raw.encode(), "saved.json")

    assert [found.line for found in imported.found] == [2]
    assert told(imported) == [
        "saved.json:3:3: warning: left out: it has no title",
        "saved.json:3:21: warning: left out: not an object",
        "saved.json:4:3: warning: left out: not a record of semantic-scholar: its keys are `x`",
    ]


@pytest.mark.parametrize(("cut", "whole"), [(31, 1), (60, 1), (63, 2), (100, 3)])
def test_what_came_before_a_cut_is_kept_and_the_cut_told(cut: int, whole: int) -> None:
    raw = b'[{"paperId": "a", "title": "A"}' + b', {"paperId": "b", "title": "B"}' * 99
    imported = parse(raw[:cut], "saved.json")

    assert len(imported.found) == whole
    assert imported.broken[0].what == "the file ends here, in the middle"


def test_an_answer_cut_in_its_first_record_is_refused() -> None:
    with pytest.raises(DigestError, match="in the middle"):
        parse(b'[{"paperId": "a", "ti', "saved.json")


@pytest.mark.parametrize("raw", [b'{"total": 0, "offset": 0}', b"[]", b'{"data": []}', b" [ ] "])
def test_an_answer_without_records_says_so(raw: bytes) -> None:
    imported = parse(raw, "saved.json")

    assert (imported.found, told(imported)) == ([], ["saved.json:1: warning: no record in it"])


@pytest.mark.parametrize("format", [None, "hugging-face", "arxiv-atom", "bibtex", "ris"])
def test_a_page_in_place_of_data_is_called_one(format: str | None) -> None:
    page = b"<!-- cached --><!DOCTYPE html>\n<html><body>Too many requests</body></html>"

    with pytest.raises(DigestError, match="an HTML page") as refused:
        parse(page, "answer", format)
    assert "error page" in refused.value.problems[0].hint


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b"[" * 100_000, "nested too deep"),
        (b'["text"]', "JSON of no known format"),
        (b'[{"a": 1}]', "JSON of no known format"),
        (b"[1 2]", "JSON of no known format"),
        (b"[\xff\xfe]", "not UTF-8: byte 0xff"),
        (b"[" + b"9" * 5000 + b"]", "limit"),
    ],
)
def test_what_is_no_list_of_records_is_refused(raw: bytes, what: str) -> None:
    with pytest.raises(DigestError) as refused:
        parse(raw, "saved.json")

    assert what in refused.value.problems[0].what


def test_an_array_of_our_own_keys_is_read_like_lines() -> None:
    imported = read([{"title": "A", "date": "2024"}, {"title": "B", "id": "2407.05530"}])

    assert [found.sighting["title"] for found in imported.found] == ["A", "B"]
    assert imported.found[0].sighting["published"] == "2024"


def test_a_record_longer_than_a_piece_is_read_whole() -> None:
    long = {**HUGGING_FACE, "numComments": 3, "note": "é" * 700_000}
    imported = parse(json.dumps([long] * 3, ensure_ascii=False).encode(), "saved.json")

    assert [found.sighting["comments"] for found in imported.found] == [3, 3, 3]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=6,
)


@given(st.sampled_from(sorted(SAMPLES)), st.data())
def test_any_value_in_any_field_is_told_or_read(name: str, data: st.DataObject) -> None:
    record = dict(SAMPLES[name])
    for key in data.draw(st.lists(st.sampled_from(sorted(record)), max_size=3)):
        record[key] = data.draw(anything)
    if name == "hugging-face" and isinstance(record["paper"], dict):
        keys = st.sampled_from(sorted(HUGGING_FACE["paper"]))
        record["paper"] = {**record["paper"], data.draw(keys): data.draw(anything)}
    imported = parse(json.dumps([record]).encode(), "saved.json", name)

    assert len(imported.found) + imported.counts.left_out == imported.counts.entries == 1
