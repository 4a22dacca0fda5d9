"""Saved Daily Papers listing text → entries, as printed.

A header that ends with the day of the page; then for each paper its title, its abstract and,
mostly, three lines: "• 4 authors" (or "tencent Tencent", the organisation), "·", and
"Jul 8, 2024 2", the day it appeared with the number of comments. Blank lines stand between
these blocks. `listing_days.py` makes sightings of the entries.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from generator.importers.dates import PrintedDay, parse_printed_day
from generator.problems import Problem

SEPARATOR = "·"
AUTHORS = re.compile(r"•\s*(\d{1,5}) authors?\Z")
HEADER = (
    "new",
    "Get trending papers in your email inbox!",
    "Subscribe",
    "Daily Papers",
    "byAK and the research community",
)
HEADER_LINES = 12  # the day of the page stands among so many lines that are not blank
TITLE_LENGTH = 250  # longer is an abstract


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    text: str
    after_gap: bool  # a blank line stands above it


@dataclass(frozen=True, slots=True)
class Metadata:
    """The three lines below an abstract."""

    line: int  # of the separator
    who: str  # "• 4 authors", "tencent Tencent"; "" when there is no such line
    day: PrintedDay | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One paper of a listing."""

    line: int  # of its title
    title: str
    abstract: str = ""
    author_count: int | None = None
    org: str = ""
    metadata: Metadata | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    path: str
    page_day: PrintedDay | None  # None: the header has none
    page_line: int
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]

    def newest_year(self) -> int | None:
        """The newest year printed at an entry; None: there is none."""
        days = (entry.metadata.day for entry in self.entries if entry.metadata)
        return max((day.year for day in days if day and day.year), default=None)


def looks_like_a_listing(text: str) -> bool:
    """Whether the beginning of a file has the header's lines or an entry's metadata."""
    lines = {line.strip() for line in text.split("\n")}
    return len(lines.intersection(HEADER)) > 1 or (
        SEPARATOR in lines and any(AUTHORS.match(line) for line in lines)
    )


def parse_listing(text: str, path: str) -> Listing:
    """Every entry of the listing `text`; what is irregular is told as warnings."""
    lines = _lines(text)
    first, page_line, page_day, problems = _header(lines, path)
    entries = list(_entries(_blocks(lines[first:])))
    for entry in entries:
        problems += _irregularities(entry, path)
    return Listing(path, page_day, page_line, tuple(entries), tuple(problems))


def _lines(text: str) -> list[Line]:
    """The lines that are not blank."""
    lines, gap = [], True
    for number, raw in enumerate(text.split("\n"), 1):
        printed = raw.strip()
        if printed:
            lines.append(Line(number, printed, gap))
        gap = not printed
    return lines


def _header(lines: Sequence[Line], path: str) -> tuple[int, int, PrintedDay | None, list[Problem]]:
    """How many lines the header has, the line and text of its day, and what it lacks."""
    for count, line in enumerate(lines[:HEADER_LINES]):
        day = parse_printed_day(line.text)
        if line.text == SEPARATOR or len(line.text) > TITLE_LENGTH:
            break
        if day:
            printed = {above.text for above in lines[:count]}
            lacking = [text for text in HEADER if text not in printed]
            what = f"the header lacks {', '.join(f'`{text}`' for text in lacking)}"
            problems = [Problem(path, line.number, None, what, warning=True)] if lacking else []
            return count + 1, line.number, day, problems
    count = 0
    while count < len(lines) and lines[count].text in HEADER:
        count += 1
    what = "the header has no day, such as `Dec 12`"
    return count, 1, None, [Problem(path, 1, None, what, warning=True)]


def _blocks(lines: Sequence[Line]) -> Iterator[list[Line] | Metadata]:
    """Lines that stand together, and the metadata between them."""
    block: list[Line] = []
    place = 0
    while place < len(lines):
        line = lines[place]
        taken = _metadata_at(lines, place)
        if taken or line.after_gap:
            if block:
                yield block
            block = []
        if taken:
            yield taken[0]
            place += taken[1]
        else:
            block.append(line)
            place += 1
    if block:
        yield block


