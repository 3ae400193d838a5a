"""Chooses the ends and the steps of axes where PowerPoint would choose badly: for points, radars and moved labels."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from deckwright.charts.kinds import CHART_KINDS
from deckwright.model.page_chart import NativeChart

_DECIMALS = re.compile(r"(?<=0)\.0+(?=$|\\|%)")


class AxisScale(Struct, frozen=True):
    """The ends of an axis, and the distance between its numbers."""

    minimum: Decimal
    maximum: Decimal
    step: Decimal | None
    logarithmic: bool = False

    def locate(self, value: Decimal) -> float:
        """Returns the position of `value`: 0 at the beginning of the axis, 1 at its end."""
        low, high, place = float(self.minimum), float(self.maximum), float(value)
        if self.logarithmic:
            low, high, place = math.log10(low), math.log10(high), math.log10(place)
        return (place - low) / (high - low)


def scale_axes(chart: NativeChart, options: Mapping[str, Any]) -> NativeChart:
    """Sets the ends of the axes of points, which fill their plot, of radars, and of dumbbells and slopes."""
    kind = CHART_KINDS[chart.kind]
    if kind.is_numeric:
        return _scale_to_points(chart, options)
    if kind.element == "radarChart":
        return _scale_values(chart, options, zero=True, margin=0)
    if kind.composition in {"dumbbell", "slope"} and not chart.value_axis:
        return _scale_values(chart, options, zero=False, margin=0.25)  # values are shown by position, not length
    return chart


def find_value_scale(chart: NativeChart) -> AxisScale:
    """Returns the scale of the value axis, with the author's ends if there are any."""
    kind = CHART_KINDS[chart.kind]
    values = _list_values(chart)
    if kind.is_stacked:
        columns = zip(*(series.values for series in chart.series if not series.kind), strict=True)
        values += [sum((value or Decimal(0) for value in column), Decimal(0)) for column in columns]
    if chart.logarithmic:
        powers = [math.log10(value) for value in values]  # values are above zero
        low, high = math.floor(min(powers)), math.ceil(max(powers))
        scale = AxisScale(Decimal(10) ** low, Decimal(10) ** max(high, low + 1), None, logarithmic=True)
    else:
        scale = find_scale(values, zero=kind.starts_at_zero or chart.minimum == 0, unit=_find_unit(chart))
    return replace(
        scale,
        minimum=scale.minimum if chart.minimum is None else chart.minimum,
        maximum=scale.maximum if chart.maximum is None else chart.maximum,
    )


def _scale_to_points(chart: NativeChart, options: Mapping[str, Any]) -> NativeChart:
    margin = 0.15 if any(series.sizes for series in chart.series) else 0.05
    if not chart.logarithmic:
        chart = _scale_values(chart, options, zero=False, margin=margin)
    axis = chart.x_axis
    if not axis.logarithmic:
        xs = [x for series in chart.series for x in series.xs if x is not None]
        scale = find_scale(xs, zero=False, margin=margin, unit=find_unit(axis.number_format))
        low = scale.minimum if axis.minimum is None else axis.minimum
        high = scale.maximum if axis.maximum is None else axis.maximum
        step = scale.step if axis.minimum is None and axis.maximum is None else None
        code = _drop_decimals(axis.number_format, low, step)
        chart = replace(chart, x_axis=replace(axis, minimum=low, maximum=high, step=step, number_format=code))
    return chart


def _scale_values(chart: NativeChart, options: Mapping[str, Any], *, zero: bool, margin: float) -> NativeChart:
    scale = find_scale(_list_values(chart), zero=zero, margin=margin, unit=_find_unit(chart))
    low, high = options.get("minimum", scale.minimum), options.get("maximum", scale.maximum)
    step = scale.step
    if high > low and (low, high) != (scale.minimum, scale.maximum):
        step = Decimal(repr(round_step(float(high - low) / 5, _find_unit(chart))))
    step = chart.step or step
    code = _drop_decimals(chart.axis_format or chart.number_format, low, step)
    return replace(chart, minimum=low, maximum=high, step=step, axis_format=code)


def _drop_decimals(code: str, low: Decimal, step: Decimal | None) -> str:
    """Returns the number format of an axis, without decimals if all of its numbers are whole."""
    unit = Decimal("0.01") if "%" in code else Decimal(1)
    are_whole = step is not None and low % unit == 0 and step % unit == 0
    return _DECIMALS.sub("", code) if are_whole else code


def _find_unit(chart: NativeChart) -> float:
    return find_unit(CHART_KINDS[chart.kind].value_format or chart.axis_format or chart.number_format)


def _list_values(chart: NativeChart) -> list[Decimal]:
    return [value for series in chart.series for value in series.values if value is not None]


def find_scale(
    values: Iterable[Decimal], *, zero: bool, steps: int = 5, margin: float = 0.05, unit: float = 0
) -> AxisScale:
    """Returns a scale that includes `values` and, with `zero`, also zero; it has about `steps` steps.

    `margin` is the share of the range to add at each end. Steps are multiples of `unit`, if it is not 0.
    """
    numbers = [float(value) for value in values] or [0.0, 1.0]
    low, high = min(numbers), max(numbers)
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        low, high = (0.0, 1.0) if zero else (low - 1, high + 1)
    extra = (high - low) * margin
    bottom = low if zero and low == 0 else low - extra
    top = high if zero and high == 0 else high + extra
    step = round_step((top - bottom) / steps, unit)
    size = Decimal(repr(step))
    return AxisScale(math.floor(bottom / step) * size, math.ceil(top / step) * size, size)


def round_step(rough: float, unit: float = 0) -> float:
    """Rounds a step up to 1, 2, 2.5 or 5 times a power of ten that is a multiple of `unit`."""
    rough = max(rough, unit)
    power = 10.0 ** math.floor(math.log10(rough) + 1e-9)
    steps = (float(f"{step * power:.12g}") for step in (1.0, 2.0, 2.5, 5.0, 10.0) if step * power >= rough * 0.999)
    return next(step for step in steps if not unit or abs(step / unit - round(step / unit)) < 1e-6)


def find_unit(code: str) -> float:
    """Returns the smallest difference that a number format shows: 1 for `#,##0`, 0.01 for `0%`; 0 for General."""
    if "0" not in code:
        return 0
    if code.startswith("["):
        return 1  # whole numbers in the language's own digits
    decimals = re.search(r"\.(0+)", code)
    unit = 10.0 ** -len(decimals[1]) if decimals else 1.0
    return unit / 100 if "%" in code else unit
