"""Checks of texts and tables: paragraphs where there must be some, languages, and rows as wide as their grid."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from deckwright.ooxml.names import CHART_TYPE, LAYOUT_TYPE, MASTER_TYPE, NOTES_TYPE, SLIDE_TYPE
from deckwright.verify.finding import Finding, where
from deckwright.verify.opened import Check, Package, attribute, find_all, tag, whole

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*")
"""BCP 47, loosely: with the underlines that some programs write."""


def _bodies(package: Package) -> Iterator[Finding]:
    """Every text body has a paragraph (CT_TextBody, ECMA-376 20.1.2.1), and every cell a text body."""
    for kind in (SLIDE_TYPE, NOTES_TYPE, LAYOUT_TYPE, MASTER_TYPE):
        for part, tree in package.of_type(kind):
            for body in tree.iter(tag("p:txBody"), tag("a:txBody")):
                if body.find(tag("a:p")) is None:
                    yield Finding("text-without-paragraph", part, "a text has no paragraph", where(body))
            for cell in tree.iter(tag("a:tc")):
                if cell.find(tag("a:txBody")) is None:
                    yield Finding("text-without-paragraph", part, "a cell has no text", where(cell))


def _languages(package: Package) -> Iterator[Finding]:
    for kind in (SLIDE_TYPE, NOTES_TYPE, CHART_TYPE):
        for part, tree in package.of_type(kind):
            for run in tree.iter(tag("a:r"), tag("a:fld")):
                language = attribute(run.find(tag("a:rPr")), "lang")
                text = (run.findtext(tag("a:t")) or "")[:40]
                if not language:
                    yield Finding(
                        "run-without-language", part, f"nothing says which language {text!r} is in", where(run)
                    )
                elif not _LANGUAGE.fullmatch(language):
                    yield Finding("bad-language-tag", part, f"{language!r} is no language tag", where(run))


def _sizes(package: Package) -> Iterator[Finding]:
    """ST_TextFontSize (ECMA-376 20.1.10.72), in hundredths of a point."""
    for kind in (SLIDE_TYPE, NOTES_TYPE, LAYOUT_TYPE, MASTER_TYPE, CHART_TYPE):
        for part, tree in package.of_type(kind):
            for look in tree.iter(tag("a:rPr"), tag("a:defRPr"), tag("a:endParaRPr")):
                size = look.get("sz")
                if size is not None and not 100 <= whole(size) <= 400_000:
                    yield Finding("bad-font-size", part, f"a text is of size {size!r}", where(look))


def _tables(package: Package) -> Iterator[Finding]:
    for part, tree in package.of_type(SLIDE_TYPE):
        for table in tree.iter(tag("a:tbl")):
            columns = len(find_all(table, "a:tblGrid/a:gridCol"))
            rows = [find_all(row, "a:tc") for row in find_all(table, "a:tr")]
            if not columns or not rows:
                yield Finding("ragged-table", part, "a table has no columns or no rows", where(table))
            for number, cells in enumerate(rows, 1):
                if len(cells) != columns:
                    message = f"row {number} of a table has {len(cells)} cells for {columns} columns"
                    yield Finding("ragged-table", part, message, where(table))
            if all(len(cells) == columns for cells in rows):
                yield from _merged(part, rows)
        for frame in tree.iter(tag("p:graphicFrame")):
            for table in frame.iter(tag("a:tbl")):
                yield from _size(part, frame, table)


def _size(part: str, frame: etree._Element, table: etree._Element) -> Iterator[Finding]:
    """PowerPoint takes columns and rows for the size of a table, others its frame: they must say the same."""
    size = frame.find(f"{tag('p:xfrm')}/{tag('a:ext')}")
    for side, sizes, what in (
        ("cx", [attribute(c, "w") for c in find_all(table, "a:tblGrid/a:gridCol")], "columns"),
        ("cy", [attribute(r, "h") for r in find_all(table, "a:tr")], "rows"),
    ):
        if sum(map(whole, sizes)) != whole(attribute(size, side)):
            yield Finding("table-size", part, f"the {what} do not add up to the frame", where(table))


def _table_styles(package: Package) -> Iterator[Finding]:
    """A table names a style that the file has, or its default one, which may be PowerPoint's own."""
    known: set[str] = set()
    for target in package.targets(package.main, "tableStyles"):
        if (styles := package.trees.get(target)) is not None:
            known |= {attribute(styles, "def"), *(attribute(s, "styleId") for s in find_all(styles, "a:tblStyle"))}
    for part, tree in package.of_type(SLIDE_TYPE):
        for name in tree.iter(tag("a:tableStyleId")):
            if name.text not in known:
                yield Finding("unknown-table-style", part, f"there is no style of tables {name.text}", where(name))


def _merged(part: str, rows: list[list[etree._Element]]) -> Iterator[Finding]:
    """Merged cells lie inside the table, and what they cover says so (gridSpan, rowSpan, hMerge, vMerge: 21.1.3.16)."""
    for top, cells in enumerate(rows):
        for left, cell in enumerate(cells):
            wide, high = (whole(attribute(cell, name) or "1") for name in ("gridSpan", "rowSpan"))
            if wide < 1 or high < 1 or left + wide > len(cells) or top + high > len(rows):
                yield Finding("ragged-table", part, "a merged cell is larger than its table", where(cell))
                continue
            for row in range(top, top + high):
                for column in range(left, left + wide):
                    hidden = rows[row][column]
                    if (column > left and not _set(hidden, "hMerge")) or (row > top and not _set(hidden, "vMerge")):
                        yield Finding("ragged-table", part, "a cell under a merged one is not merged", where(hidden))


def _set(cell: etree._Element, name: str) -> bool:
    return attribute(cell, name) in {"1", "true"}


TEXT_CHECKS: tuple[Check, ...] = (_bodies, _languages, _sizes, _tables, _table_styles)
