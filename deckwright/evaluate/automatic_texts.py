"""Writes texts that no author writes: alternative texts of charts and tables, and the source lines of slides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from deckwright.charts.kinds import CHART_KINDS
from deckwright.evaluate.charts.chart_data import drop_missing
from deckwright.evaluate.charts.derived import ValueWriter
from deckwright.evaluate.context import DeckContext
from deckwright.kinds.contracts.scalars import YesNoType
from deckwright.languages.formats import Formats
from deckwright.model import node
from deckwright.model.deck import Chart, Record, Series
from deckwright.model.source import Text
from deckwright.texts.marks import strip_marks
from deckwright.texts.values import Use, select_names

_MAX_POINTS = 40
"""Charts with more points are summarised: first, last, lowest and highest value."""
_MAX_SERIES = 12
SOURCE_SEPARATOR = " · "


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


def _write(index: int, value: Decimal | None, writer: ValueWriter, *, signed: bool = False) -> str:
    return writer.formats.get_word("no-value") if value is None else writer.write(index, value, signed=signed)


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
    steps = [
        f"{strip_marks(category)} {_write(0, value, writer, signed=n not in totals)}"
        for n, (category, value) in enumerate(zip(chart.categories, series.values, strict=True))
    ]
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


def format_source_lines(
    entry: node.Mapping, fields: Record, field_uses: Iterable[Use], all_uses: Iterable[Use], context: DeckContext
) -> tuple[Text | None, Text | None]:
    """Returns the source line of the slide and the one of its notes; None for a line that is left out.

    `field_uses` are the uses of its fields, `all_uses` those of the whole slide with its notes. On the slide the line
    names the tables of charts and tables if `show_sources` is set at the top of deck.yaml, and all its tables if the
    slide sets it; never if the slide has a field `source`. The notes have a line unless it sets `show_sources: no`.
    Reports `no-source` if the slide asks for a line and its data names no source.
    """
    setting = entry.get("show_sources")
    show = YesNoType().check(setting, "'show_sources'", context) if setting is not None else None
    if show is False:
        return None, None
    tables = select_names("data" if show else "drawn", field_uses) if show or context.show_sources else ()
    line = None if fields.get("source") else _join_sources(tables, context)
    has_errors = any(name not in context.sources for name in tables)  # a table that could not be read is reported
    if show and line is None and setting is not None and not fields.get("source") and not has_errors:
        message, advice = "this slide shows a source line, but uses no table and no fact", None
        if tables:
            message, advice = "the data of this slide names no source", f"add 'source:' to '{tables[0]}' under 'data:'"
        context.report.warning("no-source", message, setting.span, help=advice)
    return line, _join_sources(select_names("data", all_uses), context)


def _join_sources(tables: Iterable[str], context: DeckContext) -> Text | None:
    """Returns the sources of these tables on one line, each once; None if no table names one."""
    sources = [source for name in tables if (source := context.sources.get(name)) is not None and source.attribution]
    if not sources:
        return None
    lines = dict.fromkeys(source.format_line() for source in sources)
    first = sources[0].attribution
    assert first is not None
    return Text(SOURCE_SEPARATOR.join(lines), first.span, context.formats.locale, first.origin)
