"""Small multiples: gives several charts the same scale, and finds their boxes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import accumulate

from msgspec.structs import replace

from deckwright.arrange.charts.axes import find_scale, find_unit
from deckwright.arrange.charts.label_room import Room
from deckwright.arrange.slide_context import Shapes, SlideContext
from deckwright.charts.kinds import CHART_KINDS
from deckwright.model import deck
from deckwright.model.page import EMU_PER_CM, EMU_PER_POINT, Box, Insets, Paragraph, Run, Shape, TextFrame
from deckwright.texts.marks import strip_marks

_GAP = EMU_PER_CM * 6 // 10
_IDEAL_RATIO = 1.5
"""Best ratio of width to height of a chart."""


def set_common_scale(source: deck.Chart) -> tuple[deck.Chart, ...]:
    """Returns the panels, each with axes that include the values of all."""
    kind, options = CHART_KINDS[source.kind], source.options or {}
    if not kind.has_axes or kind.grouping == "percentStacked":
        return source.panels
    values = [value for panel in source.panels for value in _list_axis_values(panel)]
    ends = find_scale(values, zero=kind.starts_at_zero, steps=4, unit=find_unit(source.axis_formats[0]))
    shared: dict[str, object] = {}
    if options.get("scale") != "logarithmic":
        shared = {"minimum": ends.minimum, "maximum": ends.maximum, "step": ends.step}
    if kind.is_numeric and options.get("x_scale") != "logarithmic":
        xs = (x for panel in source.panels for series in panel.series for x in series.xs if x is not None)
        across = find_scale(xs, zero=False)
        shared |= {"x_minimum": across.minimum, "x_maximum": across.maximum}
    return tuple(replace(panel, options=shared | dict(panel.options or {})) for panel in source.panels)


def _list_axis_values(panel: deck.Chart) -> Iterable[Decimal]:
    """Returns values that the value axis of a panel must include."""
    kind = CHART_KINDS[panel.kind]
    rows = [[value or Decimal(0) for value in series.values] for series in panel.series]
    if kind.composition == "waterfall":
        totals = (panel.options or {}).get("totals", ())
        assert isinstance(totals, tuple)
        steps = [(value, n in totals) for n, value in enumerate(rows[0])]
        return accumulate(steps, lambda level, step: step[0] if step[1] else level + step[0], initial=Decimal(0))
    if kind.is_stacked and kind.form == "series":
        return [sum(column, Decimal(0)) for column in zip(*rows, strict=True)]
    return [value for series in panel.series for value in series.values if value is not None]


def place_panels_title(source: deck.Chart, context: SlideContext, box: Box) -> tuple[Shapes, Box]:
    """Returns the common title above the panels, and the box that it leaves."""
    if not source.title:
        return (), box
    style = context.brand.styles["caption"]
    size, room = context.scale_size(style), Room.from_box(box, context)
    text = strip_marks(source.title)
    height = round(room.count_lines(text, size, room.width * 0.97) * size * 1.2 * EMU_PER_POINT) + _GAP // 2
    run = Run(text, context.lang, size=size, bold=True, colour=context.make_legible(style.colour))
    paragraph = Paragraph((run,), align="right" if context.rtl else "left", rtl=context.rtl, end_lang=context.lang)
    frame = TextFrame((paragraph,), insets=Insets(), anchor="top")
    title = Shape(context.names.make_name("Title"), Box(box.x, box.y, box.width, height), frame, text_box=True)
    return (title,), Box(box.x, box.y + height, box.width, box.height - height)


def find_panel_boxes(count: int, box: Box, rtl: bool) -> Iterator[Box]:
    """Yields the boxes of `count` charts in rows, from the top and the side where lines begin."""
    columns = min(range(1, count + 1), key=lambda number: _estimate_cost(number, count, box))
    rows = math.ceil(count / columns)
    columns = math.ceil(count / rows)
    width = (box.width - _GAP * (columns - 1)) // columns
    height = (box.height - _GAP * (rows - 1)) // rows
    for n in range(count):
        row, column = divmod(n, columns)
        left = (width + _GAP) * column
        x = box.x + (box.width - left - width if rtl else left)
        yield Box(x, box.y + (height + _GAP) * row, width, height)


def _estimate_cost(columns: int, count: int, box: Box) -> float:
    """Returns a cost for this number of columns: charts of a bad shape, and empty places in the last row."""
    rows = math.ceil(count / columns)
    ratio = (box.width / columns) / (box.height / rows)
    return abs(math.log(ratio / _IDEAL_RATIO)) + 0.15 * (columns * rows - count)
