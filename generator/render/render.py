"""The way through this room: a page → the bytes of its file, and what they are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.plan.page import Context, Page
from generator.render.fingerprint import Fingerprint, of_basis, of_values
from generator.render.outputs import OUTPUTS
from generator.render.scripts import asset_urls
from generator.render.theme import Theme

ASSET = "asset"  # the template of a page that is a file of the theme, as it is
FILE = "file"  # the template of a page whose context has its bytes


@dataclass(frozen=True, slots=True)
class Renderer:
    """All that rendering works with; made once a build, shared by all workers."""

    theme: Theme
    site: Context
    site_print: str
    generator_print: str

    def fingerprint(self, page: Page, basis: Any) -> Fingerprint:
        """Of a page that is made from `basis`, which decides its context."""
        template = self.theme.prints.get(page.template, "")
        return Fingerprint(of_basis(basis), template, self.site_print, self.generator_print)

    def render(self, page: Page, context: Context) -> bytes:
        """The file. Raises DigestError when a template cannot render it."""
        if page.template == ASSET:
            return self.theme.files.assets[context["name"]]
        if page.template == FILE:
            return bytes(context["data"])
        output = OUTPUTS.get(page.template)
        if not output:
            return self.theme.render(page.template, context).encode("utf-8", "replace")
        made = output(context, self.site, self.theme.filters)
        parts = [made] if isinstance(made, str) else made
        return b"".join([part.encode("utf-8", "replace") for part in parts])

    def warnings(self) -> list[tuple[str, str, str]]:
        """What was wrong in Markdown rendered since the last call: its line, what, hint."""
        return self.theme.filters.taken()


def renderer(theme: Theme, site: Context, generator_print: str) -> Renderer:
    named: Mapping[str, str] = asset_urls(theme.files)
    site_print = of_values([site, sorted(named.items())])
    return Renderer(theme, site, site_print, generator_print)
