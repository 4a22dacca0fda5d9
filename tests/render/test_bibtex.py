"""A BibTeX entry says what is known, and no text breaks out of its field."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.render.bibtex import bibtex

SITE = {"origin": "https://reader.example", "base": "/digest"}
BIBLIKE = st.text(alphabet=st.sampled_from("aB1{}\\$&%#_^~@,\"' \né学"), max_size=40)


def entry(**fields: Any) -> str:
    known = {"id": "a", "title": "A title", "published": "", "venue": ""}
    return bibtex(known | dict.fromkeys(("authors", "arxiv_id", "doi", "url")) | fields, SITE)


def fields_of(text: str) -> dict[str, str]:
    """The fields of an entry as BibTeX splits them: at commas outside all braces.

    BibTeX counts every brace, one behind a backslash too.
    """
    kind, brace, rest = text.partition("{")
    assert brace and kind in ("@misc", "@inproceedings")
    depth, parts = 1, [""]
    for place, sign in enumerate(rest):
        depth += (sign == "{") - (sign == "}")
        if depth == 0:
            assert place == len(rest) - 1, f"ends before its end: {text}"
            break
        if sign == "," and depth == 1:
            parts.append("")
        else:
            parts[-1] += sign
    assert depth == 0, f"never ends: {text}"
    pairs = (part.partition("=") for part in parts[1:])
    return {name.strip(): value.strip() for name, _, value in pairs}


def test_an_entry_has_what_is_known_in_a_fixed_order() -> None:
    authors = [{"name": "Ada Abe"}, {"name": "Bo Diaz"}]

    assert entry(
        title="How LLMs act",
        authors=authors,
        published="2025-12-03",
        venue="Proceedings of R&D",
        arxiv_id="2512.00001",
        doi="10.1000/a_b",
        url="https://e.example/a_b",
    ) == "\n".join(
        [
            "@inproceedings{a,",
            "  title         = {How {LLMs} act},",
            "  author        = {Ada Abe and Bo Diaz},",
            "  year          = {2025},",
            "  month         = dec,",
            r"  booktitle     = {Proceedings of R\&D},",
            "  eprint        = {2512.00001},",
            "  archiveprefix = {arXiv},",
            "  doi           = {10.1000/a_b},",
            "  url           = {https://e.example/a_b}",
            "}",
        ]
    )


def test_what_is_not_known_is_left_out_and_the_url_is_the_papers_page() -> None:
    assert fields_of(entry()) == {
        "title": "{A title}",
        "url": "{https://reader.example/digest/papers/a/}",
    }
    assert fields_of(entry(published="2024"))["year"] == "{2024}"
    assert "month" not in fields_of(entry(published="2024"))


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("50% of R&D costs #1", r"50\% of R\&D costs \#1"),
        ("a_b ~ c^d", r"a\_b \textasciitilde{} c\textasciicircum{}d"),
        ("One { brace", r"One \textbraceleft{} brace"),
        ("GPT-4 and InstructGPT", "{GPT}-4 and {InstructGPT}"),
        ("The WMT_20 task", r"The {WMT\_20} task"),
        ("On $x^{2}$ and $\\alpha$", r"On $x^{2}$ and $\alpha$"),
        ("It costs $5 and $10", r"It costs \$5 and \$10"),
        ("Élan: 学习", "Élan: 学习"),
    ],
)
def test_a_title_is_escaped_for_tex_and_keeps_its_capitals(title: str, shown: str) -> None:
    assert fields_of(entry(title=title))["title"] == "{" + shown + "}"


@pytest.mark.parametrize("name", ["Ada Abe and Sons", "Abe, Ada", "AND and or"])
def test_a_name_that_reads_as_two_stays_one(name: str) -> None:
    authors = [{"name": name}, {"name": "Bo Diaz"}]

    assert fields_of(entry(authors=authors))["author"] == "{{" + name + "} and Bo Diaz}"


@settings(max_examples=300, deadline=None, derandomize=True)
@given(title=BIBLIKE, name=BIBLIKE, venue=BIBLIKE, url=BIBLIKE)
@example(title="FOO_BAR", name="", venue="", url="")
@example(title="$x}{y$", name="", venue="", url="")
@example(title="\\{", name="}", venue="{", url="\\}")
def test_no_text_breaks_out_of_its_field(title: str, name: str, venue: str, url: str) -> None:
    made = entry(title=title, authors=[{"name": name}], venue=venue, url=f"https://e.example/{url}")

    assert set(fields_of(made)) - {"booktitle"} == {"title", "author", "url"}
