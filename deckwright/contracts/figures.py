"""The field types chart, table and picture: their keys, in the two forms that figures are given in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from deckwright.charts import CHART_KINDS
from deckwright.contracts.base import Context, Field, FieldType, Schema, Wording
from deckwright.contracts.composites import ListType, RecordType, empty_or_wrong
from deckwright.contracts.fields import field_texts, fields_schema
from deckwright.contracts.scalars import ChoiceType, NumberType, TextType, WordType, YesNoType
from deckwright.contracts.table_fields import TABLE_FROM_DATA, TABLE_INLINE
from deckwright.node import Mapping, Node

_TEXT, _NUMBER, _YES_NO = TextType(), NumberType(), YesNoType()
_COLUMN, _CODE = WordType("a column"), WordType("a code")
_COLUMNS = ListType(_COLUMN, single=True)
_CODES = ListType(_CODE, single=True)
_DATA = Field("data", WordType("a name"), help="a table under data:")
_ALT = Field("alt", _TEXT, optional=True, help="says what can be seen; written from the data when left out")

CHART_KIND = ChoiceType(tuple(CHART_KINDS), "unknown-chart-kind", "chart kind")

_CHART_LOOK = (
    Field("kind", CHART_KIND),
    Field("title", _TEXT, optional=True),
    _ALT,
    Field("format", WordType("a number format"), optional=True, help="number, percent, …; else that of the column"),
    Field("minimum", _NUMBER, optional=True, help="where the value axis begins"),
    Field("maximum", _NUMBER, optional=True, help="where the value axis ends"),
    Field("legend", _YES_NO, optional=True),
    Field("gap", _NUMBER, optional=True, help="between bars, in percent of a bar's width"),
)
CHART_FROM_DATA = (
    *_CHART_LOOK,
    _DATA,
    Field("categories", _COLUMN, help="the column that names the bars or points"),
    Field("values", _COLUMNS, help="a column, or several, one for each series"),
    Field("highlight", _CODES, optional=True, help="the categories to pick out, by what the data has"),
    Field("sort", ChoiceType(("ascending", "descending")), optional=True, help="by the values of the first series"),
)
CHART_INLINE = (
    *_CHART_LOOK,
    Field("categories", ListType(_TEXT)),
    Field(
        "series",
        ListType(RecordType((Field("name", _TEXT), Field("values", ListType(_NUMBER), help="one for each category")))),
    ),
    Field("highlight", _CODES, optional=True, help="the categories to pick out"),
    Field("sort", ChoiceType(("ascending", "descending")), optional=True, help="by the values of the first series"),
)
PICTURE = (
    Field("file", WordType("a file"), help="under assets/"),
    Field("alt", _TEXT, optional=True, help="says what can be seen; needed unless the picture is decorative"),
    Field("decorative", _YES_NO, optional=True, help="yes: the picture says nothing that must be read aloud"),
    Field("credit", _TEXT, optional=True),
    Field("fit", ChoiceType(("contain", "cover")), optional=True, help="contain shows all of it, cover fills the box"),
)


class FigureType(FieldType):
    """Has one set of fields when it names its `data:`, another when it holds the data itself."""

    from_data: tuple[Field, ...] = ()
    inline: tuple[Field, ...]
    what: str

    @property
    def noun(self) -> str:
        return f"a {self.what}, with named fields"

    def fields(self, mapping: Mapping) -> tuple[Field, ...]:
        """The fields that `mapping` may have."""
        return self.from_data if self.from_data and mapping.get("data") is not None else self.inline

    def check(self, node: Node, name: str, context: Context) -> object:
        if not isinstance(node, Mapping):
            empty_or_wrong(node, name, self.noun, context)
            return None
        return self.value(node, context)

    def value(self, mapping: Mapping, context: Context) -> object:
        raise NotImplementedError

    def schema(self) -> Schema:
        if not self.from_data:
            return fields_schema(self.inline)
        with_data: Schema = {"type": "object", "required": ["data"]}
        return {"if": with_data, "then": fields_schema(self.from_data), "else": fields_schema(self.inline)}

    def describe(self) -> str:
        return self.what

    def texts(self, node: Node, path: str) -> Iterator[tuple[str, Wording]]:
        return field_texts(node, self.fields(node), path) if isinstance(node, Mapping) else iter(())


@dataclass(frozen=True, slots=True)
class ChartType(FigureType):
    what = "chart"
    from_data = CHART_FROM_DATA
    inline = CHART_INLINE

    def value(self, mapping: Mapping, context: Context) -> object:
        return context.chart(mapping)


@dataclass(frozen=True, slots=True)
class TableType(FigureType):
    what = "table"
    from_data = TABLE_FROM_DATA
    inline = TABLE_INLINE

    def value(self, mapping: Mapping, context: Context) -> object:
        return context.table(mapping)


@dataclass(frozen=True, slots=True)
class PictureType(FigureType):
    what = "picture"
    inline = PICTURE

    def value(self, mapping: Mapping, context: Context) -> object:
        return context.picture(mapping)


FIGURE_TYPES: tuple[type[ChartType | TableType | PictureType], ...] = (ChartType, TableType, PictureType)
