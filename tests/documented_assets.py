"""Writes the files that examples in the documentation name: tables in every format, pictures, scripts."""

from __future__ import annotations

import io
import json
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
from openpyxl import Workbook
from openpyxl.worksheet.table import Table
from pages import read_page
from PIL import Image

TABLES: Mapping[str, str] = {
    "fish": "year,wrasse,tang,share\n2023,12,7,40%\n2024,18,8,45%\n2025,31,9,52%\n",
    "reefs": "reef,depth,fish,area,country\nNorth,12,40,3,Denmark\nSouth,31,25,8,Norway\nWest,20,31,5,Norway\n",
    "year": "step,change\nstart,1000\nsales,420\ncosts,-650\nend,\n",
    "waits": "minutes\n3\n8\n12.5\n17\n21\n22\n38\n",
    "towns": "town,in_2001,in_2018\nCopenhagen,3,18\nRome,8,26\n",
    "growth": "group,growth\ndoctors,57%\nnurses,20%\n",
    "beds": "hospital,beds,growth,cost,region\nOdense,120,4.5%,3100,south\nAarhus,90,2.1%,2900,north\n",
}
"""The tables that examples use without declaring them. Each is in `data/<name>.csv`."""

_STAFF = (
    {"group": "doctors", "ward": "A1", "growth": "57%", "posts": 120},
    {"group": "secretaries", "ward": "A2", "growth": "6%", "posts": 90},
    {"group": "nurses", "ward": "B1", "growth": "20%", "posts": 310},
)
_BEDS: tuple[tuple[Any, ...], ...] = (("ward", "beds", "year"), ("A1", 25, 2016), ("A2", 31, 2017), ("B1", 12, 2018))
_READINGS = "SELECT * FROM (VALUES (2016, 3.5), (2016, 4.5), (2017, 5.5)) AS readings(year, level)"
_DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><path d="M0 0h40v20z"/></svg>'
_SCRIPT = f"""\
import json
import os
from pathlib import Path

picture = json.loads(Path(os.environ["DECKWRIGHT_PICTURE"]).read_text("utf-8"))
Path(picture["svg"]).write_text({_DRAWING!r})
"""


def write_assets(assets: Path) -> None:
    """Writes into `assets` all files that examples name under `data:`, `generated:` and `picture:`."""
    data = assets / "data"
    for name, table in TABLES.items():
        write_file(data / f"{name}.csv", table)
    _write_staff(data)
    write_file(data / "wards.csv", "ward,postcode\nA1,8000\nA2,0900\n")
    _write_workbook(data / "hospital.xlsx")
    _write_database(data / "hospital.sqlite")
    with duckdb.connect() as database:
        database.execute(f"COPY ({_READINGS}) TO '{data / 'readings.parquet'}' (FORMAT parquet)")
    for name, kind in (("reef.jpg", "JPEG"), ("map-en.png", "PNG"), ("example.png", "PNG")):
        picture = io.BytesIO()
        Image.linear_gradient("L").resize((320, 180)).save(picture, kind)
        write_file(assets / "images" / name, picture.getvalue())
    (spec,) = (block.text for block in read_page("docs/pictures.md").blocks if block.language == "json")
    write_file(assets / "generated/trend.vl.json", spec)
    write_file(assets / "generated/network.py", _SCRIPT)
    write_file(assets / "generated/network.csv", "from,to\na,b\n")


def write_logo(file: Path) -> None:
    write_file(file, _DRAWING)


def write_file(file: Path, content: str | bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)


def _write_staff(data: Path) -> None:
    """Writes the same table as CSV, as CSV of an old program, as JSON and as YAML."""
    lines: list[list[Any]] = [list(_STAFF[0]), *(list(row.values()) for row in _STAFF)]
    commas, semicolons = ("".join(mark.join(map(str, line)) + "\n" for line in lines) for mark in ",;")
    write_file(data / "staff.csv", commas)
    write_file(data / "old-staff.csv", ("Ansatte på afdelingen\n\n" + semicolons).encode("cp1252"))
    write_file(data / "staff.json", json.dumps(_STAFF))
    rows = (", ".join(f"{key}: {value}" for key, value in row.items()) for row in _STAFF)
    write_file(data / "staff.yaml", "".join(f"- {{{row}}}\n" for row in rows))


def _write_workbook(file: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Senge"
    for row, line in enumerate(_BEDS, 3):
        for column, value in enumerate(line, 2):
            sheet.cell(row, column, value)
    nurses = book.create_sheet("Ansatte")
    for staff in (("ward", "nurses"), ("A1", 12), ("A2", 14)):
        nurses.append(staff)
    nurses.add_table(Table(displayName="Sygeplejersker", ref="A1:B3"))
    book.save(file)


def _write_database(file: Path) -> None:
    database = sqlite3.connect(file)
    for table in ("beds", "wards"):
        database.execute(f"CREATE TABLE {table} ({', '.join(map(str, _BEDS[0]))})")
        database.executemany(f"INSERT INTO {table} VALUES (?, ?, ?)", _BEDS[1:])
    database.commit()
    database.close()
