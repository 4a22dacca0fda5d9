"""A theme that shows all it is given in a few lines, so that a build takes no time; and what
a site is held against: the same digest built from nothing."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator.search import memory_file
from generator.write.ledger import ledger_file
from tests.digest import Digest

LINE = '{% include "line.html" %}\n'
LIST = LINE + "{{ page }} {{ pages }} {{ count }} {{ newer }} {{ older }} {{ page_urls }}\n"
TEMPLATES = {
    "line.html": '{{ url }} {{ title|inline }} {{ description }} {{ feeds }} {{ asset("a.css") }}',
    "home.html": LINE
    + "{{ issue }} {{ latest }} {{ topics }} {{ issues }} {{ years }} {{ taken_in }}",
    "page.html": LINE + "{{ heading }} {{ text|note(links) }} {{ source_url }}\n",
    "issues.html": LINE + "{{ years }} {{ taken_in }}\n",
    "issue.html": LINE + "{{ issue }} {{ picks }} {{ sections }} {{ newer }} {{ older }}\n",
    "topics.html": LINE + "{{ topics }} {{ others }} {{ site.menu }} {{ taken_in }}\n",
    "topic.html": LIST + "{{ intro|note(links) }} {{ parent }} {{ children }} {{ cards }}\n",
    "papers.html": LINE + "{{ years }} {{ groups }} {{ latest }} {{ taken_in }}\n",
    "year.html": LIST + "{{ year }} {{ years }} {{ cards }}\n",
    "groups.html": LINE + "{{ heading }} {{ kind }} {{ groups }}\n",
    "group.html": LIST + "{{ name }} {{ intro|note(links) }} {{ links_out }} {{ cards }}\n",
    "paper.html": LINE + "{{ paper }} {{ paper.note|note(links) }} {{ paper.abstract|text }}\n"
    "{{ issues }} {{ related }} {{ neighbours }} {{ paper|bibtex }}\n",
    "redirect.html": LINE + "{{ target }} {{ paper }}\n",
    "status.html": LINE + "{{ taken_in }} {{ papers }} {{ sources }} {{ imports }}\n",
    "feeds.html": LINE + "{{ rows }} {{ opml }}\n",
    "search.html": LINE + "{{ site.search }}\n",
    "exports.html": LINE + "{{ rows }} {{ all }} {{ corpus }} {{ schema }}\n",
    "404.html": "{{ site.title }} {{ base }}\n",
}


def use_plain_theme(digest: Digest) -> None:
    """Give the digest the theme; its config must name it: `theme: plain`."""
    digest.write("themes/plain/theme.yaml", "name: Plain\n")
    digest.write("themes/plain/assets/a.css", "body{}\n")
    digest.write("themes/plain/assets/search-engine.js", "export {};\n")
    for name, source in TEMPLATES.items():
        digest.write(f"themes/plain/templates/{name}", source)


def files_below(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by path."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def clean_site(digest: Digest, **options: Any) -> dict[str, bytes]:
    """The site of the digest built from nothing, in a folder that is gone afterwards."""
    output = digest.folder.parent / f"{digest.folder.name}-clean"
    try:
        digest.build(output=output, **options)
        return files_below(output)
    finally:
        shutil.rmtree(output, ignore_errors=True)
        for file in (ledger_file(digest.folder, output), memory_file(digest.folder, output)):
            file.unlink(missing_ok=True)


def differing(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[str]:
    """Paths that one of two sites lacks or has otherwise."""
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))
