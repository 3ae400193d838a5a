"""The readers of data: the same rows give the same table out of every kind of file, and mistakes have their place."""

from __future__ import annotations

import io
import json
import os
import random
import re
import sqlite3
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.table import Table

from deckwright.assets.data import limits as limits_module
from deckwright.assets.data.cells import read_cell, typed_cell
from deckwright.assets.data.formats import READERS, check_options
from deckwright.assets.data.numbers import read_number
from deckwright.assets.data.read import read_data
from deckwright.kinds.contracts.deck import DATA_FIELDS
from deckwright.model.data_table import DataTable
from deckwright.model.diagnostics import Diagnostic, Report
from deckwright.model.node import Mapping, Scalar
from deckwright.model.source import Span
from deckwright.ooxml.names import column_letters, column_number
from deckwright.parse.tree import parse_text

duckdb = pytest.importorskip("duckdb", reason="the extra 'database' is not installed")

NOWHERE = Span("", 1, 1)
COLUMNS = ("ward", "code", "beds", "cost", "share", "opened")
ROWS: tuple[tuple[object, ...], ...] = (
    ("A1", "0123", 25, Decimal("12.5"), Decimal("0.18"), date(2001, 1, 1)),
    ("B2", "8x00", 1700, Decimal("-3"), Decimal("0.575"), date(2019, 2, 28)),
    ("Ærø", None, None, Decimal("0.25"), None, None),
)
KINDS = ("text", "text", "number", "number", "percent", "date")


def percent(share: object) -> str | None:
    return f"{Decimal(str(share)) * 100:f}%" if share is not None else None


def as_words(mark: str = ".", day: str = "%Y-%m-%d") -> list[list[str]]:
    """The rows as somebody types them."""
    rows = []
    for ward, code, beds, cost, share, opened in ROWS:
        numbers = [str(value).replace(".", mark) if value is not None else "n/a" for value in (beds, cost)]
        shown = (percent(share) or "-").replace(".", mark)
        rows.append(
            [str(ward), str(code or ""), *numbers, shown, opened.strftime(day) if isinstance(opened, date) else ""]
        )
    return rows


def as_values() -> list[dict[str, object]]:
    """The rows as a program writes them: percentages and dates are texts."""
    return [
        {
            "ward": ward,
            "code": code,
            "beds": beds,
            "cost": float(str(cost)),
            "share": percent(share),
            "opened": opened.isoformat() if isinstance(opened, date) else None,
        }
        for ward, code, beds, cost, share, opened in ROWS
    ]


def separated(
    delimiter: str, mark: str = ".", encoding: str = "utf-8", day: str = "%Y-%m-%d", end: str = "\n"
) -> bytes:
    return end.join(delimiter.join(row) for row in [list(COLUMNS), *as_words(mark, day), []]).encode(encoding)


