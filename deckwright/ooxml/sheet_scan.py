"""Scans the XML of a sheet for what calamine leaves out: cell styles, formulas, errors and serial numbers of dates.

expat calls a function for every element, so that a sheet of a million cells needs no tree.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.parsers import expat

from msgspec import Struct

from deckwright.ooxml.names import column_number

_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")

CellAddress = tuple[int, int]
"""Row and column, from 0."""


class StoredCell(Struct, frozen=True, gc=False):
    """A cell as it is stored in the XML of its sheet."""

    address: CellAddress
    kind: str
    """ST_CellType: `n` number, `s` shared text, `str` text of a formula, `inlineStr`, `b` Boolean, `e` error."""
    style: str
    """Index of its cell format."""
    has_formula: bool
    value: str
    """Empty in an empty cell; the index of a shared text."""


def scan_sheet(xml: bytes, visit: Callable[[StoredCell], None]) -> None:
    """Calls `visit` for every cell in order. Raises ExpatError for invalid XML, and ValueError for a DTD."""
    if not xml:
        return
    scanner, parser = _SheetScanner(visit), expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = scanner.start_element, scanner.end_element
    parser.CharacterDataHandler = scanner.add_text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.Parse(xml, True)


class _SheetScanner:
    """Collects the cells of a sheet's XML: `<row r="7"><c r="C7" s="3" t="e"><f>…</f><v>…</v></c></row>`."""

    def __init__(self, visit: Callable[[StoredCell], None]) -> None:
        self._visit = visit
        self._row, self._column = -1, -1
        self._kind, self._style, self._has_formula, self._value = "n", "0", False, ""
        self._is_in_value = self._is_in_guide = False

    def start_element(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        if name == "c":
            match = _CELL.fullmatch(attributes.get("r", ""))
            self._column = column_number(match[1]) - 1 if match else self._column + 1
            self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "0")
            self._has_formula, self._value = False, ""
        elif name == "row":
            self._row = int(attributes["r"]) - 1 if attributes.get("r", "").isdecimal() else self._row + 1
            self._column = -1
        elif name == "f":
            self._has_formula = True
        elif name == "rPh":
            self._is_in_guide = True  # how to pronounce the text, as in Japanese
        elif name in ("v", "t"):
            self._is_in_value = not self._is_in_guide

    def add_text(self, characters: str) -> None:
        if self._is_in_value:
            self._value += characters

    def end_element(self, tag: str) -> None:
        name = tag.rpartition(" ")[2]
        if name in ("v", "t"):
            self._is_in_value = False
        elif name == "rPh":
            self._is_in_guide = False
        elif name == "c":
            address = self._row, self._column
            self._visit(StoredCell(address, self._kind, self._style, self._has_formula, self._value))


def _refuse_doctype(*_: object) -> None:
    raise ValueError("a workbook may not have a document type definition (DTD)")
