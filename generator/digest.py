"""What a build is asked for, what it works on, and what it did."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from generator.problems import Problem

if TYPE_CHECKING:  # what reads is loaded before what it reads for: see `build.plan`
    from generator.config import Config
    from generator.corpus.model import Corpus
    from generator.kept import Kept
    from generator.plan.page import Page
    from generator.reading import Ahead
    from generator.render.templates import Templates
    from generator.sources.theme import ThemeFiles


class Options(NamedTuple):
    """How to build; what is not given is as the digest has it."""

    output: Path | None = None  # None: site/ in the digest's folder
    base_url: str | None = None
    clean: bool = False  # render every page, whatever the ledger says
    strict: bool = False  # warnings stop the build too
    drafts: bool = False
    jobs: int = 0  # processes; 0: one for each core
    progress: Callable[[str], None] = lambda _: None  # hears how far the build is
    # Given the digest once it is planned; not called when the build has nothing to do.
    planned: Callable[[Digest], None] = lambda _: None
    kept: Kept | None = None  # by whoever builds again and again in one process
    ahead: Ahead | None = None  # by whoever had files taken apart before this was loaded
    # Files, from the digest's folder, that are all that changed as far as is known: a build may be
    # hasty and look at their pages only, where that can be told. The next finds out the truth.
    edited: Sequence[str] = ()


class Report(NamedTuple):
    """What a build did."""

    pages: int  # files of the site
    rendered: Mapping[str, str]  # URL → why, in order of the plan
    written: int  # files whose bytes changed
    removed: Sequence[str]  # paths of leftovers
    site_bytes: int
    seconds: float
    warnings: Sequence[Problem] = ()
    changed: Sequence[str] = ()  # paths of the files that were written
    partial: bool = False  # a hasty build left pages that it did not look at


class Digest(NamedTuple):
    """A digest read and planned, nothing rendered or written yet."""

    folder: Path
    config: Config
    corpus: Corpus
    pages: Sequence[Page]
    theme: ThemeFiles
    warnings: Sequence[Problem] = ()
    templates: Templates | None = None  # of the theme's files; None until somebody renders
