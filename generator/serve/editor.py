"""The editor's page: what the last build did and why, and what the digest still lacks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any
from urllib.parse import quote

from generator.problems import Problem
from generator.serve.board import View
from generator.serve.outcome import Built, Lacking, Overview
from generator.serve.templates import rendered

A_PAGE = 100  # papers, or pages of the site, that are listed at once
REASONS_SHOWN = 50  # pages rendered for the same reason
MOST_PROBLEMS = 500
MOST_MARKS = 500


def page(view: View, query: Mapping[str, str]) -> str:
    """The page as HTML. `query` may hold the number of the part of each list that is wanted."""
    overview = view.overview
    known = overview or Overview()
    marks = sorted(view.marks.items(), key=lambda item: (item[1], item[0]))
    lists = [
        _part("topic", "Papers without a topic", known.topics, query),
        _part("note", "Papers without a note", known.notes, query),
    ]
    return rendered(
        "editor.html",
        view=view,
        seen={"session": view.session, "number": view.number},
        problems=[_problem(problem) for problem in view.problems[:MOST_PROBLEMS]],
        counts=_counts(view.problems),
        reasons=_reasons(view.built) if view.built else [],
        marks=marks[:MOST_MARKS],
        more_marks=len(marks[MOST_MARKS:]),
        lists=lists,
        papers=overview.papers if overview else None,
    )


def source_url(path: str, line: int | None = None) -> str:
    """Where the preview shows a file of the digest."""
    return f"/_preview/source/{quote(path)}" + (f"#L{line}" if line else "")


def _problem(problem: Problem) -> dict[str, Any]:
    place = source_url(problem.path, problem.line) if "/" in problem.path else ""
    source = problem.source_line.rstrip()[:200]
    caret = problem.column if source and problem.column else 0
    return {"problem": problem, "url": place, "source": source, "caret": caret}


def _counts(problems: Sequence[Problem]) -> dict[str, int]:
    warnings = sum(problem.warning for problem in problems)
    return {"errors": len(problems) - warnings, "warnings": warnings}


def _reasons(built: Built) -> list[dict[str, Any]]:
    """Why pages were rendered, the commonest reason first, each with the first of its pages."""
    rows = sorted((why, url) for url, why in built.rendered.items())
    reasons = []
    for why, group in groupby(rows, key=lambda row: row[0]):
        found = [url for _, url in group]
        pages = [_rendered(built, url) for url in found[:REASONS_SHOWN]]
        more = len(found) - len(pages)
        reasons.append({"why": why, "count": len(found), "pages": pages, "more": more})
    return sorted(reasons, key=lambda reason: -reason["count"])


def _rendered(built: Built, url: str) -> dict[str, str]:
    path = built.sources.get(url, "")
    return {"url": f"{built.base_path}{url}", "path": path, "at": source_url(path) if path else ""}


def _part(name: str, title: str, lacking: Lacking, query: Mapping[str, str]) -> dict[str, Any]:
    """A hundred of the papers: the part the query asks for, or the first."""
    asked = query.get(name, "1")
    papers = lacking.papers
    parts = max(1, -(-len(papers) // A_PAGE))
    number = int(asked) if re.fullmatch("[0-9]{1,6}", asked) else 1
    number = max(1, min(number, parts))
    rows = [
        {"paper": paper, "at": source_url(paper.path, paper.line)}
        for paper in papers[(number - 1) * A_PAGE : number * A_PAGE]
    ]
    return {
        "name": name,
        "title": title,
        "count": lacking.count,
        "listed": len(papers),
        "rows": rows,
        "first": (number - 1) * A_PAGE + 1,
        "number": number,
        "parts": parts,
    }
