"""Scripts that are always fetched together are one file; each does what it did alone."""

from __future__ import annotations

import pytest

from generator.render.joined import joined
from tests.shortened import shortened


def files(*asked: str, **scripts: str) -> dict[str, str]:
    """What is served of scripts as themes write them: `a__b` stands for the file a/b.js."""
    written = [(f"{name.replace('__', '/')}.js", text.encode()) for name, text in scripts.items()]
    rows = shortened(written)
    assert not any(why for _, _, why in rows)
    return joined({name: data.decode() for name, data, _ in rows}, [f"{name}.js" for name in asked])


def readable(served: dict[str, str]) -> bool:
    """Whether all of it is JavaScript."""
    return not any(why for _, _, why in shortened((name, t.encode()) for name, t in served.items()))


def test_what_one_script_alone_imports_is_part_of_its_file() -> None:
    served = files(
        top='import { a } from "./a.js"; a();',
        a='import { b } from "./b.js"; export const a = () => b;',
        b="export const b = 1;",
    )

    assert list(served) == ["top.js"]
    assert "import" not in served["top.js"]
    assert served["top.js"].index("const b=1") < served["top.js"].index("const a=")
    assert readable(served)


def test_what_two_pages_ask_for_is_fetched_once_for_both() -> None:
    shared = 'import { both } from "./both.js"; both();'
    served = files(one=shared, two=shared, both="export function both() {}")

    assert list(served) == ["one.js", "two.js", "both.js"]
    assert served["one.js"] == 'import{both}from"./both.js";both()'


def test_what_is_fetched_later_takes_what_is_there_by_then() -> None:
    served = files(
        top='import { a } from "./a.js"; a(() => import("./late.js"));',
        a="export const a = (f) => f();",
        late='import { a as now } from "./a.js"; now(() => {});',
    )

    assert list(served) == ["top.js", "late.js"]
    assert served["late.js"].startswith('import{$a}from"./top.js";const{a:now}=$a;')
    assert served["top.js"].endswith(";export{$a}")
    assert readable(served)


def test_what_only_a_later_script_needs_does_not_come_sooner() -> None:
    served = files(
        top='import("./late.js");',
        late='import { a } from "./a.js"; a();',
        a="export function a() {}",
    )

    assert list(served) == ["top.js", "late.js"]
    assert "function a" not in served["top.js"]


def test_what_two_later_scripts_need_stays_a_file() -> None:
    late = 'import { a } from "./a.js"; a();'
    served = files(
        top='import("./one.js"); import("./two.js");', one=late, two=late, a="export class a {}"
    )

    assert list(served) == ["top.js", "one.js", "two.js", "a.js"]


def test_a_script_that_pages_name_stays_a_file() -> None:
    scripts = {"top": 'import { a } from "./a.js"; a();', "a": "export function a() {}"}

    assert list(files(**scripts)) == ["top.js"]
    assert list(files("a", **scripts)) == ["top.js", "a.js"]


def test_names_that_two_scripts_use_do_not_meet() -> None:
    served = files(
        top='import { one } from "./one.js"; import { two } from "./two.js"; one(two);',
        one="const KEPT = 1; export const one = () => KEPT;",
        two="const KEPT = 2; export const two = () => KEPT;",
    )

    assert list(served) == ["top.js"]
    assert readable(served)


@pytest.mark.parametrize(
    ("top", "a"),
    [
        ('import "./a.js";', "window.a = 1;"),
        ('import a from "./a.js"; a();', "export default function a() {}"),
        ('import * as a from "./a.js"; a.a();', "export function a() {}"),
        ('export { a } from "./a.js";', "export function a() {}"),
        ('import { a } from "./a.js"; import * as all from "./a.js"; a(all);', "export class a {}"),
        ('import { a } from "./a.js"; a();', "export let a = () => { a = null; };"),
        ('import { b } from "./a.js"; b();', "export const a = 1, b = 2;"),
        ('import { a } from "./a.js"; a();', 'export * from "./b.js"; export class a {}'),
        ('import { b } from "./a.js"; b();', 'export { b } from "./b.js";'),
        ('import { a } from "./a.js"; a();', 'import "./b.js"; export class a {}'),
        (
            'import { a } from "./a.js"; a();',
            'import x from "https://a.example/"; export class a {}',
        ),
    ],
)
def test_a_script_that_says_it_otherwise_stays_a_file(top: str, a: str) -> None:
    served = files(top=top, a=a, b="export const b = 1;")

    assert {"top.js", "a.js"} <= served.keys()
    assert readable(served)


def test_scripts_of_one_folder_are_put_together_and_those_of_others_are_not() -> None:
    served = files(
        top='import { one } from "./parts/one.js"; one();',
        parts__one='import { two } from "./two.js"; export const one = () => two;',
        parts__two="export const two = 2;",
    )

    assert list(served) == ["top.js", "parts/one.js"]
    assert readable(served)


def test_scripts_in_a_circle_stay_as_they_are() -> None:
    served = files(
        top='import { a } from "./a.js"; a();',
        a='import { b } from "./b.js"; export const a = () => b;',
        b='import { a } from "./a.js"; export const b = () => a;',
    )

    assert list(served) == ["top.js", "a.js", "b.js"]


def test_an_import_of_what_is_not_there_is_left_for_others_to_tell() -> None:
    served = files(
        top='import { a } from "./a.js"; a();',
        a='import { b } from "./b.js"; export const a = () => b;',
    )

    assert 'from"./b.js"' in "".join(served.values())


def test_what_is_exported_under_another_name_is_taken_by_that() -> None:
    served = files(
        top='import { outer as mine } from "./a.js"; mine();',
        a="function inner() {} export { inner as outer };",
    )

    assert "return{outer:inner}" in served["top.js"]
    assert "const{outer:mine}=$a;" in served["top.js"]
    assert readable(served)
