"""`broadsheet check`: the content first, then the site that was built from it."""

from __future__ import annotations

import re
from pathlib import Path

from generator.build import plan
from generator.check.drafts import draft_findings
from generator.check.site import check_site
from generator.check.texts import text_findings
from generator.corpus.checks import editorial_findings
from generator.digest import Options
from generator.problems import DigestError, Problem, in_reading_order
from generator.sources.files import read_editions
from generator.sources.places import located
from generator.update import make_renderer


def check(folder: Path, options: Options, *, content_only: bool = False) -> list[Problem]:
    """All that is wrong with the digest and its built site, in reading order; [] when all is well.

    The site is looked at only when the content can be built. With `options.strict` warnings
    are errors.
    """
    try:
        digest = plan(folder, options)
        make_renderer(digest)  # templates that cannot be read are told here
    except DigestError as error:
        return error.problems
    findings = editorial_findings(digest.corpus) + text_findings(digest.corpus)
    if not options.drafts:
        findings += draft_findings(read_editions(folder), digest.corpus, digest.config.issue)
    problems = [*digest.warnings, *located(folder, findings)]
    if not content_only:
        problems += _site_problems(
            folder, options.output or folder / "site", digest.config.base_url
        )
    if options.strict:
        problems = [problem.as_error() for problem in problems]
    return in_reading_order(problems)


def _site_problems(folder: Path, site: Path, base_url: str) -> list[Problem]:
    shown = site.relative_to(folder).as_posix() if site.is_relative_to(folder) else str(site)
    if not (site / "index.html").is_file():
        what, hint = "no site here", "`broadsheet build` makes it; --content-only leaves it alone"
        return [Problem(shown, None, None, what, hint)]
    built_for = _built_for(site)
    if built_for and built_for != base_url:
        what = f"this site was built for {built_for}, not for {base_url}"
        return [Problem(shown, None, None, what, "give the --base-url it was built with")]
    return check_site(site, base_url, prefix=shown)


def _built_for(site: Path) -> str:
    """The address the front page says it is at; "" when it says none."""
    text = (site / "index.html").read_text(encoding="utf-8", errors="replace")
    found = re.search(r'<link rel="canonical" href="([^"]+)"', text)
    return found[1] if found else ""
