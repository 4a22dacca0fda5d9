"""Which topics a paper belongs to, and why."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

from generator.corpus.model import Assigned, Topic
from generator.corpus.slugs import slugs
from generator.corpus.text import singular, sort_key

WORD = re.compile(r"[^\W_]+")
TITLE, ABSTRACT, KEYWORD = 3, 1, 3  # what one phrase found there counts
THRESHOLD = 2  # the count from which a paper is in a topic
MOST = 4  # topics of one paper that rules give, the best first
MOST_KEYWORDS = 8  # all topics of one paper, keywords of its sources among them

Phrase = tuple[str, ...]  # singular words; the last may end in "*"


class Rule(NamedTuple):
    """One phrase of one topic."""

    words: Phrase
    topic: str
    where: str  # "title", "abstract" or "exclude"
    shown: str  # as the editor wrote it


class Rules(NamedTuple):
    """All rules of all topics, found by the first word of each phrase."""

    by_word: defaultdict[str, list[Rule]]
    by_stem: list[Rule]  # phrases of one word that ends in "*"
    thresholds: dict[str, int]  # by topic id
    names: dict[str, str]  # folded name or alias → topic id


def phrase_words(text: str) -> list[str]:
    """The words of a text as rules see them: lower case, no accents, singular."""
    return [singular(word) for word in WORD.findall(sort_key(text))]


def folded(name: str) -> str:
    """One form for "Large Language Models", "large-language model" and the like."""
    return " ".join(phrase_words(name)) or name.casefold().strip()


def compiled(topics: Iterable[Topic], rules: Mapping[str, Mapping[str, Any]]) -> Rules:
    """The rules in the form they are matched in; `rules` by topic id, as in the files."""
    made = Rules(defaultdict(list), [], {}, {})
    for topic in topics:
        for name in (topic.id, topic.name, *topic.aliases):
            made.names.setdefault(folded(name), topic.id)
        given = rules.get(topic.id, {})
        made.thresholds[topic.id] = given.get("threshold", THRESHOLD)
        for where in ("title", "abstract", "exclude"):
            for shown in given.get(where, ()):
                _add(made, shown, topic.id, where)
    return made


def _add(made: Rules, shown: str, topic: str, where: str) -> None:
    words = phrase_words(shown)
    if not words:
        return
    if shown.rstrip().endswith("*"):
        words[-1] = WORD.findall(sort_key(shown))[-1] + "*"
    rule = Rule(tuple(words), topic, where, shown)
    known = made.by_stem if words[0].endswith("*") else made.by_word[words[0]]
    if all(rule[:-1] != other[:-1] for other in known):  # "agent" and "Agents" are one
        known.append(rule)


def found(rules: Rules, words: Sequence[str]) -> Iterator[Rule]:
    """Rules whose phrase stands in `words`, each as often as it stands there."""
    by_word = rules.by_word
    for place, word in enumerate(words):
        if word in by_word:
            for rule in by_word[word]:
                if _stands(rule.words, words, place):
                    yield rule
    for rule in rules.by_stem:
        stem = rule.words[0][:-1]
        if any(word.startswith(stem) for word in words):
            yield rule


def _stands(phrase: Phrase, words: Sequence[str], place: int) -> bool:
    here = words[place : place + len(phrase)]
    if len(here) < len(phrase):
        return False
    if phrase[-1].endswith("*"):
        return tuple(here[:-1]) == phrase[:-1] and here[-1].startswith(phrase[-1][:-1])
    return tuple(here) == phrase


def by_rules(
    rules: Rules, title: str, abstract: str, terms: Sequence[str], keywords: Sequence[str]
) -> tuple[Assigned, ...]:
    """The topics rules find for a paper, best first, at most MOST; ties in order of topic id.

    Each phrase counts once: 3 in the title, 1 in the abstract (or among its harvested
    terms), 3 as a keyword of a source. A topic with an excluded phrase is not given.
    """
    score: Counter[str] = Counter()
    reasons: dict[str, list[str]] = defaultdict(list)
    banned: set[str] = set()
    body = phrase_words(abstract) if abstract else _apart(terms)
    for where, words, worth in (
        ("title", phrase_words(title), TITLE),
        ("abstract", body, ABSTRACT),
    ):
        for rule in dict.fromkeys(found(rules, words)):
            if rule.where == "exclude":
                banned.add(rule.topic)
            elif rule.where == where:
                score[rule.topic] += worth
                reasons[rule.topic].append(f"{where}: {rule.shown}")
    for keyword in keywords:
        topic = rules.names.get(folded(keyword))
        if topic:
            score[topic] += KEYWORD
            reasons[topic].append(f"keyword: {keyword}")
    best = sorted(
        (t for t, n in score.items() if n >= rules.thresholds[t] and t not in banned),
        key=lambda t: (-score[t], t),
    )
    return tuple(Assigned(topic, "; ".join(reasons[topic][:3])) for topic in best[:MOST])


def _apart(terms: Sequence[str]) -> list[str]:
    """The words of all terms with a gap between two, so that no phrase spans them."""
    words: list[str] = []
    for term in terms:
        words += phrase_words(term)
        words.append("")
    return words


def keyword_topics(
    keywords: Collection[Sequence[str]], forms: Mapping[str, str], rules: Rules, least: int
) -> dict[str, Topic]:
    """Keywords of sources that at least `least` papers share and no topic of ours names.

    `keywords` has those of each paper, each once, `forms` the folded form of each. By folded
    keyword; each is shown in the spelling most papers use, ties in order of spelling.
    """
    spellings: dict[str, dict[str, int]] = defaultdict(dict)
    for keyword, count in Counter(chain.from_iterable(keywords)).items():
        spellings[forms[keyword]][keyword] = count
    papers = Counter({form: sum(those.values()) for form, those in spellings.items()})
    several = {word for those in spellings.values() if len(those) > 1 for word in those}
    for those in keywords if several else ():
        if not several.isdisjoint(those):
            said = [forms[word] for word in those]
            if len(set(said)) < len(said):  # who says it in two spellings counts once
                papers.subtract(Counter(said) - Counter(set(said)))
    shared = [form for form, n in papers.items() if n >= least and form not in rules.names]
    shown = {form: min(spellings[form], key=lambda s: (-spellings[form][s], s)) for form in shared}
    taken = set(rules.names.values())
    ids = slugs(shown.values())
    return {
        form: Topic(_free(ids[name], name, taken), name, ours=False)
        for form, name in sorted(shown.items())
    }


def _free(id: str, name: str, taken: set[str]) -> str:
    return slugs([name, id])[name] if id in taken and id != name else id
