"""Checks of charts: series, points, axes and labels as PowerPoint wants them, and a workbook that says the same."""

from __future__ import annotations

import math
from collections.abc import Iterator

from lxml import etree

from deckwright.charts.kinds import CHART_KINDS
from deckwright.ooxml.names import CHART_TYPE
from deckwright.verify.finding import Finding, where
from deckwright.verify.opened import NS, Check, Package, attribute, find_all, repeated, tag, whole
from deckwright.verify.workbook import UnreadableError, Workbook, open_workbook

_LABEL_POSITIONS: dict[tuple[str, str], tuple[str, ...]] = {
    (kind.element, kind.grouping): kind.label_positions for kind in CHART_KINDS.values()
}
_CACHES = ("c:cat", "c:val", "c:xVal", "c:yVal", "c:bubbleSize", "c:errBars/c:plus", "c:errBars/c:minus")
"""What a series has one of for each point."""
_PLOT_AREA = "c:chart/c:plotArea/*"
_TRENDLESS = {"pieChart", "doughnutChart", "radarChart"}
_POINTED = ("c:dPt", "c:dLbls/c:dLbl")


def _series(package: Package) -> Iterator[Finding]:
    for part, tree in package.of_type(CHART_TYPE):
        series = list(tree.iter(tag("c:ser")))
        if not series:
            yield Finding("chart-without-series", part, "the chart shows nothing")
        for name in ("c:idx", "c:order"):
            for value in repeated([attribute(one.find(tag(name)), "val") for one in series]):
                yield Finding("duplicate-series", part, f"two series have {name} {value}")


def _points(package: Package) -> Iterator[Finding]:
    for part, tree in package.of_type(CHART_TYPE):
        for cache in tree.iter(tag("c:strCache"), tag("c:numCache"), tag("c15:dlblRangeCache")):
            count = _count(cache)
            indices = [attribute(point, "idx") for point in find_all(cache, "c:pt")]
            if repeated(indices):
                yield Finding("wrong-point-count", part, "a cache gives the same point twice", where(cache))
            if any(not 0 <= whole(index) < count for index in indices):
                message = f"a cache of {count} points has one beyond its end"
                yield Finding("wrong-point-count", part, message, where(cache))
        for cache in tree.iter(tag("c:numCache")):
            for value in cache.iter(tag("c:v")):
                if not _finite(value.text or ""):
                    yield Finding("not-a-number", part, f"a value is {value.text!r}", where(value))
        for series in tree.iter(tag("c:ser")):
            counts = {
                name: _count(cache) for name in _CACHES for cache in series.iterfind(f"{name}/*/*[c:ptCount]", NS)
            }
            if len(set(counts.values())) > 1:
                told = ", ".join(f"{name} {count}" for name, count in counts.items())
                message = f"a series has different numbers of points: {told}"
                yield Finding("uneven-points", part, message, where(series))
            for path in _POINTED:
                for index in find_all(series, f"{path}/c:idx"):
                    if counts and not 0 <= whole(attribute(index, "val")) < max(counts.values()):
                        message = f"there is no point {attribute(index, 'val')}"
                        yield Finding("wrong-point-index", part, message, where(index))
                if repeated([attribute(index, "val") for index in find_all(series, f"{path}/c:idx")]):
                    yield Finding("wrong-point-index", part, f"two {path} are about the same point", where(series))


def _axes(package: Package) -> Iterator[Finding]:
    """Plots name the axes there are, each axis crosses another, and no id is used twice or negative."""
    for part, tree in package.of_type(CHART_TYPE):
        for plot_area in tree.iter(tag("c:plotArea")):
            used = {attribute(e, "val") for e in find_all(plot_area, "*/c:axId") if not _is_axis(e.getparent())}
            axes = [e for e in plot_area if _is_axis(e)]
            defined = [attribute(axis.find(tag("c:axId")), "val") for axis in axes]
            for number in repeated(defined):
                yield Finding("duplicate-axis", part, f"two axes have the id {number}")
            for number in sorted(used ^ set(defined)):
                yield Finding("unknown-axis", part, f"axis {number} is not both defined and used")
            for number in defined:
                if whole(number) < 0:
                    yield Finding("bad-axis-id", part, f"{number!r} is no positive axis id")
            for axis, number in zip(axes, defined, strict=True):
                crossed = attribute(axis.find(tag("c:crossAx")), "val")
                if crossed == number or crossed not in defined:
                    yield Finding("unknown-axis", part, f"axis {number} crosses {crossed}, which is no other axis")


