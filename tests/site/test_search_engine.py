"""What the engine answers on the repository's own digest, in a real browser.

The table is of queries a reader may type: broad, wrong, short or odd. Each has papers that
belong among the first three; weights are not to be tuned on one row at the cost of others.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, Route

from generator.build import Options, build
from generator.render.search.words import terms
from tests.manifest import spelling
from tests.server import served

ROOT = Path(__file__).parents[2]
Answer = Callable[..., dict[str, Any]]

TABLE = [
    # words of one paper
    ("theory of mind", "MuMA-ToM; Agent-to-Agent Theory of Mind"),
    ("llm personality", "The Personality Illusion"),
    ("personality of language models", "Evaluating and Inducing Personality"),
    ("alignment faking", "Alignment faking in large"),
    ("induction head", "What needs to go right for an induction head"),
    ("scheming", "Frontier Models are Capable of In-context Scheming"),
    ("overthinking", "The Danger of Overthinking"),
    ("red teaming", "Explore, Establish, Exploit"),
    ("shapley", "Explaining Large Language Models Decisions"),
    ("minecraft", "Optimus-2; OmniJARVIS"),
    ("game theory", "Can Large Language Models Serve as Rational Players"),
    ("reward hacking", "Reinforcement Learning from User Feedback"),
    # broad: papers that are about it go first
    ("emergent misalignment", "Emergent Misalignment; Thought Crime"),
    ("model editing", "Fast Model Editing at Scale"),
    ("world model", "DINO-WM"),
    ("reward model", "Think Twice"),
    ("preference optimization", "Differential Information; Reinforced Preference Optimization"),
    ("instruction tuning", "Select2Reason; SFTMix"),
    ("adversarial attacks", "RAT: Adversarial Attacks"),
    ("imitation learning", "Goal-Conditioned Imitation Learning; Eliciting Compatible"),
    ("inverse reinforcement learning", "Quantifying the Sensitivity"),
    # names in any spelling
    ("Q^*", "From r to Q"),
    ("q*", "From r to Q"),
    ("q-function", "From r to Q"),
    ("f-divergence", "Aligning Language Models with Preferences through f-divergence"),
    ("f divergence", "Aligning Language Models with Preferences through f-divergence"),
    ("qwen2 audio", "Qwen2-Audio"),
    ("Qwen2Audio", "Qwen2-Audio"),
    ("qwen", "Qwen2-Audio"),
    ("b-star", "B-STaR"),
    ("bstar", "B-STaR"),
    ("td-jepa", "TD-JEPA"),
    ("dino wm", "DINO-WM"),
    ("drafter bench", "DrafterBench"),
    ("SEED GRPO", "SEED-GRPO"),
    ("softgrpo", "SofT-GRPO"),
    ("aligndiff", "AlignDiff"),
    ("what's the magic word", "What's the Magic Word"),
    # acronyms, and what they stand for
    ("ppo", "Pairwise Proximal Policy Optimization"),
    ("proximal policy optimization", "Pairwise Proximal Policy Optimization"),
    ("ToM", "MuMA-ToM; SimpleToM"),
    ("VPT", "Video PreTraining"),
    ("RLVF", "RLVF"),
    ("vla", "Diffusion-VLA"),
    ("vision language action models", "SwitchVLA; Discrete Diffusion for Reflective"),
    # slips
    ("rewrad modeling", "Secrets of RLHF"),
    ("alignmnet faking", "Alignment faking in large"),
    ("personalty illusion", "The Personality Illusion"),
    ("hallucinaton", "Are Reasoning Models More Prone to Hallucination"),
    ("reinforcment lerning from user feedback", "Reinforcement Learning from User Feedback"),
    ("psychopatological", "Emergence of psychopathological"),
    ("divergance", "Aligning Language Models with Preferences through f-divergence"),
    # slips that look like other endings of words there are: discover, learn
    ("discoveing behavior", "Discovering and Exploiting"),
    ("leaners representation", "Pre-trained Text-to-Image Diffusion Models"),
    # beginnings, as they are typed
    ("sleeper ag", "Sleeper Agents"),
    ("hallucin", "Are Reasoning Models More Prone to Hallucination"),
    ("morphogen", "Classical Sorting Algorithms"),
    ("markov", "The Markovian Thinker"),
    ("dialect prej", "Dialect prejudice"),
    # unfinished though another word follows, or a space
    ("psychopathol ", "Emergence of psychopathological"),
    ("morphogen algo", "Classical Sorting Algorithms"),
    ("metacog hierarch ", "Cog-Rethinker"),
    # limits
    ("topic:reasoning year:2025 hallucination", "Are Reasoning Models More Prone"),
    ("topic:theory-of-mind year:2025", "Agent-to-Agent Theory of Mind"),
    ('topic:"model editing" entropic', "Controlling Large Language Model Agents"),
    ("year:2021", "Fast Model Editing at Scale"),
    ("year:2021-2022 react", "ReAct: Synergizing"),
    ("org:tencent parallel", "Parallel-R1"),
    ("has:code theory of mind", "Agent-to-Agent Theory of Mind"),
    ('"weak-to-strong generalization"', "Debate Helps Weak-to-Strong"),
    ('"reward modeling"', "Secrets of RLHF"),
    # an address or an identifier, pasted
    ("qwen2-audio-technical-report", "Qwen2-Audio"),
    # a whole title, and a part of one
    ("Fast Model Editing at Scale", "Fast Model Editing at Scale"),
    ("language model is secretly a q-function", "From r to Q"),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's digest, built, without what search has no use for."""
    folder = tmp_path_factory.mktemp("engine")
    shutil.copytree(ROOT / "content", folder / "content")
    build(folder, Options(base_url="http://localhost/digest/"))
    return folder / "site"


