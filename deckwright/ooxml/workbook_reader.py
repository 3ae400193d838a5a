"""Reads Excel workbooks: the values of cells, their formats, formulas and errors.

calamine reads values, sheets and tables quickly enough for large workbooks. It gives no number formats, formulas,
errors or serial numbers of dates; a scan of the XML gives those.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING
from xml.parsers import expat

from lxml import etree
from msgspec import Struct

from deckwright.ooxml.names import column_number
from deckwright.ooxml.relationships import Relationship, parse_relationships, rels_member
from deckwright.ooxml.sheet_scan import CellAddress, StoredCell, scan_sheet
from deckwright.ooxml.xml import Element, parse
from deckwright.system.files import UNREADABLE, TooMuchError, read_zip_member
from deckwright.system.limits import MEMBERS

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

_PERCENT_FORMATS = frozenset({"9", "10"})
"""The ids of the built-in formats `0%` and `0.00%` (ECMA-376 part 1, 18.8.30)."""
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_FILLED = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*(?<!/)>')
_ROW, _VALUE = re.compile(rb"<(?:\w+:)?row\b"), re.compile(rb"<(?:\w+:)?(?:v|is)\b")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NO_WORKBOOK, _LOCKED = "is not an Excel workbook", "is protected by a password"


class WorkbookError(Exception):
    """The file is no workbook, or cannot be unpacked. The text continues a sentence that begins with its name."""


class StoredSheet(Struct, frozen=True):
    """The content of a sheet as its XML stores it."""

    values: Mapping[CellAddress, str | float]
    """Content of the cells that are not empty."""
    formulas: tuple[CellAddress, ...]
    """Cells with a formula."""


class SheetArea(Struct, frozen=True):
    """Rows and columns of a sheet, from 0. The ends are exclusive; None is the end of the sheet."""

    sheet: str
    top: int = 0
    left: int = 0
    bottom: int | None = None
    right: int | None = None


class WorkbookReader:
    """A workbook opened for reading. Every method raises WorkbookError for what cannot be read."""

    def __init__(self, data: bytes, max_bytes: int) -> None:
        """Refuses workbooks that unpack to more than `max_bytes`."""
        self._data, self._max_bytes = data, max_bytes
        with _convert_errors():
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        members = self._archive.infolist()
        if len(members) > MEMBERS or sum(member.file_size for member in members) > max_bytes:
            raise WorkbookError("is too large when it is unpacked")
        self._sheets: dict[str, bytes] = {}
        if not self.stored_sheets:
            raise WorkbookError(_NO_WORKBOOK)

    @property
    def sheet_names(self) -> list[str]:
        return self._calamine.sheet_names

    @property
    def visible_sheets(self) -> list[str]:
        from python_calamine import SheetVisibleEnum

        return [sheet.name for sheet in self._calamine.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]

    @property
    def table_names(self) -> list[str]:
        return self._calamine.table_names or []

    def find_table(self, name: str) -> SheetArea:
        """Returns the header and body of a table."""
        with _convert_errors():
            table = self._calamine.get_table_by_name(name)
        (top, left), (bottom, right) = table.start or (1, 0), table.end or (1, 0)
        return SheetArea(table.sheet, top - 1, left, bottom + 1, right + 1)

    def iter_rows(self, name: str) -> Iterator[Sequence[object]]:
        """Yields the rows of a sheet from A1 on, "" for an empty cell. Check `measure_sheet` first: gaps are filled."""
        with _convert_errors():
            yield from self._calamine.get_sheet_by_name(name).iter_rows()

    @cached_property
    def _calamine(self) -> CalamineWorkbook:
        from python_calamine import CalamineWorkbook

        with _convert_errors():
            return CalamineWorkbook.from_filelike(io.BytesIO(self._data), load_tables=True)

    def measure_sheet(self, name: str) -> tuple[int, int]:
        """Returns how many rows and columns there are up to the last cell that is not empty."""
        xml = self._sheet_xml(name)
        filled = {(column, int(row)) for column, row in _FILLED.findall(xml)}
        if not filled and _VALUE.search(xml):  # cells without numbers follow each other without gaps
            return max(1, len(_ROW.findall(xml))), 1
        rows = max((row for _, row in filled), default=0)
        return rows, max((column_number(column.decode()) for column in {column for column, _ in filled}), default=0)

    def has_errors_or_formulas(self, name: str) -> bool:
        """Returns False if no cell of the sheet holds an error or a formula."""
        xml = self._sheet_xml(name)
        return b'"e"' in xml or _FORMULA.search(xml) is not None

    def scan(self, name: str, visit: Callable[[StoredCell], None]) -> None:
        """Calls `visit` for every cell of a sheet in the order of its XML."""
        with _convert_errors():
            scan_sheet(self._sheet_xml(name), visit)

    def read_stored_sheet(self, name: str) -> StoredSheet:
        """Reads a sheet's content as it is stored, dates as serial numbers."""
        values: dict[CellAddress, str | float] = {}
        formulas: list[CellAddress] = []

        def store(cell: StoredCell) -> None:
            if cell.has_formula:
                formulas.append(cell.address)
            if cell.value or cell.kind == "inlineStr":
                values[cell.address] = self._value(cell)

        self.scan(name, store)
        return StoredSheet(values, tuple(formulas))

    @cached_property
    def percent_styles(self) -> frozenset[str]:
        """Indexes of the cell formats for percentages."""
        styles = self._parse_part("styles")
        if styles is None:
            return frozenset()
        formats = [
            item for item in styles.iterfind(".//{*}numFmt") if "%" in _QUOTED.sub("", item.get("formatCode", ""))
        ]
        percents = _PERCENT_FORMATS | {item.get("numFmtId", "") for item in formats}
        cells = styles.find("{*}cellXfs")
        used = [cell.get("numFmtId", "") for cell in cells] if cells is not None else []
        return frozenset(str(index) for index, number in enumerate(used) if number in percents)

    def _value(self, cell: StoredCell) -> str | float:
        if cell.kind == "s":
            return self._shared_texts[int(cell.value)]
        return float(cell.value) if cell.kind == "n" else _unescape(cell.value)

    @cached_property
    def _shared_texts(self) -> list[str]:
        root = self._parse_part("sharedStrings")
        texts = []
        for item in () if root is None else root.iterfind("{*}si"):
            guides = set(item.iterfind("{*}rPh/{*}t"))  # how to pronounce the text, as in Japanese
            texts.append(_unescape("".join(t.text or "" for t in item.iterfind(".//{*}t") if t not in guides)))
        return texts

    @cached_property
    def stored_sheets(self) -> Mapping[str, str]:
        """Name of each sheet → its part, in the order of the workbook."""
        targets = {link.id: link.target for link in self._links}
        with _convert_errors():
            sheets = list(parse(self._read(self._main)).iterfind(".//{*}sheet"))
        return {sheet.get("name", ""): targets.get(_relationship_id(sheet), "") for sheet in sheets}

    @cached_property
    def _main(self) -> str:
        """The name of the workbook part."""
        package = self._relationships("/")
        return next((link.target for link in package if link.kind == "officeDocument"), "/xl/workbook.xml")

    @cached_property
    def _links(self) -> list[Relationship]:
        return self._relationships(self._main)

    def _relationships(self, source: str) -> list[Relationship]:
        with _convert_errors():
            return list(parse_relationships(parse(self._read(rels_member(source))), source))

    def _parse_part(self, kind: str) -> Element | None:
        """Returns the root of the part that the workbook refers to as `kind`."""
        part = next((link.target for link in self._links if link.kind == kind), "")
        with _convert_errors():
            return parse(self._read(part)) if part[1:] in self._archive.NameToInfo else None

    def _sheet_xml(self, name: str) -> bytes:
        """Returns the XML of a sheet; nothing for a sheet that is a chart (ECMA-376 part 1, 18.2.19)."""
        if name not in self._sheets:
            part = self.stored_sheets.get(name, "")
            with _convert_errors():
                self._sheets[name] = self._read(part) if part[1:] in self._archive.NameToInfo else b""
        return self._sheets[name]

    def _read(self, part: str) -> bytes:
        return read_zip_member(self._archive, self._archive.getinfo(part.removeprefix("/")), self._max_bytes)


@contextmanager
def _convert_errors() -> Iterator[None]:
    """Turns all errors of unpacking and reading into a WorkbookError."""
    from python_calamine import CalamineError, PasswordError

    try:
        yield
    except TooMuchError as error:
        raise WorkbookError("is too large when it is unpacked") from error
    except PasswordError as error:
        raise WorkbookError(_LOCKED) from error
    except RuntimeError as error:  # zipfile raises it for passwords, and NotImplementedError for unknown compression
        raise WorkbookError(_NO_WORKBOOK if isinstance(error, NotImplementedError) else _LOCKED) from error
    except (CalamineError, expat.ExpatError, etree.XMLSyntaxError, KeyError, IndexError, *UNREADABLE) as error:
        raise WorkbookError(_NO_WORKBOOK) from error


def _relationship_id(sheet: Element) -> str:
    """Returns the r:id of a sheet in any namespace, for Strict Open XML has another one."""
    return next((str(value) for name, value in sheet.items() if str(name).endswith("}id")), "")


def _unescape(text: str) -> str:
    """Decodes escaped characters, such as _x000A_ for a line feed (ECMA-376 part 1, 22.9.2.19)."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
