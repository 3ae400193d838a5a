"""Checks charts: their series, points, axes and labels, and that the workbook holds the same values."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping

from lxml import etree

from deckwright.charts.kinds import CHART_KINDS
from deckwright.ooxml.names import CHART_TYPE, column_letters, column_number
from deckwright.ooxml.workbook_reader import StoredSheet, WorkbookError, WorkbookReader
from deckwright.verify.parsed_package import NS, ParsedPackage, find_all, find_repeated, get_attribute, parse_int, qname
from deckwright.verify.problems import Problem, locate

_LABEL_POSITIONS: dict[tuple[str, str], tuple[str, ...]] = {
    (kind.element, kind.grouping): kind.label_positions for kind in CHART_KINDS.values()
}
_CACHES = ("c:cat", "c:val", "c:xVal", "c:yVal", "c:bubbleSize", "c:errBars/c:plus", "c:errBars/c:minus")
"""The children of a series with an entry for each point."""
_PLOT_AREA = "c:chart/c:plotArea/*"
_RANGE = re.compile(r"^(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]+)\$?(\d+)(?::\$?([A-Z]+)\$?(\d+))?$")
_MAX_BYTES = 50_000_000
"""The most bytes that a workbook may unpack to."""
_MAX_CELLS = 1_000_000
"""The most cells that a formula may refer to."""


def check_series(package: ParsedPackage) -> Iterator[Problem]:
    for part, tree in package.iter_parts(CHART_TYPE):
        all_series = list(tree.iter(qname("c:ser")))
        if not all_series:
            yield Problem("chart-without-series", part, "the chart has no series")
        for name in ("c:idx", "c:order"):
            for value in find_repeated([get_attribute(series.find(qname(name)), "val") for series in all_series]):
                yield Problem("duplicate-series", part, f"two series have the same {name}: {value}")


def check_points(package: ParsedPackage) -> Iterator[Problem]:
    for part, cache in package.iter_elements("c:strCache c:numCache c15:dlblRangeCache", CHART_TYPE):
        count = _count_points(cache)
        indices = [get_attribute(point, "idx") for point in find_all(cache, "c:pt")]
        if find_repeated(indices):
            yield Problem("wrong-point-count", part, "a cache holds the same point twice", locate(cache))
        if any(not 0 <= parse_int(index) < count for index in indices):
            message = f"a cache of {count} points holds a point with a higher index"
            yield Problem("wrong-point-count", part, message, locate(cache))
        for value in cache.iter(qname("c:v")) if cache.tag == qname("c:numCache") else ():
            if not _is_finite(value.text or ""):
                yield Problem("not-a-number", part, f"the value {value.text!r} is not a number", locate(value))


def check_points_of_series(package: ParsedPackage) -> Iterator[Problem]:
    """Compares the numbers of points of a series, and finds colours and labels of points that do not exist."""
    for part, series in package.iter_elements("c:ser", CHART_TYPE):
        counts = {
            name: _count_points(cache) for name in _CACHES for cache in find_all(series, f"{name}/*/*[c:ptCount]")
        }
        if len(set(counts.values())) > 1:
            numbers = ", ".join(f"{name} {count}" for name, count in counts.items())
            message = f"a series has different numbers of points: {numbers}"
            yield Problem("uneven-points", part, message, locate(series))
        for path in ("c:dPt", "c:dLbls/c:dLbl"):
            elements = find_all(series, f"{path}/c:idx")
            indices = [get_attribute(element, "val") for element in elements]
            for element, index in zip(elements, indices, strict=True):
                if counts and not 0 <= parse_int(index) < max(counts.values()):
                    message = f"the series has no point with the index {index}"
                    yield Problem("wrong-point-index", part, message, locate(element))
            if find_repeated(indices):
                yield Problem("wrong-point-index", part, f"two {path} belong to the same point", locate(series))


def check_axes(package: ParsedPackage) -> Iterator[Problem]:
    """Compares the axes that plots use with those that are defined; checks their ids and crossings."""
    for part, plot_area in package.iter_elements("c:plotArea", CHART_TYPE):
        used = {get_attribute(e, "val") for e in find_all(plot_area, "*/c:axId") if not _is_axis(e.getparent())}
        axes = [e for e in plot_area if _is_axis(e)]
        defined = [get_attribute(axis.find(qname("c:axId")), "val") for axis in axes]
        for number in find_repeated(defined):
            yield Problem("duplicate-axis", part, f"two axes have the id {number}")
        for number in sorted(used - set(defined)):
            yield Problem("unknown-axis", part, f"a plot uses axis {number}, which does not exist")
        for number in sorted(set(defined) - used):
            yield Problem("unknown-axis", part, f"no plot uses axis {number}")
        for number in defined:
            if parse_int(number) < 0:
                yield Problem("bad-axis-id", part, f"the axis id {number!r} is not a positive number")
        for axis, number in zip(axes, defined, strict=True):
            crossed = get_attribute(axis.find(qname("c:crossAx")), "val")
            if crossed == number or crossed not in defined:
                yield Problem("unknown-axis", part, f"axis {number} crosses {crossed}, which is not another axis")


def check_kinds_of_axes(package: ParsedPackage) -> Iterator[Problem]:
    """Checks that scatter and bubble charts have two value axes, others a category axis; logarithms start above 0."""
    for part, tree in package.iter_parts(CHART_TYPE):
        elements = list(tree.iterfind(_PLOT_AREA, NS))
        axes = {get_attribute(axis.find(qname("c:axId")), "val"): axis for axis in elements if _is_axis(axis)}
        for plot in elements:
            if _is_axis(plot) or not (ids := find_all(plot, "c:axId")):
                continue
            element = etree.QName(plot).localname
            used = [axes.get(get_attribute(number, "val")) for number in ids]
            kinds = sorted(etree.QName(axis).localname for axis in used if axis is not None)
            is_numeric = element in {"scatterChart", "bubbleChart"}
            if kinds not in ([["valAx", "valAx"]] if is_numeric else [["catAx", "valAx"], ["dateAx", "valAx"]]):
                yield Problem("wrong-axes", part, f"{element} has the axes {', '.join(kinds)}")
        for axis in axes.values():
            low = axis.find("c:scaling/c:min", NS)
            if axis.find("c:scaling/c:logBase", NS) is not None and low is not None:
                start = get_attribute(low, "val")
                if not _is_finite(start) or float(start) <= 0:
                    yield Problem("wrong-axes", part, "a logarithmic axis starts at or below zero")


def check_plots(package: ParsedPackage) -> Iterator[Problem]:
    """Finds trend lines of stacked or round plots, labels at wrong positions, and hidden legend entries not there."""
    for part, tree in package.iter_parts(CHART_TYPE):
        for plot in tree.iterfind(_PLOT_AREA, NS):
            element, grouping = etree.QName(plot).localname, get_attribute(plot.find(qname("c:grouping")), "val")
            trendless = grouping in {"stacked", "percentStacked"} or element in {
                "pieChart",
                "doughnutChart",
                "radarChart",
            }
            if trendless and next(plot.iter(qname("c:trendline")), None) is not None:
                yield Problem("illegal-trend", part, f"{element} cannot have a trend line")
            allowed = _LABEL_POSITIONS.get((element, grouping))
            for label in () if allowed is None else plot.iter(qname("c:dLblPos")):
                position = get_attribute(label, "val")
                if position not in (allowed or ()):
                    message = f"{element} cannot have labels at {position}"
                    yield Problem("illegal-label-position", part, message, locate(label))
        entries = sum(1 for _ in tree.iter(qname("c:ser"))) + sum(1 for _ in tree.iter(qname("c:trendline")))
        for entry in tree.iterfind("c:chart/c:legend/c:legendEntry/c:idx", NS):
            index = get_attribute(entry, "val")
            if not 0 <= parse_int(index) < entries:
                yield Problem("wrong-legend", part, f"the legend hides entry {index}, but has only {entries}")


def check_workbooks(package: ParsedPackage) -> Iterator[Problem]:
    for part, tree in package.iter_parts(CHART_TYPE):
        data = package.find_relationship(part, tree.find(qname("c:externalData")))
        content = package.parts.get(data.target) if data and data.kind == "package" else None
        if data is None or content is None:
            yield Problem("no-workbook", part, "the chart has no workbook, so its data cannot be edited")
            continue
        try:
            sheets = open_workbook(content)
        except WorkbookError as error:
            yield Problem("broken-workbook", data.target, f"the workbook {error}")
            continue
        for row, column in (address for sheet in sheets.values() for address in sheet.formulas):
            cell = f"{column_letters(column + 1)}{row + 1}"
            yield Problem("live-formula", data.target, f"cell {cell} holds a formula", cell)
        for reference in tree.iter(qname("c:strRef"), qname("c:numRef"), qname("c15:datalabelsRange")):
            yield from _compare(part, reference, sheets)


def _compare(part: str, reference: etree._Element, sheets: Mapping[str, StoredSheet]) -> Iterator[Problem]:
    """Compares a cache with its cells in the workbook: where they differ, editing the data changes the chart."""
    formula = next((e.text or "" for e in reference if etree.QName(e).localname == "f"), "")
    cache = next((e for e in reference if etree.QName(e).localname.endswith("Cache")), None)
    if cache is None:
        yield Problem("workbook-differs", part, f"{formula} has no cache")
        return
    try:
        cells = read_range(sheets, formula)
    except WorkbookError as error:
        yield Problem("workbook-differs", part, f"{formula!r} {error}")
        return
    values: list[str | float | None] = [None] * len(cells)
    if _count_points(cache) != len(cells):
        message = f"{formula}: the chart has {_count_points(cache)} points, the workbook {len(cells)}"
        yield Problem("workbook-differs", part, message, locate(reference))
        return
    for point in find_all(cache, "c:pt"):
        text = point.findtext(qname("c:v")) or ""
        index = parse_int(get_attribute(point, "idx"))
        if 0 <= index < len(values) and (cache.tag != qname("c:numCache") or _is_finite(text)):
            values[index] = float(text) if cache.tag == qname("c:numCache") else text
    if tuple(values) != cells:
        value, cell = next((a, b) for a, b in zip(values, cells, strict=True) if a != b)
        message = f"{formula}: the chart shows {value!r}, the workbook holds {cell!r}"
        yield Problem("workbook-differs", part, message, locate(reference))


def open_workbook(data: bytes) -> Mapping[str, StoredSheet]:
    """Reads the sheets of the .xlsx in `data` by name. Raises WorkbookError."""
    reader = WorkbookReader(data, _MAX_BYTES)
    return {name: reader.read_stored_sheet(name) for name in reader.stored_sheets}


def read_range(sheets: Mapping[str, StoredSheet], formula: str) -> tuple[str | float | None, ...]:
    """Returns the cells of `Sheet1!$B$2:$B$6`, row by row.

    Raises WorkbookError, whose text continues a sentence that begins with the formula.
    """
    match = _RANGE.match(formula)
    if match is None:
        raise WorkbookError("is not a range of cells")
    quoted, plain, left, top, right, bottom = match.groups()
    name = (quoted or "").replace("''", "'") or plain
    if name not in sheets:
        raise WorkbookError("refers to a sheet that the workbook does not have")
    rows = range(int(top[:9]) - 1, int((bottom or top)[:9]))
    columns = range(column_number(left[:9]) - 1, column_number((right or left)[:9]))
    if len(rows) * len(columns) > _MAX_CELLS:
        raise WorkbookError(f"refers to more than {_MAX_CELLS:,} cells")
    return tuple(sheets[name].values.get((row, column)) for row in rows for column in columns)


def _count_points(cache: etree._Element) -> int:
    return max(0, parse_int(get_attribute(cache.find(qname("c:ptCount")), "val")))


def _is_finite(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def _is_axis(element: etree._Element | None) -> bool:
    return element is not None and etree.QName(element).localname in {"catAx", "valAx", "dateAx", "serAx"}
