"""A small reader of the workbooks inside charts, independent of what writes them."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RANGE = re.compile(r"^(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]+)\$?(\d+)(?::\$?([A-Z]+)\$?(\d+))?$")
_CHARACTER = re.compile(r"_x([0-9A-Fa-f]{4})_")


class UnreadableError(Exception):
    """The workbook, or a formula about it, cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Workbook:
    sheets: Mapping[str, Mapping[tuple[int, int], str | float]]
    """Sheet name → (column, row), both from 1 → content of the cells that have some."""

    def values(self, formula: str) -> tuple[str | float | None, ...]:
        """The cells of `Sheet1!$B$2:$B$6`, row by row; UnreadableError when it is no such formula or names no sheet."""
        parts = _RANGE.match(formula)
        if parts is None:
            raise UnreadableError(f"{formula!r} is no range of cells")
        quoted, plain, left, top, right, bottom = parts.groups()
        name = (quoted or "").replace("''", "'") or plain
        if name not in self.sheets:
            raise UnreadableError(f"{formula!r} names a sheet that the workbook does not have")
        return tuple(
            self.sheets[name].get((column, row))
            for row in range(int(top), int(bottom or top) + 1)
            for column in range(_number(left), _number(right or left) + 1)
        )


def open_workbook(data: bytes) -> Workbook:
    """Read the .xlsx in `data`; UnreadableError when it is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            contents = {"/" + name: archive.read(name) for name in archive.namelist()}
        main = _targets(contents, "/")["officeDocument"]
        targets = _targets(contents, main, by="Id")
        texts = _shared_strings(contents, _targets(contents, main).get("sharedStrings"))
        sheets = {
            sheet.get("name", ""): _cells(etree.fromstring(contents[targets[sheet.get(_R_ID, "")]]), texts)
            for sheet in etree.fromstring(contents[main]).iter(_MAIN + "sheet")
        }
    except (
        zipfile.BadZipFile,
        zlib.error,
        etree.XMLSyntaxError,
        KeyError,
        IndexError,
        ValueError,
        NotImplementedError,
    ) as fault:
        raise UnreadableError(f"the workbook cannot be read: {fault!r}") from fault
    return Workbook(sheets)


def _targets(contents: Mapping[str, bytes], source: str, by: str = "Type") -> dict[str, str]:
    """Relationships of `source`: id or last word of the type → part name."""
    folder, file = posixpath.split(source)
    tree = etree.fromstring(contents[posixpath.join(folder, "_rels", file + ".rels")])
    return {
        e.get(by, "").rsplit("/", 1)[-1]: posixpath.normpath(posixpath.join(folder, e.get("Target", ""))) for e in tree
    }


def _shared_strings(contents: Mapping[str, bytes], part: str | None) -> list[str]:
    return [_text(item) for item in etree.fromstring(contents[part]).iter(_MAIN + "si")] if part else []


def _cells(sheet: etree._Element, texts: list[str]) -> dict[tuple[int, int], str | float]:
    cells: dict[tuple[int, int], str | float] = {}
    for cell in sheet.iter(_MAIN + "c"):
        letters = "".join(c for c in cell.get("r", "") if c.isalpha())
        place = _number(letters), int(cell.get("r", "")[len(letters) :])
        kind, value = cell.get("t", "n"), cell.findtext(_MAIN + "v")
        if cell.find(_MAIN + "f") is not None:
            raise ValueError(f"{cell.get('r')} holds a formula")
        if kind == "inlineStr":
            cells[place] = _text(cell)
        elif value is not None:
            cells[place] = texts[int(value)] if kind == "s" else float(value) if kind == "n" else value
    return cells


def _text(item: etree._Element) -> str:
    """The text of a string item, phonetic guides left out; _x000A_ stands for a line feed."""
    guides = {t for guide in item.iter(_MAIN + "rPh") for t in guide.iter(_MAIN + "t")}
    raw = "".join(t.text or "" for t in item.iter(_MAIN + "t") if t not in guides)
    return _CHARACTER.sub(lambda found: chr(int(found[1], 16)), raw)


def _number(letters: str) -> int:
    """A → 1, AA → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
