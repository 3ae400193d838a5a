"""Finds the kind of values that a column holds, and converts its cells to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from deckwright.assets.data.cells import read_cell
from deckwright.assets.data.notation import DateOrder, resolve_dates
from deckwright.model.data_table import Cell, CellKind, RawCell
from deckwright.model.diagnostics import Report
from deckwright.model.source import Text
from deckwright.parse.characters import describe_refused

_KIND_WORDS: dict[CellKind, str] = {"number": "a number", "percent": "a percentage", "date": "a date", "text": "a text"}


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
    if kind == "text":
        return _convert_to_text(cell, report)
    if cell.kind is None:
        return None
    if cell.mistake:
        report.error(cell.mistake.code, cell.mistake.message, cell.span, help=cell.mistake.help)
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


def _convert_to_text(cell: RawCell, report: Report) -> Cell:
    if cell.mistake and cell.mistake.code == "unreadable-cell":
        report.error(cell.mistake.code, cell.mistake.message, cell.span, help=cell.mistake.help)
    if message := describe_refused(cell.written):
        report.error("refused-character", message, cell.span)
    return Text(cell.written, cell.span) if cell.written else None
