"""Small multiples: charts on one scale, so that they can be compared, and where each of them stands."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import accumulate

from msgspec.structs import replace

from deckwright.arrange.charts.axes import scale_of, unit_of
from deckwright.arrange.charts.label_room import Room
from deckwright.arrange.context import Context, Shapes
from deckwright.charts.kinds import CHART_KINDS
from deckwright.model import deck
from deckwright.model.page import EMU_PER_CM, EMU_PER_POINT, Box, Insets, Paragraph, Run, Shape, TextFrame
from deckwright.texts.marks import plain

_GAP = EMU_PER_CM * 6 // 10
_SHAPE = 1.5
"""What a chart likes to be: half as wide again as it is high."""


def on_one_scale(chart: deck.Chart) -> tuple[deck.Chart, ...]:
    """The charts of small multiples, each with the ends that hold the values of all."""
    kind, options = CHART_KINDS[chart.kind], chart.options or {}
    if not kind.axes or kind.grouping == "percentStacked":
        return chart.panels
    logarithmic = options.get("scale") == "logarithmic"
    values = [value for panel in chart.panels for value in _reach(panel)]
    ends = scale_of(values, zero=kind.from_zero, steps=4, unit=unit_of(chart.axis_formats[0]))
    shared: dict[str, object] = (
        {} if logarithmic else {"minimum": ends.minimum, "maximum": ends.maximum, "step": ends.step}
    )
    if kind.numeric and options.get("x_scale") != "logarithmic":
        across = scale_of(
            (x for panel in chart.panels for one in panel.series for x in one.xs if x is not None), zero=False
        )
        shared |= {"x_minimum": across.minimum, "x_maximum": across.maximum}
    return tuple(replace(panel, options=shared | dict(panel.options or {})) for panel in chart.panels)


def _reach(panel: deck.Chart) -> Iterable[Decimal]:
    """What the value axis of one of them has to hold."""
    kind = CHART_KINDS[panel.kind]
    rows = [[value or Decimal(0) for value in one.values] for one in panel.series]
    if kind.made == "waterfall":
        totals = (panel.options or {}).get("totals", ())
        assert isinstance(totals, tuple)
        steps = [(value, n in totals) for n, value in enumerate(rows[0])]
        return accumulate(steps, lambda level, step: step[0] if step[1] else level + step[0], initial=Decimal(0))
    if kind.stacked and kind.form == "series":
        return [sum(column, Decimal(0)) for column in zip(*rows, strict=True)]
    return [value for one in panel.series for value in one.values if value is not None]


def panels_title(chart: deck.Chart, context: Context, box: Box) -> tuple[Shapes, Box]:
    """What all of them show, above them; and the box that is left."""
    if not chart.title:
        return (), box
    style = context.brand.styles["caption"]
    size, room = context.size(style), Room.of(box, context)
    text = plain(chart.title)
    height = round(room.lines(text, size, room.width * 0.97) * size * 1.2 * EMU_PER_POINT) + _GAP // 2
    run = Run(text, context.lang, size=size, bold=True, colour=context.legible(style.colour))
    paragraph = Paragraph((run,), align="right" if context.rtl else "left", rtl=context.rtl, end_lang=context.lang)
    frame = TextFrame((paragraph,), insets=Insets(), anchor="top")
    title = Shape(context.names.new("Title"), Box(box.x, box.y, box.width, height), frame, text_box=True)
    return (title,), Box(box.x, box.y + height, box.width, box.height - height)


def panel_boxes(count: int, box: Box, rtl: bool) -> Iterator[Box]:
    """The boxes of `count` charts in rows, the first at the top where lines begin; rows are about full."""
    columns = min(range(1, count + 1), key=lambda one: _misfit(one, count, box))
    rows = math.ceil(count / columns)
    columns = math.ceil(count / rows)
    width = (box.width - _GAP * (columns - 1)) // columns
    height = (box.height - _GAP * (rows - 1)) // rows
    for n in range(count):
        row, column = divmod(n, columns)
        left = (width + _GAP) * column
        x = box.x + (box.width - left - width if rtl else left)
        yield Box(x, box.y + (height + _GAP) * row, width, height)


def _misfit(columns: int, count: int, box: Box) -> float:
    rows = math.ceil(count / columns)
    shape = (box.width / columns) / (box.height / rows)
    return abs(math.log(shape / _SHAPE)) + 0.15 * (columns * rows - count)
