"""Forty attempts to run a script through text; each would call `alert` in a page that lets it.

A page shows `one_line(payload)` of those it takes as a title or an abstract, as text.
"""

from __future__ import annotations

PAYLOADS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=data:text/javascript,alert(2)></SCRIPT>",
    "<img src=x onerror=alert(3)>",
    '"><img src=x onerror=alert(4)>',
    "'><svg onload=alert(5)>",
    "<svg/onload=alert(6)>",
    "</title><script>alert(7)</script>",
    "</script><script>alert(8)</script>",
    "</textarea><script>alert(9)</script>",
    "</style><script>alert(10)</script>",
    "--><script>alert(11)</script>",
    "]]><script>alert(12)</script>",
    "<![CDATA[<script>alert(13)</script>]]>",
    "<!--<img src=-->--><script>alert(14)</script>",
    '" onmouseover="alert(15)" x="',
    "' onfocus='alert(16)' autofocus='",
    "` onmouseover=alert(17) `",
    "<iframe srcdoc='<script>alert(18)</script>'></iframe>",
    "<iframe src=javascript:alert(19)>",
    "<body onload=alert(20)>",
    "<details open ontoggle=alert(21)>x</details>",
    "<a href=javascript:alert(22)>x</a>",
    "javascript:alert(23)",
    "JaVaScRiPt:alert(24)",
    "java\tscript:alert(25)",
    "java&#115;cript:alert(26)",
    "data:text/html,<script>alert(27)</script>",
    "vbscript:alert(28)",
    'https://example.org/?q="onmouseover=alert(29)//',
    "https://example.org/'><script>alert(30)</script>",
    "&lt;script&gt;alert(31)&lt;/script&gt;",
    "&#60;img src=x onerror=alert(32)&#62;",
    "<scr\x00ipt>alert(33)</scr\x00ipt>",
    "<scr\u200bipt>alert(34)</script>",
    "{{ alert(35) }}${alert(35)}<% alert(35) %>",
    "\\u003cscript\\u003ealert(36)\\u003c/script\\u003e",
    "<math><mtext></mtext><mglyph><style><img src=x onerror=alert(37)></style></mglyph></math>",
    "$\\text{<img/src=x/onerror=alert(38)>}$",
    "$\\text{</mtext></math><script>alert(39)</script>}$",
    '[x](javascript:alert(40)) ![x](x"onerror="alert(40)) <javascript:alert(40)>',
]
