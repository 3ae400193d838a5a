"""The fields of a table: columns with their looks, which rows, the total row."""

from __future__ import annotations

from collections.abc import Iterator

from deckwright.kinds.contracts.base import Context, Field, FieldType, ScalarType, Schema, Wording, report_wrong_type
from deckwright.kinds.contracts.composites import ListType, NamesType, RecordType
from deckwright.kinds.contracts.fields import find_field_texts
from deckwright.kinds.contracts.plurals import is_plural
from deckwright.kinds.contracts.scalars import ChoiceType, NumberType, TextType, WordType, YesNoType
from deckwright.model.deck import Record
from deckwright.model.lengths import Length, read_length
from deckwright.model.node import Mapping, Node, Scalar

TOTALS = ("sum", "average", "minimum", "maximum", "count")
"""What a total row can say of a column."""


class ShorthandType(FieldType, frozen=True):
    """Named fields, or the first of them alone."""

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

    def build_schema(self) -> Schema:
        return {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)? ?(cm|mm|in|pt|%)$"}

    def describe(self) -> str:
        return "width"


class TotalType(FieldType, frozen=True):
    """`yes`, or what the total row is called and what it says of which column."""

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
    Field("format", WordType("a number format"), optional=True, help="number, percent, DKK …; else as in the data"),
    Field("digits", NumberType(), optional=True, help="decimals; else as many as the numbers have, all alike"),
    Field("align", ChoiceType(("left", "center", "right")), optional=True, help="else words left and numbers right"),
    Field("width", WidthType(), optional=True, help="3cm or 20%; else by content"),
)
_TOTAL_LABEL = Field("label", _TEXT, optional=True, help="in the first column; else 'Total' in the deck's language")
_OF_COLUMNS = Field("columns", NamesType(ChoiceType(TOTALS)), optional=True, help="column: sum, average, …")
_ORDER = Field("order", ChoiceType(("ascending", "descending")), optional=True)
_COMMON_FIELDS = (
    Field("first_column", _YES_NO, optional=True, help="whether its cells name their rows"),
    Field("split", _YES_NO, optional=True, help="no: an error, instead of more slides, when it is too long for one"),
    Field("alt", _TEXT, optional=True, help="says what can be seen; written from the data when left out"),
)
_CODES = ListType(WordType("a code"), allows_single=True)

TABLE_FIELDS_FROM_DATA = (
    Field("data", WordType("a name"), help="a table under data:"),
    Field(
        "columns",
        ListType(
            ShorthandType(
                (Field("column", _WORD), Field("title", _TEXT, optional=True, help="its heading"), *_FORMAT_FIELDS)
            )
        ),
        optional=True,
        help="which columns, in which order; else all",
    ),
    Field(
        "where",
        NamesType(ListType(WordType("a code"), allows_single=True)),
        optional=True,
        help="only the rows that have this in a column",
    ),
    Field(
        "sort",
        ListType(ShorthandType((Field("column", _WORD), _ORDER)), allows_single=True),
        optional=True,
        help="by a column, or by several",
    ),
    Field("limit", NumberType(), optional=True, help="only so many rows, the first ones"),
    Field("total", TotalType((_TOTAL_LABEL, _OF_COLUMNS)), optional=True, help="a last row with sums"),
    Field("highlight", _CODES, optional=True, help="the rows to highlight, by what their first column has"),
    *_COMMON_FIELDS,
)
TABLE_FIELDS_INLINE = (
    Field(
        "columns",
        ListType(
            ShorthandType((Field("title", _TEXT), *_FORMAT_FIELDS, Field("total", ChoiceType(TOTALS), optional=True)))
        ),
        help="the headings",
    ),
    Field("rows", ListType(ListType(_TEXT)), help="a list of cells for each row"),
    Field("total", TotalType((_TOTAL_LABEL,)), optional=True, help="a last row with sums"),
    Field("highlight", _CODES, optional=True, help="the rows to highlight, by their first cell"),
    *_COMMON_FIELDS,
)
