"""Cells of data files: what a written word means, and what kind a whole column is of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from deckwright.data.table import Cell, CellKind, RawCell
from deckwright.diagnostics import Report
from deckwright.source import Span, Text

# A number never has more than 40 digits: what is longer is a code, and would be slow to count with.
_PERCENT = re.compile(r"(.*?)[\s\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]*%")
_PLAIN = re.compile(r"[-+\N{MINUS SIGN}]?(?:0|[1-9][0-9]{0,39})")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DECIMAL = {mark: re.compile(rf"[-+\N{{MINUS SIGN}}]?(?:0|[1-9][0-9]{{0,39}})[{mark}][0-9]{{1,40}}") for mark in ".,"}
_GROUPED = {mark: re.compile(rf"[-+\N{{MINUS SIGN}}]?[1-9][0-9]{{0,2}}(?:[{mark}][0-9]{{3}})+") for mark in ".,"}
_KIND_WORDS: dict[CellKind, str] = {"number": "a number", "percent": "a percentage", "date": "a date", "text": "a text"}


def read_cell(written: str, span: Span, mark: str = ".") -> RawCell:
    """The cell that somebody wrote as `written`, in a file whose decimal mark is `mark`."""
    word = written.strip()
    if not word:
        return RawCell(None, None, "", span)
    if _DATE.fullmatch(word):
        try:
            return RawCell(date.fromisoformat(word), "date", word, span)
        except ValueError:
            return RawCell(Text(word, span), "date", word, span, f"there is no day '{word}'")
    percent = _PERCENT.fullmatch(word)
    digits = percent[1] if percent else word
    kind: CellKind = "percent" if percent else "number"
    number, mistake = _number(digits, mark)
    if number is None:
        return RawCell(Text(word, span), kind if mistake else "text", word, span, mistake)
    return RawCell(Decimal(number).scaleb(-2) if percent else number, kind, word, span)


def settle_column(
    cells: Sequence[RawCell], name: str, forced_text: bool, report: Report
) -> tuple[CellKind, list[Cell]]:
    """The kind of the column called `name`, and the values of its `cells`.

    A column is of the kind that more than half of its cells are of; the others are errors, except that in a
    column of texts numbers are texts too. `forced_text`: the author has said that these are texts.
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
    return kind, [_settle(cell, kind, name, report) for cell in cells]


def _settle(cell: RawCell, kind: CellKind, name: str, report: Report) -> Cell:
    if cell.kind is None:
        return None
    if kind == "text":
        return Text(cell.written, cell.span)
    if cell.mistake:
        report.error("unreadable-number" if kind != "date" else "impossible-date", cell.mistake, cell.span)
        return None
    if cell.kind == kind or cell.value == 0:
        return cell.value
    if kind == "percent" and cell.kind == "number":
        message = f"'{cell.written}' has no percent sign, but other cells of '{name}' have one"
        report.error("missing-percent-sign", message, cell.span, help=f"write '{cell.written}%'")
        return None
    report.error(
        "mixed-column",
        f"'{cell.written}' is {_KIND_WORDS[cell.kind]}, but the column '{name}' holds {_KIND_WORDS[kind][2:]}s",
        cell.span,
        help="leave the cell empty where there is no figure" if cell.kind == "text" else None,
        notes=[f"for a column of texts, write 'format: {{{name}: text}}' in deck.yaml"],
    )
    return None


def _number(word: str, mark: str) -> tuple[Decimal | int | None, str | None]:
    """The number that `word` is, or why it is none; neither for what does not look like one."""
    other = "," if mark == "." else "."
    plain = word.replace("\N{MINUS SIGN}", "-")
    if _PLAIN.fullmatch(word):
        return int(plain), None
    if _GROUPED[other].fullmatch(word):
        return int(plain.replace(other, "")), None
    if _DECIMAL[mark].fullmatch(word):
        return Decimal(plain.replace(mark, ".")), None
    if _DECIMAL[other].fullmatch(word):
        return None, f"'{word}' has a '{other}' where this file's decimal mark is '{mark}'"
    head, found, tail = plain.rpartition(mark)
    if found and _GROUPED[other].fullmatch(head) and tail.isdecimal() and len(tail) <= 40:
        return Decimal(f"{head.replace(other, '')}.{tail}"), None
    return None, None
