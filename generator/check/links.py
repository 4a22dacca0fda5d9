"""Every address in a page leads somewhere, and nothing is fetched from another host."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from generator.check.addresses import SCHEME, Base, Target, Way, served, shown
from generator.check.page import Page, Reference, Use
from generator.problems import Problem


class Promise(NamedTuple):
    """A page says that another one has a place of that name; kept until that one is read."""

    page: str
    line: int
    column: int
    url: str
    file: str  # the other page
    fragment: str

    def broken(self) -> Problem:
        what = f"`{shown(self.url)}` leads to no place: no id `{shown(self.fragment)}`"
        hint = f"give {self.file} that id, or mend the link"
        return Problem(self.page, self.line, self.column, what, hint)


@dataclass(slots=True)
class Links:
    """Where links may lead, and what is found out while the pages are read one by one."""

    base: Base
    files: Collection[str]
    folded: Mapping[str, str]  # path in lower case → path, to guess what was meant
    promises: list[Promise] = field(default_factory=list)
    ids: dict[str, frozenset[str]] = field(default_factory=dict)  # of the pages read so far

    def problems(self, page: Page) -> Iterator[Problem]:
        """What is wrong with the addresses of `page`; fragments of pages to come are kept."""
        self.ids[page.path] = frozenset(page.ids)
        for reference in page.references:
            target = self.base.resolve(page.path, reference.url)
            if target.way is Way.INSIDE:
                file, redirected = served(target.path, self.files)
                if not file:
                    yield self._dead(page, reference, target)
                elif redirected:
                    yield _redirected(page, reference)
                elif target.fragment and reference.use is Use.LINK and file.endswith(".html"):
                    yield from self._promised(page, reference, file, target.fragment)
            elif target.way is not Way.OTHER:
                yield from self._elsewhere(page, reference, target)

    def broken_promises(self) -> Iterator[Problem]:
        """Fragments without a place. To be asked when all pages have been read."""
        for promise in self.promises:
            if promise.fragment not in self.ids.get(promise.file, ()):
                yield promise.broken()

    def _promised(
        self, page: Page, reference: Reference, file: str, fragment: str
    ) -> Iterator[Problem]:
        if fragment in self.ids.get(file, ()) or fragment.lower() == "top":
            return
        place = page.place(reference.at)
        promise = Promise(page.path, *place, reference.url, file, fragment)
        if file in self.ids:
            yield promise.broken()
        else:
            self.promises.append(promise)

    def _dead(self, page: Page, reference: Reference, target: Target) -> Problem:
        missing = f"{target.path}index.html" if target.path[-1:] in ("", "/") else target.path
        kind = "dead link" if reference.use is Use.LINK else "missing file"
        near = self.folded.get(missing.casefold())
        hint = f"there is {near}; mind capitals" if near else f"the site has no {shown(missing)}"
        return page.problem(reference.at, f"{kind} `{shown(reference.url)}`", hint)

    def _elsewhere(self, page: Page, reference: Reference, target: Target) -> Iterator[Problem]:
        """Addresses that leave the site: fine for a link, never for a file or a form."""
        address = shown(reference.url)
        if target.way is Way.DANGEROUS:
            if _is_picture(reference):
                return
            hint = "link to https:// addresses or to pages of the site"
            yield page.problem(reference.at, f"`{target.path}:` address `{address}`", hint)
        elif target.way is Way.ASTRAY:
            yield from self._astray(page, reference, target)
        elif reference.use is not Use.LINK:
            doing = "is fetched" if reference.use is Use.FILE else "takes a form"
            what = f"`{address}` {doing} from another host by <{reference.tag}>"
            yield page.problem(reference.at, what, "keep a copy in the site's assets")

    def _astray(self, page: Page, reference: Reference, target: Target) -> Iterator[Problem]:
        """A full address of another site on our host is fine, unless it is one of our pages."""
        path = target.path.removeprefix("/")
        ours, _ = served(path, self.files)
        full = "//" in reference.url[:8]
        if full and not ours and reference.use is Use.LINK:
            return
        what = f"`{shown(reference.url)}` leaves the base path {self.base.path}"
        hint = f"write {self.base.path}{path}" if ours else f"begin it with {self.base.path}"
        yield page.problem(reference.at, what, hint)


def lost_problems(page: Page, base: Base) -> Iterator[Problem]:
    """The page for lost readers is shown at any depth, so its addresses may not be relative."""
    for reference in page.references:
        if not reference.url.startswith(("/", "#")) and not SCHEME.match(reference.url):
            what = f"relative address `{shown(reference.url)}` on the page for lost readers"
            yield page.problem(reference.at, what, f"begin it with {base.path}")


def _redirected(page: Page, reference: Reference) -> Problem:
    what = f"`{shown(reference.url)}` is reached by a redirect"
    return page.problem(reference.at, what, "add the slash at the end", warning=True)


def _is_picture(reference: Reference) -> bool:
    """The policy lets a picture carry its own bytes; nothing else may."""
    pictures = ("img", "source", "image", "video", "link")
    return reference.tag in pictures and reference.url.strip().lower().startswith("data:image/")
