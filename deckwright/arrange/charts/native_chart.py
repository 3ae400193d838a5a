"""Makes a native chart in the brand's look, with every choice made that PowerPoint would make otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Literal

from msgspec.structs import replace

from deckwright.arrange.charts.axes import scale_axes
from deckwright.arrange.charts.label_room import Room, choose_text_size, fit_categories, fit_labels, fit_part_labels
from deckwright.arrange.charts.name_labels import name_ends, place_names
from deckwright.arrange.charts.series import make_series
from deckwright.arrange.slide_context import SlideContext
from deckwright.charts.kinds import CHART_KINDS, POSITION_WORDS, ChartKind
from deckwright.model import deck
from deckwright.model.colours import Colour, is_light
from deckwright.model.page import Box
from deckwright.model.page_chart import Axis, ChartSeries, NativeChart, Trend
from deckwright.texts.marks import strip_marks

MAX_LISTED_SERIES = 12
"""More series than this have no legend by default: their colours cannot be told apart."""

_RADAR_PLOT = (0.2, 0.12, 0.6, 0.68)
"""Left, top, width and height of the plot of a radar chart, which LibreOffice would draw too small."""
_MIRRORED = {"l": "r", "r": "l"}


def make_native_chart(source: deck.Chart, context: SlideContext, box: Box) -> NativeChart:
    """Returns the chart as it is drawn in `box`."""
    kind, options = CHART_KINDS[source.kind], source.options or {}
    room = Room.from_box(box, context)
    chart = _make_base(source, kind, options, context, room)
    parts = make_series(source, context)
    chart = replace(chart, series=parts.series)
    chart = replace(chart, **{name: value for name, value in parts.fields.items() if options.get(name) is None})
    if (target := options.get("target")) is not None:
        chart = _add_target(chart, target, context)
    chart = scale_axes(chart, options)
    chart = fit_part_labels(fit_labels(chart, source, room), source, room)
    chart = _set_value_axis(chart, options)
    chart = _set_legend(chart, kind, options)
    chart = fit_categories(chart, source, room)
    if kind.element == "radarChart":
        chart = replace(chart, plot=_RADAR_PLOT)
    if kind.is_numeric:
        return chart if options.get("label_position") else place_names(chart, room)
    return name_ends(chart, source, room)


def _make_base(
    source: deck.Chart, kind: ChartKind, options: Mapping[str, Any], context: SlideContext, room: Room
) -> NativeChart:
    """Returns the chart without its series."""
    style, text_colour = context.brand.chart, context.make_legible(Colour("text1"))
    size = choose_text_size(style.text_size * context.scale, room)
    title_size = min(context.scale_size(context.brand.styles["caption"]), max(size, context.brand.smallest))
    title, title_left = strip_marks(source.title) if source.title else None, 0.005
    if context.rtl:  # so that it ends at the right edge
        title_left = max(0.0, 0.98 - room.measure_text(title or "", title_size) / room.width)
    position = POSITION_WORDS.get(str(options.get("label_position")), kind.label_position)
    if context.rtl and position:
        position = _MIRRORED.get(position, position)
    return NativeChart(
        kind=source.kind,
        categories=tuple(map(strip_marks, source.categories)),
        series=(),
        number_format=source.number_format,
        lang=context.lang,
        text_size=size,
        text_colour=text_colour,
        on_dark=is_light(context.brand.colours, text_colour),
        title=title,
        title_size=title_size,
        title_left=title_left,
        data_labels=bool(options.get("labels")),
        label_size=size,
        label_position=position,
        says=tuple(part for part in options.get("labels", ()) if part != "name"),
        percent_format=source.percent_format,
        emphasised=source.highlight,
        gridlines=options["gridlines"] if isinstance(options.get("gridlines"), bool) else None,
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
        gap=int(options.get("gap", _choose_gap(source, kind, style.gap))),
        rtl=context.rtl,
    )  # fmt: skip


def _choose_gap(source: deck.Chart, kind: ChartKind, brand_gap: int) -> int:
    """Returns the brand's gap, a larger one if few bars would be too wide with it, and 0 for a histogram."""
    if kind.form == "raw":
        return 0
    bars = 1 if kind.is_stacked else len(source.series)
    return min(500, max(brand_gap, round(400 / max(1, len(source.categories)) - 100 * bars)))


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
    """Returns the unit of the date axis, or "" for an axis of categories.

    Lines and areas have a date axis, columns only for months and years: on an axis of days, a column for a month would
    have a thirtieth of its space. Columns with a line across them have none, because the line extends to the edges by
    half a category.
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
    """Hides the numbers on the value axis if labels show the values."""
    labelled = chart.data_labels and ("value" in chart.says or any(series.labels for series in chart.series))
    visible = chart.value_axis or not labelled or bool(options.get("gridlines"))
    visible = visible and not chart.edge_to_edge
    gridlines = chart.gridlines if chart.gridlines is not None else visible
    return replace(chart, value_axis=visible, gridlines=gridlines)


def _set_legend(chart: NativeChart, kind: ChartKind, options: Mapping[str, Any]) -> NativeChart:
    option = options.get("legend")
    side: Literal["right", "bottom"] = "right" if kind.coloured_by == "point" else "bottom"
    if option in {"right", "bottom", "top", "left"}:
        return replace(chart, legend=option)
    if option is not None:
        return replace(chart, legend=side if option == "yes" else "")
    if kind.coloured_by == "point":
        return replace(chart, legend="" if "category" in chart.says else side)
    if kind.composition in {"waterfall", "range", "slope"}:
        return replace(chart, legend="")
    listed = [s for s in chart.series if s.drawn and not (s.labelled == () and s.kind == "line")]
    return replace(chart, legend="bottom" if 1 < len(listed) <= MAX_LISTED_SERIES else "")


def _add_target(chart: NativeChart, target: deck.Record, context: SlideContext) -> NativeChart:
    """Adds a line across the chart: a series with a trend line that extends to both edges.

    The line of the series itself would end in the middle of the first and the last category.
    """
    count, colour = len(chart.categories), context.make_legible(Colour("text1"))
    value = target["value"]
    assert isinstance(value, int | Decimal)
    name = strip_marks(str(target["name"]))
    ends_at_edges = bool(chart.date_unit) or CHART_KINDS[chart.kind].element == "areaChart"
    trend = Trend("linear", name, colour, beyond=Decimal(0) if ends_at_edges else Decimal("0.5"), dash="dash")
    line = ChartSeries(
        name,
        (Decimal(value),) * count,
        colour,
        kind="line",
        line=0 if count > 1 else 2.25,
        marker=0 if count > 1 else 10,
        labelled=(),
        trend=trend if count > 1 else None,
    )
    return replace(chart, series=(*chart.series, line))


def _is_from_zero(source: deck.Chart, kind: ChartKind) -> bool:
    """Returns True if the value axis must begin at zero."""
    has_negative = any(value is not None and value < 0 for series in source.series for value in series.values)
    return kind.has_axes and kind.starts_at_zero and not has_negative and kind.composition != "waterfall"


def _read_string(value: object) -> str | None:
    return None if value is None else strip_marks(str(value))
