"""What is odd in the words of papers: characters that are not shown, TeX that cannot be set."""

from __future__ import annotations

from collections.abc import Iterator

from generator.corpus.model import Corpus
from generator.corpus.text import one_line, readable, warnings
from generator.render.text import unset_math
from generator.sources.record import Finding, Record

LINES = ("title", "tldr", "venue", "org")
SHOWN = 60  # characters of a formula


def text_findings(corpus: Corpus) -> list[Finding]:
    """A warning for each oddity, at the field it stands in; none stops anything."""
    found = [
        finding
        for records in corpus.records.values()
        for record in records
        for finding in _record_findings(record)
    ]
    return found + list(_address_findings(corpus))


def _record_findings(record: Record) -> Iterator[Finding]:
    for field in (*LINES, "abstract"):
        text = record.fields.get(field)
        if not text:
            continue
        for odd in warnings(text):
            hint = "it is not shown as it was meant; mend the source"
            yield record.finding(field, odd, hint, warning=True)
        for tex in unset_math((one_line if field in LINES else readable)(text)):
            what = f"TeX that cannot be set: {tex[:SHOWN]}"
            yield record.finding(field, what, "its source is shown instead", warning=True)
    for number, name in enumerate(record.fields.get("authors", ())):
        for odd in warnings(name):
            yield record.finding(("authors", number), odd, "mend the source", warning=True)


def _address_findings(corpus: Corpus) -> Iterator[Finding]:
    """Things whose name gives no address: it was made up, and will not change."""
    for kind, those in (("topic", corpus.topics), ("person", corpus.people), ("org", corpus.orgs)):
        for id, one in those.items():
            if id.startswith("x-"):
                what = f"the {kind} `{one.name}` has a name no address can be made of; it is {id}"
                hint = "a file of its own gives it another"
                yield Finding("content/imported", 0, (), what, hint, warning=True)
