"""The field types chart and table: their keys, in the two forms that their values are given in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from deckwright.kinds.contracts.base import Context, Field, FieldType, Schema, Wording
from deckwright.kinds.contracts.charts import chart_fields, chart_schema, fields_in, reference_forms
from deckwright.kinds.contracts.composites import empty_or_wrong
from deckwright.kinds.contracts.fields import field_texts, fields_schema
from deckwright.kinds.contracts.tables import TABLE_FROM_DATA, TABLE_INLINE
from deckwright.model.node import Mapping, Node


class TwoFormType(FieldType, frozen=True):
    """Has one set of fields when it names where its content is, another when it holds that itself."""

    key: ClassVar[str] = "data"
    """The field that tells the first form from the second."""
    from_data: ClassVar[tuple[Field, ...]]
    inline: ClassVar[tuple[Field, ...]]
    what: ClassVar[str]

    @property
    def noun(self) -> str:
        return f"a {self.what}, with named fields"

    def fields(self, mapping: Mapping) -> tuple[Field, ...]:
        """The fields that `mapping` may have."""
        return self.from_data if mapping.get(self.key) is not None else self.inline

    def forms(self) -> Iterator[tuple[str, tuple[Field, ...]]]:
        """Yields both forms, each with a title, for the reference."""
        yield f"A {self.what} made from data has", self.from_data
        yield f"A {self.what} that holds its data has", self.inline

    def check(self, node: Node, name: str, context: Context) -> object:
        if not isinstance(node, Mapping):
            empty_or_wrong(node, name, self.noun, context)
            return None
        return self.value(node, context)

    def value(self, mapping: Mapping, context: Context) -> object:
        raise NotImplementedError

    def schema(self) -> Schema:
        named: Schema = {"type": "object", "required": [self.key]}
        return {"if": named, "then": fields_schema(self.from_data), "else": fields_schema(self.inline)}

    def describe(self) -> str:
        return self.what

    def texts(self, node: Node, path: str) -> Iterator[tuple[str, Wording]]:
        return field_texts(node, self.fields(node), path) if isinstance(node, Mapping) else iter(())


class ChartType(TwoFormType, frozen=True):
    what = "chart"
    from_data = chart_fields("bar", from_data=True)
    inline = chart_fields("bar", from_data=False)

    def fields(self, mapping: Mapping) -> tuple[Field, ...]:
        return fields_in(mapping)

    def forms(self) -> Iterator[tuple[str, tuple[Field, ...]]]:
        return reference_forms()

    def schema(self) -> Schema:
        return chart_schema()

    def value(self, mapping: Mapping, context: Context) -> object:
        return context.chart(mapping)


class TableType(TwoFormType, frozen=True):
    what = "table"
    from_data = TABLE_FROM_DATA
    inline = TABLE_INLINE

    def value(self, mapping: Mapping, context: Context) -> object:
        return context.table(mapping)


CHART_AND_TABLE: tuple[type[ChartType | TableType], ...] = (ChartType, TableType)
