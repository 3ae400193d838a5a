"""What fits into a chart's frame: its labels, the names of its categories, in which size."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from deckwright.arrange.charts.axes import find_value_scale
from deckwright.arrange.context import SlideContext
from deckwright.charts.kinds import CHART_KINDS
from deckwright.fonts.segments import StyledText
from deckwright.languages.scripts import find_script, has_tall_letters
from deckwright.model import deck
from deckwright.model.page import EMU_PER_POINT, Box
from deckwright.model.page_chart import ChartSeries, NativeChart

_MAX_LINES = 3
"""Under columns, a name takes no more."""
_MAX_NAMES_SHARE = 0.38
"""Share of the frame that names beside bars may take."""
_PLOT_SHARE = 0.72
"""About how much of the frame the plot itself takes, along the axis of values."""
_FULL_SIZE_WIDTH = 320
"""Points of width under which a chart's type gets smaller."""


class Room(Struct, frozen=True):
    """The frame of a chart, in points, and what texts take of it."""

    width: float
    height: float
    context: SlideContext

    @classmethod
    def from_box(cls, box: Box, context: SlideContext) -> Room:
        return cls(box.width / EMU_PER_POINT, box.height / EMU_PER_POINT, context)

    @property
    def smallest(self) -> float:
        return self.context.brand.smallest

    def measure_text(self, text: str, size: float, bold: bool = False) -> float:
        """Points that a text takes on one line."""
        return self.context.fonts.measure_width(self._style(text, size, bold))

    def count_lines(self, text: str, size: float, width: float) -> int:
        """How many lines it takes; more than any name may, where a word is wider than the line."""
        styled = self._style(text, size)
        if " " not in text and not has_tall_letters(text):
            return 1 if self.measure_text(text, size) <= width else 99  # `70–80` is not to be broken
        if self.context.fonts.measure_extent([styled])[0] > width:
            return 99
        return len(self.context.fonts.break_lines([styled], width))

    def _style(self, text: str, size: float, bold: bool = False) -> StyledText:
        face = self.context.find_face("body", find_script(self.context.lang), bold, italic=False)
        return StyledText(text.replace("\n", "\v"), face, size, lang=self.context.lang)

    def iter_sizes(self, largest: float) -> Iterator[float]:
        """Sizes of type to try, down to the brand's smallest."""
        size = largest
        while size > self.smallest:
            yield size
            size = max(self.smallest, math.floor(size - 1))
        yield min(largest, self.smallest)


def choose_text_size(wanted: float, room: Room) -> float:
    """The size of a chart's type: the brand's, and less of it in a small frame."""
    return max(room.smallest, math.floor(min(wanted, wanted * room.width / _FULL_SIZE_WIDTH)))


def fit_labels(chart: NativeChart, source: deck.Chart, room: Room) -> NativeChart:
    """Labels as large as there is room; none, if there is none and the author has not asked for them."""
    kind = CHART_KINDS[chart.kind]
    if not chart.data_labels or not kind.has_axes or kind.is_numeric or not source.widest:
        return chart
    size = next((size for size in room.iter_sizes(chart.label_size) if _do_labels_fit(chart, source, room, size)), None)
    if size is not None:
        return replace(chart, label_size=size)
    if (source.options or {}).get("asked"):
        return replace(chart, label_size=room.smallest)
    bare = tuple(replace(one, labels=()) for one in chart.series)
    return replace(chart, data_labels=False, says=(), series=bare)


def _do_labels_fit(chart: NativeChart, source: deck.Chart, room: Room, size: float) -> bool:
    kind = CHART_KINDS[chart.kind]
    slots = max(1, len(chart.categories))
    beside = 1 if kind.is_stacked or kind.element != "barChart" else len([s for s in chart.series if not s.kind])
    space = 0.92 * (room.height if kind.is_horizontal else room.width) / slots
    if beside > 1:
        space /= beside + chart.gap / 100
    return size * 1.15 <= space if kind.is_horizontal else room.measure_text(source.widest, size) <= space


def fit_part_labels(chart: NativeChart, source: deck.Chart, room: Room) -> NativeChart:
    """No labels in the parts of stacked bars that are smaller than theirs, if the author has not asked for them."""
    kind = CHART_KINDS[chart.kind]
    if not (chart.data_labels and kind.is_stacked and kind.element == "barChart") or kind.composition not in (
        "",
        "combo",
    ):
        return chart
    if (source.options or {}).get("asked"):
        return chart
    length = (room.width if kind.is_horizontal else room.height) * _PLOT_SHARE
    needed = room.measure_text(source.widest, chart.label_size) if kind.is_horizontal else chart.label_size * 1.1
    scale = find_value_scale(chart)
    whole = float(scale.maximum - scale.minimum)
    parts = [one for one in chart.series if not one.kind]
    sums = [sum(abs(value or 0) for value in column) for column in zip(*(one.values for one in parts), strict=True)]
    of = [float(total) if kind.grouping == "percentStacked" else whole for total in sums]

    def seen(one: ChartSeries) -> tuple[int, ...]:
        sizes = [
            abs(float(value or 0)) / total * length if total else 0 for value, total in zip(one.values, of, strict=True)
        ]
        return tuple(at for at, size in enumerate(sizes) if size >= needed)

    series = tuple(
        one if one.kind or len(found := seen(one)) == len(one.values) else replace(one, labelled=found)
        for one in chart.series
    )
    return replace(chart, series=series)


