"""The index: the same for the same papers, whatever was known before and on however many cores."""

from __future__ import annotations

import json
import re
import zlib
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from random import Random
from typing import Any

import pytest

from generator.corpus.model import Assigned, Corpus, Group, Paper, Topic
from generator.render.search import blocks, shards, spelling, terms
from generator.render.search.beginnings import EACH
from generator.render.search.entries import AUTHOR, SPELLED, TITLE, TOPIC, entry, said
from generator.render.search.index import Index, index
from generator.render.search.memory import memory_bytes, read_memory
from generator.render.search.papers import papers_of
from generator.render.search.partition import bounds, runs
from generator.render.search.terms import read
from tests import manifest
from tests.payloads import PAYLOADS

Work = Callable[[Iterable[Any]], list[Any]]
WORDS = [f"{a}{b}{c}" for a in ("re", "mo", "la") for b in ("ward", "del", "tent") for c in "aeios"]
RARE = ["Ok-api.", "Ze-bra.", "Joint Yak Fencing (JYF).", "Yak Lore (YL).", ""]
TOPICS = {id: Topic(id, id.capitalize()) for id in ("agents", "memory")}


def paper(id: str, title: str, **more: Any) -> Paper:
    empty: dict[str, Any] = dict.fromkeys(Paper._fields, "")
    empty |= dict.fromkeys(("terms", "acronyms", "keywords", "topics", "aliases", "sightings"), ())
    empty |= {"authors": None, "author_count": None, "first_seen": None, "upvotes": None}
    return Paper(
        **empty | {"published": "2025-01-01", "draft": False} | more | {"id": id, "title": title}
    )


def made_up(number: int, chance: Random) -> Paper:
    return paper(
        f"p{number}",
        " ".join(chance.choices(WORDS, k=6)).capitalize(),
        abstract=" ".join(chance.choices(WORDS, k=30)),
        authors=(f"Ada {chance.choice(WORDS)}",),
        published=f"{2000 + number // 40}-01-{1 + number % 28:02}",
        topics=(Assigned(chance.choice(list(TOPICS)), "editor"),),
        code=chance.choice(["", "https://code.example/x"]),
    )


def corpus_of(papers: Iterable[Paper]) -> Corpus:
    known = {one.id: one for one in papers}
    by_topic = {
        id: tuple(p.id for p in known.values() if id in {a.topic for a in p.topics})
        for id in TOPICS
    }
    org = Group("lab", "The Lab", tuple(p.id for p in known.values() if p.org == "Lab"))
    nowhere: dict[str, Any] = {}
    return Corpus(
        known, TOPICS, {}, {}, {"lab": org}, {}, by_topic, nowhere, nowhere, {"Lab": "lab"}
    )


def alone(items: Sequence[Any], work: Work, _: int) -> list[Any]:
    return work(items)


def in_turns(items: Sequence[Any], work: Work, _: int) -> list[Any]:
    """Work shared by three, each of which takes every third item, the last one first."""
    return [row for number in (2, 1, 0) for row in work(items[number::3])]


def from_nothing(corpus: Corpus) -> Index:
    return index(papers_of(corpus), None, alone)


def postings(made: Index) -> dict[str, dict[int, int]]:
    """For each term the papers that have it with their flags, as the files say."""
    found = {}
    for shard in made.memory.terms.shards:
        for term, those in read(shard).items():
            found[term] = {posting >> 8: posting & 255 for posting in array("I", those)}
    return found


def test_a_paper_is_found_by_what_it_says_and_where_it_says_it() -> None:
    one = paper(
        "a",
        "Rewards of Qwen2-Audio",
        abstract="Proximal policy optimization (PPO) with rewards.",
        authors=("Ozan İrsoy",),
        topics=(Assigned("agents", "editor"),),
        keywords=("planning",),
    )
    found = postings(from_nothing(corpus_of([one])))

    assert found["rewards"][0] & TITLE and found["rewards"][0] & 3
    assert found["irsoy"] == {0: AUTHOR}
    assert found["ozanirsoy"] == {0: AUTHOR | SPELLED}
    assert found["agents"] == found["planning"] == {0: TOPIC}
    assert found["qwen2audio"][0] & SPELLED and not found["audio"][0] & SPELLED
    assert {"ppo=proximal policy optimization", "proximal=policy optimization=ppo"} <= found.keys()


