"""A chart in the brand's look: what the author gave, every choice made that PowerPoint would make otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Literal

from msgspec.structs import replace

from deckwright.arrange.charts.axes import scale_axes
from deckwright.arrange.charts.end_labels import name_ends
from deckwright.arrange.charts.label_room import Room, choose_text_size, fit_categories, fit_labels, fit_part_labels
from deckwright.arrange.charts.point_labels import place_names
from deckwright.arrange.charts.series import make_series
from deckwright.arrange.context import SlideContext
from deckwright.charts.kinds import CHART_KINDS, POSITION_WORDS, ChartKind
from deckwright.model import deck
from deckwright.model.colours import Colour, is_light
from deckwright.model.page import Box
from deckwright.model.page_chart import Axis, ChartSeries, NativeChart, Trend
from deckwright.texts.marks import strip_marks

Side = Literal["", "right", "bottom", "top", "left"]

MAX_LISTED_SERIES = 12
"""Up to so many series have a legend by themselves; nobody finds a colour among more."""

_LEFT_OF_TITLE = 0.005
_WEB = (0.2, 0.12, 0.6, 0.68)
"""Where the plot of a radar stands, which LibreOffice would draw too small."""
_MIRRORED = {"l": "r", "r": "l"}


def draw_chart(source: deck.Chart, context: SlideContext, box: Box) -> NativeChart:
    """The chart that stands in `box`."""
    kind, options = CHART_KINDS[source.kind], source.options or {}
    room = Room.from_box(box, context)
    chart = _make_chart(source, kind, options, context, room)
    parts = make_series(source, context)
    chart = replace(chart, series=parts.series)
    wanted = {name: value for name, value in parts.fields.items() if options.get(name) is None}
    chart = replace(chart, **wanted)
    if (target := options.get("target")) is not None:
        chart = _add_target(chart, target, context)
    chart = scale_axes(chart, options)
    chart = fit_part_labels(fit_labels(chart, source, room), source, room)
    chart = _set_value_axis(chart, options)
    chart = _set_legend(chart, kind, options)
    chart = fit_categories(chart, source, room)
    if kind.element == "radarChart":
        chart = replace(chart, plot=_WEB)
    if kind.is_numeric:
        return chart if options.get("label_position") else place_names(chart, room)
    return name_ends(chart, source, room)


def _make_chart(
    source: deck.Chart, kind: ChartKind, options: Mapping[str, Any], context: SlideContext, room: Room
) -> NativeChart:
    look, ink = context.brand.chart, context.make_legible(Colour("text1"))
    size = choose_text_size(look.text_size * context.scale, room)
    title_size = min(context.scale_size(context.brand.styles["caption"]), max(size, context.brand.smallest))
    position = POSITION_WORDS.get(str(options.get("label_position")), kind.label_position)
    if context.rtl and position:
        position = _MIRRORED.get(position, position)
    says = tuple(one for one in options.get("labels", ()) if one != "name")
    return NativeChart(
        kind=source.kind,
        categories=tuple(map(strip_marks, source.categories)),
        series=(),
        number_format=source.number_format,
        lang=context.lang,
        text_size=size,
        text_colour=ink,
        on_dark=is_light(context.brand.colours, ink),
        title=strip_marks(source.title) if source.title else None,
        title_size=title_size,
        title_left=_find_title_left(source, title_size, room) if context.rtl else _LEFT_OF_TITLE,
        data_labels=bool(options.get("labels")),
        label_size=size,
        label_position=position,
        says=says,
        percent_format=source.percent_format,
        emphasised=source.highlight,
        gridlines=_read_flag(options.get("gridlines")),
        minimum=options.get("minimum", Decimal(0) if _is_from_zero(source, kind) else None),
        maximum=options.get("maximum"),
        step=options.get("step"),
        axis_format=source.axis_formats[0],
        logarithmic=options.get("scale") == "logarithmic",
        category_title=_read_string(options.get("category_title")),
        value_title=_read_string(options.get("value_title") or options.get("y_title")),
        dates=source.dates,
        date_format=source.date_format,
        date_unit=_choose_date_unit(source, kind),
        x_axis=_make_x_axis(source, options) if kind.is_numeric else Axis(),
        second_axis=Axis(
            True, title=_read_string(options.get("secondary_title")), number_format=source.axis_formats[1]
        ) if options.get("secondary") else Axis(),
        gap=int(options.get("gap", _choose_gap(source, kind, look.gap))),
        rtl=context.rtl,
    )  # fmt: skip


def _choose_gap(source: deck.Chart, kind: ChartKind, list_defaults: int) -> int:
    """The brand's, and more where there are so few bars that they would be walls; none in a histogram."""
    if kind.form == "raw":
        return 0
    beside = 1 if kind.is_stacked else len(source.series)
    return min(500, max(list_defaults, round(400 / max(1, len(source.categories)) - 100 * beside)))


