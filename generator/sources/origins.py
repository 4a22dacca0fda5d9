"""The sources that digest.yaml names, each checked by itself and against the others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from generator.config import ARXIV, ARXIV_RSS, CADENCES, HUGGING_FACE, KINDS, URL, Source
from generator.sources import fields as kinds
from generator.sources.fields import Unfit, fitted, suggestion
from generator.sources.record import Finding, Keys, Record

NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?\Z")
CATEGORIES = re.compile(r"[a-z-]+(?:\.[A-Za-z-]+)?(?:\+[a-z-]+(?:\.[A-Za-z-]+)?)*\Z")
OWN_NAMES = {HUGGING_FACE: "hf-daily", ARXIV: "arxiv", ARXIV_RSS: "arxiv-rss"}
# By how its name begins a source's words go before or behind others' when papers are merged.
BEGINNINGS = {
    HUGGING_FACE: ("hf-", "hugging-face", "huggingface"),
    ARXIV: ("arxiv",),
    ARXIV_RSS: ("arxiv",),
}
# What each kind must have, and why or how.
NEEDED = {
    ARXIV: ("query", "a search of arXiv, such as `cat:cs.CL AND abs:agent`"),
    ARXIV_RSS: ("query", "its categories, such as `cs.CL+cs.LG`"),
    URL: ("url", "the address that is asked"),
}
# What only some kinds have a use for.
ONLY = {"query": (ARXIV, ARXIV_RSS), "format": (URL,), "since": (HUGGING_FACE, ARXIV)}


def name(value: Any) -> str:
    """A name that can be a folder."""
    known = kinds.text(value)
    if not NAME.match(known):
        raise Unfit(f"`{known[:80]}` cannot be a source's name", "use a-z, 0-9 and hyphens")
    return known


def limit(value: Any) -> int:
    number = kinds.whole(value)
    if not number:
        raise Unfit("0 papers are too few", "write 1 or more, or leave it out")
    return number


def days(value: Any) -> tuple[str, ...]:
    return tuple(sorted(kinds.day(day) for day in kinds.texts(value)))


SOURCE: kinds.Schema = {
    "name": name,
    "kind": kinds.one_of(*KINDS),
    "cadence": kinds.one_of(*CADENCES),
    "query": kinds.text,
    "url": kinds.url,
    "format": kinds.text,
    "facts_only": kinds.flag,
    "since": kinds.day,
    "limit": limit,
    "days_off": days,
}


def read_origins(record: Record) -> tuple[tuple[Source, ...], list[Finding]]:
    """The sources of digest.yaml in its order, and what is wrong with any of them.

    One that has something wrong is left out: what is told of it stops build and fetch alike.
    """
    sources: list[Source] = []
    findings: list[Finding] = []
    for number, item in enumerate(record.fields.get("sources", ())):
        keys: Keys = ("sources", number)
        source, found = _origin(record, keys, item)
        if source and not found:
            found = [record.finding((*keys, key), *told) for key, *told in _flaws(source, sources)]
        findings += found
        if source and not found:
            sources.append(source)
    return tuple(sources), findings


def _origin(record: Record, keys: Keys, item: Any) -> tuple[Source | None, list[Finding]]:
    if not isinstance(item, dict):
        what = f"`{str(item)[:80]}` is not a source"
        return None, [record.finding(keys, what, "write it as a mapping: `- kind: …`")]
    checked, found = fitted(record._replace(fields=item), SOURCE)
    findings = [one._replace(keys=(*keys, *one.keys)) for one in found]
    kind = checked.fields.get("kind")
    if kind is None:
        if "kind" not in item:
            hint = f"add `kind:` and one of {', '.join(KINDS)}"
            findings.append(record.finding(keys, "a source without a kind", hint))
        return None, findings
    fields = {"name": OWN_NAMES.get(kind, "")} | checked.fields
    fields.setdefault("cadence", "weekly" if kind == URL else "daily")
    return Source(**fields), findings


def _flaws(source: Source, before: list[Source]) -> Iterator[tuple[str, str, str]]:
    """Key, what is wrong and a hint, for what no field shows by itself."""
    kind = source.kind
    if not source.name:
        yield "name", f"a source of kind {kind} needs a name", "add `name: my-library`"
    elif any(source.name == other.name for other in before):
        yield "name", f"two sources are called `{source.name}`", "give each a name of its own"
    beginnings = BEGINNINGS.get(kind, ("",))
    if source.name and not source.name.startswith(beginnings):
        hint = "whose words go before others' when papers are merged is known by the name"
        yield "name", f"the name of a source of kind {kind} begins with `{beginnings[0]}`", hint
    needed, why = NEEDED.get(kind, ("", ""))
    if needed and not getattr(source, needed).strip():
        yield needed, f"a source of kind {kind} needs `{needed}`", f"{needed}: {why}"
    for key, those in ONLY.items():
        if getattr(source, key) and kind not in those:
            yield key, f"a source of kind {kind} has no `{key}`", f"it is for {' and '.join(those)}"
    if kind == ARXIV_RSS and source.query and not CATEGORIES.match(source.query):
        what = f"`{source.query[:80]}` is not a list of arXiv's categories"
        yield "query", what, "join them with a plus sign: cs.CL+cs.LG"


def format_findings(record: Record, formats: tuple[str, ...]) -> list[Finding]:
    """Sources that name a format no importer reads; only who imports knows which there are."""
    return [
        record.finding(
            ("sources", number, "format"),
            f"no importer reads `{item['format']}`",
            suggestion(item["format"], formats),
        )
        for number, item in enumerate(record.fields.get("sources", ()))
        if isinstance(item, dict) and item.get("format", formats[0]) not in formats
    ]
