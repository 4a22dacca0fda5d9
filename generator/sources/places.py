"""From what is wrong to where: line and column of a value, looked up only when someone asks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from generator.problems import Problem
from generator.sources.record import FENCE, Finding, Keys
from generator.sources.yaml import Places, YamlMistake, parse_yaml

# A string, or one of the marks that open, close and part the values of a JSON text.
JSON_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},:]')


def located(folder: Path, findings: Iterable[Finding]) -> list[Problem]:
    """`findings` with their line, column and source line; each file is read once more.

    A value that cannot be found again (the file changed meanwhile) gets its record's line.
    """
    lines: dict[str, list[str]] = {}
    problems = []
    for finding in findings:
        if finding.path not in lines:
            lines[finding.path] = _lines(folder / finding.path)
        problems.append(_problem(finding, lines[finding.path]))
    return problems


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8-sig", errors="replace").split("\n")
    except OSError:
        return []


def _problem(finding: Finding, lines: list[str]) -> Problem:
    line, column = place(finding.path, finding.line, finding.keys, lines)
    source = lines[line - 1] if 0 < line <= len(lines) else ""
    return Problem(
        finding.path,
        line or None,
        column or None,
        finding.what,
        finding.hint,
        finding.warning,
        source if len(source) <= 200 else "",
    )


def place(path: str, begins: int, keys: Keys, lines: list[str]) -> tuple[int, int]:
    """Line and column, from 1, of the value at `keys` in a record that begins on line `begins`.

    Of a value that is not there, the place of what would hold it. ("mark", line, column)
    is a place that was known when the mistake was found, its column counted from 0, and
    ("text", words) is where those words stand first.
    """
    if keys and keys[0] == "mark":
        return int(keys[1]), int(keys[2]) + 1
    if keys and keys[0] == "text":
        return _in_text(str(keys[1]), lines)
    if not keys:
        return begins, 1
    if path.endswith(".jsonl"):
        text = lines[begins - 1] if begins <= len(lines) else ""
        return begins, _nearest(dict(_json_places(text)), keys, (0, 0))[1] + 1
    skipped = 1 if lines and lines[0].rstrip() == FENCE else 0
    places: Places = {}
    with suppress(YamlMistake):  # the places up to the mistake are known
        parse_yaml("\n".join(_front(lines, skipped)), places)
    line, column = _nearest(places, keys, (0, 0))
    return line + skipped + 1, column + 1


def _in_text(words: str, lines: list[str]) -> tuple[int, int]:
    found = ((n, line.find(words)) for n, line in enumerate(lines, 1) if words in line)
    line, column = next(found, (1, 0))
    return line, column + 1


def _front(lines: list[str], skipped: int) -> list[str]:
    if not skipped:
        return lines
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), len(lines))
    return lines[1:end]


def _nearest(places: Places, keys: Keys, otherwise: tuple[int, int]) -> tuple[int, int]:
    for length in range(len(keys), 0, -1):
        if keys[:length] in places:
            return places[keys[:length]]
    return otherwise


def _json_places(text: str) -> Iterator[tuple[Keys, tuple[int, int]]]:
    """Keys and column of every value of an object that is known to be good JSON."""
    way: list[str | int] = []
    expects_key = False
    for token in JSON_TOKEN.finditer(text):
        mark = token.group()
        if mark in "[{":
            yield tuple(way), (0, token.start())
            expects_key = mark == "{"
            way.append("" if expects_key else 0)
        elif mark in "]}":
            way.pop()
            expects_key = False
        elif mark == ",":
            expects_key = isinstance(way[-1], str)
            if not expects_key:
                way[-1] = int(way[-1]) + 1
                yield tuple(way), (0, token.end())
        elif mark == ":":
            expects_key = False
            yield tuple(way), (0, token.end())
        elif expects_key:
            way[-1] = mark[1:-1]
        else:
            yield tuple(way), (0, token.start())
