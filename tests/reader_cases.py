"""Writes one table in every data format, and reads it."""

from __future__ import annotations

import io
import json
import sqlite3
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from deckwright.assets.data.read import read_data
from deckwright.model.data_table import DataTable
from deckwright.model.diagnostics import Diagnostic, Report
from deckwright.model.node import Mapping
from deckwright.parse.tree import parse_text

duckdb = pytest.importorskip("duckdb", reason="the extra 'database' is not installed")
COLUMNS = ("ward", "code", "beds", "cost", "share", "opened")
ROWS: tuple[tuple[object, ...], ...] = (
    ("A1", "0123", 25, Decimal("12.5"), Decimal("0.18"), date(2001, 1, 1)),
    ("B2", "8x00", 1700, Decimal("-3"), Decimal("0.575"), date(2019, 2, 28)),
    ("Ærø", None, None, Decimal("0.25"), None, None),
)


def percent(share: object) -> str | None:
    return f"{Decimal(str(share)) * 100:f}%" if share is not None else None


def as_words(mark: str = ".", day: str = "%Y-%m-%d") -> list[list[str]]:
    """The rows as a person types them."""
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
    """Reads the table `t` of a deck from the file `name`, with `more` lines of options."""
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
