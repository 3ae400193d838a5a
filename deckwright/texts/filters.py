"""The filters of Deckwright: `{{ value | filter }}` in deck.yaml and in slide templates."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal

from deckwright.languages.formats import FormatError, Formats, build_type_error
from deckwright.model.source import Text
from deckwright.texts.values import ARITHMETIC, build_name_error, calculate, is_number, look_up, unwrap_fact


def build_filters(formats: Formats) -> dict[str, Callable[..., object]]:
    """Returns the filters by name, for one language. To add one, write a function and list it here."""
    return {
        "number": _accept_facts(formats.format_number),
        "percent": _accept_facts(formats.format_percent),
        "currency": _accept_facts(formats.format_currency),
        "compact": _accept_facts(formats.format_compact),
        "unit": _accept_facts(formats.format_unit),
        "date": _accept_facts(formats.format_date),
        "list": formats.format_list,
        "quoted": lambda text: formats.quote(text if isinstance(text, Text) else str(text)),
        "round": _accept_facts(_round),
        "sum": _sum,
        "average": _average,
        "max": lambda values, column="", attribute="": _pick_extreme(values, column, attribute, max),
        "min": lambda values, column="", attribute="": _pick_extreme(values, column, attribute, min),
        "where": _where,
        "abs": _accept_facts(abs),
    }


def _accept_facts(function: Callable[..., object]) -> Callable[..., object]:
    """Returns `function` with a fact as first argument replaced by its value."""
    return lambda value, *arguments, **options: function(unwrap_fact(value), *arguments, **options)


def _round(value: object, digits: int = 0) -> Decimal:
    if not is_number(value):
        raise build_type_error("number", value)
    return Decimal(value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, ARITHMETIC)  # type: ignore[arg-type]


def _sum(values: Iterable[object], attribute: str = "") -> int | Decimal:
    total: int | Decimal = 0
    for part in _collect_values(values, attribute):
        total = calculate("+", total, unwrap_fact(part))  # type: ignore[arg-type]
    return total


def _average(values: Iterable[object], attribute: str = "") -> Decimal:
    parts = _collect_values(values, attribute)
    if not parts:
        raise FormatError("the average of no values is undefined")
    return Decimal(calculate("/", _sum(parts), len(parts)))


def _where(rows: Iterable[object], **columns: object) -> list[object]:
    return [row for row in rows if all(_get_part(row, name) == unwrap_fact(value) for name, value in columns.items())]


def _collect_values(values: Iterable[object], column: str) -> list[object]:
    """Returns `values`, or the `column` of these rows, without empty cells."""
    parts = (_get_part(value, column) if column else value for value in values)
    return [part for part in parts if unwrap_fact(part) is not None]


def _pick_extreme(values: Iterable[object], column: str, attribute: str, pick: Callable[..., object]) -> object:
    """Returns the largest or smallest value of a `column`; with `attribute`, the row that has it."""
    if attribute:
        rows = [row for row in values if unwrap_fact(_get_part(row, attribute)) is not None]
        extreme = pick(rows, key=lambda row: _get_part(row, attribute), default=None)
    else:
        extreme = pick(_collect_values(values, column), default=None)
    if extreme is None:
        raise FormatError("the list has no values to choose from")
    return extreme


def _get_part(row: object, name: str) -> object:
    try:
        return look_up(row, name)
    except KeyError:
        raise build_name_error("the row", row, name) from None