def fit_categories(chart: NativeChart, source: deck.Chart, room: Room) -> NativeChart:
    """Names that can be read as they stand: smaller where they must be, and only every other where that is not enough.

    They are never turned.
    """
    kind = CHART_KINDS[chart.kind]
    if not kind.has_axes or kind.is_numeric or kind.element == "radarChart":
        return chart
    if chart.date_unit:
        return _fit_dates(chart, source, room)
    names = _list_names(chart, source)
    slots = max(1, len(names))
    if kind.is_horizontal:
        return _fit_at_side(chart, names, 0.92 * room.height / slots, room)
    return _fit_below(chart, names, _estimate_plot_width(chart, room) / slots, room)


def _list_names(chart: NativeChart, source: deck.Chart) -> tuple[str, ...]:
    return tuple(map(str, source.categories)) if source.dates else chart.categories


def _estimate_plot_width(chart: NativeChart, room: Room) -> float:
    return room.width * (0.9 if chart.value_axis else 0.98)


def _fit_below(chart: NativeChart, names: tuple[str, ...], slot: float, room: Room) -> NativeChart:
    ordered = CHART_KINDS[chart.kind].element in {"lineChart", "areaChart"}
    # Only the longest names need to be measured.
    longest = sorted(set(names), key=len)[-12:]
    for size in room.iter_sizes(chart.text_size):
        if ordered and size < min(16, chart.text_size):
            break  # of points in a row not all have to be named
        if slot > size and all(room.count_lines(name, size, slot * 0.9) <= _MAX_LINES for name in longest):
            return replace(chart, category_size=size)
    size = max(room.smallest, min(chart.text_size, 16 if ordered else 14))
    every = math.ceil(1.2 * max(room.measure_text(name, size) for name in longest) / slot)
    return replace(chart, category_size=size, label_every=max(1, every))


def _fit_at_side(chart: NativeChart, names: tuple[str, ...], slot: float, room: Room) -> NativeChart:
    width = room.width * _MAX_NAMES_SHARE
    longest = sorted(set(names), key=len)[-12:]
    for size in room.iter_sizes(chart.text_size):
        if all(room.count_lines(name, size, width) * size * 1.2 <= slot for name in longest):
            return replace(chart, category_size=size)
    every = math.ceil(room.smallest * 1.2 / slot)
    return replace(chart, category_size=room.smallest, label_every=max(1, every))


def _fit_dates(chart: NativeChart, source: deck.Chart, room: Room) -> NativeChart:
    """Days as far apart as their names are wide, in steps of a calendar."""
    first, last = min(source.dates), max(source.dates)
    size = max(room.smallest, min(chart.text_size, 16))
    sample = sorted({str(name) for name in source.categories}, key=len)[-6:]
    wide = max(room.measure_text(name, size) for name in sample) * 1.35
    most = max(1, int(_estimate_plot_width(chart, room) * 0.9 / wide))
    days = max(1, (last - first).days)
    by_month = "d" not in chart.date_format.lower().rpartition("]")[2]
    for number, unit in _CALENDAR:
        if (
            days / (number * _DAYS[unit]) <= most
            and (not by_month or unit != "days")
            and _is_coarse_enough(unit, chart)
        ):
            return replace(chart, category_size=size, date_step=(number, unit))
    return replace(chart, category_size=size)


_DAYS = {"days": 1.0, "months": 30.44, "years": 365.25}
_CALENDAR: tuple[tuple[int, Literal["days", "months", "years"]], ...] = (
    *((1, "days"), (2, "days"), (7, "days"), (14, "days")),
    *((1, "months"), (2, "months"), (3, "months"), (6, "months")),
    *((1, "years"), (2, "years"), (5, "years"), (10, "years"), (20, "years"), (50, "years"), (100, "years")),
)
"""Steps that people count days in."""


def _is_coarse_enough(unit: str, chart: NativeChart) -> bool:
    """Nothing is named between the days that there are."""
    return list(_DAYS).index(unit) >= list(_DAYS).index(chart.date_unit)
