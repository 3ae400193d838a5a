"""The filters of our own: what `{{ value | filter }}` can do in deck.yaml and in slide templates."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal

from deckwright.languages.formats import FormatError, Formats, build_type_error
from deckwright.model.source import Text
from deckwright.texts.bounds import ARITHMETIC, calculate, is_number
from deckwright.texts.facts import unwrap_fact
from deckwright.texts.names import build_name_error, look_up


def build_filters(formats: Formats) -> dict[str, Callable[..., object]]:
    """The filters by name, for one language. One more is one more function here, listed below."""

    def number(value: object, digits: int | None = None, grouped: bool = True) -> str:
        return formats.format_number(unwrap_fact(value), digits, grouped=grouped)

    def percent(value: object, digits: int | None = None) -> str:
        return formats.format_percent(unwrap_fact(value), digits)

    def currency(value: object, code: str, digits: int | None = None) -> str:
        return formats.format_currency(unwrap_fact(value), code, digits)

    def compact(value: object, digits: int = 1) -> str:
        return formats.format_compact(unwrap_fact(value), digits)

    def unit(value: object, unit: str, digits: int | None = None) -> str:
        return formats.format_unit(unwrap_fact(value), unit, digits)

    def date(value: object, form: str = "long") -> str:
        return formats.format_date(unwrap_fact(value), form)

    def list_(values: Iterable[object]) -> str:
        return formats.format_list(values)

    def quoted(text: object) -> str:
        marked = formats.quote(text if isinstance(text, str) else str(text))
        return text.like(marked) if isinstance(text, Text) else marked

    def round_(value: object, digits: int = 0) -> Decimal:
        if not is_number(value := unwrap_fact(value)):
            raise build_type_error("number", value)
        return Decimal(value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, ARITHMETIC)  # type: ignore[arg-type]

    def sum_(values: Iterable[object], attribute: str = "") -> int | Decimal:
        total: int | Decimal = 0
        for part in _collect_values(values, attribute):
            total = calculate("+", total, unwrap_fact(part))  # type: ignore[arg-type]
        return total

    def average(values: Iterable[object], attribute: str = "") -> Decimal:
        parts = _collect_values(values, attribute)
        if not parts:
            raise FormatError("there is nothing here to take the average of")
        return Decimal(calculate("/", sum_(parts), len(parts)))

    def max_(values: Iterable[object], column: str = "", attribute: str = "") -> object:
        return _pick_extreme(values, column, attribute, max)

    def min_(values: Iterable[object], column: str = "", attribute: str = "") -> object:
        return _pick_extreme(values, column, attribute, min)

    def where(rows: Iterable[object], **wanted: object) -> list[object]:
        return [
            row for row in rows if all(_get_part(row, name) == unwrap_fact(value) for name, value in wanted.items())
        ]

    def abs_(value: object) -> object:
        return abs(unwrap_fact(value))  # type: ignore[arg-type]

    functions = (
        number,
        percent,
        currency,
        compact,
        unit,
        date,
        list_,
        quoted,
        round_,
        sum_,
        average,
        max_,
        min_,
        where,
        abs_,
    )
    return {function.__name__.rstrip("_"): function for function in functions}


def _collect_values(values: Iterable[object], column: str) -> list[object]:
    """The values in `values`, or in a `column` of these rows. Empty cells do not count."""
    parts = (_get_part(value, column) if column else value for value in values)
    return [part for part in parts if unwrap_fact(part) is not None]


def _pick_extreme(values: Iterable[object], column: str, attribute: str, pick: Callable[..., object]) -> object:
    """The largest or smallest value of a `column`; with `attribute`, the row that has it."""
    if attribute:
        rows = [row for row in values if unwrap_fact(_get_part(row, attribute)) is not None]
        found = pick(rows, key=lambda row: _get_part(row, attribute), default=None)
    else:
        found = pick(_collect_values(values, column), default=None)
    if found is None:
        raise FormatError("there is nothing here to choose from")
    return found


def _get_part(row: object, name: str) -> object:
    try:
        return look_up(row, name)
    except KeyError:
        raise build_name_error("the row", row, name) from None
