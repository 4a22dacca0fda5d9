"""What a page in the browser is told of itself and of the last build."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from generator.problems import Problem
from generator.serve.board import View
from generator.serve.page import content_digest, links, stylesheets
from generator.serve.site import NOT_FOUND, content, find

MOST_PROBLEMS = 50  # that an overlay lists; the editor's page has them all
NO_PAGE = "nothing"  # the digest of a page that stands for a site that is not there yet


def page_at(site: Path, view: View, path: str) -> bytes | None:
    """The page a browser is shown at `path`, a 404 too; None: not even that is there."""
    inner = path.removeprefix(view.base_path)
    if not path.startswith(f"{view.base_path}/"):
        return content(site, NOT_FOUND)
    return content(site, find(site, inner).path)


def seen_as(view: View, page: bytes | None) -> dict[str, str]:
    """What the script in a page is told, to notice when another is to be shown."""
    digest = NO_PAGE if page is None else content_digest(page)
    return {"session": view.session, "number": str(view.number), "content": digest}


def state(site: Path, view: View, path: str, since: int) -> dict[str, Any]:
    """All that a page at `path`, loaded when the view had the number `since`, must know."""
    page = page_at(site, view, path)
    errors = view.errors
    return seen_as(view, page) | {
        "styles": stylesheets(page) if page else [],
        "files": _files(view, since),
        "mark": view.marks.get(path.removeprefix(view.base_path), ""),
        "marks": _marks(view, links(page)) if page and view.marks else {},
        "problems": [told(problem) for problem in errors[:MOST_PROBLEMS]],
        "more": max(0, len(errors) - MOST_PROBLEMS),
        "fault": view.fault,
        "warnings": len(view.problems) - len(errors),
    }


def told(problem: Problem) -> dict[str, Any]:
    """A problem as values; the browser makes text of them, never HTML."""
    return {
        "place": problem.place,
        "path": problem.path,
        "line": problem.line,
        "column": problem.column,
        "what": problem.what,
        "hint": problem.hint,
        "source": problem.source_line.rstrip()[:200],
        "warning": problem.warning,
    }


def _files(view: View, since: int) -> list[str]:
    """What changed since then and is no page and no stylesheet: a page may have fetched it."""
    return [
        f"{view.base_path}/{path}"
        for path, number in view.changed.items()
        if number > since and not path.endswith(".css")
    ]


def _marks(view: View, hrefs: list[str]) -> dict[str, str]:
    """The marks of what the page leads to, by address as the page has it."""
    found = {}
    for href in hrefs:
        path = unquote(urlsplit(href).path) if href.startswith("/") else ""
        mark = view.marks.get(path.removeprefix(view.base_path))
        if mark:
            found[href] = mark
    return found
