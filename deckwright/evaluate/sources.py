"""Sources: the data tables as this deck shows them, with headings, labels and formats in its language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache

from msgspec import Struct, field

from deckwright.assets.data.cells import read_cell
from deckwright.kinds.contracts import Context
from deckwright.kinds.contracts.scalars import TextType, as_text
from deckwright.languages.format_table import FORMATS, Format, find_format, shown_digits
from deckwright.languages.formats import Formats
from deckwright.model import node
from deckwright.model.data_table import Cell, DataTable
from deckwright.model.diagnostics import Report, did_you_mean
from deckwright.model.node import Scalar
from deckwright.model.periods import Age, Period, read_age, read_period
from deckwright.model.source import Span, Text, span_of
from deckwright.texts.facts import Fact
from deckwright.texts.names import LazyNames, Uses

Row = Mapping[str, Fact | None]

_TEXT = TextType()
_YEARS = range(1900, 2101)
_MOST_LISTED = 12


class Source(Struct, frozen=True):
    """A data table of this deck. Columns and rows are positions in its `table`."""

    table: DataTable
    formats: Formats
    language: str
    """Of what the data file itself says: that of deck.yaml."""
    headings: Mapping[str, Text]
    labels: Mapping[str, Mapping[str, object]]
    """Column → code in it → `Text`, worked out when it is asked for."""
    named_formats: Mapping[str, str]
    said: Text | None = None
    """Whom the values come from."""
    as_of: Period | None = None
    max_age: Age | None = None
    known_formats: dict[int, tuple[str, int | None]] = field(default_factory=dict)
    """Of the columns that somebody has asked for: finding one looks at every value of the column."""

    def heading(self, column: int) -> Text:
        """What the column is called in front of an audience."""
        name = self.table.columns[column]
        return self.headings.get(name) or Text(name, name.span, self.language)

    def format(self, column: int) -> tuple[str, int | None]:
        """Name and decimals of the column's format: all its values are shown alike."""
        if column not in self.known_formats:
            name = self.named_formats.get(self.table.columns[column]) or self._usual_format(column)
            how = find_format(name) or FORMATS["text"]
            self.known_formats[column] = name, digits_of(how, self.table.values(column))
        return self.known_formats[column]

    def text(self, row: int, column: int) -> Text:
        """A cell as the audience reads it."""
        cell, span = self.table.rows[row][column], self.table.spans[row][column]
        if cell is None:
            return Text("", span, self.formats.locale)
        if (label := self._label(cell, column)) is not None:
            return label
        if isinstance(cell, Text):
            return Text(cell, span, self.language)
        return Text(self.formats.show(cell, *self.format(column)), span, self.formats.locale)

    def line(self) -> str:
        """The source as a slide names it: `Kilde: Danske Regioner, data pr. 2018`; "" where `source` says nothing."""
        if not self.said:
            return ""
        if self.as_of is None:
            return _filled(self.formats.word("source-line"), self.said)
        day = self.formats.date(self.as_of.last, self.as_of.form)
        return _filled(self.formats.word("dated-source-line"), self.said, day)

    def fact(self, row: int, column: int, how: tuple[str, int | None] | None = None) -> Fact | None:
        """A cell for expressions. `how`: the column's format, where somebody has asked for it already."""
        cell = self.table.rows[row][column]
        if cell is None:
            return None
        name, digits = how or self.format(column)
        return Fact(cell, cache(lambda: self.text(row, column)), self.table.spans[row][column], name, digits)

    def records(self) -> tuple[Row, ...]:
        """The rows for expressions: `row.growth`."""
        columns = tuple((at, str(name), self.format(at)) for at, name in enumerate(self.table.columns))
        rows = range(len(self.table.rows))
        return tuple({name: self.fact(row, at, how) for at, name, how in columns} for row in rows)

    def find(self, wanted: Text, report: Report) -> int | None:
        """The position of the column called `wanted`. Reported there: `unknown-column`."""
        column = self.table.column(wanted)
        if column is None:
            notes = [f"its columns are {', '.join(self.table.columns)}"]
            message = f"'{self.table.file}' has no column '{wanted}'"
            near = did_you_mean(wanted, self.table.columns)
            report.error("unknown-column", message, span_of(wanted), help=near, notes=notes)
        return column

    def rows_with(self, column: int, word: str) -> list[int]:
        """The rows in whose `column` there is what somebody writes as `word`."""
        value = read_cell(word, Span("", 1, 1)).value
        cells = (row[column] for row in self.table.rows)
        return [n for n, cell in enumerate(cells) if cell is not None and (cell == value or str(cell) == word)]

    def _label(self, cell: Cell, column: int) -> Text | None:
        labels = self.labels.get(self.table.columns[column], {})
        label = labels.get(str(cell))
        return label if isinstance(label, Text) else None

    def _usual_format(self, column: int) -> str:
        kind = self.table.kinds[column]
        return "plain" if kind == "number" and are_years(self.table.values(column)) else kind


