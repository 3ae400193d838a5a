"""The colours of a chart: the brand's in turn, the author's own, and the rest muted where something is highlighted."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from deckwright.arrange.context import Context
from deckwright.charts.kinds import CHART_KINDS, ChartKind
from deckwright.model import deck
from deckwright.model.brand import ChartStyle
from deckwright.model.colours import Colour, parse_colour


class Palette(Struct, frozen=True):
    chart: deck.Chart
    look: ChartStyle

    @property
    def kind(self) -> ChartKind:
        return CHART_KINDS[self.chart.kind]

    @property
    def quiet(self) -> bool:
        """Whether a category is highlighted, here or in another of several charts."""
        return bool(self.chart.highlight) or bool((self.chart.options or {}).get("elsewhere"))

    def of(self, index: int) -> Colour:
        """The colour that a series, slice or group has by its place in the row."""
        return self.look.series[index % len(self.look.series)]

    def apart_from(self, *others: Colour) -> Colour:
        """The first of the brand's colours that is none of `others`."""
        return next((colour for colour in self.look.series if colour not in others), self.of(len(others)))

    def series(self, index: int) -> Colour:
        """The colour of the series with this index."""
        chart = self.chart
        if (own := self._own("series", index)) is not None:
            return own
        if chart.picked:
            if index not in chart.picked:
                return self.muted(index)
            return self.look.highlight if len(chart.picked) == 1 else self.of(chart.picked.index(index))
        return self.look.muted if self.quiet and len(chart.series) == 1 else self.of(index)

    def muted(self, index: int = 0) -> Colour:
        """What is not highlighted. Bars that touch are told apart by how pale they are."""
        muted = self.look.muted
        if self.kind.element in {"lineChart", "scatterChart", "bubbleChart", "radarChart"}:
            return muted
        return replace(muted, lighter=min(85, muted.lighter + 18 * (index % 3)), darker=0)

    def points(self, index: int) -> tuple[Colour | None, ...]:
        """Where the points of a series differ from it: empty, or one for each."""
        chart, kind = self.chart, self.kind
        if not kind.points:
            return ()
        count = len(chart.series[index].values)
        found: list[Colour | None] = [None] * count
        if kind.coloured_by == "point":
            picked = chart.highlight
            found = [
                self.look.highlight if n in picked else self.muted(n) if picked else self.of(n) for n in range(count)
            ]
        elif chart.highlight and not kind.numeric:
            found = [self._beside(index, n) for n in range(count)]
        for n in range(count):
            found[n] = self._own("category", n) or found[n] if len(chart.series) == 1 else found[n]
        return tuple(found) if any(found) else ()

    def _beside(self, index: int, point: int) -> Colour | None:
        picked = point in self.chart.highlight
        if len(self.chart.series) == 1:
            return self.look.highlight if picked else None
        return None if picked else self.muted(index)

    def _own(self, what: str, index: int) -> Colour | None:
        given = (self.chart.options or {}).get("colours")
        word = given.get((what, index)) if isinstance(given, dict) else None
        return parse_colour(word) if isinstance(word, str) else None


def label_colours(
    kind: ChartKind,
    position: str | None,
    colour: Colour,
    points: tuple[Colour | None, ...],
    count: int,
    context: Context,
) -> tuple[Colour | None, ...]:
    """Those of labels that stand on the bars and slices themselves, which must be read there."""
    if (position not in INSIDE and kind.element != "doughnutChart") or kind.element in {"lineChart", "scatterChart"}:
        return ()
    under = points or (None,) * count
    return tuple(context.on(point or colour).legible(Colour("text1")) for point in under)


INSIDE = frozenset({"ctr", "inEnd", "inBase"})
"""Label positions (ST_DLblPos) on the bars and slices themselves."""
