"""Letters in the styles of mathematics, as the characters Unicode has for them.

Browsers only know `mathvariant="normal"`; bold, script and the rest are characters of their own.
"""

from __future__ import annotations

# Where the capitals, small letters and digits of each style begin; 0: the style has none.
STARTS = {
    "bold": (0x1D400, 0x1D41A, 0x1D7CE),
    "italic": (0x1D434, 0x1D44E, 0),
    "bold-italic": (0x1D468, 0x1D482, 0),
    "script": (0x1D49C, 0x1D4B6, 0),
    "bold-script": (0x1D4D0, 0x1D4EA, 0),
    "fraktur": (0x1D504, 0x1D51E, 0),
    "double-struck": (0x1D538, 0x1D552, 0x1D7D8),
    "bold-fraktur": (0x1D56C, 0x1D586, 0),
    "sans-serif": (0x1D5A0, 0x1D5BA, 0x1D7E2),
    "bold-sans-serif": (0x1D5D4, 0x1D5EE, 0x1D7EC),
    "sans-serif-italic": (0x1D608, 0x1D622, 0),
    "sans-serif-bold-italic": (0x1D63C, 0x1D656, 0),
    "monospace": (0x1D670, 0x1D68A, 0x1D7F6),
}
# Letters that Unicode had before it took in the alphabets.
EARLIER = {
    "italic": {"h": "ℎ"},
    "script": dict(zip("BEFHILMRego", "ℬℰℱℋℐℒℳℛℯℊℴ", strict=True)),
    "fraktur": dict(zip("CHIRZ", "ℭℌℑℜℨ", strict=True)),
    "double-struck": dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True)),
}
GREEK_CAPITALS, GREEK_SMALL = (
    {"bold": 0x1D6A8, "bold-italic": 0x1D71C},
    {
        "bold": 0x1D6C2,
        "bold-italic": 0x1D736,
    },
)


def styled(text: str, style: str) -> str:
    """`text` in the mathematical `style`; characters the style does not have stay as they are."""
    if style not in STARTS:
        return text
    return "".join(_styled(sign, style) for sign in text)


def _styled(sign: str, style: str) -> str:
    capitals, small, digits = STARTS[style]
    if sign in EARLIER.get(style, {}):
        return EARLIER[style][sign]
    for first, last, start in (
        ("A", "Z", capitals),
        ("a", "z", small),
        ("0", "9", digits),
        ("Α", "Ω", GREEK_CAPITALS.get(style, 0)),
        ("α", "ω", GREEK_SMALL.get(style, 0)),
    ):
        if start and first <= sign <= last:
            return chr(start + ord(sign) - ord(first))
    return sign
