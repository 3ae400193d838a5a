"""Charts made of hidden parts and shown ones: waterfall, range and dumbbell; and slopes, a line for each category."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from deckwright.arrange.charts.axes import find_scale, find_unit
from deckwright.arrange.charts.colours import Palette, choose_label_colours
from deckwright.arrange.charts.parts import SeriesParts, find_word
from deckwright.arrange.context import SlideContext
from deckwright.charts.kinds import CHART_KINDS
from deckwright.model import deck
from deckwright.model.page_chart import ChartSeries, ErrorBars, Values
from deckwright.texts.marks import strip_marks

_ZERO = Decimal(0)
_DOT_SIZE = 13
"""Points of the width of a dumbbell's ends."""


def make_waterfall(source: deck.Chart, palette: Palette, context: SlideContext) -> SeriesParts:
    """Stacked columns over hidden ones. What crosses zero has a part on either side of it, both of one colour."""
    one, totals = source.series[0], (source.options or {}).get("totals", ())
    bars = _make_steps(one.values, totals)
    look = palette.look
    increase = palette.pick_other(look.series[0], look.highlight)
    kinds = (("total", look.series[0]), ("increase", increase), ("decrease", look.highlight))
    hidden = tuple(_find_base(bar) for bar in bars)
    series = [ChartSeries(find_word("base", context), hidden, look.muted, drawn=False, labelled=())]
    for kind, colour in kinds:
        for above in (True, False):
            part = tuple(_find_part(bar, above) if bar and bar.kind == kind else None for bar in bars)
            if any(part):
                name = find_word(kind, context) if above else f"{find_word(kind, context)} (< 0)"
                series.append(ChartSeries(name, part, colour, labelled=()))
    tops = tuple((bar.high if bar.high > 0 else bar.low) if bar else None for bar in bars)
    sides = tuple(None if bar is None or bar.high > 0 else "b" for bar in bars)
    texts = tuple(label if bar else "" for label, bar in zip(one.labels or ("",) * len(bars), bars, strict=True))
    if one.labels:
        series.append(
            ChartSeries(
                strip_marks(one.name), tops, look.muted, kind="line", drawn=False, labels=texts, label_positions=sides,
            )
        )  # fmt: skip
    return SeriesParts(tuple(series), {"emphasised": tuple(totals), "data_labels": bool(one.labels)})


class _Bar(Struct, frozen=True):
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
    """What holds a bar up from zero, or down."""
    if bar is None:
        return None
    return bar.low if bar.low > 0 else min(bar.high, _ZERO)


def _find_part(bar: _Bar, above: bool) -> Decimal | None:
    """What is seen of a bar above zero, or below it; None where there is nothing."""
    part = bar.high - max(bar.low, _ZERO) if above else bar.low - min(bar.high, _ZERO)
    return part if (part > 0 if above else part < 0) else None


def make_range(source: deck.Chart, palette: Palette, context: SlideContext) -> SeriesParts:
    """Bars over hidden ones, with where they begin and end written beside them."""
    begin, end = source.series
    spans = [
        None if a is None or b is None else _Bar(min(a, b), max(a, b), "")
        for a, b in zip(begin.values, end.values, strict=True)
    ]
    known = [value for span in spans if span for value in (span.low, span.high)]
    scale = find_scale(known, zero=False, room=0.14, unit=find_unit(source.axis_formats[0]))
    picked = tuple(palette.look.highlight if n in source.highlight else None for n in range(len(spans)))
    colour = palette.look.muted if source.highlight else palette.pick(0)
    shown = ChartSeries("", (), colour, picked if source.highlight else (), labelled=())
    name = f"{strip_marks(begin.name)} – {strip_marks(end.name)}"
    hidden = tuple(_find_base(span) for span in spans)
    base = ChartSeries(find_word("base", context), hidden, colour, drawn=False, labelled=())
    above = replace(shown, name=name, values=tuple(_find_part(span, True) if span else None for span in spans))
    below = tuple(_find_part(span, False) if span else None for span in spans)
    limits = {"minimum": scale.minimum, "maximum": scale.maximum, "step": scale.step}
    if any(below):
        both = tuple(
            f"{first} – {last}" if span else ""
            for first, last, span in zip(*_order_labels(source, spans), spans, strict=True)
        )
        bars = (base, above, replace(shown, name=f"{name} (< 0)", values=below))
        return SeriesParts(_add_middle_labels(bars, both, source, context), limits)
    first, last = _order_labels(source, spans)
    rest = tuple(scale.maximum - span.high if span else None for span in spans)
    return SeriesParts(
        (
            replace(base, labels=first, labelled=None, label_position="inEnd"),
            above,
            ChartSeries(find_word("rest", context), rest, colour, drawn=False, labels=last, label_position="inBase"),
        ),
        limits,
    )


