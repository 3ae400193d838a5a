"""Sources: the data tables as this deck shows them, with headings, labels and formats in its language."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from functools import cache

from msgspec import Struct, field

from deckwright.assets.data.cells import read_cell
from deckwright.kinds.contracts.fields import Context
from deckwright.kinds.contracts.scalars import TextType, evaluate_as_text
from deckwright.languages.formats import Formats
from deckwright.languages.number_formats import FORMATS, NumberFormat, choose_digits, find_format
from deckwright.model import node
from deckwright.model.data_table import DataTable
from deckwright.model.diagnostics import Report, did_you_mean
from deckwright.model.node import Scalar
from deckwright.model.periods import Age, Period, read_age, read_period
from deckwright.model.source import Span, Text, span_of
from deckwright.texts.values import Fact, LazyNames, Uses

ValueFormat = tuple[str, int | None]
"""Name of a number or date format, and decimals."""

_TEXT = TextType()
_YEARS = range(1900, 2101)
_MAX_LISTED = 12


class Source(Struct, frozen=True):
    """A data table with its entry under `data:` in deck.yaml. Columns and rows are positions in `table`."""

    table: DataTable
    formats: Formats
    language: str
    """The language of the texts in the data file: that of deck.yaml."""
    headings: Mapping[str, Text]
    labels: Mapping[str, Mapping[str, object]]
    """Column → code → label, a `Text` that is evaluated on first use."""
    named_formats: Mapping[str, str]
    """Column → format, for the columns that have a `format` in deck.yaml."""
    attribution: Text | None = None
    """The `source` of the values, as deck.yaml names it."""
    as_of: Period | None = None
    max_age: Age | None = None
    column_formats: dict[int, ValueFormat] = field(default_factory=dict)
    """A cache: finding the format of a column reads all of its values."""

    def get_heading(self, column: int) -> Text:
        """Returns the heading from deck.yaml, else the column's name in the data file."""
        name = self.table.columns[column]
        return self.headings.get(name) or Text(name, name.span, self.language)

    def get_format(self, column: int) -> ValueFormat:
        """Returns the one format in which all values of the column are shown."""
        if column not in self.column_formats:
            name = self.named_formats.get(self.table.columns[column]) or self._choose_format(column)
            format_ = find_format(name) or FORMATS["text"]
            self.column_formats[column] = name, find_digits(format_, self.table.values(column))
        return self.column_formats[column]

    def get_text(self, row: int, column: int) -> Text:
        """Returns a cell as the audience reads it: its label, its text, or its number in the column's format."""
        cell, span = self.table.rows[row][column], self.table.spans[row][column]
        if cell is None:
            return Text("", span, self.formats.locale)
        label = self.labels.get(self.table.columns[column], {}).get(str(cell))
        if isinstance(label, Text):
            return label
        if isinstance(cell, Text):
            return Text(cell, span, self.language)
        return Text(self.formats.format_value(cell, *self.get_format(column)), span, self.formats.locale)

    def format_line(self) -> str:
        """Returns the source line of a slide, `Kilde: Danske Regioner, data pr. 2018`, for a table with a `source`."""
        assert self.attribution is not None
        if self.as_of is None:
            return _fill(self.formats.get_word("source-line"), self.attribution)
        day = self.formats.format_date(self.as_of.last, self.as_of.form)
        return _fill(self.formats.get_word("dated-source-line"), self.attribution, day)

    def get_fact(self, row: int, column: int) -> Fact | None:
        """Returns a cell as expressions have it; None if the cell is empty."""
        cell = self.table.rows[row][column]
        if cell is None:
            return None
        name, digits = self.get_format(column)
        return Fact(cell, cache(lambda: self.get_text(row, column)), self.table.spans[row][column], name, digits)

    def list_records(self) -> tuple[Mapping[str, Fact | None], ...]:
        """Returns the rows as expressions have them (`row.growth`): column → fact."""
        columns = [(at, str(name)) for at, name in enumerate(self.table.columns)]
        return tuple({name: self.get_fact(row, at) for at, name in columns} for row in range(len(self.table.rows)))

    def find_column(self, name: Text, report: Report) -> int | None:
        """Returns the position of the column called `name`; None after reporting `unknown-column`."""
        column = self.table.column(name)
        if column is None:
            notes = [f"its columns are {', '.join(self.table.columns)}"]
            message = f"'{self.table.file}' has no column '{name}'"
            near = did_you_mean(name, self.table.columns)
            report.error("unknown-column", message, span_of(name), help=near, notes=notes)
        return column

    def find_rows(self, column: int, word: str) -> list[int]:
        """Returns the rows whose cell in `column` has the value that `word` spells."""
        value = read_cell(word, Span("", 1, 1)).value
        cells = (row[column] for row in self.table.rows)
        return [n for n, cell in enumerate(cells) if cell is not None and (cell == value or str(cell) == word)]

    def list_values(self, column: int) -> Collection[str]:
        """Returns the different values of the column, without empty cells, in the order of the rows."""
        return dict.fromkeys(str(row[column]) for row in self.table.rows if row[column] is not None)

    def _choose_format(self, column: int) -> str:
        kind = self.table.kinds[column]
        return "plain" if kind == "number" and are_years(self.table.values(column)) else kind


