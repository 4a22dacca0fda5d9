"""A build after any edits equals a build from nothing, byte for byte."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from generator.problems import DigestError
from tests.digest import Digest
from tests.plain import TEMPLATES, clean_site, differing, files_below, use_plain_theme

EXAMPLES = os.environ.get("BROADSHEET_EXAMPLES")  # sequences to try; more than the suite does

PAPERS = ("a", "b", "c", "d", "2501.00001")
TOPICS = ("agents", "memory", "sparse-attention")
WEEKS = ("2025-W49", "2025-W50", "2026-W01")
WORDS = ("Agents", "Memory of agents", "Sparse attention", "Élan $x^2$", "Rewards & <b>")
NOTES = ("", "A *note*.", "See [it](paper:a) and [that](topic:agents).", "Bad $\\frac{$ math.")
NAMES = ("Ada Abe", "Ada Abé", "Bo Diaz", "Cy Ek")
number = st.integers(0, 7)
maybe = st.booleans()


def some(*values: Any) -> st.SearchStrategy[list[Any]]:
    """Some of the values, each at most once."""
    return st.lists(st.sampled_from(values), unique=True, max_size=3)


def fields(**known: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Front matter with any of the fields."""
    return st.fixed_dictionaries({}, optional=known)


word = st.sampled_from(WORDS)
overlay = fields(
    title=word,
    listed=st.sampled_from(["2025-12-05", "2025-12-09", "2025-12-29"]),
    published=st.sampled_from(["2025-12-03", "2024-07", "2023"]),
    topics=some(*TOPICS),
    authors=some(*NAMES),
    abstract=word,
    org=st.sampled_from(["Lab", "lab", "Other"]),
    venue=word,
    tldr=word,
    draft=maybe,
    aliases=some("old-1", "old-2", "a"),
)
CORRECTIONS = (
    {"title": "Another title"},
    {"authors": ["Dee Fox"]},
    {"tldr": "In short."},
    {"venue": "A journal"},
    {"org": "An institute"},
    {"doi": "10.1000/one"},
    {"code": "https://code.example/"},
    {"abstract": "Other words."},
)
rules = fields(title=some("agent", "memor*", "attention"), exclude=some("sparse"))
section = st.fixed_dictionaries({"title": word, "papers": some(*PAPERS)})
sighting = st.fixed_dictionaries(
    {"id": st.sampled_from([*PAPERS, "i1", "i2", "i3"]), "title": word},
    optional={
        "authors": some(*NAMES),
        "abstract": word,
        "topics": some("Planning", "planning", "tool use"),
        "listed": st.sampled_from(["2025-12-05", "2025-12-30"]),
        "org": st.just("Lab"),
    },
)
config = fields(
    title=word,
    tagline=word,
    base_url=st.sampled_from(["https://reader.example/", "https://reader.example/digest/"]),
    topics=st.fixed_dictionaries({"min_papers": st.integers(1, 3), "per_page": st.integers(1, 3)}),
    people=st.fixed_dictionaries({"min_papers": st.integers(1, 3)}),
    orgs=st.fixed_dictionaries({"min_papers": st.integers(1, 3)}),
    related=st.fixed_dictionaries({"papers": st.integers(0, 2)}),
    feeds=st.fixed_dictionaries({"entries": st.integers(1, 3)}),
    issue=st.sampled_from(["week", "week", "week", "month"]),
    repository=st.just("https://code.example/digest"),
)


