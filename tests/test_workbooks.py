"""The reader and the writer of workbooks, beneath tables of data, charts and the files of translators."""

import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import Workbook

from deckwright.ooxml.workbook_reader import WorkbookError, WorkbookReader
from deckwright.ooxml.workbook_writer import SheetColumn, SheetLook, write_workbook

MOST = 10_000_000
SHEET = "xl/worksheets/sheet1.xml"


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_member(data: bytes, name: str, content: bytes) -> bytes:
    """The same workbook with another member `name`."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(file, "w") as after:
        for member in before.namelist():
            after.writestr(member, content if member == name else before.read(member))
    return file.getvalue()


def build_sheet(cells: str) -> bytes:
    """The XML of a sheet with one row."""
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{namespace}"><sheetData><row r="1">{cells}</row></sheetData></worksheet>'.encode()


def test_dates_are_numbers_as_they_are_stored_and_dates_as_values() -> None:
    book = Workbook()
    book.worksheets[0].append(["day", date(2020, 1, 2), 1.5, "=1+1"])
    reader = WorkbookReader(saved(book), MOST)
    stored = reader.read_stored_sheet("Sheet")
    assert (stored.values[0, 0], stored.values[0, 1], stored.values[0, 2]) == ("day", 43832.0, 1.5)
    assert stored.formulas == ((0, 3),)
    assert next(reader.iter_rows("Sheet"))[:3] == ["day", date(2020, 1, 2), 1.5]


def test_texts_in_a_cell_are_read_without_phonetic_guides_and_with_escapes() -> None:
    guided = '<c r="B1" t="inlineStr"><is><t>東</t><r><t>京_x0041_</t></r><rPh sb="0" eb="1"><t>とう</t></rPh></is></c>'
    data = with_member(saved(Workbook()), SHEET, build_sheet(guided))
    assert WorkbookReader(data, MOST).read_stored_sheet("Sheet").values == {(0, 1): "東京A"}


def test_a_sheet_with_a_document_type_is_refused() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + build_sheet('<c r="A1"><v>1</v></c>')
    with pytest.raises(WorkbookError, match="is not an Excel workbook"):
        WorkbookReader(with_member(saved(Workbook()), SHEET, bomb), MOST).read_stored_sheet("Sheet")


def test_a_workbook_that_unpacks_to_too_much_is_refused() -> None:
    with pytest.raises(WorkbookError, match="too large"):
        WorkbookReader(saved(Workbook()), 100)


def test_the_reader_reads_what_the_writer_writes() -> None:
    columns = [SheetColumn("", ("a", "=b")), SheetColumn("Share", (Decimal("0.5"), None), "0%")]
    reader = WorkbookReader(write_workbook("One & two", columns, SheetLook(widths=(32,))), MOST)
    assert reader.sheet_names == list(reader.stored_sheets) == ["One & two"]
    assert reader.read_stored_sheet("One & two").values == {(0, 1): "Share", (1, 0): "a", (1, 1): 0.5, (2, 0): "=b"}
    assert reader.measure_sheet("One & two") == (3, 2)
    assert reader.percent_styles == {"1"}
