r"""TeX in prose → the characters it stands for. Math and addresses are left as they are."""

from __future__ import annotations

import re
import unicodedata
from functools import partial

from generator.corpus.spans import Part, parts
from generator.corpus.symbols import ACCENTS, LETTERS, SYMBOLS, accented, lowered, raised

# Stand-ins while the rest is worked on; control characters are gone from the text by then.
KEPT = re.compile("\x02(\\d+)\x03")
DOLLAR, OPEN, CLOSE, HAT, LOW_LINE = "\x04", "\x05", "\x06", "\x07", "\x08"
STOOD_FOR = str.maketrans(DOLLAR + OPEN + CLOSE + HAT + LOW_LINE, "${}^_")

MATH = ("math", "display")
# A dollar that is none of math, and what stands around math; each is tried in turn.
FORMS = (("$", "$", "$"), ("\\$", "$", "$"), ("\\$", "\\(", "\\)"))

# Patterns begin with the sign they look for and look behind after it: the search then runs from
# sign to sign, ten times as fast as one that looks behind at every letter.
ESCAPED_SIGN = re.compile(r"\\([%&_#${}])")
LINE_BREAK = re.compile(r"\\\\(?:\[-?[\d.]+\s*[a-z]{2}\])?")
ACCENT_SIGN = re.compile(
    r"""\{?\\(['`^"~=.])\s*(?:\{\s*\\?([^\W\d_])\s*\}|\\([ij])(?![A-Za-z])|([^\W\d_]))(\}?)"""
)
ACCENT_LETTER = re.compile(
    r"\\([cvuHkrbd])(?:\s*\{\s*\\?([^\W\d_])\s*\}|\s+([^\W\d_])(?![A-Za-z]))"
)
LETTER_IN_WORD = re.compile(rf"\\(?<=[A-Za-z]\\)({'|'.join(LETTERS)})\s+(?=[a-z])")
SWITCHES = (
    "bf|em|it|sc|sf|tt|rm|sl|bfseries|itshape|scshape|ttfamily|sffamily|mdseries|upshape|tiny|"
    "scriptsize|footnotesize|small|normalsize|large|Large|LARGE|huge|Huge|boldmath|centering|"
    "noindent|xspace|par|protect|left|right|allowbreak|nobreakdash|displaystyle|limits|bigl?|"
    "bigr|Bigl?|Bigr|newline|linebreak|smallskip|medskip|bigskip|unskip|ignorespaces"
)
SWITCH = re.compile(rf"\\(?:{SWITCHES})(?![A-Za-z])\s*")
SWITCHED_GROUP = re.compile(rf"\{{\s*\\(?:{SWITCHES})(?![A-Za-z])\s*([^{{}}]*)\}}")
SWITCH_OF_GROUP = re.compile(rf"\\(?:{SWITCHES})\s*(?=\{{)")
SYMBOL_GROUP = re.compile(r"\{\s*(\\[A-Za-z]+)\s*\}")
# Words between dollars: `$\textbf{A}$`, `$\href{…}{…}$`. They are set in type, not in math.
TYPE_ONLY = re.compile(
    r"\\(?:href|url)\s*\{.*\}\Z|\\(?:text(?:bf|it|tt|sc|sf)|emph|underline)\s*\{[^_^]*\}\Z",
    re.DOTALL,
)
COMMAND = re.compile(r"\\([A-Za-z]+)\*?(?:\s?\[[^\[\]{}]*\])?\s?((?:\{[^{}]*\})+)")
CITATION = re.compile(
    r"\\(?:cite[a-z]*|ref|eqref|autoref|cref|label)\*?(?:\s?\[[^\]]*\])*\s?\{[^{}]*\}"
)
CITED, BEFORE_CITED = "\x0e", re.compile("[~\\s]*\x0e")
# Before the second command is taken out, or the first would run into what it leaves.
GLUED = re.compile(r"\\([A-Za-z]+)(?=\\[A-Za-z])")
DOUBLE_BRACES = re.compile(r"\{\s*\{([^{}]*)\}\s*\}")
BARE = re.compile(r"\\([A-Za-z]+)(?:\{\})?")
PUNCTUATED = re.compile(r"""\\([\s,;:!/@\-"'~])""")
PROTECTED_LETTERS = re.compile(r"\{([A-Za-z]+)\}(?=[A-Za-z])|\{(?<=[A-Za-z]\{)([A-Za-z]+)\}")
ARGUMENT = re.compile(r"\{([^{}]*)\}")
DEPTH = 8  # of commands inside commands; what lies deeper keeps its braces