class Editing(RuleBasedStateMachine):
    """An editor at work. After each edit, or a few, the site is built and held against a clean one.

    A build that fails must leave the site as it was; the edits that made it fail are undone.
    """

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp(prefix="broadsheet-edits-"))
        self.digest = Digest(self.home / "digest")
        self.options: dict[str, Any] = {}
        self.unbuilt = 0  # edits to come that are made before the next build
        use_plain_theme(self.digest)
        self.digest.write_config(theme="plain")
        self.digest.write_topic("agents", "Begin with [one](paper:a).", rules={"title": ["agent"]})
        self.digest.write_paper("a", "First.", title="Agents", authors=["Ada Abe"])
        self.digest.write_paper("b", title="Memory of agents", abstract="Words of $y$.")
        self.digest.write_paper("d", title="Not ready", draft=True)
        self.digest.write_import({"id": "i1", "title": "Imported agents", "topics": ["planning"]})
        self.good = self.written()

    def teardown(self) -> None:
        shutil.rmtree(self.home)

    def written(self) -> dict[str, bytes]:
        """All that the editor has written."""
        kept = files_below(self.digest.folder)
        return {p: data for p, data in kept.items() if p.startswith(("content/", "themes/"))}

    def any_of(self, pattern: str, number: int) -> str | None:
        """The path of one of the files that match, if any does."""
        folder = self.digest.folder
        found: Sequence[Path] = sorted(f for f in folder.glob(pattern) if f.is_file())
        return found[number % len(found)].relative_to(folder).as_posix() if found else None

    @rule(id=st.sampled_from(PAPERS), note=st.sampled_from(NOTES), more=overlay)
    def write_a_paper(self, id: str, note: str, more: dict[str, Any]) -> None:
        self.digest.write_paper(id, note, **more)

    @rule(number=number, more=st.sampled_from(CORRECTIONS))
    def correct_one_thing(self, number: int, more: dict[str, Any]) -> None:
        """All else that lists show of the paper stays, and the lists have the same papers."""
        path = self.any_of("content/papers/[a-d].md", number)
        front, *text = (self.digest.folder / path).read_text().split("---\n")[1:] if path else [""]
        if path and "{{" not in front:
            kept = yaml.safe_dump((yaml.safe_load(front) or {}) | more)
            self.digest.write(path, f"---\n{kept}---\n{'---'.join(text)}")

    @rule(number=number, topics=some(*TOPICS))
    def tag_a_paper_again(self, number: int, topics: list[str]) -> None:
        path = self.any_of("content/papers/*.md", number)
        if path:
            front = (self.digest.folder / path).read_text().split("---\n")[1]
            kept = front.split("topics:")[0].rstrip("\n")
            self.digest.write(path, f"---\n{kept}\ntopics: [{', '.join(topics)}]\n---\n")

    @rule(number=number, id=st.sampled_from(["renamed", "z", "i1"]))
    def rename_a_paper(self, number: int, id: str) -> None:
        path = self.any_of("content/papers/*.md", number)
        if path:
            (self.digest.folder / path).rename(self.digest.folder / f"content/papers/{id}.md")

    @rule(
        kind=st.sampled_from(["papers", "topics", "issues", "pages", "imported/*"]), number=number
    )
    def delete_a_file(self, kind: str, number: int) -> None:
        path = self.any_of(f"content/{kind}/*", number)
        if path:
            self.digest.delete(path)

    @rule(
        id=st.sampled_from(TOPICS),
        intro=st.sampled_from(NOTES),
        more=fields(
            name=word, rules=rules, parent=st.sampled_from(TOPICS), aliases=some("planning")
        ),
    )
    def write_a_topic(self, id: str, intro: str, more: dict[str, Any]) -> None:
        self.digest.write_topic(id, intro, **more)

    @rule(
        id=st.sampled_from(WEEKS),
        intro=st.sampled_from(NOTES),
        picks=some("a", "b", "i1"),
        more=fields(
            title=word,
            date=st.just("2025-12-31"),
            sections=st.lists(section, max_size=2),
            draft=maybe,
        ),
    )
    def write_an_issue(self, id: str, intro: str, picks: list[str], more: dict[str, Any]) -> None:
        chosen = [{"paper": paper, "why": f"{paper} is new"} for paper in picks]
        self.digest.write_issue(id, intro, picks=chosen, **more)

    @rule(
        id=st.sampled_from(["about", "start"]), text=st.sampled_from(NOTES), title=word, menu=maybe
    )
    def write_a_page(self, id: str, text: str, title: str, menu: bool) -> None:
        self.digest.write_page(id, text, title=title, menu=menu)

    @rule(name=st.sampled_from(NAMES), variants=some(*NAMES), intro=st.sampled_from(NOTES))
    def write_a_person(self, name: str, variants: list[str], intro: str) -> None:
        front = f"---\nname: {name}\nvariants: [{', '.join(variants)}]\n---\n"
        self.digest.write("content/people/one.md", front + intro)

    @rule(day=st.sampled_from(["2025-12-05", "2025-12-30"]), lines=st.lists(sighting, max_size=4))
    def import_lines(self, day: str, lines: list[dict[str, Any]]) -> None:
        self.digest.write_import(*({"listed": day} | one for one in lines), source=f"s{day}")

    @rule(more=config)
    def write_the_config(self, more: dict[str, Any]) -> None:
        self.digest.write_config(theme="plain", **more)

    @rule(name=st.sampled_from(sorted(TEMPLATES)), text=word, own=maybe)
    def write_a_template(self, name: str, text: str, own: bool) -> None:
        layer = "content/theme" if own else "themes/plain"
        self.digest.write(f"{layer}/templates/{name}", f"{TEMPLATES[name]}{text}\n")

    @rule(text=word, own=maybe)
    def write_an_asset(self, text: str, own: bool) -> None:
        self.digest.write(f"{'content/theme' if own else 'themes/plain'}/assets/a.css", text)

    @rule(number=number)
    def take_an_override_away(self, number: int) -> None:
        path = self.any_of("content/theme/*/*", number)
        if path:
            self.digest.delete(path)

    @rule(path=st.sampled_from(["papers/a.md", "digest.yaml", "theme/templates/paper.html"]))
    def make_a_mistake(self, path: str) -> None:
        self.digest.write(f"content/{path}", "---\ntitle: {{ Foo: bar\n---\n")

    @rule()
    def ask_for_drafts_or_not(self) -> None:
        self.options = {} if self.options else {"drafts": True}

    @rule()
    def build_for_another_address_or_not(self) -> None:
        self.options = {} if self.options else {"base_url": "https://elsewhere.example/"}

    @rule()
    def build_all_again_or_not(self) -> None:
        self.options = {} if self.options else {"clean": True}

    @rule(number=st.integers(0, 60), text=st.sampled_from(["", "changed", None]))
    def damage_the_site(self, number: int, text: str | None) -> None:
        path = self.any_of("site/*/**/*", number)
        if path and text is None:
            self.digest.delete(path)
        elif path:
            self.digest.write(path, text or "")

    @rule(edits=st.integers(1, 3))
    def edit_without_building(self, edits: int) -> None:
        self.unbuilt = edits

    @invariant()
    def the_site_is_as_if_built_from_nothing(self) -> None:
        if self.unbuilt:
            self.unbuilt -= 1
            return
        before = self.digest.site()
        try:
            self.digest.build(**self.options)
        except DigestError as error:
            self.failed_well(before, error)
            return
        assert differing(self.digest.site(), clean_site(self.digest, **self.options)) == []
        self.good = self.written()

    def failed_well(self, before: dict[str, bytes], error: DigestError) -> None:
        with pytest.raises(DigestError) as clean:
            clean_site(self.digest, **self.options)

        assert clean.value.problems == error.problems
        assert differing(self.digest.site(), before) == []
        for path in self.written().keys() - self.good.keys():
            self.digest.delete(path)
        for path, data in self.good.items():
            self.digest.write(path, data)


TestEditing = Editing.TestCase
TestEditing.settings = settings(
    max_examples=int(EXAMPLES or 30),
    stateful_step_count=10,
    derandomize=not EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
