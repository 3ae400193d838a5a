"""Data files: what their cells mean, and where their mistakes are reported."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckwright.assets.data.data_source import DataSource
from deckwright.assets.data.delimited import read_csv
from deckwright.assets.data.formats import READERS
from deckwright.assets.data.read import read_data
from deckwright.assets.data.records import read_json
from deckwright.model.data_table import DataTable
from deckwright.model.diagnostics import Diagnostic, Report
from deckwright.model.node import Mapping
from deckwright.model.source import Span, Text
from deckwright.parse.tree import parse_text
from deckwright.system.files import suggest_file


def read(folder: Path, content: str | bytes, name: str = "t.csv", more: str = "") -> tuple[DataTable | None, Report]:
    (folder / "assets").mkdir(exist_ok=True)
    data = content if isinstance(content, bytes) else content.encode()
    (folder / "assets" / name).write_bytes(data)
    report = Report()
    tree = parse_text(f"data:\n  t:\n    file: {name}\n{more}", "deck.yaml", report)
    assert isinstance(tree, Mapping)
    return read_data(tree, folder / "assets", "assets", report).get("t"), report


def good(folder: Path, content: str | bytes, name: str = "t.csv", more: str = "") -> DataTable:
    table, report = read(folder, content, name, more)
    assert not report.diagnostics
    assert table is not None
    return table


def fault(folder: Path, content: str | bytes, name: str = "t.csv", more: str = "") -> Diagnostic:
    _, report = read(folder, content, name, more)
    (diagnostic,) = report.diagnostics
    return diagnostic


def place(diagnostic: Diagnostic) -> tuple[str, int, int, int]:
    span = diagnostic.span
    assert span is not None
    return span.file, span.line, span.column, span.length


def test_a_comma_separated_file(tmp_path: Path) -> None:
    table = good(tmp_path, 'group,growth,staff,since\nall,18%,"1,700",2001-01-01\ndoctors,57 %,12.5,\n')
    assert table.columns == ("group", "growth", "staff", "since")
    assert table.kinds == ("text", "percent", "number", "date")
    assert table.rows == (
        ("all", Decimal("0.18"), 1700, date(2001, 1, 1)),
        ("doctors", Decimal("0.57"), Decimal("12.5"), None),
    )
    assert table.spans[0][1] == Span("assets/t.csv", 2, 5, 3)
    assert table.spans[0][2] == Span("assets/t.csv", 2, 9, 7)
    assert table.spans[1][1] == Span("assets/t.csv", 3, 9, 4)


@pytest.mark.parametrize(
    ("content", "value"),
    [
        ("a;b\nx;12,5\n", Decimal("12.5")),
        ("a;b\nx;1.700\n", 1700),
        ("a;b\nx;1.700,25\n", Decimal("1700.25")),
        ("a;b\nx;18,5 %\n", Decimal("0.185")),
        ("a\tb\nx\t12.5\n", Decimal("12.5")),
        ("a,b\nx,\N{MINUS SIGN}3\n", -3),
        ("a,b\nx,18\N{NO-BREAK SPACE}%\n", Decimal("0.18")),
        ("\N{ZERO WIDTH NO-BREAK SPACE}a,b\r\nx,7\r\n", 7),
    ],
)
def test_numbers_as_spreadsheets_write_them(tmp_path: Path, content: str, value: object) -> None:
    assert good(tmp_path, content).rows == (("x", value),)


def test_codes_stay_texts(tmp_path: Path) -> None:
    table = good(tmp_path, "code,zip\na1,0123\nb2,8000\n")
    assert table.rows == (("a1", "0123"), ("b2", "8000"))


def test_a_column_may_be_said_to_hold_texts(tmp_path: Path) -> None:
    table = good(tmp_path, "zip\n8000\n2100\nn/a\n", more="    format: {zip: text}\n")
    assert table.rows == (("8000",), ("2100",), ("n/a",))


def test_empty_lines_and_columns_at_the_end_do_not_count(tmp_path: Path) -> None:
    assert good(tmp_path, "a,b,,\n1,2,,\n,,,\n\n3,4\n").rows == ((1, 2), (3, 4))


def test_a_cell_of_several_lines_moves_what_follows(tmp_path: Path) -> None:
    table = good(tmp_path, 'a,b\n"one\ntwo",x\n"say ""hi""",y\n')
    assert table.rows == (("one\ntwo", "x"), ('say "hi"', "y"))
    assert table.spans[0][1] == Span("assets/t.csv", 3, 6, 1)
    assert table.spans[1] == (Span("assets/t.csv", 4, 1, 12), Span("assets/t.csv", 4, 14, 1))


