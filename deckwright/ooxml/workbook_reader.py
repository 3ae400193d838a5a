"""Reads Excel workbooks: the values of cells, and what a sheet's XML says of them besides.

calamine reads values, sheets and tables, at the speed that large workbooks need. It gives no number formats, no
formulas, no errors in cells and no plain numbers of dates; a scan of the XML gives those. Nothing here writes.
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
from deckwright.ooxml.relationships import Relationship, relationships_in, rels_member
from deckwright.ooxml.sheet_scan import Place, StoredCell, scan_sheet
from deckwright.ooxml.xml import Element, parse
from deckwright.system.files import UNREADABLE, TooMuchError, read_member
from deckwright.system.limits import MEMBERS

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

_PERCENT_FORMATS = frozenset({"9", "10"})
"""`0%` and `0.00%` among the formats that every workbook has: ECMA-376 part 1, 18.8.30."""
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_FILLED = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*(?<!/)>')
_ROW, _VALUE = re.compile(rb"<(?:\w+:)?row\b"), re.compile(rb"<(?:\w+:)?(?:v|is)\b")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NO_WORKBOOK, _LOCKED = "is not an Excel workbook", "is protected by a password"


class WorkbookError(Exception):
    """The file is no workbook, or cannot be unpacked. Its text ends the sentence that begins with the file's name."""


class StoredSheet(Struct, frozen=True):
    values: Mapping[Place, str | float]
    """Content of the cells that have some."""
    formulas: tuple[Place, ...]
    """Cells whose content a formula gives."""


