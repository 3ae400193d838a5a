"""What charts and tables have in common: how their fields name columns, codes and places."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from deckwright.evaluate.sources import Source
from deckwright.kinds.contracts.base import Context
from deckwright.model import node
from deckwright.model.diagnostics import did_you_mean
from deckwright.model.node import Node
from deckwright.model.source import Span, Text

NUMBERS = (int, Decimal)
"""For `isinstance`, which `int | Decimal` would be put together for anew."""
_MOST_LISTED = 12


def highlighted(wanted: object, codes: Sequence[str], context: Context) -> list[int] | None:
    """The positions that `highlight` names. Reported there: `unknown-category`."""
    found: list[int] = []
    for word in texts(wanted):
        positions = [at for at, code in enumerate(codes) if code == word]
        if not positions:
            notes = [f"there is {', '.join(codes)}"] if len(codes) <= _MOST_LISTED else []
            message = f"cannot highlight '{word}': not in the data"
            context.report.error("unknown-category", message, word.span, help=did_you_mean(word, codes), notes=notes)
            return None
        found += positions
    return sorted(set(found))


def column_at(source: Source, wanted: object, context: Context) -> int | None:
    return source.find(wanted, context.report) if isinstance(wanted, Text) else None


def columns_at(source: Source, wanted: object, context: Context) -> tuple[int, ...] | None:
    """The positions of the columns that are `wanted`; None when one is not there."""
    found = [source.find(name, context.report) for name in texts(wanted)]
    columns = tuple(column for column in found if column is not None)
    return columns if columns and len(columns) == len(found) else None


def span_at(mapping: node.Mapping, *keys: str) -> Span:
    """The place of the first of `keys` that is there."""
    for key in keys:
        if (value := mapping.get(key)) is not None:
            return value.span
    return mapping.span


def items(value: Node | None) -> tuple[Node, ...]:
    return value.items if isinstance(value, node.Sequence) else ()


def entries(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else ()


def texts(value: object) -> tuple[Text, ...]:
    return tuple([item for item in entries(value) if isinstance(item, Text)])


def text(value: object) -> Text:
    return value if isinstance(value, Text) else Text("")


def decimal(value: object) -> Decimal | None:
    return Decimal(value) if isinstance(value, NUMBERS) else None
