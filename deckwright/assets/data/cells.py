"""Reads cells of data files: words in text files, the typed values of workbooks and databases, and whole columns."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, datetime, time
from decimal import Decimal

from deckwright.assets.data.data_source import check_table_size
from deckwright.assets.data.notation import DateOrder, DecimalMark, read_date, read_number, resolve_dates
from deckwright.model.data_table import Cell, CellKind, Mistake, RawCell, RawTable
from deckwright.model.diagnostics import Report
from deckwright.model.source import Span, Text
from deckwright.parse.characters import describe_refused

EMPTY_WORDS = frozenset(
    {"", "-", "\N{EN DASH}", "\N{EM DASH}", "..", "\N{HORIZONTAL ELLIPSIS}", "n/a", "n.a.", "na", "#n/a", "null", "nan"}
)
"""Words, in lower case, that mean a cell without a value. In a column of texts they are texts."""

_PERCENT = re.compile(r"(.*?)[\s\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]*%")
_MAX_EXPONENT = 60
_FLOAT_DIGITS = 15
"""Decimal digits that a binary number holds exactly; spreadsheets show no more."""
_KIND_WORDS: dict[CellKind, str] = {"number": "a number", "percent": "a percentage", "date": "a date", "text": "a text"}


def read_cell(content: str, span: Span, mark: DecimalMark | None = ".") -> RawCell:
    """Reads a cell of a text file. `mark` is the decimal mark of the file, or None if that is not known."""
    word = content.strip()
    if len(word) <= 4 and word.lower() in EMPTY_WORDS:
        return RawCell(None, None, word, span)
    last = word[-1]
    if not (last.isdigit() or last in "%Z"):
        return RawCell(Text(word, span), "text", word, span)
    day, either, mistake = read_date(word)
    if day or either or mistake:
        return RawCell(day or Text(word, span), "date", word, span, mistake, either)
    percent = _PERCENT.fullmatch(word)
    number, mistake = read_number(percent[1] if percent else word, mark)
    kind: CellKind = "percent" if percent else "number"
    if number is None:
        return RawCell(Text(word, span), kind if mistake else "text", word, span, mistake)
    return RawCell(Decimal(number).scaleb(-2) if percent else number, kind, word, span)


def convert_value(value: object, span: Span, is_percent: bool = False) -> RawCell:
    """Converts a value of a database, or of a file that stores types.

    Texts may contain percentages and dates. A number stored as text stays a text, because it is usually a code.
    `is_percent` means that the file shows the number as a percentage.
    """
    match value:
        case None:
            return RawCell(None, None, "", span)
        case str():
            cell = read_cell(value.replace("\r\n", "\n"), span)
            return _build_text(cell.written, span) if cell.kind == "number" else cell
        case bool():
            return _build_text("true" if value else "false", span)
        case int() | Decimal() | float():
            return _build_number(value, span, is_percent)
        case datetime() if value.time() == time.min:
            return RawCell(value.date(), "date", value.date().isoformat(), span)
        case datetime():
            return _build_text(value.isoformat(" ", "seconds" if value.second else "minutes"), span)
        case date():
            return RawCell(value, "date", value.isoformat(), span)
        case time():
            return _build_text(value.isoformat("seconds" if value.second else "minutes"), span)
        case bytes() | bytearray() | memoryview() | list() | tuple() | dict() | set():
            mistake = Mistake("unreadable-cell", "a cell must be a text, a number or a date")
            return RawCell(None, "text", "", span, mistake)
    return _build_text(str(value), span)


def convert_result(
    names: Sequence[str],
    rows: Sequence[Sequence[object]],
    file: str,
    span: Span | None,
    percent_columns: Collection[str] = (),
) -> RawTable:
    """Converts the result of a database query. `span` is the place of the query in deck.yaml. Raises UnreadableError.

    Messages name a cell by its column and row: `assets/data/staff.sqlite:growth, row 3`.
    """
    check_table_size(len(rows), len(names), file, span)
    columns = tuple(Text(name, Span(file, 1, number, 1, name)) for number, name in enumerate(names, 1))
    percents = [name in percent_columns for name in names]
    return RawTable(
        columns,
        tuple(
            tuple(
                convert_value(value, Span(file, row_number, number, 1, f"{name}, row {row_number}"), is_percent)
                for number, (name, value, is_percent) in enumerate(zip(names, row, percents, strict=True), 1)
            )
            for row_number, row in enumerate(rows, 1)
        ),
    )


def _build_text(word: str, span: Span) -> RawCell:
    return RawCell(Text(word, span), "text", word, span)


def _build_number(value: int | Decimal | float, span: Span, is_percent: bool) -> RawCell:
    if not math.isfinite(value):
        return RawCell(None, None, "", span) if math.isnan(value) else _build_text(str(value), span)
    number: int | Decimal = Decimal(f"{value:.{_FLOAT_DIGITS}g}") if isinstance(value, float) else value
    if abs(Decimal(number).adjusted()) > _MAX_EXPONENT:
        word = f"{number:.3e}"
        return RawCell(None, "number", word, span, Mistake("unreadable-number", f"'{word}' is too large or too small"))
    if isinstance(number, Decimal) and number == number.to_integral_value():
        number = int(number)
    if is_percent:
        return RawCell(Decimal(number), "percent", f"{Decimal(number).scaleb(2).normalize():f} %", span)
    return RawCell(number, "number", f"{number:f}" if isinstance(number, Decimal) else str(number), span)


def convert_column(
    cells: Sequence[RawCell], name: str, is_text: bool, order: DateOrder | None, report: Report
) -> tuple[CellKind, list[Cell]]:
    """Returns the kind of the column `name`, and the values of its `cells`.

    The kind is that of more than half of the cells, else text. Cells of another kind are errors, but a column of
    texts takes every cell as a text. `is_text` means that the column has `format: text` in deck.yaml; `order` is
    option `dates` there.
    """
    counts = Counter(cell.kind for cell in cells if cell.kind)
    numbers = counts["number"] + counts["percent"]
    filled = counts.total()
    kind: CellKind = "text"
    if not is_text and filled:
        if numbers * 2 > filled:
            kind = "percent" if counts["percent"] else "number"
        elif counts["date"] * 2 > filled:
            kind = "date"
            cells = resolve_dates(cells, order)
    example = next((cell for cell in cells if cell.kind == kind), None)
    return kind, [_convert_cell(cell, kind, name, example, report) for cell in cells]


def _convert_cell(cell: RawCell, kind: CellKind, column: str, example: RawCell | None, report: Report) -> Cell:
    """Returns the value of a cell; None after a report. `example` is a cell of the column's kind."""
    if cell.mistake and (kind != "text" or cell.mistake.code == "unreadable-cell"):
        report.error(cell.mistake.code, cell.mistake.message, cell.span, help=cell.mistake.help)
        return None
    if kind == "text":
        if message := describe_refused(cell.written):
            report.error("refused-character", message, cell.span)
        return Text(cell.written, cell.span) if cell.written else None
    if cell.kind is None:
        return None
    if cell.kind == kind or cell.value == 0:
        return cell.value
    if kind == "percent" and cell.kind == "number":
        message = f"'{cell.written}' has no percent sign, but other cells of '{column}' have one"
        report.error("missing-percent-sign", message, cell.span, help=f"write '{cell.written}%'")
        return None
    notes = [f"if '{column}' is a column of texts, write 'format: {{{column}: text}}' in deck.yaml"]
    if example:
        notes.insert(0, f"for example, '{example.written}' at {example.span}")
    help_ = "leave a cell without a value empty" if cell.kind == "text" else None
    if cell.kind == "text" and read_cell(cell.written, cell.span).kind == "number":
        help_ = "this number is stored as text: make it a number in the file"
    report.error(
        "mixed-column",
        f"'{cell.written}' is {_KIND_WORDS[cell.kind]}, but the column '{column}' holds {_KIND_WORDS[kind][2:]}s",
        cell.span,
        help=help_,
        notes=notes,
    )
    return None
