"""The fields of deck.yaml itself: its keys at the top, and those that every slide has."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from deckwright.assets.data.delimited import DECIMAL_MARKS, DELIMITERS
from deckwright.assets.data.encodings import ENCODINGS
from deckwright.kinds.contracts.composites import ListType, MappingType, NamesType, RecordType, TwoFormType
from deckwright.kinds.contracts.fields import (
    Context,
    Field,
    ScalarType,
    Schema,
    build_optional,
)
from deckwright.kinds.contracts.scalars import (
    PLAIN_SCHEMA,
    ChoiceType,
    DateType,
    ExpressionType,
    NumberType,
    TextType,
    WordType,
    YesNoType,
)
from deckwright.model.node import Mapping, Scalar
from deckwright.model.periods import read_age, read_period

_TEXT = TextType()
_LANGUAGE = WordType("a language tag")
_TABLE, _COLUMN, _FORMAT = WordType("a name"), WordType("a column"), WordType("a number format")


class SlideEntryType(MappingType, frozen=True):
    """A slide as written; its fields are checked later, by its slide template."""

    noun = "named fields, 'slide:' first"
    schema: ClassVar[Schema] = {"type": "object", "required": ["slide"]}
    label = "slide"
    advice = "write '- slide: ' and the name of a slide kind"

    def check_mapping(self, mapping: Mapping, name: str, context: Context) -> Mapping:
        return mapping


class _ReadableType(ScalarType, frozen=True):
    """A single value that is read by a function, which returns None for a wrong one."""

    read: ClassVar[Callable[[str], object]]
    advice: ClassVar[str]

    def check_scalar(self, scalar: Scalar, name: str, context: Context) -> object:
        value = type(self).read(scalar.raw)
        if value is None:
            message = f"{name} must be {self.noun}, not '{scalar.raw}'"
            context.report.error("wrong-type", message, scalar.span, help=self.advice)
        return value


class PeriodType(_ReadableType, frozen=True):
    """A year, month or day, written alike in every language: `2018`, `2018-03`, `2018-03-31`."""

    noun = "a year, a month or a day"
    schema = PLAIN_SCHEMA
    label = "year, month or day"
    read = read_period
    advice = "write 2018, 2018-03 or 2018-03-31"


class AgeType(_ReadableType, frozen=True):
    """A length of time: `90 days`, `6 months`, `1 year`."""

    noun = "a number of days, weeks, months or years"
    schema: ClassVar[Schema] = {"type": "string", "pattern": "^ *[1-9][0-9]* *([Dd]ay|[Ww]eek|[Mm]onth|[Yy]ear)s? *$"}
    label = "age"
    read = read_age
    advice = "write 90 days, 6 months or 1 year"


DATA_FIELDS = (
    build_optional("file", WordType("a file"), "a file under assets/: .csv, .xlsx, .json, .yaml, .sqlite, …"),
    build_optional("url", WordType("an address"), "https://…, or env:NAME for one that is kept secret"),
    build_optional("from", ListType(WordType("a table"), allows_single=True), "names of tables that 'query' reads"),
    build_optional("query", WordType("SQL"), "SELECT …, run on a database, a Parquet file or 'from'"),
    build_optional("table", WordType("a table"), "in a database or an Excel workbook"),
    build_optional("sheet", WordType("a sheet"), "in an Excel workbook; default: the only one"),
    build_optional("range", WordType("a range"), "in an Excel workbook: A3:D20, or A:D"),
    build_optional("header", NumberType(), "the line or row with the column names; default: the first"),
    build_optional("delimiter", ChoiceType(tuple(DELIMITERS)), "between the cells; default: detected"),
    build_optional("decimal", ChoiceType(tuple(DECIMAL_MARKS)), "the decimal mark; default: detected"),
    build_optional("encoding", ChoiceType(tuple(ENCODINGS)), "of a CSV or JSON file; default: utf-8"),
    build_optional("dates", ChoiceType(("day-first", "month-first")), "how 01/02/2019 is read"),
    build_optional("columns", NamesType(_TEXT), "headings of the columns, for the audience"),
    build_optional("labels", NamesType(NamesType(_TEXT)), "for a column, the name of each code in it"),
    build_optional("format", NamesType(_FORMAT), "for a column, its number format"),
    build_optional("source", _TEXT, "the source of the values, for the audience"),
    build_optional("as_of", PeriodType(), "the date of the values: 2018, 2018-03 or 2018-03-31"),
    build_optional("max_age", AgeType(), "how old the values may become: 90 days, 6 months, 1 year"),
)
_FACT_FORMAT_FIELDS = (
    build_optional("format", _FORMAT, "number, percent, …; default: that of the column"),
    build_optional("digits", NumberType(), "number of decimals"),
)


class FactType(TwoFormType, frozen=True):
    """A value from a table, or one that is calculated."""

    noun = "a fact: data, where and field, or value"
    label = "fact"
    key = "value"
    from_data = (
        Field("value", ExpressionType(), help="an expression with other facts: {{ fact.a.value - fact.b.value }}"),
        *_FACT_FORMAT_FIELDS,
    )
    inline = (
        Field("data", _TABLE, help="the table with the value"),
        Field("where", NamesType(WordType("a value of the column")), help="columns and their values, to find one row"),
        Field("field", _COLUMN, help="the column of the value"),
        *_FACT_FORMAT_FIELDS,
    )


GENERATED_FIELDS = (
    Field("file", WordType("a file"), help="a Vega-Lite spec (.vl.json) or a Python script (.py) under assets/"),
    build_optional("data", ListType(_TABLE, allows_single=True), "tables passed to a script; a spec names its own"),
    build_optional(
        "files", ListType(WordType("a file"), allows_single=True), "other files that it reads, under assets/"
    ),
    build_optional("texts", NamesType(_TEXT), "its words, in the language of the audience"),
)
DECK_FIELDS = (
    build_optional("name", WordType("a file name"), "of the presentation; default: made from the title"),
    Field("title", _TEXT, help="of the presentation"),
    build_optional("subtitle", _TEXT),
    build_optional("subject", _TEXT, "the topic, for the properties of the file"),
    Field("language", _LANGUAGE, help="the language deck.yaml is written in: en, da, de-AT"),
    build_optional("languages", ListType(_LANGUAGE), "all languages to build; default: only 'language'"),
    Field("brand", WordType("a brand"), help="a folder in templates/, or 'plain'"),
    build_optional("date", DateType(), "of the talk: 2019-10-07"),
    build_optional("speaker", NamesType(_TEXT, in_expressions=True), "used as {{ speaker.name }}"),
    build_optional("footer", _TEXT, "at the bottom of each slide"),
    build_optional("texts", NamesType(_TEXT, in_expressions=True), "used as {{ text.name }}"),
    build_optional("data", NamesType(RecordType(DATA_FIELDS), in_expressions=True), "data tables"),
    build_optional("facts", NamesType(FactType(), in_expressions=True), "used as {{ fact.name }}"),
    build_optional("generated", NamesType(RecordType(GENERATED_FIELDS), in_expressions=True), "generated pictures"),
    build_optional("show_sources", YesNoType(), "show the source on each slide with a chart or table"),
    Field("slides", ListType(SlideEntryType()), help="the slides, in order"),
)
SLIDE_KEYS = (
    Field("slide", WordType("a slide kind"), help="the slide kind: the name of its slide template"),
    build_optional("id", WordType("an id"), "small letters, digits and '-'; links and translations name it"),
    build_optional("section", _TEXT, "the name of the section that starts with this slide"),
    build_optional("notes", _TEXT, "speaker notes"),
    build_optional("show_sources", YesNoType(), "whether the slide shows the source of its values"),
    build_optional("when", WordType("an expression"), "an expression: the slide is shown only if it is true"),
    build_optional("repeat", WordType("'row in data.name'"), "one slide for each row: row in data.name"),
)
"""The fields that every slide may have besides those of its slide template."""