@pytest.fixture(scope="module")
def page(site: Path, browser: Browser) -> Iterator[Page]:
    with served(site, "/digest") as address:
        page = browser.new_page()
        page.goto(f"{address}/404.html")
        (engine,) = (site / "assets").glob("search-engine.*.js")
        page.evaluate(
            """async ([engine, base]) => {
                const { openSearch } = await import(engine);
                window.search = openSearch(base);
                window.again = () => openSearch(base);
            }""",
            [f"{address}/assets/{engine.name}", f"{address}/search/"],
        )
        yield page
        page.close()


@pytest.fixture
def answer(page: Page) -> Answer:
    def ask(typed: str, **wish: Any) -> dict[str, Any]:
        asked = "([typed, wish]) => search.answer(typed, wish)"
        return page.evaluate(asked, [typed, wish])  # type: ignore[no-any-return]

    return ask


def titles(answered: dict[str, Any]) -> list[str]:
    return [hit["title"] for hit in answered["hits"]]


@pytest.mark.parametrize(("typed", "expected"), TABLE, ids=[typed for typed, _ in TABLE])
def test_the_right_papers_are_among_the_first_three(
    answer: Answer, typed: str, expected: str
) -> None:
    first = titles(answer(typed, count=3))
    missing = [t for t in expected.split("; ") if not any(one.startswith(t) for one in first)]

    assert not missing, first


def test_the_same_is_found_whatever_is_counted_beside(answer: Answer) -> None:
    for typed in ("reward models", "agents", "topic:agents learning", "xyzzyq"):
        assert titles(answer(typed)) == titles(answer(typed, facets=True))


def test_filters_join_within_a_kind_and_cut_between_kinds(answer: Answer) -> None:
    both = answer("models", filters={"year": ["2024", "2025"]})["total"]
    parts = [answer("models", filters={"year": [year]})["total"] for year in ("2024", "2025")]
    limited = answer("models", filters={"year": ["2024", "2025"], "code": True}, count=50)

    assert both == sum(parts)
    assert limited["total"] < both
    assert all(hit["code"] and hit["year"] in ("2024", "2025") for hit in limited["hits"])


def test_a_facet_counts_what_choosing_it_would_leave(answer: Answer) -> None:
    facets = answer("models", filters={"year": ["2024"]}, facets=True)["facets"]
    for kind in ("topic", "year", "org"):
        for value in facets[kind][:4]:
            filters = {"year": ["2024"], kind: [value["id"]]}
            assert answer("models", filters=filters)["total"] == value["count"], value
    assert [value["id"] for value in facets["year"] if value["chosen"]] == ["2024"]
    assert (
        facets["code"][0]["count"]
        == answer("models", filters={"year": ["2024"], "code": True})["total"]
    )


