"""The YAML tree: what `parse` makes, in which every key and value knows its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from deckwright.source import Span, Text


@dataclass(frozen=True, slots=True)
class Scalar:
    value: Text | int | Decimal | bool | date | None
    span: Span
    raw: str
    """The characters as written, without quotation marks."""


@dataclass(frozen=True, slots=True)
class Sequence:
    items: tuple[Node, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Entry:
    """A key of a mapping and its value; the key's place is `key.span`."""

    key: Text
    value: Node


@dataclass(frozen=True, slots=True)
class Mapping:
    entries: tuple[Entry, ...]
    span: Span

    def get(self, key: str) -> Node | None:
        return next((entry.value for entry in self.entries if entry.key == key), None)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)


Node = Scalar | Sequence | Mapping