def test_a_paper_without_its_abstract_is_found_by_what_was_harvested_from_it() -> None:
    one = paper("a", "T", terms=("reward model", "tool use"), acronyms=(("TU", "tool use"),))
    found = postings(from_nothing(corpus_of([one])))

    assert {"reward", "model", "tool", "tu=tool use"} <= found.keys()


def test_papers_are_numbered_oldest_first_so_that_a_new_one_moves_no_other() -> None:
    old, new = paper("z", "Old", published="2024"), paper("a", "New", published="2025-02")
    first, both = from_nothing(corpus_of([old])), from_nothing(corpus_of([new, old]))

    assert first.memory.keys == both.memory.keys[:1]
    assert json.loads(both.files["index.json"])["years"] == [["2024", 0], ["2025", 1]]


@pytest.fixture(scope="module")
def many() -> Corpus:
    chance = Random(5)
    return corpus_of(made_up(number, chance) for number in range(700))


def test_the_index_does_not_depend_on_who_did_the_work(many: Corpus) -> None:
    assert index(papers_of(many), None, in_turns).files == from_nothing(many).files


def test_the_index_does_not_depend_on_the_order_papers_came_in(many: Corpus) -> None:
    turned = many._replace(papers=dict(reversed(many.papers.items())))

    assert from_nothing(turned).files == from_nothing(many).files


def test_every_file_but_the_manifest_is_named_after_what_it_holds(
    many: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards, "COMMON", 60)
    made = from_nothing(many)
    names = {name for name in made.files if "/" not in name} - {"index.json"}

    assert {shards.name_of(zlib.decompress(made.files[name], -15)) for name in names} == {
        name.removesuffix(".bin") for name in names
    }
    assert len(names) > 1


def test_folders_of_words_are_named_after_what_their_files_hold(
    many: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terms, "SHARD_WEIGHT", 700)
    monkeypatch.setattr(spelling, "ROOM", 2)
    made = from_nothing(many)
    named = json.loads(made.files["index.json"])
    held: dict[str, str] = defaultdict(str)
    for path in [*manifest.shards(named).values(), *manifest.spelling(named)]:
        held[path[:8]] += shards.name_of(zlib.decompress(made.files[path], -15))

    assert len(held) > 4
    assert list(held) == [shards.name_of(names.encode()) for names in held.values()]
    assert max(len(names) // 8 for names in held.values()) == 32


@pytest.mark.parametrize(("large", "few"), [(1000, 4), (700, 10)])
def test_papers_stand_in_small_blocks_and_in_one_of_their_group(
    many: Corpus, monkeypatch: pytest.MonkeyPatch, large: int, few: int
) -> None:
    monkeypatch.setattr(blocks, "LARGE", large)
    files = from_nothing(many).files
    known = json.loads(files["index.json"])
    rows: dict[int, list[Any]] = {known["per"]: [], known["group"]: []}
    for path, data in files.items():
        folder, _, name = path.rpartition("/")
        if "-" in name:
            per, number = map(int, name.removesuffix(".bin").split("-"))
            assert number * per // known["group"] == known["blocks"].index(folder) // len(folder)
            columns = json.loads(zlib.decompress(data, -15))
            rows[per] += enumerate(zip(*columns, strict=True), number * per)

    assert (known["per"], known["group"]) == (few, 500)
    for those in rows.values():
        assert [list(row) for _, row in sorted(those)] == papers_of(many).rows(0, 700)


def test_a_shard_is_read_as_it_was_though_common_words_have_all_their_papers_in_tails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shards, "COMMON", 5)
    monkeypatch.setattr(shards, "HEAD", 2)
    said, named = 2, 8
    known = {
        "common": array("I", [number << 8 | said for number in range(9)]).tobytes(),
        "rare": array("I", [3 << 8 | named]).tobytes(),
        "usual": array("I", [number << 8 | said for number in range(1, 9)]).tobytes(),
    }
    file, tails = shards.shard(list(known), known)

    assert len(tails) == 2
    assert shards.read_shard(file.data, {tail.name: tail.data for tail in tails}) == known


