"""Saved listing text, with everything that is irregular in it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.importers import Imported, read_source
from generator.importers.dates import parse_printed_day
from generator.importers.listing import Listing, parse_listing
from generator.importers.listing_days import listing_day, sightings

HEADER = """new

Get trending papers in your email inbox!

Subscribe

Daily Papers

byAK and the research community

"""
LONG = "Otters are watched for a year while they build, and what they build is counted. " * 5
TODAY = date(2026, 11, 20)


def entry(title: str, *metadata: str, abstract: str = LONG) -> str:
    lines = "\n".join(metadata)
    return f"{title}\n\n{abstract.strip()}\n" + (f"\n{lines}\n" if lines else "")


def listing(*entries: str, day: str = "Dec 12") -> Listing:
    text = HEADER + f"{day}\n\n" + "\n".join(entries)
    return parse_listing(text.rstrip("\n"), "saved.txt")


def imported(*entries: str, day: str = "Dec 12", listed: date | None = None) -> Imported:
    page = listing(*entries, day=day)
    return sightings(page, listing_day(page, listed, None, TODAY))


def told(read: Imported) -> list[str]:
    return [str(problem).split("\n")[0] for problem in read.problems]


FOUR = ("  • 4 authors", "·", "Jul 8, 2024 2")
DECEMBER = date(2025, 12, 12)


def test_an_entry_is_a_sighting_with_all_that_is_printed() -> None:
    read = imported(entry("Otters at Work", *FOUR), listed=DECEMBER)

    assert read.problems == []
    assert read.found[0].line == 13
    assert read.found[0].sighting == {
        "title": "Otters at Work",
        "abstract": LONG.strip(),
        "author_count": 4,
        "published": "2024-07-08",
        "comments": 2,
        "listed": "2025-12-12",
        "source": "daily-papers",
    }


def test_comments_that_are_not_printed_are_unknown_and_not_zero() -> None:
    read = imported(entry("Otters", "  • 1 authors", "·", "Jul 8, 2024"), listed=DECEMBER)

    assert "comments" not in read.found[0].sighting
    assert read.found[0].sighting["author_count"] == 1


def test_a_title_may_follow_an_abstract_without_metadata() -> None:
    read = imported(entry("First"), entry("Second", *FOUR), entry("Third"), listed=DECEMBER)

    assert [found.sighting["title"] for found in read.found] == ["First", "Second", "Third"]
    assert read.counts.with_metadata == 1
    assert told(read) == [
        "saved.txt:13: warning: `First` has no metadata line",
        "saved.txt:25: warning: `Third` has no metadata line",
    ]


def test_an_organisation_stands_where_the_number_of_authors_would() -> None:
    read = imported(entry("Otters", "river-lab River Lab", "·", "Jul 8, 2024"), listed=DECEMBER)

    assert read.found[0].sighting["org"] == "River Lab"
    assert "author_count" not in read.found[0].sighting
    assert read.counts.org_lines == 1
    assert told(read) == [
        "saved.txt:17: warning: organisation `River Lab` in place of the number of authors"
    ]


def test_a_title_of_two_words_is_no_organisation() -> None:
    read = imported(entry("Pond Learning"), entry("otter Otter", *FOUR), listed=DECEMBER)

    assert [found.sighting["title"] for found in read.found] == ["Pond Learning", "otter Otter"]
    assert read.counts.org_lines == 0


def test_a_missing_year_is_the_last_that_is_not_after_the_listing() -> None:
    dates = ["Dec 12", "Dec 13", "Jan 1"]
    entries = [entry(f"Otters {day}", "  • 4 authors", "·", day) for day in dates]
    read = imported(*entries, listed=DECEMBER)

    published = [found.sighting["published"] for found in read.found]
    assert published == ["2025-12-12", "2024-12-13", "2025-01-01"]
    assert read.counts.years_resolved == 3
    assert told(read)[0] == ("saved.txt:19: warning: Dec 12 has no year; read as 2025-12-12")


def test_a_29th_of_february_finds_its_leap_year() -> None:
    read = imported(entry("Otters", "  • 4 authors", "·", "Feb 29 3"), listed=DECEMBER)

    assert read.found[0].sighting["published"] == "2024-02-29"


def test_the_day_of_the_page_is_inferred_from_the_newest_year_and_said_so() -> None:
    read = imported(entry("Otters", *FOUR), entry("Beavers", "  • 1 authors", "·", "Mar 3"))

    assert read.found[0].sighting["listed"] == "2025-12-12"
    assert read.found[1].sighting["published"] == "2025-03-03"
    assert told(read)[0] == "saved.txt:11: warning: Dec 12 has no year; inferred: 2025-12-12"


@pytest.mark.parametrize(
    ("neighbour_year", "expected"), [(2023, date(2024, 12, 12)), (None, date(2025, 12, 12))]
)
def test_without_a_year_of_its_own_a_listing_asks_its_neighbours_then_the_clock(
    neighbour_year: int | None, expected: date
) -> None:
    page = listing(entry("Otters"))

    assert listing_day(page, None, neighbour_year, TODAY).day == expected


def test_a_day_given_against_the_page_is_taken_and_told() -> None:
    read = imported(entry("Otters", *FOUR), day="Nov 4", listed=DECEMBER)

    assert read.found[0].sighting["listed"] == "2025-12-12"
    assert told(read) == ["saved.txt:11: warning: the page says Nov 4, --listed says 2025-12-12"]


def test_a_page_that_prints_its_year_needs_no_guess() -> None:
    read = imported(entry("Otters", *FOUR), day="Dec 12, 2024")

    assert read.found[0].sighting["listed"] == "2024-12-12"
    assert read.problems == []


def test_a_header_that_lacks_a_line_is_told() -> None:
    text = HEADER.replace("Daily Papers\n\n", "") + "Mar 12\n\n" + entry("Otters", *FOUR)
    page = parse_listing(text, "saved.txt")

    assert page.page_day == parse_printed_day("Mar 12")
    assert "the header lacks `Daily Papers`" in page.problems[0].what


def test_without_a_header_dates_without_a_year_stay_unknown() -> None:
    page = parse_listing(entry("Otters", "  • 4 authors", "·", "Jul 8"), "saved.txt")
    read = sightings(page, listing_day(page, None, None, TODAY))

    assert read.found[0].sighting == {
        "title": "Otters",
        "abstract": LONG.strip(),
        "author_count": 4,
        "source": "daily-papers",
    }
    assert any("unknown" in problem.what for problem in read.problems)


@pytest.mark.parametrize(
    ("day", "what"),
    [
        ("Feb 30, 2024", "Feb 30, 2024 is no date"),
        ("Feb 30", "Feb 30 is no date"),
        ("Brumaire 8", "no date such as `Jul 8, 2024`"),
    ],
)
def test_a_date_that_is_none_is_left_out_and_the_entry_stays(day: str, what: str) -> None:
    read = imported(
        entry("Otters", "  • 4 authors", "·", day), entry("Next", *FOUR), listed=DECEMBER
    )

    assert "published" not in read.found[0].sighting
    assert read.found[1].sighting["title"] == "Next"
    assert [problem.what for problem in read.problems] == [what]


def test_a_date_after_the_listing_is_kept_and_told() -> None:
    read = imported(entry("Otters", "  • 4 authors", "·", "Jul 8, 2026"), listed=DECEMBER)

    assert read.found[0].sighting["published"] == "2026-07-08"
    assert "after the listing" in read.problems[0].what


def test_an_abstract_of_several_paragraphs_stays_one_abstract() -> None:
    read = imported(entry("Otters", *FOUR, abstract=f"{LONG}\n\n{LONG}"), listed=DECEMBER)

    assert len(read.found) == 1
    assert read.found[0].sighting["abstract"] == f"{LONG.strip()}\n\n{LONG.strip()}"
    assert "several paragraphs" in read.problems[0].what


def test_an_abstract_wrapped_over_lines_is_joined() -> None:
    read = imported(entry("Otters", *FOUR, abstract=f"{LONG}\n{LONG}"), listed=DECEMBER)

    assert read.found[0].sighting["abstract"] == f"{LONG.strip()} {LONG.strip()}"


def test_an_entry_without_an_abstract_is_told_and_the_next_one_kept() -> None:
    read = imported("Lost Words\n", entry("Otters", *FOUR), listed=DECEMBER)

    assert [found.sighting["title"] for found in read.found] == ["Lost Words", "Otters"]
    assert "abstract" not in read.found[0].sighting
    assert "`Lost Words` has no abstract" in told(read)[0]


def test_a_lost_line_of_authors_does_not_swallow_the_abstract() -> None:
    read = imported(entry("Otters", "·", "Jul 8, 2024", abstract="They swim."), listed=DECEMBER)

    assert read.found[0].sighting["abstract"] == "They swim."
    assert read.found[0].sighting["published"] == "2024-07-08"
    assert "no number of authors" in read.problems[0].what


@pytest.mark.parametrize(
    "title", ["Ötter & Bïber: 学习", "עברית وعربي", "🦦 <script>alert(1)</script>"]
)
def test_any_script_comes_through_as_it_is(title: str) -> None:
    read = imported(entry(title, *FOUR), listed=DECEMBER)

    assert read.found[0].sighting["title"] == title


def test_windows_lines_and_a_byte_order_mark_change_nothing(tmp_path: Path) -> None:
    text = HEADER + "Dec 12\n\n" + entry("Otters", *FOUR)
    plain, windows = tmp_path / "a.txt", tmp_path / "b.txt"
    plain.write_bytes(text.encode())
    windows.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())

    assert read_source(plain, listed=DECEMBER).found == read_source(windows, listed=DECEMBER).found


LINES = ["", "·", "  • 4 authors", "Jul 8", "Feb 30", "Dec 12", "Daily Papers", "otter Otter", LONG]


@settings(deadline=None)
@given(st.lists(st.one_of(st.sampled_from(LINES), st.text(max_size=20)), max_size=40))
def test_any_text_is_read_to_its_end(lines: list[str]) -> None:
    page = parse_listing("\n".join(lines), "saved.txt")
    read = sightings(page, listing_day(page, None, None, TODAY))

    assert all(found.sighting["title"] for found in read.found)
    assert all(problem.warning for problem in read.problems)