def test_a_list_of_objects(tmp_path: Path) -> None:
    table = good(tmp_path, '[\n  {"g": "all", "n": 0.5, "p": "18%"},\n  {"g": "8000", "x": null}\n]\n', "t.json")
    assert table.columns == ("g", "n", "p", "x")
    assert table.rows == (("all", Decimal("0.5"), Decimal("0.18"), None), ("8000", None, None, None))
    assert table.spans[0][1] == Span("assets/t.json", 2, 21, 3)


@pytest.mark.parametrize(
    ("content", "code", "message", "where"),
    [
        ("a,b\n1,2,3\n", "ragged-row", "this row has 3 cells, but there are 2 columns", (2, 5, 1)),
        ("a,b\n1,2\n3\n", "ragged-row", "this row has 1 cells, but there are 2 columns", (3, 1, 1)),
        ("a,a\n1,2\n", "duplicate-column", "two columns are called 'a'", (1, 3, 1)),
        ("a,,c\n1,2,3\n", "unnamed-column", "this column has no name", (1, 3, 1)),
        ("a\n1\n2\nmany\n", "mixed-column", "'many' is a text, but the column 'a' holds numbers", (4, 1, 4)),
        (
            "a\n5%\n6%\n7\n",
            "missing-percent-sign",
            "'7' has no percent sign, but other cells of 'a' have one",
            (4, 1, 1),
        ),
        (
            "a;b\nx;1.5\ny;2,25\nz;3,75\n",
            "unreadable-number",
            "'1.5' has the decimal mark '.', but in this file it is ','",
            (2, 3, 3),
        ),
        ("a\n2001-02-30\n", "impossible-date", "'2001-02-30' is not a date in the calendar", (2, 1, 10)),
        ('a,b\n"x,y\n', "malformed-data", "this quotation mark is never closed", (2, 1, 1)),
        ('a,b\n1,"x"y\n', "malformed-data", "this cell continues after its closing quotation mark", (2, 5, 1)),
        (
            "a\nx\x07\n",
            "refused-character",
            "the invisible character U+0007 is not allowed in a presentation",
            (2, 2, 1),
        ),
        ("", "empty-data", "'assets/t.csv' is empty", (1, 1, 1)),
    ],
)
def test_mistakes_are_reported_in_the_data_file(
    tmp_path: Path, content: str, code: str, message: str, where: tuple[int, int, int]
) -> None:
    diagnostic = fault(tmp_path, content)
    assert (diagnostic.code, diagnostic.message) == (code, message)
    assert place(diagnostic) == ("assets/t.csv", *where)


def test_another_encoding_is_reported_at_its_first_byte(tmp_path: Path) -> None:
    diagnostic = fault(tmp_path, "navn\nlæge\n".encode("latin-1"))
    assert (diagnostic.code, place(diagnostic)[:3]) == ("not-utf8", ("assets/t.csv", 2, 2))


@pytest.mark.parametrize(
    ("content", "message", "where"),
    [
        ('{"a": 1}', "the file must contain a list of rows", (1, 1)),
        ('[{"a": 1},\n 5]', "each row must be an object", (2, 2)),
        ('[{"a": [1]}]', "a cell must be a text or a number", (1, 8)),
        ('[{"a": 1, "a": 2}]', "this row has 'a' twice", (1, 11)),
        ('[{"a" 1}]', "a ':' is missing here", (1, 7)),
        ("[{'a': 1}]", "this is not valid JSON: expecting value", (1, 3)),
        ('[{"a": 1}', "a ',' or the end of the list is missing here", (1, 10)),
    ],
)
def test_mistakes_in_json(tmp_path: Path, content: str, message: str, where: tuple[int, int]) -> None:
    diagnostic = fault(tmp_path, content, "t.json")
    assert (diagnostic.code, diagnostic.message, place(diagnostic)[1:3]) == ("malformed-data", message, where)