def _metadata_at(lines: Sequence[Line], place: int) -> tuple[Metadata, int] | None:
    """The metadata that begins at `place` and its number of lines; None: there is none.

    The separator tells it: no title or abstract stands right before one, so that
    "tencent Tencent" is an organisation there and a title of two words anywhere else.
    """
    separator = place if lines[place].text == SEPARATOR else place + 1
    if separator >= len(lines) or lines[separator].text != SEPARATOR:
        return None
    who = lines[place].text if separator > place else ""
    if who and lines[separator].after_gap and not who.startswith("•"):
        return None  # the end of an abstract; the line of authors is lost
    after = lines[separator + 1 : separator + 2]
    day = parse_printed_day(after[0].text) if after else None
    dated = bool(day) or bool(after and not after[0].after_gap)
    count = separator - place + 1 + dated
    return Metadata(lines[separator].number, who, day), count


def _entries(blocks: Iterator[list[Line] | Metadata]) -> Iterator[Entry]:
    waiting: list[list[Line]] = []
    for block in blocks:
        if isinstance(block, Metadata):
            entries = list(_untitled(waiting))
            waiting = []
            if entries:
                yield from entries[:-1]
                yield _with_metadata(entries[-1], block)
        else:
            waiting.append(block)
    yield from _untitled(waiting)


def _untitled(blocks: Sequence[Sequence[Line]]) -> Iterator[Entry]:
    """Entries of a stretch without metadata: a title, then its abstract, and so on."""
    place = 0
    while place < len(blocks):
        title, rest = _title(blocks[place])
        paragraphs = [_joined(rest)] if rest else []
        place += 1
        if not rest and place < len(blocks) and not _begins_entry(blocks, place):
            paragraphs.append(_joined(blocks[place]))
            place += 1
        while place < len(blocks) and _is_long(blocks[place]):
            paragraphs.append(_joined(blocks[place]))
            place += 1
        yield Entry(title[0].number, _joined(title), "\n\n".join(paragraphs))


def _title(block: Sequence[Line]) -> tuple[Sequence[Line], Sequence[Line]]:
    """The lines of a title, and of an abstract that follows without a blank line."""
    if _is_long(block):
        return block[:1], block[1:]
    return block, ()


def _begins_entry(blocks: Sequence[Sequence[Line]], place: int) -> bool:
    """Whether the block after a title is already the next title, its own abstract behind it."""
    if place + 1 >= len(blocks) or _joined(blocks[place]).endswith("."):
        return False
    return not _is_long(blocks[place]) and _is_long(blocks[place + 1])


def _is_long(block: Sequence[Line]) -> bool:
    return sum(len(line.text) for line in block) > TITLE_LENGTH


def _joined(lines: Sequence[Line]) -> str:
    return " ".join(line.text for line in lines)


def _with_metadata(entry: Entry, metadata: Metadata) -> Entry:
    count = AUTHORS.match(metadata.who)
    entry = replace(entry, metadata=metadata)
    if count:
        return replace(entry, author_count=int(count.group(1)))
    if metadata.who and not metadata.who.startswith("•"):
        # "google Google": the name in addresses, then the name as shown.
        return replace(entry, org=metadata.who.partition(" ")[2] or metadata.who)
    return entry


def short(title: str) -> str:
    """The beginning of a title, to name its paper in a message."""
    return title if len(title) <= 61 else f"{title[:60]}…"


def _irregularities(entry: Entry, path: str) -> Iterator[Problem]:
    def told(line: int, what: str, hint: str = "") -> Problem:
        return Problem(path, line, None, what, hint, warning=True)

    title = short(entry.title)
    if not entry.abstract:
        yield told(entry.line, f"`{title}` has no abstract")
    if "\n\n" in entry.abstract:
        yield told(entry.line, f"the abstract of `{title}` has several paragraphs")
    metadata = entry.metadata
    if not metadata:
        yield told(entry.line, f"`{title}` has no metadata line", "authors and date are unknown")
    elif entry.org:
        what = f"organisation `{entry.org}` in place of the number of authors"
        yield told(metadata.line - 1, what)
    elif entry.author_count is None:
        shown = f": `{metadata.who}`" if metadata.who else ""
        yield told(metadata.line, f"no number of authors{shown}")
    if metadata and not metadata.day:
        yield told(metadata.line + 1, "no date such as `Jul 8, 2024`", "the date is unknown")
