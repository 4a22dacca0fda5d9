"""Names → the last part of a URL: lower case, safe on every disk, the same in every build."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from hashlib import blake2b

SAFE = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,78}[a-z0-9])?\Z")
# Names that Windows keeps for devices, with or without an ending.
DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|\Z)")
LENGTH = 60
SPELLED = ("+", " plus "), ("#", " sharp "), ("&", " and "), ("*", " star ")


def is_safe(name: str) -> bool:
    """Whether `name` can be a folder on every system and part of a URL as it is."""
    return bool(SAFE.match(name)) and not DEVICE.match(name) and ".." not in name


def slug(name: str) -> str:
    """`name` as part of a URL, at most 60 characters; never empty, never a device's name.

    A name without a letter or digit of any script ("🙂") becomes a short hash of itself.
    """
    spelled = name
    for sign, word in SPELLED:
        spelled = spelled.replace(sign, word)
    from slugify import slugify  # not every build needs it, and it takes 4 ms to load

    made = slugify(spelled, max_length=LENGTH, word_boundary=True, save_order=True)
    if not made:
        return f"x-{short_hash(name)}"
    return f"x-{made}" if DEVICE.match(made) else made


def short_hash(name: str) -> str:
    """Six hexadecimal digits that stand for `name` in every build."""
    return blake2b(name.encode(errors="replace"), digest_size=3).hexdigest()


def slugs(names: Iterable[str]) -> dict[str, str]:
    """A slug for each name, no two alike, whichever is read first.

    Of names that share one, that which reads just like it keeps it ("cafe" before "café"),
    and every other gets a hash of its own name behind it.
    """
    sharing: dict[str, list[str]] = defaultdict(list)
    for name in dict.fromkeys(names):
        sharing[slug(name)].append(name)
    made: dict[str, str] = {}
    for base, those in sharing.items():
        plain = [name for name in those if _reads_as(name, base)] if len(those) > 1 else those
        for name in those:
            kept = len(plain) == 1 and name == plain[0]
            made[name] = base if kept else f"{base}-{short_hash(name)}"
    return made


def _reads_as(name: str, base: str) -> bool:
    return re.sub(r"[\s_]+", "-", name.strip().casefold()) == base
