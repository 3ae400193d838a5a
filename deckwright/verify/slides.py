"""Checks of slides and notes: shapes, placeholders, texts, tables, links and what a screen reader needs."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import etree

from deckwright.verify.opened import (
    CHART_TYPE,
    LAYOUT_TYPE,
    MASTER_TYPE,
    NOTES_TYPE,
    SLIDE_TYPE,
    Check,
    Finding,
    Package,
    attribute,
    find_all,
    repeated,
    tag,
)

_LINK_SCHEMES = {"http", "https", "mailto", "tel"}
_JUMP = "ppaction://hlinksldjump"
_TITLES = {"title", "ctrTitle"}
_SAME_PLACEHOLDER = {"ctrTitle": "title", "subTitle": "body", "": "obj"}
"""Placeholder types that stand for each other between a slide and its layout."""


def _shape_ids(package: Package) -> Iterator[Finding]:
    for kind in (SLIDE_TYPE, NOTES_TYPE, LAYOUT_TYPE, MASTER_TYPE):
        for part, tree in package.of_type(kind):
            shapes = list(tree.iter(tag("p:cNvPr")))
            for number in repeated([attribute(shape, "id") for shape in shapes]):
                yield Finding("duplicate-shape-id", part, f"two shapes have the id {number}")
            if kind != SLIDE_TYPE:
                continue
            for name in repeated([attribute(shape, "name") for shape in shapes]):
                yield Finding("duplicate-shape-name", part, f"two shapes are called {name!r}")
            known = {attribute(shape, "id") for shape in shapes}
            for end in tree.iter(tag("a:stCxn"), tag("a:endCxn")):
                if attribute(end, "id") not in known:
                    yield Finding("loose-connector", part, f"a connector holds on to shape {attribute(end, 'id')}")


def _placeholders(package: Package) -> Iterator[Finding]:
    for part, tree in package.of_type(SLIDE_TYPE):
        layouts = [package.trees[t] for t in package.targets(part, "slideLayout") if t in package.trees]
        offered = {_key(ph) for layout in layouts for ph in layout.iter(tag("p:ph"))}
        taken = [_key(ph) for ph in tree.iter(tag("p:ph"))]
        for kind, index in taken:
            if (kind, index) not in offered:
                yield Finding("unknown-placeholder", part, f"the layout has no {kind} placeholder with index {index}")
        for index in repeated([index for _, index in taken]):
            yield Finding("duplicate-placeholder", part, f"two shapes fill the placeholder with index {index}")
    for kind in (SLIDE_TYPE, NOTES_TYPE):
        for part, tree in package.of_type(kind):
            for shape in tree.iter(tag("p:sp")):
                ph = shape.find(f"{tag('p:nvSpPr')}/{tag('p:nvPr')}/{tag('p:ph')}")
                if ph is not None and attribute(ph, "type") != "sldImg" and not _text(shape):
                    yield Finding("unfilled-placeholder", part, f"the placeholder {_name(shape)!r} is empty")


def _titles(package: Package) -> Iterator[Finding]:
    for part, tree in package.of_type(SLIDE_TYPE):
        filled = (
            _text(shape)
            for shape in tree.iter(tag("p:sp"))
            for ph in shape.iter(tag("p:ph"))
            if attribute(ph, "type") in _TITLES
        )
        if not any(filled):
            yield Finding("no-title", part, "the slide has no title, so it cannot be found in outlines and by ear")


def _languages(package: Package) -> Iterator[Finding]:
    for kind in (SLIDE_TYPE, NOTES_TYPE, CHART_TYPE):
        for part, tree in package.of_type(kind):
            for run in tree.iter(tag("a:r"), tag("a:fld")):
                if not attribute(run.find(tag("a:rPr")), "lang"):
                    text = run.findtext(tag("a:t")) or ""
                    yield Finding("run-without-language", part, f"nothing says which language {text[:40]!r} is in")


def _tables(package: Package) -> Iterator[Finding]:
    for part, tree in package.of_type(SLIDE_TYPE):
        for table in tree.iter(tag("a:tbl")):
            columns = len(find_all(table, "a:tblGrid/a:gridCol"))
            rows = find_all(table, "a:tr")
            if not columns or not rows:
                yield Finding("ragged-table", part, "a table has no columns or no rows")
            for number, row in enumerate(rows, 1):
                cells = len(find_all(row, "a:tc"))
                if cells != columns:
                    yield Finding(
                        "ragged-table", part, f"row {number} of a table has {cells} cells for {columns} columns"
                    )
        for frame in tree.iter(tag("p:graphicFrame")):
            for table in frame.iter(tag("a:tbl")):
                yield from _table_size(part, frame, table)


def _table_size(part: str, frame: etree._Element, table: etree._Element) -> Iterator[Finding]:
    """PowerPoint takes columns and rows for the size of a table, others its frame: they must say the same."""
    (size,) = find_all(frame, "p:xfrm/a:ext")
    for side, sizes, what in (
        ("cx", [attribute(c, "w") for c in find_all(table, "a:tblGrid/a:gridCol")], "columns"),
        ("cy", [attribute(r, "h") for r in find_all(table, "a:tr")], "rows"),
    ):
        if sum(map(int, sizes)) != int(attribute(size, side)):
            yield Finding("table-size", part, f"the {what} of {_name(frame)!r} do not add up to its frame")


def _table_styles(package: Package) -> Iterator[Finding]:
    """A table names a style that the file has, or its default one, which may be PowerPoint's own."""
    known: set[str] = set()
    for target in package.targets(package.main, "tableStyles"):
        if (styles := package.trees.get(target)) is not None:
            known |= {attribute(styles, "def"), *(attribute(s, "styleId") for s in find_all(styles, "a:tblStyle"))}
    for part, tree in package.of_type(SLIDE_TYPE):
        for name in tree.iter(tag("a:tableStyleId")):
            if name.text not in known:
                yield Finding("unknown-table-style", part, f"there is no style of tables {name.text}")


