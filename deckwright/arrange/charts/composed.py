"""The series of composed chart kinds: waterfall and range, which have hidden parts, dumbbell and slope."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from deckwright.arrange.charts.axes import find_scale, find_unit
from deckwright.arrange.charts.palette import Palette, choose_label_colours
from deckwright.arrange.slide_context import SlideContext
from deckwright.charts.kinds import CHART_KINDS
from deckwright.languages.language import get_language
from deckwright.model import deck
from deckwright.model.page_chart import ChartSeries, ErrorBars, Values
from deckwright.texts.marks import strip_marks

_ZERO = Decimal(0)
_DOT_SIZE = 13
"""Points: the markers of a dumbbell."""


class SeriesParts(Struct, frozen=True):
    """The series of a chart, and fields of `NativeChart` that its kind decides."""

    series: tuple[ChartSeries, ...]
    fields: Mapping[str, Any] = field(default_factory=dict)


def find_word(key: str, context: SlideContext) -> str:
    """Returns one of Deckwright's own words in the deck's language."""
    return get_language(context.locale).words[key]


def make_waterfall(source: deck.Chart, palette: Palette, context: SlideContext) -> SeriesParts:
    """Returns stacked columns above hidden ones. A column that crosses zero has two parts in one colour."""
    data, totals = source.series[0], (source.options or {}).get("totals", ())
    bars = _make_steps(data.values, totals)
    style = palette.style
    increase = palette.pick_other(style.series[0], style.highlight)
    kinds = (("total", style.series[0]), ("increase", increase), ("decrease", style.highlight))
    hidden = tuple(_find_base(bar) for bar in bars)
    series = [ChartSeries(find_word("base", context), hidden, style.muted, drawn=False, labelled=())]
    for kind, colour in kinds:
        for above in (True, False):
            part = tuple(_find_part(bar, above) if bar and bar.kind == kind else None for bar in bars)
            if any(part):
                name = find_word(kind, context) if above else f"{find_word(kind, context)} (< 0)"
                series.append(ChartSeries(name, part, colour, labelled=()))
    tops = tuple((bar.high if bar.high > 0 else bar.low) if bar else None for bar in bars)
    sides = tuple(None if bar is None or bar.high > 0 else "b" for bar in bars)
    if data.labels:
        texts = tuple(label if bar else "" for label, bar in zip(data.labels, bars, strict=True))
        name = strip_marks(data.name)
        top = ChartSeries(name, tops, style.muted, kind="line", drawn=False, labels=texts, label_positions=sides)
        series.append(top)
    return SeriesParts(tuple(series), {"emphasised": tuple(totals), "data_labels": bool(data.labels)})


class _Bar(Struct, frozen=True):
    """The ends of a bar, and its kind in a waterfall: total, increase or decrease."""

    low: Decimal
    high: Decimal
    kind: str


def _make_steps(values: Values, totals: Sequence[int]) -> list[_Bar | None]:
    level, bars = _ZERO, list[_Bar | None]()
    for index, value in enumerate(values):
        if value is None:
            bars.append(None)
        elif index in totals:
            level = value
            bars.append(_Bar(min(level, _ZERO), max(level, _ZERO), "total"))
        else:
            ends = sorted((level, level + value))
            bars.append(_Bar(ends[0], ends[1], "increase" if value >= 0 else "decrease"))
            level += value
    return bars


def _find_base(bar: _Bar | None) -> Decimal | None:
    """Returns the hidden part between zero and the bar."""
    if bar is None:
        return None
    return bar.low if bar.low > 0 else min(bar.high, _ZERO)


def _find_part(bar: _Bar, above: bool) -> Decimal | None:
    """Returns the part of a bar above zero, or below it; None if it has none."""
    part = bar.high - max(bar.low, _ZERO) if above else bar.low - min(bar.high, _ZERO)
    return part if (part > 0 if above else part < 0) else None


def make_range(source: deck.Chart, palette: Palette, context: SlideContext) -> SeriesParts:
    """Returns bars above hidden ones, with labels for their begin and their end."""
    begin, end = source.series
    spans = [
        None if a is None or b is None else _Bar(min(a, b), max(a, b), "")
        for a, b in zip(begin.values, end.values, strict=True)
    ]
    values = [value for span in spans if span for value in (span.low, span.high)]
    scale = find_scale(values, zero=False, margin=0.14, unit=find_unit(source.axis_formats[0]))
    highlights = tuple(palette.style.highlight if n in source.highlight else None for n in range(len(spans)))
    colour = palette.style.muted if source.highlight else palette.pick(0)
    bar = ChartSeries("", (), colour, highlights if source.highlight else (), labelled=())
    name = f"{strip_marks(begin.name)} – {strip_marks(end.name)}"
    hidden = tuple(_find_base(span) for span in spans)
    base = ChartSeries(find_word("base", context), hidden, colour, drawn=False, labelled=())
    above = replace(bar, name=name, values=tuple(_find_part(span, True) if span else None for span in spans))
    below = tuple(_find_part(span, False) if span else None for span in spans)
    first, last = _order_labels(source, spans)
    fields = {"minimum": scale.minimum, "maximum": scale.maximum, "step": scale.step}
    if any(below):
        both = tuple(f"{a} – {b}" if span else "" for a, b, span in zip(first, last, spans, strict=bool(first)))
        bars = (base, above, replace(bar, name=f"{name} (< 0)", values=below))
        return SeriesParts(_add_middle_labels(bars, both, source, context), fields)
    rest = tuple(scale.maximum - span.high if span else None for span in spans)
    return SeriesParts(
        (
            replace(base, labels=first, labelled=None, label_position="inEnd"),
            above,
            ChartSeries(find_word("rest", context), rest, colour, drawn=False, labels=last, label_position="inBase"),
        ),
        fields,
    )


def _order_labels(source: deck.Chart, spans: Sequence[_Bar | None]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Returns the labels of the lower and of the higher values."""
    begin, end = source.series
    if not begin.labels:
        return (), ()
    pairs = [
        (a, b) if span and x is not None and span.low == x else (b, a)
        for a, b, x, span in zip(begin.labels, end.labels, begin.values, spans, strict=True)
    ]
    texts = [pair if span else ("", "") for pair, span in zip(pairs, spans, strict=True)]
    return tuple(low for low, _ in texts), tuple(high for _, high in texts)


