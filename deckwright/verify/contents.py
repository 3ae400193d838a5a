"""Checks what slides hold: texts with their languages and sizes, tables, pictures and SVG drawings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from deckwright.ooxml.names import CHART_TYPE, LAYOUT_TYPE, MASTER_TYPE, NOTES_TYPE, SLIDE_TYPE, SVG_URI
from deckwright.verify.parsed_package import NS, ParsedPackage, find_all, get_attribute, parse_int, qname
from deckwright.verify.problems import Problem, locate

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*")
"""BCP 47, and the underscores that some programs write."""
_TEXT_TYPES = (SLIDE_TYPE, NOTES_TYPE, LAYOUT_TYPE, MASTER_TYPE)
_SVG_TYPE = "image/svg+xml"
_ACTIVE_ELEMENTS = {"script", "foreignObject", "iframe", "animate", "set"}
_WHOLE = 100_000
"""The unit of crops: ST_Percentage in thousandths of a percent."""


def check_text_bodies(package: ParsedPackage) -> Iterator[Problem]:
    """Finds text bodies without a paragraph (CT_TextBody, ECMA-376 20.1.2.1), and cells without a text body."""
    for part, body in package.iter_elements("p:txBody a:txBody", *_TEXT_TYPES):
        if body.find(qname("a:p")) is None:
            yield Problem("text-without-paragraph", part, "a text has no paragraph", locate(body))
    for part, cell in package.iter_elements("a:tc", *_TEXT_TYPES):
        if cell.find(qname("a:txBody")) is None:
            yield Problem("text-without-paragraph", part, "a cell has no text body", locate(cell))


def check_languages(package: ParsedPackage) -> Iterator[Problem]:
    for part, run in package.iter_elements("a:r a:fld", SLIDE_TYPE, NOTES_TYPE, CHART_TYPE):
        language = get_attribute(run.find(qname("a:rPr")), "lang")
        text = (run.findtext(qname("a:t")) or "")[:40]
        if not language:
            yield Problem("run-without-language", part, f"the text {text!r} has no language", locate(run))
        elif not _LANGUAGE.fullmatch(language):
            yield Problem("bad-language-tag", part, f"{language!r} is not a language tag", locate(run))


def check_font_sizes(package: ParsedPackage) -> Iterator[Problem]:
    """Checks font sizes against ST_TextFontSize (ECMA-376 20.1.10.72), in hundredths of a point."""
    for part, properties in package.iter_elements("a:rPr a:defRPr a:endParaRPr", *_TEXT_TYPES, CHART_TYPE):
        size = properties.get("sz")
        if size is not None and not 100 <= parse_int(size) <= 400_000:
            yield Problem("bad-font-size", part, f"a font size is {size!r}", locate(properties))


def check_tables(package: ParsedPackage) -> Iterator[Problem]:
    for part, table in package.iter_elements("a:tbl", SLIDE_TYPE):
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


def check_table_sizes(package: ParsedPackage) -> Iterator[Problem]:
    """Compares columns and rows, from which PowerPoint takes the size of a table, with its frame, which others use."""
    for part, frame in package.iter_elements("p:graphicFrame", SLIDE_TYPE):
        size = frame.find("p:xfrm/a:ext", NS)
        for table in frame.iter(qname("a:tbl")):
            widths = [get_attribute(column, "w") for column in find_all(table, "a:tblGrid/a:gridCol")]
            heights = [get_attribute(row, "h") for row in find_all(table, "a:tr")]
            for side, sizes, name in (("cx", widths, "columns"), ("cy", heights, "rows")):
                if sum(map(parse_int, sizes)) != parse_int(get_attribute(size, side)):
                    message = f"the {name} do not add up to the size of the frame"
                    yield Problem("table-size", part, message, locate(table))


def check_table_styles(package: ParsedPackage) -> Iterator[Problem]:
    """Checks that the file has the styles of its tables. Its default style may be built into PowerPoint."""
    known: set[str] = set()
    for target in package.find_targets(package.main, "tableStyles"):
        if (styles := package.trees.get(target)) is not None:
            known |= {get_attribute(style, "styleId") for style in find_all(styles, "a:tblStyle")}
            known.add(get_attribute(styles, "def"))
    for part, name in package.iter_elements("a:tableStyleId", SLIDE_TYPE):
        if name.text not in known:
            yield Problem("unknown-table-style", part, f"the file has no table style {name.text}", locate(name))


def check_drawings(package: ParsedPackage) -> Iterator[Problem]:
    for part, drawing in package.iter_elements("asvg:svgBlip", SLIDE_TYPE):
        if package.get_type(package.find_target(part, drawing, "r:embed")) != _SVG_TYPE:
            yield Problem("wrong-drawing", part, "an SVG drawing is not in SVG format", locate(drawing))
        if get_attribute(drawing.getparent(), "uri") != SVG_URI:
            yield Problem("wrong-drawing", part, "an SVG drawing is in the wrong extension of its picture")
    for part, blip in package.iter_elements("a:blip", SLIDE_TYPE):
        if package.get_type(package.find_target(part, blip, "r:embed")) not in {"image/png", "image/jpeg"}:
            yield Problem("no-pixels", part, "a picture is neither PNG nor JPEG", locate(blip))


def check_svg_content(package: ParsedPackage) -> Iterator[Problem]:
    for part, content in package.parts.items():
        if package.get_type(part) != _SVG_TYPE:
            continue
        try:
            root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
        except etree.XMLSyntaxError as error:
            yield Problem("broken-part", part, f"it cannot be read: {error}")
            continue
        if root.tag != "{http://www.w3.org/2000/svg}svg" or b"<!" in content:
            yield Problem("wrong-drawing", part, "it is not a plain SVG drawing")
        for element in root.iter("*"):
            if etree.QName(element).localname in _ACTIVE_ELEMENTS:
                yield Problem("active-drawing", part, f"it holds the element '{etree.QName(element).localname}'")
            for key, value in element.attrib.items():
                name = etree.QName(str(key)).localname
                is_external = name == "href" and not str(value).startswith(("#", "data:image/"))
                if name.startswith("on") or is_external:
                    yield Problem("active-drawing", part, f"it has the attribute {name}={str(value)[:40]!r}")


def check_crops(package: ParsedPackage) -> Iterator[Problem]:
    for part, crop in package.iter_elements("a:srcRect", SLIDE_TYPE):
        left, top, right, bottom = (parse_int(get_attribute(crop, side) or "0") for side in "ltrb")
        if min(left, top, right, bottom) < 0 or max(left + right, top + bottom) >= _WHOLE:
            yield Problem("wrong-crop", part, "a picture is cropped to nothing, or beyond its edges", locate(crop))


def check_duplicates(package: ParsedPackage) -> Iterator[Problem]:
    names: dict[bytes, str] = {}
    for part, content in package.parts.items():
        if part.startswith("/ppt/media/") and names.setdefault(content, part) != part:
            yield Problem("picture-stored-twice", part, f"it is the same picture as {names[content]}")
