"""The way through this room: records → papers, editions, topics and people, all checked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from generator.config import Config
from generator.corpus import groups, issues, topics
from generator.corpus.checks import reference_findings
from generator.corpus.merge import merged, paper
from generator.corpus.model import Assigned, Corpus, Issue, Paper, TextPage, Topic
from generator.corpus.slugs import is_safe
from generator.corpus.text import one_line
from generator.corpus.tree import topic_tree
from generator.corpus.works import Work, works
from generator.sources.fields import suggestion
from generator.sources.files import Sources
from generator.sources.record import Finding, Record, is_imported


def load_corpus(
    sources: Sources, config: Config, *, drafts: bool = False
) -> tuple[Corpus, list[Finding]]:
    """Everything the digest holds but who is near whom, and all that is wrong with it, in no order.

    Drafts are left out unless `drafts`: an overlay that is one takes its words with it, and
    the paper too when no source lists it.
    """
    findings = list(sources.findings)
    kept = sources if drafts else _without_drafts(sources)
    found_works = works(kept, findings)
    tree, rules = topic_tree(kept.topics, findings)
    papers, tree = _papers(found_works, tree, rules, config, findings)
    editions, found = issues.by_edition(kept.issues, config.issue)
    findings += found
    for record in editions.values():
        findings += issues.issue_findings(record, papers)
    made_issues = issues.issues(papers.values(), editions, config.issue)
    people, person_of = groups.people(papers.values(), kept.people, config.thresholds.person_papers)
    orgs, org_of = groups.orgs(papers.values(), config.thresholds.org_papers)
    corpus = Corpus(
        papers=papers,
        topics=tree,
        issues=made_issues,
        people=people,
        orgs=orgs,
        pages=_pages(kept.pages, findings),
        by_topic=_by_topic(papers.values(), tree),
        issue_of=_issue_of(made_issues, papers),
        person_of=person_of,
        org_of=org_of,
        records={work.id: work.records for work in found_works},
        intakes=sources.intakes,
    )
    return corpus, findings + reference_findings(corpus)


def _without_drafts(sources: Sources) -> Sources:
    lists: dict[str, Any] = {
        name: [r for r in getattr(sources, name) if not r.fields.get("draft")]
        for name in ("papers", "topics", "issues", "people", "pages")
    }
    return sources._replace(**lists)


def _papers(
    works: Sequence[Work],
    tree: dict[str, Topic],
    rules: topics.Rules,
    config: Config,
    findings: list[Finding],
) -> tuple[dict[str, Paper], dict[str, Topic]]:
    """Papers newest first, and the tree with topics made of keywords.

    Of one day the last published goes first; ties in order of id.
    """
    keywords = {work.id: _keywords(work.records) for work in works}
    words = dict.fromkeys(word for those in keywords.values() for word in those)
    forms = {word: topics.folded(word) for word in words}
    shared = topics.keyword_topics(keywords.values(), forms, rules, config.thresholds.topic_papers)
    by_keyword = {
        word: Assigned(shared[form].id, f"keyword: {word}")
        for word, form in forms.items()
        if form in shared
    }
    made = []
    for work in works:
        given = _assigned(work, rules, tree, keywords[work.id], findings)
        taken = {a.topic for a in given}
        rest = []
        for keyword in keywords[work.id]:
            assigned = by_keyword.get(keyword)
            if assigned is None:
                rest.append(keyword)
            elif assigned.topic not in taken and len(given) < topics.MOST_KEYWORDS:
                taken.add(assigned.topic)
                given = (*given, assigned)
        made.append(paper(work.id, work.records, given, tuple(rest), work.aliases))
    made.sort(key=lambda p: (p.day, p.appeared), reverse=True)
    used = {a.topic for p in made for a in p.topics}
    grown = tree | {t.id: t for t in shared.values() if t.id in used}
    return {p.id: p for p in made}, grown


def _keywords(records: Sequence[Record]) -> tuple[str, ...]:
    """The sources' own topics, the editor's list aside, each once in the order met."""
    lists = [record.words.get("topics") for record in records if is_imported(record)]
    return tuple(dict.fromkeys(chain.from_iterable(filter(None, lists))))


def _assigned(
    work: Work,
    rules: topics.Rules,
    tree: Mapping[str, Topic],
    keywords: Sequence[str],
    findings: list[Finding],
) -> tuple[Assigned, ...]:
    first = work.records[0]
    if "topics" in first.fields and not is_imported(first):
        return _chosen(first, rules, tree, findings)
    if not rules.names:
        return ()
    fields, _ = merged(work.records)
    return topics.by_rules(
        rules, fields["title"], fields.get("abstract", ""), fields.get("terms", ()), keywords
    )


def _chosen(
    record: Record, rules: topics.Rules, tree: Mapping[str, Topic], findings: list[Finding]
) -> tuple[Assigned, ...]:
    """The topics an editor wrote, by id, name or alias; an unknown one is a finding."""
    given: dict[str, Assigned] = {}
    for number, name in enumerate(record.fields["topics"]):
        id = name if name in tree else rules.names.get(topics.folded(name))
        if id is None:
            hint = suggestion(name, tree)
            findings.append(record.finding(("topics", number), f"no topic `{name}`", hint))
        else:
            given[id] = Assigned(id, "editor")
    return tuple(given.values())


def _line(topic: Topic, tree: Mapping[str, Topic]) -> list[str]:
    """A topic and all above it: a paper of a child is a paper of its parent."""
    line = [topic.id]
    while topic.parent and topic.parent in tree and topic.parent not in line:
        topic = tree[topic.parent]
        line.append(topic.id)
    return line


def _by_topic(papers: Iterable[Paper], tree: Mapping[str, Topic]) -> dict[str, tuple[str, ...]]:
    above = {id: _line(topic, tree) for id, topic in tree.items()}
    lists: dict[str, list[str]] = {id: [] for id in tree}
    for one in papers:
        for id in {id: None for topic, _ in one.topics for id in above[topic]}:
            lists[id].append(one.id)
    return {id: tuple(ids) for id, ids in lists.items()}


def _issue_of(editions: dict[str, Issue], papers: dict[str, Paper]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for issue in reversed(editions.values()):
        for id in issue.papers:
            if id in papers:
                found[id].append(issue.id)
    return {id: tuple(ids) for id, ids in found.items()}


def _pages(records: Iterable[Record], findings: list[Finding]) -> dict[str, TextPage]:
    pages = []
    for record in records:
        id = record.path.rsplit("/", 1)[-1].removesuffix(".md").lower()
        title = one_line(record.fields.get("title", ""))
        if not title:
            findings.append(record.finding("title", "a page without a title", "add `title: …`"))
        elif not is_safe(id):
            findings.append(record.finding((), f"`{id}` cannot be a page's address"))
        else:
            fields = record.fields
            description = one_line(fields.get("description", ""))
            menu, order = fields.get("menu", True), fields.get("order", 100)
            path, draft = record.path, bool(fields.get("draft"))
            pages.append(TextPage(id, title, description, record.body, menu, order, path, draft))
    return {page.id: page for page in sorted(pages, key=lambda p: (p.order, p.title, p.id))}
