"""Printed names → the parts that reference managers ask for.

A printed name does not say which of its words are the family's. The last word is taken, with the
particles before it; what looks like no person's name stays whole.
"""

from __future__ import annotations

import re
from typing import NamedTuple

PARTICLES = frozenset(
    "af al av bin da dal das de del della den der des di do dos du el ibn la le ten ter van vom"
    " von y zu zum zur 't".split()
)
SUFFIXES = frozenset("jr jr. sr sr. ii iii iv".split())
# Words of names that are no person's: "Gemini Team", "The Pond Consortium", "DeepSeek-AI".
GROUPS = frozenset(
    "team group collaboration consortium project lab labs laboratory institute university college"
    " association society committee center centre foundation company inc inc. llc ltd gmbh"
    " research community authors ai initiative network department".split()
)
NOBODY = re.compile(r"[\d&]|-AI\Z")


class Name(NamedTuple):
    """Put together in the order given, particle, family, suffix, it is the printed name again.

    With an empty `family` it is the `literal` name of a group, or of nobody that can be told.
    """

    literal: str
    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""


def parted(name: str) -> Name:
    words = name.split()
    if len(words) < 2 or NOBODY.search(name) or not GROUPS.isdisjoint(name.lower().split()):
        return Name(name)
    suffix = words.pop() if len(words) > 2 and words[-1].lower() in SUFFIXES else ""
    if "," in name or " ".join(words) + (f" {suffix}" if suffix else "") != name:
        return Name(name)
    before = len(words) - 1
    while before > 1 and words[before - 1] in PARTICLES:
        before -= 1
    return Name(name, words[-1], " ".join(words[:before]), " ".join(words[before:-1]), suffix)


def printed(name: Name) -> str:
    """The name in reading order."""
    words = (name.given, name.particle, name.family, name.suffix)
    return " ".join(filter(None, words)) if name.family else name.literal


def sorted_form(name: Name) -> str:
    """ "Beethoven, Ludwig van, Jr.", as RIS and COinS write it. A comma would part a group's."""
    if not name.family:
        return " ".join(name.literal.replace(",", " ").split())
    given = " ".join(filter(None, (name.given, name.particle)))
    return ", ".join(filter(None, (name.family, given, name.suffix)))