def workbook(fill: Callable[[Workbook], None]) -> bytes:
    book = Workbook()
    fill(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def wards(book: Workbook) -> None:
    sheet = book.active
    assert sheet is not None
    sheet.title = "Ark1"
    sheet.append(COLUMNS)
    for row in ROWS:
        sheet.append([float(str(value)) if isinstance(value, Decimal) else value for value in row])
    for cell in sheet["E"]:
        cell.number_format = "0.0%"


def database(folder: Path, values: list[dict[str, object]]) -> bytes:
    path = folder / "made.sqlite"
    path.unlink(missing_ok=True)
    base = sqlite3.connect(path)
    base.execute("CREATE TABLE wards (ward TEXT, code TEXT, beds INTEGER, cost REAL, share TEXT, opened TEXT)")
    base.executemany("INSERT INTO wards VALUES (:ward, :code, :beds, :cost, :share, :opened)", values)
    base.commit()
    base.close()
    return path.read_bytes()


def parquet(folder: Path) -> bytes:
    path = folder / "made.parquet"
    base = duckdb.connect()
    base.execute("CREATE TABLE t (ward TEXT, code TEXT, beds BIGINT, cost DECIMAL(9, 3), share TEXT, opened DATE)")
    rows = [(*row[:4], percent(row[4]), row[5]) for row in ROWS]
    base.executemany("INSERT INTO t VALUES (?, ?, ?, ?, ?, ?)", rows)
    base.execute(f"COPY t TO '{path}' (FORMAT parquet)")
    base.close()
    return path.read_bytes()


def yaml_rows() -> bytes:
    def written(name: str, value: object) -> object:
        return json.dumps(value) if name == "code" else "" if value is None else value

    rows = ["\n  ".join(f"{name}: {written(name, value)}" for name, value in row.items()) for row in as_values()]
    return "".join(f"- {row}\n" for row in rows).encode()


FORMATS: dict[str, tuple[str, Callable[[Path], bytes], str]] = {
    "commas": ("t.csv", lambda _: separated(","), ""),
    "semicolons and decimal commas": ("t.csv", lambda _: separated(";", ","), ""),
    "semicolons and decimal points": ("t.csv", lambda _: separated(";"), ""),
    "pipes": ("t.csv", lambda _: separated("|"), ""),
    "Excel in Denmark": (
        "t.csv",
        lambda _: separated(";", ",", "cp1252", "%d-%m-%Y", "\r\n"),
        "encoding: windows-1252",
    ),
    "Excel's CSV UTF-8": ("t.csv", lambda _: separated(";", ",", "utf-8-sig", "%d.%m.%Y", "\r\n"), ""),
    "Excel's Unicode text": ("t.csv", lambda _: separated("\t", ",", "utf-16"), ""),
    "big-endian": ("t.tsv", lambda _: "\ufeff".encode("utf-16-be") + separated("\t", ",", "utf-16-be"), ""),
    "sep=": ("t.csv", lambda _: b"sep=;\n" + separated(";"), ""),
    "in America": ("t.csv", lambda _: separated(",", day="%m/%d/%Y"), ""),
    "what stands above the header": ("t.csv", lambda _: b"Wards; of 2019\n\n" + separated(";"), "header: 3"),
    "tabs": ("t.tsv", lambda _: separated("\t"), ""),
    "JSON": ("t.json", lambda _: json.dumps(as_values()).encode(), ""),
    "JSON in UTF-16": ("t.json", lambda _: json.dumps(as_values(), ensure_ascii=False).encode("utf-16"), ""),
    "YAML": ("t.yaml", lambda _: yaml_rows(), ""),
    "Excel": ("t.xlsx", lambda _: workbook(wards), ""),
    "SQLite": ("t.sqlite", lambda folder: database(folder, as_values()), ""),
    "SQLite, a query": ("t.db", lambda folder: database(folder, as_values()), "query: select * from wards"),
    "Parquet": ("t.parquet", parquet, ""),
    "Parquet, a query": ("t.parquet", parquet, "query: select * from t"),
}


def read(folder: Path, data: bytes, name: str = "t.csv", more: str = "") -> tuple[DataTable | None, Report]:
    """The table 't' of a deck with the file `name` and `more` lines about it."""
    (folder / "assets").mkdir(exist_ok=True)
    (folder / "assets" / name).write_bytes(data)
    return read_deck(
        folder, "\n".join(["data:", "  t:", f"    file: {name}", *(f"    {line}" for line in more.split("\n"))])
    )


def read_deck(folder: Path, deck: str) -> tuple[DataTable | None, Report]:
    report = Report()
    tree = parse_text(deck, "deck.yaml", report)
    assert isinstance(tree, Mapping)
    return read_data(tree, folder / "assets", "assets", report).get("t"), report


def good(folder: Path, data: bytes, name: str = "t.csv", more: str = "") -> DataTable:
    table, report = read(folder, data, name, more)
    assert not report.diagnostics
    assert table is not None
    return table


def fault(folder: Path, data: bytes, name: str = "t.csv", more: str = "") -> Diagnostic:
    table, report = read(folder, data, name, more)
    assert table is None
    return report.diagnostics[0]


@pytest.mark.parametrize("kind", FORMATS)
def test_the_same_rows_are_the_same_table(kind: str, tmp_path: Path) -> None:
    name, make, more = FORMATS[kind]
    table = good(tmp_path, make(tmp_path), name, more)
    assert table.columns == COLUMNS
    assert table.kinds == KINDS
    assert table.rows == ROWS
    assert [type(row[2]) for row in table.rows] == [int, int, type(None)]
    assert type(table.rows[1][3]) is int or "." in str(table.rows[1][3])


# What a cell means


@pytest.mark.parametrize(
    ("word", "mark", "value"),
    [
        ("12,5", None, Decimal("12.5")),
        ("12.5", None, Decimal("12.5")),
        ("0,125", None, Decimal("0.125")),
        ("1.234.567", None, 1234567),
        ("1,234,567.25", None, Decimal("1234567.25")),
        ("1.234,5", None, Decimal("1234.5")),
        ("1 700", None, 1700),
        ("1\N{NO-BREAK SPACE}700,5", None, Decimal("1700.5")),
        ("12\N{NARROW NO-BREAK SPACE}345\N{NARROW NO-BREAK SPACE}678", None, 12345678),
        ("1'700.50", None, Decimal("1700.5")),
        ("1’700", None, 1700),
        ("\N{MINUS SIGN}1.700", ",", -1700),
        ("+1.700", ".", Decimal("1.7")),
        ("1,700", ".", 1700),
        ("1.234.567", ".", None),
        ("12,5", ".", None),
        ("1.700", None, None),
        ("0123", ".", None),
        ("1.2.3", ".", None),
        ("1,23,456", ".", None),
        ("1 70", ".", None),
        ("9" * 41, ".", None),
    ],
)
def test_numbers_as_people_write_them(word: str, mark: str | None, value: object) -> None:
    number, _ = read_number(word, mark)  # type: ignore[arg-type]
    assert number == value
    assert type(number) is type(value)


@pytest.mark.parametrize("word", ["", " ", "-", "–", "—", "..", "…", "n/a", "N/A", "NA", "null", "NULL", "NaN", "#N/A"])
def test_what_says_that_there_is_no_value(word: str, tmp_path: Path) -> None:
    table = good(tmp_path, f"ward;beds\nA1;25\nB2;{word}\nC3;7\n".encode())
    assert [row[1] for row in table.rows] == [25, None, 7]


def test_in_a_column_of_texts_nothing_stands_for_nothing(tmp_path: Path) -> None:
    table = good(tmp_path, b"ward,sign\nA1,+\nB2,-\nC3,\nD4,NA\n")
    assert [row[1] for row in table.rows] == ["+", "-", None, "NA"]


@pytest.mark.parametrize(
    ("words", "more", "days"),
    [
        (["2019-02-01", "2019/02/01", "2019.2.1"], "", [date(2019, 2, 1)] * 3),
        (["1.2.2019", "01.02.2019"], "", [date(2019, 2, 1)] * 2),
        (["01/02/2019", "31/12/2019"], "", [date(2019, 2, 1), date(2019, 12, 31)]),
        (["02/01/2019", "12/31/2019"], "", [date(2019, 2, 1), date(2019, 12, 31)]),
        (["01-02-2019", "31-12-2019"], "", [date(2019, 2, 1), date(2019, 12, 31)]),
        (["05/05/2019", ""], "", [date(2019, 5, 5), None]),
        (["01/02/2019"], "dates: day-first", [date(2019, 2, 1)]),
        (["01/02/2019"], "dates: month-first", [date(2019, 1, 2)]),
        (["2019-02-01T00:00:00Z", "2019-02-01 00:00"], "", [date(2019, 2, 1)] * 2),
    ],
)
def test_dates_as_people_write_them(words: list[str], more: str, days: list[date | None], tmp_path: Path) -> None:
    table = good(tmp_path, "\n".join(["day,n", *(f"{word},1" for word in words)]).encode(), more=more)
    assert [row[0] for row in table.rows] == days
    assert table.kinds[0] == "date"


def test_a_day_with_a_time_is_a_text(tmp_path: Path) -> None:
    assert good(tmp_path, b"at\n2019-02-01 14:30\n").rows == (("2019-02-01 14:30",),)
    assert typed_cell(datetime(2019, 2, 1, 14, 30), NOWHERE).value == "2019-02-01 14:30"
    assert typed_cell(datetime(2019, 2, 1), NOWHERE).value == date(2019, 2, 1)
    assert typed_cell(0.1 + 0.2, NOWHERE).value == Decimal("0.3")
    assert typed_cell(time(14, 30), NOWHERE).value == "14:30"


@pytest.mark.parametrize(
    ("content", "more", "code", "message", "help_"),
    [
        ("a\tb\nx\t1.700\n", "", "ambiguous-number", "'1.700' can be 1700, or 1.700 with decimals", "decimal: comma"),
        ("a\tb\nx\t1,700\n", "", "ambiguous-number", "'1,700' can be 1700, or 1.700 with decimals", "decimal: point"),
        ("d\n01/02/2019\n", "", "ambiguous-date", "'01/02/2019' can be 2019-02-01 or 2019-01-02", "dates: day-first"),
        (
            "d\n31/12/2019\n12/31/2019\n",
            "",
            "ambiguous-date",
            "'31/12/2019' has the day first, but '12/31/2019' at assets/t.csv:3:1 the month",
            "write them all as year-month-day",
        ),
        (
            "d\n31/12/2019\n",
            "dates: month-first",
            "impossible-date",
            "there is no day '31/12/2019', for deck.yaml says",
            "",
        ),
        ("d\n31.02.2019\n", "", "impossible-date", "there is no day '31.02.2019'", ""),
        ("d\n31/31/2019\n", "", "impossible-date", "there is no day '31/31/2019'", ""),
        (
            "N, m;V\nS, J;5\nT, K;6\n",
            "",
            "ambiguous-delimiter",
            "can be separated by commas or by semicolons",
            "semicolon",
        ),
        (
            "a;b\nx;1.5\n",
            "decimal: comma",
            "unreadable-number",
            "'1.5' has a '.' where this file's decimal mark is ','",
            "",
        ),
        ("a;b\nx;1.234.567\n", "decimal: point", "unreadable-number", "'1.234.567' has a '.' between thousands", ""),
    ],
)
def test_what_can_be_read_two_ways_is_asked(
    content: str, more: str, code: str, message: str, help_: str, tmp_path: Path
) -> None:
    diagnostic = fault(tmp_path, content.encode(), more=more)
    assert diagnostic.code == code
    assert message in diagnostic.message
    assert help_ in (diagnostic.help or "")
    assert diagnostic.span is not None
    assert diagnostic.span.file == "assets/t.csv"


@pytest.mark.parametrize(
    ("content", "more", "value"),
    [
        ("a\tb\nx\t1.700\n", "decimal: comma", 1700),
        ("a\tb\nx\t1.700\n", "decimal: point", Decimal("1.7")),
        ("a\tb\nx\t1.700\ny\t2,5\n", "", 1700),
        ("a;b\nx;1.700\ny;2.5\n", "", Decimal("1.7")),
        ("a;b\nx;1.700\n", "", 1700),
        ('a,b\nx,"1,700"\n', "", 1700),
        ('a,b\nx,"2,5"\n', "", Decimal("2.5")),
        ("N, m;V\nS, J;5\nT, K;6\n", "delimiter: semicolon", 5),
        ("a;b;version\nx;2,5;1.1\ny;3;1.2\nz;4;1.3\n", "format: {version: text}", Decimal("2.5")),
        ("N, first, last;V\nx;5\ny;6\n", "", 5),
    ],
)
def test_what_the_file_or_its_author_says_is_no_guess(content: str, more: str, value: object, tmp_path: Path) -> None:
    assert good(tmp_path, content.encode(), more=more).rows[0][1] == value


def test_a_mixed_column_names_both_cells(tmp_path: Path) -> None:
    diagnostic = fault(tmp_path, b"a\n1\nmany\n3\n")
    assert diagnostic.code == "mixed-column"
    assert str(diagnostic.span) == "assets/t.csv:3:1"
    assert "such as '1' at assets/t.csv:2:1" in diagnostic.notes


NUMBERS = st.decimals(-(10**9), 10**9, places=3)


@given(
    st.lists(NUMBERS, min_size=1, max_size=5),
    st.sampled_from([(",", "."), (".", ","), ("\N{NO-BREAK SPACE}", ","), ("'", ".")]),
)
def test_what_is_written_with_marks_is_read_as_it_was(numbers: list[Decimal], marks: tuple[str, str]) -> None:
    thousands, decimal = marks
    for number in numbers:
        written = f"{number:,.3f}".replace(",", "_").replace(".", decimal).replace("_", thousands)
        if written.startswith("-0") and not number:
            written = written[1:]
        assert read_cell(written, NOWHERE, decimal).value == number  # type: ignore[arg-type]


# Encodings


@pytest.mark.parametrize(
    ("content", "encoding", "more"),
    [
        ("navn\nlæge\n", "cp1252", "encoding: windows-1252"),
        ("navn\nlæge\n", "mac_roman", "encoding: macintosh"),
        ("navn\nłódź\n", "cp1250", "encoding: windows-1250"),
        ("navn\n医師\n", "cp932", "encoding: shift-jis"),
        ("navn\nlæge\n", "utf-16-le", ""),
    ],
)
def test_files_in_the_encoding_that_is_named(content: str, encoding: str, more: str, tmp_path: Path) -> None:
    mark = b"\xff\xfe" if encoding == "utf-16-le" else b""
    assert good(tmp_path, mark + content.encode(encoding), more=more).rows == ((content.split()[1],),)


def test_a_file_in_another_encoding_shows_what_it_would_be(tmp_path: Path) -> None:
    diagnostic = fault(tmp_path, "navn\nen læge\n".encode("cp1252"))
    assert (diagnostic.code, str(diagnostic.span)) == ("not-utf8", "assets/t.csv:2:5")
    assert "encoding: windows-1252" in (diagnostic.help or "")
    assert diagnostic.notes == ("in windows-1252, line 2 is: en læge",)


@pytest.mark.parametrize("data", [b"\xff\xfea", b"\xff\xfe\x00\xd8a\x00", "æ".encode("cp1252")])
def test_broken_encodings(data: bytes, tmp_path: Path) -> None:
    assert fault(tmp_path, data).code == "not-utf8"
    assert fault(tmp_path, data, "t.csv", "encoding: utf-8").code == "not-utf8"


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
    assert diagnostic.notes[0] == "such as '25' at assets/t.xlsx:Ark1!C2"


@pytest.mark.parametrize(
    ("value", "kind", "message"),
    [
        ("#DIV/0!", "e", "the formula in this cell gives #DIV/0!"),
        ("=1+1", "f", "the formula in this cell was never worked out"),
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
        fault(tmp_path, workbook(fill), "t.xlsx").help == "the number is kept as a text: make it a number in the file"
    )


def test_a_workbook_that_unpacks_to_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deckwright.assets.data.workbook.MAX_UNPACKED", 100)
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


# SQLite, Parquet, queries


def test_a_table_of_a_database(tmp_path: Path) -> None:
    path = tmp_path / "made.sqlite"
    base = sqlite3.connect(path)
    base.execute('CREATE TABLE "odd ""name" (a TEXT, b)')
    base.execute('INSERT INTO "odd ""name" VALUES (\'x\', 1)')
    base.execute("CREATE TABLE pictures (data BLOB)")
    base.execute("INSERT INTO pictures VALUES (x'00')")
    base.commit()
    base.close()
    data = path.read_bytes()
    assert good(tmp_path, data, "t.sqlite", 'table: odd "name').rows == (("x", 1),)
    which = fault(tmp_path, data, "t.sqlite")
    assert (which.code, which.message) == ("which-table", "'assets/t.sqlite' has 2 tables: odd \"name, pictures")
    unknown = fault(tmp_path, data, "t.sqlite", "table: picture")
    assert (unknown.code, unknown.help) == ("unknown-table", "did you mean 'pictures'?")
    cell = fault(tmp_path, data, "t.sqlite", "table: pictures")
    assert (cell.code, str(cell.span)) == ("unreadable-cell", "assets/t.sqlite:data, row 1")


@pytest.mark.parametrize(
    "query",
    [
        "selec 1",
        "select nothing from wards",
        "select * from nowhere",
        "select 1; select 2",
        "update wards set beds = 1",
        "attach 'other.db' as other",
        "pragma table_info(wards)",
        "select load_extension('x')",
        "select zeroblob(2000000000)",
        "create table t (a)",
    ],
)
def test_a_query_that_fails(query: str, tmp_path: Path) -> None:
    data = database(tmp_path, as_values())
    diagnostic = fault(tmp_path, data, "t.sqlite", f"query: {json.dumps(query)}")
    assert diagnostic.code == "query-failed"
    assert diagnostic.span is not None
    assert (diagnostic.span.file, diagnostic.span.line) == ("deck.yaml", 4)
    assert (tmp_path / "assets/t.sqlite").read_bytes() == data


ENDLESS = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"


def test_a_query_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """DuckDB is interrupted by the clock, but in a query that does not end by itself."""
    monkeypatch.setattr("deckwright.assets.data.sqlite.STEPS", 1_000_000)
    monkeypatch.setattr("deckwright.assets.data.sql.SECONDS", 0.1)
    assert fault(tmp_path, database(tmp_path, as_values()), "t.sqlite", f"query: {ENDLESS}").code == "query-too-slow"
    crossed = "query: select count(*) from range(10000000) a, range(10000000) b"
    assert fault(tmp_path, parquet(tmp_path), "t.parquet", crossed).code == "query-too-slow"


def test_a_database_that_is_written_to_can_be_read(tmp_path: Path) -> None:
    """One with a write-ahead log; what still stands in the log is not read in silence."""
    path = tmp_path / "assets/t.sqlite"
    path.parent.mkdir()
    base = sqlite3.connect(path)
    base.execute("PRAGMA journal_mode = WAL")
    base.execute("CREATE TABLE wards (beds)")
    base.execute("INSERT INTO wards VALUES (25)")
    base.commit()
    base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    deck = "data:\n  t:\n    file: t.sqlite\n"
    table, report = read_deck(tmp_path, deck)
    assert table is not None
    assert (table.rows, report.diagnostics) == (((25,),), ())
    base.execute("INSERT INTO wards VALUES (31)")
    base.commit()
    table, report = read_deck(tmp_path, deck)
    assert table is None
    assert [one.code for one in report.diagnostics] == ["unreadable-file"]
    base.close()


@pytest.mark.parametrize("name", ["t.sqlite", "t.parquet"])
def test_what_is_no_database(name: str, tmp_path: Path) -> None:
    assert fault(tmp_path, b"nothing of the kind", name).code == "malformed-data"


QUERY = """
data:
  t:
    from: [staff, beds]
    query: >-
      select ward, sum(beds) as beds, max(share) as share, min(since) as since, avg(cost) as cost
      from staff join beds using (ward) group by ward order by ward
  staff: {file: staff.csv}
  beds: {file: beds.json}
"""


def test_a_query_over_tables(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/staff.csv").write_text(
        'ward,share,since,cost\nA1,18%,2001-01-01,0.1\nA1,25%,2002-02-02,0.2\nB2,5.5%,,"1,000.25"\n'
    )
    (tmp_path / "assets/beds.json").write_text('[{"ward": "A1", "beds": 25}, {"ward": "B2", "beds": 1700}]')
    table, report = read_deck(tmp_path, QUERY)
    assert not report.diagnostics
    assert table is not None
    assert table.kinds == ("text", "number", "percent", "date", "number")
    assert table.rows == (
        ("A1", 50, Decimal("0.25"), date(2001, 1, 1), Decimal("0.15")),
        ("B2", 1700, Decimal("0.055"), None, Decimal("1000.25")),
    )
    assert str(table.spans[1][1]) == "data.t:beds, row 2"
    before = table.digest
    (tmp_path / "assets/beds.json").write_text('[{"ward": "A1", "beds": 26}]')
    changed, _ = read_deck(tmp_path, QUERY)
    assert changed is not None
    assert changed.digest != before


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("select * from read_csv('/etc/passwd')", "Cannot access file"),
        ("copy staff to 'x.csv'", "one SELECT"),
        ("select 1; select 2", "one SELECT"),
        ("set threads = 8", "one SELECT"),
        ("attach 'x.db'", "one SELECT"),
        ("select nothing from staff", "nothing"),
        ("select * from wards", "wards"),
        ("selec 1", "syntax error"),
        ("select * from report", "report"),
    ],
)
def test_a_query_sees_its_tables_and_nothing_else(query: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/staff.csv").write_text("ward,beds\nA1,25\n")
    deck = f"data:\n  staff: {{file: staff.csv}}\n  t:\n    from: staff\n    query: {json.dumps(query)}\n"
    table, report = read_deck(tmp_path, deck)
    (diagnostic,) = report.diagnostics
    assert table is None
    assert (diagnostic.code, str(diagnostic.span)) == ("query-failed", "deck.yaml:5:12")
    assert reason in diagnostic.message


@pytest.mark.parametrize("cells", [["1", "99999999999999999999"], ["0.1", "12345678901234567890.123456789"], ["1e"]])
def test_numbers_go_through_a_query_as_they_are(cells: list[str], tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/s.csv").write_text("\n".join(["n", *cells, ""]))
    table, report = read_deck(tmp_path, "data:\n  s: {file: s.csv}\n  t: {from: s, query: select * from s}\n")
    plain, _ = read_deck(tmp_path, "data:\n  t: {file: s.csv}\n")
    assert not report.diagnostics
    assert table is not None
    assert plain is not None
    assert table.rows == plain.rows


@pytest.mark.parametrize(
    ("entries", "code", "message", "place"),
    [
        ("t: {columns: {a: A}}", "missing-field", "'t' does not say where its values come from", "2:3"),
        ("t: {file: s.csv, url: env:DB}", "two-sources", "'t' has both 'file' and 'url'", "2:20"),
        ("t: {from: s}", "missing-field", "'t' has no query", "2:3"),
        (
            "t: {from: s, query: select 1, sheet: A}",
            "unfit-option",
            "'sheet' is not an option of a query over tables",
            "2:33",
        ),
        ("t: {file: s.csv, sheet: Ark1}", "unfit-option", "'sheet' is not an option of a CSV file", "2:20"),
        ("t: {from: q, query: select 1}", "unknown-data", "there is no table 'q' under 'data:'", "2:13"),
        ("t: {from: t, query: select 1}", "circular-data", "'t' is made from itself: t → t", "2:13"),
        (
            "t: {from: u, query: a}\n  u: {from: t, query: b}",
            "circular-data",
            "'u' is made from itself: t → u → t",
            "3:13",
        ),
        ('t: {file: s.csv, header: "{{ 3 }}"}', "unfit-option", "'header' cannot hold an expression", "2:28"),
        ("t: {file: s.csv, header: two}", "bad-range", "'two' is not the number of a line", "2:28"),
        ("t: {url: env:DB}", "missing-snapshot", "'t' has not been fetched yet", "2:12"),
    ],
)
def test_where_values_come_from(entries: str, code: str, message: str, place: str, tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/s.csv").write_text("a\n1\n")
    table, report = read_deck(tmp_path, f"data:\n  {entries}\n  s: {{file: s.csv}}\n")
    assert table is None
    (diagnostic,) = report.diagnostics
    assert (diagnostic.code, str(diagnostic.span)) == (code, f"deck.yaml:{place}")
    assert message in diagnostic.message


@pytest.mark.parametrize(
    ("name", "more", "what"),
    [("t.parquet", "", "reading a Parquet file"), ("t.csv", "other", "a query over tables")],
)
def test_a_missing_extra_is_told_with_its_command(
    name: str, more: str, what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deckwright.assets.data.extras.find_spec", lambda _: None)
    if more:
        (tmp_path / "assets").mkdir()
        (tmp_path / "assets/s.csv").write_text("a\n1\n")
        _, report = read_deck(tmp_path, "data:\n  s: {file: s.csv}\n  t: {from: s, query: select 1}\n")
        (diagnostic,) = report.diagnostics
    else:
        diagnostic = fault(tmp_path, b"PAR1", name)
    assert (diagnostic.code, diagnostic.help) == ("missing-extra", "python -m pip install duckdb")
    assert diagnostic.message == f"{what} takes duckdb, which is not installed"


# What is refused


def test_pipes_and_folders_and_devices_are_refused_without_waiting(tmp_path: Path) -> None:
    assets = tmp_path / "assets"
    (assets / "folder.csv").mkdir(parents=True)
    os.mkfifo(assets / "pipe.csv")
    (assets / "null.csv").symlink_to("/dev/null")
    (assets / "loop.csv").symlink_to("loop.csv")
    (assets / "gone.csv").symlink_to("nowhere.csv")
    for name, code in [
        ("folder.csv", "unreadable-file"),
        ("pipe.csv", "unreadable-file"),
        ("null.csv", "outside-project"),
        ("loop.csv", "missing-file"),
        ("gone.csv", "missing-file"),
        ("n" * 300 + ".csv", "missing-file"),
    ]:
        table, report = read_deck(tmp_path, f"data:\n  t: {{file: {name}}}\n")
        assert table is None
        assert [one.code for one in report.diagnostics] == [code], name
        assert str(report.diagnostics[0].span) == "deck.yaml:2:13"
        if code == "unreadable-file":
            assert report.diagnostics[0].message.split(": ")[1] in ("it is a folder", "it is no ordinary file")


def test_a_link_inside_the_project_is_followed(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/real.csv").write_text("a\n1\n")
    (tmp_path / "assets/link.csv").symlink_to("real.csv")
    table, _ = read_deck(tmp_path, "data:\n  t: {file: link.csv}\n")
    assert table is not None


@pytest.mark.parametrize("kind", ["commas", "JSON", "YAML", "Excel", "SQLite", "Parquet"])
@pytest.mark.parametrize("limit", ["MAX_ROWS", "MAX_COLUMNS", "MAX_CELLS", "MAX_BYTES"])
def test_limits(kind: str, limit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits_module, limit, 2)
    name, make, more = FORMATS[kind]
    diagnostic = fault(tmp_path, make(tmp_path), name, more)
    assert diagnostic.code == "too-much-data"
    assert diagnostic.message.startswith(f"'assets/{name}' ")


def test_the_largest_table_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits_module, "MAX_ROWS", 3)
    monkeypatch.setattr(limits_module, "MAX_COLUMNS", 6)
    monkeypatch.setattr(limits_module, "MAX_CELLS", 18)
    for kind in ("commas", "JSON", "YAML", "Excel", "SQLite", "Parquet"):
        name, make, more = FORMATS[kind]
        assert good(tmp_path, make(tmp_path), name, more).rows == ROWS


def damaged(data: bytes, chance: random.Random) -> bytes:
    """`data` with some bytes changed, left out or added, or the end cut off."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 3, 20))):
        at = chance.randrange(len(changed) + 1)
        match chance.randrange(4):
            case 0 if at < len(changed):
                changed[at] = chance.randrange(256)
            case 1:
                del changed[at : at + chance.randrange(1, 30)]
            case 2:
                changed[at:at] = chance.randbytes(5)
            case 3 if at > len(changed) // 2:
                del changed[at:]
    return bytes(changed)


def damaged_part(workbook: bytes, chance: random.Random) -> bytes:
    """The same with a part of a workbook, which else its zip would find out."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as whole, zipfile.ZipFile(file, "w") as package:
        chosen = chance.choice([name for name in whole.namelist() if name.startswith("xl/")])
        for name in whole.namelist():
            package.writestr(name, damaged(whole.read(name), chance) if name == chosen else whole.read(name))
    return file.getvalue()


@pytest.mark.parametrize("kind", ["commas", "Excel's Unicode text", "JSON", "YAML", "Excel", "SQLite", "Parquet"])
def test_what_is_damaged_is_read_or_refused(kind: str, tmp_path: Path) -> None:
    name, make, more = FORMATS[kind]
    data = make(tmp_path)
    for seed in range(8 if kind == "Parquet" else 40):
        chance = random.Random(seed)
        broken = damaged_part(data, chance) if kind == "Excel" and seed % 2 else damaged(data, chance)
        table, report = read(tmp_path, broken, name, more)
        assert table is not None or report.failed


# The documentation


def test_what_docs_say_of_options_is_so() -> None:
    """Every example of docs/data.md names options that there are, and that its kind of file has."""
    page = (Path(__file__).parent.parent / "docs/data.md").read_text("utf-8")
    blocks = [block.partition("```")[0] for block in page.split("```yaml\n")[1:]]
    seen = set()
    for block in blocks:
        report = Report()
        tree = parse_text(block, "docs/data.md", report)
        assert isinstance(tree, Mapping)
        tables = tree.get("data")
        for entry in tables if isinstance(tables, Mapping) else ():
            assert isinstance(entry.value, Mapping)
            assert {str(one.key) for one in entry.value} <= {field.name for field in DATA_FIELDS}
            file = entry.value.get("file")
            if isinstance(file, Scalar):
                format_ = READERS[Path(file.raw).suffix]
                check_options(entry.value, format_.noun, format_.options, report)
                seen.add(format_.noun)
        assert not report.diagnostics
    assert seen >= {format_.noun for format_ in READERS.values()} - {"a TSV file"}
    for number in (limits_module.MAX_ROWS, limits_module.MAX_COLUMNS, limits_module.MAX_CELLS):
        assert f"{number:,}" in page
    assert f"{limits_module.SECONDS} seconds" in page
    assert f"{limits_module.STEPS:,} instructions" in page
    assert f"{limits_module.MAX_BYTES // 1_000_000} MB" in page
