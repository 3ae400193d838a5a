"""Elements that show figures: chart and picture. What the author gave is turned into a page's by the brand."""

from __future__ import annotations

from deckwright import deck
from deckwright.arrange.chart import draw_chart
from deckwright.arrange.chart_panels import on_one_scale, panel_boxes, panels_title
from deckwright.arrange.context import Context, Shapes
from deckwright.elements.base import Element, attribute
from deckwright.elements.readers import whole
from deckwright.page import EMU_PER_CM, Box, ChartFrame


class Figure(Element, frozen=True, kw_only=True):
    """Takes what room there is, and can be pressed small."""

    @property
    def growth(self) -> float:
        return 1.0 if self.grow is None else self.grow

    def natural_width(self, context: Context) -> int:
        return EMU_PER_CM * 8

    def least_width(self, context: Context) -> int:
        return EMU_PER_CM * 3

    def measured_height(self, context: Context, width: int) -> int:
        return EMU_PER_CM * 4


class ChartElement(Figure, frozen=True, kw_only=True):
    """A native chart; several on one scale, where the author wants small multiples."""

    of: deck.Chart = attribute(whole("a chart", deck.Chart), required=True)
    """What it shows: `{{ chart }}`."""

    def place(self, context: Context, box: Box) -> Shapes:
        if not self.of.panels:
            return (self._frame(self.of, context, box),)
        heading, rest = panels_title(self.of, context, box)
        boxes = panel_boxes(len(self.of.panels), rest, context.rtl)
        panels = zip(on_one_scale(self.of), boxes, strict=True)
        return (*heading, *(self._frame(panel, context, at) for panel, at in panels))

    def _frame(self, chart: deck.Chart, context: Context, box: Box) -> ChartFrame:
        name = context.names.new("Chart") if self.of.panels else self.called("Chart", context, box)
        return ChartFrame(name, box, draw_chart(chart, context, box), alt=str(chart.alt or ""))
