"""What the manifest of a search index names, read as docs/search.md has it."""

from __future__ import annotations

from typing import Any


def shards(manifest: Any) -> dict[str, str]:
    """Where each shard starts → its path, in order."""
    found: dict[str, str] = {}
    before = ""
    listed = manifest["shards"]
    for folder, starts in zip(eights(listed["folders"]), listed["from"].split(";"), strict=True):
        for number, coded in enumerate(starts.split(",")):
            before = before[: ord(coded[0]) - ord("@")] + coded[1:]
            found[before] = f"{folder}/{number}.bin"
    return found


def spelling(manifest: Any) -> list[str]:
    """The paths of the spelling files, in order."""
    folders = eights(manifest["spelling"]["folders"])
    return [f"{folders[n // 32]}/{n % 32}.bin" for n in range(manifest["spelling"]["files"])]


def eights(names: str) -> list[str]:
    return [names[at : at + 8] for at in range(0, len(names), 8)]
