"""The fields of a table: its columns and their format, its rows, the total row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from deckwright.kinds.contracts.composites import ListType, NamesType, RecordType
from deckwright.kinds.contracts.fields import (
    Context,
    Field,
    FieldType,
    ScalarType,
    Schema,
    Wording,
    build_optional,
    find_field_texts,
    report_wrong_type,
)
from deckwright.kinds.contracts.plural_texts import is_plural
from deckwright.kinds.contracts.scalars import ChoiceType, NumberType, TextType, WordType, YesNoType
from deckwright.model.deck import Record
from deckwright.model.lengths import Length, read_length
from deckwright.model.node import Mapping, Node, Scalar

TOTALS = ("sum", "average", "minimum", "maximum", "count")
"""The calculations of a total row."""


class ShorthandType(FieldType, frozen=True):
    """Named fields, or only the value of the first one."""

    fields: tuple[Field, ...]

    @property
    def noun(self) -> str:
        return f"{self.fields[0].type.noun}, or fields ({', '.join(field.name for field in self.fields)})"

    def check(self, node: Node, name: str, context: Context) -> Record | None:
        if not _is_single_value(node):
            return RecordType(self.fields).check(node, name, context)
        value = self.fields[0].type.check(node, name, context)
        if value is None:
            return None
        return Record(
            {field.name: field.type.default for field in self.fields} | {self.fields[0].name: value}, node.span
        )

    def build_schema(self) -> Schema:
        return {"anyOf": [self.fields[0].type.build_schema(), RecordType(self.fields).build_schema()]}

    def describe(self) -> str:
        return f"{self.fields[0].type.describe()} or {RecordType(self.fields).describe()}"

    def find_texts(self, node: Node, path: str) -> Iterator[tuple[str, Wording]]:
        if _is_single_value(node):
            return self.fields[0].type.find_texts(node, path)
        return find_field_texts(node, self.fields, path) if isinstance(node, Mapping) else iter(())


def _is_single_value(node: Node) -> bool:
    return isinstance(node, Scalar) or is_plural(node)


class WidthType(ScalarType, frozen=True):
    noun = "a width such as 3cm or 20%"
    schema: ClassVar[Schema] = {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)? ?(cm|mm|in|pt|%)$"}
    label = "width"

    def check_scalar(self, scalar: Scalar, name: str, context: Context) -> Length | None:
        try:
            width = read_length(scalar.raw.replace(" ", ""))
        except ValueError:
            report_wrong_type(scalar, name, self.noun, context.report)
            return None
        if not width.emu and not 0 < (width.percent or 0) <= 100:
            context.report.error(
                "out-of-range", f"{name} cannot be {scalar.raw}", scalar.span, help=f"write {self.noun}"
            )
            return None
        return width


class TotalType(FieldType, frozen=True):
    """`yes`, or the label of the total row and the calculation of each column."""

    fields: tuple[Field, ...]
    noun = "yes, or fields (label, columns)"

    def check(self, node: Node, name: str, context: Context) -> object:
        if isinstance(node, Mapping):
            return RecordType(self.fields).check(node, name, context)
        return YesNoType().check(node, name, context)

    def build_schema(self) -> Schema:
        return {"anyOf": [YesNoType().build_schema(), RecordType(self.fields).build_schema()]}

    def describe(self) -> str:
        return f"yes/no or {RecordType(self.fields).describe()}"

    def find_texts(self, node: Node, path: str) -> Iterator[tuple[str, Wording]]:
        return find_field_texts(node, self.fields, path) if isinstance(node, Mapping) else iter(())


_TEXT, _WORD, _YES_NO = TextType(), WordType("a column"), YesNoType()
_FORMAT_FIELDS = (
    build_optional("format", WordType("a number format"), "number, percent, DKK …; default: as in the data"),
    build_optional("digits", NumberType(), "decimals; default: as many as the longest number of the column has"),
    build_optional("align", ChoiceType(("left", "center", "right")), "default: text left, numbers right"),
    build_optional("width", WidthType(), "3cm or 20%; default: by content"),
)
_TOTAL_LABEL = build_optional("label", _TEXT, "in the first column; default: 'Total' in the deck's language")
_OF_COLUMNS = build_optional("columns", NamesType(ChoiceType(TOTALS)), "column: sum, average, …")
_ORDER = build_optional("order", ChoiceType(("ascending", "descending")))
_COMMON_FIELDS = (
    build_optional("first_column", _YES_NO, "its cells are headings of their rows"),
    build_optional("split", _YES_NO, "no: report an error instead of continuing a long table on another slide"),
    build_optional("alt", _TEXT, "describes the table; default: written from the data"),
)
_CODES = ListType(WordType("a code"), allows_single=True)
_DATA_COLUMN = ShorthandType((Field("column", _WORD), build_optional("title", _TEXT, "its heading"), *_FORMAT_FIELDS))
_SORT_COLUMN = ShorthandType((Field("column", _WORD), _ORDER))

TABLE_FIELDS_FROM_DATA = (
    Field("data", WordType("a name"), help="a table under data:"),
    build_optional("columns", ListType(_DATA_COLUMN), "the columns to show, in order; default: all"),
    build_optional("where", NamesType(_CODES), "a column and its values: show only these rows"),
    build_optional("sort", ListType(_SORT_COLUMN, allows_single=True), "by a column, or by several"),
    build_optional("limit", NumberType(), "show only this many rows, from the top"),
    build_optional("total", TotalType((_TOTAL_LABEL, _OF_COLUMNS)), "a last row with sums"),
    build_optional("highlight", _CODES, "the rows to highlight, by the values in the first column"),
    *_COMMON_FIELDS,
)
TABLE_FIELDS_INLINE = (
    Field(
        "columns",
        ListType(ShorthandType((Field("title", _TEXT), *_FORMAT_FIELDS, build_optional("total", ChoiceType(TOTALS))))),
        help="the headings",
    ),
    Field("rows", ListType(ListType(_TEXT)), help="a list of cells for each row"),
    build_optional("total", TotalType((_TOTAL_LABEL,)), "a last row with sums"),
    build_optional("highlight", _CODES, "the rows to highlight, by their first cell"),
    *_COMMON_FIELDS,
)
