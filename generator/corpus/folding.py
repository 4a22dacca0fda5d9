"""One form for spellings that differ only in case, accents or width."""

from __future__ import annotations

import re
import unicodedata

# Accents of Latin, Greek and Cyrillic; vowel signs of other scripts are part of the word.
ACCENTS = re.compile("[\u0300-\u036f]+")
# Soft hyphens, joiners and marks of direction: between letters, but not seen.
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+")
# Vowel signs and tones of scripts that write them apart from the letter; \w has none of them.
_SIGNS = (
    "\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc"
    "\u0900-\u0963\u0966-\u0dff\u0e31-\u0e4e\u0eb1-\u0ece\u0f18-\u0fc6\u102b-\u109d"
)
LETTERS = rf"[^\W_](?:[^\W_]|[{_SIGNS}])*"  # a run of letters and digits of any script


def fold(text: str) -> str:
    """`text` in lower case, without accents and unseen characters, in compatible forms (NFKC)."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", UNSEEN.sub("", text))
    return unicodedata.normalize("NFKC", ACCENTS.sub("", apart)).casefold()
