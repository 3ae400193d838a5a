"""Reads the checked fields of charts, tables and pictures: texts, numbers, and names of columns and codes."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TypeVar

from deckwright.evaluate.sources import Source, list_choices
from deckwright.kinds.contracts.fields import Context
from deckwright.model import node
from deckwright.model.diagnostics import did_you_mean
from deckwright.model.node import Node
from deckwright.model.source import Span, Text

NUMBERS = (int, Decimal)
"""For `isinstance`. A tuple, because `int | Decimal` builds a new union on each call."""

Positions = tuple[tuple[int, ...], ...]
_Item = TypeVar("_Item")


def find_names(names: object, context: Context, *groups: Sequence[str]) -> Positions | None:
    """Returns the sorted positions of `names` (from `highlight`, `totals` …) in each of the groups of codes.

    A name belongs to the first group that has it. Returns None after reporting `unknown-category`.
    """
    positions: list[set[int]] = [set() for _ in groups]
    for name in to_texts(names):
        matches = [{at for at, code in enumerate(codes) if code == name} for codes in groups]
        group = next((n for n, places in enumerate(matches) if places), None)
        if group is None:
            all_codes = list(dict.fromkeys(code for codes in groups for code in codes if code))
            message, help_ = f"cannot highlight '{name}': not in the data", did_you_mean(name, all_codes)
            notes = list_choices("the data has", all_codes)
            context.report.error("unknown-category", message, name.span, help=help_, notes=notes)
            return None
        positions[group] |= matches[group]
    return tuple(tuple(sorted(places)) for places in positions)


def find_column(source: Source, name: object, context: Context) -> int | None:
    return source.find_column(name, context.report) if isinstance(name, Text) else None


def find_columns(source: Source, names: object, context: Context) -> tuple[int, ...] | None:
    """Returns the positions of the named columns; None if there are no names, or after reporting `unknown-column`."""
    return all_or_none([source.find_column(name, context.report) for name in to_texts(names)]) or None


def all_or_none(items: Sequence[_Item | None]) -> tuple[_Item, ...] | None:
    """Returns the items; None if one of them is None."""
    present = tuple(item for item in items if item is not None)
    return present if len(present) == len(items) else None


def find_span(mapping: node.Mapping, *keys: str) -> Span:
    """Returns the place of the first of `keys` that the mapping has, else that of the mapping."""
    for key in keys:
        if (value := mapping.get(key)) is not None:
            return value.span
    return mapping.span


def list_items(value: Node | None) -> tuple[Node, ...]:
    return value.items if isinstance(value, node.Sequence) else ()


def to_tuple(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else ()


def to_texts(value: object) -> tuple[Text, ...]:
    return tuple([item for item in to_tuple(value) if isinstance(item, Text)])


def to_text(value: object) -> Text:
    return value if isinstance(value, Text) else Text("")


def to_decimal(value: object) -> Decimal | None:
    return Decimal(value) if isinstance(value, NUMBERS) else None
