"""Values become what their field holds, or are told."""

from __future__ import annotations

import pytest

from generator.sources import fields
from generator.sources.fields import Unfit, fitted
from generator.sources.record import Record


@pytest.mark.parametrize("value", ["2024", "2024-07", "2024-07-08", "2024-02-29"])
def test_a_date_may_be_known_in_part(value: str) -> None:
    assert fields.some_date(value) == value


@pytest.mark.parametrize("value", ["2025-13-01", "2023-02-29", "8 July", "24-07-08", "", 2024])
def test_what_is_not_a_date_is_told(value: object) -> None:
    with pytest.raises(Unfit, match="is not a date"):
        fields.some_date(value)


@pytest.mark.parametrize(
    "value",
    [
        "javascript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "//host/path",
        "https://",
        "https://a b",
        'https://a/"onclick=',
        " https://a",
    ],
)
def test_only_web_addresses_are_urls(value: str) -> None:
    with pytest.raises(Unfit, match="not a web address"):
        fields.url(value)


@pytest.mark.parametrize(
    "value", ["https://a.example/x?y=1#z", "http://a.example", "HTTPS://A.example/é"]
)
def test_web_addresses_stay_as_they_are(value: str) -> None:
    assert fields.url(value) == value


def test_an_unknown_field_gets_the_nearest_known_one() -> None:
    record = Record("content/papers/x.md", 1, {"titel": "A", "title": "B"})

    kept, findings = fitted(record, fields.OVERLAY)

    assert kept.fields == {"title": "B"}
    assert [f.what for f in findings] == ["no field `titel` here"]
    assert findings[0].hint == "did you mean `title`?"


def test_a_mistake_deep_in_a_value_is_told_with_the_way_to_it() -> None:
    record = Record("x.md", 1, {"picks": [{"paper": "a"}, {"papre": "b"}]})

    _, findings = fitted(record, fields.ISSUE)

    assert findings[0].keys == ("picks", 1, "papre")


def test_one_text_is_a_list_of_one() -> None:
    assert fields.texts("one") == ["one"]
    assert fields.texts(["one", None, " ", "two"]) == ["one", "two"]


@pytest.mark.parametrize("value", [-1, "1.5", True, "many", None])
def test_a_whole_number_has_digits_only(value: object) -> None:
    with pytest.raises(Unfit, match="is not a whole number"):
        fields.whole(value)
