"""The readers of data: the same rows give the same table out of every kind of file, and mistakes have their place."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reader_cases import COLUMNS, FORMATS, ROWS, fault, good

from deckwright.assets.data.cells import convert_value, read_cell
from deckwright.assets.data.notation import read_number
from deckwright.model.source import Span

duckdb = pytest.importorskip("duckdb", reason="the extra 'database' is not installed")

NOWHERE = Span("", 1, 1)
KINDS = ("text", "text", "number", "number", "percent", "date")


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
    assert convert_value(datetime(2019, 2, 1, 14, 30), NOWHERE).value == "2019-02-01 14:30"
    assert convert_value(datetime(2019, 2, 1), NOWHERE).value == date(2019, 2, 1)
    assert convert_value(0.1 + 0.2, NOWHERE).value == Decimal("0.3")
    assert convert_value(time(14, 30), NOWHERE).value == "14:30"


@pytest.mark.parametrize(
    ("content", "more", "code", "message", "help_"),
    [
        ("a\tb\nx\t1.700\n", "", "ambiguous-number", "'1.700' can mean 1700, or 1.700 with decimals", "decimal: comma"),
        ("a\tb\nx\t1,700\n", "", "ambiguous-number", "'1,700' can mean 1700, or 1.700 with decimals", "decimal: point"),
        ("d\n01/02/2019\n", "", "ambiguous-date", "'01/02/2019' can mean 2019-02-01 or 2019-01-02", "dates: day-first"),
        (
            "d\n31/12/2019\n12/31/2019\n",
            "",
            "ambiguous-date",
            "'31/12/2019' begins with the day, but '12/31/2019' at assets/t.csv:3:1 with the month",
            "write all dates as year-month-day",
        ),
        (
            "d\n31/12/2019\n",
            "dates: month-first",
            "impossible-date",
            "'31/12/2019' is not a date in the calendar with 'dates: month-first'",
            "",
        ),
        ("d\n31.02.2019\n", "", "impossible-date", "'31.02.2019' is not a date in the calendar", ""),
        ("d\n31/31/2019\n", "", "impossible-date", "'31/31/2019' is not a date in the calendar", ""),
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
            "'1.5' has the decimal mark '.', but in this file it is ','",
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
    assert "for example, '1' at assets/t.csv:2:1" in diagnostic.notes


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
