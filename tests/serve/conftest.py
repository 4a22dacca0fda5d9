"""Digests that are previewed, and a server that answers without a digest behind it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.serve.board import Board
from generator.serve.outcome import Built, Outcome
from generator.serve.server import PreviewServer, bound
from tests.digest import Digest
from tests.plain import use_plain_theme
from tests.preview import Preview, previewed
from tests.serve.asking import SECRET

PAGE = "<!doctype html><html><head><title>{0}</title></head><body><p>{0}</p></body></html>"
NOTHING_BUILT = Built(0, {}, {}, [], 0.1, "/digest")


def made_small(folder: Path) -> Digest:
    """A digest that is built in no time."""
    digest = Digest(folder)
    use_plain_theme(digest)
    digest.write_config(theme="plain")
    digest.write_topic("agents", rules={"title": ["agent"]})
    digest.write_paper("a", "First words.", title="Agents")
    digest.write_paper("b", "Other words.")
    return digest


@pytest.fixture
def small(tmp_path: Path) -> Digest:
    return made_small(tmp_path / "digest")


@pytest.fixture
def preview(small: Digest) -> Iterator[Preview]:
    with previewed(small.folder) as running:
        yield running


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Digest:
    """A digest that tests which put back what they change have in common."""
    return made_small(tmp_path_factory.mktemp("shared") / "digest")


@pytest.fixture(scope="module")
def running(shared: Digest) -> Iterator[Preview]:
    with previewed(shared.folder) as started:
        yield started


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with a secret beside it, and links that lead there."""
    tmp_path = tmp_path_factory.mktemp("served")
    folder = tmp_path / "digest" / ".broadsheet" / "preview"
    for path, text in {
        "index.html": PAGE.format("Front"),
        "404.html": PAGE.format("Nothing stands here"),
        "papers/a/index.html": PAGE.format("Paper A"),
        "élan/index.html": PAGE.format("Élan"),
        "feeds/papers.atom": "<feed/>",
        "assets/style.12.css": "0123456789",
        ".broadsheet": "ours",
        ".nojekyll": "",
    }.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    (tmp_path / "digest" / "content").mkdir()
    (tmp_path / "digest" / "content" / "digest.yaml").write_text("title: <i>T</i>\n")
    (tmp_path / "digest" / "secret.txt").write_text(SECRET)
    (folder / "out.txt").symlink_to(tmp_path / "digest" / "secret.txt")
    (folder / "outside").symlink_to(tmp_path / "digest")
    (tmp_path / "digest" / "content" / "out.md").symlink_to(tmp_path / "digest" / "secret.txt")
    return folder


@pytest.fixture(scope="module")
def server(site: Path) -> Iterator[PreviewServer]:
    board = Board("/digest")
    board.show(Outcome(NOTHING_BUILT))
    made = bound("127.0.0.1", 0, site.parents[1], site, board)
    made.begin()
    yield made
    made.close()