def test_the_topics_of_a_hit_have_their_ids_and_names(answer: Answer) -> None:
    answered = answer("models", facets=True, count=100)
    known = {value["id"]: value["name"] for value in answered["facets"]["topic"]}
    shown = [topic for hit in answered["hits"] for topic in hit["topics"]]

    assert len({topic["id"] for topic in shown}) > 5
    assert all(known[topic["id"]] == topic["name"] for topic in shown)


def test_newest_first_is_sorted_by_the_date_that_is_shown(answer: Answer) -> None:
    dates = [hit["date"] for hit in answer("models", sort="newest", count=60)["hits"]]

    assert dates == sorted(dates, reverse=True)


def test_the_next_hits_go_on_where_the_last_ended(answer: Answer) -> None:
    whole = titles(answer("learning", count=30))
    parts = [title for start in (0, 10, 20) for title in titles(answer("learning", start=start))]

    assert sorted(whole) == sorted(parts)
    assert whole[10:] == parts[10:]


def test_marks_are_the_words_that_matched(answer: Answer) -> None:
    hit = answer("alignment faking")["hits"][0]

    assert {hit["title"][a:b] for a, b in hit["marks"]} == {"Alignment", "faking"}


def test_a_quote_shows_the_words_and_names_their_field(page: Page) -> None:
    quote = page.evaluate(
        """async () => {
            const { hits } = await search.answer("shapley");
            return hits[0].quote();
        }"""
    )

    assert quote["field"] in ("tl;dr", "note", "abstract")
    assert all(re.match(r"\w", quote["text"][a:b]) for a, b in quote["marks"])


@pytest.mark.parametrize(("typed", "word"), [("re", "re"), ("mod", "model"), ("lan", "language")])
def test_of_what_a_beginning_may_become_the_commonest_words_in_titles_go_first(
    answer: Answer, typed: str, word: str
) -> None:
    first = titles(answer(typed, count=5))

    assert all(re.search(rf"\b{word}", title, re.I) for title in first), first


ODD_TEXTS = [
    "Zoë Łukasz Søren Đặng Straße ﬁne ＦＵＬＬ ½ Ⅳ",
    "Qwen2-Audio’s GPT-3.5 can't C++ A* F# state-of-the-art x_1 e‐mail",
    "大規模言語モデル vs 语言模型 한국어 ภาษาไทย العربية हिन्दी",
    "soft\u00adhyphen zero\u200bwidth cafe\u0301 İstanbul ﷺ",
    "10.18653/v1/D19-1001 arXiv:2512.00001v2 user@example.org 50% → 3×4",
    "emoji 🤖agents🧠 👩‍🔬 and — dashes – … quotes “like this”",
]


def test_a_query_is_taken_apart_as_papers_are(taken_apart: Callable[..., Any]) -> None:
    found = taken_apart("texts.map((text) => words(fold(text)))", ODD_TEXTS)

    assert found == [terms(text).said for text in ODD_TEXTS]


LOOKED_UP = {
    "https://arxiv.org/abs/2512.00001v2": ["251200001"],
    "cs.CL/0501001": ["cscl0501001"],
    "hep-th/9901001": ["hepth9901001"],
    "https://doi.org/10.18653/v1/D19-1001": ["1018653v1d191001"],
    "10.1234/dam": ["101234dam"],
    "10.48550/arXiv.2512.00001": ["251200001"],
    "L1/L2": ["l1", "l2"],
    "24/7": ["24", "7"],
    "TCP/IPv4": ["tcp", "ipv4"],
}


def test_an_identifier_is_one_thing_and_what_has_a_slash_is_not(
    taken_apart: Callable[..., Any],
) -> None:
    looked_up = "texts.map((text) => asTerms(fold(text)).map(({ word }) => word))"

    assert taken_apart(looked_up, list(LOOKED_UP)) == list(LOOKED_UP.values())


@pytest.fixture
def taken_apart(browser: Browser) -> Iterator[Callable[..., Any]]:
    """What a script says of texts with what takes queries apart."""
    page = browser.new_page()
    source = (ROOT / "themes/broadsheet/assets/search-words.js").read_text(encoding="utf-8")
    assert "import" not in source
    module = f"data:text/javascript,{quote(source)}"

    def asked(script: str, texts: list[str]) -> Any:
        said = f"const {{ asTerms, fold, words }} = await import(module); return {script};"
        return page.evaluate(f"async ([module, texts]) => {{ {said} }}", [module, texts])

    yield asked
    page.close()


