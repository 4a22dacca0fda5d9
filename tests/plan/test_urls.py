"""Every address is made in one place, lower case, and has one file."""

from __future__ import annotations

import pytest

from generator.plan import urls


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("/", "index.html"),
        (urls.paper_url("2501.01234"), "papers/2501.01234/index.html"),
        (urls.topic_url("agents"), "topics/agents/index.html"),
        (urls.topic_url("agents", 2), "topics/agents/2/index.html"),
        (urls.issue_url("2025-W50"), "issues/2025-w50/index.html"),
        (urls.year_url("2025", 3), "papers/by/2025/3/index.html"),
        (urls.feed_url("topics/agents", "atom"), "feeds/topics/agents.atom"),
        (urls.NOT_FOUND, "404.html"),
        (urls.asset_url("style.css", "1a2b"), "assets/style.1a2b.css"),
        (urls.asset_url("fonts/a.b.woff2", "1a2b"), "assets/fonts/a.b.1a2b.woff2"),
        (urls.asset_url("LICENSE", "1a2b"), "assets/LICENSE.1a2b"),
    ],
)
def test_a_url_has_its_file(url: str, path: str) -> None:
    assert urls.path_of(url) == path
