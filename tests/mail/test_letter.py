"""What an edition is as a letter: its head, its two forms, its size, the same bytes each time."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from generator.cli import main
from generator.mail.letter import HTML_BYTES, Letter
from generator.mail.message import encoded
from tests.digest import Digest
from tests.mail.letters import ROOT, Tags, form, of, read, written


@pytest.fixture
def edition(digest: Digest) -> Digest:
    return written(digest)


def test_the_head_of_a_letter_says_who_what_and_when(edition: Digest) -> None:
    made = of(edition, mail={"reply_to": "Ed Itor <ed@reader.example>"}, language="de")
    head = read(made)

    assert head["From"] == "The Digest <digest@reader.example>"
    assert head["To"] == "list@reader.example"
    assert head["Reply-To"] == "Ed Itor <ed@reader.example>"
    assert head["Subject"] == "A digest: Kürzer ist besser (Week 50, 2025)"
    assert head["Date"].datetime.isoformat() == "2025-12-12T00:00:00+00:00"
    assert head["Content-Language"] == "de"
    assert re.fullmatch(r"<2025-w50\.[0-9a-f]{24}@reader\.example>", head["Message-ID"])
    assert head["List-Unsubscribe"] is None
    assert head.get_content_type() == "multipart/alternative"
    assert head.defects == []


@pytest.mark.parametrize(
    "way", ["https://reader.example/leave?list=1", "mailto:leave@reader.example"]
)
def test_a_letter_says_how_to_leave_the_list(edition: Digest, way: str) -> None:
    made = of(edition, mail={"unsubscribe": way})

    assert read(made)["List-Unsubscribe"] == f"<{way}>"
    assert f'href="{way}"' in form(made, "html")
    assert way in form(made, "plain")


def test_both_forms_arrive_as_they_were_made(made: Letter) -> None:
    assert form(made, "html").replace("\r\n", "\n") == made.html
    assert form(made, "plain").replace("\r\n", "\n") == made.text


def test_lines_on_the_wire_are_short_ascii_and_end_as_mail_wants(made: Letter) -> None:
    lines = made.message.split(b"\r\n")

    assert made.message.isascii()
    assert max(map(len, lines)) <= 78
    assert not any(b"\n" in line or b"\r" in line for line in lines)


def test_the_same_edition_is_the_same_message_and_another_has_another_id(edition: Digest) -> None:
    first = of(edition)
    again = of(edition)
    edition.write_paper("b", title="Another thing, mended")
    mended = of(edition)

    assert first == again
    assert mended.message_id != first.message_id


def test_a_letter_stands_by_itself(made: Letter) -> None:
    tags = Tags(made.html)
    fetching = {"script", "img", "link", "iframe", "object", "embed", "video", "audio", "form"}
    links = [known["href"] for tag, known in tags.found if tag == "a"]

    assert not fetching & {tag for tag, _ in tags.found}
    assert not {"src", "srcset", "background", "onclick"} & {
        n for _, known in tags.found for n in known
    }
    assert "url(" not in made.html
    assert links
    assert all(link and re.match(r"https?://|mailto:", link) for link in links)
    assert f"{ROOT}/papers/a/" in links
    assert f"{ROOT}/issues/2025-w50/" in links


def test_math_is_typed_and_pictures_are_links(made: Letter) -> None:
    assert "On O(n²) memory" in Tags(made.html).words
    assert "costs n²" in Tags(made.html).words
    assert "<math" not in made.html
    assert "costs n²" in made.text
    assert "elsewhere.example" not in made.html or 'href="https://elsewhere' in made.html


def test_the_text_reads_well(edition: Digest) -> None:
    assert (
        of(edition).text
        == f"""\
A digest
Week 50, 2025

KÜRZER IST BESSER
12 December 2025, 2 papers
{ROOT}/issues/2025-w50/

See the first [1] and another page [2].

- one
- two, which costs n²

A plot

[1] {ROOT}/papers/a/
[2] https://other.example/x

THE EDITOR’S PICKS
------------------

1. On O(n²) memory
   Because it is short.
   3 Dec 2025; Ada Abe, Bo Diaz
   {ROOT}/papers/a/

THE REST
--------

* Another thing
  9 Dec 2025; 11 authors
  {ROOT}/papers/b/

