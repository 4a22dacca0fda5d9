"""Made-up corpora of any size, the same for the same size, as a digest and as Hugo's content."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

HERE = Path(__file__).parent
SHARED = HERE.parents[1].parent / "shared" / "bench" / "ssg"
FIRST = "Ada Bo Chen Dara Elif Farid Gia Hao Ines Jun Kofi Lena Mei Noor Omar".split()
LAST = "Abe Bauer Castro Diaz Eriksen Fofana Gupta Hansen Ito Jansen Kim Li Moreau".split()
TOPICS = "agents alignment audio benchmarks memory planning reasoning retrieval robotics".split()
SYLLABLES = "ra lo mi ve ta no ki sa du re fi mon la be co zen nit pa tu gex".split()
SETTINGS = """title: Reading Digest
tagline: Papers worth a closer look, one page each, with weekly digests.
base_url: https://digest.example/
theme: bench
related: {{papers: {related}}}
feeds: {{entries: 20, topics: false}}
people: {{min_papers: 1000000}}
orgs: {{min_papers: 1000000}}
"""


def made_up(count: int) -> Iterator[dict[str, Any]]:
    """`count` papers of nonsense words, spread over five years."""
    chance = Random(7)
    words = ["".join(chance.choices(SYLLABLES, k=chance.randrange(1, 4))) for _ in range(4000)]
    for number in range(count):
        day = date(2020, 1, 6) + timedelta(days=number * 1826 // count)
        text = " ".join(chance.choices(words, k=170)).capitalize() + "."
        yield {
            "id": f"{day:%y%m}-{number:06}",
            "title": " ".join(chance.choices(words, k=8)).capitalize(),
            "date": day.isoformat(),
            "authors": [f"{chance.choice(FIRST)} {chance.choice(LAST)}" for _ in range(5)],
            "org": f"{chance.choice(LAST)} Lab",
            "topics": chance.sample(TOPICS, 3),
            "link": f"https://papers.example/{number}",
            "pdf": f"https://papers.example/{number}.pdf",
            "code": f"https://code.example/{number}",
            "upvotes": number % 90,
            "description": text[:150],
            "abstract": text,
        }


def papers(count: int, scratch: Path) -> list[dict[str, Any]]:
    """The papers other generators are measured with, where those are at hand; else made-up ones."""
    if not (SHARED / "gen.py").is_file():
        return list(made_up(count))
    folder = scratch / "jsonl"
    _generated(count, "jsonl", folder)
    with (folder / "papers.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _generated(count: int, flavour: str, folder: Path) -> None:
    seeds = ["--seeds", str(SHARED.parents[1] / "seeds")]
    command = [sys.executable, str(SHARED / "gen.py"), "--n", str(count), "--flavour", flavour]
    subprocess.run([*command, *seeds, "--out", str(folder)], check=True)


def sighting(paper: dict[str, Any], *, abstract: bool = True) -> dict[str, Any]:
    """A paper as an import leaves it."""
    same = ("id", "title", "authors", "org", "topics", "pdf", "code", "upvotes")
    made = {key: paper[key] for key in same} | {
        "published": paper["date"],
        "listed": paper["date"],
        "url": paper["link"],
        "source": "bench",
        "source_id": paper["id"],
    }
    return made | {"abstract": paper["abstract"]} if abstract else made


def write_digest(
    folder: Path, those: list[dict[str, Any]], *, notes: bool = False, related: int = 0
) -> None:
    """A digest of the papers; with `notes` each abstract is a Markdown note instead of a field."""
    by_month: dict[str, list[str]] = defaultdict(list)
    for paper in those:
        line = json.dumps(sighting(paper, abstract=not notes), sort_keys=True, ensure_ascii=False)
        by_month[paper["date"][:7]].append(line)
        if notes:
            note = f"---\ntldr: {json.dumps(paper['description'])}\n---\n{paper['abstract']}\n"
            _write(folder / "content/papers" / f"{paper['id']}.md", note)
    for month, lines in by_month.items():
        _write(folder / "content/imported/bench" / f"{month}.jsonl", "\n".join(lines) + "\n")
    _write(folder / "content/digest.yaml", SETTINGS.format(related=related))
    shutil.copytree(HERE / "theme", folder / "themes" / "bench")


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def write_hugo(folder: Path, count: int) -> bool:
    """The same papers as Hugo's content; False where the peers' corpus is not at hand."""
    if not (SHARED / "sites" / "hugo").is_dir():
        return False
    _generated(count, "hugo", folder)
    return True
