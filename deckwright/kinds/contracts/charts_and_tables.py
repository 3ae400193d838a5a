"""The field types chart and table: their keys, in the two forms that their values are given in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from deckwright.kinds.contracts.base import Context, Field, FieldType, Schema, Wording
from deckwright.kinds.contracts.charts import (
    build_chart_schema,
    get_chart_fields,
    list_chart_fields,
    list_reference_forms,
)
from deckwright.kinds.contracts.composites import report_empty_or_wrong
from deckwright.kinds.contracts.fields import build_fields_schema, find_field_texts
from deckwright.kinds.contracts.tables import TABLE_FIELDS_FROM_DATA, TABLE_FIELDS_INLINE
from deckwright.model.node import Mapping, Node


class TwoFormType(FieldType, frozen=True):
    """Has one set of fields when it names where its content is, another when it holds that itself."""

    key: ClassVar[str] = "data"
    """The field that tells the first form from the second."""
    from_data: ClassVar[tuple[Field, ...]]
    inline: ClassVar[tuple[Field, ...]]
    content_name: ClassVar[str]

    @property
    def noun(self) -> str:
        return f"a {self.content_name}, with named fields"

    def get_fields(self, mapping: Mapping) -> tuple[Field, ...]:
        """The fields that `mapping` may have."""
        return self.from_data if mapping.get(self.key) is not None else self.inline

    def list_forms(self) -> Iterator[tuple[str, tuple[Field, ...]]]:
        """Yields both forms, each with a title, for the reference."""
        yield f"A {self.content_name} made from data has", self.from_data
        yield f"A {self.content_name} that holds its data has", self.inline

    def check(self, node: Node, name: str, context: Context) -> object:
        if not isinstance(node, Mapping):
            report_empty_or_wrong(node, name, self.noun, context)
            return None
        return self.check_mapping(node, context)

    def check_mapping(self, mapping: Mapping, context: Context) -> object:
        raise NotImplementedError

    def build_schema(self) -> Schema:
        named: Schema = {"type": "object", "required": [self.key]}
        return {"if": named, "then": build_fields_schema(self.from_data), "else": build_fields_schema(self.inline)}

    def describe(self) -> str:
        return self.content_name

    def find_texts(self, node: Node, path: str) -> Iterator[tuple[str, Wording]]:
        return find_field_texts(node, self.get_fields(node), path) if isinstance(node, Mapping) else iter(())


class ChartType(TwoFormType, frozen=True):
    content_name = "chart"
    from_data = list_chart_fields("bar", from_data=True)
    inline = list_chart_fields("bar", from_data=False)

    def get_fields(self, mapping: Mapping) -> tuple[Field, ...]:
        return get_chart_fields(mapping)

    def list_forms(self) -> Iterator[tuple[str, tuple[Field, ...]]]:
        return list_reference_forms()

    def build_schema(self) -> Schema:
        return build_chart_schema()

    def check_mapping(self, mapping: Mapping, context: Context) -> object:
        return context.build_chart(mapping)


class TableType(TwoFormType, frozen=True):
    content_name = "table"
    from_data = TABLE_FIELDS_FROM_DATA
    inline = TABLE_FIELDS_INLINE

    def check_mapping(self, mapping: Mapping, context: Context) -> object:
        return context.build_table(mapping)


CHART_AND_TABLE_TYPES: tuple[type[ChartType | TableType], ...] = (ChartType, TableType)
