"""The fields of charts, by kind: the columns or values of each form, and the options that the kind has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import ClassVar

from msgspec.structs import replace

from deckwright.charts.kinds import CHART_KINDS, POSITION_WORDS, TRENDS, ChartKind
from deckwright.kinds.contracts.composites import ListType, NamesType, RecordType, TwoFormType
from deckwright.kinds.contracts.fields import (
    Context,
    Field,
    FieldType,
    ScalarType,
    Schema,
    build_field_schema,
    build_fields_schema,
    build_optional,
    report_wrong_type,
)
from deckwright.kinds.contracts.scalars import ChoiceType, NumberType, TextType, WordType, YesNoType
from deckwright.model.node import Mapping as MappingNode
from deckwright.model.node import Node, Scalar, Sequence

_LEGEND_SIDES = ("right", "bottom", "top", "left")
_TEXT, _NUMBER, _YES_NO = TextType(), NumberType(), YesNoType()
_COLUMN, _CODE, _FORMAT = WordType("a column"), WordType("a code"), WordType("a number format")
_COLUMNS, _CODES = ListType(_COLUMN, allows_single=True), ListType(_CODE, allows_single=True)


class ValuesType(FieldType, frozen=True):
    """A list of numbers, in which `null` is a missing value."""

    default: ClassVar[object] = ()
    noun = "a list of numbers"
    label = "list of number, or null for a missing value"

    def check(self, node: Node, name: str, context: Context) -> tuple[object, ...] | None:
        if not isinstance(node, Sequence):
            report_wrong_type(node, name, self.noun, context.report, "write them in brackets: [12, 18, 31]")
            return None
        if not node.items:
            context.report.error("too-few", f"{name} must have 1+ entries, not 0", node.span)
            return None
        values: list[object] = []
        is_valid = True
        for n, item in enumerate(node.items, 1):
            is_missing = isinstance(item, Scalar) and item.value is None
            values.append(None if is_missing else _NUMBER.check(item, f"entry {n} of {name}", context))
            is_valid = is_valid and (is_missing or values[-1] is not None)
        return tuple(values) if is_valid else None

    def build_schema(self) -> Schema:
        return {"type": "array", "items": {"anyOf": [_NUMBER.build_schema(), {"type": "null"}]}, "minItems": 1}


class LegendType(ScalarType, frozen=True):
    """Yes, no, or the side of the chart that it is on; `direct` for names next to the lines."""

    choices: tuple[str, ...]

    @property
    def noun(self) -> str:
        return f"yes, no, {', '.join(self.choices)}"

    def check_scalar(self, scalar: Scalar, name: str, context: Context) -> str | None:
        value = context.evaluate(scalar)
        if isinstance(value, bool):
            return "yes" if value else "no"
        return ChoiceType(("yes", "no", *self.choices)).check_scalar(scalar, name, context)

    def build_schema(self) -> Schema:
        return {"anyOf": [YesNoType().build_schema(), {"enum": list(self.choices)}]}


_NAMED_VALUES = RecordType((Field("name", _TEXT), Field("values", ValuesType(), help="one for each category")))
_POINT = (build_optional("name", _TEXT), Field("x", _NUMBER), Field("y", _NUMBER))
_SIZE = Field("size", _NUMBER, help="shown by the area of its bubble")
_DATA = Field("data", WordType("a name"), help="a table under data:")
_CATEGORIES = Field("categories", _COLUMN, help="the column that names the bars or points; dates are shown as dates")
_NAMES = build_optional("names", _COLUMN, "the column that names the points")
_GROUP = build_optional("group", _COLUMN, "the column that decides the colour of a point")
_X = Field("x", _COLUMN, help="the column on the horizontal axis")
_Y = Field("y", _COLUMNS, help="a column, or several, one for each series")
_ONE_Y = Field("y", _COLUMN, help="the column on the vertical axis")
_FROM, _TO = Field("from", _COLUMN, help="where each begins"), Field("to", _COLUMN, help="where each ends")


def _build_points_field(*fields: Field) -> Field:
    return Field("series", ListType(RecordType((Field("name", _TEXT), Field("points", ListType(RecordType(fields)))))))


CHART_FORMS: Mapping[str, tuple[tuple[Field, ...], tuple[Field, ...]]] = MappingProxyType(
    {
        "series": (
            (_DATA, _CATEGORIES, Field("values", _COLUMNS, help="a column, or several, one for each series")),
            (Field("categories", ListType(_TEXT)), Field("series", ListType(_NAMED_VALUES))),
        ),
        "points": ((_DATA, _X, _Y, _NAMES, _GROUP), (_build_points_field(*_POINT),)),
        "bubbles": (
            (_DATA, _X, _ONE_Y, replace(_SIZE, type=_COLUMN), _NAMES, _GROUP),
            (_build_points_field(*_POINT, _SIZE),),
        ),
        "raw": (
            (_DATA, Field("values", _COLUMN, help="the column whose values are sorted into bins")),
            (build_optional("name", _TEXT, "what the values are"), Field("values", ValuesType())),
        ),
        "spans": (
            (_DATA, _CATEGORIES, _FROM, _TO),
            (Field("categories", ListType(_TEXT)), Field("from", _NAMED_VALUES), Field("to", _NAMED_VALUES)),
        ),
    }
)
"""Form → the fields that name its columns, for values from `data:`, and those that hold its values."""

_LABEL_PARTS = ("none", "value", "category", "series", "percent", "name", "size")
_ERRORS = (
    build_optional("value", _NUMBER, "the same above and below every value"),
    build_optional("percent", _NUMBER, "of each value"),
    build_optional("plus", _COLUMNS, "the column with the length above the value, one or one for each series"),
    build_optional("minus", _COLUMNS, "the same for the length below"),
)
_OPTIONS = (
    build_optional("highlight", _CODES, "categories, points or series to highlight; the rest is muted"),
    build_optional("sort", ChoiceType(("ascending", "descending")), "by the values of the first series"),
    build_optional("labels", ListType(ChoiceType(_LABEL_PARTS), allows_single=True), "the text at each value, or none"),
    build_optional("label_position", ChoiceType(tuple(POSITION_WORDS)), "where the labels are"),
    build_optional(
        "legend", LegendType((*_LEGEND_SIDES, "direct")), "show it, or its side; direct: names next to the lines"
    ),
    build_optional("colours", NamesType(WordType("a theme colour")), "of a series or category: accent2"),
    build_optional("minimum", _NUMBER, "where the value axis begins"),
    build_optional("maximum", _NUMBER, "where the value axis ends"),
    build_optional("gridlines", _YES_NO, "yes: show gridlines and the value axis even if labels show the values"),
    build_optional("category_title", _TEXT, "what the categories are"),
    build_optional("value_title", _TEXT, "what the values are"),
    build_optional("gap", _NUMBER, "between bars, in percent of a bar's width"),
    build_optional(
        "target", RecordType((Field("name", _TEXT), Field("value", _NUMBER))), "a line across at this value"
    ),
    build_optional("markers", _YES_NO, "dots at the points; default: if there are few"),
    build_optional("scale", ChoiceType(("linear", "logarithmic")), "of the value axis"),
    build_optional("errors", RecordType(_ERRORS), "error bars"),
    build_optional("trend", ChoiceType(tuple(TRENDS)), "a line through the points of each series"),
    build_optional("period", _NUMBER, "of a moving average, in points; default: 2"),
    build_optional("lines", _CODES, "the series shown as lines; default: the last"),
    build_optional("secondary", _YES_NO, "yes: lines have an axis of their own"),
    build_optional("secondary_title", _TEXT, "of the lines' own axis"),
    build_optional("secondary_format", _FORMAT, "of the lines' values; default: that of their column"),
    build_optional("totals", _CODES, "categories that are totals; one without a value is the sum so far"),
    build_optional("bins", _NUMBER, "about how many intervals"),
    build_optional("bin_width", _NUMBER, "how wide an interval is"),
    build_optional("x_title", _TEXT, "of the horizontal axis"),
    build_optional("y_title", _TEXT, "of the vertical axis"),
    build_optional("x_format", _FORMAT, "of the horizontal axis; default: that of its column"),
    build_optional("x_minimum", _NUMBER, "where the horizontal axis begins"),
    build_optional("x_maximum", _NUMBER, "where the horizontal axis ends"),
    build_optional("x_scale", ChoiceType(("linear", "logarithmic")), "of the horizontal axis"),
    build_optional("multiples", _COLUMN, "a column: one chart for each of its values, all on one scale"),
)
CHART_OPTIONS: Mapping[str, Field] = MappingProxyType({field.name: field for field in _OPTIONS})
"""Name in deck.yaml → option. `ChartKind.options` says which a kind has."""

CHART_KIND_FIELD = Field("kind", ChoiceType(tuple(CHART_KINDS), "unknown-chart-kind", "chart kind"))
_COMMON_FIELDS = (
    CHART_KIND_FIELD,
    build_optional("title", _TEXT),
    build_optional("alt", _TEXT, "describes the chart; default: written from the data"),
    build_optional("format", _FORMAT, "number, percent, …; default: that of the column"),
)


@cache
def list_chart_fields(kind: str, from_data: bool) -> tuple[Field, ...]:
    """Returns the fields of a chart of this kind, which names its `data:` or holds its values.

    An unknown kind has the fields that all charts have.
    """
    row = CHART_KINDS.get(kind)
    own_fields = (*CHART_FORMS[row.form][not from_data], *list_chart_options(row, from_data)) if row else ()
    return (*_COMMON_FIELDS, *own_fields)


def _add_kinds_to_help(option: Field) -> Field:
    """Returns `option` with the kinds that have it, or if they are fewer those that do not, in its help."""
    kinds = [kind.name for kind in CHART_KINDS.values() if option.name in kind.options]
    others = [name for name in CHART_KINDS if name not in kinds]
    note = f"not {', '.join(others)}" if len(others) < len(kinds) else ", ".join(kinds)
    return replace(option, help=f"{option.help} ({note})")


def list_chart_options(kind: ChartKind, from_data: bool = True) -> tuple[Field, ...]:
    """Returns the options of a chart of this kind."""
    return tuple(_build_option(name, kind, from_data) for name in kind.options if from_data or name != "multiples")


def _build_option(name: str, kind: ChartKind, from_data: bool) -> Field:
    """Returns the option of this name, with the choices of this kind."""
    field = CHART_OPTIONS[name]
    if name == "labels":
        choices = ("none", *kind.label_parts)
        return replace(field, type=ListType(ChoiceType(choices), allows_single=True))
    if name == "label_position":
        return replace(field, type=ChoiceType(kind.position_words))
    if name == "legend" and kind.name != "line":
        return replace(field, type=LegendType(_LEGEND_SIDES), help="show it, or its side")
    if name == "errors" and not from_data:
        fields = (replace(part, type=ValuesType()) if part.name in ("plus", "minus") else part for part in _ERRORS)
        return replace(field, type=RecordType(tuple(fields)))
    return field


class ChartType(TwoFormType, frozen=True):
    """A chart, whose kind decides its fields."""

    label = "chart"

    def get_fields(self, mapping: MappingNode) -> tuple[Field, ...]:
        kind = mapping.get("kind")
        name = kind.raw if isinstance(kind, Scalar) else ""
        if name.startswith("{{"):
            name = "bar"  # the kind is known only after evaluation; most kinds have the fields of this one
        return list_chart_fields(name, mapping.get("data") is not None)

    def list_forms(self) -> Iterator[tuple[str, tuple[Field, ...]]]:
        """Yields each form with its kinds, then the options."""
        yield "Every chart has", _COMMON_FIELDS
        for form, (columns, inline) in CHART_FORMS.items():
            kinds = ", ".join(kind.name for kind in CHART_KINDS.values() if kind.form == form)
            yield f"From data ({kinds})", columns
            yield f"With its own values ({kinds})", inline
        yield "Options, and the kinds that have them", tuple(map(_add_kinds_to_help, _OPTIONS))

    def check_mapping(self, mapping: MappingNode, name: str, context: Context) -> object:
        return context.build_chart(mapping)

    def build_schema(self) -> Schema:
        """Returns a schema in which the kind decides which fields are allowed.

        To keep it short, every option is described once, with the choices of all kinds.
        """
        fields = (*_COMMON_FIELDS, *_OPTIONS)
        return {
            "type": "object",
            "required": ["kind"],
            "properties": {field.name: build_field_schema(field) for field in fields},
            "allOf": list(_build_conditions()),
        }


def _build_conditions() -> Iterator[Schema]:
    """Yields a condition for each form, with its columns or values, then for each group of kinds with equal fields."""
    for form, both in CHART_FORMS.items():
        form_kinds = [kind.name for kind in CHART_KINDS.values() if kind.form == form]
        for fields, from_data in zip(both, (True, False), strict=True):
            schema = build_fields_schema(fields)
            del schema["additionalProperties"]
            yield {"if": _match_kinds(form_kinds, from_data), "then": schema}
    groups: dict[tuple[str, ...], dict[bool, list[str]]] = {}
    for kind in CHART_KINDS:
        for from_data in (True, False):
            names = tuple(field.name for field in list_chart_fields(kind, from_data))
            groups.setdefault(names, {}).setdefault(from_data, []).append(kind)
    for names, forms in groups.items():
        for from_data, kinds in forms.items():
            yield {"if": _match_kinds(kinds, from_data), "then": {"propertyNames": {"enum": list(names)}}}


def _match_kinds(kinds: list[str], from_data: bool) -> Schema:
    """Returns the schema of a chart of one of these kinds, with or without `data:`."""
    condition: Schema = {"properties": {"kind": {"enum": kinds}}}
    return condition | ({"required": ["kind", "data"]} if from_data else {"not": {"required": ["data"]}})
