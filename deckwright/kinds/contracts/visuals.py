"""The fields of tables and pictures: each has one set to name a source, and another to hold the content."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Dict
from decimal import Decimal, InvalidOperation
from typing import ClassVar

from deckwright.kinds.contracts.chart_fields import ChartType
from deckwright.kinds.contracts.composites import ListType, NamesType, RecordType, TwoFormType
from deckwright.kinds.contracts.fields import (
    Context,
    Field,
    FieldType,
    ScalarType,
    Schema,
    Wording,
    build_optional,
    report_wrong_type,
)
from deckwright.kinds.contracts.scalars import (
    ChoiceType,
    NumberType,
    TextType,
    WordType,
    YesNoType,
    evaluate_as_text,
    is_plural,
)
from deckwright.model.deck import Record
from deckwright.model.diagnostics import did_you_mean
from deckwright.model.lengths import Length, read_length
from deckwright.model.node import Mapping, Node, Scalar, Sequence

TOTALS = ("sum", "average", "minimum", "maximum", "count")
"""The calculations of a total row."""


class ShorthandType(FieldType, frozen=True):
    """A single value, or named fields."""

    single: FieldType
    fields: tuple[Field, ...]

    @property
    def noun(self) -> str:
        return f"{self.single.noun}, or fields ({', '.join(field.name for field in self.fields)})"

    def _choose_type(self, node: Node) -> FieldType:
        is_text = isinstance(self.single, TextType) and is_plural(node)
        return self.single if isinstance(node, Scalar) or is_text else RecordType(self.fields)

    def check(self, node: Node, name: str, context: Context) -> object:
        return self._choose_type(node).check(node, name, context)

    def build_schema(self) -> Schema:
        return {"anyOf": [self.single.build_schema(), RecordType(self.fields).build_schema()]}

    def describe(self) -> str:
        return f"{self.single.describe()} or {RecordType(self.fields).describe()}"

    def find_texts(self, node: Node, path: str) -> Iterator[tuple[str, Wording]]:
        return self._choose_type(node).find_texts(node, path)


class ColumnType(ShorthandType, frozen=True):
    """Named fields, or only the value of the first one."""

    def check(self, node: Node, name: str, context: Context) -> object:
        value = ShorthandType.check(self, node, name, context)
        if value is None or isinstance(value, Record):
            return value
        return Record(
            {field.name: field.type.default for field in self.fields} | {self.fields[0].name: value}, node.span
        )


def _build_column_type(*fields: Field) -> ColumnType:
    return ColumnType(fields[0].type, fields)


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
_COMMON_TABLE_FIELDS = (
    build_optional("first_column", _YES_NO, "its cells are headings of their rows"),
    build_optional("split", _YES_NO, "no: report an error instead of continuing a long table on another slide"),
    build_optional("alt", _TEXT, "describes the table; default: written from the data"),
)
_CODES = ListType(WordType("a code"), allows_single=True)
_DATA_COLUMN = _build_column_type(
    Field("column", _WORD), build_optional("title", _TEXT, "its heading"), *_FORMAT_FIELDS
)
_INLINE_COLUMN = _build_column_type(Field("title", _TEXT), *_FORMAT_FIELDS, build_optional("total", ChoiceType(TOTALS)))
_SORT_COLUMN = _build_column_type(Field("column", _WORD), _ORDER)


class TableType(TwoFormType, frozen=True):
    label = "table"
    from_data = (
        Field("data", WordType("a name"), help="a table under data:"),
        build_optional("columns", ListType(_DATA_COLUMN), "the columns to show, in order; default: all"),
        build_optional("where", NamesType(_CODES), "a column and its values: show only these rows"),
        build_optional("sort", ListType(_SORT_COLUMN, allows_single=True), "by a column, or by several"),
        build_optional("limit", NumberType(), "show only this many rows, from the top"),
        build_optional("total", ShorthandType(_YES_NO, (_TOTAL_LABEL, _OF_COLUMNS)), "a last row with sums"),
        build_optional("highlight", _CODES, "the rows to highlight, by the values in the first column"),
        *_COMMON_TABLE_FIELDS,
    )
    inline = (
        Field("columns", ListType(_INLINE_COLUMN), help="the headings"),
        Field("rows", ListType(ListType(_TEXT)), help="a list of cells for each row"),
        build_optional("total", ShorthandType(_YES_NO, (_TOTAL_LABEL,)), "a last row with sums"),
        build_optional("highlight", _CODES, "the rows to highlight, by their first cell"),
        *_COMMON_TABLE_FIELDS,
    )

    def check_mapping(self, mapping: Mapping, name: str, context: Context) -> object:
        return context.build_table(mapping)


_ACROSS: Dict[str, int] = {"left": 0, "right": 100}
_DOWN: Dict[str, int] = {"top": 0, "bottom": 100}
_MIDDLE = ("center", "middle")
_FOCUS_WORDS = (*_DOWN, *_ACROSS, _MIDDLE[0])

Focus = tuple[Decimal, Decimal]
"""Percent from the left, percent from the top."""


class FocusType(FieldType, frozen=True):
    """A point of a picture: `[30%, 40%]` from the left and from the top, or words (`top left`)."""

    noun = "two percentages, as in [30%, 40%], or words such as 'top left'"
    label = "two percentages, or words"

    def check(self, node: Node, name: str, context: Context) -> Focus | None:
        if isinstance(node, Sequence) and len(node.items) == 2:
            across, down = (self._check_percentage(item, name, context) for item in node.items)
            return None if across is None or down is None else (across, down)
        if isinstance(node, Scalar) and node.value not in (None, ""):
            return self._check_words(node, name, context)
        report_wrong_type(node, name, self.noun, context.report)
        return None

    def _check_percentage(self, node: Node, name: str, context: Context) -> Decimal | None:
        text = evaluate_as_text(node, context) if isinstance(node, Scalar) else None
        try:
            percent = Decimal((text or "").strip().removesuffix("%").strip())
        except InvalidOperation:
            report_wrong_type(node, f"each of {name}", "a percentage", context.report, "write [30%, 40%]")
            return None
        if not 0 <= percent <= 100:
            context.report.error("out-of-range", f"{name} must be within the picture: 0% to 100%", node.span)
            return None
        return percent

    def _check_words(self, node: Scalar, name: str, context: Context) -> Focus | None:
        words = node.raw.split()
        across = [word for word in words if word in _ACROSS]
        down = [word for word in words if word in _DOWN]
        unknown = [word for word in words if word not in (*_FOCUS_WORDS, *_MIDDLE)]
        if unknown or len(words) > 2 or len(across) > 1 or len(down) > 1:
            help_ = did_you_mean(unknown[0], _FOCUS_WORDS) if unknown else None
            notes = () if help_ else (f"it must be {self.noun}; the words are {', '.join(_FOCUS_WORDS)}",)
            context.report.error("unknown-choice", f"{name} cannot be '{node.raw}'", node.span, help=help_, notes=notes)
            return None
        return (
            Decimal(next((_ACROSS[word] for word in across), 50)),
            Decimal(next((_DOWN[word] for word in down), 50)),
        )

    def build_schema(self) -> Schema:
        percentage: Schema = {"type": ["string", "number"], "pattern": "%$|\\{\\{|^[0-9.]+$"}
        pair: Schema = {"type": "array", "items": percentage, "minItems": 2, "maxItems": 2}
        words = "|".join((*_FOCUS_WORDS, _MIDDLE[1]))
        return {"anyOf": [pair, {"type": "string", "pattern": f"^({words})( ({words}))?$"}]}


_COMMON_PICTURE_FIELDS = (
    build_optional("alt", TextType(), "describes the picture; needed unless it is decorative"),
    build_optional("decorative", YesNoType(), "yes: screen readers skip the picture"),
    build_optional("credit", TextType(), "who made it; in small type below it"),
    build_optional("fit", ChoiceType(("contain", "cover")), "contain shows all of it, cover fills the box"),
    build_optional("focus", FocusType(), "with cover: the point that stays visible, as in [30%, 40%] or top left"),
)


class PictureType(TwoFormType, frozen=True):
    label = "picture"
    key = "generated"
    from_data = (
        Field("generated", WordType("a name"), help="the name of a picture under generated:"),
        *_COMMON_PICTURE_FIELDS,
    )
    inline = (
        Field("file", WordType("a file"), help="under assets/: PNG, JPEG, GIF, WebP, TIFF, BMP or SVG"),
        *_COMMON_PICTURE_FIELDS,
    )

    def list_forms(self) -> Iterator[tuple[str, tuple[Field, ...]]]:
        yield "A picture from a file has", self.inline
        yield "A generated picture has", self.from_data

    def check_mapping(self, mapping: Mapping, name: str, context: Context) -> object:
        return context.build_picture(mapping)


CHART_AND_TABLE_TYPES: tuple[type[ChartType | TableType], ...] = (ChartType, TableType)