def _make_x_axis(source: deck.Chart, options: Mapping[str, Any]) -> Axis:
    return Axis(
        True,
        minimum=options.get("x_minimum"),
        maximum=options.get("x_maximum"),
        logarithmic=options.get("x_scale") == "logarithmic",
        title=_read_string(options.get("x_title")),
        number_format=source.x_format,
    )


def _choose_date_unit(source: deck.Chart, kind: ChartKind) -> Any:
    """Lines and areas stand as far apart as their days; columns do where they stand for months or years.

    A column of a day among months would be a thirtieth as wide as its place; and lines across columns, which go on to
    the edges by half a category, count in categories.
    """
    columns = kind.direction == "col" and not {"target", "trend"} & {*(source.options or {})}
    upright = kind.element in {"lineChart", "areaChart"} or columns
    ordered = all(earlier < later for earlier, later in zip(source.dates, source.dates[1:], strict=False))
    if not (source.dates and upright and ordered):
        return ""
    if all(day.day == 1 for day in source.dates):
        return "years" if all(day.month == 1 for day in source.dates) else "months"
    return "" if kind.direction == "col" else "days"


def _set_value_axis(chart: NativeChart, options: Mapping[str, Any]) -> NativeChart:
    """The axis has its numbers where no label says them."""
    said = chart.data_labels and ("value" in chart.says or any(one.labels for one in chart.series))
    shown = chart.value_axis or not said or bool(options.get("gridlines"))
    shown = shown and not chart.edge_to_edge
    gridlines = chart.gridlines if chart.gridlines is not None else shown
    return replace(chart, value_axis=shown, gridlines=gridlines)


def _set_legend(chart: NativeChart, kind: ChartKind, options: Mapping[str, Any]) -> NativeChart:
    wanted = options.get("legend")
    side: Side = "right" if kind.coloured_by == "point" else "bottom"
    if wanted in {"right", "bottom", "top", "left"}:
        return replace(chart, legend=wanted)
    if wanted is not None:
        return replace(chart, legend=side if wanted == "yes" else "")
    if kind.coloured_by == "point":
        return replace(chart, legend="" if "category" in chart.says else side)
    if kind.composition in {"waterfall", "range", "slope"}:
        return replace(chart, legend="")
    listed = [one for one in chart.series if one.drawn and not is_target(one)]
    return replace(chart, legend="bottom" if 1 < len(listed) <= MAX_LISTED_SERIES else "")


def _add_target(chart: NativeChart, target: deck.Record, context: SlideContext) -> NativeChart:
    """A line across: a series of its own, whose trend goes on to both edges, for lines end amid their categories."""
    count, colour = len(chart.categories), context.make_legible(Colour("text1"))
    value = target["value"]
    assert isinstance(value, int | Decimal)
    name = strip_marks(str(target["name"]))
    within = bool(chart.date_unit) or CHART_KINDS[chart.kind].element == "areaChart"
    across = Trend("linear", name, colour, beyond=Decimal(0) if within else Decimal("0.5"), dash="dash")
    line = ChartSeries(
        name,
        (Decimal(value),) * count,
        colour,
        kind="line",
        line=0 if count > 1 else 2.25,
        marker=0 if count > 1 else 10,
        labelled=(),
        trend=across if count > 1 else None,
    )
    return replace(chart, series=(*chart.series, line))


def is_target(one: ChartSeries) -> bool:
    """Whether a series is the line of a target, which is named where it ends."""
    return one.drawn and one.labelled == () and one.kind == "line"


def _is_from_zero(source: deck.Chart, kind: ChartKind) -> bool:
    below = any(value is not None and value < 0 for one in source.series for value in one.values)
    return kind.has_axes and kind.starts_at_zero and not below and kind.composition != "waterfall"


def _find_title_left(source: deck.Chart, size: float, room: Room) -> float:
    """Where a title begins that ends at the right edge, where lines begin."""
    width = room.measure_text(strip_marks(source.title or ""), size)
    return max(0.0, 0.98 - width / room.width)


def _read_flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _read_string(value: object) -> str | None:
    return None if value is None else strip_marks(str(value))
