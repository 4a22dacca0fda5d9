"""The id a paper gets when it is first seen: part of its address, and kept from then on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from hashlib import blake2b
from itertools import chain

from generator.corpus.keys import Sighting, arxiv_of, normalised_title, undressed
from generator.corpus.slugs import DEVICE, is_safe

LENGTH = 60
# Parts of other addresses below /papers/: by/<year>/, and the numbers of further pages.
RESERVED = re.compile(r"(?:by|\d{1,4})\Z")


def public_id(sightings: Sequence[Sighting]) -> str:
    """The id of the one new paper that `sightings` speak of, whichever of them is read first.

    Its arXiv id; else its id at a source; else its title: "2407.05530", "p19-1001",
    "sparse-attention". A title that gives no letter becomes "paper-" and a hash.
    """
    arxivs = sorted(filter(None, map(arxiv_of, sightings)))
    if arxivs:
        return arxivs[0].replace("/", "-")
    own = sorted(filter(None, (_safe(sighting.get("source_id", "")) for sighting in sightings)))
    return own[0] if own else _from_title(_title(sightings))


def public_ids(papers: Sequence[Sequence[Sighting]], taken: Collection[str]) -> list[str]:
    """An id for each new paper, no two alike and none of `taken`.

    Papers that would share one are all given a hash of their title, so that the order they
    are read in decides nothing.
    """
    bases = [public_id(paper) for paper in papers]
    often = Counter(bases)
    ids = [
        base
        if often[base] == 1 and base not in taken
        else _marked(base, normalised_title(_title(paper)), 2)
        for base, paper in zip(bases, papers, strict=True)
    ]
    often.update(ids)
    used = {*taken, *ids}
    # A marked id may equal another's (the same title), or one that is taken.
    clashing = [n for n, id in enumerate(ids) if id != bases[n] and (often[id] > 1 or id in taken)]
    for place in sorted(clashing, key=lambda n: (bases[n], _all_of(papers[n]))):
        ids[place] = _free(bases[place], _all_of(papers[place]), used)
        used.add(ids[place])
    return ids


def _free(base: str, text: str, used: Collection[str]) -> str:
    """An id for a paper whose title does not tell it from another with the same base."""
    marked = (_marked(base, text, size) for size in (2, 4, 8))
    numbered = (f"{base}-{n}" for n in range(2, len(used) + 3))
    return next(id for id in chain(marked, numbered) if id not in used)


def _marked(base: str, text: str, size: int) -> str:
    """`base` and a hash of `text`, two digits for each of `size` bytes."""
    return f"{base}-{blake2b(text.encode(errors='replace'), digest_size=size).hexdigest()}"


def _all_of(sightings: Iterable[Sighting]) -> str:
    return "\n".join(sorted(repr(sorted(sighting.items())) for sighting in sightings))


def _title(sightings: Iterable[Sighting]) -> str:
    return min(sighting.get("title") or "" for sighting in sightings)


def _from_title(title: str) -> str:
    from slugify import slugify  # not every build needs it, and it takes 4 ms to load

    slug: str = slugify(undressed(title), max_length=LENGTH, word_boundary=True, save_order=True)
    return _safe(slug) or _marked("paper", normalised_title(title), 4)


def _safe(name: str) -> str:
    """`name` as part of an address and as a folder on any disk; "" when nothing of it is left."""
    made = re.sub(r"[^a-z0-9._-]+", "-", name.lower())
    made = re.sub(r"\.{2,}", ".", made).strip("._-")
    if len(made) > LENGTH:
        made = f"{made[: LENGTH - 5].rstrip('._-')}-{_marked('', name, 2)[1:]}"
    if made and (DEVICE.match(made) or RESERVED.match(made)):
        made = f"paper-{made}"
    return made if is_safe(made) else ""
