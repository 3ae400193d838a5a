"""Columns of data files: what kind a whole column is of, and its values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from deckwright.assets.data.cells import read_cell
from deckwright.assets.data.dates import Order, settle_dates
from deckwright.model.data_table import Cell, CellKind, RawCell
from deckwright.model.diagnostics import Report
from deckwright.model.source import Text
from deckwright.parse.characters import refusal

_KIND_WORDS: dict[CellKind, str] = {"number": "a number", "percent": "a percentage", "date": "a date", "text": "a text"}


def settle_column(
    cells: Sequence[RawCell], name: str, forced_text: bool, order: Order | None, report: Report
) -> tuple[CellKind, list[Cell]]:
    """The kind of the column called `name`, and the values of its `cells`.

    A column is of the kind that more than half of its cells are of; the others are errors, except that in a
    column of texts numbers are texts too. `forced_text`: the author has said that these are texts. `order`: what the
    author has said of dates.
    """
    counts = Counter(cell.kind for cell in cells if cell.kind)
    counted = counts["number"] + counts["percent"]
    filled = counts.total()
    kind: CellKind = "text"
    if not forced_text and filled:
        if counted * 2 > filled:
            kind = "percent" if counts["percent"] else "number"
        elif counts["date"] * 2 > filled:
            kind = "date"
            cells = settle_dates(cells, order)
    usual = next((cell for cell in cells if cell.kind == kind), None)
    return kind, [_settle(cell, kind, name, usual, report) for cell in cells]


def _settle(cell: RawCell, kind: CellKind, name: str, usual: RawCell | None, report: Report) -> Cell:
    """`usual` is a cell of the column's kind."""
    if kind == "text":
        return _text(cell, report)
    if cell.kind is None:
        return None
    if cell.mistake:
        report.error(cell.mistake.code, cell.mistake.message, cell.span, help=cell.mistake.help)
        return None
    if cell.kind == kind or cell.value == 0:
        return cell.value
    if kind == "percent" and cell.kind == "number":
        message = f"'{cell.written}' has no percent sign, but other cells of '{name}' have one"
        report.error("missing-percent-sign", message, cell.span, help=f"write '{cell.written}%'")
        return None
    notes = [f"for a column of texts, write 'format: {{{name}: text}}' in deck.yaml"]
    if usual:
        notes.insert(0, f"such as '{usual.written}' at {usual.span}")
    help_ = "leave the cell empty where there is no value" if cell.kind == "text" else None
    if cell.kind == "text" and read_cell(cell.written, cell.span).kind == "number":
        help_ = "the number is kept as a text: make it a number in the file"
    report.error(
        "mixed-column",
        f"'{cell.written}' is {_KIND_WORDS[cell.kind]}, but the column '{name}' holds {_KIND_WORDS[kind][2:]}s",
        cell.span,
        help=help_,
        notes=notes,
    )
    return None


def _text(cell: RawCell, report: Report) -> Cell:
    if cell.mistake and cell.mistake.code == "unreadable-cell":
        report.error(cell.mistake.code, cell.mistake.message, cell.span, help=cell.mistake.help)
    if message := refusal(cell.written):
        report.error("refused-character", message, cell.span)
    return Text(cell.written, cell.span) if cell.written else None
