"""The filters of our own: what `{{ value | filter }}` can do in deck.yaml and in slide templates."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal

from deckwright.languages.formats import Formats, UnfitError, not_a
from deckwright.model.source import Text
from deckwright.texts.bounds import ARITHMETIC, calculate, is_number
from deckwright.texts.facts import bare
from deckwright.texts.names import look_up, unknown_name


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
        for part in _known(values, attribute):
            total = calculate("+", total, bare(part))  # type: ignore[arg-type]
        return total

    def average(values: Iterable[object], attribute: str = "") -> Decimal:
        parts = _known(values, attribute)
        if not parts:
            raise UnfitError("there is nothing here to take the average of")
        return Decimal(calculate("/", sum_(parts), len(parts)))

    def max_(values: Iterable[object], column: str = "", attribute: str = "") -> object:
        return _most(values, column, attribute, max)

    def min_(values: Iterable[object], column: str = "", attribute: str = "") -> object:
        return _most(values, column, attribute, min)

    def where(rows: Iterable[object], **wanted: object) -> list[object]:
        return [row for row in rows if all(_part(row, name) == bare(value) for name, value in wanted.items())]

    def abs_(value: object) -> object:
        return abs(bare(value))  # type: ignore[arg-type]

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


def _known(values: Iterable[object], column: str) -> list[object]:
    """The values in `values`, or in a `column` of these rows. Empty cells do not count."""
    parts = (_part(value, column) if column else value for value in values)
    return [part for part in parts if bare(part) is not None]


def _most(values: Iterable[object], column: str, attribute: str, pick: Callable[..., object]) -> object:
    """The largest or smallest value of a `column`; with `attribute`, the row that has it."""
    if attribute:
        rows = [row for row in values if bare(_part(row, attribute)) is not None]
        found = pick(rows, key=lambda row: _part(row, attribute), default=None)
    else:
        found = pick(_known(values, column), default=None)
    if found is None:
        raise UnfitError("there is nothing here to choose from")
    return found


def _part(row: object, name: str) -> object:
    try:
        return look_up(row, name)
    except KeyError:
        raise unknown_name("the row", row, name) from None
