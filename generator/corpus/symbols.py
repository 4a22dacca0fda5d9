"""Tables: what TeX names, as characters."""

from __future__ import annotations

import unicodedata

# The combining character each accent command puts on the letter behind it.
ACCENTS = {
    "'": "\u0301",
    "`": "\u0300",
    "^": "\u0302",
    '"': "\u0308",
    "~": "\u0303",
    "=": "\u0304",
    ".": "\u0307",
    "c": "\u0327",
    "v": "\u030c",
    "u": "\u0306",
    "H": "\u030b",
    "k": "\u0328",
    "r": "\u030a",
    "b": "\u0331",
    "d": "\u0323",
}

LETTERS = {
    "ss": "ß",
    "ae": "æ",
    "AE": "Æ",
    "oe": "œ",
    "OE": "Œ",
    "aa": "å",
    "AA": "Å",
    "o": "ø",
    "O": "Ø",
    "l": "ł",
    "L": "Ł",
    "i": "ı",
    "j": "ȷ",
    "dh": "ð",
    "DH": "Ð",
    "th": "þ",
    "TH": "Þ",
    "dj": "đ",
    "DJ": "Đ",
    "ng": "ŋ",
    "NG": "Ŋ",
}

_GREEK = (
    "alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι "
    "kappa κ lambda λ mu μ nu ν xi ξ pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ "
    "upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π "
    "Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω"
)
_SIGNS = (
    "times × cdot · div ÷ pm ± mp ∓ ast ∗ star ⋆ circ ∘ bullet • oplus ⊕ otimes ⊗ odot ⊙ "
    "leq ≤ le ≤ geq ≥ ge ≥ neq ≠ ne ≠ ll ≪ gg ≫ lt < gt > approx ≈ sim ∼ simeq ≃ cong ≅ equiv ≡ "
    "propto ∝ in ∈ notin ∉ subset ⊂ subseteq ⊆ supset ⊃ cup ∪ cap ∩ setminus ∖ emptyset ∅ "
    "to → rightarrow → leftarrow ← leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ "
    "uparrow ↑ downarrow ↓ mapsto ↦ longrightarrow ⟶ infty ∞ partial ∂ nabla ∇ forall ∀ exists ∃ "
    "neg ¬ land ∧ wedge ∧ lor ∨ vee ∨ sum ∑ prod ∏ int ∫ surd √ mid ∣ parallel ∥ perp ⊥ "
    "ell ℓ hbar ℏ Re ℜ Im ℑ aleph ℵ prime ′ dagger † ddagger ‡ angle ∠ triangle △ "
    "ldots … dots … cdots ⋯ vdots ⋮ langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ "
    "lbrace { rbrace } vert | Vert ‖ deg ° degree ° S § P ¶ copyright © pounds £ euro € "
    "checkmark ✓ textdegree ° textmu µ textregistered ® texttrademark ™ textcopyright © "
    "textperiodcentered · texttimes × textpm ± textbar | textless < textgreater > "
    "textperthousand ‰ textsection § textpertenthousand ‱ textbullet • textellipsis … textemdash — "
    "textendash – textasciitilde ~ textasciicircum ^ textasciigrave ` textunderscore _ "
    "textquoteleft ‘ textquoteright ’ textquotedblleft “ textquotedblright ” "
    "guillemotleft « guillemotright » textbackslash \\ backslash \\ "
    "textquotedbl \" textquotesingle ' slash / item • LaTeX LaTeX TeX TeX"
)


def _pairs(row: str) -> dict[str, str]:
    words = row.split()
    return dict(zip(words[::2], words[1::2], strict=True))


SYMBOLS = LETTERS | _pairs(_GREEK) | _pairs(_SIGNS)

SUPERSCRIPTS = dict(zip("0123456789+-=()ni−∘′", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ⁻°′", strict=True))
SUBSCRIPTS = dict(zip("0123456789+-=()−", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎₋", strict=True))


def raised(text: str) -> str | None:
    """`text` in superscript characters; None when one of it has no such form."""
    return _all_of(text, SUPERSCRIPTS)


def lowered(text: str) -> str | None:
    """`text` in subscript characters; None when one of it has no such form."""
    return _all_of(text, SUBSCRIPTS)


def _all_of(text: str, table: dict[str, str]) -> str | None:
    made = [table.get(sign) for sign in text]
    return "".join(filter(None, made)) if text and all(made) else None


def accented(accent: str, letter: str) -> str | None:
    """The one character that is `letter` under the TeX accent `accent`; None if there is none."""
    bare = {"ı": "i", "ȷ": "j"}.get(letter, letter) if accent not in "cbdk" else letter
    made = unicodedata.normalize("NFC", bare + ACCENTS[accent])
    return made if len(made) == 1 else None