ABBREVIATIONS = {"eg": "e.g.", "ie": "i.e.", "etc": "etc.", "etal": "et al.", "vs": "vs."}
WITHOUT_ARGUMENT = {"color", "ding", "begin", "end", "vspace", "hspace", "label", "ref", "eqref"}
LAST_ARGUMENT = {"textcolor", "colorbox", "hyperref", "raisebox", "scalebox", "fontsize"}

TIES = re.compile(r"~(?<=[\w.,;:)\]}%’”\"'\x03]~)(?=[^\s~])")
APPROXIMATE = re.compile(r"\d~\d")
DASHES = (
    (re.compile(r"---(?<![-!<]---)(?![->])"), "—"),
    (re.compile(r"--(?<![-!<]--)(?![->])"), "–"),
)
OPENING_QUOTES = re.compile(r"''(?=\w)(?:(?<=^'')|(?<=[\s(\[—–]''))")
SINGLE_QUOTES = re.compile(r"`(?=\S)(?:(?<=^`)|(?<=[\s(\[“—–]`))([^`'’]{1,80})['’](?![A-Za-z])")
TIMES = re.compile(r"times(?![A-Za-z])(?:(?<=\dtimes)|(?<=\bNtimes))")
FUNCTION = re.compile(
    r"(?<=[A-Za-z0-9)}])\\(arg|cos|det|dim|exp|inf|lim|ln|log|max|min|Pr|sin|sup|tan)"
)
RELATION = re.compile(r"(?<=\S)([×·±∈∼≈≠≤≥∝⊂⊆→←↔])\s(?=\S)")
SCRIPT = re.compile(r"([\^_])(?:\{([^{}]*)\}|(\\[A-Za-z]+|[^\s\\{}]))")


def without_tex(text: str) -> str:
    """`text` with TeX commands, accents, quotes and dashes as characters.

    `$math$` stays and `\\(math\\)` becomes `$math$`; an escaped dollar becomes a plain one. Where
    that would make math of what was none, or the reverse, they stay as they were.
    """
    kept: list[Part] = []
    masked = "".join(_masked(part, kept) for part in parts(text))
    if not kept and "\\" not in masked:  # as with most: a few dashes and quotes
        return _signs(masked)
    if "\\" in masked:
        masked = unicodedata.normalize("NFC", _commands(masked))
    masked = _signs(masked).replace(OPEN, "{").replace(CLOSE, "}")
    return _restored(masked, kept)


def math_text(tex: str) -> str:
    """A formula as one would type it in plain text: `O(n^2)` → "O(n²)"."""
    text = _commands(FUNCTION.sub(r" \\\1", re.sub(r"[&~]", " ", tex)))
    for _ in range(DEPTH):
        text, before = SCRIPT.sub(_script, text), text
        if text == before:
            break
    text = RELATION.sub(r" \1 ", re.sub(r"[{}$]", "", text)).replace("\\", " ")
    return " ".join(text.translate(STOOD_FOR).split())


def _masked(part: Part, kept: list[Part]) -> str:
    kind, body = part
    if kind == "text":
        return body
    if kind == "math" and TYPE_ONLY.match(body):
        return "".join(_masked(part, kept) for part in parts(body))
    if kind == "link":
        part = (kind, ESCAPED_SIGN.sub(r"\1", body).replace("\\~", "~"))
    kept.append(part)
    return f"\x02{len(kept) - 1}\x03"


def _restored(masked: str, kept: list[Part]) -> str:
    """`masked` with what was kept, in the plainest form that still reads as the same math."""
    formulas = [part for part in kept if part[0] in MATH]
    text = masked
    for dollar, left, right in FORMS:
        marks = {"math": (left, right), "display": ("$$", "$$"), "link": ("", "")}
        shown = [marks[kind][0] + body + marks[kind][1] for kind, body in kept]
        text = KEPT.sub(partial(_kept, shown), masked).replace(DOLLAR, dollar)
        if "$" not in text or [part for part in parts(text) if part[0] in MATH] == formulas:
            break
    return text


def _kept(shown: list[str], mark: re.Match[str]) -> str:
    return shown[int(mark[1])]


def _commands(text: str) -> str:
    text = LINE_BREAK.sub(" ", text)
    text = ESCAPED_SIGN.sub(_escaped_sign, text)
    text = ACCENT_SIGN.sub(_accent_sign, text)
    text = ACCENT_LETTER.sub(_accent_letter, text)
    text = LETTER_IN_WORD.sub(lambda found: LETTERS[found[1]], text)
    text = CITATION.sub(CITED, text)
    if CITED in text:
        text = BEFORE_CITED.sub("", text)
    for _ in range(DEPTH if "{" in text else 0):
        before = text
        text = GLUED.sub(_glued, DOUBLE_BRACES.sub(r"{\1}", text))
        text = SWITCH_OF_GROUP.sub("", SWITCHED_GROUP.sub(r"\1", text))
        text = SYMBOL_GROUP.sub(lambda found: BARE.sub(_bare, found[1]), text)
        text = COMMAND.sub(_command, text)
        if text == before or "{" not in text:
            break
    text = BARE.sub(_bare, SWITCH.sub("", text))
    text = PUNCTUATED.sub(_punctuated, text)
    return PROTECTED_LETTERS.sub(lambda found: found[1] or found[2], text).replace("{}", "")