class TableArea(Struct, frozen=True):
    """The body and header of a table: rows and columns from 0, the ends not part of it."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int


class WorkbookReader:
    """A workbook opened for reading. Every method raises WorkbookError for what cannot be read."""

    def __init__(self, data: bytes, most_bytes: int) -> None:
        """Refuses workbooks that unpack to more than `most_bytes`."""
        self._data, self._most = data, most_bytes
        with _refusing():
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        members = self._archive.infolist()
        if len(members) > MEMBERS or sum(member.file_size for member in members) > most_bytes:
            raise WorkbookError("is too large when it is unpacked")
        self._sheets: dict[str, bytes] = {}
        if not self.stored_sheets:
            raise WorkbookError(_NO_WORKBOOK)

    # values, by calamine

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

    def table_area(self, name: str) -> TableArea:
        with _refusing():
            found = self._calamine.get_table_by_name(name)
        (top, left), (bottom, right) = found.start or (1, 0), found.end or (1, 0)
        return TableArea(found.sheet, top - 1, left, bottom + 1, right + 1)

    def rows(self, name: str) -> Iterator[Sequence[object]]:
        """The values of a sheet from A1 on, "" for an empty cell. Ask `extent` before: all between is filled."""
        with _refusing():
            yield from self._calamine.get_sheet_by_name(name).iter_rows()

    @cached_property
    def _calamine(self) -> CalamineWorkbook:
        from python_calamine import CalamineWorkbook

        with _refusing():
            return CalamineWorkbook.from_filelike(io.BytesIO(self._data), load_tables=True)

    # what stands in the XML besides

    def extent(self, name: str) -> Place:
        """How many rows and columns of the sheet there are, to the last cell that holds something."""
        xml = self._sheet_xml(name)
        found = {(column, int(row)) for column, row in _FILLED.findall(xml)}
        if not found and _VALUE.search(xml):  # a program that does not number its cells, so none lies far off
            return max(1, len(_ROW.findall(xml))), 1
        rows = max((row for _, row in found), default=0)
        return rows, max((column_number(column.decode()) for column in {column for column, _ in found}), default=0)

    def has_errors_or_formulas(self, name: str) -> bool:
        xml = self._sheet_xml(name)
        return b'"e"' in xml or _FORMULA.search(xml) is not None

    def scan(self, name: str, visit: Callable[[StoredCell], None]) -> None:
        """Calls `visit` for every cell of a sheet in the order of its XML."""
        with _refusing():
            scan_sheet(self._sheet_xml(name), visit)

    def stored_sheet(self, name: str) -> StoredSheet:
        """A sheet's content as it is stored: also dates are plain numbers."""
        values: dict[Place, str | float] = {}
        formulas: list[Place] = []

        def take(cell: StoredCell) -> None:
            if cell.has_formula:
                formulas.append(cell.place)
            if cell.value or cell.kind == "inlineStr":
                values[cell.place] = self._value(cell)

        self.scan(name, take)
        return StoredSheet(values, tuple(formulas))

    @cached_property
    def percent_styles(self) -> frozenset[str]:
        """Indexes of the cell formats that show a percentage."""
        styles = self._related("styles")
        if styles is None:
            return frozenset()
        own = [one for one in styles.iterfind(".//{*}numFmt") if "%" in _QUOTED.sub("", one.get("formatCode", ""))]
        percents = _PERCENT_FORMATS | {one.get("numFmtId", "") for one in own}
        cells = styles.find("{*}cellXfs")
        used = [one.get("numFmtId", "") for one in cells] if cells is not None else []
        return frozenset(str(at) for at, number in enumerate(used) if number in percents)

    def _value(self, cell: StoredCell) -> str | float:
        if cell.kind == "s":
            return self._shared_texts[int(cell.value)]
        return float(cell.value) if cell.kind == "n" else _unescape(cell.value)

    @cached_property
    def _shared_texts(self) -> list[str]:
        root = self._related("sharedStrings")
        return [] if root is None else [_text_of(item) for item in root.iterfind("{*}si")]

    @cached_property
    def stored_sheets(self) -> Mapping[str, str]:
        """Name of each sheet, in the order of the workbook → its part."""
        targets = {link.id: link.target for link in self._links}
        with _refusing():
            sheets = list(parse(self._read(self._main)).iterfind(".//{*}sheet"))
        return {one.get("name", ""): targets.get(_relationship_id(one), "") for one in sheets}

    @cached_property
    def _main(self) -> str:
        """The workbook part."""
        package = self._relationships("/")
        return next((link.target for link in package if link.kind == "officeDocument"), "/xl/workbook.xml")

    @cached_property
    def _links(self) -> list[Relationship]:
        return self._relationships(self._main)

    def _relationships(self, source: str) -> list[Relationship]:
        with _refusing():
            return list(relationships_in(parse(self._read(rels_member(source))), source))

    def _related(self, kind: str) -> Element | None:
        """The root of the part that the workbook refers to as `kind`."""
        part = next((link.target for link in self._links if link.kind == kind), "")
        with _refusing():
            return parse(self._read(part)) if part[1:] in self._archive.NameToInfo else None

    def _sheet_xml(self, name: str) -> bytes:
        """Nothing where a sheet holds only a chart (ECMA-376 part 1, 18.2.19)."""
        if name not in self._sheets:
            part = self.stored_sheets.get(name, "")
            with _refusing():
                self._sheets[name] = self._read(part) if part[1:] in self._archive.NameToInfo else b""
        return self._sheets[name]

    def _read(self, part: str) -> bytes:
        return read_member(self._archive, self._archive.getinfo(part.removeprefix("/")), self._most)


@contextmanager
def _refusing() -> Iterator[None]:
    """Raises WorkbookError for all that unpacking and reading may raise."""
    from python_calamine import CalamineError, PasswordError

    try:
        yield
    except TooMuchError as fault:
        raise WorkbookError("is too large when it is unpacked") from fault
    except PasswordError as fault:
        raise WorkbookError(_LOCKED) from fault
    except RuntimeError as fault:  # so zipfile says it; a way of packing that it does not know is one too
        raise WorkbookError(_NO_WORKBOOK if isinstance(fault, NotImplementedError) else _LOCKED) from fault
    except (CalamineError, expat.ExpatError, etree.XMLSyntaxError, KeyError, IndexError, *UNREADABLE) as fault:
        raise WorkbookError(_NO_WORKBOOK) from fault


def _relationship_id(sheet: Element) -> str:
    """r:id, in whatever namespace a program has put it."""
    return next((str(value) for name, value in sheet.items() if str(name).endswith("}id")), "")


def _text_of(item: Element) -> str:
    """The text of a string item, phonetic guides left out."""
    guides = set(item.iterfind("{*}rPh/{*}t"))
    return _unescape("".join(one.text or "" for one in item.iterfind(".//{*}t") if one not in guides))


def _unescape(text: str) -> str:
    """Workbooks write _x000A_ for a line feed (ECMA-376 part 1, 22.9.2.19)."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
