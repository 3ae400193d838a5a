"""Builds charts: from an author's `chart:` to its values, options, formats and alternative text."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TypeVar

from msgspec.structs import replace

from deckwright.charts.kinds import CHART_KINDS, ChartKind
from deckwright.evaluate.automatic_texts import describe_chart
from deckwright.evaluate.charts.chart_data import ChartData, drop_missing, group_rows, read_chart_data
from deckwright.evaluate.charts.derived import COUNT_FORMAT, ValueWriter, add_labels, add_totals, count_bins
from deckwright.evaluate.charts.inline_data import read_inline_chart_data
from deckwright.evaluate.charts.options import check_chart, find_by_name, read_options
from deckwright.evaluate.context import DeckContext, ReportedError, find_columns, require, to_texts, to_tuple
from deckwright.evaluate.sources import Source, ValueFormat, check_format, find_digits
from deckwright.kinds.contracts.chart_fields import CHART_KIND_FIELD, ChartType
from deckwright.kinds.contracts.fields import check_fields
from deckwright.languages.cldr import choose_grain
from deckwright.languages.number_formats import FORMATS
from deckwright.model import node
from deckwright.model.deck import Chart, Record
from deckwright.model.source import Text, span_of
from deckwright.texts.marks import strip_marks

_MAX_PANELS = 16
_NAMING_OPTIONS = ("highlight", "totals")
"""Options that name categories. In small multiples, a panel ignores the names that only other panels have."""
_Item = TypeVar("_Item")


def build_chart(mapping: node.Mapping, context: DeckContext) -> Chart:
    """Returns the chart that `mapping` describes, with its alternative text; raises ReportedError after an error."""
    others = [str(entry.key) for entry in mapping.entries if entry.key != "kind"]
    fields = check_fields(mapping, (CHART_KIND_FIELD,), context, owner="the chart", at=mapping.span, others=others)
    name = fields["kind"]
    if not isinstance(name, str):
        raise ReportedError
    kind = CHART_KINDS[name]  # decides what other fields are allowed
    fields = check_fields(
        mapping, ChartType().get_fields(mapping), context, owner=f"the {kind.name} chart", at=mapping.span
    )
    if "data" not in fields:
        data = read_inline_chart_data(kind, mapping, fields, context)
        return _build(kind, data, mapping, fields, context)
    source = require(context.find_source(fields["data"]))
    if not source.table.rows:
        context.fail("empty-chart", f"'{source.table.file}' has no rows to show", span_of(fields["data"]))
    if isinstance(fields["multiples"], Text):
        return _build_multiples(kind, source, fields["multiples"], mapping, fields, context)
    data = read_chart_data(kind, fields, source, range(len(source.table.rows)), context)
    return _build(kind, data, mapping, fields, context)


def _build(kind: ChartKind, data: ChartData, mapping: node.Mapping, fields: Record, context: DeckContext) -> Chart:
    check_chart(kind, data, fields, mapping, context)
    formats = _choose_formats(kind, data, fields, context)
    totals: tuple[int, ...] = ()
    if kind.form == "raw":
        data = count_bins(data, fields, formats[0], mapping, context)
        formats = COUNT_FORMAT, COUNT_FORMAT
    elif kind.composition == "waterfall":
        data, totals = add_totals(data, fields, mapping, context)
    data = _sort_categories(data, fields.get("sort"))
    options = read_options(kind, data, fields, mapping, context)
    highlight = find_by_name(fields.get("highlight"), data, context)
    options |= {"totals": totals} if totals else {}
    lines = options.get("lines") if fields.get("secondary") else ()
    writer = ValueWriter(context.formats, *formats, lines if isinstance(lines, tuple) else ())
    series, widest = add_labels(kind, data, options, writer)
    title, alt = fields["title"], fields["alt"]
    chart = Chart(
        kind=kind.name,
        categories=data.categories,
        series=series,
        number_format=context.formats.build_number_code(*formats[0]),
        span=mapping.span,
        title=title if isinstance(title, Text) else None,
        highlight=highlight[0],
        options=options,
        highlighted_series=highlight[1],
        dates=data.dates,
        date_format=context.formats.build_axis_date_code(choose_grain(data.dates)) if data.dates else "",
        x_format=_format_x_axis(data, fields, context),
        percent_format=context.formats.build_number_code("percent", 0),
        second_format=context.formats.build_number_code(*formats[1]),
        widest=widest,
        axis_formats=_format_value_axes(data, options, formats, context),
    )
    if isinstance(alt, Text):
        return replace(chart, alt=alt.like(strip_marks(alt)))
    return replace(chart, alt=Text(describe_chart(chart, writer), mapping.span, context.formats.locale))


def _build_multiples(
    kind: ChartKind, source: Source, name: Text, mapping: node.Mapping, fields: Record, context: DeckContext
) -> Chart:
    """Returns a chart with a panel for each value in the column called `name`, all on one scale."""
    (column,) = find_columns(source, (name,), context)
    all_rows = range(len(source.table.rows))
    groups = group_rows(source, column, all_rows)
    if len(groups) > _MAX_PANELS:
        message = f"'{name}' has {len(groups)} different values, and small multiples show at most {_MAX_PANELS}"
        context.fail("too-many", message, name.span)
    whole = read_chart_data(kind, fields, source, all_rows, context)
    highlight, _ = [find_by_name(fields.get(key), whole, context) for key in _NAMING_OPTIONS]
    panels = []
    for rows in groups.values():
        data = read_chart_data(kind, fields, source, rows, context)
        names = {*data.codes, *data.series_codes}
        known = {key: tuple(name for name in to_texts(fields.get(key)) if name in names) for key in _NAMING_OPTIONS}
        overrides = {"title": source.get_text(rows[0], column), "alt": None, **known}
        panel = _build(kind, data, mapping, Record(dict(fields) | overrides, fields.span), context)
        if highlight[0] and not panel.highlight:
            panel = replace(panel, options={**(panel.options or {}), "elsewhere": True})
        panels.append(panel)
    title, alt = fields["title"], fields["alt"]
    heading = f"{strip_marks(title)}. " if isinstance(title, Text) else ""
    alts = [panel.alt.like(heading + panel.alt) if panel.alt else None for panel in panels]
    if isinstance(alt, Text):
        alts = [alt.like(f"{strip_marks(alt)} {strip_marks(panel.title or '')}") for panel in panels]
    return replace(
        panels[0],
        title=title if isinstance(title, Text) else None,
        panels=tuple(replace(panel, alt=text) for panel, text in zip(panels, alts, strict=True)),
    )


def _choose_formats(
    kind: ChartKind, data: ChartData, fields: Record, context: DeckContext
) -> tuple[ValueFormat, ValueFormat]:
    """Returns the formats of the values on the primary and the secondary axis."""
    has_secondary = kind.composition == "combo" and bool(fields["secondary"])
    count = len(data.series)
    second = [count - 1] if has_secondary else []
    if has_secondary and (lines := to_tuple(fields["lines"])):
        second = [n for n, code in enumerate(data.series_codes) if code in lines] or second
    first = [n for n in range(count) if n not in second] or list(range(count))
    primary = _choose_format(fields["format"], data, first, context)
    secondary = _choose_format(fields.get("secondary_format"), data, second, context) if second else primary
    return primary, secondary


def _choose_format(name: object, data: ChartData, members: Sequence[int], context: DeckContext) -> ValueFormat:
    """Returns the format called `name`, else that of the first column, for these series."""
    first = members[0]
    if not isinstance(name, Text) and (column_format := data.formats[first]) is not None:
        return column_format
    format_ = FORMATS["number"]
    if isinstance(name, Text) and name != "number":
        format_ = check_format(name, data.kinds[first], context.report) or format_
    values = tuple(value for n in members for value in drop_missing(data.series[n].values))
    return format_.name, find_digits(format_, values)


def _format_value_axes(
    data: ChartData, options: dict[str, object], formats: tuple[ValueFormat, ValueFormat], context: DeckContext
) -> tuple[str, str]:
    """Returns the format codes of the value axes: without decimals if the values span ten units or more."""
    lines = options.get("lines") or ()
    assert isinstance(lines, tuple)
    groups = [n for n in range(len(data.series)) if n not in lines], list(lines)
    codes = []
    for (name, digits), members in zip(formats, groups, strict=True):
        values = [value for n in members for value in drop_missing(data.series[n].values)]
        unit = Decimal("0.01") if name == "percent" else Decimal(1)
        is_coarse = max([Decimal(0), *values]) - min([Decimal(0), *values]) >= 10 * unit
        code = context.formats.build_number_code(name, 0 if digits and is_coarse else digits)
        codes.append(context.formats.build_axis_number_code(code) if min(values, default=0) > -1000 else code)
    return codes[0], codes[1]


def _format_x_axis(data: ChartData, fields: Record, context: DeckContext) -> str:
    name, formats, value_format = fields.get("x_format"), context.formats, data.x_format
    xs = tuple(x for series in data.series for x in drop_missing(series.xs))
    if isinstance(name, Text) and (format_ := check_format(name, data.x_kind, context.report)):
        value_format = format_.name, find_digits(format_, xs)
    code = formats.build_number_code(*value_format) if value_format else "General"
    return formats.build_axis_number_code(code) if min(xs, default=0) > -1000 else code


def _sort_categories(data: ChartData, order: object) -> ChartData:
    """Returns the categories sorted by the values of the first series; those without a value come last."""
    if order is None:
        return data
    values = data.series[0].values
    positions = [at for at, value in enumerate(values) if value is not None]
    positions.sort(key=lambda at: values[at] or Decimal(0), reverse=order == "descending")
    positions += [at for at, value in enumerate(values) if value is None]

    def sort(items: tuple[_Item, ...]) -> tuple[_Item, ...]:
        return tuple(items[at] for at in positions) if items else items

    return replace(
        data,
        categories=sort(data.categories),
        codes=sort(data.codes),
        series=tuple(
            replace(series, values=sort(series.values), plus=sort(series.plus), minus=sort(series.minus))
            for series in data.series
        ),
        dates=sort(data.dates),
    )
