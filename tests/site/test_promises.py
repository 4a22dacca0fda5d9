"""What a build promises, whatever the digest holds."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.build import build
from generator.problems import DigestError
from generator.write.files import DRAFTS
from generator.write.ledger import CHECK, HEAD
from generator.write.lock import held
from tests.digest import Digest
from tests.processes import children

ROOT = Path(__file__).parents[2]


def furnished(digest: Digest) -> Digest:
    """A digest with a little of everything."""
    digest.write_topic("agents", "Who acts? Begin with [one](paper:a).", rules={"title": ["agent"]})
    digest.write_topic("memory", parent="agents", rules={"title": ["memory"]})
    digest.write_paper("a", "A *note* with $x^2$.", title="Agents that act", tldr="They act.")
    digest.write_paper(
        "b", title="Memory of agents", authors=["Ada Abe", "Bo Diaz"], code="https://a.example"
    )
    digest.write_import(
        {
            "id": "c",
            "title": "Élan vital: 学习",
            "abstract": "Words of $y$. More.",
            "published": "2025-12",
        },
        {"id": "d", "title": "No topic", "org": "A lab", "author_count": 3, "topics": ["k1", "k2"]},
    )
    digest.write_issue(
        "2025-W50", "All of it.", title="First", picks=[{"paper": "a", "why": "First."}]
    )
    digest.write_page("about", "What this is, and [a topic](topic:agents).")
    return digest


def test_building_twice_writes_nothing_the_second_time(digest: Digest) -> None:
    furnished(digest).build()
    times = {file: file.stat().st_mtime_ns for file in digest.output.rglob("*")}

    report = digest.build()

    assert (report.rendered, report.written, report.removed) == ({}, 0, [])
    assert times == {file: file.stat().st_mtime_ns for file in digest.output.rglob("*")}


def test_any_number_of_jobs_gives_the_same_bytes(digest: Digest) -> None:
    furnished(digest)
    for number in range(300):
        kind = number % 90
        title = f"Octopus{kind} and squid{kind} of agents, {number}"
        digest.write_paper(f"more-{number}", title=title)
    digest.build(jobs=1)
    alone = digest.site()
    assert "Related" in digest.page("/papers/more-1/")
    digest.forget()

    digest.build(jobs=3)

    assert digest.site() == alone


def test_folder_time_zone_locale_and_hash_seed_change_no_byte(
    digest: Digest, tmp_path: Path
) -> None:
    furnished(digest)
    other = tmp_path / "elsewhere" / "deep"
    shutil.copytree(digest.folder, other)
    sites = []
    for folder, seed, zone, locale in (
        (digest.folder, "1", "Pacific/Kiritimati", "C"),
        (other, "2", "America/Adak", "tr_TR.UTF-8"),
    ):
        settings = {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "PYTHONUTF8": "0"}
        subprocess.run(
            [sys.executable, "-m", "generator", "-C", str(folder), "build", "-q"],
            env=os.environ | settings,
            cwd=ROOT,
            check=True,
        )
        sites.append(Digest.__new__(Digest))
        sites[-1].folder = folder

    assert sites[0].site() == sites[1].site()


def test_a_new_abstract_renders_its_paper_and_no_list(digest: Digest) -> None:
    digest.write_topic("agents", rules={"title": ["agent"]})
    digest.write_paper("a", title="Agents", abstract="First words.")
    digest.build()
    digest.write_paper("a", title="Agents", abstract="Second words.")

    rendered = digest.build().rendered
    beside = ("/feeds/", "/search/")
    pages = {url: why for url, why in rendered.items() if not url.startswith(beside)}

    assert pages == {"/papers/a/": "context changed"}


def test_an_edited_template_renders_only_what_includes_it(digest: Digest) -> None:
    furnished(digest).build()
    theme = (ROOT / "themes/broadsheet/templates/topic.html").read_text(encoding="utf-8")
    digest.write("content/theme/templates/topic.html", theme + "\n{# edited #}\n")

    rendered = digest.build().rendered

    assert {url.split("/")[1] for url in rendered} == {"topics"}
    assert set(rendered.values()) == {"template changed"}


@pytest.mark.parametrize("few", [0, 10**9], ids=["by another process", "by the same"])
def test_a_file_that_is_gone_or_was_touched_is_written_again_whoever_looks_at_it(
    digest: Digest, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr("generator.build.FEW_FILES", few)
    furnished(digest).build(jobs=2)
    whole = digest.site()
    (digest.output / "papers/a/index.html").unlink()
    (digest.output / "papers/b/index.html").write_text("other words", encoding="utf-8")

    report = digest.build(jobs=2)

    assert report.rendered == {"/papers/a/": "file missing", "/papers/b/": "file touched"}
    assert digest.site() == whole


def test_a_page_that_is_gone_is_removed_with_its_empty_folder(digest: Digest) -> None:
    furnished(digest).build()
    digest.delete("content/papers/b.md")

    report = digest.build()

    assert "papers/b/index.html" in report.removed
    assert not (digest.output / "papers/b").exists()


def test_foreign_files_in_the_site_are_never_touched(digest: Digest) -> None:
    furnished(digest).build()
    digest.write("site/notes.txt", "mine")
    digest.write("site/papers/b/mine.txt", "mine too")
    digest.delete("content/papers/b.md")

    digest.build(clean=True)

    assert (digest.output / "notes.txt").read_text() == "mine"
    assert (digest.output / "papers/b/mine.txt").read_text() == "mine too"


def test_a_foreign_file_where_a_page_belongs_stops_the_build(digest: Digest) -> None:
    digest.build()
    digest.write("site/papers/a/index.html", "mine")
    digest.write_paper("a")

    (problem,) = digest.problems()

    assert problem.path == "site/papers/a/index.html"
    assert (digest.output / "papers/a/index.html").read_text() == "mine"


@pytest.mark.parametrize("damage", ["delete", "change", "empty"])
def test_a_damaged_file_is_mended(digest: Digest, damage: str) -> None:
    furnished(digest).build()
    whole = digest.site()
    file = digest.output / "papers/a/index.html"
    file.unlink() if damage == "delete" else file.write_text("" if damage == "empty" else "changed")

    report = digest.build()

    assert digest.site() == whole
    assert list(report.rendered) == ["/papers/a/"]


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(lambda _: b"", id="empty"),
        pytest.param(lambda _: b'{"form": 2, "files": {"a": []}}', id="of another form"),
        pytest.param(lambda whole: whole[:-1], id="torn at its end"),
        pytest.param(lambda whole: whole[:30], id="torn in its head"),
        pytest.param(lambda whole: whole[:99] + bytes([whole[99] ^ 1]) + whole[100:], id="a bit"),
        pytest.param(lambda _: HEAD + bytes(CHECK), id="of nothing"),
    ],
)
def test_a_broken_ledger_costs_time_and_nothing_else(
    digest: Digest, broken: Callable[[bytes], bytes]
) -> None:
    furnished(digest).build()
    whole = digest.site()
    (file,) = (digest.folder / ".broadsheet").glob("ledger-*.bin")
    file.write_bytes(broken(file.read_bytes()))

    digest.build()

    assert digest.site() == whole


def test_mistakes_leave_the_last_good_site_as_it_was(digest: Digest) -> None:
    furnished(digest).build()
    whole = digest.site()
    digest.write("content/papers/broken.md", "---\ntitle: Foo: bar\n---\n")
    digest.write_paper("a", title="Changed")

    problems = digest.problems()

    assert [problem.place for problem in problems] == ["content/papers/broken.md:2:11"]
    assert digest.site() == whole


def test_a_build_that_fails_leaves_no_process_that_holds_its_lock(digest: Digest) -> None:
    for number in range(40):
        digest.write_paper(f"paper-{number}")
    digest.write_paper("unsorted", topics=["nowhere"])
    digest.forget()  # the theme is to be made too
    others = children()

    problems = digest.problems(jobs=2)

    assert [problem.what for problem in problems] == ["no topic `nowhere`"]
    assert children() <= others


def test_a_template_that_fails_on_one_page_leaves_the_last_good_site(digest: Digest) -> None:
    furnished(digest).build()
    whole = digest.site()
    digest.write(
        "content/theme/templates/topic.html", "line one\n{{ topic.name }} {{ nonsense.x }}\n"
    )

    problems = digest.problems()

    assert {p.place for p in problems} == {"content/theme/templates/topic.html:2"}
    assert "'nonsense' is undefined (while rendering /topics/" in problems[0].what
    assert digest.site() == whole
    assert not (digest.output / DRAFTS).exists()


def test_drafts_of_a_killed_build_are_cleared_away(digest: Digest) -> None:
    furnished(digest).build()
    whole = digest.site()
    digest.write(f"site/{DRAFTS}/papers/a/index.html", "half a pa")

    digest.build()

    assert digest.site() == whole


def test_a_second_build_says_who_holds_the_digest(digest: Digest) -> None:
    with held(digest.folder):
        (problem,) = digest.problems()

    assert problem.what == f"another build of this digest is running (process {os.getpid()})"


def test_drafts_stay_out_unless_asked_for(digest: Digest) -> None:
    digest.write_paper("a", title="Ready")
    digest.write_paper("b", title="Not ready", draft=True)
    digest.write_import({"id": "c", "title": "Listed"})
    digest.write_paper("c", "A note that is not ready.", draft=True)

    digest.build()

    assert "papers/b/index.html" not in digest.site()
    assert "not ready" not in digest.page("/papers/c/")
    digest.build(drafts=True)
    assert "papers/b/index.html" in digest.site()
    assert "not ready" in digest.page("/papers/c/")


def test_strict_makes_warnings_stop_the_build(digest: Digest) -> None:
    digest.write("content/imported/library/2025.jsonl", '{"id": "a"\n')

    assert digest.build().warnings
    with pytest.raises(DigestError, match="not a JSON object"):
        digest.build(strict=True)


@pytest.mark.parametrize("place", [".", "content", "content/new", "..", "themes", ".broadsheet/x"])
def test_the_digest_is_no_output_folder(digest: Digest, place: str) -> None:
    furnished(digest).forget()
    before = sorted(digest.folder.rglob("*"))

    (problem,) = digest.problems(output=digest.folder / place)

    assert "the output folder" in problem.what
    assert [f for f in sorted(digest.folder.rglob("*")) if ".broadsheet" not in str(f)] == before


@pytest.mark.parametrize("place", ["/", str(Path.home())])
def test_root_and_home_are_no_output_folder(digest: Digest, place: str) -> None:
    (problem,) = digest.problems(output=Path(place))

    assert "the output folder" in problem.what


def test_an_output_folder_with_files_of_others_is_refused(digest: Digest, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.tex").write_text("years of work")

    (problem,) = digest.problems(output=tmp_path / "out")

    assert problem.what == "the output folder holds files that Broadsheet did not write"
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["thesis.tex"]


def test_an_output_folder_that_is_a_link_is_refused(digest: Digest, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")

    (problem,) = digest.problems(output=tmp_path / "link")

    assert problem.what == "the output folder is a link"


def test_another_output_folder_gets_the_same_site(digest: Digest, tmp_path: Path) -> None:
    furnished(digest).build()
    digest.build(output=tmp_path / "out")
    built = {
        f.relative_to(tmp_path / "out").as_posix()
        for f in (tmp_path / "out").rglob("*")
        if f.is_file()
    }

    assert built == set(digest.site())


def test_an_empty_digest_is_a_site(digest: Digest) -> None:
    report = digest.build()

    assert {"index.html", "404.html", "sitemap.xml", "robots.txt", ".nojekyll"} <= set(
        digest.site()
    )
    assert report.warnings == []


def test_nothing_is_written_where_there_is_no_digest(tmp_path: Path) -> None:
    with pytest.raises(DigestError, match="no such file"):
        build(tmp_path)

    assert list(tmp_path.iterdir()) == []