def are_years(values: Sequence[int | Decimal]) -> bool:
    """Whether these numbers, more than one, are surely years, which are not grouped or added up."""
    return len(values) > 1 and all(isinstance(value, int) and value in _YEARS for value in values)


def source_of(
    table: DataTable, entry: node.Mapping, formats: Formats, language: str, context: Context, uses: Uses
) -> Source:
    """`table` with what `entry`, its entry under `data:`, says of it. Reported there: columns and codes that the
    table has not, formats there are not, codes without label."""
    headings = {}
    for key, scalar in _scalars(entry.get("columns")):
        if (text := context.text(as_text(scalar, context))) is not None:
            headings[str(key)] = text
    labels: dict[str, Mapping[str, object]] = {}
    for column, node_ in _entries(entry.get("labels")):
        labels[str(column)] = LazyNames(
            {
                str(code): lambda scalar=scalar: context.text(as_text(scalar, context))  # type: ignore[misc]
                for code, scalar in _scalars(node_)
            },
            uses,
        )
    named = {str(key): scalar.raw for key, scalar in _scalars(entry.get("format"))}
    by, as_of, age = (entry.get(key) for key in ("source", "as_of", "max_age"))
    said = _TEXT.check(by, "'source'", context) if by is not None else None
    return Source(
        table,
        formats,
        language,
        headings,
        labels,
        named,
        said if isinstance(said, Text) else None,
        read_period(as_of.raw) if isinstance(as_of, Scalar) else None,
        read_age(age.raw) if isinstance(age, Scalar) else None,
    )


def check_source(source: Source, entry: node.Mapping, report: Report) -> None:
    """Report what `entry` says of columns and codes that are not in the table, and codes that it forgets."""
    age = entry.get("max_age")
    if age is not None and entry.get("as_of") is None:
        message = "'max_age' says nothing without 'as_of'"
        report.error("missing-field", message, age.span, help="add 'as_of:' with what the values are of, as in 2018")
    for part in ("columns", "labels", "format"):
        for name, value in _entries(entry.get(part)):
            column = source.find(name, report)
            if column is None:
                continue
            if part == "labels" and isinstance(value, node.Mapping):
                _check_labels(source, name, column, value, report)
            elif part == "format" and isinstance(value, Scalar):
                check_format(Text(value.raw, value.span), source.table.kinds[column], report)


def check_format(name: Text, kind: str, report: Report) -> Format | None:
    """The format called `name`, for values of this `kind`. Reported at it: `unknown-format`, `unfit-format`."""
    how = find_format(name)
    if how is None:
        notes = [f"the formats are {', '.join(FORMATS)}, and currencies such as DKK"]
        help_ = did_you_mean(name, FORMATS)
        report.error("unknown-format", f"there is no format '{name}'", name.span, help=help_, notes=notes)
        return None
    fits = how.kind == "text" or (how.kind == "date") == (kind == "date")
    if not fits or (kind == "text" and how.kind != "text"):
        held = {"percent": "percentages", "number": "numbers", "date": "dates", "text": "texts"}[kind]
        report.error("unfit-format", f"the format '{name}' cannot show {held}", name.span)
        return None
    return how


def _filled(pattern: str, *parts: str) -> str:
    """`pattern` with each … in it replaced, in order."""
    before, *rest = pattern.split("…")
    return before + "".join(part + after for part, after in zip(parts, rest, strict=True))


def digits_of(how: Format, values: tuple[int | Decimal, ...]) -> int | None:
    """The decimals that values of the format `how` are shown with, if they are numbers."""
    if how.digits is not None or how.kind in ("date", "text"):
        return how.digits
    return shown_digits(values, how.kind)


def _check_labels(source: Source, name: Text, column: int, labels: node.Mapping, report: Report) -> None:
    codes: dict[str, Span] = {}
    for row, spans in zip(source.table.rows, source.table.spans, strict=True):
        if row[column] is not None:
            codes.setdefault(str(row[column]), spans[column])
    given = {str(entry.key): entry.key for entry in labels}
    for code, key in given.items():
        if code not in codes:
            message = f"'{code}' is not in the column '{name}' of '{source.table.file}'"
            listed = [f"it has {', '.join(codes)}"] if len(codes) <= _MOST_LISTED else []
            report.warning("unused-label", message, key.span, help=did_you_mean(code, codes), notes=listed)
    for code, place in codes.items():
        if code not in given:
            message = f"'{code}' has no label, so the code itself is shown"
            notes = [f"it stands at {place}"]
            report.warning("missing-label", message, name.span, help=f"add '{code}: …' here", notes=notes)


def _entries(value: node.Node | None) -> list[tuple[Text, node.Node]]:
    return [(entry.key, entry.value) for entry in value] if isinstance(value, node.Mapping) else []


def _scalars(value: node.Node | None) -> list[tuple[Text, Scalar]]:
    return [(key, item) for key, item in _entries(value) if isinstance(item, Scalar) and item.value not in (None, "")]
