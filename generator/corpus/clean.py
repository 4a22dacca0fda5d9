"""The text of a record as readers will see it, worked out once for each record."""

from __future__ import annotations

import marshal
from collections.abc import Mapping
from typing import Any

from generator.corpus.identity import marks_of
from generator.corpus.text import is_readable, one_line, readable
from generator.sources.inputs import print_of
from generator.sources.record import Record, is_imported

LINES = ("title", "org", "tldr")
LISTS = ("authors", "topics")
# Fields whose value no page of a paper shows as the record has it.
UNSEEN = frozenset(("id", "source_id", "aliases", "topics", "terms", "acronyms", "comments"))
# Fields that a list shows of a paper of one record, or works out what it shows from.
LISTED = (
    "id",
    "title",
    "authors",
    "author_count",
    "org",
    "published",
    "date",
    "listed",
    "venue",
    "doi",
    "arxiv_id",
    "tldr",
    "draft",
)
MARKED = ("code", "project")  # of which a list shows whether they are there
NO_FIELDS: dict[str, Any] = {}  # of all records that let go of theirs


def cleaned(record: Record) -> tuple[dict[str, Any], tuple[Any, ...], bytes, bytes]:
    """What is worked out of a record when it is read: readable fields, its marks and hashes."""
    made = readable_fields(record.fields)
    return made, marks_of(record.fields), digest_of(record, made), card_of(record, made)


def card_of(record: Record, made: Mapping[str, Any]) -> bytes:
    """The hash of all that a list may show of a record; `made` are readable fields.

    What topics its paper is in depends on more: whoever asks has them from the paper.
    """
    seen = {**record.fields, **made} if made else record.fields
    marks = [bool(seen.get(key)) for key in MARKED]
    return print_of(marshal.dumps([list(map(seen.get, LISTED)), marks], 2))


def digest_of(record: Record, made: Mapping[str, Any]) -> bytes:
    """The hash of all that the page of its paper may show of a record; `made` are readable fields.

    Ids, topics and keywords depend on other records too: whoever asks has them from the paper.
    """
    seen = {**record.fields, **made}
    for key in UNSEEN.intersection(seen):
        del seen[key]
    path = "" if is_imported(record) else record.path
    return print_of(marshal.dumps((seen, record.body.strip(), path), 2))


def stripped(records: Mapping[str, tuple[Record, ...]]) -> dict[str, tuple[Record, ...]]:
    """Records without what they say: where they stand and their digests, all that a build of
    their papers' pages asks for. The rest is a third of the memory of a large corpus."""
    return {
        id: tuple(
            Record(
                one.path,
                one.line,
                NO_FIELDS,
                digest=one.digest or digest_of(one, one.readable),
                card=one.card if len(those) == 1 else b"",  # of several the card itself is asked
            )
            for one in those
        )
        for id, those in records.items()
    }


def readable_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a paper's record whose readable text is another than what was printed.

    Names and topics that nothing readable is left of are dropped from their lists.
    """
    made = {} if _is_readable(fields) else _lines(fields)
    if "abstract" in fields:
        made["abstract"] = readable(fields["abstract"])
    return {key: text for key, text in made.items() if text != fields.get(key)}


def _is_readable(fields: Mapping[str, Any]) -> bool:
    """Whether all of a record's lines are as they should be: so are those of most."""
    lines = [fields[key] for key in LINES if key in fields]
    for key in LISTS:
        lines += fields.get(key, ())
    return is_readable(lines)


def _lines(fields: Mapping[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {key: one_line(fields[key]) for key in LINES if key in fields}
    for key in LISTS:
        if key in fields:
            made[key] = [line for line in map(one_line, fields[key]) if line]
    return made
