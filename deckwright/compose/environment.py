"""The Jinja environment of slide templates: a sandbox that counts its work and keeps the places of values.

Jinja's own means are used throughout: inheritance, blocks, macros, autoescaping. Two hooks keep places: `finalize`
brackets every value from deck.yaml, and `preprocess` adds to every element its place in the slide template.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import partial, wraps
from typing import TYPE_CHECKING, Any

from jinja2 import BytecodeCache, FunctionLoader, StrictUndefined, Template, Undefined, nodes
from jinja2.bccache import Bucket
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing

from deckwright.compose.markup import AT, bracket_value
from deckwright.languages.formats import Formats
from deckwright.model.diagnostics import Report
from deckwright.model.source import Span, Text, span_of
from deckwright.system.cache import load_bytes, make_key, store_bytes
from deckwright.system.work import Work
from deckwright.texts.bounds import (
    BOUNDED_FILTERS,
    build_counters,
    check_repetition,
    count_calls,
    count_work,
)
from deckwright.texts.filters import build_filters
from deckwright.texts.values import MAX_NUMBER, TooLongError

if TYPE_CHECKING:
    from deckwright.kinds.slide_templates import SlideTemplate

_FORBIDDEN_METHODS = frozenset(
    {"center", "expandtabs", "format", "format_map", "join", "ljust", "replace", "rjust", "translate", "zfill"}
)
"""Methods of str that make long texts from short ones; the useful ones exist as filters."""
_FORBIDDEN_FILTERS = frozenset(
    {"center", "filesizeformat", "format", "indent", "pprint", "tojson", "urlize", "wordwrap", "xmlattr"}
)
_PLACE_KEEPING_FILTERS = ("capitalize", "join", "lower", "replace", "title", "trim", "upper")
"""Jinja's filters through which a text keeps its place."""
_ELEMENT_START = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|<!--.*?-->|<([a-z][a-z-]*)", re.DOTALL)
_UNWRITABLE = "[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
"""Characters that XML 1.0 does not allow, and our own brackets."""
_XML_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
)
"""Whitespace is escaped too, because XML normalises it in attributes."""


