"""Files of a theme as readers get them."""

from __future__ import annotations

from generator.assets import served
from generator.sources.theme import ThemeFiles

TOP = 'import { a } from "./a.js"; a();'


def theme(page: str, **scripts: str) -> ThemeFiles:
    assets = {f"{name}.js": text.encode() for name, text in scripts.items()}
    return ThemeFiles({"page.html": page}, assets, {}, frozenset(), {})


def test_what_a_template_names_is_served_under_its_own_name() -> None:
    a = "export function a() {}"
    alone, _ = served(theme('{{ asset("top.js") }}', top=TOP, a=a))
    both, _ = served(theme("{{ asset('top.js') }}{{ asset('a.js') }}", top=TOP, a=a))

    assert list(alone.assets) == ["top.js"]
    assert sorted(both.assets) == ["a.js", "top.js"]


def test_a_script_that_cannot_stand_in_another_is_a_file_and_nothing_is_said() -> None:
    files, warnings = served(
        theme("", top=TOP, a="const b = await fetch('/'); export function a() { return b; }")
    )

    assert sorted(files.assets) == ["a.js", "top.js"]
    assert warnings == []


def test_what_a_script_that_cannot_be_read_imports_stays_a_file() -> None:
    bad = 'import { a } from "./a.js"; function ('
    files, _ = served(theme("", top=TOP, a="export function a() {}", bad=bad))

    assert sorted(files.assets) == ["a.js", "bad.js", "top.js"]


def test_a_script_that_cannot_be_read_is_served_with_a_warning_beside_the_others() -> None:
    files, (warning,) = served(theme("", top=TOP, a="export function a() {}", bad="function ("))

    assert sorted(files.assets) == ["bad.js", "top.js"]
    assert warning.path == "assets/bad.js"
