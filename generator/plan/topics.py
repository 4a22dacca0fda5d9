"""The tree of topics and the page of each."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from generator.corpus.model import Topic
from generator.plan import urls
from generator.plan.cards import first_sentence, links, newest, newest_first, topic_link
from generator.plan.lists import (
    export_links,
    group_feeds,
    head,
    list_page,
    on_page,
    page_title,
    paged,
    source_url,
)
from generator.plan.page import Context, Page, Site

NEAR_TOPICS = 6


def topic_tree(site: Site) -> list[Context]:
    """Our topics, each with those below it; topics made of keywords are not in the tree."""
    corpus = site.corpus
    below: dict[str | None, list[Topic]] = {}
    for topic in corpus.topics.values():
        if topic.ours:
            below.setdefault(topic.parent, []).append(topic)

    def branch(topic: Topic) -> Context:
        return topic_link(corpus, topic.id) | {
            "intro_line": first_sentence(topic.intro),
            "children": [branch(child) for child in below.get(topic.id, ())],
        }

    return [branch(topic) for topic in below.get(None, ())]


def topic_pages(site: Site) -> Iterator[Page]:
    corpus, size = site.corpus, site.config.thresholds.per_page
    yield Page(urls.TOPICS, "topics.html", partial(topics_context, site))
    for topic in corpus.topics.values():
        ids = newest_first(site, corpus.by_topic[topic.id])
        for number in range(1, max(1, -(-len(ids) // size)) + 1):
            changed = newest(corpus.papers[id].day for id in ids[:1])
            url = urls.topic_url(topic.id, number)
            made = partial(topic_head, site, topic, len(ids), number)
            shown = on_page(ids, number, size)
            yield list_page(
                site, url, "topic.html", made, shown, changed=changed, source=topic.path
            )


def topics_context(site: Site) -> Context:
    others = [t.id for t in site.corpus.topics.values() if not t.ours]
    rows = sorted(
        (topic_link(site.corpus, id) for id in others), key=lambda t: (-t["count"], t["name"])
    )
    said = f"The questions {site.config.title} sorts its papers under."
    more = {"topics": topic_tree(site), "others": rows, "taken_in": site.taken_in}
    return head(urls.TOPICS, "Topics", said, "topics", **more)


def topic_head(site: Site, topic: Topic, count: int, number: int) -> Context:
    corpus, size = site.corpus, site.config.thresholds.per_page
    url = partial(urls.topic_url, topic.id)
    parent = topic_link(corpus, topic.parent) if topic.parent else None
    children = [t.id for t in corpus.topics.values() if t.parent == topic.id]
    beside = [
        t.id
        for t in corpus.topics.values()
        if t.ours and topic.ours and t.parent == topic.parent and t.id != topic.id
    ]
    said = first_sentence(topic.intro) or f"Papers on {topic.name}, newest first."
    return (
        head(url(number), page_title(topic.name, number), said, "topics")
        | paged(number, count, size, url)
        | {
            "feeds": group_feeds(site, topic.name, f"topics/{topic.id}"),
            "exports": export_links(site, f"topics/{topic.id}"),
            "source_url": source_url(site, topic.path),
            "topic": {
                "id": topic.id,
                "name": topic.name,
                "aliases": list(topic.aliases),
            },
            "intro": topic.intro if number == 1 else "",
            "links": links(site, topic.intro) if number == 1 else {},
            "parent": parent,
            "children": [topic_link(corpus, id) for id in children],
            "neighbours": [topic_link(corpus, id) for id in beside[:NEAR_TOPICS]],
        }
    )
