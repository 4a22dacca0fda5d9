"""Lists of arXiv papers by subject, as daily-arXiv programs keep them: Markdown within JSON.

{"SLAM": {"2201.03814": "- 2022-01-19, **Title**, First Author et.al., Paper: [...](...)"}}
A line names one author of several and the day of the latest version, so neither is taken.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from generator.corpus.keys import arxiv_id
from generator.importers.found import Broken, Entries, Left, Raw

SOURCE = "arxiv-list"
BYTES = 100_000_000
HEAD = re.compile(r'\s*\{\s*"[^"]*"\s*:\s*\{\s*"([^"]*)"\s*:\s*"[-|]')
TITLE = re.compile(r"\*\*(?!\[)((?:[^*]|\*(?!\*))+)\*\*")
DAY = re.compile(r"\d{4}[-.]\d{2}[-.]\d{2}\Z")
LINK = re.compile(r"\[[^\]]*\]\((https?://[^\s()]+)\)")


def looks(head: str) -> bool:
    match = HEAD.match(head)
    return bool(match and arxiv_id(match[1]))


def entries(stream: BinaryIO) -> Entries:
    raw = stream.read(BYTES + 1)
    try:
        text = raw.decode("utf-8-sig")
        subjects = json.loads(text) if len(raw) <= BYTES else None
    except RecursionError:
        raise Broken(1, "nested too deep") from None
    except json.JSONDecodeError as error:
        raise Broken(error.lineno, f"not JSON: {error.msg}", "", error.colno) from None
    if not isinstance(subjects, dict):
        raise Broken(1, f"not a list by subject of at most {BYTES:,} bytes")
    for subject, papers in subjects.items():
        for id, line in papers.items() if isinstance(papers, dict) else ():
            yield _entry(subject, id, line, *_place(text, id))


def _place(text: str, id: str) -> tuple[int, int]:
    at = max(text.find(f'"{id}"'), 0)
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _entry(subject: str, id: str, line: Any, row: int, column: int) -> Raw | Left:
    arxiv = arxiv_id(id)
    title = next(_titles(line), "") if isinstance(line, str) else ""
    if not arxiv or not title:
        why = f"`{id[:40]}` is no arXiv id" if not arxiv else f"{arxiv} has no title in bold"
        return Left(row, why, column)
    links = [url for url in LINK.findall(line) if not arxiv_id(url)]
    fields = {
        "id": arxiv,
        "title": title,
        "url": f"https://arxiv.org/abs/{arxiv}",
        "code": next((url for url in links if "github.com/" in url), None),
        "topics": [subject],
    }
    return Raw(row, fields, column)


def _titles(line: str) -> Iterator[str]:
    """What is bold and no date; in a table the date is bold too."""
    bold = (found.strip() for found in TITLE.findall(line))
    return (text for text in bold if text and not DAY.match(text))
