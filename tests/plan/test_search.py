"""The page that searches: its examples are of this digest, and a theme may go without it."""

from __future__ import annotations

import shutil
from pathlib import Path

from generator.build import Options, plan
from generator.plan.page import site_of
from generator.plan.search import search_context
from tests.digest import Digest
from tests.plain import use_plain_theme

THEMES = Path(__file__).parents[2] / "themes"


def examples(digest: Digest) -> list[str]:
    planned = plan(digest.folder, Options())
    context = search_context(site_of(planned.corpus, planned.config))
    return [example["query"] for example in context["examples"]]


def test_an_empty_digest_has_no_examples(digest: Digest) -> None:
    assert examples(digest) == []


def test_each_thing_a_digest_has_gives_an_example(digest: Digest) -> None:
    digest.write_config(orgs={"min_papers": 1})
    digest.write_topic("reward-models", name="Reward models")
    digest.write_paper(
        "a",
        title="Reward models that last",
        topics=["reward-models"],
        authors=["Ada Abe", "Bo Diaz"],
        org="A lab",
        code="https://example.org/code",
        published="2024-03-01",
    )

    assert examples(digest) == [
        "reward models",
        '"reward models"',
        "topic:reward-models year:2024",
        'author:"Ada Abe"',
        "org:a-lab",
        "has:code",
    ]


def test_a_topic_that_no_title_names_is_no_example_of_words(digest: Digest) -> None:
    digest.write_topic("minds", name="Models and minds")
    digest.write_paper("a", title="Something else", topics=["minds"])

    assert examples(digest) == []


def test_a_theme_without_a_page_for_it_has_no_search(digest: Digest) -> None:
    digest.write_config(theme="plain")
    use_plain_theme(digest)
    digest.write("themes/plain/assets/search-engine.js", "export {};\n")
    (digest.folder / "themes/plain/templates/search.html").unlink(missing_ok=True)
    digest.build()

    assert not [path for path in digest.site() if path.startswith("search/")]


def test_a_theme_that_leaves_the_page_out_has_no_boxes_either(digest: Digest) -> None:
    digest.write_paper("a")
    digest.build()
    with_search = digest.page("/papers/a/")
    theme = digest.folder / "themes" / "broadsheet"
    shutil.copytree(THEMES / "broadsheet", theme)
    (theme / "theme.yaml").write_text("name: Mine\nleaves_out: [search.html]\n")
    digest.build()

    assert 'role="search"' in with_search
    assert 'role="search"' not in digest.page("/papers/a/")
    assert not [path for path in digest.site() if path.startswith("search/")]
