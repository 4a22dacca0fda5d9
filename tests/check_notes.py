"""Whether the notes of a digest are whole and in our own words.

python -m tests.check_notes ../shared/seeds [FOLDER]

Reads the abstracts from saved listings and the notes from the digest in FOLDER, by default
this repository's. Prints a line for each finding; exit code 1 when there is one.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.build import Options, plan
from generator.corpus.keys import normalised_title
from generator.corpus.model import Paper
from generator.importers.listing import parse_listing
from generator.plan.cards import unmarked

ROOT = Path(__file__).parents[1]
TLDR_WORDS = 30  # at most
NOTE_WORDS = range(60, 131)
TOPICS = range(1, 5)
COMMON_WORDS = 7  # in a row that note and abstract may share, names aside
WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")
FIGURE = re.compile(r"\d+(?:\.\d+)?")
SENTENCE_END = re.compile(r"[.?!:][)\"'”’]*\s*$")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a note; a name is no phrase that anyone could put otherwise."""

    text: str  # in lower case
    name: bool


def main(arguments: Sequence[str]) -> int:
    if not 1 <= len(arguments) <= 2:
        print(__doc__, file=sys.stderr)
        return 2
    papers = papers_of(Path(arguments[1]) if len(arguments) == 2 else ROOT)
    abstracts = abstracts_of(Path(arguments[0]))
    findings = [*missing_papers(papers, abstracts), *incomplete(papers)]
    findings += too_near(papers, abstracts)
    print(*findings, f"{len(papers)} papers, {len(findings)} findings", sep="\n")
    return 1 if findings else 0


def papers_of(folder: Path) -> list[Paper]:
    return list(plan(folder, Options()).corpus.papers.values())


def abstracts_of(seeds: Path) -> dict[str, str]:
    """The abstract of every entry of the listings in a folder, by normalised title."""
    entries = (
        entry
        for file in sorted(seeds.glob("*.txt"))
        for entry in parse_listing(file.read_text(encoding="utf-8"), file.name).entries
    )
    return {normalised_title(entry.title): entry.abstract for entry in entries}


def missing_papers(papers: Iterable[Paper], abstracts: Mapping[str, str]) -> Iterator[str]:
    """Listed papers that the digest does not have, and papers that no listing has."""
    ours = {normalised_title(paper.title): paper.id for paper in papers}
    yield from (f"{title}: not in the digest" for title in sorted(abstracts.keys() - ours.keys()))
    yield from (f"{ours[title]}: in no listing" for title in sorted(ours.keys() - abstracts.keys()))


def incomplete(papers: Iterable[Paper]) -> Iterator[str]:
    """What a note lacks, or has too much of, whatever its abstract says."""
    for paper in papers:
        tldr, note = (len(unmarked(text).split()) for text in (paper.tldr, paper.note))
        if not 0 < tldr <= TLDR_WORDS:
            yield f"{paper.id}: tl;dr of {tldr} words"
        if note not in NOTE_WORDS:
            yield f"{paper.id}: note of {note} words"
        if len(paper.topics) not in TOPICS:
            yield f"{paper.id}: {len(paper.topics)} topics"


def too_near(papers: Iterable[Paper], abstracts: Mapping[str, str]) -> Iterator[str]:
    """Phrases that a note has from its abstract, and figures that it has from elsewhere."""
    for paper in papers:
        abstract = abstracts.get(normalised_title(paper.title), "")
        known = figures(f"{paper.title} {abstract}")
        for text in (paper.tldr, unmarked(paper.note)):
            for phrase in common_phrases(text, abstract):
                yield f"{paper.id}: from the abstract: {phrase}"
            for figure in sorted(figures(text) - known):
                yield f"{paper.id}: {figure} is not in the abstract"


def figures(text: str) -> set[str]:
    """The numbers in a text, "1,204" as 1204."""
    return set(FIGURE.findall(re.sub(r"(?<=\d),(?=\d{3})", "", text)))


def words(text: str) -> list[Word]:
    """The words of a text. A name has a capital that no beginning of a sentence explains."""
    found = []
    for match in WORD.finditer(text):
        printed = match.group()
        begins = not text[: match.start()].strip() or SENTENCE_END.search(text[: match.start()])
        name = any(c.isupper() for c in (printed[1:] if begins else printed))
        found.append(Word(printed.lower(), name))
    return found


def common_phrases(text: str, abstract: str) -> list[str]:
    """Runs of words that both have with more than COMMON_WORDS in them that are no names.

    Each run once, as long as it goes, in the order of `text`.
    """
    places = defaultdict(list)
    theirs = [word.text for word in words(abstract)]
    for place, word in enumerate(theirs):
        places[word].append(place)
    ours, phrases, after = words(text), [], 0
    for start in range(len(ours)):
        if start < after:
            continue
        run = max((_run(ours[start:], theirs[at:]) for at in places[ours[start].text]), default=0)
        if sum(not word.name for word in ours[start : start + run]) > COMMON_WORDS:
            phrases.append(" ".join(word.text for word in ours[start : start + run]))
            after = start + run
    return phrases


def _run(ours: Sequence[Word], theirs: Sequence[str]) -> int:
    """How many words two texts share from their beginnings on."""
    length = 0
    for our, their in zip(ours, theirs, strict=False):
        if our.text != their:
            break
        length += 1
    return length


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
