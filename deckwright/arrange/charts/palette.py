"""Chooses the colours of a chart: the brand's in turn or the author's, and muted ones next to a highlight."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from deckwright.arrange.slide_context import SlideContext
from deckwright.charts.kinds import CHART_KINDS, ChartKind
from deckwright.model import deck
from deckwright.model.brand import ChartStyle
from deckwright.model.colours import Colour, parse_colour

INSIDE_POSITIONS = frozenset({"ctr", "inEnd", "inBase"})
"""Label positions (ST_DLblPos) inside bars and slices."""


class Palette(Struct, frozen=True):
    """The colours of one chart."""

    source: deck.Chart
    style: ChartStyle

    @property
    def kind(self) -> ChartKind:
        return CHART_KINDS[self.source.kind]

    def pick(self, index: int) -> Colour:
        """Returns the brand's colour at this position; the colours repeat."""
        return self.style.series[index % len(self.style.series)]

    def pick_other(self, *others: Colour) -> Colour:
        """Returns the first of the brand's colours that is not among `others`."""
        return next((colour for colour in self.style.series if colour not in others), self.pick(len(others)))

    def choose_series_colour(self, index: int) -> Colour:
        source = self.source
        if (own := self._read_own_colour("series", index)) is not None:
            return own
        highlighted = source.highlighted_series
        if highlighted and index not in highlighted:
            return self.mute(index)
        if highlighted:
            return self.style.highlight if len(highlighted) == 1 else self.pick(highlighted.index(index))
        has_highlight = source.highlight or (source.options or {}).get("elsewhere")  # in another of several charts
        return self.style.muted if has_highlight and len(source.series) == 1 else self.pick(index)

    def mute(self, index: int = 0) -> Colour:
        """Returns the colour of a series or slice without highlight; adjacent bars differ in lightness."""
        muted = self.style.muted
        if self.kind.element in {"lineChart", "scatterChart", "bubbleChart", "radarChart"}:
            return muted
        return replace(muted, lighter=min(85, muted.lighter + 18 * (index % 3)), darker=0)

    def choose_point_colours(self, index: int) -> tuple[Colour | None, ...]:
        """Returns the colours of points that differ from their series: empty, or one for each point."""
        source, kind = self.source, self.kind
        if not kind.colours_points:
            return ()
        count = len(source.series[index].values)
        colours: list[Colour | None] = [None] * count
        if kind.coloured_by == "point":
            colours = [self._choose_slice_colour(n) for n in range(count)]
        elif source.highlight and not kind.is_numeric:
            colours = [self._choose_point_colour(index, n) for n in range(count)]
        if len(source.series) == 1:
            colours = [self._read_own_colour("category", n) or colour for n, colour in enumerate(colours)]
        return tuple(colours) if any(colours) else ()

    def _choose_slice_colour(self, point: int) -> Colour:
        if point in self.source.highlight:
            return self.style.highlight
        return self.mute(point) if self.source.highlight else self.pick(point)

    def _choose_point_colour(self, index: int, point: int) -> Colour | None:
        is_highlighted = point in self.source.highlight
        if len(self.source.series) == 1:
            return self.style.highlight if is_highlighted else None
        return None if is_highlighted else self.mute(index)

    def _read_own_colour(self, what: str, index: int) -> Colour | None:
        colours = (self.source.options or {}).get("colours")
        word = colours.get((what, index)) if isinstance(colours, dict) else None
        return parse_colour(word) if isinstance(word, str) else None


def choose_label_colours(
    kind: ChartKind,
    position: str | None,
    colour: Colour,
    points: tuple[Colour | None, ...],
    count: int,
    context: SlideContext,
) -> tuple[Colour | None, ...]:
    """Returns the colours of labels inside bars and slices, legible on each; empty for other labels."""
    is_inside = position in INSIDE_POSITIONS or kind.element == "doughnutChart"
    if not is_inside or kind.element in {"lineChart", "scatterChart"}:
        return ()
    fills = points or (None,) * count
    return tuple(context.with_background(point or colour).make_legible(Colour("text1")) for point in fills)
