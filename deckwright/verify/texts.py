"""Checks texts and tables: required paragraphs, languages, font sizes, and rows that fit the grid of their table."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from deckwright.ooxml.names import CHART_TYPE, LAYOUT_TYPE, MASTER_TYPE, NOTES_TYPE, SLIDE_TYPE
from deckwright.verify.parsed_package import NS, ParsedPackage, find_all, get_attribute, parse_int, qname
from deckwright.verify.problems import Problem, locate

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*")
"""BCP 47, and the underscores that some programs write."""


def check_text_bodies(package: ParsedPackage) -> Iterator[Problem]:
    """Finds text bodies without a paragraph (CT_TextBody, ECMA-376 20.1.2.1), and cells without a text body."""
    for part, tree in package.iter_parts(SLIDE_TYPE, NOTES_TYPE, LAYOUT_TYPE, MASTER_TYPE):
        for body in tree.iter(qname("p:txBody"), qname("a:txBody")):
            if body.find(qname("a:p")) is None:
                yield Problem("text-without-paragraph", part, "a text has no paragraph", locate(body))
        for cell in tree.iter(qname("a:tc")):
            if cell.find(qname("a:txBody")) is None:
                yield Problem("text-without-paragraph", part, "a cell has no text body", locate(cell))


def check_languages(package: ParsedPackage) -> Iterator[Problem]:
    for part, tree in package.iter_parts(SLIDE_TYPE, NOTES_TYPE, CHART_TYPE):
        for run in tree.iter(qname("a:r"), qname("a:fld")):
            language = get_attribute(run.find(qname("a:rPr")), "lang")
            text = (run.findtext(qname("a:t")) or "")[:40]
            if not language:
                yield Problem("run-without-language", part, f"the text {text!r} has no language", locate(run))
            elif not _LANGUAGE.fullmatch(language):
                yield Problem("bad-language-tag", part, f"{language!r} is not a language tag", locate(run))


def check_font_sizes(package: ParsedPackage) -> Iterator[Problem]:
    """Checks font sizes against ST_TextFontSize (ECMA-376 20.1.10.72), in hundredths of a point."""
    for part, tree in package.iter_parts(SLIDE_TYPE, NOTES_TYPE, LAYOUT_TYPE, MASTER_TYPE, CHART_TYPE):
        for properties in tree.iter(qname("a:rPr"), qname("a:defRPr"), qname("a:endParaRPr")):
            size = properties.get("sz")
            if size is not None and not 100 <= parse_int(size) <= 400_000:
                yield Problem("bad-font-size", part, f"a font size is {size!r}", locate(properties))


def check_tables(package: ParsedPackage) -> Iterator[Problem]:
    for part, tree in package.iter_parts(SLIDE_TYPE):
        for table in tree.iter(qname("a:tbl")):
            columns = len(find_all(table, "a:tblGrid/a:gridCol"))
            rows = [find_all(row, "a:tc") for row in find_all(table, "a:tr")]
            if not columns or not rows:
                yield Problem("ragged-table", part, "a table has no columns or no rows", locate(table))
            for number, cells in enumerate(rows, 1):
                if len(cells) != columns:
                    message = f"row {number} of a table has {len(cells)} cells for {columns} columns"
                    yield Problem("ragged-table", part, message, locate(table))
            if all(len(cells) == columns for cells in rows):
                yield from _check_merged_cells(part, rows)
        for frame in tree.iter(qname("p:graphicFrame")):
            for table in frame.iter(qname("a:tbl")):
                yield from _check_table_size(part, frame, table)


def _check_table_size(part: str, frame: etree._Element, table: etree._Element) -> Iterator[Problem]:
    """Compares columns and rows, from which PowerPoint takes the size of a table, with its frame, which others use."""
    size = frame.find("p:xfrm/a:ext", NS)
    for side, sizes, name in (
        ("cx", [get_attribute(c, "w") for c in find_all(table, "a:tblGrid/a:gridCol")], "columns"),
        ("cy", [get_attribute(r, "h") for r in find_all(table, "a:tr")], "rows"),
    ):
        if sum(map(parse_int, sizes)) != parse_int(get_attribute(size, side)):
            yield Problem("table-size", part, f"the {name} do not add up to the size of the frame", locate(table))


def check_table_styles(package: ParsedPackage) -> Iterator[Problem]:
    """Checks that the file has the styles of its tables. Its default style may be built into PowerPoint."""
    known: set[str] = set()
    for target in package.find_targets(package.main, "tableStyles"):
        if (styles := package.trees.get(target)) is not None:
            known |= {get_attribute(style, "styleId") for style in find_all(styles, "a:tblStyle")}
            known.add(get_attribute(styles, "def"))
    for part, tree in package.iter_parts(SLIDE_TYPE):
        for name in tree.iter(qname("a:tableStyleId")):
            if name.text not in known:
                yield Problem("unknown-table-style", part, f"the file has no table style {name.text}", locate(name))


def _check_merged_cells(part: str, rows: list[list[etree._Element]]) -> Iterator[Problem]:
    """Checks that merged cells fit into the table, and mark the cells they cover (gridSpan, hMerge …: 21.1.3.16)."""
    for top, cells in enumerate(rows):
        for left, cell in enumerate(cells):
            width, height = (parse_int(get_attribute(cell, name) or "1") for name in ("gridSpan", "rowSpan"))
            if width < 1 or height < 1 or left + width > len(cells) or top + height > len(rows):
                yield Problem("ragged-table", part, "a merged cell does not fit into its table", locate(cell))
                continue
            for row in range(top, top + height):
                for column in range(left, left + width):
                    covered = rows[row][column]
                    needed = [*(["hMerge"] if column > left else []), *(["vMerge"] if row > top else [])]
                    if any(get_attribute(covered, name) not in {"1", "true"} for name in needed):
                        message = "a cell that a merged cell covers is not marked"
                        yield Problem("ragged-table", part, message, locate(covered))
