"""An edition → a letter: subject, HTML, text, and the message that holds them. Values only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from generator.config import Config
from generator.corpus.model import Issue
from generator.mail import message
from generator.plan.cards import issue_label
from generator.plan.mail import bare, brief, cut, longest, mail_context
from generator.plan.page import Context, Site
from generator.render.text import plain
from generator.render.theme import Theme
from generator.sources.mail import Mailbox

HTML_BYTES = 100_000  # as sent; Gmail shows the first 102 KB and hides the rest behind a link


@dataclass(frozen=True, slots=True)
class Letter:
    """One edition as it is sent."""

    issue: str
    sender: str  # addresses, as the server is told them
    to: str
    subject: str
    html: str
    text: str
    message_id: str
    message: bytes  # all of it, as it goes over the wire
    shortened: bool  # the HTML leaves something out that the site has


def letter(site: Site, issue: Issue, theme: Theme, to: Mailbox | None = None) -> Letter:
    """`issue` for the list of digest.yaml, or for `to`.

    Raises DigestError when a template of the theme cannot render it.
    """
    config = site.config
    context = mail_context(site, issue, config.mail.get("unsubscribe", ""))
    html, shortened = fitted(context, lambda known: theme.render("mail.html", known))
    text = tidy(theme.render("mail.txt", context))
    subject = _subject(config, issue)
    sender, to = config.mail["from"].address, to or config.mail["to"]
    domain = sender.rpartition("@")[2]
    id = message.identified((config.base_url, subject, html, text), issue.id.lower(), domain)
    headers = _headers(config, issue, subject, id, to)
    whole = message.message(headers, text, html)
    return Letter(issue.id, sender, to.address, subject, html, text, id, whole, shortened)


def _subject(config: Config, issue: Issue) -> str:
    label = issue_label(issue.id)
    name = f"{plain(issue.title)} ({label})" if issue.title else label
    return message.one_line(f"{plain(config.title)}: {name}")


def _headers(
    config: Config, issue: Issue, subject: str, id: str, to: Mailbox
) -> list[tuple[str, str]]:
    """The date is the edition's, not the clock's: the same edition is the same message."""
    boxes = [("From", config.mail["from"]), ("To", to), ("Reply-To", config.mail.get("reply_to"))]
    rows = [(name, message.addressed(name, box)) for name, box in boxes if box]
    rows += [
        ("Subject", message.words("Subject", subject)),
        ("Date", message.dated(issue.issued)),
        ("Message-ID", id),
        ("Content-Language", config.language),
    ]
    if config.mail.get("unsubscribe"):
        rows.append(("List-Unsubscribe", f"<{config.mail['unsubscribe']}>"))
    return rows


def fitted(context: Context, render: Callable[[Context], str]) -> tuple[str, bool]:
    """The fullest HTML of an edition that a mail program shows whole; whether it was shortened.

    First each paper is cut to its title and date, then lists to as many papers as there is room
    for, with a link to the rest; at last the introduction gives way to a link.
    """
    whole = render(context)
    if fits(whole):
        return whole, False
    short = render(brief(context))
    if fits(short):
        return short, True
    made = render(cut(context, 0))
    if not fits(made):
        return render(bare(context)), True
    low, high = 0, longest(context)  # `low` fits, `high` does not
    while high - low > 1:
        middle = (low + high) // 2
        tried = render(cut(context, middle))
        if fits(tried):
            low, made = middle, tried
        else:
            high = middle
    return made, True


def fits(html: str) -> bool:
    return len(message.encoded(html)) <= HTML_BYTES


def tidy(text: str) -> str:
    """Text of a template without blanks at the end of lines or more than one empty line."""
    lines: list[str] = []
    for line in text.split("\n"):
        if line.strip() or (lines and lines[-1]):
            lines.append(line.rstrip())
    return "\n".join(lines).strip("\n") + "\n"
