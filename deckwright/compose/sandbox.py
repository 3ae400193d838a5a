"""The sandbox of slide templates: Jinja with its work counted, and without what makes texts of any length."""

from __future__ import annotations

from typing import Any

from jinja2 import Template, nodes
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from deckwright.system.work import Work
from deckwright.texts.bounds import BOUNDED, LARGEST, TooLongError, check_repeated, count_work, counting, sized

_FORBIDDEN = frozenset(
    {"center", "expandtabs", "format", "format_map", "join", "ljust", "replace", "rjust", "translate", "zfill"}
)
"""Methods of texts that make long ones of short ones; those that are needed are filters."""
_WITHOUT = ("center", "filesizeformat", "format", "indent", "pprint", "tojson", "urlize", "wordwrap", "xmlattr")


class Bounded(ImmutableSandboxedEnvironment):
    """Counts every round of a loop, call and template, and refuses what would become too long at once."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self, work: Work, **options: Any) -> None:
        super().__init__(**options)
        self.work = work
        self.filters = {name: used for name, used in self.filters.items() if name not in _WITHOUT} | BOUNDED
        self.tests = sized(self.tests, work)
        del self.globals["lipsum"]

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        return count_work(super()._parse(source, name, filename), self)

    def count_filters(self) -> None:
        """From now on all filters are counted by what they are given."""
        self.filters = sized(self.filters, self.work) | counting(self.work)

    def get_template(self, *arguments: Any, **options: Any) -> Template:
        self.work.round()
        return super().get_template(*arguments, **options)

    def call(self, *arguments: Any, **options: Any) -> Any:
        self.work.round()
        for value in arguments[1:]:  # the first is Jinja's context
            self.work.handle(getattr(value, "__self__", value))  # of a method, the text that it belongs to
        return super().call(*arguments, **options)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return super().is_safe_attribute(obj, attr, value) and not (isinstance(obj, str) and attr in _FORBIDDEN)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        check_repeated(operator, left, right)
        if operator == "**" and max(abs(left), abs(right)) > 1_000:
            raise TooLongError
        result = super().call_binop(context, operator, left, right)
        if isinstance(result, int | float) and abs(result) > LARGEST:
            raise OverflowError("the number becomes too large")
        return result
