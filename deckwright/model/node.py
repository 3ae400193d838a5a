"""The YAML tree that `parse` makes: every key and value has its place in the file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from msgspec import Struct

from deckwright.model.source import Span, Text


class Scalar(Struct, frozen=True, gc=False):
    """A single value."""

    value: Text | int | Decimal | bool | date | None
    span: Span
    raw: str
    """The characters as written, without quotation marks."""


class Sequence(Struct, frozen=True, gc=False):
    """A list."""

    items: tuple[Node, ...]
    span: Span


class Entry(Struct, frozen=True, gc=False):
    """A key of a mapping and its value; the key's place is `key.span`."""

    key: Text
    value: Node


class Mapping(Struct, frozen=True, gc=False):
    """Keys with their values, in the order of the file; no key occurs twice."""

    entries: tuple[Entry, ...]
    span: Span

    def get(self, key: str) -> Node | None:
        for entry in self.entries:
            if entry.key == key:
                return entry.value
        return None

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)


Node = Scalar | Sequence | Mapping
