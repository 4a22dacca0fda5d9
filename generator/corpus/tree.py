"""The topics of the editor's files, each in its place in the tree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.corpus.model import Topic
from generator.corpus.slugs import is_safe
from generator.corpus.text import one_line
from generator.corpus.topics import Rules, compiled
from generator.sources.fields import suggestion
from generator.sources.record import Finding, Record


def topic_tree(
    records: Sequence[Record], findings: list[Finding]
) -> tuple[dict[str, Topic], Rules]:
    tree: dict[str, Topic] = {}
    rules = {}
    for record in records:
        id = record.fields.get("slug") or record.path.rsplit("/", 1)[-1].removesuffix(".md")
        if not is_safe(id):
            hint = "use letters a to z, digits and -, or give a `slug:`"
            findings.append(record.finding("slug", f"`{id}` cannot be a topic's address", hint))
            continue
        if id in tree:
            findings.append(record.finding("slug", f"the same address as {tree[id].path}"))
            continue
        fields = record.fields
        name = one_line(fields.get("name", "")) or id.replace("-", " ").capitalize()
        parent = fields.get("parent") or None
        aliases = tuple(fields.get("aliases", ()))
        intro, draft = record.body.strip(), bool(fields.get("draft"))
        tree[id] = Topic(id, name, parent, intro, aliases, path=record.path, draft=draft)
        rules[id] = fields.get("rules", {})
    for record in records:
        findings += _parent_findings(record, tree)
    orphans = {id: t._replace(parent=None) for id, t in tree.items() if t.parent not in tree}
    tree = dict(
        sorted((tree | orphans).items(), key=lambda item: (item[1].name.casefold(), item[0]))
    )
    return tree, compiled(tree.values(), rules)


def _parent_findings(record: Record, tree: Mapping[str, Topic]) -> list[Finding]:
    parent: str | None = record.fields.get("parent")
    own = record.fields.get("slug") or record.path.rsplit("/", 1)[-1].removesuffix(".md")
    if not parent:
        return []
    if parent not in tree:
        return [record.finding("parent", f"no topic `{parent}`", suggestion(parent, tree))]
    seen = {own}
    while parent and parent in tree:
        if parent in seen:
            return [record.finding("parent", f"`{own}` is its own ancestor", "break the circle")]
        seen.add(parent)
        parent = tree[parent].parent
    return []
