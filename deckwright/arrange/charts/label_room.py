"""Fits the labels and the category names of a chart into its frame."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from deckwright.arrange.charts.axes import find_value_scale
from deckwright.arrange.slide_context import SlideContext
from deckwright.charts.kinds import CHART_KINDS
from deckwright.fonts.segments import StyledText
from deckwright.languages.scripts import find_script, has_tall_letters
from deckwright.model import deck
from deckwright.model.page import EMU_PER_POINT, Box
from deckwright.model.page_chart import ChartSeries, NativeChart

_MAX_LINES = 3
"""Most lines of a category name below columns."""
_MAX_NAMES_SHARE = 0.38
"""Largest share of the frame's width for names next to bars."""
_PLOT_SHARE = 0.72
"""Approximate length of the value axis, as a share of the frame."""
_FULL_SIZE_WIDTH = 320
"""Charts narrower than this, in points, have smaller type."""
_TOO_MANY_LINES = 99


class Room(Struct, frozen=True):
    """The size of a chart's frame in points, with methods that measure texts in it."""

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
        """Returns the width in points of a text on one line."""
        return self.context.fonts.measure_width(self._style(text, size, bold))

    def count_lines(self, text: str, size: float, width: float) -> int:
        """Returns the number of lines that a text takes; a very high one if a word is wider than the line."""
        styled = self._style(text, size)
        if " " not in text and not has_tall_letters(text):  # such as `70–80`, which must not be broken
            return 1 if self.measure_text(text, size) <= width else _TOO_MANY_LINES
        if self.context.fonts.measure_extent([styled])[0] > width:
            return _TOO_MANY_LINES
        return len(self.context.fonts.break_lines([styled], width))

    def _style(self, text: str, size: float, bold: bool = False) -> StyledText:
        face = self.context.find_face("body", find_script(self.context.lang), bold, italic=False)
        return StyledText(text.replace("\n", "\v"), face, size, lang=self.context.lang)

    def iter_sizes(self, largest: float) -> Iterator[float]:
        """Yields type sizes to try, down to the brand's smallest."""
        size = largest
        while size > self.smallest:
            yield size
            size = max(self.smallest, math.floor(size - 1))
        yield min(largest, self.smallest)


def choose_text_size(brand_size: float, room: Room) -> float:
    """Returns the brand's type size for charts, or a smaller one in a narrow frame."""
    return max(room.smallest, math.floor(min(brand_size, brand_size * room.width / _FULL_SIZE_WIDTH)))


def fit_labels(chart: NativeChart, source: deck.Chart, room: Room) -> NativeChart:
    """Makes labels as large as possible. Removes labels without enough space, unless the author asks for them."""
    kind = CHART_KINDS[chart.kind]
    if not chart.data_labels or not kind.has_axes or kind.is_numeric or not source.widest:
        return chart
    size = next((size for size in room.iter_sizes(chart.label_size) if _do_labels_fit(chart, source, room, size)), None)
    if size is not None:
        return replace(chart, label_size=size)
    if (source.options or {}).get("explicit_labels"):
        return replace(chart, label_size=room.smallest)
    unlabelled = tuple(replace(series, labels=()) for series in chart.series)
    return replace(chart, data_labels=False, says=(), series=unlabelled)


def _do_labels_fit(chart: NativeChart, source: deck.Chart, room: Room, size: float) -> bool:
    kind = CHART_KINDS[chart.kind]
    slots = max(1, len(chart.categories))
    bars = 1 if kind.is_stacked or kind.element != "barChart" else len([s for s in chart.series if not s.kind])
    space = 0.92 * (room.height if kind.is_horizontal else room.width) / slots
    if bars > 1:
        space /= bars + chart.gap / 100
    return size * 1.15 <= space if kind.is_horizontal else room.measure_text(source.widest, size) <= space


