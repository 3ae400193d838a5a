"""Charts: an author's `chart:` with its values, from the data or written beside it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec.structs import replace

from deckwright.charts.kinds import CHART_KINDS, ChartKind
from deckwright.evaluate.alt_texts import describe_chart
from deckwright.evaluate.charts.checks import suits
from deckwright.evaluate.charts.derived import COUNTS, binned, summed_up
from deckwright.evaluate.charts.labels import Writing, with_labels
from deckwright.evaluate.charts.options import found_by_name, in_range, options_in
from deckwright.evaluate.charts.points import How, Points, drop_missing, points_from_data, points_inline
from deckwright.evaluate.fields import texts
from deckwright.evaluate.sources import Source, check_format, digits_of
from deckwright.kinds.contracts.charts import KIND, fields_in
from deckwright.kinds.contracts.fields import check_fields
from deckwright.languages.date_codes import grain_of
from deckwright.languages.format_table import FORMATS, Format
from deckwright.model import node
from deckwright.model.deck import Chart, Record, Series, Values
from deckwright.model.source import Text, span_of
from deckwright.texts.marks import plain

if TYPE_CHECKING:
    from deckwright.evaluate.context import DeckContext

_MOST_PANELS = 16
_NAMING = ("highlight", "totals")
"""Options that name categories."""


def build_chart(mapping: node.Mapping, context: DeckContext) -> Chart | None:
    """The chart that `mapping` describes, with its alternative text; None after a report."""
    kind = _kind(mapping, context)
    if kind is None:
        return None
    fields = check_fields(mapping, fields_in(mapping), context, owner=f"the {kind.name} chart", at=mapping.span)
    if "data" not in fields:
        points = points_inline(kind, mapping, fields, context)
        return _chart(kind, points, mapping, fields, context) if points else None
    source = context.source(fields["data"])
    if source is None:
        return None
    if not source.table.rows:
        context.report.error("empty-chart", f"'{source.table.file}' has no rows to show", span_of(fields["data"]))
        return None
    if isinstance(fields["multiples"], Text):
        return _multiples(kind, source, mapping, fields, context)
    points = points_from_data(kind, fields, source, range(len(source.table.rows)), context)
    return _chart(kind, points, mapping, fields, context) if points else None


def _kind(mapping: node.Mapping, context: DeckContext) -> ChartKind | None:
    """The kind, which says what other fields there may be; None after a report."""
    others = [str(entry.key) for entry in mapping.entries if entry.key != "kind"]
    name = check_fields(mapping, (KIND,), context, owner="the chart", at=mapping.span, others=others)["kind"]
    return CHART_KINDS[name] if isinstance(name, str) else None


def _chart(
    kind: ChartKind, points: Points, mapping: node.Mapping, fields: Record, context: DeckContext
) -> Chart | None:
    if not in_range(fields, mapping, context) or not suits(kind, points, fields, mapping, context):
        return None
    looks = _looks(kind, points, fields, context)
    if looks is None:
        return None
    totals: tuple[int, ...] = ()
    if kind.form == "raw":
        counted = binned(points, fields, looks[0], mapping, context)
        if counted is None:
            return None
        points, looks = counted, (COUNTS, COUNTS)
    elif kind.made == "waterfall":
        summed = summed_up(points, fields, mapping, context)
        if summed is None:
            return None
        points, totals = summed
    points = _sorted(points, fields.get("sort"))
    options = options_in(kind, points, fields, mapping, context)
    picked = found_by_name(fields.get("highlight"), points, context)
    if options is None or picked is None:
        return None
    options |= {"totals": totals} if totals else {}
    lines = options.get("lines") if fields.get("secondary") else ()
    writing = Writing(context.formats, *looks, lines if isinstance(lines, tuple) else ())
    series, widest = with_labels(kind, points, options, writing)
    title = fields["title"]
    chart = Chart(
        kind=kind.name,
        categories=points.categories,
        series=series,
        number_format=context.formats.chart_code(*looks[0]),
        span=mapping.span,
        title=title if isinstance(title, Text) else None,
        highlight=picked[0],
        options=options,
        picked=picked[1],
        dates=points.dates,
        date_format=context.formats.axis_date_code(grain_of(points.dates)) if points.dates else "",
        x_format=_x_code(points, fields, context),
        percent_format=context.formats.chart_code("percent", 0),
        second_format=context.formats.chart_code(*looks[1]),
        widest=widest,
        axis_formats=_axis_codes(points, options, looks, context),
    )
    return replace(chart, alt=_alt(chart, fields["alt"], writing, mapping, context))


def _alt(chart: Chart, given: object, writing: Writing, mapping: node.Mapping, context: DeckContext) -> Text:
    if isinstance(given, Text):
        return given.like(plain(given))
    return Text(describe_chart(chart, writing), mapping.span, context.formats.locale)


def _multiples(
    kind: ChartKind, source: Source, mapping: node.Mapping, fields: Record, context: DeckContext
) -> Chart | None:
    """A chart for each of what a column has, all on one scale."""
    wanted = fields["multiples"]
    assert isinstance(wanted, Text)
    column = source.find(wanted, context.report)
    if column is None:
        return None
    rows: dict[str, list[int]] = {}
    for row, cells in enumerate(source.table.rows):
        rows.setdefault(str(cells[column]), []).append(row)
    if len(rows) > _MOST_PANELS:
        message = f"'{wanted}' has {len(rows)} different values, and small multiples show {_MOST_PANELS} at most"
        context.report.error("too-many", message, wanted.span)
        return None
    whole = points_from_data(kind, fields, source, range(len(source.table.rows)), context)
    if whole is None or any(found_by_name(fields.get(key), whole, context) is None for key in _NAMING):
        return None
    whole_picked = bool((found_by_name(fields.get("highlight"), whole, context) or ((),))[0])
    panels = []
    for members in rows.values():
        points = points_from_data(kind, fields, source, members, context)
        if points is None:
            return None
        named = {"title": source.text(members[0], column), "alt": None} | _narrowed(fields, points)
        panel = _chart(kind, points, mapping, Record(dict(fields) | named, fields.span), context)
        if panel is None:
            return None
        if whole_picked and not panel.highlight:
            panel = replace(panel, options={**(panel.options or {}), "elsewhere": True})
        panels.append(panel)
    first, title = panels[0], fields["title"]
    heading = f"{plain(title)}. " if isinstance(title, Text) else ""
    given = fields["alt"]
    alts = [panel.alt.like(heading + panel.alt) if panel.alt else None for panel in panels]
    if isinstance(given, Text):
        alts = [given.like(f"{plain(given)} {plain(panel.title or '')}") for panel in panels]
    return replace(
        first,
        title=title if isinstance(title, Text) else None,
        panels=tuple(replace(panel, alt=alt) for panel, alt in zip(panels, alts, strict=True)),
    )


def _narrowed(fields: Record, points: Points) -> dict[str, object]:
    """What names categories that a panel has; those that only others have are not missing here."""
    there = {*points.codes, *points.series_codes}
    return {key: tuple(word for word in texts(fields.get(key)) if word in there) for key in _NAMING}


def _looks(kind: ChartKind, points: Points, fields: Record, context: DeckContext) -> tuple[How, How] | None:
    """The formats of the values, and of those on the axis at the other side."""
    lines = kind.made == "combo" and bool(fields["secondary"])
    count = len(points.series)
    second = [count - 1] if lines else []
    if lines and (named := fields["lines"]):
        second = [n for n, code in enumerate(points.series_codes) if code in named] or second  # type: ignore[operator]
    first = [n for n in range(count) if n not in second] or list(range(count))
    one = _how(fields["format"], points, first, context)
    other = _how(fields.get("secondary_format"), points, second, context) if second else one
    return (one, other) if one and other else None


def _how(given: object, points: Points, members: Sequence[int], context: DeckContext) -> How | None:
    """Name and decimals of the format that the values of these series are shown in."""
    name = given
    if not isinstance(name, Text):
        own = points.formats[members[0]]
        if own is not None:
            return own
        name = Text("number")
    how: Format | None = (
        FORMATS["number"] if name == "number" else check_format(name, points.kinds[members[0]], context.report)
    )
    if how is None:
        return None
    values = tuple(value for n in members for value in drop_missing(points.series[n].values))
    return how.name, digits_of(how, values)


def _axis_codes(
    points: Points, options: dict[str, object], looks: tuple[How, How], context: DeckContext
) -> tuple[str, str]:
    """The formats of the axes: without decimals where steps are whole ones."""
    lines = options.get("lines") or ()
    assert isinstance(lines, tuple)
    groups = [n for n in range(len(points.series)) if n not in lines], list(lines)
    codes = []
    for (name, digits), members in zip(looks, groups, strict=True):
        values = [value for n in members for value in drop_missing(points.series[n].values)]
        code = context.formats.chart_code(name, 0 if digits and _is_coarse(name, values) else digits)
        codes.append(context.formats.axis_number_code(code) if min(values, default=0) > -1000 else code)
    return codes[0], codes[1]


def _is_coarse(name: str, values: list[Decimal]) -> bool:
    unit = Decimal("0.01") if name == "percent" else Decimal(1)
    return max([Decimal(0), *values]) - min([Decimal(0), *values]) >= 10 * unit


def _x_code(points: Points, fields: Record, context: DeckContext) -> str:
    """The format of the axis of x."""
    given, formats = fields.get("x_format"), context.formats
    xs = tuple(x for one in points.series for x in drop_missing(one.xs))
    code = "General"
    if isinstance(given, Text):
        how = check_format(given, points.x_kind, context.report)
        code = formats.chart_code(how.name, digits_of(how, xs)) if how else code
    elif points.x_format:
        code = formats.chart_code(*points.x_format)
    return formats.axis_number_code(code) if min(xs, default=0) > -1000 else code


def _sorted(points: Points, wanted: object) -> Points:
    """The categories by the values of the first series. Those without a value stand last."""
    if wanted is None:
        return points
    values = points.series[0].values
    order = [at for at, value in enumerate(values) if value is not None]
    order.sort(key=lambda at: values[at] or Decimal(0), reverse=wanted == "descending")
    order += [at for at, value in enumerate(values) if value is None]

    def arranged(one: Series) -> Series:
        def row(values: Values) -> Values:
            return tuple(values[at] for at in order) if values else values

        return replace(one, values=row(one.values), plus=row(one.plus), minus=row(one.minus))

    return replace(
        points,
        categories=tuple(points.categories[at] for at in order),
        codes=tuple(points.codes[at] for at in order),
        series=tuple(map(arranged, points.series)),
        dates=tuple(points.dates[at] for at in order) if points.dates else (),
    )
