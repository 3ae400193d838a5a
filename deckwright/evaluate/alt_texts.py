"""Writes the alternative texts of charts and tables from their values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from deckwright.charts.kinds import CHART_KINDS
from deckwright.evaluate.charts.chart_data import drop_missing
from deckwright.evaluate.charts.labels import ValueWriter
from deckwright.languages.formats import Formats
from deckwright.model.deck import Chart, Record, Series
from deckwright.texts.marks import strip_marks

_MAX_POINTS = 40
"""Charts with more points are summarised: first, last, lowest and highest value."""
_MAX_SERIES = 12


def describe_chart(chart: Chart, writer: ValueWriter) -> str:
    """Returns "Bar chart: Growth. All 18%, Doctors 57%. Highlighted: Doctors." in the language of the deck."""
    formats, kind = writer.formats, CHART_KINDS[chart.kind]
    describe = _DESCRIBERS.get(kind.form) or _DESCRIBERS.get(kind.composition) or _describe_series
    heading = strip_marks(chart.title or "")
    parts = list(describe(chart, writer))
    if len(parts) == 1 and (not heading or heading == parts[0][0]):
        heading, sentences = parts[0][0], [parts[0][1]]
    else:
        sentences = [f"{name}: {part}" if name else part for name, part in parts]
    word = formats.language.words.get(kind.name) or formats.get_word("chart")
    sentences += _describe_extras(chart, writer)
    return " ".join([f"{word}: {_end(heading)}" if heading else f"{word}.", *map(_end, sentences)])


def describe_table(headings: Sequence[str], rows: int, missing: bool, formats: Formats) -> str:
    """Returns "Table. Columns: Group and Growth. Rows: 5.", and what a dash means if values are `missing`.

    Screen readers read the cells from the table itself.
    """
    names = formats.format_list(map(strip_marks, headings))
    text = f"{formats.get_word('table')}. {formats.get_word('columns')}: {names}. {formats.get_word('rows')}: {rows}."
    return f"{text} \N{EN DASH}: {formats.get_word('no-value')}." if missing else text


Parts = Iterator[tuple[str, str]]
"""Pairs of a name, such as that of a series, and its description."""


def _describe_series(chart: Chart, writer: ValueWriter) -> Parts:
    points = len(chart.categories) * len(chart.series)
    describe = _summarise_values if points > _MAX_POINTS else _list_values
    selected: Sequence[Series] = chart.series
    if len(selected) > _MAX_SERIES:
        selected = ([chart.series[n] for n in chart.highlighted_series] or chart.series)[:_MAX_SERIES]
    for series in selected:
        yield strip_marks(series.name), describe(chart, chart.series.index(series), writer)
    if len(selected) < len(chart.series):
        yield writer.formats.get_word("series"), writer.formats.format_number(len(chart.series))


def _list_values(chart: Chart, index: int, writer: ValueWriter) -> str:
    values = chart.series[index].values
    return ", ".join(
        f"{strip_marks(category)} {_write(index, value, writer)}"
        for category, value in zip(chart.categories, values, strict=True)
    )


def _write(index: int, value: Decimal | None, writer: ValueWriter) -> str:
    return writer.formats.get_word("no-value") if value is None else writer.write(index, value)


def _summarise_values(chart: Chart, index: int, writer: ValueWriter) -> str:
    """Returns the first, last, lowest and highest value."""
    points = zip(chart.series[index].values, chart.categories, strict=True)
    present = [(value, category) for value, category in points if value is not None]
    if not present:
        return writer.formats.get_word("no-value")
    lowest, highest = min(present, key=lambda point: point[0]), max(present, key=lambda point: point[0])
    ends = present[0], present[-1]
    first, last = (f"{strip_marks(category)} {writer.write(index, value)}" for value, category in ends)
    extremes = [
        f"{writer.formats.get_word(word)} {writer.write(index, value)} ({strip_marks(category)})"
        for word, (value, category) in (("lowest", lowest), ("highest", highest))
    ]
    return f"{first} … {', '.join([last, *extremes])}"


def _describe_steps(chart: Chart, writer: ValueWriter) -> Parts:
    """Yields the steps of a waterfall: changes with their sign, totals without."""
    series, totals = chart.series[0], (chart.options or {}).get("totals", ())
    assert isinstance(totals, tuple)
    steps = []
    for n, (category, value) in enumerate(zip(chart.categories, series.values, strict=True)):
        text = _write(0, value, writer) if value is None or n in totals else writer.write_change(value)
        steps.append(f"{strip_marks(category)} {text}")
    yield strip_marks(series.name), ", ".join(steps)


def _describe_spans(chart: Chart, writer: ValueWriter) -> Parts:
    """Yields "Copenhagen 3 → 9", for each category."""
    begin, end = chart.series
    spans = [
        f"{strip_marks(category)} {_write(0, first, writer)} → {_write(0, last, writer)}"
        for category, first, last in zip(chart.categories, begin.values, end.values, strict=True)
    ]
    yield f"{strip_marks(begin.name)} → {strip_marks(end.name)}", ", ".join(spans)


def _describe_points(chart: Chart, writer: ValueWriter) -> Parts:
    """Yields the points of each series if they are few, else their number and ranges."""
    formats, options = writer.formats, chart.options or {}
    titles = [strip_marks(str(options.get(key) or letter)) for key, letter in (("x_title", "x"), ("y_title", "y"))]

    def write(value: object) -> str:
        return formats.get_word("no-value") if value is None else formats.format_number(value)

    few = sum(len(series.values) for series in chart.series) <= _MAX_POINTS
    for series in chart.series:
        if few:
            coordinates = [series.xs, series.values, *([series.sizes] if series.sizes else [])]
            rows = zip(series.names or ("",) * len(series.values), *coordinates, strict=True)
            points = [f"{name} ({'; '.join(write(part) for part in place)})" for name, *place in rows]
            yield strip_marks(series.name), ", ".join(map(str.strip, points))
        else:
            ranges = (
                f"{title} {formats.format_number(min(present))}–{formats.format_number(max(present))}"
                for title, present in zip(titles, map(drop_missing, (series.xs, series.values)), strict=True)
                if present
            )
            count = f"{formats.get_word('points')}: {formats.format_number(len(series.values))}"
            yield strip_marks(series.name), ", ".join([count, *ranges])


_DESCRIBERS: Mapping[str, Callable[[Chart, ValueWriter], Parts]] = {
    "spans": _describe_spans,
    "points": _describe_points,
    "bubbles": _describe_points,
    "waterfall": _describe_steps,
}
"""Form or composition of a chart kind → function; `_describe_series` for all others."""


def _describe_extras(chart: Chart, writer: ValueWriter) -> Iterator[str]:
    """Yields sentences on the target, the trend, and what is highlighted."""
    formats, options = writer.formats, chart.options or {}
    if isinstance(target := options.get("target"), Record):
        value = target["value"]
        yield f"{strip_marks(str(target['name']))}: {formats.format_value(value, *writer.primary)}"
    if options.get("trend"):
        names = (strip_marks(series.name) for series in chart.series[:_MAX_SERIES])
        yield f"{formats.get_word('trend')}: {formats.format_list(names)}"
    highlighted = [strip_marks(chart.series[n].name) for n in chart.highlighted_series]
    if CHART_KINDS[chart.kind].is_numeric:
        names_of_points = [name for series in chart.series for name in series.names or ("",) * len(series.values)]
        highlighted += [names_of_points[n] for n in chart.highlight]
    else:
        highlighted += [strip_marks(chart.categories[n]) for n in chart.highlight]
    if highlighted:
        yield f"{formats.get_word('highlighted')}: {formats.format_list(highlighted)}"


def _end(sentence: str) -> str:
    return sentence if sentence.endswith((".", "?", "!", "…", "。")) else f"{sentence}."
