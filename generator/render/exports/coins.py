"""COinS: a paper of a list in the form that Zotero finds in pages (OpenURL, Z39.88-2004)."""

from __future__ import annotations

from urllib.parse import quote

from generator.plan.page import Context
from generator.render.exports.names import parted, sorted_form
from generator.render.text import plain

START = "ctx_ver=Z39.88-2004&rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Ajournal"


def coins(card: Context) -> str:
    """What a card knows. Authors are named only when the card has them all: without any Zotero
    looks the paper up by its DOI, and gets the rest."""
    fields = [
        ("rft.genre", "article" if card["venue"] else "preprint"),
        ("rft.atitle", plain(card["title"])),
        ("rft.jtitle", card["venue"]),
        ("rft.date", card["date"]),
        ("rft_id", f"info:doi/{card['doi']}" if card["doi"] else ""),
    ]
    if not card["more_authors"]:
        fields += [("rft.au", sorted_form(parted(name))) for name in card["authors"]]
    shown = (f"{key}={quote(value, safe='', errors='replace')}" for key, value in fields if value)
    return "&".join([START, *shown])