def _order_labels(source: deck.Chart, spans: Sequence[_Bar | None]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The texts of the lower and of the higher value of each span."""
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
    """Each label on the longer part of its bar, which may lie on either side of zero."""
    base, above, below = bars
    longer = [abs(a or _ZERO) >= abs(b or _ZERO) for a, b in zip(above.values, below.values, strict=True)]
    kind = CHART_KINDS[source.kind]
    found = []
    for one, mine in ((above, True), (below, False)):
        labels = tuple(text if on == mine else "" for text, on in zip(texts, longer, strict=True)) if texts else ()
        colours = choose_label_colours(kind, "ctr", one.colour, one.point_colours, len(one.values), context)
        found.append(replace(one, labels=labels, labelled=None if texts else (), label_colours=colours))
    return (base, *found)


def make_dumbbell(source: deck.Chart, palette: Palette, _: SlideContext) -> SeriesParts:
    """Two markers, and between them the error bar of the first: high-low lines are drawn by PowerPoint alone."""
    begin, end = source.series
    look = palette.look
    pairs = tuple(zip(begin.values, end.values, strict=True))
    apart = [None if a is None or b is None else b - a for a, b in pairs]
    rises = [gap is None or gap >= 0 for gap in apart]
    bars = ErrorBars(
        "values",
        plus=tuple(None if gap is None else max(gap, _ZERO) for gap in apart),
        minus=tuple(None if gap is None else max(-gap, _ZERO) for gap in apart),
        colour=look.muted,
        width=38_100,
        caps=False,
    )
    picked = tuple(look.highlight if n in source.highlight else None for n in range(len(pairs)))
    first = ChartSeries(
        strip_marks(begin.name),
        begin.values,
        look.muted,
        labels=begin.labels,
        label_positions=tuple("b" if up else "t" for up in rises),
        line=0,
        marker=_DOT_SIZE,
        errors=bars,
    )
    last = ChartSeries(
        strip_marks(end.name),
        end.values,
        look.muted if source.highlight else palette.pick(0),
        picked if source.highlight else (),
        labels=end.labels,
        label_positions=tuple("t" if up else "b" for up in rises),
        line=0,
        marker=_DOT_SIZE,
    )
    return SeriesParts((first, last), {"legend": "bottom"})


def make_slope(source: deck.Chart, palette: Palette, context: SlideContext) -> SeriesParts:
    """A line for each category, from one edge to the other, with its name at its end."""
    begin, end = source.series
    look = palette.look
    series = []
    for n, category in enumerate(source.categories):
        a, b = begin.values[n], end.values[n]
        picked = n in source.highlight
        colour = look.series[0] if a is None or b is None or b >= a else look.highlight
        if source.highlight:
            colour = look.highlight if picked else look.muted
        name = strip_marks(category)
        labels = (begin.labels[n], f"{end.labels[n]}  {name}") if end.labels else ("", name)
        series.append(
            ChartSeries(
                name, (a, b), colour, labels=labels, line=3 if picked else 2.25, marker=8,
                label_positions=("r", "l") if context.rtl else ("l", "r"),
            )
        )  # fmt: skip
    names = (strip_marks(begin.name), strip_marks(end.name))
    return SeriesParts(tuple(series), {"categories": names, "emphasised": (), "edge_to_edge": True})
