"""The process that builds: it answers in lines, keeps nothing it should not, and never raises."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from generator.build import Options, Report, build
from generator.kept import Kept
from generator.serve.builder import Desk, answer
from generator.serve.outcome import outcome_from_json, overview_from_json
from tests.digest import Digest
from tests.plain import clean_site, differing, use_plain_theme


@pytest.fixture
def small(digest: Digest) -> Digest:
    use_plain_theme(digest)
    digest.write_config(theme="plain")
    digest.write_paper("a", "See [b](paper:b).")
    digest.write_paper("b")
    return digest


def answers(digest: Digest, *requests: str) -> list[tuple[str, Any]]:
    first = {
        "folder": str(digest.folder),
        "output": str(digest.output),
        "base_url": None,
        "jobs": 1,
    }
    replies = io.StringIO()
    answer([json.dumps(first), *requests], replies)
    return [tuple(json.loads(line)) for line in replies.getvalue().splitlines()]


def test_it_answers_each_request_with_a_line(small: Digest) -> None:
    (_, built), (_, looked) = (
        reply for reply in answers(small, "build", "overview") if reply[0] != "progress"
    )
    outcome, overview = outcome_from_json(built), overview_from_json(looked)

    assert outcome.built is not None
    assert outcome.built.rendered["/papers/a/"] == "new page"
    assert outcome.built.sources["/papers/a/"] == "content/papers/a.md"
    assert outcome.built.base_path == "/digest"
    assert overview.papers == 2
    assert [line.path for line in overview.notes.papers] == ["content/papers/b.md"]


def test_problems_keep_their_place_on_the_way(small: Digest) -> None:
    small.write_paper("b", topics=["agnets"])
    (reply,) = (said for kind, said in answers(small, "build") if kind == "outcome")

    assert [p.place for p in outcome_from_json(reply).problems] == ["content/papers/b.md:5:3"]
    assert outcome_from_json(reply).failed


def test_the_digest_is_looked_over_though_nothing_had_to_be_built(small: Digest) -> None:
    small.build(drafts=True)
    desk = Desk(small.folder, Options(drafts=True, jobs=1))
    outcome = desk.built()

    assert outcome.built is not None
    assert outcome.built.rendered == {}
    assert outcome.built.marks is None  # nothing was planned: they are as they were
    assert desk.overview().papers == 2


def test_a_build_that_keeps_what_it_likes_can_be_given(small: Digest) -> None:
    seen: list[Kept | None] = []

    def own(folder: Path, options: Options) -> Report:
        seen.append(options.kept)
        return build(folder, options)

    desk = Desk(small.folder, Options(jobs=1), own)
    desk.built()
    desk.built()

    assert seen[0] is seen[1] is not None


def test_a_fault_is_an_outcome_too(small: Digest) -> None:
    def broken(_: Path, __: Options) -> Report:
        raise LookupError("a bug of ours")

    outcome = Desk(small.folder, Options(), broken).built()

    assert "LookupError: a bug of ours" in outcome.fault
    assert outcome.failed


def test_what_is_kept_changes_no_byte(small: Digest) -> None:
    desk = Desk(small.folder, Options(jobs=1))
    desk.built()
    edits = [
        lambda: small.write_paper("b", aliases=["old"]),
        lambda: small.delete("content/papers/b.md"),
        lambda: small.write_paper("b", title="Back again"),
        lambda: small.write("themes/plain/templates/paper.html", "{{ paper.note|note(links) }}"),
        lambda: small.write("themes/plain/assets/a.css", "p{}"),
        lambda: small.write_config(theme="plain", title="Another", base_url="https://a.example/"),
        lambda: small.write("themes/plain/templates/line.html", "{% if %}"),
        lambda: small.write("themes/plain/templates/line.html", "{{ url }}"),
    ]
    for edit in edits:
        edit()
        if desk.built().failed:
            continue

        assert differing(small.site(), clean_site(small)) == []
