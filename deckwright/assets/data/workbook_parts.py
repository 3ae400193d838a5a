"""A workbook's own XML: what it says of its cells besides their values, and how far a sheet reaches."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from functools import cache
from xml.etree import ElementTree
from xml.parsers import expat

from msgspec import Struct, field

from deckwright.assets.data.limits import MAX_UNPACKED

_PERCENT_FORMATS = frozenset({"9", "10"})
"""`0%` and `0.00%` among the formats that every workbook has: ECMA-376 part 1, 18.8.30."""
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_FILLED = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*(?<!/)>')
_ROW, _VALUE = re.compile(rb"<(?:\w+:)?row\b"), re.compile(rb"<(?:\w+:)?(?:v|is)\b")
_NOT_AVAILABLE = "#N/A"

At = tuple[int, int]
"""Row and column, from 0."""


class NoWorkbookError(Exception):
    """It is not one, or not one that can be unpacked: the reason in the author's words."""


class Marks(Struct):
    percentages: set[At] = field(default_factory=set)
    """Cells whose number format shows a percentage."""
    faults: dict[At, tuple[str, str]] = field(default_factory=dict)
    """Cells in which there is no value where there should be one: message and help."""


class Parts:
    """The parts of a workbook. Raises NoWorkbookError."""

    def __init__(self, data: bytes) -> None:
        try:
            self._package = zipfile.ZipFile(io.BytesIO(data))
            large = sum(member.file_size for member in self._package.infolist()) > MAX_UNPACKED
        except zipfile.BadZipFile:
            raise NoWorkbookError("is not an Excel workbook") from None
        if large:
            raise NoWorkbookError("is too large when it is unpacked")
        book = self._tree("xl/workbook.xml")
        links = self._tree("xl/_rels/workbook.xml.rels")
        targets = {one.get("Id"): one.get("Target", "") for one in links}
        self._names = {one.get("name", ""): targets.get(_relation(one), "") for one in book.iterfind(".//{*}sheet")}
        self.sheet = cache(self._sheet)

    def _sheet(self, name: str) -> bytes:
        """The XML of a sheet; nothing where a sheet holds only a chart (ECMA-376 part 1, 18.2.19)."""
        target = self._names.get(name, "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        return self._read(part) if part in self._package.namelist() else b""

    def extent(self, name: str) -> At:
        """How many rows and columns of the sheet there are, to the last cell that holds something."""
        xml = self.sheet(name)
        found = {(column, int(row)) for column, row in _FILLED.findall(xml)}
        if not found and _VALUE.search(xml):  # a program that does not number its cells, so none lies far off
            return max(1, len(_ROW.findall(xml))), 1
        rows = max((row for _, row in found), default=0)
        return rows, max((position_of(column.decode()) + 1 for column in {column for column, _ in found}), default=0)

    def marks(self, name: str) -> Marks:
        marks, xml, percents = Marks(), self.sheet(name), self._percent_styles()
        if percents or b'"e"' in xml or re.search(rb"<(?:\w+:)?f\b", xml):
            try:
                _Scan(marks, percents).read(xml)
            except expat.ExpatError:
                raise NoWorkbookError("is not an Excel workbook") from None
        return marks

    def _percent_styles(self) -> frozenset[str]:
        """The numbers of the cell styles that show a percentage."""
        if "xl/styles.xml" not in self._package.namelist():
            return frozenset()
        styles = self._tree("xl/styles.xml")
        own = [one for one in styles.iterfind(".//{*}numFmt") if "%" in _QUOTED.sub("", one.get("formatCode", ""))]
        percents = _PERCENT_FORMATS | {one.get("numFmtId", "") for one in own}
        cells = styles.find("{*}cellXfs")
        used = [one.get("numFmtId", "") for one in cells] if cells is not None else []
        return frozenset(str(at) for at, number in enumerate(used) if number in percents)

    def _tree(self, part: str) -> ElementTree.Element:
        try:
            return ElementTree.fromstring(self._read(part))
        except ElementTree.ParseError:
            raise NoWorkbookError("is not an Excel workbook") from None

    def _read(self, part: str) -> bytes:
        try:
            return self._package.read(part)
        except RuntimeError:
            raise NoWorkbookError("is protected by a password") from None
        except (KeyError, ValueError, OSError, EOFError, zipfile.BadZipFile, zlib.error):
            raise NoWorkbookError("is not an Excel workbook") from None


def _relation(element: ElementTree.Element) -> str | None:
    return next((value for name, value in element.items() if name.endswith("}id")), None)


class _Scan:
    """Walks through a sheet's XML: `<row r="7"><c r="C7" s="3" t="e"><f>…</f><v>…</v></c></row>`."""

    def __init__(self, marks: Marks, percents: frozenset[str]) -> None:
        self.marks, self.percents = marks, percents
        self.row, self.column = -1, -1
        self.kind, self.formula, self.value = "", False, ""
        self.in_value = False

    def read(self, xml: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self.start, self.end
        parser.CharacterDataHandler = self.text
        parser.Parse(xml, True)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        if name == "c":
            found = _CELL.fullmatch(attributes.get("r", ""))
            self.column = position_of(found[1]) if found else self.column + 1
            self.kind, self.formula, self.value = attributes.get("t", "n"), False, ""
            if attributes.get("s", "0") in self.percents and self.kind == "n":
                self.marks.percentages.add((self.row, self.column))
        elif name == "row":
            self.row = int(attributes["r"]) - 1 if attributes.get("r", "").isdecimal() else self.row + 1
            self.column = -1
        elif name == "f":
            self.formula = True
        elif name == "v":
            self.in_value = True

    def text(self, characters: str) -> None:
        if self.in_value:
            self.value += characters

    def end(self, tag: str) -> None:
        name = tag.rpartition(" ")[2]
        if name == "v":
            self.in_value = False
        elif name == "c" and self.kind == "e" and self.value != _NOT_AVAILABLE:
            fault = f"the formula in this cell gives {self.value or 'an error'}", "mend it in Excel, or empty the cell"
            self.marks.faults[self.row, self.column] = fault
        elif name == "c" and self.formula and not self.value and self.kind not in ("e", "str"):
            fault = "the formula in this cell was never worked out", "open the workbook in Excel and save it"
            self.marks.faults[self.row, self.column] = fault


def position_of(letters: str) -> int:
    """The position of a column, from 0: `A` is 0, `AA` is 26."""
    position = 0
    for letter in letters.upper():
        position = position * 26 + ord(letter) - ord("A") + 1
    return position - 1


def letters_of(column: int) -> str:
    """What Excel calls the column at a position from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