def test_a_word_no_paper_has_gets_the_nearest_that_one_has(answer: Answer) -> None:
    answered = answer("haluccinatoin")

    assert answered["total"] or answered["suggestion"] == "hallucination"
    assert answer("zzzzzzzz")["suggestion"] is None


def test_what_was_typed_as_a_filter_is_told(answer: Answer) -> None:
    understood = answer("topic:reasoning year:2023-2024 has:code author:Ng words")["understood"]

    assert understood == {
        "topic": ["reasoning"],
        "year": ["2023", "2024"],
        "code": True,
        "author": ["ng"],
    }


def test_nothing_typed_lists_all_papers_newest_first(answer: Answer) -> None:
    assert answer("")["total"] == len(list((ROOT / "content/papers").glob("*.md")))


@pytest.mark.parametrize(
    "typed",
    ['"', "topic:", "((", "\\", "*", "^", "a" * 400, "-", "🙂", "q " * 60, "topic:nothing-such x"],
)
def test_odd_queries_are_answered(answer: Answer, typed: str) -> None:
    assert answer(typed)["total"] >= 0


def test_facets_cost_nothing_until_they_are_asked_for(site: Path, page: Page) -> None:
    name = json.loads((site / "search" / "index.json").read_text(encoding="utf-8"))["facets"]
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.evaluate("async () => { window.fresh = again(); await fresh.answer('reward model'); }")
    page.wait_for_load_state("networkidle")
    without = asked.count(f"{name}.bin")
    page.evaluate("() => fresh.answer('reward model', { facets: true })")

    assert (without, asked.count(f"{name}.bin")) == (0, 1)


def test_a_part_that_is_gone_makes_the_engine_look_for_a_newer_index(page: Page) -> None:
    refused: list[str] = []

    def refuse(route: Route) -> None:
        if refused:
            route.continue_()
        else:
            refused.append(route.request.url)
            route.fulfill(status=404)

    page.route("**/search/**.bin", refuse)
    found = page.evaluate("async () => (await again().answer('alignment faking')).total")
    page.unroute("**/search/**.bin")

    assert refused and found


def test_what_goes_wrong_is_said_to_the_reader(page: Page) -> None:
    said = """async (how) => {
        const search = how === "gone" ? again() : again();
        return search.answer("agents").then(() => "", (error) => `${error.name}: ${error.message}`);
    }"""
    page.route("**/search/index.json", lambda route: route.abort())
    offline = page.evaluate(said, "offline")
    page.unroute("**/search/index.json")
    page.route("**/search/index.json", lambda route: route.fulfill(status=404))
    gone = page.evaluate(said, "gone")
    page.unroute("**/search/index.json")

    assert offline == "SearchError: Search cannot reach the site. Are you offline?"
    assert "missing (404)" in gone


def test_a_slip_that_could_not_be_looked_up_is_once_the_site_is_reached_again(
    site: Path, page: Page
) -> None:
    manifest = json.loads((site / "search" / "index.json").read_text(encoding="utf-8"))
    of_spelling = re.compile("|".join(map(re.escape, spelling(manifest))))
    asked = """() => fresh.answer("shaply").then((found) => found.hits[0].title, () => null)"""
    page.evaluate("() => { window.fresh = again(); }")
    page.route(of_spelling, lambda route: route.abort())
    offline = page.evaluate(asked)
    page.unroute(of_spelling)

    assert (offline, "Shapley" in page.evaluate(asked)) == (None, True)


def test_a_slip_in_a_word_that_may_go_on_is_looked_for_by_how_it_begins(
    site: Path, page: Page
) -> None:
    manifest = json.loads((site / "search" / "index.json").read_text(encoding="utf-8"))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    def files_for(typed: str) -> int:
        asked.clear()
        page.evaluate("async (typed) => { await again().answer(typed); }", typed)
        return sum(url.endswith(path) for url in asked for path in spelling(manifest))

    assert [files_for(typed) for typed in ("shaply", "shaply ", "hsapley")] == [1, 2, 2]


def test_an_answer_nobody_waits_for_is_dropped(page: Page) -> None:
    name = page.evaluate(
        """async () => {
            const stop = new AbortController();
            const answer = again().answer("agents", { signal: stop.signal });
            stop.abort();
            return answer.then(() => "answered", (error) => error.name);
        }"""
    )

    assert name == "AbortError"
