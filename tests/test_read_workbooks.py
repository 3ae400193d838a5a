"""The readers of data: workbooks, JSON and YAML."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.table import Table
from reader_cases import ROWS, fault, good, wards, workbook

from deckwright.ooxml.names import column_letters, column_number

# Excel


def test_a_sheet_and_a_range_and_a_table_of_it(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        first = book.active
        assert first is not None
        first.title = "Om"
        first["A1"] = "Numbers of 2019"
        sheet = book.create_sheet("Tal 2019")
        rows: list[list[str | float | None]] = [["ward", "beds"], ["A1", 25], [None, None], ["B2", 1700.0]]
        for at, row in enumerate(rows, 3):
            for column, value in enumerate(row, 2):
                sheet.cell(at, column).value = value
        sheet["A1"], sheet["F9"] = "Beds", "a remark"
        sheet.add_table(Table(displayName="Senge", ref="B3:C6"))
        book.create_sheet("Tom")

    data = workbook(fill)
    wanted = (("A1", 25), ("B2", 1700))
    for more in (
        "range: Tal 2019!B3:C6",
        "range: \"'Tal 2019'!$B$3:$C$6\"",
        "sheet: Tal 2019\nrange: B3:C99",
        "table: Senge",
    ):
        table = good(tmp_path, data, "t.xlsx", more)
        assert (table.columns, table.rows) == (("ward", "beds"), wanted)
        assert str(table.spans[1][1]) == "assets/t.xlsx:'Tal 2019'!C6"
    assert fault(tmp_path, data, "t.xlsx").code == "which-sheet"
    assert fault(tmp_path, data, "t.xlsx", "sheet: Tal 2018").help == "did you mean 'Tal 2019'?"
    assert fault(tmp_path, data, "t.xlsx", "sheet: Tom").code == "empty-data"
    assert fault(tmp_path, data, "t.xlsx", "sheet: Tal 2019\nheader: 7").code == "empty-data"
    assert fault(tmp_path, data, "t.xlsx", "table: Seng").help == "did you mean 'Senge'?"
    for bad in ("B3", "C6:B3", "Bs3:$C", "B0:C6", "A1:C0"):
        assert fault(tmp_path, data, "t.xlsx", f"sheet: Tal 2019\nrange: {bad}").code == "bad-range"


def test_hidden_sheets_and_empty_ones_are_not_asked_about(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        wards(book)
        book.create_sheet("Ark2")
        book.create_sheet("Liste")["A1"] = "hidden"
        book["Liste"].sheet_state = "hidden"

    assert good(tmp_path, workbook(fill), "t.xlsx").rows == ROWS


def test_a_mistake_in_a_workbook_is_told_at_its_cell(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        wards(book)
        sheet = book["Ark1"]
        sheet["C3"] = "many"
        sheet["C5"], sheet["C6"] = 3, 4

    diagnostic = fault(tmp_path, workbook(fill), "t.xlsx")
    assert (diagnostic.code, str(diagnostic.span)) == ("mixed-column", "assets/t.xlsx:Ark1!C3")
    assert diagnostic.notes[0] == "for example, '25' at assets/t.xlsx:Ark1!C2"


@pytest.mark.parametrize(
    ("value", "kind", "message"),
    [
        ("#DIV/0!", "e", "the formula in this cell gives #DIV/0!"),
        ("=1+1", "f", "the formula in this cell has no saved value"),
    ],
)
def test_formulas_without_a_result(value: str, kind: str, message: str, tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        wards(book)
        book["Ark1"]["D4"] = value
        book["Ark1"]["D4"].data_type = kind

    diagnostic = fault(tmp_path, workbook(fill), "t.xlsx")
    assert (diagnostic.code, diagnostic.message) == ("unreadable-cell", message)
    assert str(diagnostic.span) == "assets/t.xlsx:Ark1!D4"


def test_no_value_in_excel(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        wards(book)
        book["Ark1"]["D4"] = "#N/A"
        book["Ark1"]["D4"].data_type = "e"

    assert [row[3] for row in good(tmp_path, workbook(fill), "t.xlsx").rows] == [Decimal("12.5"), -3, None]


def test_numbers_of_excel_have_fifteen_digits(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        for value in ("n", 0.1 + 0.2, 2001.0, 1e15, True, datetime(2019, 2, 1)):
            assert book.active is not None
            book.active.append([value])

    table = good(tmp_path, workbook(fill), "t.xlsx", "format: {n: text}")
    assert [row[0] for row in table.rows] == ["0.3", "2001", "1000000000000000", "true", "2019-02-01"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"no zip", "malformed-data"),
        (b"PK\x03\x04 but no more", "malformed-data"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "malformed-data"),
    ],
)
def test_what_is_no_workbook(data: bytes, code: str, tmp_path: Path) -> None:
    assert fault(tmp_path, data, "t.xlsx").code == code


def test_a_cell_at_the_far_end_of_a_sheet_fills_no_memory(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        wards(book)
        book["Ark1"]["XFD1048576"] = "lost"

    data = workbook(fill)
    diagnostic = fault(tmp_path, data, "t.xlsx")
    assert diagnostic.code == "too-much-data"
    assert "XFD1048576" in diagnostic.message


def test_a_workbook_whose_cells_are_not_numbered(tmp_path: Path) -> None:
    whole = zipfile.ZipFile(io.BytesIO(workbook(wards)))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name in whole.namelist():
            data = whole.read(name)
            package.writestr(name, re.sub(rb' r="[A-Z]*[0-9]+"', b"", data) if "worksheets/sheet" in name else data)
    assert good(tmp_path, file.getvalue(), "t.xlsx", "sheet: Ark1").rows[0] == ROWS[0]


def test_a_number_kept_as_a_text(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        wards(book)
        book["Ark1"]["C3"] = "1700"
        book["Ark1"]["C5"], book["Ark1"]["C6"] = 3, 4

    assert (
        fault(tmp_path, workbook(fill), "t.xlsx").help == "this number is stored as text: make it a number in the file"
    )


def test_a_workbook_that_unpacks_to_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deckwright.assets.data.workbook.DATA_UNPACKED_BYTES", 100)
    assert "when it is unpacked" in fault(tmp_path, workbook(wards), "t.xlsx").message


def test_a_workbook_without_its_parts(tmp_path: Path) -> None:
    whole = zipfile.ZipFile(io.BytesIO(workbook(wards)))
    for left_out in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as package:
            for name in whole.namelist():
                if name != left_out:
                    package.writestr(name, whole.read(name))
        assert fault(tmp_path, file.getvalue(), "t.xlsx").code in ("malformed-data", "empty-data")


@given(st.integers(1, 16_384))
def test_columns_of_excel_have_letters(column: int) -> None:
    assert column_number(column_letters(column)) == column
    assert tuple(map(column_letters, (1, 26, 27, 16_384))) == ("A", "Z", "AA", "XFD")


# JSON and YAML


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("t.yaml", "ward: A1\n", "assets/t.yaml:1:1"),
        ("t.yaml", "- ward: A1\n- 5\n", "assets/t.yaml:2:3"),
        ("t.yaml", "- ward: [A1]\n", "assets/t.yaml:1:9"),
        ("t.json", '[{"n": ' + "9" * 5_000 + "}]", "assets/t.json:1:8"),
        ("t.json", '[{"n": ' + "[" * 100_000 + "}]", "assets/t.json:1:8"),
        ("t.json", '[{"n": {}}]', "assets/t.json:1:8"),
    ],
)
def test_what_is_no_list_of_rows(name: str, content: str, place: str, tmp_path: Path) -> None:
    diagnostic = fault(tmp_path, content.encode(), name)
    assert (diagnostic.code, str(diagnostic.span)) == ("malformed-data", place)


def test_yaml_is_told_at_its_line(tmp_path: Path) -> None:
    diagnostic = fault(tmp_path, b"- {n: 1}\n- {n: 2}\n- {n: many}\n", "t.yaml")
    assert (diagnostic.code, str(diagnostic.span)) == ("mixed-column", "assets/t.yaml:3:7")
    table = good(tmp_path, b"- {country: no, zip: '8000'}\n- {country: se, n: 2}\n", "t.yml")
    assert table.columns == ("country", "zip", "n")
    assert table.rows == (("no", "8000", None), ("se", None, 2))


def test_escapes_bring_in_no_character_that_is_refused(tmp_path: Path) -> None:
    assert fault(tmp_path, b'[{"ward": "A\\u0007"}]', "t.json").code == "refused-character"
    assert fault(tmp_path, b'[{"a\\u0007": "A"}]', "t.json").code == "refused-character"
