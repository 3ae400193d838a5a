"""Charts: an author's `chart:` with its figures, from the data or written beside it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from deckwright import node
from deckwright.charts import CHART_KINDS, ChartKind
from deckwright.contracts.fields import check_fields
from deckwright.contracts.figures import ChartType
from deckwright.deck import Chart, Record, Series
from deckwright.evaluate.describe import describe_chart
from deckwright.evaluate.figures import (
    column_at,
    columns_at,
    decimal,
    entries,
    highlighted,
    items,
    span_at,
    text,
    texts,
)
from deckwright.evaluate.sources import check_format, digits_of
from deckwright.inline import plain
from deckwright.languages.format_table import FORMATS, Format
from deckwright.limits import CHART_SERIES
from deckwright.source import Text, span_of

if TYPE_CHECKING:
    from deckwright.evaluate.context import DeckContext

_WIDEST_GAP = 500

_MARKED, _ENGLISH = Decimal("1234.5"), "1,234.5"


@dataclass(frozen=True, slots=True)
class _Points:
    """What a chart shows."""

    categories: tuple[Text, ...]
    codes: tuple[str, ...]
    """What `highlight` calls the categories."""
    series: tuple[Series, ...]
    kind: str
    """number or percent."""
    format: tuple[str, int | None] | None
    """The columns' own format, if they have one."""


def build_chart(mapping: node.Mapping, context: DeckContext) -> Chart | None:
    """The chart that `mapping` describes, with its alternative text; None after a report."""
    fields = check_fields(mapping, ChartType().fields(mapping), context, owner="the chart", at=mapping.span)
    if not isinstance(fields["kind"], str):
        return None
    kind = CHART_KINDS[fields["kind"]]
    points = _from_data(fields, context) if "data" in fields else _inline(mapping, fields, context)
    if points is None or not _suits(kind, points, mapping, context):
        return None
    how = _format(fields, points, context)
    highlight = highlighted(fields["highlight"], points.codes, context)
    options = _options(kind, mapping, fields, context)
    if how is None or highlight is None or options is None:
        return None
    order = _order(points, fields["sort"])
    name, digits = how
    series = tuple(
        Series(one.name, values := tuple(one.values[at] for at in order), _labels(values, name, digits, context))
        for one in points.series
    )
    categories = tuple(points.categories[at] for at in order)
    picked_out = tuple(sorted(order.index(at) for at in highlight))
    title, alt = fields["title"], fields["alt"]
    if isinstance(alt, Text):
        alt = alt.like(plain(alt))
    else:
        said = describe_chart(
            kind.name,
            str(title or ""),
            categories,
            series,
            picked_out,
            lambda value: context.formats.show(value, name, digits),
            context.formats,
        )
        alt = Text(said, mapping.span, context.formats.locale)
    return Chart(
        kind=kind.name,
        categories=categories,
        series=series,
        number_format=context.formats.chart_code(name, digits),
        span=mapping.span,
        title=title if isinstance(title, Text) else None,
        alt=alt,
        highlight=picked_out,
        options=options,
    )


def _labels(values: tuple[Decimal | None, ...], name: str, digits: int | None, context: DeckContext) -> tuple[str, ...]:
    """The values as this language writes them, where its marks of decimals and thousands are not English ones.

    Office writes a number format's marks as the viewer's own system does, whatever the language of the text.
    """
    formats = context.formats
    if formats.number(_MARKED, 1) == _ENGLISH:
        return ()
    shown = tuple("" if value is None else formats.show(value, name, digits) for value in values)
    code = formats.chart_code(name, digits)
    marked = any(value is not None and (abs(value) >= 1000 or value % 1) for value in values)
    return shown if marked and ("." in code or "," in code) else ()


