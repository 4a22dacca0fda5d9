"""Files that are neither pages nor feeds: text that can be shown, stylesheets, the manifest."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

from generator.check.addresses import Base, Way, served, shown
from generator.check.markup import place
from generator.problems import Problem

# Not allowed in XML 1.0, and shown by no browser; tab, line feed and return are.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
CSS_ADDRESS = re.compile(
    r"""(?:url\(\s*+|@import\s++(?!url\())(?:"([^"]*+)"|'([^']*+)'|([^\s"')]++))""", re.IGNORECASE
)


def decoded(path: str, raw: bytes) -> tuple[str, list[Problem]]:
    """The text of a file, and what in it no reader can be shown."""
    problems = []
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - raw.rfind(b"\n", 0, error.start)
        what = f"not UTF-8: byte {error.start} is 0x{raw[error.start]:02x}"
        problems.append(Problem(path, line, column, what, "write the file as UTF-8"))
        text = raw.decode(errors="replace")
    found = CONTROL.search(text)
    if found:
        what = f"control character U+{ord(found.group()):04X}"
        problems.append(Problem(path, *place(text, found.start()), what, "take it out of the text"))
    return text, problems


def css_problems(path: str, text: str, base: Base, files: Collection[str]) -> Iterator[Problem]:
    """What a stylesheet fetches is there, and comes from the site."""
    # Comments become spaces, so that offsets stay those of the file.
    plain = COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment.group()), text)
    for found in CSS_ADDRESS.finditer(plain):
        url = found[1] or found[2] or found[3] or ""
        for what, hint in _fetched(path, url, base, files):
            yield Problem(path, *place(text, found.start()), what, hint)


def manifest_problems(
    path: str, text: str, value: dict[str, Any], base: Base, files: Collection[str]
) -> Iterator[Problem]:
    """What a web app manifest names is there, and under the base path."""
    urls = [value.get("start_url"), value.get("scope")]
    urls += [icon.get("src") for icon in value.get("icons", ()) if isinstance(icon, dict)]
    for url in urls:
        if isinstance(url, str):
            at = max(text.find(f'"{url}"'), 0)
            for what, hint in _fetched(path, url, base, files):
                yield Problem(path, *place(text, at), what, hint)


def cname_problems(path: str, text: str, base: Base) -> Iterator[Problem]:
    """CNAME tells GitHub Pages the host, which must be the one the pages call themselves by."""
    host = base.origin.partition("//")[2].partition(":")[0]
    if text.strip() != host:
        what = f"the host is `{shown(text.strip())}`, but the site is built for {host}"
        yield Problem(path, 1, 1, what, "build with that --base-url, or mend base_url")


def _fetched(path: str, url: str, base: Base, files: Collection[str]) -> Iterator[tuple[str, str]]:
    target = base.resolve(path, url)
    if target.way is Way.INSIDE:
        if not served(target.path, files)[0]:
            yield f"missing file `{shown(url)}`", f"the site has no {shown(target.path)}"
    elif target.way is Way.ASTRAY:
        yield f"`{shown(url)}` leaves the base path {base.path}", "write it relative to this file"
    elif not url.lower().startswith("data:image/"):
        yield f"`{shown(url)}` is fetched from outside the site", "keep a copy in the assets"
