"""The fields of charts, by kind: the columns or values of each form, and the options that the row of a kind names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import ClassVar

from msgspec.structs import replace

from deckwright.charts.kinds import CHART_KINDS, POSITION_WORDS, TRENDS, ChartKind
from deckwright.kinds.contracts.base import Context, Field, FieldType, ScalarType, Schema
from deckwright.kinds.contracts.composites import ListType, NamesType, RecordType, report_empty_or_wrong
from deckwright.kinds.contracts.fields import build_field_schema, build_fields_schema
from deckwright.kinds.contracts.scalars import ChoiceType, NumberType, TextType, WordType, YesNoType
from deckwright.model.node import Mapping as MappingNode
from deckwright.model.node import Node, Scalar, Sequence

SIDES = ("right", "bottom", "top", "left")
_TEXT, _NUMBER, _YES_NO = TextType(), NumberType(), YesNoType()
_COLUMN, _CODE, _FORMAT = WordType("a column"), WordType("a code"), WordType("a number format")
_COLUMNS, _CODES = ListType(_COLUMN, allows_single=True), ListType(_CODE, allows_single=True)


class ValuesType(FieldType, frozen=True):
    """A list of numbers, in which `null` means that there is no value."""

    default: ClassVar[object] = ()
    noun = "a list of numbers"

    def check(self, node: Node, name: str, context: Context) -> tuple[object, ...] | None:
        if not isinstance(node, Sequence):
            report_empty_or_wrong(node, name, self.noun, context, "write them in brackets: [12, 18, 31]")
            return None
        if not node.items:
            context.report.error("too-few", f"{name} must have 1+ entries, and has 0", node.span)
            return None
        values: list[object] = []
        sound = True
        for n, item in enumerate(node.items, 1):
            if isinstance(item, Scalar) and item.value is None:
                values.append(None)
                continue
            value = _NUMBER.check(item, f"entry {n} of {name}", context)
            values.append(value)
            sound = sound and value is not None
        return tuple(values) if sound else None

    def build_schema(self) -> Schema:
        return {"type": "array", "items": {"anyOf": [_NUMBER.build_schema(), {"type": "null"}]}, "minItems": 1}

    def describe(self) -> str:
        return "list of number, or null where there is none"


class LegendType(ScalarType, frozen=True):
    """Yes, no, or the side it stands at; `direct` for names beside the lines themselves."""

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

    def describe(self) -> str:
        return f"yes, no, {', '.join(self.choices)}"


_NAMED_VALUES = RecordType((Field("name", _TEXT), Field("values", ValuesType(), help="one for each category")))
_POINT = (Field("name", _TEXT, optional=True), Field("x", _NUMBER), Field("y", _NUMBER))
_SIZE = Field("size", _NUMBER, help="what the area of its bubble shows")
_DATA = Field("data", WordType("a name"), help="a table under data:")
_CATEGORIES = Field("categories", _COLUMN, help="the column that names the bars or points; dates are shown as dates")
_NAMES = Field("names", _COLUMN, optional=True, help="the column that names the points")
_GROUP = Field("group", _COLUMN, optional=True, help="the column by which points have different colours")
_X = Field("x", _COLUMN, help="the column of what runs across")
_Y = Field("y", _COLUMNS, help="a column, or several, one for each series")


_ONE_Y = Field("y", _COLUMN, help="the column of what runs up")
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
            (_DATA, Field("values", _COLUMN, help="the column whose values are counted")),
            (Field("name", _TEXT, optional=True, help="what the values are"), Field("values", ValuesType())),
        ),
        "spans": (
            (_DATA, _CATEGORIES, _FROM, _TO),
            (Field("categories", ListType(_TEXT)), Field("from", _NAMED_VALUES), Field("to", _NAMED_VALUES)),
        ),
    }
)
"""What a form takes: its columns when the values come from `data:`, else the values themselves."""

_LABEL_PARTS = ("none", "value", "category", "series", "percent", "name", "size")
_PLUS_MINUS = "above the value, for one series or for each"
_ERRORS = (
    Field("value", _NUMBER, optional=True, help="the same above and below every value"),
    Field("percent", _NUMBER, optional=True, help="of each value"),
    Field("plus", _COLUMNS, optional=True, help=f"the column of what is {_PLUS_MINUS}"),
    Field("minus", _COLUMNS, optional=True, help="the same for what is below it"),
)
_OPTIONS = (
    Field("highlight", _CODES, optional=True, help="categories, points or series to highlight; the rest is muted"),
    Field("sort", ChoiceType(("ascending", "descending")), optional=True, help="by the values of the first series"),
    Field(
        "labels",
        ListType(ChoiceType(_LABEL_PARTS), allows_single=True),
        optional=True,
        help="what stands at each value, or none",
    ),
    Field("label_position", ChoiceType(tuple(POSITION_WORDS)), optional=True, help="where labels stand"),
    Field("legend", LegendType((*SIDES, "direct")), optional=True, help="or where; direct: names beside the lines"),
    Field("colours", NamesType(WordType("a theme colour")), optional=True, help="of a series or category: accent2"),
    Field("minimum", _NUMBER, optional=True, help="where the value axis begins"),
    Field("maximum", _NUMBER, optional=True, help="where the value axis ends"),
    Field("gridlines", _YES_NO, optional=True, help="yes: the value axis too, where labels say the values"),
    Field("category_title", _TEXT, optional=True, help="what the categories are"),
    Field("value_title", _TEXT, optional=True, help="what the values are"),
    Field("gap", _NUMBER, optional=True, help="between bars, in percent of a bar's width"),
    Field(
        "target",
        RecordType((Field("name", _TEXT), Field("value", _NUMBER))),
        optional=True,
        help="a line across at this value",
    ),
    Field("markers", _YES_NO, optional=True, help="dots at the points; else where there are few"),
    Field("scale", ChoiceType(("linear", "logarithmic")), optional=True, help="of the value axis"),
    Field("errors", RecordType(_ERRORS), optional=True, help="error bars"),
    Field("trend", ChoiceType(tuple(TRENDS)), optional=True, help="a line through the points of each series"),
    Field("period", _NUMBER, optional=True, help="of a moving average, in points; else 2"),
    Field("lines", _CODES, optional=True, help="the series that are lines; else the last"),
    Field("secondary", _YES_NO, optional=True, help="yes: lines have an axis of their own"),
    Field("secondary_title", _TEXT, optional=True, help="of the lines' own axis"),
    Field("secondary_format", _FORMAT, optional=True, help="of the lines' values; else that of their column"),
    Field("totals", _CODES, optional=True, help="categories that are totals; without a value they are summed up"),
    Field("bins", _NUMBER, optional=True, help="about how many intervals"),
    Field("bin_width", _NUMBER, optional=True, help="how wide an interval is"),
    Field("x_title", _TEXT, optional=True, help="what runs across"),
    Field("y_title", _TEXT, optional=True, help="what runs up"),
    Field("x_format", _FORMAT, optional=True, help="of what runs across; else that of its column"),
    Field("x_minimum", _NUMBER, optional=True, help="where the axis below begins"),
    Field("x_maximum", _NUMBER, optional=True, help="where the axis below ends"),
    Field("x_scale", ChoiceType(("linear", "logarithmic")), optional=True, help="of the axis below"),
    Field("multiples", _COLUMN, optional=True, help="a column: one chart for each of what it has, all on one scale"),
)
CHART_OPTIONS: Mapping[str, Field] = MappingProxyType({field.name: field for field in _OPTIONS})
"""Name in deck.yaml → option. Which kind has which, rows of `CHART_KINDS` say."""

CHART_KIND_FIELD = Field("kind", ChoiceType(tuple(CHART_KINDS), "unknown-chart-kind", "chart kind"))
_COMMON_FIELDS = (
    Field("title", _TEXT, optional=True),
    Field("alt", _TEXT, optional=True, help="says what can be seen; written from the data when left out"),
    Field("format", _FORMAT, optional=True, help="number, percent, …; else that of the column"),
)


@cache
def list_chart_fields(kind: str, from_data: bool) -> tuple[Field, ...]:
    """The fields of a chart of this kind, in the form that names its `data:` or the one that holds them.

    Of a kind that there is not: what all charts have.
    """
    row = CHART_KINDS.get(kind)
    if row is None:
        return (CHART_KIND_FIELD, *_COMMON_FIELDS)
    return (CHART_KIND_FIELD, *_COMMON_FIELDS, *CHART_FORMS[row.form][not from_data], *list_options(row, from_data))


def list_reference_forms() -> Iterator[tuple[str, tuple[Field, ...]]]:
    """All that charts have, for the reference: each form with the kinds that take it, then the options."""
    yield "Every chart has", (CHART_KIND_FIELD, *_COMMON_FIELDS)
    for form, (columns, inline) in CHART_FORMS.items():
        kinds = ", ".join(kind.name for kind in CHART_KINDS.values() if kind.form == form)
        yield f"From data ({kinds})", columns
        yield f"With its own values ({kinds})", inline
    yield "Options, and the kinds that have them", tuple(map(_add_kinds_to_help, _OPTIONS))


def _add_kinds_to_help(option: Field) -> Field:
    kinds = [kind.name for kind in CHART_KINDS.values() if option.name in kind.options]
    others = [name for name in CHART_KINDS if name not in kinds]
    whose = f"not {', '.join(others)}" if len(others) < len(kinds) else ", ".join(kinds)
    return replace(option, help=f"{option.help} ({whose})")


def list_options(kind: ChartKind, from_data: bool = True) -> tuple[Field, ...]:
    """What may be said of a chart of this kind besides its values."""
    return tuple(_build_option(name, kind, from_data) for name in kind.options if from_data or name != "multiples")


def _build_option(name: str, kind: ChartKind, from_data: bool) -> Field:
    """The option of this name, with the choices that this kind has."""
    field = CHART_OPTIONS[name]
    if name == "labels":
        choices = ("none", *kind.label_parts)
        return replace(field, type=ListType(ChoiceType(choices), allows_single=True))
    if name == "label_position":
        return replace(field, type=ChoiceType(kind.position_words))
    if name == "legend" and kind.name != "line":
        return replace(field, type=LegendType(SIDES), help="or the side it stands at")
    if name == "errors" and not from_data:
        fields = (replace(one, type=ValuesType()) if one.name in ("plus", "minus") else one for one in _ERRORS)
        return replace(field, type=RecordType(tuple(fields)))
    return field


def get_chart_fields(mapping: MappingNode) -> tuple[Field, ...]:
    """The fields that a chart written like `mapping` may have."""
    kind = mapping.get("kind")
    name = kind.raw if isinstance(kind, Scalar) else ""
    if name.startswith("{{"):
        name = "bar"  # which it is, only evaluate knows; this is what most kinds have
    return list_chart_fields(name, mapping.get("data") is not None)


def build_chart_schema() -> Schema:
    """A JSON Schema in which the kind says which fields there may be.

    Every option is described once, with the choices of all kinds, or the schema would be as long as a book.
    """
    return {
        "type": "object",
        "required": ["kind"],
        "properties": {
            field.name: build_field_schema(field) for field in (CHART_KIND_FIELD, *_COMMON_FIELDS, *_OPTIONS)
        },
        "allOf": [*_build_form_schemas(), *_build_kind_schemas()],
    }


def _build_form_schemas() -> Iterator[Schema]:
    for form, both in CHART_FORMS.items():
        kinds = [kind.name for kind in CHART_KINDS.values() if kind.form == form]
        for fields, from_data in zip(both, (True, False), strict=True):
            schema = build_fields_schema(fields)
            del schema["additionalProperties"]
            yield {"if": _match_kinds(kinds, from_data), "then": schema}


def _build_kind_schemas() -> Iterator[Schema]:
    groups: dict[tuple[str, ...], dict[bool, list[str]]] = {}
    for kind in CHART_KINDS:
        for from_data in (True, False):
            names = tuple(field.name for field in list_chart_fields(kind, from_data))
            groups.setdefault(names, {}).setdefault(from_data, []).append(kind)
    for names, forms in groups.items():
        for from_data, kinds in forms.items():
            yield {"if": _match_kinds(kinds, from_data), "then": {"propertyNames": {"enum": list(names)}}}


def _match_kinds(kinds: list[str], from_data: bool) -> Schema:
    named: Schema = {"properties": {"kind": {"enum": kinds}}}
    return named | ({"required": ["kind", "data"]} if from_data else {"not": {"required": ["data"]}})


assert set(POSITION_WORDS) >= {word for kind in CHART_KINDS.values() for word in kind.position_words}
assert set(CHART_OPTIONS) >= {name for kind in CHART_KINDS.values() for name in kind.options}