def are_years(values: Sequence[int | Decimal]) -> bool:
    """Returns True if all of these numbers, two or more, look like years: those are not grouped or added up."""
    return len(values) > 1 and all(isinstance(value, int) and value in _YEARS for value in values)


def make_source(
    table: DataTable, entry: node.Mapping, formats: Formats, language: str, context: Context, uses: Uses
) -> Source:
    """Returns `table` with its entry under `data:`. `check_source_names` checks the names in the entry."""
    headings = {}
    for key, scalar in _list_scalars(entry.get("columns")):
        if (text := evaluate_as_text(scalar, context)) is not None:
            headings[str(key)] = text
    labels: dict[str, Mapping[str, object]] = {}
    for column, codes in list_entries(entry.get("labels")):
        labels[str(column)] = LazyNames(
            {
                str(code): lambda scalar=scalar: evaluate_as_text(scalar, context)  # type: ignore[misc]
                for code, scalar in _list_scalars(codes)
            },
            uses,
        )
    formats_by_column = {str(key): scalar.raw for key, scalar in _list_scalars(entry.get("format"))}
    origin, as_of, age = (entry.get(key) for key in ("source", "as_of", "max_age"))
    attribution = _TEXT.check(origin, "'source'", context) if origin is not None else None
    return Source(
        table,
        formats,
        language,
        headings,
        labels,
        formats_by_column,
        attribution if isinstance(attribution, Text) else None,
        read_period(as_of.raw) if isinstance(as_of, Scalar) else None,
        read_age(age.raw) if isinstance(age, Scalar) else None,
    )


def check_source_names(source: Source, entry: node.Mapping, report: Report) -> None:
    """Checks the columns, codes and formats that `entry` names, and that every code in the data has a label.

    Reports `missing-field`, `unknown-column`, `unused-label`, `missing-label`, `unknown-format` and `unfit-format`.
    """
    age = entry.get("max_age")
    if age is not None and entry.get("as_of") is None:
        message = "'max_age' needs the date of the values"
        report.error("missing-field", message, age.span, help="add 'as_of:' with a year, a month or a day")
    for part in ("columns", "labels", "format"):
        for name, value in list_entries(entry.get(part)):
            column = source.find_column(name, report)
            if column is None:
                continue
            if part == "labels" and isinstance(value, node.Mapping):
                _check_labels(source, name, column, value, report)
            elif part == "format" and isinstance(value, Scalar):
                check_format(Text(value.raw, value.span), source.table.kinds[column], report)


def check_format(name: Text, kind: str, report: Report) -> NumberFormat | None:
    """Returns the format called `name`; None after reporting `unknown-format`, or `unfit-format` for this `kind`."""
    format_ = find_format(name)
    if format_ is None:
        notes = [f"the formats are {', '.join(FORMATS)}, and currencies such as DKK"]
        help_ = did_you_mean(name, FORMATS)
        report.error("unknown-format", f"unknown format '{name}'", name.span, help=help_, notes=notes)
        return None
    fits = format_.kind == "text" or (format_.kind == "date") == (kind == "date")
    if not fits or (kind == "text" and format_.kind != "text"):
        values = {"percent": "percentages", "number": "numbers", "date": "dates", "text": "texts"}[kind]
        report.error("unfit-format", f"the format '{name}' cannot show {values}", name.span)
        return None
    return format_


def list_choices(intro: str, names: Collection[str]) -> list[str]:
    """Returns a note that lists the names that could have been meant; no note if they are many."""
    return [f"{intro} {', '.join(names)}"] if len(names) <= _MAX_LISTED else []


def _fill(pattern: str, *parts: str) -> str:
    """Returns `pattern` with each … replaced by the next of `parts`."""
    before, *rest = pattern.split("…")
    return before + "".join(part + after for part, after in zip(parts, rest, strict=True))


def find_digits(format_: NumberFormat, values: tuple[int | Decimal, ...]) -> int | None:
    """Returns the decimals that `values` are all shown with in this format; None if it shows no numbers."""
    if format_.digits is not None or format_.kind in ("date", "text"):
        return format_.digits
    return choose_digits(values, format_.kind)


def _check_labels(source: Source, name: Text, column: int, labels: node.Mapping, report: Report) -> None:
    codes: dict[str, Span] = {}
    for row, spans in zip(source.table.rows, source.table.spans, strict=True):
        if row[column] is not None:
            codes.setdefault(str(row[column]), spans[column])
    keys = {str(entry.key): entry.key for entry in labels}
    for code, key in keys.items():
        if code not in codes:
            message = f"'{code}' is not in the column '{name}' of '{source.table.file}'"
            notes = list_choices("it has", codes)
            report.warning("unused-label", message, key.span, help=did_you_mean(code, codes), notes=notes)
    for code, place in codes.items():
        if code not in keys:
            message = f"'{code}' has no label, so the code itself is shown"
            notes = [f"the code is at {place}"]
            report.warning("missing-label", message, name.span, help=f"add '{code}: …' here", notes=notes)


def list_entries(value: node.Node | None) -> list[tuple[Text, node.Node]]:
    return [(entry.key, entry.value) for entry in value] if isinstance(value, node.Mapping) else []


def _list_scalars(value: node.Node | None) -> list[tuple[Text, Scalar]]:
    return [
        (key, item) for key, item in list_entries(value) if isinstance(item, Scalar) and item.value not in (None, "")
    ]
