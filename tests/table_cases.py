"""Builds tables from data, and reads them from the presentation."""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from typing import Any

from examples import built, talk
from pptx import Presentation

from deckwright.model.page import TableFrame

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
REEFS = """\
site,sea,corals,growth,change,since
Bay,north,1200,18%,-2.5,2001
Cape,south,,-4%,10,2003
Spit*2*,north,77.5,20.5%,0,2010
"""


def made(
    folder: Path, table: str, *, language: str = "en", data: str = REEFS, brand_: str = "plain", more: str = ""
) -> Any:
    """Returns a presentation of one slide with this table, which is written in one line and shows `data`."""
    (folder / "assets").mkdir(exist_ok=True)
    (folder / "assets/reefs.csv").write_text(data, "utf-8")
    lines = ["- slide: table", "  id: reefs", "  title: Reefs", f"  table: {table}", *more.splitlines()]
    shutil.rmtree(folder / "build", ignore_errors=True)
    project = talk(folder, lines, head="data: {reefs: {file: reefs.csv}}\n", brand=brand_)
    deck = project.path(project.deck)
    deck.write_text(deck.read_text("utf-8").replace("language: en", f"language: {language}"), "utf-8")
    return Presentation(io.BytesIO(built(project)))


def table_of(slide_: Any) -> Any:
    (found,) = [shape for shape in slide_.shapes if shape.has_table]
    return found.table


def rows_of(table: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def has(row: Any, what: str) -> bool:
    """Returns True if a cell of the row has its own bold or fill."""
    if what == "b":
        return any(run.get("b") == "1" for run in row.iter(A + "rPr"))
    return row.find(f"{A}tc/{A}tcPr/{A}{what}") is not None


def texts(table: TableFrame) -> list[str]:
    return ["".join(run.text for p in row[0].frame.paragraphs for run in p.runs) for row in table.rows]
