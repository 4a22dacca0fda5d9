"""Where each field of a paper came from, and what a page is made from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from generator.build import plan
from generator.corpus.merge import merged
from generator.digest import Digest, Options
from generator.plan import urls
from generator.plan.changes import PARTS
from generator.plan.page import Page
from generator.problems import DigestError, Problem
from generator.sources.fields import suggestion
from generator.sources.places import located
from generator.update import make_renderer
from generator.write.ledger import ledger_file, read_ledger

WIDTH = 72  # characters of a value that are shown


def explain(folder: Path, subject: str, output: Path | None = None) -> str:
    """What is known of a paper (by id or old id) or a page (by URL or path).

    Raises DigestError when the digest cannot be planned or has no such thing.
    """
    digest = plan(folder, Options(drafts=True))
    if subject in digest.corpus.papers:
        return "\n".join(_paper(digest, subject))
    now = next((p.id for p in digest.corpus.papers.values() if subject in p.aliases), None)
    if now:
        return "\n".join([f"{subject} is now {now}", "", *_paper(digest, now)])
    page = _page_at(digest, subject)
    if page is None:
        known = [*digest.corpus.papers, *(page.url for page in digest.pages)]
        raise DigestError(
            [Problem("", None, None, f"no paper or page `{subject}`", suggestion(subject, known))]
        )
    return "\n".join(_page(digest, page, output or folder / "site"))


def _paper(digest: Digest, id: str) -> Iterator[str]:
    """A line for each field, with its value and the place it came from."""
    paper = digest.corpus.papers[id]
    records = digest.corpus.records[id]
    fields, origin = merged(records)
    yield f"{paper.title}"
    yield f"{digest.config.base_url.rstrip('/')}{urls.paper_url(id)}"
    yield ""
    for key in sorted(fields):
        finding = origin[key].finding(key, "")
        place = located(digest.folder, [finding])[0].place
        yield f"{key + ':':<14}{_shown(fields[key])}"
        yield f"{'':<14}{place}"
    if paper.note:
        yield f"{'note:':<14}{_shown(paper.note)}"
        yield f"{'':<14}{paper.note_path}:{records[0].body_line}"
    yield ""
    for assigned in paper.topics:
        yield f"topic {assigned.topic}: {assigned.reason}"
    for issue in digest.corpus.issue_of.get(id, ()):
        yield f"edition {issue}"
    for alias in paper.aliases:
        yield f"also at {urls.paper_url(alias)}"
    count = f"{len(records)} record{'s' * (len(records) > 1)}"
    yield f"first seen {paper.first_seen or 'on no known day'}; {count}:"
    for record in records:
        yield f"  {record.path}:{record.line}"


def _shown(value: object) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    line = " ".join(text.split())
    return line if len(line) <= WIDTH else line[: WIDTH - 1] + "…"


def _page_at(digest: Digest, subject: str) -> Page | None:
    path = urlsplit(subject).path
    base = digest.config.base_path
    if base and path.startswith(base + "/"):
        path = path[len(base) :]
    wanted = {path, f"/{path.strip('/')}/", "/" + path.lstrip("/")}
    return next((page for page in digest.pages if page.url in wanted), None)


def _page(digest: Digest, page: Page, output: Path) -> Iterator[str]:
    """What the page is made from, and what of that changed since the last build."""
    renderer = make_renderer(digest)
    basis = page.basis()
    prints = renderer.fingerprint(page, basis)
    entry = read_ledger(ledger_file(digest.folder, output)).entries.get(urls.path_of(page.url))
    yield f"{page.url}  {urls.path_of(page.url)}"
    path = digest.theme.paths.get(page.template)
    yield f"template  {path or f'{page.template} (made by render/)'}"
    if page.source:
        yield f"words     {page.source}"
    yield f"context   {', '.join(sorted(page.context_of(basis)))}"
    if entry is None:
        yield "the last build did not have it"
        return
    yield f"last rendered because: {entry.reason}"
    for part, now, was in zip(PARTS, prints, entry.prints, strict=True):
        yield f"{part:<10}{now}  {'as in the last build' if now == was else f'was {was}'}"
