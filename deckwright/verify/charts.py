"""Checks charts: their series, points, axes and labels, and that the workbook holds the same values."""

from __future__ import annotations

import math
from collections.abc import Iterator

from lxml import etree

from deckwright.charts.kinds import CHART_KINDS
from deckwright.ooxml.names import CHART_TYPE
from deckwright.verify.parsed_package import (
    NS,
    ParsedPackage,
    find_all,
    find_repeated,
    get_attribute,
    parse_int,
    qname,
)
from deckwright.verify.problems import Problem, locate
from deckwright.verify.workbook import UnreadableWorkbookError, Workbook, open_workbook

_LABEL_POSITIONS: dict[tuple[str, str], tuple[str, ...]] = {
    (kind.element, kind.grouping): kind.label_positions for kind in CHART_KINDS.values()
}
_CACHES = ("c:cat", "c:val", "c:xVal", "c:yVal", "c:bubbleSize", "c:errBars/c:plus", "c:errBars/c:minus")
"""The children of a series with an entry for each point."""
_PLOT_AREA = "c:chart/c:plotArea/*"
_TRENDLESS = {"pieChart", "doughnutChart", "radarChart"}
_SINGLE_POINTS = ("c:dPt", "c:dLbls/c:dLbl")
"""The children of a series that belong to one point."""


def check_series(package: ParsedPackage) -> Iterator[Problem]:
    for part, tree in package.iter_parts(CHART_TYPE):
        all_series = list(tree.iter(qname("c:ser")))
        if not all_series:
            yield Problem("chart-without-series", part, "the chart has no series")
        for name in ("c:idx", "c:order"):
            for value in find_repeated([get_attribute(series.find(qname(name)), "val") for series in all_series]):
                yield Problem("duplicate-series", part, f"two series have the same {name}: {value}")


def check_points(package: ParsedPackage) -> Iterator[Problem]:
    for part, tree in package.iter_parts(CHART_TYPE):
        for cache in tree.iter(qname("c:strCache"), qname("c:numCache"), qname("c15:dlblRangeCache")):
            count = _count_points(cache)
            indices = [get_attribute(point, "idx") for point in find_all(cache, "c:pt")]
            if find_repeated(indices):
                yield Problem("wrong-point-count", part, "a cache holds the same point twice", locate(cache))
            if any(not 0 <= parse_int(index) < count for index in indices):
                message = f"a cache of {count} points holds a point with a higher index"
                yield Problem("wrong-point-count", part, message, locate(cache))
        for cache in tree.iter(qname("c:numCache")):
            for value in cache.iter(qname("c:v")):
                if not _is_finite(value.text or ""):
                    yield Problem("not-a-number", part, f"the value {value.text!r} is not a number", locate(value))
        for series in tree.iter(qname("c:ser")):
            counts = {
                name: _count_points(cache)
                for name in _CACHES
                for cache in series.iterfind(f"{name}/*/*[c:ptCount]", NS)
            }
            if len(set(counts.values())) > 1:
                numbers = ", ".join(f"{name} {count}" for name, count in counts.items())
                message = f"a series has different numbers of points: {numbers}"
                yield Problem("uneven-points", part, message, locate(series))
            yield from _check_single_points(part, series, max(counts.values(), default=None))


def _check_single_points(part: str, series: etree._Element, count: int | None) -> Iterator[Problem]:
    for path in _SINGLE_POINTS:
        elements = find_all(series, f"{path}/c:idx")
        indices = [get_attribute(element, "val") for element in elements]
        for element, index in zip(elements, indices, strict=True):
            if count is not None and not 0 <= parse_int(index) < count:
                message = f"the series has no point with the index {index}"
                yield Problem("wrong-point-index", part, message, locate(element))
        if find_repeated(indices):
            yield Problem("wrong-point-index", part, f"two {path} belong to the same point", locate(series))


def check_axes(package: ParsedPackage) -> Iterator[Problem]:
    """Compares the axes that plots use with those that are defined; checks their ids and crossings."""
    for part, tree in package.iter_parts(CHART_TYPE):
        for plot_area in tree.iter(qname("c:plotArea")):
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


def check_trends_and_legend(package: ParsedPackage) -> Iterator[Problem]:
    """Finds trend lines of stacked or round plots, and hidden legend entries that do not exist."""
    for part, tree in package.iter_parts(CHART_TYPE):
        for plot in tree.iterfind(_PLOT_AREA, NS):
            grouping = get_attribute(plot.find(qname("c:grouping")), "val")
            trendless = grouping in {"stacked", "percentStacked"} or etree.QName(plot).localname in _TRENDLESS
            if trendless and next(plot.iter(qname("c:trendline")), None) is not None:
                yield Problem("illegal-trend", part, f"{etree.QName(plot).localname} cannot have a trend line")
        entries = sum(1 for _ in tree.iter(qname("c:ser"))) + sum(1 for _ in tree.iter(qname("c:trendline")))
        for element in tree.iterfind("c:chart/c:legend/c:legendEntry/c:idx", NS):
            index = get_attribute(element, "val")
            if not 0 <= parse_int(index) < entries:
                yield Problem("wrong-legend", part, f"the legend hides entry {index}, but has only {entries}")


def check_label_positions(package: ParsedPackage) -> Iterator[Problem]:
    for part, tree in package.iter_parts(CHART_TYPE):
        for plot in tree.iterfind(_PLOT_AREA, NS):
            element = etree.QName(plot).localname
            allowed = _LABEL_POSITIONS.get((element, get_attribute(plot.find(qname("c:grouping")), "val")))
            for label in () if allowed is None else plot.iter(qname("c:dLblPos")):
                position = get_attribute(label, "val")
                if position not in (allowed or ()):
                    message = f"{element} cannot have labels at {position}"
                    yield Problem("illegal-label-position", part, message, locate(label))


def check_workbooks(package: ParsedPackage) -> Iterator[Problem]:
    for part, tree in package.iter_parts(CHART_TYPE):
        data = package.find_relationship(part, get_attribute(tree.find(qname("c:externalData")), "r:id"))
        content = package.parts.get(data.target) if data and data.kind == "package" else None
        if data is None or content is None:
            yield Problem("no-workbook", part, "the chart has no workbook, so its data cannot be edited")
            continue
        try:
            workbook = open_workbook(content)
        except UnreadableWorkbookError as error:
            yield Problem("broken-workbook", data.target, str(error))
            continue
        for cell in workbook.formulas:
            yield Problem("live-formula", data.target, f"cell {cell} holds a formula", cell)
        for reference in tree.iter(qname("c:strRef"), qname("c:numRef"), qname("c15:datalabelsRange")):
            yield from _compare(part, reference, workbook)


def _compare(part: str, reference: etree._Element, workbook: Workbook) -> Iterator[Problem]:
    """Compares a cache with its cells in the workbook: where they differ, editing the data changes the chart."""
    formula = next((e.text or "" for e in reference if etree.QName(e).localname == "f"), "")
    cache = next((e for e in reference if etree.QName(e).localname.endswith("Cache")), None)
    if cache is None:
        yield Problem("workbook-differs", part, f"{formula} has no cache")
        return
    try:
        cells = workbook.read_range(formula)
    except UnreadableWorkbookError as error:
        yield Problem("workbook-differs", part, str(error))
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


def _count_points(cache: etree._Element) -> int:
    return max(0, parse_int(get_attribute(cache.find(qname("c:ptCount")), "val")))


def _is_finite(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def _is_axis(element: etree._Element | None) -> bool:
    return element is not None and etree.QName(element).localname in {"catAx", "valAx", "dateAx", "serAx"}
