"""Facts only: what may be kept of an abstract when its text may not."""

from __future__ import annotations

from generator.corpus.terms import acronyms, distinctive_terms, link_kind, links
from generator.importers.found import Sighting


def facts_only(sighting: Sighting) -> Sighting:
    """`sighting` without its abstract, but with what was harvested from it.

    That is its links (the first to code and the first to a project's page, where the source
    itself names none), its distinctive terms, and its acronyms with their long forms.
    """
    abstract = sighting.get("abstract")
    if not abstract:
        return sighting
    facts = {key: value for key, value in sighting.items() if key != "abstract"}
    for url in links(abstract):
        if kind := link_kind(url):
            facts.setdefault(kind, url)
    if terms := distinctive_terms(abstract, sighting.get("title", "")):
        facts["terms"] = terms
    if long_forms := acronyms(abstract):
        facts["acronyms"] = long_forms
    return facts
