"""The keys of digest.yaml, and how they become a Config."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from generator.config import PERIODS, Config, Editor, Thresholds
from generator.problems import DigestError
from generator.sources import fields as kinds
from generator.sources.fields import Unfit, fitted
from generator.sources.files import read_config
from generator.sources.origins import read_origins
from generator.sources.places import located
from generator.sources.record import Finding


def base_url(value: Any) -> str:
    """An address with scheme and host, made to end in a slash."""
    known = kinds.url(value)
    if "?" in known or "#" in known:
        raise Unfit(f"`{value}` has a query or fragment", "end it after the path")
    return known.rstrip("/") + "/"


def positive(value: Any) -> int:
    number = kinds.whole(value)
    if number < 1:
        raise Unfit("0 is too few", "write 1 or more")
    return number


def mail(value: Any) -> Any:
    from generator.sources.mail import MAIL  # few digests are sent

    return kinds.mapping(MAIL)(value)


CONFIG: kinds.Schema = {
    "title": kinds.text,
    "tagline": kinds.text,
    "base_url": base_url,
    "language": kinds.language,
    "editor": kinds.mapping({"name": kinds.text, "url": kinds.url, "email": kinds.text}),
    "theme": kinds.text,
    "issue": kinds.one_of(*PERIODS),
    "topics": kinds.mapping({"min_papers": positive, "per_page": positive}),
    "people": kinds.mapping({"min_papers": positive}),
    "orgs": kinds.mapping({"min_papers": positive}),
    "feeds": kinds.mapping({"entries": positive, "topics": kinds.flag}),
    "exports": kinds.mapping({"abstracts": kinds.flag, "topics": kinds.flag}),
    "related": kinds.mapping({"papers": kinds.whole}),
    "repository": kinds.url,
    "sources": kinds.sequence(lambda value: value),  # each is checked by origins.py
    "mail": mail,
}


def read_settings(folder: Path, base: str | None = None) -> tuple[Config, list[Finding]]:
    """The digest's Config, and what is wrong with it; `base` stands in for its base_url.

    A key that does not fit keeps its default, so that all other mistakes can still be found.
    Raises DigestError when there is no digest.yaml, or it is not YAML, or `base` is no URL.
    """
    record, findings = fitted(read_config(folder), CONFIG)
    if not record.fields.get("title", "").strip():
        findings.append(record.finding("title", "the digest has no title", "add `title: …`"))
    fields = dict(record.fields)
    if base:
        fields["base_url"] = _given_base(base)
    theme = fields.get("theme", "broadsheet")
    if "/" in theme or "\\" in theme or theme.startswith("."):
        findings.append(record.finding("theme", f"`{theme}` is not a folder's name"))
        fields.pop("theme")
    sources, found = read_origins(record)
    return _config(fields)._replace(sources=sources), findings + found


def _given_base(base: str) -> str:
    try:
        return base_url(base)
    except Unfit as unfit:
        where = Finding("--base-url", 0, (), unfit.what, unfit.hint)
        raise DigestError(located(Path(), [where])) from None


def _config(fields: dict[str, Any]) -> Config:
    counts = {
        "topic_papers": fields.get("topics", {}).get("min_papers"),
        "per_page": fields.get("topics", {}).get("per_page"),
        "person_papers": fields.get("people", {}).get("min_papers"),
        "org_papers": fields.get("orgs", {}).get("min_papers"),
        "feed_entries": fields.get("feeds", {}).get("entries"),
        "topic_feeds": fields.get("feeds", {}).get("topics"),
        "topic_exports": fields.get("exports", {}).get("topics"),
        "related": fields.get("related", {}).get("papers"),
    }
    plain = ("title", "tagline", "base_url", "language", "theme", "issue", "repository", "mail")
    return Config(
        **{"title": "", **{key: fields[key] for key in plain if key in fields}},
        export_abstracts=fields.get("exports", {}).get("abstracts", False),
        editor=Editor(**fields.get("editor", {})),
        thresholds=Thresholds(**{key: n for key, n in counts.items() if n is not None}),
    )
