"""A small reader of the workbooks inside charts, independent of what writes them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

from lxml import etree
from msgspec import Struct

from deckwright.system.files import UNREADABLE, unpacked

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RANGE = re.compile(r"^(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]+)\$?(\d+)(?::\$?([A-Z]+)\$?(\d+))?$")
_MOST = 50_000_000
_CELLS = 1_000_000
"""The bytes a workbook may unpack to, and the cells a formula may name."""
_CHARACTER = re.compile(r"_x([0-9A-Fa-f]{4})_")


class UnreadableError(Exception):
    """The workbook, or a formula about it, cannot be read; the message says why."""


class Workbook(Struct, frozen=True):
    sheets: Mapping[str, Mapping[tuple[int, int], str | float]]
    """Sheet name → (column, row), both from 1 → content of the cells that have some."""
    formulas: tuple[str, ...] = ()
    """Cells whose content is worked out."""

    def values(self, formula: str) -> tuple[str | float | None, ...]:
        """The cells of `Sheet1!$B$2:$B$6`, row by row; UnreadableError when it is no such formula or names no sheet."""
        parts = _RANGE.match(formula)
        if parts is None:
            raise UnreadableError(f"{formula!r} is no range of cells")
        quoted, plain, left, top, right, bottom = parts.groups()
        name = (quoted or "").replace("''", "'") or plain
        if name not in self.sheets:
            raise UnreadableError(f"{formula!r} names a sheet that the workbook does not have")
        first, last = int(top[:9]), int((bottom or top)[:9])
        wide, high = _number((right or left)[:9]) - _number(left[:9]) + 1, last - first + 1
        if wide * high > _CELLS:
            raise UnreadableError(f"{formula!r} names more than {_CELLS:,} cells")
        return tuple(
            self.sheets[name].get((column, row))
            for row in range(first, last + 1)
            for column in range(_number(left[:9]), _number((right or left)[:9]) + 1)
        )


def open_workbook(data: bytes) -> Workbook:
    """Read the .xlsx in `data`; UnreadableError when it is none."""
    try:
        contents = {"/" + name: content for name, content in unpacked(data, _MOST).items()}
        main = _targets(contents, "/")["officeDocument"]
        targets = _targets(contents, main, by="Id")
        texts = _shared_strings(contents, _targets(contents, main).get("sharedStrings"))
        sheets = {
            sheet.get("name", ""): _cells(_parsed(contents[targets[sheet.get(_R_ID, "")]]), texts)
            for sheet in _parsed(contents[main]).iter(_MAIN + "sheet")
        }
    except (*UNREADABLE, etree.XMLSyntaxError, KeyError, IndexError) as fault:
        raise UnreadableError(f"the workbook cannot be read: {fault!r}") from fault
    return Workbook(
        {name: cells for name, (cells, _) in sheets.items()}, tuple(f for _, found in sheets.values() for f in found)
    )


def _targets(contents: Mapping[str, bytes], source: str, by: str = "Type") -> dict[str, str]:
    """Relationships of `source`: id or last word of the type → part name."""
    folder, file = posixpath.split(source)
    tree = _parsed(contents[posixpath.join(folder, "_rels", file + ".rels")])
    return {
        e.get(by, "").rsplit("/", 1)[-1]: posixpath.normpath(posixpath.join(folder, e.get("Target", ""))) for e in tree
    }


def _shared_strings(contents: Mapping[str, bytes], part: str | None) -> list[str]:
    return [_text(item) for item in _parsed(contents[part]).iter(_MAIN + "si")] if part else []


def _cells(sheet: etree._Element, texts: list[str]) -> tuple[dict[tuple[int, int], str | float], list[str]]:
    """Content by place, and the names of the cells whose content is worked out by a formula."""
    cells: dict[tuple[int, int], str | float] = {}
    formulas = []
    for cell in sheet.iter(_MAIN + "c"):
        letters = "".join(c for c in cell.get("r", "") if c.isalpha())
        place = _number(letters), int(cell.get("r", "")[len(letters) :])
        kind, value = cell.get("t", "n"), cell.findtext(_MAIN + "v")
        if cell.find(_MAIN + "f") is not None:
            formulas.append(cell.get("r", ""))
        if kind == "inlineStr":
            cells[place] = _text(cell)
        elif value is not None:
            cells[place] = texts[int(value)] if kind == "s" else float(value) if kind == "n" else value
    return cells, formulas


def _parsed(content: bytes) -> etree._Element:
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


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