def _alternatives(package: Package) -> Iterator[Finding]:
    """Pictures, charts and tables say in words what they show, or that they are decoration."""
    for part, tree in package.of_type(SLIDE_TYPE):
        for shape in tree.iter(tag("p:pic"), tag("p:graphicFrame")):
            about = next(shape.iter(tag("p:cNvPr")))
            decorative = any(attribute(e, "val") in {"1", "true"} for e in about.iter(tag("adec:decorative")))
            if not decorative and not attribute(about, "descr").strip():
                yield Finding("no-alt-text", part, f"{_name(shape)!r} has no alternative text")
            elif decorative and attribute(about, "descr").strip():
                yield Finding("decorative-with-alt-text", part, f"{_name(shape)!r} is decoration, and described")


def _sizes(package: Package) -> Iterator[Finding]:
    for part, tree in package.of_type(SLIDE_TYPE):
        for size in tree.iter(tag("a:ext")):
            if attribute(size, "cx").startswith("-") or attribute(size, "cy").startswith("-"):
                yield Finding("negative-size", part, "a shape is less than nothing wide or high")


def _links(package: Package) -> Iterator[Finding]:
    for source, relationships in package.relationships.items():
        for r in relationships:
            # PowerPoint fetches linked pictures and objects when it opens a file: none are wanted.
            if r.external and r.type != "hyperlink":
                yield Finding("external-part", source, f"{r.type} is fetched from {r.target}")
            elif r.external and urlsplit(r.target).scheme.lower() not in _LINK_SCHEMES:
                yield Finding("forbidden-link", source, f"a link leads to {r.target}")
    for kind in (SLIDE_TYPE, NOTES_TYPE):
        for part, tree in package.of_type(kind):
            for click in tree.iter(tag("a:hlinkClick"), tag("a:hlinkHover")):
                target = package.relationship(part, attribute(click, "r:id"))
                if target is None:
                    continue
                jumps = target.type == "slide"
                if jumps != (attribute(click, "action") == _JUMP):
                    yield Finding("wrong-link-action", part, f"the link to {target.target} has the wrong action")
                if jumps and package.type_of(target.target) != SLIDE_TYPE:
                    yield Finding("wrong-link-action", part, f"a jump leads to {target.target}, which is no slide")


def _key(ph: etree._Element) -> tuple[str, str]:
    kind = attribute(ph, "type")
    return _SAME_PLACEHOLDER.get(kind, kind), attribute(ph, "idx") or "0"


def _text(shape: etree._Element) -> str:
    return "".join(t.text or "" for t in shape.iter(tag("a:t"))).strip()


def _name(shape: etree._Element) -> str:
    return attribute(next(shape.iter(tag("p:cNvPr")), None), "name")


SLIDE_CHECKS: tuple[Check, ...] = (
    _shape_ids,
    _placeholders,
    _titles,
    _languages,
    _tables,
    _table_styles,
    _alternatives,
    _sizes,
    _links,
)
