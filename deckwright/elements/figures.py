"""Elements that show figures: the chart. What the author gave is turned into a page's by the brand."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from deckwright import deck, page
from deckwright.arrange.context import Context, Shapes
from deckwright.charts import CHART_KINDS
from deckwright.elements.base import Element, attribute
from deckwright.elements.readers import whole
from deckwright.inline import plain
from deckwright.page import EMU_PER_CM, Box, ChartFrame, Colour

INSIDE = frozenset({"ctr", "inEnd", "inBase"})
"""Label positions (ST_DLblPos) on the bars and slices themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Element):
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartElement(Figure):
    """A native chart."""

    of: deck.Chart = attribute(whole("a chart", deck.Chart), required=True)
    """What it shows: `{{ chart }}`."""

    def place(self, context: Context, box: Box) -> Shapes:
        name = self.called("Chart", context, box)
        return (ChartFrame(name, box, self.drawn(context), alt=str(self.of.alt or "")),)

    def drawn(self, context: Context) -> page.Chart:
        """The chart in the brand's look: what is picked out stands out, the rest is muted."""
        chart, look = self.of, context.brand.chart
        kind, options = CHART_KINDS[chart.kind], chart.options or {}
        series = tuple(self._series(index, context) for index in range(len(chart.series)))
        size = max(look.text_size * context.scale, context.brand.smallest)
        return page.Chart(
            kind=chart.kind,
            categories=tuple(map(plain, chart.categories)),
            series=series,
            number_format=chart.number_format,
            lang=context.lang,
            text_size=size,
            text_colour=context.legible(Colour("text1")),
            title=plain(chart.title) if chart.title else None,
            title_size=context.size(context.brand.styles["caption"]),
            data_labels=not options.get("value_axis", False),
            label_size=size,
            label_position=kind.label_position,
            emphasised=chart.highlight,
            legend=self._legend(options),
            value_axis=bool(options.get("value_axis", False)),
            minimum=_number(
                options.get("minimum", Decimal(0) if kind.axes and kind.from_zero and not _negative(chart) else None)
            ),
            maximum=_number(options.get("maximum")),
            category_title=_string(options.get("category_title")),
            value_title=_string(options.get("value_title")),
            gap=int(str(options.get("gap", look.gap))),
            rtl=context.rtl,
        )

    def _legend(self, options: Any) -> Any:
        wanted = options.get("legend")
        if wanted is not None:
            return "" if wanted in ("none", "") else wanted
        if CHART_KINDS[self.of.kind].coloured_by == "point":
            return "right"
        return "bottom" if len(self.of.series) > 1 else ""

    def _series(self, index: int, context: Context) -> page.ChartSeries:
        one, kind = self.of.series[index], CHART_KINDS[self.of.kind]
        colour, points = self._series_colour(index, context), self._point_colours(context)
        labels: tuple[Colour | None, ...] = ()
        if kind.label_position in INSIDE:
            under = points or (None,) * len(one.values)
            labels = tuple(context.on(point or colour).legible(Colour("text1")) for point in under)
        return page.ChartSeries(plain(one.name), one.values, colour, points, one.labels, labels)

    def _series_colour(self, index: int, context: Context) -> Colour:
        look = context.brand.chart
        if self.of.highlight and len(self.of.series) == 1:
            return look.muted
        return look.series[index % len(look.series)]

    def _point_colours(self, context: Context) -> tuple[Colour | None, ...]:
        chart, look, kind = self.of, context.brand.chart, CHART_KINDS[self.of.kind]
        if len(chart.series) != 1 or not kind.points:
            return ()
        if chart.highlight:
            return tuple(look.highlight if i in chart.highlight else None for i in range(len(chart.categories)))
        if kind.coloured_by == "point":
            return tuple(look.series[i % len(look.series)] for i in range(len(chart.categories)))
        return ()


def _negative(chart: deck.Chart) -> bool:
    return any(value is not None and value < 0 for one in chart.series for value in one.values)


def _number(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _string(value: object) -> str | None:
    return None if value is None else plain(str(value))
