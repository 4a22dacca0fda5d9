"""The words of a text, and what of them tells one paper from another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from generator.corpus.acronyms import acronyms
from generator.corpus.folding import LETTERS, fold
from generator.corpus.links import URL, link_kind, links
from generator.corpus.vocabulary import FILLERS, HEADS, JOINTS, NOUN_ENDINGS, STOP

__all__ = ["acronyms", "distinctive_terms", "link_kind", "links", "words"]

ASCII_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
WORD = re.compile(rf"{LETTERS}(?:'{LETTERS})?")
HAN = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")


def words(text: str) -> list[str]:
    """The words of `text` as rules, related papers and search compare them, in order.

    Lower case, no accents; a hyphen parts two words, a possessive s goes ("model's" is model),
    other apostrophes are left out ("don't" is dont). Chinese and Japanese, which have no
    spaces, are given in overlapping pairs of characters.
    """
    folded = fold(text)
    if folded.isascii():
        found = ASCII_WORD.findall(folded)
    else:
        found = WORD.findall(folded.replace("’", "'"))
        if HAN.search(folded):
            found = [part for word in found for part in _in_pairs(word)]
    return [_without_apostrophe(word) if "'" in word else word for word in found]


def _without_apostrophe(word: str) -> str:
    return word.removesuffix("'s").replace("'", "")


def _in_pairs(word: str) -> Iterator[str]:
    done = 0
    for run in HAN.finditer(word):
        if run.start() > done:
            yield word[done : run.start()]
        characters = run.group()
        yield from (characters[i : i + 2] for i in range(max(1, len(characters) - 1)))
        done = run.end()
    if done < len(word):
        yield word[done:]


# A word as printed, with what holds its parts together ("GPT-3.5", "Qwen2-Audio", "A+B"),
# or a mark that no short name goes across.
TOKEN = re.compile(rf"{LETTERS}(?:['’\-‐‑.+&]{LETTERS})*|[^\w\s'’`*^~-]|--")
DEBRIS = re.compile(r"\\[a-zA-Z]+\s*|[{}$]|``|''|['’]s\b")
NAME = re.compile(r"[^\W\d_].*(?:[A-Z]|\d)|[A-Z]{2}|\d.*[^\W\d_]")  # an inner capital, or a digit
LONGEST = 3  # words of a short name


def distinctive_terms(text: str, title: str) -> list[str]:
    """Words and short names of `text`, sorted: what may be kept of an abstract that is not.

    Content words; and names of two or three words: capitalised ones, ones that stand in the
    title or more than once, and ones whose last word names a thing of the trade ("reward
    model"). Never more than three words in a row, so never a sentence. Names that are spelled
    with capitals keep them.
    """
    runs = list(_runs(_tokens(text)))
    shown = _spellings(runs)
    terms: set[str] = set()
    for run in runs:
        terms.update(shown.get(token, token) for token in run if _is_content(token))
    for phrase in _short_names(runs, _phrases_of(title)):
        terms.add(" ".join(shown.get(token, token) for token in phrase))
    return sorted(terms)


def _tokens(text: str) -> list[str]:
    return TOKEN.findall(DEBRIS.sub(" ", URL.sub(" . ", text)))


def _runs(tokens: Iterable[str]) -> Iterator[list[str]]:
    """Words in a row, as printed, without the mark between two rows."""
    run: list[str] = []
    for token in tokens:
        if token[0].isalnum():
            run.append(token)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _spellings(runs: Sequence[Sequence[str]]) -> dict[str, str]:
    """How each word is shown: as printed when its capitals are its own, else in lower case."""
    printed = {token for run in runs for token in run}
    inside = {token for run in runs for token in run[1:]}
    shown = {}
    for token in printed:
        lower = token.lower()
        own = token in inside and lower not in printed
        shown[token] = token if own or NAME.match(token) else lower
    return shown


def _is_content(token: str) -> bool:
    lower = token.lower()
    if lower in STOP or lower in FILLERS:
        return False
    return (len(token) > 2 and not lower.replace(".", "").isdigit()) or bool(NAME.match(token))


def _short_names(
    runs: Sequence[Sequence[str]], of_title: frozenset[tuple[str, ...]]
) -> Iterator[Sequence[str]]:
    """Two or three words in a row that name something."""
    candidates = [phrase for run in runs for phrase in _candidates(run)]
    often = Counter(map(_lower, candidates))
    for phrase in candidates:
        lower = _lower(phrase)
        known = (often[lower] > 1 or lower in of_title) and _ends_well(phrase)
        if known or _is_name(phrase):
            yield phrase


def _candidates(run: Sequence[str]) -> Iterator[Sequence[str]]:
    """Every two and three words that begin with a content word and end with one or a noun."""
    lower = [token.lower() for token in run]
    opens = [word not in STOP and word not in FILLERS for word in lower]
    closes = [good or _singular(word) in HEADS for word, good in zip(lower, opens, strict=True)]
    for start in range(len(run) - 1):
        second, third = start + 1, start + 2
        if not opens[start]:
            continue
        if closes[second]:
            yield run[start:third]
        if third < len(run) and closes[third] and (opens[second] or lower[second] in JOINTS):
            yield run[start : third + 1]


def _lower(phrase: Iterable[str]) -> tuple[str, ...]:
    return tuple(token.lower() for token in phrase)


def _phrases_of(title: str) -> frozenset[tuple[str, ...]]:
    return frozenset(_lower(phrase) for run in _runs(_tokens(title)) for phrase in _candidates(run))


def _is_name(phrase: Sequence[str]) -> bool:
    """Whether a phrase seen once names something: by its capitals, or by its last word."""
    first, last = phrase[0], phrase[-1]
    if all(token[0].isupper() or token.lower() in JOINTS for token in phrase):
        return True
    if phrase[1].lower() in JOINTS:
        return phrase[1].lower() == "of" and _is_head(first) and _is_head(last)
    return _is_head(last) and (len(phrase) == 2 or _is_head(phrase[1]))


def _ends_well(phrase: Sequence[str]) -> bool:
    """Not cut off behind a small word: "emergence of hidden" is no name."""
    return phrase[1].lower() not in JOINTS or phrase[1].lower() == "and" or _is_head(phrase[-1])


def _is_head(token: str) -> bool:
    word = token.lower().rpartition("-")[2]
    stem = _singular(word)
    return word in HEADS or stem in HEADS or stem.endswith(NOUN_ENDINGS)


def _singular(word: str) -> str:
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    return word[:-3] + "y" if word.endswith("ies") else word[:-1]
