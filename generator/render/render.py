"""The way through this room: a page → the bytes of its file, and what they are made from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from generator.plan.page import Context, Page
from generator.render.fingerprint import Fingerprint, of_basis, of_values
from generator.render.outputs import output_of
from generator.render.scripts import asset_urls
from generator.render.templates import Templates
from generator.sources.theme import ThemeFiles

if TYPE_CHECKING:
    from generator.render.theme import Theme

ASSET = "asset"  # the template of a page that is a file of the theme, as it is
FILE = "file"  # the template of a page whose context has its bytes


class Renderer:
    """All that rendering works with; made once a build, shared by all workers."""

    def __init__(
        self, files: ThemeFiles, templates: Templates, site: Context, generator_print: str
    ) -> None:
        named: Mapping[str, str] = asset_urls(files)
        self.files, self.templates, self.site = files, templates, site
        self.site_print = of_values([site, sorted(named.items())])
        self.generator_print = generator_print
        self._theme: Theme | None = None

    @property
    def theme(self) -> Theme:
        """The theme, ready to render the site; loaded for the first page that it renders."""
        if self._theme is None:
            self._theme = self.templates.theme().of(self.site)
        return self._theme

    def fingerprint(self, page: Page, basis: Any) -> Fingerprint:
        """Of a page that is made from `basis`, which decides its context."""
        template = self.templates.prints.get(page.template, "")
        return Fingerprint(of_basis(basis), template, self.site_print, self.generator_print)

    def render(self, page: Page, context: Context) -> bytes:
        """The file. Raises DigestError when a template cannot render it."""
        if page.template == ASSET:
            return self.files.assets[context["name"]]
        if page.template == FILE:
            return bytes(context["data"])
        output = output_of(page.template)
        if not output:
            return self.theme.render(page.template, context).encode("utf-8", "replace")
        made = output(context, self.site, self.theme.filters)
        parts = [made] if isinstance(made, str) else made
        return b"".join([part.encode("utf-8", "replace") for part in parts])

    def warnings(self) -> list[tuple[str, str, str]]:
        """What was wrong in Markdown rendered since the last call: its line, what, hint."""
        return self._theme.filters.taken() if self._theme else []
