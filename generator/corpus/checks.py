"""What can only be said of the digest as a whole: references that lead nowhere, odd topics."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from generator.corpus.model import Corpus
from generator.sources.fields import suggestion
from generator.sources.record import Finding

# [label](paper:2501.01234) in what the editor writes
REFERENCE = re.compile(r"\]\((paper|topic|issue|page|person|org):([^)\s]+)\)")
LARGEST = 1 / 3  # share of all papers above which a topic tells nothing
FEW = 10  # papers below which shares mean little


def references(markdown: str) -> list[tuple[str, str]]:
    """Kind and name of everything of the digest that a text links to, each once, in order."""
    if "](" not in markdown:
        return []
    return list(dict.fromkeys(REFERENCE.findall(markdown)))


def _texts(corpus: Corpus) -> Iterator[tuple[str, str]]:
    """Every Markdown text of the editor's, and the file it stands in."""
    for paper in corpus.papers.values():
        yield paper.note_path, paper.note
    for topic in corpus.topics.values():
        yield topic.path, topic.intro
    for issue in corpus.issues.values():
        yield issue.path, issue.intro
        for section in issue.sections:
            yield issue.path, section.intro
    for page in corpus.pages.values():
        yield page.path, page.text


def reference_findings(
    corpus: Corpus, texts: Iterable[tuple[str, str]] | None = None
) -> list[Finding]:
    """Links of the editor's to papers, topics, issues and pages that the digest does not have.

    `texts` are Markdown, each behind the file it stands in; all of the corpus when not given.
    """
    aliases = {alias for paper in corpus.papers.values() for alias in paper.aliases}
    known = {
        "paper": corpus.papers.keys() | aliases,
        "topic": corpus.topics.keys(),
        "issue": corpus.issues.keys(),
        "page": corpus.pages.keys(),
        "person": corpus.people.keys(),
        "org": corpus.orgs.keys(),
    }
    return [
        Finding(
            path,
            1,
            ("text", f"{kind}:{name}"),
            f"no {kind} `{name}`",
            suggestion(name, known[kind]),
        )
        for path, text in (_texts(corpus) if texts is None else texts)
        for kind, name in references(text)
        if name not in known[kind]
    ]


def editorial_findings(corpus: Corpus) -> list[Finding]:
    """Warnings for the editor: papers without a topic, topics that catch too much."""
    findings = []
    bare = [paper for paper in corpus.papers.values() if not paper.topics]
    if bare and any(topic.ours for topic in corpus.topics.values()):
        shown = ", ".join(paper.id for paper in bare[:5]) + (", …" if len(bare) > 5 else "")
        what = f"{len(bare)} paper{'s' * (len(bare) > 1)} without a topic: {shown}"
        hint = "add a phrase to a topic's rules, or `topics:` to the paper's file"
        findings.append(Finding("content/topics", 0, (), what, hint, warning=True))
    for id, papers in corpus.by_topic.items():
        if len(corpus.papers) >= FEW and len(papers) > len(corpus.papers) * LARGEST:
            what = f"`{id}` holds {len(papers)} of {len(corpus.papers)} papers"
            hint = "a topic of more than a third sorts nothing; narrow its rules or split it"
            path = corpus.topics[id].path or "content/imported"
            findings.append(Finding(path, 1, ("rules",), what, hint, warning=True))
    return findings