def _glued(found: re.Match[str]) -> str:
    return SYMBOLS.get(found[1], found[0])


def _escaped_sign(found: re.Match[str]) -> str:
    sign = found[1]
    return {"$": DOLLAR, "{": OPEN, "}": CLOSE}.get(sign, sign)


def _accent_sign(found: re.Match[str]) -> str:
    whole, accent = found[0], found[1]
    made = accented(accent, found[2] or found[3] or found[4])
    if made is None:
        return whole
    # A brace before the accent goes with one behind it; a lone one belongs to someone else.
    opened, closed = whole[0] == "{", bool(found[5])
    if opened and closed:
        return made
    return ("{" if opened else "") + made + ("}" if closed else "")


def _accent_letter(found: re.Match[str]) -> str:
    letter = found[2] or found[3]
    made = accented(found[1], letter)
    if made is None and found[2]:
        made = letter + ACCENTS[found[1]]
    return made or found[0]


def _command(found: re.Match[str]) -> str:
    name = found[1]
    arguments: list[str] = ARGUMENT.findall(found[2])
    first, last = arguments[0], arguments[-1]
    if name.startswith("cite") or name in WITHOUT_ARGUMENT:
        return "".join(arguments[1:])
    if name in ("href", "hyperlink"):
        return first if first == last or not last.strip() else f"{last} ({first})"
    if name in ("textsuperscript", "textsubscript"):
        made = raised(first) if name == "textsuperscript" else lowered(first)
        return (made or first) + _rest(arguments)
    if name in ("frac", "tfrac", "dfrac") and len(arguments) == 2:
        return f"{first}/{last}"
    if name == "sqrt":
        return "√" + "".join(arguments)
    if name == "footnote":
        return f" ({first})" + _rest(arguments)
    if name in LAST_ARGUMENT:
        return last
    return _named(name, arguments)


def _named(name: str, arguments: list[str]) -> str:
    """A command that only sets its argument in type, or one whose name is all it says."""
    whole = SYMBOLS.get(name + arguments[0]) if name in ACCENTS else None
    if whole:  # `\r{ho}` was once `\rho`
        return f"{whole}{_rest(arguments)}"
    if not any(arguments) or name in SYMBOLS:
        return _word(name, "") + "".join(arguments)
    return "".join(arguments)


def _rest(arguments: list[str]) -> str:
    return "".join(arguments[1:])


def _bare(found: re.Match[str]) -> str:
    name = found[1]
    # `\n` and `\u003c` are not TeX but someone's program.
    if len(name) == 1 and name.islower() and name not in SYMBOLS:
        return found[0]
    return _word(name, found.string[found.end() : found.end() + 1])


def _word(name: str, behind: str) -> str:
    if name in ABBREVIATIONS:
        return ABBREVIATIONS[name].removesuffix(".") if behind == "." else ABBREVIATIONS[name]
    if name.startswith("cite") or name in WITHOUT_ARGUMENT:
        return ""
    return SYMBOLS.get(name, name)


def _punctuated(found: re.Match[str]) -> str:
    sign = found[1]
    if sign in "\"'~":
        return sign
    return "" if sign in "!/@-" else " "


def _script(found: re.Match[str]) -> str:
    body = found[2] if found[2] is not None else found[3]
    made = (raised if found[1] == "^" else lowered)(body.strip())
    if made:
        return made
    # Out of reach of the next round, or it would find the same sign again.
    sign = HAT if found[1] == "^" else LOW_LINE
    return f"{sign}{body}" if len(body) == 1 or body.isalpha() else f"{sign}({body})"


def _signs(text: str) -> str:
    if "~" in text:
        text = TIES.sub(_tie, text)
    if "--" in text:
        for pattern, dash in DASHES:
            text = pattern.sub(dash, text)
    if "``" in text:
        text = text.replace("``", "“")
    if "''" in text:
        text = OPENING_QUOTES.sub("“", text).replace("''", "”")
    if "`" in text:
        text = SINGLE_QUOTES.sub(r"‘\1’", text)
    return TIMES.sub("×", text) if "times" in text else text


def _tie(found: re.Match[str]) -> str:
    around = found.string[found.start() - 1 : found.end() + 1]
    return "~" if APPROXIMATE.fullmatch(around) else " "
