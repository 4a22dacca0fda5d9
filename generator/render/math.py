"""TeX → MathML that holds nothing but mathematics.

latex2mathml's own text is not safe: what stands in `\\text{…}` comes out as it went in. So only its
tree is used, and of that only the tags and attributes named here, written by us.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from generator.render.alphabets import styled
from generator.render.escape import escaped

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LONGEST = 2_000  # characters of TeX
DEEPEST = 60  # tags inside tags

LEAVES = {"mi", "mn", "mo", "mtext", "mspace"}
TAGS = LEAVES | {
    *("math", "mrow", "mfrac", "msqrt", "mroot", "mstyle", "mpadded", "mphantom"),
    *("msub", "msup", "msubsup", "munder", "mover", "munderover", "mtable", "mtr", "mtd"),
}
BOXES = {"menclose", "mfenced", "merror"}  # shown as what stands in them
ROWS = {"math", "mrow", "mstyle", "mtd", "msqrt", "mpadded", "mphantom"}  # any number of children

WORD = re.compile(r"true|false|prefix|infix|postfix|[+-]?\d")
LENGTH = re.compile(r"[+-]?(?:\d{1,2}|\d?\.\d{1,4}|\d\.\d{1,4})(?:em|ex|px|pt)|0")
ATTRIBUTES = {
    **dict.fromkeys(
        ("displaystyle", "scriptlevel", "stretchy", "fence", "separator", "form"), WORD
    ),
    **dict.fromkeys(("largeop", "movablelimits", "accent", "accentunder", "symmetric"), WORD),
    **dict.fromkeys(("lspace", "rspace", "minsize", "maxsize", "width", "height"), LENGTH),
    **dict.fromkeys(("depth", "voffset", "linethickness"), LENGTH),
}
CHILDREN = {
    **dict.fromkeys(("mfrac", "mroot", "msub", "msup", "munder", "mover"), 2),
    **dict.fromkeys(("msubsup", "munderover"), 3),
}

# What the library does not know, or what a paper may not do to the page.
COMMANDS = {
    "arg": r"\operatorname{arg}",
    "argmax": r"\operatorname*{argmax}",
    "argmin": r"\operatorname*{argmin}",
    "bm": r"\boldsymbol",
    "pmb": r"\boldsymbol",
    "mathbbm": r"\mathbb",
    "mathds": r"\mathbb",
    "mathnormal": r"\mathit",
    "mathrm": r"\mathrm ",  # with the space, a single letter is not taken for an italic one
    "textsc": r"\text",
    "textsl": r"\textit",
    "emph": r"\textit",
    "ensuremath": "",
    "xspace": "",
    "nolimits": "",
    "allowbreak": "",
    "lvert": r"\vert ",
    "rvert": r"\vert ",
    "coloneqq": ":=",
    "textless": "<",
    "textgreater": ">",
    "textendash": "–",
}
COMMAND = re.compile(r"\\([A-Za-z]+)")
FORBIDDEN = re.compile(
    r"\\(?:[gex]?def|let|(?:re|provide)?new(?:command|environment)|newcommand|renewcommand"
    r"|DeclareMathOperator|require|include|input|href|style|class|cssId|verb|rule|tag)(?![A-Za-z])"
)
ENVIRONMENTS = (("{aligned}", "{align*}"), ("{gathered}", "{align*}"), ("{dcases}", "{cases}"))
OPERATORS = {"~": "∼", "*": "∗", "-": "−"}
BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
CHARACTER = re.compile(r"&#x([0-9A-Fa-f]{2,6});")
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")


def mathml(tex: str, display: bool = False) -> str | None:
    """`tex` as a `<math>` element; None when it cannot be set as it was meant."""
    if len(tex) > LONGEST or FORBIDDEN.search(tex) or UNFIT.search(tex) or not tex.strip():
        return None
    try:
        return _written(_tree(_prepared(tex), display), 0, display)
    except (Unfit, RecursionError):
        return None


class Unfit(Exception):
    """This formula cannot be set."""


def _tree(tex: str, display: bool) -> Element:
    from latex2mathml.converter import convert_to_element

    tree: Element
    try:
        tree = convert_to_element(tex, display="block" if display else "inline")
    except Exception as error:  # it raises its own kinds, and IndexError, KeyError, …
        raise Unfit from error
    return tree


def _prepared(tex: str) -> str:
    """`tex` in the words the library knows. Raises Unfit when a brace is missing."""
    if _unclosed_braces(tex):
        raise Unfit
    for unknown, known in ENVIRONMENTS:
        tex = tex.replace(unknown, known)
    return COMMAND.sub(lambda found: COMMANDS.get(found[1], found[0]), tex)


def _unclosed_braces(tex: str) -> bool:
    depth = 0
    for brace in BRACE.findall(tex):
        depth += {"{": 1, "}": -1}.get(brace, 0)
        if depth < 0:
            return True
    return depth > 0


def _written(element: Element, depth: int, display: bool = False) -> str:
    tag, attributes = element.tag, _attributes(element)
    if depth > DEEPEST or tag not in TAGS | BOXES:
        raise Unfit
    if tag in LEAVES:
        return _leaf(element, tag, attributes, depth)
    if len(element) != CHILDREN.get(tag, len(element)):
        raise Unfit
    if tag == "math":
        return _math(list(_children(_only_row(element), depth)), display)
    inside = list(_children(element, depth))
    own = _leaf_text(element)
    if own.strip():
        inside.insert(0, f"<mtext>{own}</mtext>")
    if tag in BOXES or (tag == "mstyle" and not attributes):
        tag = "mrow"
    if tag == "mrow" and not attributes and len(inside) == 1:
        return inside[0]
    return f"<{tag}{attributes}>{''.join(inside)}</{tag}>"


def _only_row(element: Element) -> Element:
    """The row that is all `element` holds; a row inside <math> says nothing more."""
    alone = len(element) == 1 and element[0].tag == "mrow" and not element[0].attrib
    return element[0] if alone else element


def _math(inside: list[str], display: bool) -> str:
    if not any(inside):
        raise Unfit
    block = ' display="block"' if display else ""
    return f"<math{block}>{''.join(inside)}</math>"


def _children(element: Element, depth: int) -> Iterable[str]:
    """The children, neighbouring upright letters put together: "softmax" is one word."""
    word = ""
    for child in element:
        if element.tag in ROWS and child.tag == "mi" and child.get("mathvariant") == "normal":
            word += _leaf_text(child)
            continue
        if word:
            yield _upright(word)
            word = ""
        yield _written(child, depth + 1)
        if (child.tail or "").strip():
            raise Unfit
    if word:
        yield _upright(word)


def _upright(word: str) -> str:
    # A lone letter would be slanted; a word is upright by itself.
    return f'<mi mathvariant="normal">{word}</mi>' if len(word) == 1 else f"<mi>{word}</mi>"


def _leaf(element: Element, tag: str, attributes: str, depth: int) -> str:
    text = _leaf_text(element)
    # `\mathop{…}` comes as an operator with its letters below it.
    inside = "".join(_written(child, depth + 1) for child in element)
    if not text and (inside or (tag == "mspace" and not attributes)):
        return inside
    if text in OPERATORS and tag in ("mi", "mo"):
        tag, text = "mo", OPERATORS[text]
    if element.get("mathvariant") == "normal" and tag == "mi" and len(text) == 1:
        attributes += ' mathvariant="normal"'
    return f"<{tag}{attributes}>{text}</{tag}>{inside}"


def _leaf_text(element: Element) -> str:
    text = CHARACTER.sub(_character, element.text or "")
    if text.startswith("\\") or UNFIT.search(text):
        raise Unfit
    style = element.get("mathvariant", "") if element.tag != "mtext" else ""
    return escaped(styled(text, style))


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    if code > 0x10FFFF:
        raise Unfit
    return chr(code)


def _attributes(element: Element) -> str:
    kept = (
        (name, value)
        for name, value in element.items()
        if name in ATTRIBUTES and ATTRIBUTES[name].fullmatch(value)
    )
    return "".join(f' {name}="{value}"' for name, value in sorted(kept))