class SlideEnvironment(ImmutableSandboxedEnvironment):
    """Counts every loop round, call and template, and refuses operations whose results would be too long."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self, templates: Mapping[str, SlideTemplate], formats: Formats, work: Work, report: Report) -> None:
        super().__init__(
            autoescape=True,
            loader=FunctionLoader(self._load),
            finalize=self._finalize,
            undefined=_MissingValue,
            trim_blocks=True,
            lstrip_blocks=True,
            bytecode_cache=_CompiledTemplates(templates, formats),
        )
        self.templates, self.work, self.report = templates, work, report
        self.values: list[object] = []
        """The values of the slide being rendered, by the numbers in their brackets."""
        self.slide_span: Span | None = None
        """The place of the slide being rendered in deck.yaml."""
        filters = {name: used for name, used in self.filters.items() if name not in _FORBIDDEN_FILTERS}
        filters |= BOUNDED_FILTERS
        filters |= {name: _keep_place(filters[name]) for name in _PLACE_KEEPING_FILTERS}
        filters |= build_filters(formats)
        self.filters = count_calls(filters, work) | build_counters(work)
        self.tests = count_calls(self.tests, work)
        del self.globals["lipsum"]

    # An extension would do the same, but importing jinja2.ext takes as long as rendering a slide.
    def preprocess(self, source: str, name: str | None = None, filename: str | None = None) -> str:
        """Adds the attribute `AT` to the start tags of elements."""
        kind = (name or "").removesuffix(".xml")
        line, counted = self.templates[kind].first_line, 0

        def add_place(match: re.Match[str]) -> str:
            nonlocal line, counted
            if match[1] is None:
                return match[0]
            line += source.count("\n", counted, match.start())
            counted = match.start()
            column = match.start() - source.rfind("\n", 0, match.start())
            return f'<{match[1]} {AT}="{kind}:{line}:{column}"'

        return _ELEMENT_START.sub(add_place, source)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        return count_work(super()._parse(source, name, filename), self)

    def get_template(self, *arguments: Any, **options: Any) -> Template:
        self.work.count_round()
        return super().get_template(*arguments, **options)

    def call(self, *arguments: Any, **options: Any) -> Any:
        self.work.count_round()
        for value in arguments[1:]:  # the first is Jinja's context
            self.work.count_value(getattr(value, "__self__", value))  # of a method, the text that it belongs to
        return super().call(*arguments, **options)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return super().is_safe_attribute(obj, attr, value) and not (isinstance(obj, str) and attr in _FORBIDDEN_METHODS)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        check_repetition(operator, left, right)
        if operator == "**" and max(abs(left), abs(right)) > 1_000:
            raise TooLongError
        result = super().call_binop(context, operator, left, right)
        if isinstance(result, int | float) and abs(result) > MAX_NUMBER:
            raise OverflowError("the number is too large")
        return result

    def _load(self, name: str) -> tuple[str, str, None] | None:
        template = self.templates.get(name.removesuffix(".xml"))
        return (template.source, name, None) if template else None

    def _finalize(self, value: Any) -> Any:
        """Returns the markup of a value. A value from deck.yaml goes into `values`, and its number into the markup."""
        if not isinstance(value, Text):
            if value is None or hasattr(value, "__html__"):
                return "" if value is None else value
            if isinstance(value, bool):
                return "yes" if value else "no"
            if isinstance(value, int | float | Decimal | date):
                return format(value, "f") if isinstance(value, Decimal) else str(value)
            if isinstance(value, Undefined):
                return str(value)  # raises MissingValueError
        text = value if isinstance(value, str) else ""
        # Printable text can always be written, and `isprintable` takes a tenth of the time of a search.
        if not text.isprintable() and (bad := re.search(_UNWRITABLE, text)):
            self.report.error(
                "refused-character",
                f"the invisible character U+{ord(bad[0]):04X} is not allowed in a presentation",
                span_of(value) or self.slide_span,
            )
            return ""
        if isinstance(value, Text) or not isinstance(value, str):
            self.values.append(value)
            text = bracket_value(len(self.values) - 1, text)
        return _Escaped(text.translate(_XML_ESCAPES))


class MissingValueError(Exception):
    """A name or part that a slide template uses does not exist."""

    def __init__(self, owner: object, name: object, message: str) -> None:
        self.known: tuple[str, ...] | None = None
        """The names of the parts of `owner`; None if `name` is not a part of another value."""
        if isinstance(owner, Mapping):
            self.known = tuple(owner)
            message = f"this value has no '{name}', only {', '.join(self.known)}"
        elif owner is None or isinstance(owner, str | int | Decimal | tuple):
            self.known = ()
            what = "an empty field" if owner is None else "a list" if isinstance(owner, tuple) else "this value"
            message = f"{what} has no '{name}'"
        super().__init__(message)


class _MissingValue(StrictUndefined):
    """A name or part that does not exist: a template may test for it (`is defined`, `default`), but not use it."""

    __slots__ = ()

    def __init__(self, hint: str | None = None, obj: Any = missing, name: Any = None, _: Any = None) -> None:
        super().__init__(hint, obj, name, partial(MissingValueError, obj, name))  # type: ignore[arg-type]


class _Escaped(str):
    """Text that Jinja does not escape again."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


class _CompiledTemplates(BytecodeCache):
    """The templates compiled by earlier builds; compiling takes four times as long as rendering once."""

    def __init__(self, templates: Mapping[str, SlideTemplate], formats: Formats) -> None:
        self._templates, self._language = templates, formats.identity

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Returns a key with the first line of the Jinja source, because places are part of the compiled code."""
        template = self._templates.get(name.removesuffix(".xml"))
        return f"{name}:{template.first_line if template else 0}"

    def load_bytecode(self, bucket: Bucket) -> None:
        if (data := load_bytes(self._cache_name(bucket))) is not None:
            bucket.bytecode_from_string(data)

    def dump_bytecode(self, bucket: Bucket) -> None:
        store_bytes(self._cache_name(bucket), bucket.bytecode_to_string())

    def _cache_name(self, bucket: Bucket) -> str:
        # Jinja calculates constants when it compiles, also with our filters, which use Babel.
        return make_key("template", ("jinja2", "babel"), bucket.key, bucket.checksum, self._language)


def _keep_place(filter_: Callable[..., Any]) -> Callable[..., Any]:
    """Wraps a filter of Jinja so that its result has the place of the text that it gets, or of the first in a list."""

    @wraps(filter_)
    def filter_and_place(*arguments: Any, **options: Any) -> Any:
        result = filter_(*arguments, **options)
        values = (a[0] if isinstance(a, list | tuple) and a else a for a in arguments)
        source = next((value for value in values if isinstance(value, Text)), None)
        return source.like(result) if source is not None and type(result) is str else result

    return filter_and_place
