"""A chart in the brand's look: what the author gave, every choice made that PowerPoint would make otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Literal

from msgspec.structs import replace

from deckwright.arrange.charts.axes import with_scale
from deckwright.arrange.charts.end_labels import name_ends
from deckwright.arrange.charts.label_room import Room, fit_categories, fit_labels, fit_parts, text_size
from deckwright.arrange.charts.point_labels import place_names
from deckwright.arrange.charts.series import made
from deckwright.arrange.context import Context
from deckwright.charts.kinds import CHART_KINDS, POSITION_WORDS, ChartKind
from deckwright.model import deck
from deckwright.model.colours import Colour, is_light
from deckwright.model.page import Box
from deckwright.model.page_chart import Axis, Chart, ChartSeries, Trend
from deckwright.texts.marks import plain

Side = Literal["", "right", "bottom", "top", "left"]

MOST_LISTED = 12
"""Up to so many series have a legend by themselves; nobody finds a colour among more."""

_LEFT_OF_TITLE = 0.005
_WEB = (0.2, 0.12, 0.6, 0.68)
"""Where the plot of a radar stands, which LibreOffice would draw too small."""
_MIRRORED = {"l": "r", "r": "l"}


def draw_chart(chart: deck.Chart, context: Context, box: Box) -> Chart:
    """The chart that stands in `box`."""
    kind, options = CHART_KINDS[chart.kind], chart.options or {}
    room = Room.of(box, context)
    drawn = _as_said(chart, kind, options, context, room)
    parts = made(chart, context)
    drawn = replace(drawn, series=parts.series)
    wanted = {name: value for name, value in parts.fields.items() if options.get(name) is None}
    drawn = replace(drawn, **wanted)
    if (target := options.get("target")) is not None:
        drawn = _with_target(drawn, target, context)
    drawn = with_scale(drawn, options)
    drawn = fit_parts(fit_labels(drawn, chart, room), chart, room)
    drawn = _with_value_axis(drawn, options)
    drawn = _with_legend(drawn, kind, options)
    drawn = fit_categories(drawn, chart, room)
    if kind.element == "radarChart":
        drawn = replace(drawn, plot=_WEB)
    if kind.numeric:
        return drawn if options.get("label_position") else place_names(drawn, room)
    return name_ends(drawn, chart, room)


def _as_said(chart: deck.Chart, kind: ChartKind, options: Mapping[str, Any], context: Context, room: Room) -> Chart:
    look, ink = context.brand.chart, context.legible(Colour("text1"))
    size = text_size(look.text_size * context.scale, room)
    title_size = min(context.size(context.brand.styles["caption"]), max(size, context.brand.smallest))
    position = POSITION_WORDS.get(str(options.get("label_position")), kind.label_position)
    if context.rtl and position:
        position = _MIRRORED.get(position, position)
    says = tuple(one for one in options.get("labels", ()) if one != "name")
    return Chart(
        kind=chart.kind,
        categories=tuple(map(plain, chart.categories)),
        series=(),
        number_format=chart.number_format,
        lang=context.lang,
        text_size=size,
        text_colour=ink,
        on_dark=is_light(context.brand.colours, ink),
        title=plain(chart.title) if chart.title else None,
        title_size=title_size,
        title_left=_title_left(chart, title_size, room) if context.rtl else _LEFT_OF_TITLE,
        data_labels=bool(options.get("labels")),
        label_size=size,
        label_position=position,
        says=says,
        percent_format=chart.percent_format,
        emphasised=chart.highlight,
        gridlines=_flag(options.get("gridlines")),
        minimum=options.get("minimum", Decimal(0) if _begins_at_zero(chart, kind) else None),
        maximum=options.get("maximum"),
        step=options.get("step"),
        axis_format=chart.axis_formats[0],
        logarithmic=options.get("scale") == "logarithmic",
        category_title=_string(options.get("category_title")),
        value_title=_string(options.get("value_title") or options.get("y_title")),
        dates=chart.dates,
        date_format=chart.date_format,
        date_unit=_date_unit(chart, kind),
        x_axis=_x_axis(chart, options) if kind.numeric else Axis(),
        second_axis=Axis(
            True, title=_string(options.get("secondary_title")), number_format=chart.axis_formats[1]
        ) if options.get("secondary") else Axis(),
        gap=int(options.get("gap", _gap(chart, kind, look.gap))),
        rtl=context.rtl,
    )  # fmt: skip


def _gap(chart: deck.Chart, kind: ChartKind, usual: int) -> int:
    """The brand's, and more where there are so few bars that they would be walls; none in a histogram."""
    if kind.form == "raw":
        return 0
    beside = 1 if kind.stacked else len(chart.series)
    return min(500, max(usual, round(400 / max(1, len(chart.categories)) - 100 * beside)))


