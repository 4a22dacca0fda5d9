"""What style and README say of the code, checked."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.digest import Digest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "generator"
STREET = ["sources", "corpus", "plan", "render", "write"]
FREE = {"problems", "config", "__init__"}  # any room may import these


def rooms_imported(file: Path) -> set[str]:
    """The rooms, or modules beside them, that a file imports."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: a relative import hides which room it comes from"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        found |= {name.split(".")[1] for name in names if name.startswith("generator.")}
    return found


@pytest.mark.parametrize("room", STREET)
def test_a_room_imports_only_from_rooms_before_it(room: str) -> None:
    allowed = {*STREET[: STREET.index(room) + 1], *FREE}
    files = sorted((PACKAGE / room).rglob("*.py"))

    assert files
    for file in files:
        assert rooms_imported(file) <= allowed, file


def test_only_the_write_room_changes_the_disk() -> None:
    writes = ("write_text", "write_bytes", "unlink", "rmdir", "mkdir", "replace", "rename", "touch")
    for room in ("corpus", "plan", "render"):
        for file in sorted((PACKAGE / room).rglob("*.py")):
            tree = ast.parse(file.read_text(encoding="utf-8"))
            called = {
                node.func.attr
                for node in ast.walk(tree)
                if isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id in ("os", "shutil", "Path", "file")
            }

            assert not called & {*writes, "open", "makedirs", "rmtree"}, file


@pytest.mark.parametrize("file", sorted(PACKAGE.rglob("*.py")), ids=lambda f: f.name)
def test_a_module_says_what_it_is_for(file: Path) -> None:
    assert ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))), file


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys, generator.cli as c\n"
        "try: c.main(['--help'])\n"
        "except SystemExit: pass\n"
        "print([m for m in ('jinja2', 'yaml', 'markdown', 'nh3') if m in sys.modules])"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )

    assert said.stdout.splitlines()[-1] == "[]"


def test_a_build_loads_what_renders_only_once_others_read() -> None:
    code = (
        "import sys, generator.build\n"
        "heavy = ('jinja2', 'markdown', 'nh3', 'generator.plan.pages')\n"
        "print([m for m in heavy if m in sys.modules])"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )

    assert said.stdout.strip() == "[]"


def test_a_build_that_finds_nothing_changed_loads_nothing_that_takes_content_apart(
    tmp_path: Path,
) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/digest.yaml").write_text("title: Few papers\n", encoding="utf-8")
    code = (
        "import sys, generator.cli as c\n"
        f"c.main(['-C', {str(tmp_path)!r}, 'build', '-q'])\n"
        "reads = ('generator.reading', 'generator.corpus.text', 'generator.planning')\n"
        "print([m for m in reads if m in sys.modules])"
    )
    first, second = (
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
        ).stdout.strip()
        for _ in range(2)
    )

    assert first != "[]"
    assert second == "[]"


def test_a_build_that_renders_no_page_loads_nothing_that_renders(digest: Digest) -> None:
    digest.write_paper("a", title="Agents")
    code = (
        "import sys, generator.cli as c\n"
        f"c.main(['-C', {str(digest.folder)!r}, 'build', '--jobs', '1'])\n"
        "renders = ('jinja2', 'generator.render.feeds', 'generator.render.markdown')\n"
        "print([m for m in renders if m in sys.modules])"
    )

    def built() -> list[str]:
        said = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
        )
        return said.stdout.splitlines()[-2:]

    first = built()
    digest.write_paper("b", title="A draft", draft=True)
    second = built()

    assert "jinja2" in first[1]
    assert " 0 rendered" in second[0]
    assert second[1] == "[]"


def test_a_build_loads_what_shortens_scripts_only_where_it_does() -> None:
    code = (
        "import sys, generator.planning, generator.update\n"
        "print([m for m in ('minify', 'generator.render.joined') if m in sys.modules])"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )

    assert said.stdout.strip() == "[]"
