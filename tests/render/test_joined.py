"""Scripts that are always fetched together are one file; each does what it did alone."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

from tests.shortened import put_together, shortened


def files(*asked: str, **scripts: str) -> dict[str, str]:
    """What is served of scripts as themes write them: `a__b` stands for the file a/b.js."""
    written = [(f"{name.replace('__', '/')}.js", text.encode()) for name, text in scripts.items()]
    return put_together(written, [f"{name}.js" for name in asked])


def readable(served: dict[str, str]) -> bool:
    """Whether all of it is JavaScript."""
    return not any(why for _, _, why in shortened((name, t.encode()) for name, t in served.items()))


def given(browser: Browser, script: str) -> Any:
    """What the function `all` of a script gives back."""
    page = browser.new_page()
    address = f"data:text/javascript,{quote(script)}"
    found = page.evaluate("(url) => import(url).then(({ all }) => all())", address)
    page.close()
    return found


def test_what_one_script_alone_imports_is_part_of_its_file() -> None:
    served = files(
        top='import { a } from "./a.js"; a();',
        a='import { b } from "./b.js"; export const a = () => b + "behind";',
        b='export const b = "before";',
    )

    assert list(served) == ["top.js"]
    assert "import" not in served["top.js"]
    assert served["top.js"].index("before") < served["top.js"].index("behind")
    assert readable(served)


def test_what_two_pages_ask_for_is_fetched_once_for_both() -> None:
    shared = 'import { both } from "./both.js"; both();'
    served = files(one=shared, two=shared, both="export function both() {}")

    assert list(served) == ["one.js", "two.js", "both.js"]
    assert served["one.js"] == 'import{both as e}from"./both.js";e()'


def test_what_is_fetched_later_takes_what_is_there_by_then() -> None:
    served = files(
        top='import { a } from "./a.js"; a(() => import("./late.js"));',
        a="export const a = (f) => f();",
        late='import { a as now } from "./a.js"; now(() => {});',
    )

    assert list(served) == ["top.js", "late.js"]
    assert served["late.js"] == 'import{e}from"./top.js";e(()=>{})'
    assert served["top.js"].endswith(";export{e}")
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


def test_what_some_import_and_others_at_a_later_time_stays_a_file() -> None:
    served = files(
        top='import { a } from "./a.js"; a(() => import("./late.js"));',
        a='import { b } from "./late.js"; export const a = (f) => f(b);',
        late="export const b = 1;",
    )

    assert list(served) == ["top.js", "late.js"]


def test_what_all_need_who_need_a_file_that_pages_name_is_part_of_it() -> None:
    uses_both = 'import { engine } from "./engine.js"; import { part } from "./part.js"; '
    scripts = {
        "one": f"{uses_both} engine(part);",
        "two": f'{uses_both} engine(part, () => import("./late.js"));',
        "late": 'import { part } from "./part.js"; part();',
        "part": 'import { Oddity } from "./engine.js"; export const part = () => new Oddity();',
        "engine": "export class Oddity {} export const engine = (f) => f();",
    }
    served = files("one", "two", "engine", **scripts)
    with_a_third = files(
        "engine", **scripts, three='import { engine } from "./engine.js"; engine();'
    )

    assert list(served) == ["one.js", "two.js", "late.js", "engine.js"]
    assert "as Oddity" in served["engine.js"] and "as part" not in served["engine.js"]
    assert readable(served)
    assert "part.js" in with_a_third


def test_names_that_two_scripts_use_do_not_meet(browser: Browser) -> None:
    served = files(
        top="""import { one, a as e } from "./one.js"; import { one as two, t } from "./two.js";
            const KEPT = 3, a = 30;
            export const all = () => [one(), two(), KEPT, a, e, t, typeof name, typeof gone];""",
        one="""const KEPT = 1, gone = 5; export const a = 10; export const name = gone;
            export const one = () => { const t = { a, KEPT }; return t.a + t.KEPT; };""",
        two="""import { name as t, one as first } from "./one.js"; export { t };
            const KEPT = 2; export function one(e = first()) { return e + KEPT + t; }""",
    )

    assert list(served) == ["top.js"]
    assert given(browser, served["top.js"]) == [11, 18, 3, 30, 10, 5, "string", "undefined"]


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


@pytest.mark.parametrize(
    "export", ["const b = 1, c = 2;", "let b = 1;", "const { b } = a();", "default a;"]
)
def test_a_script_that_exports_otherwise_keeps_what_it_exports(export: str) -> None:
    served = files(top=f'import {{ a }} from "./a.js"; export {export}', a="export function a() {}")

    assert list(served) == ["top.js", "a.js"]
    assert f"export {export.split()[0]}" in served["top.js"]
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


def test_what_is_exported_under_another_name_is_taken_by_that(browser: Browser) -> None:
    served = files(
        top='import { outer as mine } from "./a.js"; export { mine as all };',
        a="const outer = 1; function inner() { return outer + 1; } export { inner as outer };",
    )

    assert list(served) == ["top.js"]
    assert given(browser, served["top.js"]) == 2


def test_a_script_that_may_be_no_module_keeps_its_names() -> None:
    served = files(top='const shared = 1; import("./late.js");', late="export const a = 1;")

    assert served["top.js"].startswith("const shared=1")
