"""All files below content/, taken apart: one Record for each file, or for each imported line."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from generator.problems import DigestError, Problem
from generator.sources import fields as kinds
from generator.sources.fields import Schema, fitted
from generator.sources.intake import STATE, Intake, read_intakes
from generator.sources.record import FENCE, Finding, Record

CONTENT = "content"
FILE_BYTES = 1_000_000  # of one Markdown or YAML file
FRONT_BYTES = 64_000
# What editors and systems leave beside a file, never meant as content.
LITTER = re.compile(r"\.|.*~$|.*\.(?:swp|swx|tmp|bak|orig)$|4913$|#.*#$|___jb_|Thumbs\.db$")
# Not allowed in XML 1.0, so not allowed in a feed; a tab, line feed and return are.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")

FOLDERS: dict[str, Schema] = {
    "papers": kinds.OVERLAY,
    "topics": kinds.TOPIC,
    "issues": kinds.ISSUE,
    "people": kinds.PERSON,
    "pages": kinds.PAGE,
}
ENDINGS = {"imported": ".jsonl"}  # of the others .md


class Sources(NamedTuple):
    """Everything content/ says. Each list is in order of path, then line."""

    imported: list[Record]
    papers: list[Record]  # the editor's overlays
    topics: list[Record]
    issues: list[Record]
    people: list[Record]
    pages: list[Record]
    intakes: dict[str, Intake]  # source → how it answered last
    findings: list[Finding]


class ContentFile(NamedTuple):
    """A file below content/ that a build reads."""

    kind: str  # "imported", or the folder of the editor's: "papers", "topics" …
    path: str  # from the folder of the digest


# A paper's record → what is worked out of it: readable fields, marks, hashes of page and card.
Clean = Callable[[Record], tuple[Mapping[str, Any], tuple[Any, ...], bytes, bytes]]
Told = tuple[list[Record], list[Finding]]


def content_files(folder: Path, findings: list[Finding]) -> list[ContentFile]:
    """Everything below `folder`/content but digest.yaml and theme/, by kind, then path."""
    content = folder / CONTENT
    return [
        ContentFile(kind, path)
        for kind in (*FOLDERS, "imported")
        for path in _files(content / kind, folder, ENDINGS.get(kind, ".md"), findings)
    ]


def read_sources(folder: Path, read: Callable[[Sequence[ContentFile]], Iterable[Told]]) -> Sources:
    """Everything below `folder`/content but digest.yaml and theme/; `read` takes files apart.

    What the editor wrote and cannot be read is a finding that stops the build; an imported
    line that cannot be read is left out and told as a warning.
    """
    sources = Sources([], [], [], [], [], [], {}, [])
    files = content_files(folder, sources.findings)
    for file, (records, findings) in zip(files, read(files), strict=True):
        getattr(sources, file.kind).extend(records)
        sources.findings.extend(findings)
    sources.intakes.update(read_intakes(folder, sources.findings))
    return sources


def read_editions(folder: Path) -> list[Record]:
    """The files of editions as far as they can be read, drafts too, in order of path."""
    untold: list[Finding] = []  # whoever reads everything tells it
    records = []
    for path in _files(folder / CONTENT / "issues", folder, ".md", untold):
        raw = read_bytes(folder / path, path, untold)
        record = None if raw is None else _markdown(path, raw, untold)
        if record:
            records.append(fitted(record, kinds.ISSUE)[0])
    return records


def read_bytes(file: Path | str, path: str, findings: list[Finding]) -> bytes | None:
    try:
        with open(file, "rb", buffering=0) as handle:
            return handle.read()
    except FileNotFoundError:
        return None  # deleted since it was listed: the newer state counts
    except OSError as error:
        findings.append(Finding(path, 1, (), f"cannot be read: {error.strerror}"))
        return None


def read_text(file: Path, path: str, findings: list[Finding]) -> str | None:
    """The text of a file, in Unix lines and without control characters; None if unreadable."""
    raw = read_bytes(file, path, findings)
    return None if raw is None else _text(path, raw, findings)


def parse_file(file: ContentFile, raw: bytes, clean: Clean) -> Told:
    """The records that the bytes of one file hold, and what is wrong with them."""
    findings: list[Finding] = []
    if file.kind == "imported":
        return list(_lines(file.path, raw, clean, findings)), findings
    record = _markdown(file.path, raw, findings)
    if record is None:
        return [], findings
    record, unfit = fitted(record, FOLDERS[file.kind])
    if file.kind == "papers":
        record.fields["id"] = record.fields.get("id", _stem(file.path)).lower()
        record = _cleaned(record, clean)
    return [record], findings + unfit


def _stem(path: str) -> str:
    return path.rsplit("/", 1)[-1].removesuffix(".md")


def _cleaned(record: Record, clean: Clean) -> Record:
    """What `_replace` would make, in a third of its time."""
    rest = record.body, record.body_line, *clean(record)
    return Record(record.path, record.line, record.fields, *rest)


def _markdown(path: str, raw: bytes, findings: list[Finding]) -> Record | None:
    """One file with its front matter unchecked; None when it cannot be read at all."""
    text = _text(path, raw, findings)
    if text is None:
        return None
    front, body, body_line = _split(text)
    if len(front) > FRONT_BYTES:
        what = f"front matter of {len(front):,} characters, more than {FRONT_BYTES:,}"
        findings.append(Finding(path, 1, (), what, "text belongs below the second ---"))
        return None
    fields = _parsed(path, front, 2 if body_line > 1 else 1, findings)
    return None if fields is None else Record(path, 1, fields, body, body_line)


def _text(path: str, raw: bytes, findings: list[Finding]) -> str | None:
    """The text of a file, in Unix lines and without control characters; None if unreadable."""
    if len(raw) > FILE_BYTES:
        what = f"{len(raw):,} bytes, more than {FILE_BYTES:,}"
        findings.append(Finding(path, 1, (), what, "split the file or shorten the text"))
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        what = f"not UTF-8: byte {error.start} is 0x{raw[error.start]:02x}"
        findings.append(Finding(path, 1, ("mark", line, 0), what, "save the file as UTF-8"))
        return None
    return _without_controls(text.replace("\r\n", "\n").replace("\r", "\n"), path, findings)


def _without_controls(text: str, path: str, findings: list[Finding]) -> str:
    found = CONTROL.search(text)
    if not found:
        return text
    line = text.count("\n", 0, found.start()) + 1
    what = f"control character U+{ord(found.group()):04X}"
    hint = "shown as a space; take it out"
    findings.append(Finding(path, 1, ("mark", line, 0), what, hint, warning=True))
    return CONTROL.sub(" ", text)


def _split(text: str) -> tuple[str, str, int]:
    """Front matter, body, and the line the body begins on (1: there is no front matter)."""
    if not text.startswith(f"{FENCE}\n"):
        return "", text, 1
    end = text.find(f"\n{FENCE}\n", len(FENCE))
    if end < 0:
        end = len(text) - len(FENCE) - 1 if text.endswith(f"\n{FENCE}") else len(text)
    front = text[len(FENCE) + 1 : end + 1]
    body = text[end + len(FENCE) + 2 :]
    return front, body, front.count("\n") + 3


def _parsed(
    path: str, front: str, first_line: int, findings: list[Finding]
) -> dict[str, Any] | None:
    from generator.sources.yaml import YamlMistake, parse_yaml  # not for imported files

    try:
        return parse_yaml(front)
    except YamlMistake as mistake:
        line = mistake.line + first_line
        findings.append(
            Finding(path, line, ("mark", line, mistake.column), mistake.what, mistake.hint)
        )
        return None


def _lines(path: str, raw: bytes, clean: Clean, findings: list[Finding]) -> Iterator[Record]:
    """A record for each line of an imported file that is a JSON object."""
    for number, line in enumerate(raw.removeprefix(BOM_UTF8).split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            # To have json find out how the line is encoded takes a third more.
            value = json.loads(line.decode(errors="surrogatepass"))
            if not isinstance(value, dict):
                raise ValueError("not an object")
        except (ValueError, RecursionError) as error:
            what = f"left out, not a JSON object: {error}"
            findings.append(Finding(path, number, (), what[:200], warning=True))
            continue
        record, unfit = fitted(Record(path, number, value), kinds.SIGHTING, warning=True)
        findings += unfit
        yield _cleaned(record, clean)


def _files(below: Path, folder: Path, ending: str, findings: list[Finding]) -> Iterator[str]:
    """Paths with `ending`, in order; links out of the folder and twins are findings."""
    if not below.is_dir():
        return
    seen: dict[str, str] = {}
    for path in _walk(below.relative_to(folder).as_posix(), folder, findings):
        if ending == ENDINGS["imported"] and path.endswith(f"/{STATE}"):
            continue  # what `fetch` remembers of a source is read by intake.py
        if not path.lower().endswith(ending):
            what, hint = f"not read: the name does not end in {ending}", "rename or move it"
            findings.append(Finding(path, 1, (), what, hint, warning=True))
            continue
        key = path.lower() if path.isascii() else unicodedata.normalize("NFKC", path).casefold()
        if key in seen:
            what = f"the same name as {seen[key]} on many systems"
            findings.append(Finding(path, 1, (), what, "rename one of them"))
            continue
        seen[key] = path
        yield path


def _walk(below: str, folder: Path, findings: list[Finding]) -> Iterator[str]:
    with os.scandir(folder / below) as listing:
        entries = sorted(listing, key=lambda entry: entry.name)
    for entry in entries:
        if LITTER.match(entry.name):
            continue
        path = f"{below}/{entry.name}"
        if entry.is_symlink() and not _stays_inside(Path(entry.path), folder):
            what = "a link that leads out of the digest, to nothing, or to itself"
            findings.append(Finding(path, 1, (), what, "put the file itself here"))
        elif entry.is_dir(follow_symlinks=False):
            yield from _walk(path, folder, findings)
        elif entry.is_file():
            yield path


def _stays_inside(link: Path, folder: Path) -> bool:
    try:
        target = link.resolve(strict=True)
    except (OSError, RuntimeError):
        return False
    return target.is_file() and target.is_relative_to(folder.resolve())


def read_config(folder: Path) -> Record:
    """content/digest.yaml, its keys unchecked. Raises DigestError when it cannot be read."""
    path = f"{CONTENT}/digest.yaml"
    findings: list[Finding] = []
    file = folder / path
    if not file.is_file():
        hint = "`broadsheet new FOLDER` writes a digest to start from; -C FOLDER works on another"
        raise DigestError([Problem(path, None, None, "no such file", hint)])
    text = read_text(file, path, findings)
    fields = None if text is None else _parsed(path, text, 1, findings)
    if fields is None:
        from generator.sources.places import located

        raise DigestError(located(folder, findings))
    return Record(path, 1, fields)