def _kinds_of_axes(package: Package) -> Iterator[Finding]:
    """Points with an x stand between two axes that count, all others on one of categories; logarithms begin above 0."""
    for part, tree in package.of_type(CHART_TYPE):
        kinds = {
            attribute(axis.find(tag("c:axId")), "val"): axis for axis in tree.iterfind(_PLOT_AREA, NS) if _is_axis(axis)
        }
        for plot in tree.iterfind(_PLOT_AREA, NS):
            if _is_axis(plot) or not (ids := find_all(plot, "c:axId")):
                continue
            element = etree.QName(plot).localname
            named = [kinds.get(attribute(number, "val")) for number in ids]
            found = sorted(etree.QName(axis).localname for axis in named if axis is not None)
            counted = element in {"scatterChart", "bubbleChart"}
            if found not in ([["valAx", "valAx"]] if counted else [["catAx", "valAx"], ["dateAx", "valAx"]]):
                yield Finding("wrong-axes", part, f"{element} stands on {', '.join(found)}")
        for axis in kinds.values():
            low = axis.find("c:scaling/c:min", NS)
            if (
                axis.find("c:scaling/c:logBase", NS) is not None
                and low is not None
                and (not _finite(attribute(low, "val")) or float(attribute(low, "val")) <= 0)
            ):
                yield Finding("wrong-axes", part, "a logarithmic axis begins at or below zero")


def _besides(package: Package) -> Iterator[Finding]:
    """PowerPoint repairs trends of what is stacked or round, and legends that leave out what is not there."""
    for part, tree in package.of_type(CHART_TYPE):
        for plot in tree.iterfind(_PLOT_AREA, NS):
            grouping = attribute(plot.find(tag("c:grouping")), "val")
            trendless = grouping in {"stacked", "percentStacked"} or etree.QName(plot).localname in _TRENDLESS
            if trendless and next(plot.iter(tag("c:trendline")), None) is not None:
                yield Finding("illegal-trend", part, f"{etree.QName(plot).localname} cannot have a trend line")
        entries = sum(1 for _ in tree.iter(tag("c:ser"))) + sum(1 for _ in tree.iter(tag("c:trendline")))
        for index in tree.iterfind("c:chart/c:legend/c:legendEntry/c:idx", NS):
            if not 0 <= whole(attribute(index, "val")) < entries:
                yield Finding(
                    "wrong-legend", part, f"the legend leaves out entry {attribute(index, 'val')} of {entries}"
                )


def _label_positions(package: Package) -> Iterator[Finding]:
    for part, tree in package.of_type(CHART_TYPE):
        for plot in tree.iterfind("c:chart/c:plotArea/*", NS):
            element = etree.QName(plot).localname
            legal = _LABEL_POSITIONS.get((element, attribute(plot.find(tag("c:grouping")), "val")))
            for position in () if legal is None else plot.iter(tag("c:dLblPos")):
                if attribute(position, "val") not in (legal or ()):
                    message = f"labels of {element} cannot stand at {attribute(position, 'val')}"
                    yield Finding("illegal-label-position", part, message, where(position))


def _workbooks(package: Package) -> Iterator[Finding]:
    for part, tree in package.of_type(CHART_TYPE):
        data = package.relationship(part, attribute(tree.find(tag("c:externalData")), "r:id"))
        content = package.parts.get(data.target) if data and data.kind == "package" else None
        if data is None or content is None:
            yield Finding("no-workbook", part, "the chart has no workbook, so its data cannot be edited")
            continue
        try:
            workbook = open_workbook(content)
        except UnreadableError as fault:
            yield Finding("broken-workbook", data.target, str(fault))
            continue
        for cell in workbook.formulas:
            yield Finding("live-formula", data.target, f"cell {cell} holds a formula", cell)
        for reference in tree.iter(tag("c:strRef"), tag("c:numRef"), tag("c15:datalabelsRange")):
            yield from _compare(part, reference, workbook)


def _compare(part: str, reference: etree._Element, workbook: Workbook) -> Iterator[Finding]:
    """What a chart shows must be what its workbook says, or editing the data changes it."""
    formula = next((e.text or "" for e in reference if etree.QName(e).localname == "f"), "")
    cache = next((e for e in reference if etree.QName(e).localname.endswith("Cache")), None)
    if cache is None:
        yield Finding("workbook-differs", part, f"{formula} has no cache")
        return
    try:
        cells = workbook.values(formula)
    except UnreadableError as fault:
        yield Finding("workbook-differs", part, str(fault))
        return
    shown: list[str | float | None] = [None] * len(cells)
    if _count(cache) != len(cells):
        message = f"{formula}: the chart has {_count(cache)} points, the workbook {len(cells)}"
        yield Finding("workbook-differs", part, message, where(reference))
        return
    for point in find_all(cache, "c:pt"):
        text = point.findtext(tag("c:v")) or ""
        index = whole(attribute(point, "idx"))
        if 0 <= index < len(shown) and (cache.tag != tag("c:numCache") or _finite(text)):
            shown[index] = float(text) if cache.tag == tag("c:numCache") else text
    if tuple(shown) != cells:
        here, there = next((a, b) for a, b in zip(shown, cells, strict=True) if a != b)
        message = f"{formula}: the chart shows {here!r} where the workbook has {there!r}"
        yield Finding("workbook-differs", part, message, where(reference))


def _count(cache: etree._Element) -> int:
    return max(0, whole(attribute(cache.find(tag("c:ptCount")), "val")))


def _finite(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def _is_axis(element: etree._Element | None) -> bool:
    return element is not None and etree.QName(element).localname in {"catAx", "valAx", "dateAx", "serAx"}


CHART_CHECKS: tuple[Check, ...] = (
    _series,
    _points,
    _axes,
    _kinds_of_axes,
    _besides,
    _label_positions,
    _workbooks,
)