def _x_axis(chart: deck.Chart, options: Mapping[str, Any]) -> Axis:
    return Axis(
        True,
        minimum=options.get("x_minimum"),
        maximum=options.get("x_maximum"),
        logarithmic=options.get("x_scale") == "logarithmic",
        title=_string(options.get("x_title")),
        number_format=chart.x_format,
    )


def _date_unit(chart: deck.Chart, kind: ChartKind) -> Any:
    """Lines and areas stand as far apart as their days; columns do where they stand for months or years.

    A column of a day among months would be a thirtieth as wide as its place; and lines across columns, which go on to
    the edges by half a category, count in categories.
    """
    columns = kind.direction == "col" and not {"target", "trend"} & {*(chart.options or {})}
    upright = kind.element in {"lineChart", "areaChart"} or columns
    ordered = all(earlier < later for earlier, later in zip(chart.dates, chart.dates[1:], strict=False))
    if not (chart.dates and upright and ordered):
        return ""
    if all(day.day == 1 for day in chart.dates):
        return "years" if all(day.month == 1 for day in chart.dates) else "months"
    return "" if kind.direction == "col" else "days"


def _with_value_axis(drawn: Chart, options: Mapping[str, Any]) -> Chart:
    """The axis has its numbers where no label says them."""
    said = drawn.data_labels and ("value" in drawn.says or any(one.labels for one in drawn.series))
    shown = drawn.value_axis or not said or bool(options.get("gridlines"))
    shown = shown and not drawn.edge_to_edge
    gridlines = drawn.gridlines if drawn.gridlines is not None else shown
    return replace(drawn, value_axis=shown, gridlines=gridlines)


def _with_legend(drawn: Chart, kind: ChartKind, options: Mapping[str, Any]) -> Chart:
    wanted = options.get("legend")
    side: Side = "right" if kind.coloured_by == "point" else "bottom"
    if wanted in {"right", "bottom", "top", "left"}:
        return replace(drawn, legend=wanted)
    if wanted is not None:
        return replace(drawn, legend=side if wanted == "yes" else "")
    if kind.coloured_by == "point":
        return replace(drawn, legend="" if "category" in drawn.says else side)
    if kind.made in {"waterfall", "range", "slope"}:
        return replace(drawn, legend="")
    listed = [one for one in drawn.series if one.drawn and not is_target(one)]
    return replace(drawn, legend="bottom" if 1 < len(listed) <= MOST_LISTED else "")


def _with_target(drawn: Chart, target: deck.Record, context: Context) -> Chart:
    """A line across: a series of its own, whose trend goes on to both edges, for lines end amid their categories."""
    count, colour = len(drawn.categories), context.legible(Colour("text1"))
    value = target["value"]
    assert isinstance(value, int | Decimal)
    name = plain(str(target["name"]))
    within = bool(drawn.date_unit) or CHART_KINDS[drawn.kind].element == "areaChart"
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
    return replace(drawn, series=(*drawn.series, line))


def is_target(one: ChartSeries) -> bool:
    """Whether a series is the line of a target, which is named where it ends."""
    return one.drawn and one.labelled == () and one.kind == "line"


def _begins_at_zero(chart: deck.Chart, kind: ChartKind) -> bool:
    below = any(value is not None and value < 0 for one in chart.series for value in one.values)
    return kind.axes and kind.from_zero and not below and kind.made != "waterfall"


def _title_left(chart: deck.Chart, size: float, room: Room) -> float:
    """Where a title begins that ends at the right edge, where lines begin."""
    width = room.text(plain(chart.title or ""), size)
    return max(0.0, 0.98 - width / room.width)


def _flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _string(value: object) -> str | None:
    return None if value is None else plain(str(value))
