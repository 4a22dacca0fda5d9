"""A paper as a BibTeX entry, with everything TeX would trip over escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator.corpus.spans import Part, parts
from generator.plan.page import Context
from generator.render.citation import names, page_address
from generator.render.text import plain

# Characters TeX reads as commands, and what prints them.
ESCAPED = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # BibTeX counts every brace, one behind a backslash too
    "}": r"\textbraceright{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
SPECIAL = re.compile(r"[\\{}&%$#_~^]")
# A word whose capitals a style must not lower: LLMs, GPT-4, InstructGPT.
CASED = re.compile(r"\b\w*(?:[A-Z]\w*[A-Z]|[a-z]\w*[A-Z]|\d\w*[A-Z]|[A-Z]\w*\d)\w*\b")
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def bibtex(paper: Context, site: Mapping[str, Any]) -> str:
    """An @misc, or an @inproceedings when a venue is known; unknown fields are left out.

    Braces keep the case of names such as LLMs; authors whose names no source gives are left
    out rather than made up.
    """
    fields = list(_fields(paper, site))
    width = max(len(name) for name, _ in fields)
    rows = ",\n".join(f"  {name:<{width}} = {value}" for name, value in fields)
    kind = "inproceedings" if paper["venue"] else "misc"
    return f"@{kind}{{{paper['id']},\n{rows}\n}}"


def _fields(paper: Context, site: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    published = paper["published"]
    yield "title", "{" + "".join(map(_title_part, parts(paper["title"]))) + "}"
    if paper["authors"]:
        yield "author", "{" + " and ".join(map(_name, names(paper))) + "}"
    if published:
        yield "year", "{" + published[:4] + "}"
    if len(published) > 4:
        yield "month", MONTHS[int(published[5:7]) - 1]
    if paper["venue"]:
        yield "booktitle", "{" + escape(" ".join(paper["venue"].split())) + "}"
    if paper["arxiv_id"]:
        yield "eprint", "{" + paper["arxiv_id"] + "}"
        yield "archiveprefix", "{arXiv}"
    if paper["doi"]:
        yield "doi", "{" + _verbatim(paper["doi"]) + "}"
    yield "url", "{" + _verbatim(paper["url"] or page_address(paper, site)) + "}"


def _title_part(part: Part) -> str:
    """Math goes to TeX as it is, unless its braces would end the field."""
    kind, body = part
    if kind in ("math", "display") and _balanced(body) and "@" not in body:
        return f"${body}$"
    text, made, after = plain(body), [], 0
    for word in CASED.finditer(text):
        made += [escape(text[after : word.start()]), "{" + escape(word.group()) + "}"]
        after = word.end()
    return "".join([*made, escape(text[after:])])


def _balanced(tex: str) -> bool:
    """Whether every brace of `tex` has its partner, in order."""
    depth = 0
    for sign in tex:
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            return False
    return depth == 0


def escape(text: str) -> str:
    return SPECIAL.sub(lambda sign: ESCAPED[sign.group()], text)


def _name(name: str) -> str:
    """A name that holds " and " or a comma would be read as two; braces keep it one."""
    escaped = escape(name)
    return "{" + escaped + "}" if " and " in name.lower() or "," in name else escaped


def _verbatim(address: str) -> str:
    """DOIs and URLs are taken as they are, but for what would end the field."""
    return address.replace("\\", "%5C").replace("{", "%7B").replace("}", "%7D")
