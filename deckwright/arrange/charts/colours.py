"""The colours of a chart: the brand's in turn, the author's own, and the rest muted where something is highlighted."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from deckwright.arrange.context import SlideContext
from deckwright.charts.kinds import CHART_KINDS, ChartKind
from deckwright.model import deck
from deckwright.model.brand import ChartStyle
from deckwright.model.colours import Colour, parse_colour


class Palette(Struct, frozen=True):
    source: deck.Chart
    look: ChartStyle

    @property
    def kind(self) -> ChartKind:
        return CHART_KINDS[self.source.kind]

    @property
    def quiet(self) -> bool:
        """Whether a category is highlighted, here or in another of several charts."""
        return bool(self.source.highlight) or bool((self.source.options or {}).get("elsewhere"))

    def pick(self, index: int) -> Colour:
        """The colour that a series, slice or group has by its place in the row."""
        return self.look.series[index % len(self.look.series)]

    def pick_other(self, *others: Colour) -> Colour:
        """The first of the brand's colours that is none of `others`."""
        return next((colour for colour in self.look.series if colour not in others), self.pick(len(others)))

    def choose_series_colour(self, index: int) -> Colour:
        """The colour of the series with this index."""
        source = self.source
        if (own := self._read_own_colour("series", index)) is not None:
            return own
        if source.picked:
            if index not in source.picked:
                return self.mute(index)
            return self.look.highlight if len(source.picked) == 1 else self.pick(source.picked.index(index))
        return self.look.muted if self.quiet and len(source.series) == 1 else self.pick(index)

    def mute(self, index: int = 0) -> Colour:
        """What is not highlighted. Bars that touch are told apart by how pale they are."""
        muted = self.look.muted
        if self.kind.element in {"lineChart", "scatterChart", "bubbleChart", "radarChart"}:
            return muted
        return replace(muted, lighter=min(85, muted.lighter + 18 * (index % 3)), darker=0)

    def choose_point_colours(self, index: int) -> tuple[Colour | None, ...]:
        """Where the points of a series differ from it: empty, or one for each."""
        source, kind = self.source, self.kind
        if not kind.colours_points:
            return ()
        count = len(source.series[index].values)
        found: list[Colour | None] = [None] * count
        if kind.coloured_by == "point":
            picked = source.highlight
            found = [
                self.look.highlight if n in picked else self.mute(n) if picked else self.pick(n) for n in range(count)
            ]
        elif source.highlight and not kind.is_numeric:
            found = [self._choose_point_colour(index, n) for n in range(count)]
        for n in range(count):
            found[n] = self._read_own_colour("category", n) or found[n] if len(source.series) == 1 else found[n]
        return tuple(found) if any(found) else ()

    def _choose_point_colour(self, index: int, point: int) -> Colour | None:
        picked = point in self.source.highlight
        if len(self.source.series) == 1:
            return self.look.highlight if picked else None
        return None if picked else self.mute(index)

    def _read_own_colour(self, what: str, index: int) -> Colour | None:
        given = (self.source.options or {}).get("colours")
        word = given.get((what, index)) if isinstance(given, dict) else None
        return parse_colour(word) if isinstance(word, str) else None


def choose_label_colours(
    kind: ChartKind,
    position: str | None,
    colour: Colour,
    points: tuple[Colour | None, ...],
    count: int,
    context: SlideContext,
) -> tuple[Colour | None, ...]:
    """Those of labels that stand on the bars and slices themselves, which must be read there."""
    if (position not in INSIDE_POSITIONS and kind.element != "doughnutChart") or kind.element in {
        "lineChart",
        "scatterChart",
    }:
        return ()
    under = points or (None,) * count
    return tuple(context.with_background(point or colour).make_legible(Colour("text1")) for point in under)


INSIDE_POSITIONS = frozenset({"ctr", "inEnd", "inBase"})
"""Label positions (ST_DLblPos) on the bars and slices themselves."""
