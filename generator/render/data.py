"""Values → JSON that is the same in every build and safe to stand in a page."""

from __future__ import annotations

import json
import re
from typing import Any

# Not allowed in XML 1.0, lone surrogates among them; and what JSON allows but a script does not.
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def json_text(value: Any) -> str:
    """Compact JSON with sorted keys, one line."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def json_in_html(value: Any) -> str:
    """JSON for a <script> block: nothing in it can end the block or begin a comment."""
    return (
        json_text(value)
        .replace("&", "\\u0026")
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
    )


def clean(text: str) -> str:
    """`text` without the characters XML 1.0 forbids."""
    return UNFIT.sub(" ", text)
