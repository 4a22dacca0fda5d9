"""Web addresses in running text, and what they lead to."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

# Hosts that abstracts name without a scheme; "e.g.", "v2.5" and the like are no addresses.
_BARE_HOSTS = (
    r"(?:www\.[a-z0-9-]+\.[a-z]{2,}|[a-z0-9-]+\.(?:github|gitlab)\.io|sites\.google\.com"
    r"|(?:www\.)?github\.com|gitlab\.com|huggingface\.co|bitbucket\.org|codeberg\.org)"
)
URL = re.compile(
    rf"(?<![\w@/.-])(?:https?://|(?={_BARE_HOSTS}(?![\w.-]*@)))[^\s<>\"'`^|]+", re.IGNORECASE
)
CODE_HOSTS = (
    "github.com",
    "gitlab.com",
    "bitbucket.org",
    "codeberg.org",
    "huggingface.co",
    "anonymous.4open.science",
)
# Places of papers and films: neither the code nor the page of a project.
ELSEWHERE = (
    "arxiv.org",
    "doi.org",
    "aclanthology.org",
    "openreview.net",
    "youtube.com",
    "youtu.be",
)


def links(text: str) -> list[str]:
    """The web addresses in `text`, each once, in order, the punctuation behind them left off.

    One without a scheme ("example.github.io/x") is given https.
    """
    if "://" not in text and "." not in text:
        return []
    found = (_trimmed(match.group()) for match in URL.finditer(_without_tex(text)))
    whole = (url if "://" in url else f"https://{url}" for url in found)
    return [url for url in dict.fromkeys(whole) if _has_host(url)]


def _without_tex(text: str) -> str:
    if "\\" not in text:
        return text
    text = re.sub(r"\\(?:url|href|texttt)\s*\{([^{}]*)\}", r" \1 ", text)
    return re.sub(r"\\([_%#&~$])", r"\1", text)


def _trimmed(url: str) -> str:
    """`url` without what belongs to the sentence: "." "," "…" and brackets never opened in it."""
    url = re.split(r"[{}\\]", url, maxsplit=1)[0]
    while url:
        last = url[-1]
        opening = {")": "(", "]": "["}.get(last, "")
        if last in ".,;:!?*~…”’。、，；：）" or (opening and url.count(last) > url.count(opening)):
            url = url[:-1]
        else:
            break
    return url


def _has_host(url: str) -> bool:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:  # an opened "[" of an IPv6 address
        return False
    return "." in host.strip(".")


def link_kind(url: str) -> str:
    """What `url` leads to: "code", "project" (a page about the work), or "" for neither."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    steps = [step for step in parts.path.split("/") if step]
    if any(host == place or host.endswith(f".{place}") for place in ELSEWHERE):
        return ""
    if host not in CODE_HOSTS:
        return "project"
    if host == "huggingface.co" and steps[:1] == ["papers"]:
        return ""
    return "code" if steps else ""
