"""What the engine answers and fetches where the papers are too many to be sent at once."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.bench.corpus import made_up
from tests.digest import Digest
from tests.manifest import shards
from tests.server import served
from tests.site.conftest import Reader

MANY = 700
AHEAD = 500  # milliseconds after an answer in which all comes that is fetched ahead
OWN = [
    "Q zebra",
    "Of In-Vehicle gaits and how they are kept",
    "Notes on what Motion-on-Motion has to say",
    *(f"A vehicle in motion, seen {n} times from afar" for n in range(6)),
]
SHORT, LONG = "Okapilike", "On {} things that are okapilike and of how they are seen as such"
NAME = "Of IS-Okapil and how it is kept"
OKAPIS = [
    *(NAME, "An okapil", SHORT),
    *(f"Okapi {n}" for n in range(3)),
    *(LONG.format(n) for n in range(25)),
]


CYRILLIC = [f"Модель{one}{other}" for one in "абвгдежз" for other in "иклмн"]


@pytest.fixture(scope="module")
def large(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    yield from reading(browser, built(tmp_path_factory.mktemp("large")))


def built(folder: Path, **limits: int) -> Digest:
    """The digest; with other `limits` of render/search, as "shards.COMMON", while it is built."""
    digest = Digest(folder)
    digest.write_config(related={"papers": 0}, people={"min_papers": 100_000})
    fields = ("id", "title", "authors", "abstract")
    digest.write_import(
        *({name: one[name] for name in fields} | {"listed": one["date"]} for one in made_up(MANY)),
        *(
            {"id": f"own-{n}", "title": title, "listed": f"2015-01-0{n}"}
            for n, title in enumerate(OWN, 1)
        ),
        *(
            {"id": f"wild-{n}", "title": title, "listed": f"2016-01-{n:02}"}
            for n, title in enumerate(OKAPIS, 1)
        ),
        *(
            {"id": f"cyrillic-{n:02}", "title": title, "listed": "2016-02-01"}
            for n, title in enumerate(CYRILLIC)
        ),
    )
    with pytest.MonkeyPatch.context() as patch:
        for name, value in limits.items():
            patch.setattr(f"generator.render.search.{name}", value)
        digest.build()
    return digest


def reading(browser: Browser, digest: Digest) -> Iterator[Reader]:
    with served(digest.output, "/digest") as base:
        reader = Reader(browser.new_page(), base)
        reader.watch()
        reader.visit("/404.html")
        yield reader
        reader.page.close()


@pytest.fixture
def page(large: Reader) -> Page:
    return with_engine(large)


def with_engine(reader: Reader) -> Page:
    """The page with an engine that has fetched nothing yet."""
    reader.page.evaluate(
        """async (base) => {
            const named = document.querySelector("form").dataset.draw.split(" ");
            const { openSearch } = await import(named.find((url) => url.includes("engine")));
            window.search = openSearch(base);
        }""",
        f"{reader.base}/search/",
    )
    reader.asked.clear()
    return reader.page


def titles(page: Page, typed: str) -> list[str]:
    asked = "async (typed) => (await search.answer(typed)).hits.map((hit) => hit.title)"
    return page.evaluate(asked, typed)  # type: ignore[no-any-return]


def test_a_letter_finds_the_newest_papers_that_name_a_word_with_it(page: Page) -> None:
    hits = page.evaluate("async () => (await search.answer('m')).hits")
    dates = [hit["date"] for hit in hits]
    shown = [hit if hit["marks"] else hit["snippet"] for hit in hits]

    assert len(hits) == 10
    assert dates == sorted(dates, reverse=True)
    for one in shown:
        text = one.get("title") or one["text"]
        assert all(text[begin].lower() == "m" for begin, _ in one["marks"])


def test_what_a_letter_shows_comes_in_one_file(large: Reader, page: Page) -> None:
    titles(page, "zebra ")
    large.asked.clear()
    titles(page, "m")

    assert [path.rpartition("/")[2] for path in large.asked if "search/" in path] == ["m.bin"]


def test_what_is_shown_stays_while_its_word_goes_on(page: Page) -> None:
    newest = [LONG.format(n) for n in reversed(range(15, 25))]

    assert titles(page, "okapili") == newest
    assert SHORT in titles(page, "okapi")
    assert SHORT in titles(page, "okapili")
    assert titles(page, "zebra") == ["Q zebra"]
    assert titles(page, "okapili") == newest


def test_a_name_typed_in_full_goes_first_though_its_last_word_may_go_on(page: Page) -> None:
    assert titles(page, "IS-Okapil")[0] == NAME


def test_a_letter_beside_another_word_leaves_what_that_word_finds(page: Page) -> None:
    word = titles(page, "mo")[0].split()[-1]

    assert titles(page, f"{word} m") == titles(page, f"{word} ") != []


def test_a_name_of_one_letter_is_found_beside_another_word_and_once_it_ends(page: Page) -> None:
    assert titles(page, "zebra q") == titles(page, "q ") == ["Q zebra"]


@pytest.mark.parametrize("typed", ["in vehicle", "In-Vehicle", "motion on motion"])
def test_a_name_is_found_by_its_parts_though_they_are_common_or_alike(
    page: Page, typed: str
) -> None:
    first = titles(page, typed)[0]

    assert typed.replace(" ", "-").lower() in first.lower()


def blocks(reader: Reader) -> set[str]:
    """How many papers are in each of the blocks that were asked for."""
    names = [path.rpartition("/")[2] for path in reader.asked if path.endswith(".bin")]
    return {name.split("-")[0] for name in names if "-" in name}


def test_first_papers_come_a_few_together_and_later_ones_many(large: Reader, page: Page) -> None:
    titles(page, "zebra ")
    first = blocks(large)
    later = until_many_come(large)

    assert (first, later) == ({"4"}, {"500"})


def until_many_come(reader: Reader) -> set[str]:
    """The blocks of the first query that asks for others than the small ones."""
    words = iter(sorted(set.union(*said())))

    def asked() -> bool:
        reader.asked.clear()
        titles(reader.page, next(words) + " ")
        return not blocks(reader) <= {"4"}

    reader.until(asked)
    return blocks(reader)


@pytest.fixture
def very_many(browser: Browser, large: Reader) -> Iterator[Reader]:
    """Someone whose browser takes a hundred papers for very many, and has asked nothing yet."""
    reader = Reader(browser.new_context().new_page(), large.base)
    reader.watch()
    reader.page.route("**/search-ahead.*.js", as_if_papers_were_many)
    reader.visit("/404.html")
    with_engine(reader)
    yield reader
    reader.page.context.close()


def test_of_very_many_papers_many_come_together_from_near(very_many: Reader) -> None:
    titles(very_many.page, "zebra ")

    assert until_many_come(very_many) == {"500"}


def test_of_very_many_papers_a_few_come_together_from_afar(very_many: Reader) -> None:
    page = very_many.page
    link = {"offline": False, "latency": 60, "downloadThroughput": -1, "uploadThroughput": -1}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", link)
    titles(page, "zebra ")
    # What decides it has begun before this is asked for.
    very_many.until(lambda: any("/search-narrow." in path for path in very_many.asked))
    very_many.asked.clear()
    for typed in ("motion ", "vehicle ", "okapi "):
        titles(page, typed)

    assert blocks(very_many) == {"4"}


def test_the_newest_come_a_few_together_for_they_are_asked_for_once(very_many: Reader) -> None:
    titles(very_many.page, "zebra ")
    # What decides it has begun before this is asked for.
    very_many.until(lambda: any("/search-narrow." in path for path in very_many.asked))
    very_many.asked.clear()
    ((word, _),) = Counter(word for words in said() for word in words).most_common(1)
    very_many.page.evaluate("(typed) => search.answer(typed, { sort: 'newest' })", f"{word} ")

    assert blocks(very_many) == {"4"}


def as_if_papers_were_many(route: Route) -> None:
    """Answers with the script as if a hundred papers were very many."""
    answer = route.fetch()
    changed = re.sub(r"\b(20000|2e4)\b", "100", answer.text())
    assert changed != answer.text()
    route.fulfill(response=answer, body=changed)


def test_all_papers_come_a_few_together_where_data_is_to_be_saved(
    large: Reader, page: Page
) -> None:
    page.evaluate(
        "() => Object.defineProperty(navigator, 'connection', "
        "{ value: { saveData: true }, configurable: true })"
    )
    titles(page, "zebra ")
    page.wait_for_timeout(AHEAD)
    large.asked.clear()
    titles(page, "motion ")
    page.evaluate("() => delete navigator.connection")

    assert blocks(large) == {"4"}


@pytest.fixture(scope="module")
def tailed(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """The same, as if a word of more than 20 papers were a very common one."""
    digest = built(tmp_path_factory.mktemp("tailed"), **{"shards.COMMON": 20, "shards.HEAD": 12})
    yield from reading(browser, digest)


def said() -> list[set[str]]:
    """The words of each paper."""
    texts = [f"{one['title']} {one['abstract']}".lower() for one in made_up(MANY)]
    return [set(re.findall("[a-z]+", text)) for text in texts]


def commonest() -> tuple[str, int]:
    """The word that most papers say, and how many do."""
    return Counter(word for words in said() for word in words).most_common(1)[0]


def test_all_papers_with_a_common_word_count_where_they_are_filtered_or_newest_first(
    tailed: Reader,
) -> None:
    asked = "([typed, wish]) => search.answer(typed, wish)"
    word, true = commonest()

    first = with_engine(tailed).evaluate(asked, [f"{word} ", {}])
    newest = with_engine(tailed).evaluate(asked, [f"{word} ", {"sort": "newest"}])
    counted = with_engine(tailed).evaluate(asked, [f"{word} ", {"facets": True}])
    years = [value["count"] for value in counted["facets"]["year"]]
    one = counted["facets"]["year"][0]["id"]
    filtered = with_engine(tailed).evaluate(asked, [f"{word} ", {"filters": {"year": [one]}}])

    assert first["more"]
    assert 10 <= first["total"] < true
    assert [newest["total"], counted["total"], sum(years)] == [true] * 3
    assert filtered["total"] == years[0]
    assert not any(answer["more"] for answer in (newest, counted, filtered))


def test_the_box_says_that_there_are_more_papers_than_it_has_counted(tailed: Reader) -> None:
    tailed.visit("/404.html")
    tailed.box.fill(commonest()[0])

    told = tailed.page.get_by_role("option").filter(has_text="papers").last

    expect(told).to_have_text(re.compile(r"^More than \d+ papers$"))


@pytest.fixture(scope="module")
def scattered(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """The same, in shards of a few words each, in small folders."""
    limits = {"terms.SHARD_WEIGHT": 200, "index.TOGETHER": 4}
    yield from reading(browser, built(tmp_path_factory.mktemp("scattered"), **limits))


def test_a_word_is_found_whatever_folder_its_shard_is_in(scattered: Reader) -> None:
    page = with_engine(scattered)
    url = f"{scattered.base}/search/index.json"
    folders = {path[:8] for path in shards_of(page, url).values()}
    papers = said()
    words = sorted({word for paper in papers for word in paper if len(word) > 3})[::25]
    asked = "(words) => Promise.all(words.map((word) => search.answer(word + ' ')))"
    answers = page.evaluate(asked, words)

    assert len(folders) > 20
    assert len(words) > 40
    for word, answer in zip(words, answers, strict=True):
        assert answer["total"] >= min(10, sum(word in paper for paper in papers))


def shards_of(page: Page, url: str) -> dict[str, str]:
    return shards(page.evaluate("async (url) => (await fetch(url)).json()", url))


def test_a_beginning_beside_another_word_finds_all_titles_that_name_what_it_may_become(
    scattered: Reader,
) -> None:
    word, beginning, titles, texts = begun_beside(scattered, range(3, 7))
    page = with_engine(scattered)
    page.evaluate("() => search.answer('zebra ')")
    scattered.asked.clear()

    answer = page.evaluate("(typed) => search.answer(typed)", f"{word} {beginning}")
    files = [path for path in scattered.asked if re.match(r"/search/\w+/\d+\.bin$", path)]

    assert titles <= answer["total"] < texts
    assert answer["more"]
    assert all(f" {beginning}" in f" {hit['title'].lower()}" for hit in answer["hits"])
    assert len(files) <= 4
    for hit in answer["hits"]:
        marked = [hit["title"][begin:end].lower() for begin, end in hit["marks"]]
        assert any(one.startswith(beginning) for one in marked)


def test_where_filters_are_counted_a_beginning_finds_texts_too(scattered: Reader) -> None:
    word, beginning, _, texts = begun_beside(scattered, range(3, 7))
    asked = "(typed) => search.answer(typed, { facets: true })"

    answer = with_engine(scattered).evaluate(asked, f"{word} {beginning}")

    assert (answer["total"], answer["more"]) == (texts, False)


def begun_beside(reader: Reader, spread: range) -> tuple[str, str, int, int]:
    """A word, four letters that begin others in so many shards, how many papers say the word and
    name such another, and how many say both."""
    url = f"{reader.base}/search/index.json"
    starts = list(shards_of(with_engine(reader), url))
    word, _ = commonest()
    papers = said()
    known = set().union(*papers)

    def spread_over(beginning: str) -> int:
        return bisect_right(starts, beginning + "\uffe6") - bisect_right(starts, beginning) + 1

    def having(beginning: str, texts: Sequence[set[str]]) -> int:
        return sum(
            word in all_of_it and any(one.startswith(beginning) for one in text)
            for all_of_it, text in zip(papers, texts, strict=True)
        )

    named = [set(re.findall("[a-z]+", one["title"].lower())) for one in made_up(MANY)]
    begun = sorted({one[:4] for one in known if len(one) > 4} - known)
    wide = (one for one in begun if spread_over(one) in spread)
    beginning = next(one for one in wide if having(one, named) >= 10)
    return word, beginning, having(beginning, named), having(beginning, papers)


def test_two_letters_are_looked_up_as_a_word_only_where_they_are_a_common_one(
    scattered: Reader,
) -> None:
    page = with_engine(scattered)
    titles(page, "zebra ")
    scattered.asked.clear()
    begun = titles(page, "ni")
    files = [path.rpartition("/")[2] for path in scattered.asked if path.startswith("/search/")]
    words = [title.lower().split() for title in titles(page, "mi")]

    assert files == ["ni.bin"]
    assert len(begun) == 10
    assert all(" ni" in f" {title.lower()}" for title in begun)
    assert len(words) == 10
    assert all("mi" in title for title in words)


def test_a_beginning_in_other_letters_finds_the_newest_papers_too(scattered: Reader) -> None:
    page = with_engine(scattered)
    titles(page, "zebra ")
    scattered.asked.clear()

    assert titles(page, "мо") == CYRILLIC[:-11:-1]
    assert [path for path in scattered.asked if path.endswith("/_43c_43e.bin")]
