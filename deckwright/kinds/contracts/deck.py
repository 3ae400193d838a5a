"""The contract of deck.yaml itself: its keys at the top, and those that every slide has."""

from __future__ import annotations

from collections.abc import Iterator

from deckwright.assets.data.delimited import DECIMAL_MARKS, DELIMITERS
from deckwright.assets.data.encodings import ENCODINGS
from deckwright.kinds.contracts.base import Context, Field, FieldType, Schema, Wording
from deckwright.kinds.contracts.composites import ListType, NamesType, RecordType, report_empty_or_wrong
from deckwright.kinds.contracts.fields import build_fields_schema, check_fields, find_field_texts
from deckwright.kinds.contracts.periods import AgeType, PeriodType
from deckwright.kinds.contracts.scalars import (
    ChoiceType,
    DateType,
    ExpressionType,
    NumberType,
    TextType,
    WordType,
    YesNoType,
)
from deckwright.model.deck import Record
from deckwright.model.node import Mapping, Node

_TEXT = TextType()
_LANGUAGE = WordType("a language tag")
_TABLE, _COLUMN, _FORMAT = WordType("a name"), WordType("a column"), WordType("a number format")


class SlideEntryType(FieldType, frozen=True):
    """A slide as it is written; which fields it has depends on its slide template."""

    noun = "named fields, 'slide:' first"

    def check(self, node: Node, name: str, context: Context) -> Mapping | None:
        if isinstance(node, Mapping):
            return node
        report_empty_or_wrong(node, name, self.noun, context, "write '- slide: ' and the name of a slide kind")
        return None

    def build_schema(self) -> Schema:
        return {"type": "object", "required": ["slide"]}

    def describe(self) -> str:
        return "slide"


class FactType(FieldType, frozen=True):
    """A value that is found in a table, or one that is calculated."""

    noun = "a fact: data, where and field, or value"

    def check(self, node: Node, name: str, context: Context) -> Record | None:
        if not isinstance(node, Mapping):
            report_empty_or_wrong(node, name, self.noun, context)
            return None
        fields = FACT_FIELDS if node.get("value") is None else DERIVED_FACT_FIELDS
        return check_fields(node, fields, context, owner=name, at=node.span)

    def build_schema(self) -> Schema:
        derived: Schema = {"type": "object", "required": ["value"]}
        return {
            "if": derived,
            "then": build_fields_schema(DERIVED_FACT_FIELDS),
            "else": build_fields_schema(FACT_FIELDS),
        }

    def describe(self) -> str:
        return "fact"


