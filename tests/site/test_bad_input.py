"""Bad input gets the right place, a hint, and costs nothing: no traceback, nothing lost."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from generator import reading
from generator.corpus.slugs import slug, slugs
from generator.sources.record import Finding
from tests.digest import Digest

BIG = "x" * 1_100_000


@pytest.mark.parametrize(
    ("path", "text", "place", "words"),
    [
        pytest.param(
            "papers/a.md",
            "---\ntitle: A\nauthors:\n\t- B\n---\n",
            "4:1",
            "cannot start any token",
            id="tab",
        ),
        pytest.param(
            "papers/a.md",
            '---\ntitle: "open\n---\nBody\n',
            "2:8",
            "in a quoted value",
            id="open quote",
        ),
        pytest.param(
            "papers/a.md",
            "---\ntitle: Foo: bar\n---\n",
            "2:11",
            "mapping values",
            id="colon in a value",
        ),
        pytest.param(
            "papers/a.md",
            "---\ntitle: A\nurl: https://a.example\ntitle: B\n---\n",
            "4:1",
            "`title` stands here twice; the first is 2 lines up",
            id="doubled key",
        ),
        pytest.param(
            "papers/a.md", "---\ntitle: &t A\nvenue: *t\n---\n", "3:8", "an alias", id="alias"
        ),
        pytest.param(
            "papers/a.md",
            "---\ntitle: !!python/object:os.system A\n---\n",
            "2:8",
            "a tag",
            id="tag",
        ),
        pytest.param(
            "papers/a.md",
            "---\ntitle: A\nx: " + "[" * 50_000 + "\n---\n",
            "3:23",
            "nested more than",
            id="brackets",
        ),
        pytest.param(
            "papers/a.md",
            "---\ntitle: A\npublished: 2025-13-01\n---\n",
            "3:12",
            "`2025-13-01` is not a date",
            id="date",
        ),
        pytest.param(
            "papers/a.md",
            "---\ntitle: A\nurl: javascript:alert(1)\n---\n",
            "3:6",
            "not a web address",
            id="script URL",
        ),
        pytest.param(
            "papers/a.md",
            "---\ntitle: A\nurl: data:text/html,x\n---\n",
            "3:6",
            "not a web address",
            id="data URL",
        ),
        pytest.param(
            "papers/a.md",
            "---\ntitel: A\n---\n",
            "2:8",
            "no field `titel` here",
            id="unknown field",
        ),
        pytest.param(
            "papers/a.md", "---\nvenue: A\n---\n", "2:1", "a paper without a title", id="no title"
        ),
        pytest.param("papers/a.md", "---\n- A\n---\n", "2:1", "not a mapping", id="a list"),
        pytest.param(
            "papers/a.md",
            "---\ntitle: A\ntopics: [sparcity]\n---\n",
            "3:10",
            "no topic `sparcity`",
            id="unknown topic",
        ),
        pytest.param("papers/a.md", BIG, "1:1", "1,100,000 bytes", id="large file"),
        pytest.param(
            "papers/a.md",
            f"---\ntitle: A\nvenue: {'x' * 70_000}\n---\n",
            "1:1",
            "front matter of 70,0",
            id="large front",
        ),
        pytest.param(
            "papers/a.md",
            f"---\ntitle: A\nauthors: [{'B, ' * 10_001}]\n---\n",
            "3:10",
            "10,001 items",
            id="authors",
        ),
        pytest.param(
            "papers/a.md", b"---\ntitle: \xff\n---\n", "2:1", "byte 11 is 0xff", id="not UTF-8"
        ),
        pytest.param(
            "papers/a.md",
            "---\ntitle: A\n---\n".encode("utf-16"),
            "1:1",
            "not UTF-8: byte 0",
            id="UTF-16",
        ),
        pytest.param(
            "papers/con.md", "---\ntitle: A\n---\n", "2:1", "`con` cannot be an id", id="device"
        ),
        pytest.param(
            "papers/a b.md", "---\ntitle: A\n---\n", "2:1", "`a b` cannot be an id", id="space"
        ),
        pytest.param(
            "papers/🙂.md", "---\ntitle: A\n---\n", "2:1", "`🙂` cannot be an id", id="emoji"
        ),
        pytest.param(
            "papers/a.md",
            "---\ntitle: A\nid: ../../x\n---\n",
            "3:5",
            "`../../x` cannot be an id",
            id="way out",
        ),
        pytest.param(
            "papers/a.md",
            "---\ntitle: A\nid: '..\\..\\x'\n---\n",
            "3:5",
            "cannot be an id",
            id="way out, Windows",
        ),
        pytest.param(
            "papers/a.md",
            "---\ntitle: A\nid: '%2e%2e%2fx'\n---\n",
            "3:5",
            "cannot be an id",
            id="way out, encoded",
        ),
        pytest.param(
            "papers/a.md",
            '---\ntitle: A\nid: "a\\0b"\n---\n',
            "3:5",
            "cannot be an id",
            id="way out, NUL",
        ),
        pytest.param(
            "papers/a.md", "---\ntitle: A\nid: /x\n---\n", "3:5", "cannot be an id", id="absolute"
        ),
        pytest.param(
            "papers/a.md",
            "---\ntitle: A\n---\nSee [it](paper:gone).\n",
            "4:10",
            "no paper `gone`",
            id="dead link",
        ),
        pytest.param(
            "topics/t.md",
            "---\nname: T\nparent: gone\n---\n",
            "3:9",
            "no topic `gone`",
            id="no parent",
        ),
        pytest.param(
            "topics/t.md",
            "---\nname: T\nparent: t\n---\n",
            "3:9",
            "its own ancestor",
            id="own parent",
        ),
        pytest.param(
            "issues/week-3.md", "---\ntitle: A\n---\n", "1:1", "is not a week", id="no week"
        ),
        pytest.param(
            "issues/2025-W60.md", "---\ntitle: A\n---\n", "1:1", "is not a week", id="week 60"
        ),
        pytest.param(
            "issues/2025-W50.md",
            "---\npicks:\n- paper: gone\n---\n",
            "3:10",
            "no paper `gone`",
            id="lost pick",
        ),
        pytest.param(
            "pages/a.md",
            "No front matter.\n",
            "1:1",
            "a page without a title",
            id="no front matter",
        ),
        pytest.param(
            "pages/papers.md",
            "---\ntitle: A\n---\n",
            "1:1",
            "an address of the digest itself",
            id="taken",
        ),
        pytest.param(
            "digest.yaml", "title: A\ntitel: B\n", "2:8", "no field `titel` here", id="settings"
        ),
        pytest.param(
            "digest.yaml",
            "title: A\nissue: fortnight\n",
            "2:8",
            "`fortnight` is not one of",
            id="period",
        ),
        pytest.param(
            "digest.yaml",
            "title: A\nbase_url: example.org\n",
            "2:11",
            "not a web address",
            id="base URL",
        ),
        pytest.param(
            "digest.yaml", "title: A\nlanguage: '<x>'\n", "2:11", "is not a language", id="language"
        ),
        pytest.param(
            "digest.yaml", "tagline: A\n", "1:1", "the digest has no title", id="no digest title"
        ),
        pytest.param(
            "digest.yaml", "title: [\n", "2:1", "did not find expected node", id="broken settings"
        ),
    ],
)
def test_a_mistake_is_told_at_its_place(
    digest: Digest, path: str, text: str | bytes, place: str, words: str
) -> None:
    digest.build()
    whole = digest.site()
    digest.write(f"content/{path}", text)

    problems = digest.problems()

    assert f"content/{path}:{place}" in [problem.place for problem in problems]
    assert any(words in problem.what for problem in problems)
    assert digest.site() == whole


def test_all_mistakes_of_all_files_are_told_together(digest: Digest) -> None:
    digest.write("content/digest.yaml", "title: A\ntitel: B\n")
    digest.write("content/papers/a.md", "---\ntitle: A\npublished: never\nurl: x\n---\n")
    digest.write("content/papers/b.md", "---\ntitle: [\n---\n")
    digest.write("content/issues/1.md", "---\n---\n")

    problems = digest.problems()

    assert [problem.place for problem in problems] == [
        "content/digest.yaml:2:8",
        "content/issues/1.md:1:1",
        "content/papers/a.md:3:12",
        "content/papers/a.md:4:6",
        "content/papers/b.md:3:1",
    ]
    assert all(problem.hint for problem in problems)


@pytest.mark.parametrize("value", ["2407.05530", "no", "010", "1e3", "2025-12-09"])
def test_an_unquoted_id_keeps_every_character(digest: Digest, value: str) -> None:
    digest.write("content/papers/a.md", f"---\ntitle: A\nid: {value}\n---\n")

    digest.build()

    assert f"papers/{value}/index.html" in digest.site()


def test_one_id_in_two_files_names_both(digest: Digest) -> None:
    digest.write_paper("a")
    digest.write_paper("b", id="a")

    (problem,) = digest.problems()

    assert problem.place == "content/papers/b.md:4:5"
    assert problem.what == "the same id as content/papers/a.md"


def test_two_files_of_one_paper_are_told(digest: Digest) -> None:
    digest.write_paper("a", arxiv_id="2501.00001")
    digest.write_paper("b", arxiv_id="2501.00001")

    (problem,) = digest.problems()

    assert problem.path == "content/papers/b.md"
    assert "speaks of the same paper as content/papers/a.md" in problem.what


@pytest.mark.parametrize(
    "twins", [("A.md", "a.md"), ("caf\u00e9.md", "cafe\u0301.md"), ("ﬁ.md", "fi.md")]
)
def test_file_names_that_are_one_on_other_disks_are_told(
    digest: Digest, twins: tuple[str, str]
) -> None:
    for name in twins:
        digest.write(f"content/topics/{name}", "---\nname: A\n---\n")

    problems = digest.problems()

    assert any("the same name as content/topics/" in problem.what for problem in problems)


def test_names_with_one_slug_get_their_own_whichever_is_read_first() -> None:
    names = ["C", "C++", "C#", "café", "Cafe"]

    there, back = slugs(names), slugs(reversed(names))

    assert there == back
    assert len(set(there.values())) == len(names)
    assert (there["C"], there["C++"], there["C#"]) == ("c", "c-plus-plus", "c-sharp")


@pytest.mark.parametrize(
    "name", ["🙂", "-", "CON", "aux", "nul.txt", "lpt1", "学习", "../../x", "Ω", "x" * 300]
)
def test_every_name_has_a_slug_that_every_disk_takes(name: str) -> None:
    made = slug(name)

    assert made
    assert made == made.lower()
    assert len(made) <= 62
    assert not set(made) & set("/\\%. ")
    assert made.split(".")[0] not in {"con", "aux", "nul", "lpt1"}


@pytest.mark.parametrize("target", ["/etc/passwd", "../../../outside.md", "loop.md", "gone.md"])
def test_links_out_of_the_digest_are_refused(digest: Digest, target: str) -> None:
    (digest.folder.parent / "outside.md").write_text("---\ntitle: secret\n---\n")
    link = digest.folder / "content/papers/loop.md"
    link.parent.mkdir()
    link.symlink_to(target)

    (problem,) = digest.problems()

    assert problem.path == "content/papers/loop.md"
    assert "a link that leads out of the digest, to nothing, or to itself" in problem.what


def test_links_in_a_theme_are_refused(digest: Digest) -> None:
    (digest.folder / "content/theme/templates").mkdir(parents=True)
    (digest.folder / "content/theme/templates/topic.html").symlink_to("/etc/hostname")

    (problem,) = digest.problems()

    assert problem.what == "a link in a theme"


def test_a_byte_order_mark_is_dropped_without_a_word(digest: Digest) -> None:
    digest.write("content/papers/a.md", b"\xef\xbb\xbf---\ntitle: Marked\n---\n")

    assert digest.build().warnings == []
    assert "Marked" in digest.page("/papers/a/")


def test_control_characters_become_spaces_and_are_told(digest: Digest) -> None:
    digest.write("content/papers/a.md", "---\ntitle: A\n---\nBe\x07ll\n")

    (warning,) = digest.build().warnings

    assert warning.place == "content/papers/a.md:4:1"
    assert warning.what == "control character U+0007"
    assert "\x07" not in digest.page("/papers/a/")


def test_imported_lines_that_make_no_sense_are_left_out_and_told(digest: Digest) -> None:
    lines = [
        json.dumps({"id": "good", "title": "Good", "source": "s"}),
        "{",
        "[1]",
        json.dumps({"id": "../x", "title": "Way out", "source": "s"}),
        json.dumps({"title": "Nameless", "source": "s"}),
        json.dumps({"id": "bad-date", "title": "Kept", "published": "soon", "source": "s"}),
        '{"id": "lone", "title": "A \\ud800 B", "source": "s"}',
        "[" * 100_000,
    ]
    digest.write("content/imported/s/2025.jsonl", "\n".join(lines))

    warnings = digest.build().warnings

    told = {w.line: w.what for w in warnings}
    assert sorted(told) == [2, 3, 4, 5, 6, 8]
    assert "`soon` is not a date" in told[6]
    papers = {path.split("/")[1] for path in digest.site() if path.startswith("papers/")}
    assert {"good", "bad-date", "lone"} <= papers
    assert "x" not in papers


def test_a_title_without_letters_is_still_a_paper(digest: Digest) -> None:
    digest.write_import({"id": "x-1", "title": "…"})

    digest.build()

    assert "papers/x-1/index.html" in digest.site()


def test_money_is_not_math(digest: Digest) -> None:
    digest.write_import({"id": "a", "title": "A", "abstract": "It costs $5 and $10 a page."})

    digest.build()

    assert "It costs $5 and $10 a page." in digest.page("/papers/a/")


@pytest.mark.parametrize(
    "tex", [r"\frac{a", "x_1_2", r"\left(", r"\nosuch{x}", "{" * 2000, "x^" * 500]
)
def test_bad_tex_shows_its_source_and_the_build_goes_on(digest: Digest, tex: str) -> None:
    digest.write_import({"id": "a", "title": "A", "abstract": f"Before ${tex}$ after."})

    digest.build()

    page = digest.page("/papers/a/")
    assert "Before" in page
    assert "after." in page


@pytest.mark.parametrize("note", ["[" * 5000, "[a](" * 3000, "*a **b " * 5000, "> " * 5000])
def test_pathological_markdown_ends_or_is_refused(digest: Digest, note: str) -> None:
    digest.write_paper("a", note)

    digest.build()

    assert "papers/a/index.html" in digest.site()


def test_mistakes_of_templates_and_of_content_are_told_together(digest: Digest) -> None:
    digest.write("content/theme/templates/topic.html", "{% if %}")
    digest.write_paper("a", topics=["sparcity"])

    places = [problem.place for problem in digest.problems()]

    assert places == ["content/papers/a.md:5:3", "content/theme/templates/topic.html:1"]


@pytest.mark.parametrize(
    ("template", "place", "words"),
    [
        ("{% if %}", "1", "Expected an expression"),
        ("ok\n{{ url|nofilter }}", "2", "No filter named 'nofilter'"),
        ("ok\n\n{{ undefined_name }}", "3", "'undefined_name' is undefined"),
        ('{% include "gone.html" %}', "", "no template `gone.html`"),
        ('{% include "topic.html" %}', "", "includes itself without end"),
        ("{{ 1 / 0 }}", "1", "division by zero"),
        ('{{ asset("gone.css") }}', "1", "no asset `gone.css`"),
    ],
)
def test_a_template_that_is_wrong_is_named_with_its_line(
    digest: Digest, template: str, place: str, words: str
) -> None:
    digest.write_topic("agents")
    digest.build()
    whole = digest.site()
    digest.write("content/theme/templates/topic.html", template)

    problems = digest.problems()

    assert {p.place for p in problems} == {
        "content/theme/templates/topic.html" + (f":{place}" if place else "")
    }
    assert words in problems[0].what
    assert digest.site() == whole


def test_a_file_that_goes_while_it_is_read_is_the_newer_state(
    digest: Digest, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest.write_paper("a")
    digest.write_paper("b")
    read = reading.read_bytes

    def vanishing(file: Path | str, path: str, findings: list[Finding]) -> bytes | None:
        if path.endswith("/a.md"):
            Path(file).unlink(missing_ok=True)
        return read(file, path, findings)

    monkeypatch.setattr(reading, "read_bytes", vanishing)

    digest.build()

    assert "papers/b/index.html" in digest.site()
    assert "papers/a/index.html" not in digest.site()


def can_mount() -> bool:
    tried = subprocess.run(["unshare", "-Urm", "true"], capture_output=True, check=False)
    return tried.returncode == 0


mounts = pytest.mark.skipif(
    not shutil.which("unshare") or not can_mount(), reason="this system lets nobody mount"
)


@mounts
def test_a_full_disk_leaves_the_last_good_site_and_the_next_build_repairs(digest: Digest) -> None:
    digest.build()
    script = f"""
        set -e
        mount -t tmpfs -o size=3m none {digest.output}
        cd {Path(__file__).parents[2]}
        python -m generator -C {digest.folder} build -q --clean
        find {digest.output} -type f | sort | xargs sha256sum > {digest.folder}/before
        mv {digest.folder}/large {digest.folder}/content/papers
        python -m generator -C {digest.folder} build -q && exit 9
        find {digest.output} -type f | sort | xargs sha256sum > {digest.folder}/after
        cmp {digest.folder}/before {digest.folder}/after
        rm -r {digest.folder}/content/papers
        python -m generator -C {digest.folder} build -q
    """
    for n in range(40):
        digest.write(f"large/p{n}.md", f"---\ntitle: Paper {n}\n---\n{'word ' * 20_000}\n")

    done = _in_a_namespace(script)

    assert done.returncode == 0, done.stderr
    assert "No space left" in done.stderr
    assert "Traceback" not in done.stderr


@mounts
def test_a_read_only_output_is_told_before_any_work(digest: Digest) -> None:
    digest.build()
    script = f"""
        mount --bind {digest.output} {digest.output}
        mount -o remount,ro,bind {digest.output}
        cd {Path(__file__).parents[2]}
        python -m generator -C {digest.folder} build -q --clean
    """

    done = _in_a_namespace(script)

    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr


def _in_a_namespace(script: str) -> subprocess.CompletedProcess[str]:
    import sys

    path = f"PATH={Path(sys.executable).parent}:$PATH\n"
    return subprocess.run(
        ["unshare", "-Urm", "bash", "-c", path + script],
        capture_output=True,
        text=True,
        check=False,
    )
