"""A Jinja environment for pages by the ten thousand: contexts are dicts, most values plain text."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from types import CodeType
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined, Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from markupsafe import Markup, escape

from generator.plan.page import Context
from generator.render.escape import escaped

WHOLE = "a block as a whole"  # a filter no template can name


def environment_of(templates: Mapping[str, str]) -> Environment:
    """The environment that finds `templates` by name, in which a name nobody gave is a mistake."""
    made = _Quick(
        loader=_Named(dict(templates)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    made.filters[WHOLE] = _same
    return made


def text_of(template: Template, context: Context) -> str:
    """What `template.render` makes, without its copy of all names for each page."""
    names = {**template.globals, **context}
    try:
        return "".join(template.root_render_func(template.new_context(names, shared=True)))
    except Exception:
        template.environment.handle_exception()  # raises it with the lines of the template


class _QuickTemplate(Template):
    """A template whose code finds the names that `_QuickCode` uses."""

    @classmethod
    def _from_namespace(cls, environment: Environment, namespace: Any, globals: Any) -> Template:
        namespace.update(escape=_escape, escaped=escaped)
        return super()._from_namespace(environment, namespace, globals)


class _QuickCode(CodeGenerator):
    """Code that escapes text and looks into dicts where it stands.

    A page does each sixty times; a function called for it took 8 % of the time of its template.
    """

    def _output_child_pre(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        if not _surely_escapes(frame):
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("(escaped(_shown) if (_shown := ")

    def _output_child_post(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        if not _surely_escapes(frame):
            super()._output_child_post(node, frame, finalize)
        else:
            self.write(").__class__ is str else escape(_shown))")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        key = repr(node.attr)
        self.write(f"(_of[{key}] if (_of := ")
        self.visit(node.node, frame)
        known = f").__class__ is dict and {key} in _of"
        self.write(f"{known} else environment.getattr(_of, {key}))")


class _Quick(Environment):
    """An environment for contexts made of dicts.

    `a.b` is a["b"] first, an attribute only when there is no such key: 25 % less time a page,
    and a key called `items` is no dict's method.
    """

    template_class = _QuickTemplate
    code_generator_class = _QuickCode

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """One dict: a page looks a name up in it, and copies it, many times."""
        return {**self.globals, **(d or {})}

    def _generate(
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,
    ) -> str:
        """Code in which a block makes its text as a whole instead of handing on each piece.

        A piece would pass through the generators of all templates above: 15 % of a page.
        """
        for block in list(source.find_all(nodes.Block)):
            whole = nodes.Filter(None, WHOLE, [], [], None, None, lineno=block.lineno)
            block.body = [nodes.FilterBlock(block.body, whole, lineno=block.lineno)]
        source.set_environment(self)
        return super()._generate(source, name, filename, defer_init)

    def getattr(self, obj: Any, attribute: str) -> Any:
        if obj.__class__ is TemplateModule:  # what is imported: every page asks one a few times
            return super().getattr(obj, attribute)
        try:
            return obj[attribute]
        except (TypeError, LookupError):
            return super().getattr(obj, attribute)


def _surely_escapes(frame: Frame) -> bool:
    return bool(frame.eval_ctx.autoescape and not frame.eval_ctx.volatile)


def _escape(value: Any) -> Any:
    """What templates escape with: plain text stays `str`, which is joined as it is.

    To wrap each of a page's hundred values in Markup took another 25 % of its time.
    """
    kind = type(value)
    if kind is str:
        return escaped(value)
    return value if kind is Markup else escape(value)


def _same(text: Markup) -> Markup:
    return text


def use_codes(environment: Environment, codes: Mapping[str, CodeType]) -> None:
    """Take templates as they were compiled, in every process that renders with them."""
    loader: Any = environment.loader
    loader.codes.update(codes)


class _Named(DictLoader):
    """Templates whose frames in a traceback bear the template's name."""

    def __init__(self, templates: Mapping[str, str]) -> None:
        super().__init__(templates)
        self.codes: dict[str, CodeType] = {}  # of those that were compiled already

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,
    ) -> Template:
        code = self.codes.get(name)
        if code is None:
            return super().load(environment, name, globals)
        return environment.template_class.from_code(environment, code, globals or {})

    def get_source(self, environment: Environment, template: str) -> Any:
        source, _, fresh = super().get_source(environment, template)
        return source, template, fresh
