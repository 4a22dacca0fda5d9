"""A small digest to try things on: each maker names only the fields that matter."""

from __future__ import annotations

import json
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from generator.build import Options, Report, build
from generator.problems import DigestError, Problem
from generator.write.ledger import MEMORY
from generator.write.ready import NAME

READY = f"{MEMORY}/{NAME}"


@cache
def _ready_theme() -> bytes:
    """What a build keeps of the default theme; it is believed by whoever has the same theme."""
    with tempfile.TemporaryDirectory() as folder:
        digest = Digest(Path(folder), ready=False)
        digest.build()
        return (digest.folder / READY).read_bytes()


class Digest:
    """A digest in a folder of its own, empty but for its digest.yaml.

    It has the theme as a build before made it ready, which takes six times as long as to build a
    few papers with it. `forget` makes it forget that too.
    """

    def __init__(self, folder: Path, *, ready: bool = True) -> None:
        self.folder = folder
        self.write_config()
        if ready:
            self.write(READY, _ready_theme())

    @property
    def output(self) -> Path:
        return self.folder / "site"

    def write(self, path: str, text: str | bytes) -> Path:
        """Write a file of the digest; `path` is from its folder."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    def write_config(self, **fields: Any) -> None:
        known = {"title": "A digest", "base_url": "https://reader.example/digest/"}
        self.write(
            "content/digest.yaml",
            yaml.safe_dump(known | fields, allow_unicode=True, sort_keys=False),
        )

    def write_paper(self, id: str, note: str = "", /, **fields: Any) -> None:
        known = {"title": f"The paper {id}", "listed": "2025-12-09"}
        self._markdown(f"content/papers/{id}.md", known | fields, note)

    def write_topic(self, id: str, intro: str = "", **fields: Any) -> None:
        self._markdown(f"content/topics/{id}.md", {"name": id.capitalize()} | fields, intro)

    def write_issue(self, id: str, intro: str = "", **fields: Any) -> None:
        self._markdown(f"content/issues/{id}.md", fields, intro)

    def write_page(self, id: str, text: str = "", **fields: Any) -> None:
        self._markdown(f"content/pages/{id}.md", {"title": id.capitalize()} | fields, text)

    def _markdown(self, path: str, fields: dict[str, Any], text: str) -> None:
        front = yaml.safe_dump(fields, allow_unicode=True, sort_keys=False)
        self.write(path, f"---\n{front}---\n{text}\n")

    def write_import(self, *sightings: dict[str, Any], source: str = "library") -> None:
        """Put sightings where an import puts them, one file for all."""
        known = [{"source": source, "listed": "2025-12-09"} | sighting for sighting in sightings]
        lines = [json.dumps(one, sort_keys=True, ensure_ascii=False) for one in known]
        self.write(f"content/imported/{source}/2025-12-09.jsonl", "\n".join(lines) + "\n")

    def delete(self, path: str) -> None:
        (self.folder / path).unlink()

    def build(self, **options: Any) -> Report:
        return build(self.folder, Options(**{"jobs": 1} | options))

    def problems(self, **options: Any) -> list[Problem]:
        """What a build that fails says; a build that does not fail has none."""
        try:
            self.build(**options)
        except DigestError as error:
            return error.problems
        return []

    def forget(self) -> None:
        """Make the next build one from nothing."""
        shutil.rmtree(self.output, ignore_errors=True)
        shutil.rmtree(self.folder / ".broadsheet", ignore_errors=True)

    def site(self) -> dict[str, bytes]:
        """Every file of the site by path."""
        return {
            file.relative_to(self.output).as_posix(): file.read_bytes()
            for file in sorted(self.output.rglob("*"))
            if file.is_file()
        }

    def page(self, url: str) -> str:
        """The text of the file that is served for `url`."""
        path = url.strip("/") + ("/index.html" if url.endswith("/") else "")
        return (self.output / path.lstrip("/")).read_text(encoding="utf-8")
