"""The front page."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice

from generator.corpus.model import Issue
from generator.plan import urls
from generator.plan.cards import card, issue_row, links, newest
from generator.plan.editions import edition
from generator.plan.lists import feed, head
from generator.plan.page import Context, Page, Site
from generator.plan.topics import topic_tree

LATEST = 20  # papers on the front page that its edition does not show
FRONT_SECTION = 12  # papers of one section on the front page
FRONT_ISSUES = 6


def home_pages(site: Site) -> Iterator[Page]:
    changed = newest(paper.day for paper in islice(site.corpus.papers.values(), 1))
    yield Page(urls.HOME, "home.html", partial(home_context, site), changed)


def home_context(site: Site) -> Context:
    corpus = site.corpus
    issues = list(corpus.issues.values())
    newest_issue = issues[0] if issues else None
    shown = set(newest_issue.papers) if newest_issue else set()
    latest = islice((p for p in corpus.papers.values() if p.id not in shown), LATEST)
    return head(urls.HOME, site.config.title, site.config.tagline) | {
        "feeds": [feed("Papers", "papers"), feed("Editions", "issues")],
        "taken_in": site.taken_in,
        "issue": newest_issue and front_issue(site, newest_issue),
        "latest": [card(site, paper) for paper in latest],
        "topics": topic_tree(site),
        "issues": [issue_row(issue) for issue in issues[1 : 1 + FRONT_ISSUES]],
        "years": [{"year": year, "count": len(ids)} for year, ids in site.years.items()],
        "counts": {
            "papers": len(corpus.papers),
            "topics": len(corpus.topics),
            "issues": len(issues),
        },
    }


def front_issue(site: Site, issue: Issue) -> Context:
    """The newest edition as the front page shows it: sections cut, with what is left out."""
    made = edition(site, issue)
    for section in made["sections"]:
        section["more"] = max(0, len(section["cards"]) - FRONT_SECTION)
        del section["cards"][FRONT_SECTION:]
    texts = [issue.intro, *(section.intro for section in issue.sections)]
    return made | issue_row(issue) | {"links": links(site, *texts)}
