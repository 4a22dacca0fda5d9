"""The index between builds: what is kept is used, and never believed when it cannot be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.search import memory_file
from tests.digest import Digest
from tests.manifest import shards, spelling
from tests.plain import clean_site, differing, use_plain_theme


@pytest.fixture
def searched(digest: Digest) -> Digest:
    use_plain_theme(digest)
    digest.write_config(theme="plain")
    for number in range(12):
        digest.write_paper(f"p{number}", abstract=f"Words of paper {number}.")
    return digest


def kept(digest: Digest) -> Path:
    return memory_file(digest.folder, digest.output)


def index_of(digest: Digest) -> list[str]:
    return [path for path in digest.site() if path.startswith("search/") and path.endswith(".bin")]


def test_a_theme_that_searches_nothing_has_no_index(searched: Digest) -> None:
    (searched.folder / "themes/plain/assets/search-engine.js").unlink()
    searched.build()

    assert index_of(searched) == []
    assert not kept(searched).exists()


def test_an_index_is_removed_when_the_theme_no_longer_searches(searched: Digest) -> None:
    searched.build()
    had = index_of(searched)
    (searched.folder / "themes/plain/assets/search-engine.js").unlink()
    report = searched.build()

    assert had
    assert set(had) <= set(report.removed)


def test_every_file_the_manifest_names_is_there(searched: Digest) -> None:
    searched.build()
    named = json.loads(searched.page("/search/index.json"))
    files = [*shards(named).values(), *spelling(named), f"{named['facets']}.bin"]

    assert len(files) > 2
    assert {f"search/{file}" for file in files} <= set(index_of(searched))


def test_nothing_of_the_index_is_rendered_when_no_paper_changed(searched: Digest) -> None:
    searched.write_page("about", "Text.")
    searched.build()
    searched.write_page("about", "Other text.")
    rendered = searched.build().rendered

    assert rendered
    assert not [url for url in rendered if url.endswith((".bin", "index.json"))]


@pytest.mark.parametrize("damage", [b"", b"torn", None])
def test_damaged_memory_costs_time_and_nothing_else(searched: Digest, damage: bytes | None) -> None:
    searched.build()
    data = kept(searched).read_bytes()
    kept(searched).write_bytes(data[: len(data) // 2] if damage is None else damage)
    searched.write_paper("p3", abstract="Other words.")
    searched.build()

    assert differing(searched.site(), clean_site(searched)) == []


def test_the_index_is_the_same_on_one_core_and_on_several(searched: Digest) -> None:
    searched.build(jobs=1)
    alone = searched.site()
    searched.forget()
    searched.build(jobs=3)

    assert differing(alone, searched.site()) == []


def test_an_index_made_apart_is_the_same_and_knows_what_the_last_one_was(
    searched: Digest, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched.build()
    here = searched.site()
    memory = kept(searched).read_bytes()
    searched.forget()
    monkeypatch.setattr("generator.search.MANY", 0)
    searched.build()
    apart = searched.site()

    assert differing(here, apart) == []
    assert kept(searched).read_bytes() == memory

    searched.write_paper("p3", abstract="Other words.")
    searched.build()

    assert differing(searched.site(), clean_site(searched)) == []


def test_an_index_that_cannot_be_made_apart_leaves_the_site_as_it_was(
    searched: Digest, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    searched.build()
    before = searched.site()
    searched.write_paper("p3", abstract="Other words.")
    monkeypatch.setattr("generator.search.MANY", 0)
    monkeypatch.setattr("generator.apart.MAIN", "raise SystemExit('no room')")

    with pytest.raises(RuntimeError, match="status 1"):
        searched.build()
    assert "no room" in capfd.readouterr().err
    assert differing(searched.site(), before) == []