{"-" * 78}
A digest
{ROOT}/
"""
    )


def test_text_is_wrapped_and_only_addresses_are_longer(digest: Digest) -> None:
    long = "word " * 60
    digest.write_paper("a" * 60, title=long, tldr=long, authors=["N" * 40] * 3, org=long)
    digest.write_paper("b", title="漢" * 200, tldr="x" * 200)
    digest.write_issue("2025-W50", f"{long}\n\n> {long}\n\n1. {long}\n2. {long}\n", title=long)
    lines = of(digest, title=long).text.split("\n")

    assert [line for line in lines if len(line) > 78 and "://" not in line] == []
    assert [line for line in lines if line != line.rstrip()] == []


def many(digest: Digest, count: int, **fields: Any) -> None:
    sightings = ({"id": f"p{n:04d}", "title": f"Made-up paper {n}"} | fields for n in range(count))
    digest.write_import(*sightings)


def test_an_edition_of_a_usual_size_is_whole(digest: Digest) -> None:
    many(digest, 70, authors=["Ada Abe", "Bo Diaz", "Cy Eng"], org="An institute")
    made = of(digest)

    assert not made.shortened
    assert len(encoded(made.html)) < HTML_BYTES


@pytest.mark.parametrize("count", [250, 2000])
def test_a_huge_edition_is_cut_to_what_is_shown_and_leads_to_the_rest(
    digest: Digest, count: int
) -> None:
    many(digest, count, authors=["Ada Abe", "Bo Diaz", "Cy Eng"], org="An institute of long name")
    made = of(digest)
    shown = len(re.findall(r"<h3 ", made.html))
    left = re.search(r'<a href="([^"]+)"[^>]*>([\d,]+) more papers on the web', made.html)

    assert made.shortened
    assert HTML_BYTES * 0.9 < len(encoded(made.html)) <= HTML_BYTES or shown == count
    assert shown + (int(left[2].replace(",", "")) if left else 0) == count
    assert left is None or left[1] == f"{ROOT}/issues/2025-w50/"
    assert made.text.count("\n* ") == count


def test_many_sections_and_long_introductions_are_cut_too(digest: Digest) -> None:
    many(digest, 900)
    sections = [{"title": f"Section {n}", "papers": [f"p{n:04d}"]} for n in range(900)]
    digest.write_issue("2025-W50", title="Many", sections=sections)
    parted = of(digest)
    digest.write_issue("2025-W50", "Too much to say. " * 8000, title="Long")
    long = of(digest)

    assert len(encoded(parted.html)) <= HTML_BYTES
    assert re.search(r"\d+ more papers on the web", parted.html)
    assert len(encoded(long.html)) < 10_000
    assert "900 more papers on the web" in long.html
    assert long.text.count("Too much to say.") > 7000


def test_the_command_writes_the_letter_and_what_is_in_it(
    edition: Digest, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = of(edition)
    code = main(["-C", str(edition.folder), "mail", "2025-w50", "-o", str(tmp_path / "out")])
    written = {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()}

    assert code == 0
    assert capsys.readouterr().out.split() == [
        str(tmp_path / "out" / f"2025-W50.{ending}") for ending in ("eml", "html", "txt")
    ]
    assert written == {
        "2025-W50.eml": made.message,
        "2025-W50.html": made.html.encode(),
        "2025-W50.txt": made.text.encode(),
    }


def test_a_letter_lies_outside_the_site(edition: Digest) -> None:
    of(edition)
    main(["-C", str(edition.folder), "mail"])

    assert (edition.folder / ".broadsheet/mail/2025-W50.eml").is_file()
    assert not edition.output.exists()


def test_an_edition_made_by_dates_is_mailed_when_it_is_named(digest: Digest) -> None:
    digest.write_paper("a")
    made = of(digest)

    assert made.subject == "A digest: Week 50, 2025"
    assert "The paper a" in made.text


def test_an_edition_that_is_not_there_is_told_with_the_nearest(
    edition: Digest, capsys: pytest.CaptureFixture[str]
) -> None:
    of(edition)

    assert main(["-C", str(edition.folder), "mail", "2025-W51"]) == 1
    assert "no edition `2025-W51`\n    did you mean `2025-W50`?" in capsys.readouterr().err