def _add_middle_labels(
    bars: tuple[ChartSeries, ...], texts: tuple[str, ...], source: deck.Chart, context: SlideContext
) -> tuple[ChartSeries, ...]:
    """Puts each label on the longer part of its bar, above or below zero."""
    base, above, below = bars
    longer = [abs(a or _ZERO) >= abs(b or _ZERO) for a, b in zip(above.values, below.values, strict=True)]
    kind = CHART_KINDS[source.kind]
    labelled = []
    for part, is_above in ((above, True), (below, False)):
        labels = tuple(text if on == is_above else "" for text, on in zip(texts, longer, strict=True)) if texts else ()
        colours = choose_label_colours(kind, "ctr", part.colour, part.point_colours, len(part.values), context)
        labelled.append(replace(part, labels=labels, labelled=None if texts else (), label_colours=colours))
    return (base, *labelled)


def make_dumbbell(source: deck.Chart, palette: Palette, _: SlideContext) -> SeriesParts:
    """Returns two series of markers, the first with error bars to the second.

    High-low lines would be simpler, but only PowerPoint draws them.
    """
    begin, end = source.series
    style = palette.style
    pairs = tuple(zip(begin.values, end.values, strict=True))
    differences = [None if a is None or b is None else b - a for a, b in pairs]
    rises = [difference is None or difference >= 0 for difference in differences]
    bars = ErrorBars(
        "values",
        plus=tuple(None if difference is None else max(difference, _ZERO) for difference in differences),
        minus=tuple(None if difference is None else max(-difference, _ZERO) for difference in differences),
        colour=style.muted,
        width=38_100,
        caps=False,
    )
    highlights = tuple(style.highlight if n in source.highlight else None for n in range(len(pairs)))
    first = ChartSeries(
        strip_marks(begin.name),
        begin.values,
        style.muted,
        labels=begin.labels,
        label_positions=tuple("b" if up else "t" for up in rises),
        line=0,
        marker=_DOT_SIZE,
        errors=bars,
    )
    last = ChartSeries(
        strip_marks(end.name),
        end.values,
        style.muted if source.highlight else palette.pick(0),
        highlights if source.highlight else (),
        labels=end.labels,
        label_positions=tuple("t" if up else "b" for up in rises),
        line=0,
        marker=_DOT_SIZE,
    )
    return SeriesParts((first, last), {"legend": "bottom"})


def make_slope(source: deck.Chart, palette: Palette, context: SlideContext) -> SeriesParts:
    """Returns a line for each category, from one edge to the other, with the category's name at its end."""
    begin, end = source.series
    style = palette.style
    series = []
    for n, category in enumerate(source.categories):
        a, b = begin.values[n], end.values[n]
        is_highlighted = n in source.highlight
        colour = style.series[0] if a is None or b is None or b >= a else style.highlight
        if source.highlight:
            colour = style.highlight if is_highlighted else style.muted
        name = strip_marks(category)
        labels = (begin.labels[n], f"{end.labels[n]}  {name}") if end.labels else ("", name)
        series.append(
            ChartSeries(
                name, (a, b), colour, labels=labels, line=3 if is_highlighted else 2.25, marker=8,
                label_positions=("r", "l") if context.rtl else ("l", "r"),
            )
        )  # fmt: skip
    names = (strip_marks(begin.name), strip_marks(end.name))
    return SeriesParts(tuple(series), {"categories": names, "emphasised": (), "edge_to_edge": True})