def test_each_shard_has_its_start_and_its_name_though_acronyms_have_spaces(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(terms, "SHARD_WEIGHT", 200)
    said = [f"large language {one} {other}" for one in WORDS for other in WORDS[:20]]
    made = from_nothing(
        corpus_of(
            paper(f"p{n}", "Same title", acronyms=((f"LL{n}", long),))
            for n, long in enumerate(said)
        )
    )
    listed = manifest.shards(json.loads(made.files["index.json"]))

    assert any(" " in start for start in listed)
    assert list(listed) == made.memory.terms.starts
    assert [made.files[path] for path in listed.values()] == [
        shard.file.data for shard in made.memory.terms.shards
    ]


def test_the_first_letters_of_the_longer_words_of_a_title_are_terms() -> None:
    one = paper("a", "Rewarding model seeds", abstract="Tentacles. $x^*$ and Q*.")

    terms = entry(said(one, TOPICS)).terms.split("\n")

    assert sorted(term for term in terms if "<" in term) == ["mode<", "rewa<", "reward<", "seed<"]


def test_a_beginning_in_many_shards_finds_the_newest_papers_that_name_such_a_word(
    many: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terms, "SHARD_WEIGHT", 700)
    papers = papers_of(many)
    files = from_nothing(many).files
    folder = json.loads(files["index.json"])["blocks"][-8:]
    found = {
        path.removeprefix(f"{folder}/").removesuffix(".bin"): json.loads(zlib.decompress(data, -15))
        for path, data in files.items()
        if path.startswith(f"{folder}/")
    }
    named = [
        (number, row, f"{row[1]} {row[2]}".lower().split())
        for number, row in enumerate(papers.rows(0, 700))
    ]

    def newest(fits: Callable[[str], bool]) -> list[Any]:
        those = [[number, *row] for number, row, words in named if any(map(fits, words))]
        return those[: -EACH - 1 : -1]

    assert {"l", "la", "m", "mo", "r", "re"} <= found.keys()
    assert found["m"] == newest(lambda word: word.startswith("m"))
    for beginning in ("la", "mo", "re", "mow", "rete"):
        those = newest(lambda word, begins=beginning: word.startswith(begins))
        assert [row for row in found[beginning[:2]] if row in those] == those
    assert all(rows == sorted(rows, reverse=True) for rows in found.values())


def test_a_beginning_in_other_letters_has_a_file_that_all_disks_take(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(terms, "SHARD_WEIGHT", 60)
    endings = "абвгдежзик"
    named = corpus_of(
        paper(f"p{n}", f"модель{endings[n % 10]}", published="2025") for n in range(501)
    )
    files = from_nothing(named).files
    (path,) = [path for path in files if path.endswith("/_43c_43e.bin")]

    assert [row[0] for row in json.loads(zlib.decompress(files[path], -15))][:10] == [
        *range(500, 490, -1)
    ]


def test_where_no_beginning_needs_many_shards_it_has_no_file() -> None:
    few = corpus_of(paper(f"p{n}", "Same title", published="2025") for n in range(501))
    files = from_nothing(few).files

    assert not [path for path in files if re.search(r"/[^\d/]+\.bin$", path)]


def edited(corpus: Corpus, chance: Random) -> Corpus:
    """The corpus after one of the things an editor or a source does."""
    papers = dict(corpus.papers)
    some = chance.choice(list(papers))
    match chance.randrange(6):
        case 0:
            said = [*chance.choices(WORDS, k=20), *chance.choices(RARE, k=3)]
            papers[some] = papers[some]._replace(abstract=" ".join(said))
        case 1:
            papers[some] = papers[some]._replace(title=f"{chance.choice(WORDS)} zebra", org="Lab")
        case 2:
            del papers[some]
        case 3:
            papers["new"] = made_up(900, chance)._replace(id="new", published="2030")
        case 4:
            papers["old"] = made_up(0, chance)._replace(id="old", published="1990")
        case _:
            papers[some] = papers[some]._replace(published=f"20{chance.randrange(10, 30)}")
    return corpus_of(papers.values())


@pytest.mark.parametrize("seed", range(12))
def test_an_index_after_edits_equals_one_from_nothing(
    many: Corpus, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terms, "SHARD_WEIGHT", 700)  # many shards, so that their ends move
    monkeypatch.setattr(shards, "COMMON", 60)  # and tails
    monkeypatch.setattr(shards, "LARGE", 600)  # and terms that are left out
    monkeypatch.setattr(spelling, "MANY", 600)  # and words that none is corrected to
    chance = Random(seed)
    now, memory = many, from_nothing(many).memory
    for _ in range(4):
        now = edited(now, chance)
        after = index(papers_of(now), memory, alone)
        memory = after.memory

    assert after == from_nothing(now)


def test_of_very_many_papers_what_one_says_in_other_spellings_is_left_out(
    many: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards, "LARGE", 700)
    papers = dict(many.papers)
    papers["p5"] = papers["p5"]._replace(abstract="Ok-api by Joint Yak Fencing (JYF). Ze-bra.")
    papers["p6"] = papers["p6"]._replace(title="Gnu-ant, unicornish", abstract="Ze-bra.")
    made = from_nothing(corpus_of(papers.values()))
    written = postings(made)

    assert made.memory.terms.left_out.keys() == {
        *("okapi", "unic<", "unicor<"),
        *("jyf=joint yak fencing", "joint=yak fencing=jyf"),
    }
    assert {"ok", "api", "jyf", "joint", "zebra", "gnuant", "unicornish"} <= written.keys()
    assert written.keys().isdisjoint(made.memory.terms.left_out)


@pytest.mark.parametrize(("many_from", "said"), [(1000, {"said"}), (700, set())])
def test_of_many_papers_a_word_of_one_is_what_others_are_corrected_to_if_its_title_has_it(
    many: Corpus, monkeypatch: pytest.MonkeyPatch, many_from: int, said: set[str]
) -> None:
    monkeypatch.setattr(spelling, "MANY", many_from)
    papers = dict(many.papers)
    papers["p5"] = papers["p5"]._replace(title="Unicornish rewards", abstract="Once said.")
    made = from_nothing(corpus_of(papers.values()))
    files = [spelling.read_spelling(shards.inflated(f.data)) for f in made.memory.terms.spelling]

    assert {"unicornish", "said"} & {word for words in files for word in words} == {
        "unicornish",
        *said,
    }


def test_the_paper_that_makes_an_index_large_changes_all_of_it(
    many: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards, "LARGE", 702)
    papers = [*many.papers.values(), paper("rare", "Rare", abstract="Ok-api", published="2029")]
    before = from_nothing(corpus_of(papers))
    now = corpus_of([*papers, paper("new", "New", published="2030")])
    after = index(papers_of(now), before.memory, alone)

    assert (before.memory.terms.left_out, after.memory.terms.left_out.keys()) == ({}, {"okapi"})
    assert after == from_nothing(now)


def test_one_new_abstract_leaves_most_files_alone(
    many: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terms, "SHARD_WEIGHT", 700)
    monkeypatch.setattr(f"{index.__module__}.TOGETHER", 4)
    before = from_nothing(many)
    papers = dict(many.papers)
    papers["p3"] = papers["p3"]._replace(abstract=papers["p3"].abstract + " zebra")
    after = index(papers_of(corpus_of(papers.values())), before.memory, alone)

    assert len(after.files) > 100
    new = {path.rpartition("/")[0] for path in after.files.keys() - before.files.keys()}
    assert 0 < len(new) <= 3  # of its shard, and of the spelling of its beginning and its end


@pytest.mark.parametrize(
    ("change", "made_again"), [({"abstract": WORDS[0]}, []), ({"org": "Other lab"}, [500, 0])]
)
def test_what_results_show_is_made_again_only_of_papers_that_look_otherwise(
    many: Corpus, change: dict[str, Any], made_again: list[int]
) -> None:
    latest = max(many.papers.values(), key=lambda one: (one.published or "", one.id))
    papers = papers_of(corpus_of((many.papers | {latest.id: latest._replace(**change)}).values()))
    asked: list[int] = []

    def rows(first: int, behind: int) -> list[Any]:
        asked.append(first)
        return papers.rows(first, behind)

    after = index(papers._replace(rows=rows), from_nothing(many).memory, alone)

    assert asked == made_again  # the group of the latest, and the newest, who begin with the first
    assert after == index(papers, None, alone)


def test_words_of_an_unchanged_paper_are_not_looked_for_again(
    many: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = from_nothing(many).memory
    papers = {id: one for id, one in many.papers.items() if id not in {"p0", "p1"}}
    monkeypatch.setattr("generator.render.search.index.entry", pytest.fail)

    assert index(papers_of(corpus_of(papers.values())), memory, alone).files


def test_what_is_kept_for_the_next_build_is_read_back_as_it_was(many: Corpus) -> None:
    memory = from_nothing(many).memory

    assert read_memory(memory_bytes(memory, "me"), "me") == memory


def test_what_is_kept_is_not_trusted_when_torn_or_made_by_other_code(many: Corpus) -> None:
    data = memory_bytes(from_nothing(many).memory, "me")
    turned = data[:100] + bytes([data[100] ^ 1]) + data[101:]

    assert [read_memory(d, "me") for d in (b"", data[:10], data[:-1], turned)] == [None] * 4
    assert read_memory(data, "other") is None


def test_a_small_index_is_in_one_file_too_whose_first_line_tells_where_each_begins(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(terms, "SHARD_WEIGHT", 200)
    chance = Random(3)
    made = from_nothing(corpus_of(made_up(number, chance) for number in range(60)))
    named = json.loads(made.files["index.json"])
    whole = zlib.decompress(made.files[f"{named['whole']}.bin"], -15)
    line, _, rest = whole.partition(b"\n")
    parts = [*manifest.shards(named).values(), *manifest.spelling(named)]

    assert len(parts) > 10
    for path, length in zip(parts, json.loads(line), strict=True):
        assert zlib.decompress(made.files[path], -15) == rest[:length]
        rest = rest[length:]
    assert not rest


def test_an_empty_corpus_has_an_index() -> None:
    made = from_nothing(corpus_of([]))

    assert json.loads(made.files["index.json"])["papers"] == 0
    assert (
        index(papers_of(corpus_of([])), read_memory(memory_bytes(made.memory, "me"), "me"), alone)
        == made
    )


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_breaks_no_file(payload: str) -> None:
    one = paper(
        "a", payload or "T", abstract=payload, authors=(payload,), org=payload, tldr=payload
    )
    made = from_nothing(corpus_of([one]))

    assert set(entry(said(one, TOPICS)).terms.split("\n")) == postings(made).keys()


def test_runs_end_where_words_begin_otherwise() -> None:
    words = sorted(["a", "ab", "abc", "abd", "b", "ba", "c", "ca", "cb", "cc"])
    cuts = runs(words, [2] * len(words), 6)

    assert [words[first:behind] for first, behind in cuts] == [
        ["a"],
        ["ab", "abc", "abd"],
        ["b", "ba"],
        ["c", "ca", "cb"],
        ["cc"],
    ]
    assert bounds(words, cuts) == ["", "ab", "b", "c", "cc"]


def test_a_heavy_word_has_a_run_of_its_own() -> None:
    words = ["model", "models", "modern"]

    assert runs(words, [2, 90, 2], 10) == [(0, 1), (1, 2), (2, 3)]


def test_papers_that_only_say_a_very_common_word_stand_in_a_file_of_their_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shards, "COMMON", 4)
    monkeypatch.setattr(shards, "HEAD", 1)
    papers = [paper(f"p{n}", "Model" if n < 2 else "T", abstract="A model.") for n in range(9)]
    (shard,) = from_nothing(corpus_of(papers)).memory.terms.shards

    assert shard.tails
    assert len(read(shard)["model"]) == 9 * 4


@pytest.mark.parametrize(
    ("id", "name", "told"),
    [
        ("theory-of-mind", "Theory of mind", "Theory of mind"),
        ("rl", "Reinforcement learning", "Reinforcement learning\trl"),
        ("cs.cl", "cs.CL", "cs.CL\tcs.cl"),
        ("jiyi", "记忆", "记忆\tjiyi"),
        ("odd", "Odd\tname", "Odd name\todd"),
    ],
)
def test_a_topic_is_told_by_its_name_where_that_tells_its_id(id: str, name: str, told: str) -> None:
    one = paper("a", "A", topics=(Assigned(id, "editor"),))

    assert blocks.row(blocks.shown(one, {id: Topic(id, name)}))[5] == [told]