DATA_FIELDS = (
    Field(
        "file", WordType("a file"), optional=True, help="a file under assets/: .csv, .xlsx, .json, .yaml, .sqlite, …"
    ),
    Field("url", WordType("an address"), optional=True, help="https://…, or env:NAME for one that is kept secret"),
    Field(
        "from",
        ListType(WordType("a table"), allows_single=True),
        optional=True,
        help="tables that 'query' is asked of, by their names here",
    ),
    Field("query", WordType("SQL"), optional=True, help="SELECT …, asked of a database, a Parquet file or 'from'"),
    Field("table", WordType("a table"), optional=True, help="of a database, or of an Excel workbook"),
    Field("sheet", WordType("a sheet"), optional=True, help="of an Excel workbook; else the only one"),
    Field("range", WordType("a range"), optional=True, help="of an Excel workbook: A3:D20, or A:D"),
    Field("header", NumberType(), optional=True, help="the line or row of the columns' names; else the first one"),
    Field("delimiter", ChoiceType(tuple(DELIMITERS)), optional=True, help="between the cells; else it is found out"),
    Field("decimal", ChoiceType(tuple(DECIMAL_MARKS)), optional=True, help="the decimal mark; else it is found out"),
    Field("encoding", ChoiceType(tuple(ENCODINGS)), optional=True, help="of a CSV or JSON file; else utf-8"),
    Field("dates", ChoiceType(("day-first", "month-first")), optional=True, help="how 01/02/2019 is meant"),
    Field("columns", NamesType(_TEXT), optional=True, help="headings of the columns, as the audience reads them"),
    Field("labels", NamesType(NamesType(_TEXT)), optional=True, help="for a column, what each code in it is called"),
    Field("format", NamesType(_FORMAT), optional=True, help="for a column, a number format"),
    Field("source", _TEXT, optional=True, help="the source of the values, as the audience reads it"),
    Field("as_of", PeriodType(), optional=True, help="the date of the values: 2018, 2018-03 or 2018-03-31"),
    Field("max_age", AgeType(), optional=True, help="how old they may become: 90 days, 6 months, 1 year"),
)
_FACT_FORMAT_FIELDS = (
    Field("format", _FORMAT, optional=True, help="number, percent, …; else that of the column"),
    Field("digits", NumberType(), optional=True, help="how many decimals"),
)
FACT_FIELDS = (
    Field("data", _TABLE, help="the table it is in"),
    Field("where", NamesType(WordType("a value of the column")), help="columns and what they hold, to find one row"),
    Field("field", _COLUMN, help="the column of the value"),
    *_FACT_FORMAT_FIELDS,
)
DERIVED_FACT_FIELDS = (
    Field("value", ExpressionType(), help="calculates it from other facts: {{ fact.a.value - fact.b.value }}"),
    *_FACT_FORMAT_FIELDS,
)
GENERATED_FIELDS = (
    Field("file", WordType("a file"), help="a Vega-Lite spec (.vl.json) or a Python script (.py) under assets/"),
    Field(
        "data",
        ListType(_TABLE, allows_single=True),
        optional=True,
        help="tables that a script is given; a spec names its own",
    ),
    Field(
        "files",
        ListType(WordType("a file"), allows_single=True),
        optional=True,
        help="other files it reads, under assets/",
    ),
    Field("texts", NamesType(_TEXT), optional=True, help="what it says, in the language of the audience"),
)
DECK_FIELDS = (
    Field("name", WordType("a file name"), optional=True, help="of the file that is made; else made of the title"),
    Field("title", _TEXT, help="of the talk"),
    Field("subtitle", _TEXT, optional=True),
    Field("subject", _TEXT, optional=True, help="what it is about, for the properties of the file"),
    Field("language", _LANGUAGE, help="the language deck.yaml is written in: en, da, de-AT"),
    Field("languages", ListType(_LANGUAGE), optional=True, help="all languages to build; else the one above"),
    Field("brand", WordType("a brand"), help="a folder in templates/, or 'plain'"),
    Field("date", DateType(), optional=True, help="of the talk: 2019-10-07"),
    Field("speaker", NamesType(_TEXT, in_expressions=True), optional=True, help="read as {{ speaker.name }}"),
    Field("footer", _TEXT, optional=True, help="at the bottom of the slides"),
    Field("texts", NamesType(_TEXT, in_expressions=True), optional=True, help="read as {{ text.name }}"),
    Field("data", NamesType(RecordType(DATA_FIELDS), in_expressions=True), optional=True, help="data tables"),
    Field("facts", NamesType(FactType(), in_expressions=True), optional=True, help="read as {{ fact.name }}"),
    Field(
        "generated",
        NamesType(RecordType(GENERATED_FIELDS), in_expressions=True),
        optional=True,
        help="generated pictures",
    ),
    Field("show_sources", YesNoType(), optional=True, help="a line on each slide with a chart or table: its source"),
    Field("slides", ListType(SlideEntryType()), help="the slides, in order"),
)
SLIDE_KEYS = (
    Field("slide", WordType("a slide kind"), help="the slide kind: the name of its slide template"),
    Field("id", WordType("an id"), optional=True, help="small letters, digits and '-'; links and translations name it"),
    Field("section", _TEXT, optional=True, help="the name of the section that begins with this slide"),
    Field("notes", _TEXT, optional=True, help="speaker notes"),
    Field("show_sources", YesNoType(), optional=True, help="whether the slide says where its values come from"),
    Field("when", WordType("an expression"), optional=True, help="the slide is shown only when this holds"),
    Field("repeat", WordType("'row in data.name'"), optional=True, help="one slide for each row: row in data.name"),
)
"""What every slide may have besides the fields of its slide template."""


def find_deck_texts(deck: Mapping) -> Iterator[tuple[str, Wording]]:
    """What is translatable outside the slides, with paths: `title`, `speaker.role`, `data.growth.columns.group`."""
    return find_field_texts(deck, DECK_FIELDS)