@pytest.mark.parametrize(
    ("written", "meant"),
    [("groth.csv", "growth.csv"), ("data/growth.csv", "growth.csv"), ("assets/growth.csv", "growth.csv")],
)
def test_a_missing_file_is_reported_in_the_deck(tmp_path: Path, written: str, meant: str) -> None:
    (tmp_path / "growth.csv").write_text("a\n1\n")
    report = Report()
    tree = parse_text(f"data:\n  t: {{file: {written}}}\n", "deck.yaml", report)
    assert isinstance(tree, Mapping)
    assert not read_data(tree, tmp_path, "assets", report)
    (diagnostic,) = report.diagnostics
    assert (diagnostic.code, diagnostic.message) == ("missing-file", f"there is no file '{written}' in 'assets'")
    assert (place(diagnostic)[:3], diagnostic.help) == (("deck.yaml", 2, 13), f"did you mean '{meant}'?")


@pytest.mark.parametrize(
    ("written", "there", "meant"),
    [
        ("growth.csv", "growth.xlsx", "growth.xlsx"),  # of another kind that is read as well
        ("growth.csv", "growth.png", None),  # of a kind that is not
        ("growth", "data/growth.csv", "data/growth.csv"),
        ("a.csv", "b.csv", None),  # all that they share says what they are
        ("sales.csv", "costs.csv", None),
        ("Growth.CSV", "growth.csv", "growth.csv"),
    ],
)
def test_the_file_that_was_meant_is_of_a_kind_that_fits(written: str, there: str, meant: str | None) -> None:
    assert suggest_file(written, [there], READERS) == meant


def test_files_outside_the_project_are_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("a\n1\n")
    assets = tmp_path / "assets"
    assets.mkdir()
    (assets / "link.csv").symlink_to(tmp_path / "secret.csv")
    for written in ("../secret.csv", str(tmp_path / "secret.csv"), "link.csv", "C:/secret.csv"):
        report = Report()
        tree = parse_text(f'data:\n  t: {{file: "{written}"}}\n', "deck.yaml", report)
        assert isinstance(tree, Mapping)
        assert not read_data(tree, assets, "assets", report)
        assert [d.code for d in report.diagnostics] == ["outside-project"]


def test_an_unknown_kind_of_file(tmp_path: Path) -> None:
    diagnostic = fault(tmp_path, "x", "t.xls")
    assert (diagnostic.code, diagnostic.message) == ("unknown-data-format", "data cannot be read from a '.xls' file")
    assert diagnostic.help == "did you mean '.xlsx'?"
    assert diagnostic.notes == (f"supported are {', '.join(READERS)}",)


TEXTS = st.text(st.characters(min_codepoint=32, max_codepoint=383, exclude_characters="\x7f"), max_size=8)
DELIMITERS = {
    ",": {"delimiter": Text("comma")},
    ";": {"delimiter": Text("semicolon")},
    "\t": {"delimiter": Text("tab")},
}
CELLS = TEXTS.map(lambda text: "".join(c for c in text if c.isprintable() or c == " "))


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=5), st.sampled_from(",;\t"))
def test_every_cell_knows_where_it_stands(rows: list[list[str]], delimiter: str) -> None:
    """What the place says, read again as CSV, is the cell."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator="\n").writerows([["first", "second"], *rows])
    lines = stream.getvalue().split("\n")
    report = Report()
    table = read_csv(DataSource("t", "t.csv", stream.getvalue().encode(), DELIMITERS[delimiter]), report)
    assert table is not None
    for row in table.rows:
        for cell in row:
            start = cell.span.column - 1
            written = lines[cell.span.line - 1][start : start + cell.span.length]
            if cell.written:
                assert next(csv.reader([written], delimiter="\x1f"))[0].strip() == cell.written


@given(st.lists(st.fixed_dictionaries({"a": st.integers(-(10**9), 10**9), "b": CELLS}), min_size=1, max_size=4))
def test_json_cells_know_where_they_stand(rows: list[dict[str, object]]) -> None:
    text = json.dumps(rows, indent=1)
    table = read_json(DataSource("t", "t.json", text.encode()), Report())
    assert table is not None
    for row, cells in zip(rows, table.rows, strict=True):
        for value, cell in zip((row[name] for name in table.columns), cells, strict=True):
            line = text.split("\n")[cell.span.line - 1]
            assert json.loads(line[cell.span.column - 1 : cell.span.column - 1 + cell.span.length]) == value
