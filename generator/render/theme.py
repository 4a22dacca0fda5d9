"""Theme files and settings → pages as text. Templates see their context and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import CodeType

from jinja2 import (
    Environment,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    meta,
)

from generator.plan.page import Context
from generator.problems import DigestError, Problem
from generator.render.environment import environment_of, text_of, use_codes
from generator.render.filters import Filters
from generator.render.fingerprint import reached
from generator.render.scripts import asset_urls, needed
from generator.render.templates import Compiled, Templates, prints_of
from generator.sources.fields import suggestion
from generator.sources.theme import ThemeFiles

# What a template that is wrong makes Python raise; anything else is a bug of ours.
MISTAKES = (TemplateError, TypeError, ValueError, LookupError, ArithmeticError, RecursionError)


class Theme:
    """A theme ready to render. One object a process: it keeps a Markdown converter."""

    def __init__(
        self, environment: Environment, files: ThemeFiles, filters: Filters, compiled: Compiled
    ) -> None:
        self.environment, self.files, self.filters = environment, files, filters
        self.compiled = compiled  # for the next build

    @property
    def templates(self) -> Templates:
        return Templates(prints_of(self.files, self.compiled), lambda: self)

    def render(self, template: str, context: Context) -> str:
        """The page as HTML. Raises DigestError naming template, line and page."""
        try:
            return text_of(self.environment.get_template(template), context)
        except TemplateNotFound as error:
            raise DigestError([self._missing(template, str(error.name), context)]) from None
        except MISTAKES as error:
            raise DigestError([self._mistake(template, error, context)]) from error

    def of(self, site: Context) -> Theme:
        """This theme, for the one digest that `site_values` are of."""
        self.filters.site = site
        base, assets = site["base"], self.filters.assets

        def asset(name: str) -> str:
            if name not in assets:
                raise LookupError(f"no asset `{name}`; {suggestion(name, assets)}")
            return f"{base}{assets[name]}"

        def modules(name: str) -> list[str]:
            asset(name)
            return [asset(script) for script in needed(self.files, name)]

        self.environment.globals = {
            "site": site,
            "base": base,
            "origin": site["origin"],
            "asset": asset,
            "modules": modules,
            "range": range,
        }
        return self

    def is_made_of(self, files: ThemeFiles, site: Context) -> bool:
        return self.files == files and self.filters.site == site

    def _missing(self, template: str, name: str, context: Context) -> Problem:
        path = self.files.paths.get(template, f"templates/{template}")
        hint = suggestion(name, self.files.templates)
        what = f"no template `{name}`, needed for {context.get('url', 'a page')}"
        return Problem(path, None, None, what, hint)

    def _mistake(self, template: str, error: Exception, context: Context) -> Problem:
        name, line = _place(error, self.files.templates) or (template, None)
        what = f"{error} (while rendering {context.get('url', 'a page')})"
        if isinstance(error, RecursionError):
            what = f"includes itself without end (while rendering {context.get('url')})"
        source = self.files.templates.get(name, "").split("\n")
        shown = source[line - 1] if line and line <= len(source) else ""
        hint = "a template sees its context, `site`, `base`, `origin`, `asset` and `modules`"
        return Problem(self.files.paths.get(name, name), line, None, what, hint, False, shown)


def _place(error: Exception, templates: Mapping[str, str]) -> tuple[str, int] | None:
    """Template and line an error was raised in: the innermost frame that is a template's."""
    if isinstance(error, TemplateSyntaxError):
        return error.name or "", error.lineno
    found = None
    trace = error.__traceback__
    while trace:
        name = trace.tb_frame.f_code.co_filename
        if name in templates:
            found = name, trace.tb_lineno
        trace = trace.tb_next
    return found


def load_theme(files: ThemeFiles, known: Compiled | None = None) -> Theme:
    """All templates compiled; `of` says what they are to see before they can be rendered.

    `known` is what they were compiled to by the same code. Raises DigestError with every template
    that is not right.
    """
    filters = Filters({}, asset_urls(files))
    environment = _environment(files, filters)
    compiled = known
    if compiled is None:
        compiled, problems = _compiled(environment, files, sorted(files.templates))
        problems += circles(files, compiled)
        if problems:
            raise DigestError(problems)
    use_codes(environment, {name: code for name, (_, code) in compiled.items()})
    return Theme(environment, files, filters, compiled)


def compiled_templates(files: ThemeFiles, names: Iterable[str]) -> tuple[Compiled, list[Problem]]:
    """Each of the templates that can be compiled, and all that is wrong with them."""
    return _compiled(_environment(files, Filters({}, {})), files, names)


def _environment(files: ThemeFiles, filters: Filters) -> Environment:
    environment = environment_of(files.templates)
    environment.filters.update(filters.by_name())
    return environment


def _compiled(
    environment: Environment, files: ThemeFiles, names: Iterable[str]
) -> tuple[Compiled, list[Problem]]:
    """Each template as code, with what it includes, extends or imports by name."""
    found: dict[str, tuple[Sequence[str], CodeType]] = {}
    problems = []
    for name in names:
        source, path = files.templates[name], files.paths[name]
        try:
            tree = environment.parse(source, name)
            references = sorted({n for n in meta.find_referenced_templates(tree) if n})
            found[name] = references, environment.compile(tree, name, name)
        except TemplateError as error:
            line = getattr(error, "lineno", None)
            lines = source.split("\n")
            shown = lines[line - 1] if line and line <= len(lines) else ""
            problems.append(Problem(path, line, None, str(error.message), "", False, shown))
            continue
        for missing in sorted(set(references) - files.templates.keys()):
            hint = suggestion(missing, files.templates)
            problems.append(Problem(path, None, None, f"no template `{missing}`", hint))
    return found, problems


def circles(files: ThemeFiles, compiled: Compiled) -> list[Problem]:
    """Templates that include themselves, by whatever way."""
    references = {name: those for name, (those, _) in compiled.items()}
    return [
        Problem(files.paths[name], None, None, "includes itself without end")
        for name in sorted(references)
        if name in reached(references[name], references)
    ]