def _from_data(fields: Record, context: DeckContext) -> _Points | None:
    source = context.source(fields["data"])
    if source is None:
        return None
    category, values = column_at(source, fields["categories"], context), columns_at(source, fields["values"], context)
    if category is None or values is None:
        return None
    table = source.table
    if not table.rows:
        context.report.error("empty-chart", f"'{table.file}' has no rows to show", span_of(fields["data"]))
        return None
    for name, column in zip(texts(fields["values"]), values, strict=True):
        if table.kinds[column] not in ("number", "percent"):
            what = "dates" if table.kinds[column] == "date" else "texts"
            message = f"the column '{name}' holds {what}, and a chart shows numbers"
            context.report.error("not-numbers", message, name.span)
            return None
    kinds = {table.kinds[column] for column in values}
    if len(kinds) > 1:
        message = "percentages and numbers cannot stand on one axis"
        context.report.error("mixed-figures", message, span_of(texts(fields["values"])[0]))
        return None
    unnamed = next((n for n, row in enumerate(table.rows) if row[category] is None), None)
    if unnamed is not None:
        message = f"'{table.columns[category]}' is empty in this row, so its bar or point has no name"
        context.report.error("empty-category", message, table.spans[unnamed][category])
        return None
    rows = range(len(table.rows))
    return _Points(
        tuple(source.text(row, category) for row in rows),
        tuple(str(row[category]) for row in table.rows),
        tuple(Series(source.heading(column), tuple(decimal(row[column]) for row in table.rows)) for column in values),
        kinds.pop(),
        source.format(values[0]),
    )


def _inline(mapping: node.Mapping, fields: Record, context: DeckContext) -> _Points | None:
    categories = texts(fields["categories"])
    series = []
    for at, given in zip(items(mapping.get("series")), entries(fields["series"]), strict=False):
        if not isinstance(given, Record) or not isinstance(at, node.Mapping):
            return None
        written, values = len(items(at.get("values"))), entries(given["values"])
        if written != len(items(mapping.get("categories"))):
            message = f"the series '{given['name']}' has {written} values for {len(categories)} categories"
            context.report.error("uneven-series", message, given.span)
            return None
        if len(values) != written or len(values) != len(categories):
            return None  # some of them are wrong, and reported
        series.append(Series(text(given["name"]), tuple(map(decimal, values))))
    return _Points(categories, tuple(map(str, categories)), tuple(series), "number", None) if series else None


def _suits(kind: ChartKind, points: _Points, mapping: node.Mapping, context: DeckContext) -> bool:
    """Report what a chart of this kind cannot show."""
    at = span_at(mapping, "values", "series")
    if len(points.series) > CHART_SERIES:
        message = f"PowerPoint draws at most {CHART_SERIES} series, and {len(points.series)} are given"
        context.report.error("too-many-series", message, at)
        return False
    if kind.one_series and len(points.series) > 1:
        message = f"a {kind.name} chart shows one series, and {len(points.series)} are given"
        context.report.error("too-many-series", message, at)
        return False
    below = [value for one in points.series for value in one.values if value is not None and value < 0]
    if below and not kind.negative:
        message = f"a {kind.name} chart cannot show values below zero, such as {below[0]}"
        context.report.error("negative-value", message, at)
        return False
    return True


def _format(fields: Record, points: _Points, context: DeckContext) -> tuple[str, int | None] | None:
    """Name and decimals of the format that all values are shown in."""
    name = fields["format"]
    if not isinstance(name, Text):
        if points.format is not None:
            return points.format
        name = Text("number")
    how: Format | None = FORMATS["number"] if name == "number" else check_format(name, points.kind, context.report)
    if how is None:
        return None
    values = tuple(value for one in points.series for value in one.values if value is not None)
    return how.name, digits_of(how, values)


def _options(kind: ChartKind, mapping: node.Mapping, fields: Record, context: DeckContext) -> dict[str, object] | None:
    """The further choices that the author has made."""
    least, most, gap = fields["minimum"], fields["maximum"], fields["gap"]
    if isinstance(least, int | Decimal) and isinstance(most, int | Decimal) and least >= most:
        message = "'minimum' must be below 'maximum'"
        context.report.error("out-of-range", message, span_at(mapping, "minimum"))
        return None
    if isinstance(gap, int | Decimal) and not 0 <= gap <= _WIDEST_GAP:
        message = f"'gap' goes from 0 to {_WIDEST_GAP} percent"
        context.report.error("out-of-range", message, span_at(mapping, "gap"))
        return None
    options = {key: fields[key] for key in ("minimum", "maximum", "gap") if fields[key] is not None}
    if fields["legend"] is not None:
        side = "right" if kind.coloured_by == "point" else "bottom"
        options["legend"] = side if fields["legend"] else "none"
    return options


def _order(points: _Points, wanted: object) -> list[int]:
    """The categories in the order to show them. Those without a value stand last."""
    order = list(range(len(points.categories)))
    if wanted is None:
        return order
    values = points.series[0].values
    known = [at for at in order if values[at] is not None]
    known.sort(key=lambda at: values[at] or Decimal(0), reverse=wanted == "descending")
    return known + [at for at in order if values[at] is None]
