"""The filters of our own: what `{{ value | filter }}` can do in deck.yaml and in slide templates."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal

from deckwright.evaluate.arithmetic import ARITHMETIC, calculate, is_number
from deckwright.evaluate.facts import bare
from deckwright.evaluate.names import look_up
from deckwright.languages.formats import Formats, not_a
from deckwright.source import Text


def filters_of(formats: Formats) -> dict[str, Callable[..., object]]:
    """The filters by name, for one language. One more is one more function here, listed below."""

    def number(value: object, digits: int | None = None, grouped: bool = True) -> str:
        return formats.number(bare(value), digits, grouped=grouped)

    def percent(value: object, digits: int | None = None) -> str:
        return formats.percent(bare(value), digits)

    def currency(value: object, code: str, digits: int | None = None) -> str:
        return formats.currency(bare(value), code, digits)

    def compact(value: object, digits: int = 1) -> str:
        return formats.compact(bare(value), digits)

    def unit(value: object, unit: str, digits: int | None = None) -> str:
        return formats.unit(bare(value), unit, digits)

    def date(value: object, form: str = "long") -> str:
        return formats.date(bare(value), form)

    def list_(values: Iterable[object]) -> str:
        return formats.list(values)

    def quoted(text: object) -> str:
        marked = formats.quoted(text if isinstance(text, str) else str(text))
        return text.like(marked) if isinstance(text, Text) else marked

    def round_(value: object, digits: int = 0) -> Decimal:
        if not is_number(value := bare(value)):
            raise not_a("number", value)
        return Decimal(value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, ARITHMETIC)  # type: ignore[arg-type]

    def sum_(values: Iterable[object], attribute: str = "") -> int | Decimal:
        total: int | Decimal = 0
        for value in values:
            part = bare(look_up(value, attribute) if attribute else value)
            if part is not None:
                total = calculate("+", total, part)  # type: ignore[arg-type]
        return total

    def abs_(value: object) -> object:
        return abs(bare(value))  # type: ignore[arg-type]

    functions = (number, percent, currency, compact, unit, date, list_, quoted, round_, sum_, abs_)
    return {function.__name__.rstrip("_"): function for function in functions}