def fit_part_labels(chart: NativeChart, source: deck.Chart, room: Room) -> NativeChart:
    """Removes labels from parts of stacked bars that are too small for them, unless the author asks for labels."""
    kind = CHART_KINDS[chart.kind]
    is_plain_stack = kind.is_stacked and kind.element == "barChart" and kind.composition in ("", "combo")
    if not chart.data_labels or not is_plain_stack or (source.options or {}).get("explicit_labels"):
        return chart
    length = (room.width if kind.is_horizontal else room.height) * _PLOT_SHARE
    needed = room.measure_text(source.widest, chart.label_size) if kind.is_horizontal else chart.label_size * 1.1
    scale = find_value_scale(chart)
    axis_length = float(scale.maximum - scale.minimum)
    stacked = (series.values for series in chart.series if not series.kind)
    sums = [sum(abs(value or 0) for value in column) for column in zip(*stacked, strict=True)]
    wholes = [float(total) if kind.grouping == "percentStacked" else axis_length for total in sums]

    def drop_small(series: ChartSeries) -> ChartSeries:
        if series.kind:
            return series
        shares = (abs(float(v or 0)) / whole if whole else 0 for v, whole in zip(series.values, wholes, strict=True))
        labelled = tuple(at for at, share in enumerate(shares) if share * length >= needed)
        return series if len(labelled) == len(series.values) else replace(series, labelled=labelled)

    return replace(chart, series=tuple(map(drop_small, chart.series)))


def fit_categories(chart: NativeChart, source: deck.Chart, room: Room) -> NativeChart:
    """Makes category names smaller until they fit, and then leaves some out. They are never rotated."""
    kind = CHART_KINDS[chart.kind]
    if not kind.has_axes or kind.is_numeric or kind.element == "radarChart":
        return chart
    if chart.date_unit:
        return _fit_dates(chart, source, room)
    names = tuple(map(str, source.categories)) if source.dates else chart.categories
    slots = max(1, len(names))
    if kind.is_horizontal:
        return _fit_at_side(chart, names, 0.92 * room.height / slots, room)
    return _fit_below(chart, names, _estimate_plot_width(chart, room) / slots, room)


def _estimate_plot_width(chart: NativeChart, room: Room) -> float:
    return room.width * (0.9 if chart.value_axis else 0.98)


def _fit_below(chart: NativeChart, names: tuple[str, ...], slot: float, room: Room) -> NativeChart:
    """Fits names below columns, or below the points of lines, which need fewer names rather than smaller type."""
    are_points = CHART_KINDS[chart.kind].element in {"lineChart", "areaChart"}
    longest = sorted(set(names), key=len)[-12:]  # measuring all names would be slow
    for size in room.iter_sizes(chart.text_size):
        if are_points and size < min(16, chart.text_size):
            break
        if slot > size and all(room.count_lines(name, size, slot * 0.9) <= _MAX_LINES for name in longest):
            return replace(chart, category_size=size)
    size = max(room.smallest, min(chart.text_size, 16 if are_points else 14))
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
    """Chooses the distance between dates on the axis: a calendar step that is wider than their names."""
    first, last = min(source.dates), max(source.dates)
    size = max(room.smallest, min(chart.text_size, 16))
    sample = sorted({str(name) for name in source.categories}, key=len)[-6:]
    name_width = max(room.measure_text(name, size) for name in sample) * 1.35
    most = max(1, int(_estimate_plot_width(chart, room) * 0.9 / name_width))
    days = max(1, (last - first).days)
    shows_days = "d" in chart.date_format.lower().rpartition("]")[2]
    units = list(_DAYS)
    units = units[max(units.index(chart.date_unit), 0 if shows_days else 1) :]
    for number, unit in _CALENDAR:
        if unit in units and days / (number * _DAYS[unit]) <= most:
            return replace(chart, category_size=size, date_step=(number, unit))
    return replace(chart, category_size=size)


_DAYS = {"days": 1.0, "months": 30.44, "years": 365.25}
_CALENDAR: tuple[tuple[int, Literal["days", "months", "years"]], ...] = (
    *((1, "days"), (2, "days"), (7, "days"), (14, "days")),
    *((1, "months"), (2, "months"), (3, "months"), (6, "months")),
    *((1, "years"), (2, "years"), (5, "years"), (10, "years"), (20, "years"), (50, "years"), (100, "years")),
)
"""Steps of a calendar."""
