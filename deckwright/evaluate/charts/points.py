"""The values of a chart: read from a table by the columns its kind takes, or as they are written beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from deckwright.charts.kinds import ChartKind
from deckwright.evaluate.fields import column_at, columns_at, decimal, entries, items, text, texts
from deckwright.evaluate.sources import Source
from deckwright.languages.date_codes import grain_of
from deckwright.model import node
from deckwright.model.deck import Record, Series, Values
from deckwright.model.source import Text, span_of

if TYPE_CHECKING:
    from deckwright.evaluate.context import DeckContext

_FIRST_DAY = date(1900, 3, 1)
"""Before it, Excel counts a day that never was."""

How = tuple[str, int | None]
"""Name and decimals of a format."""


class Points(Struct, frozen=True):
    """What a chart shows."""

    categories: tuple[Text, ...]
    codes: tuple[str, ...]
    """What `highlight` calls the categories; of kinds without categories, the points of all series."""
    series: tuple[Series, ...]
    series_codes: tuple[str, ...]
    kinds: tuple[str, ...]
    """number or percent, of each series."""
    formats: tuple[How | None, ...]
    """The columns' own formats, if they have any."""
    dates: tuple[date, ...] = ()
    x_format: How | None = None
    x_kind: str = "number"
    titles: Mapping[str, Text] = field(default_factory=dict)
    """Headings of columns that titles of axes are taken from, where the author gives none."""


def points_from_data(
    kind: ChartKind, fields: Record, source: Source, rows: Sequence[int], context: DeckContext
) -> Points | None:
    """What these rows of a table hold; None after a report."""
    found = _FROM_DATA[kind.form](fields, source, rows, context)
    return _with_errors(found, fields, source, rows, context) if found and fields.get("errors") else found


def points_inline(kind: ChartKind, mapping: node.Mapping, fields: Record, context: DeckContext) -> Points | None:
    """What is written beside the chart; None after a report."""
    return _INLINE[kind.form](mapping, fields, context)


def _series_from_data(fields: Record, source: Source, rows: Sequence[int], context: DeckContext) -> Points | None:
    return _by_category(fields, source, rows, context, texts(fields["values"]))


def _spans_from_data(fields: Record, source: Source, rows: Sequence[int], context: DeckContext) -> Points | None:
    return _by_category(fields, source, rows, context, (text(fields["from"]), text(fields["to"])))


def _by_category(
    fields: Record, source: Source, rows: Sequence[int], context: DeckContext, names: tuple[Text, ...]
) -> Points | None:
    category, values = column_at(source, fields["categories"], context), _find_value_columns(source, names, context)
    if category is None or values is None or not _named(source, category, rows, context):
        return None
    table = source.table
    days = tuple(day for row in rows if isinstance(day := table.rows[row][category], date))
    dated = table.kinds[category] == "date" and min(days) >= _FIRST_DAY
    return Points(
        _categories(source, category, rows, days if dated else ()),
        tuple(str(table.rows[row][category]) for row in rows),
        tuple(Series(source.heading(column), _column(source, column, rows)) for column in values),
        tuple(map(str, names)),
        tuple(table.kinds[column] for column in values),
        tuple(source.format(column) for column in values),
        dates=days if dated else (),
    )


def _points_from_data(fields: Record, source: Source, rows: Sequence[int], context: DeckContext) -> Points | None:
    """Points with an x, a y and perhaps a size. Those that lack one of them are left out, for they have no place."""
    ys = texts(fields["y"]) or (text(fields["y"]),)
    sized = (text(fields["size"]),) if "size" in fields else ()
    columns = _find_value_columns(source, (text(fields["x"]), *ys, *sized), context)
    optional = [column_at(source, fields[key], context) for key in ("names", "group")]
    asked = [isinstance(fields[key], Text) for key in ("names", "group")]
    if columns is None or any(wanted and column is None for wanted, column in zip(asked, optional, strict=True)):
        return None
    x, size, (names, group) = columns[0], columns[-1] if sized else None, optional
    table = source.table
    series, codes, series_codes, kinds, formats = [], [], [], [], []
    for y in columns[1 : 1 + len(ys)]:
        needed = [x, y, *([] if size is None else [size])]
        there = [row for row in rows if all(table.rows[row][column] is not None for column in needed)]
        for code, members in _grouped(source, group, there):
            name = source.text(members[0], group) if group is not None else source.heading(y)
            one = Series(
                name,
                _column(source, y, members),
                xs=_column(source, x, members),
                sizes=() if size is None else _column(source, size, members),
                names=() if names is None else tuple(str(source.text(row, names)) for row in members),
                x_name=str(source.heading(x)),
                size_name="" if size is None else str(source.heading(size)),
            )
            series.append(one)
            codes += [str(table.rows[row][names]) if names is not None else "" for row in members]
            series_codes.append(code or str(table.columns[y]))
            kinds.append(table.kinds[y])
            formats.append(source.format(y))
    titles = {"x_title": source.heading(x)} | ({"y_title": source.heading(columns[1])} if len(ys) == 1 else {})
    return Points(
        (), tuple(codes), tuple(series), tuple(series_codes), tuple(kinds), tuple(formats),
        x_format=source.format(x), x_kind=table.kinds[x], titles=titles,
    )  # fmt: skip


def _raw_from_data(fields: Record, source: Source, rows: Sequence[int], context: DeckContext) -> Points | None:
    columns = _find_value_columns(source, (text(fields["values"]),), context)
    if columns is None:
        return None
    column = columns[0]
    one = Series(source.heading(column), _column(source, column, rows))
    kind, how = source.table.kinds[column], source.format(column)
    return Points((), (), (one,), (), (kind,), (how,), titles={"category_title": one.name})


def _series_inline(mapping: node.Mapping, fields: Record, context: DeckContext) -> Points | None:
    given = entries(fields["series"])
    return _with_categories(fields, tuple(zip(items(mapping.get("series")), given, strict=False)), mapping, context)


def _spans_inline(mapping: node.Mapping, fields: Record, context: DeckContext) -> Points | None:
    both = tuple((mapping.get(key), fields[key]) for key in ("from", "to"))
    return _with_categories(fields, both, mapping, context)


def _with_categories(
    fields: Record,
    given: Sequence[tuple[node.Node | None, object]],
    mapping: node.Mapping,
    context: DeckContext,
) -> Points | None:
    categories = texts(fields["categories"])
    written, series = len(items(mapping.get("categories"))), []
    for at, one in given:
        if not isinstance(one, Record) or not isinstance(at, node.Mapping):
            return None
        values = tuple(map(decimal, entries(one["values"])))
        if not values or len(categories) != written:
            return None  # some of them are wrong, and reported
        if len(values) != written:
            message = f"the series '{one['name']}' has {len(values)} values for {len(categories)} categories"
            context.report.error("uneven-series", message, one.span)
            return None
        series.append(Series(text(one["name"]), values))
    if not series or len(series) != len(given):
        return None
    found = Points(
        categories, tuple(map(str, categories)), tuple(series), tuple(str(one.name) for one in series),
        ("number",) * len(series), (None,) * len(series),
    )  # fmt: skip
    return _with_written_errors(found, fields, context) if fields.get("errors") else found


def _points_inline(mapping: node.Mapping, fields: Record, _: DeckContext) -> Points | None:
    series, codes = [], list[str]()
    for at, one in zip(items(mapping.get("series")), entries(fields["series"]), strict=False):
        if not isinstance(one, Record) or not isinstance(at, node.Mapping):
            return None
        points = [point for point in entries(one["points"]) if isinstance(point, Record)]
        if len(points) != len(items(at.get("points"))) or any(
            decimal(point[key]) is None for point in points for key in ("x", "y", "size") if key in point
        ):
            return None
        names = tuple(str(text(point["name"])) for point in points)
        series.append(
            Series(
                text(one["name"]),
                tuple(decimal(point["y"]) for point in points),
                xs=tuple(decimal(point["x"]) for point in points),
                sizes=tuple(decimal(point["size"]) for point in points if "size" in point),
                names=names if any(names) else (),
            )
        )
        codes += names
    if not series:
        return None
    count = len(series)
    return Points(
        (), tuple(codes), tuple(series), tuple(str(one.name) for one in series), ("number",) * count, (None,) * count
    )


def _raw_inline(_mapping: node.Mapping, fields: Record, _: DeckContext) -> Points | None:
    values = tuple(map(decimal, entries(fields["values"])))
    if not values:
        return None
    name = text(fields["name"])
    titles = {"category_title": name} if name else {}
    return Points((), (), (Series(name, values),), (), ("number",), (None,), titles=titles)


Reading = Callable[[Record, Source, Sequence[int], "DeckContext"], Points | None]
_FROM_DATA: Mapping[str, Reading] = {
    "series": _series_from_data,
    "points": _points_from_data,
    "bubbles": _points_from_data,
    "raw": _raw_from_data,
    "spans": _spans_from_data,
}
_INLINE: Mapping[str, Callable[[node.Mapping, Record, DeckContext], Points | None]] = {
    "series": _series_inline,
    "points": _points_inline,
    "bubbles": _points_inline,
    "raw": _raw_inline,
    "spans": _spans_inline,
}
"""How the values of a form are read."""


def _find_value_columns(source: Source, names: tuple[Text, ...], context: DeckContext) -> tuple[int, ...] | None:
    """The columns called `names`, which must hold numbers. Reported there: `unknown-column`, `not-numbers`."""
    columns = columns_at(source, names, context)
    if columns is None:
        return None
    table = source.table
    for name, column in zip(names, columns, strict=True):
        if table.kinds[column] not in ("number", "percent"):
            what = "dates" if table.kinds[column] == "date" else "texts"
            message = f"the column '{name}' holds {what}, and a chart shows numbers"
            context.report.error("not-numbers", message, name.span)
            return None
    return columns


def _named(source: Source, category: int, rows: Sequence[int], context: DeckContext) -> bool:
    table = source.table
    unnamed = next((row for row in rows if table.rows[row][category] is None), None)
    if unnamed is not None:
        message = f"'{table.columns[category]}' is empty in this row, so its bar or point has no name"
        context.report.error("empty-category", message, table.spans[unnamed][category])
    return unnamed is None


def _categories(source: Source, column: int, rows: Sequence[int], days: tuple[date, ...]) -> tuple[Text, ...]:
    """What the categories are called: days as short as they can be, unless the author has named a format."""
    if not days or source.table.columns[column] in source.named_formats:
        return tuple(source.text(row, column) for row in rows)
    formats, grain = source.formats, grain_of(days)
    spans = source.table.spans
    return tuple(
        Text(formats.axis_day(day, grain), spans[row][column], formats.locale)
        for row, day in zip(rows, days, strict=True)
    )


def _column(source: Source, column: int, rows: Sequence[int]) -> Values:
    return tuple(decimal(source.table.rows[row][column]) for row in rows)


def _grouped(source: Source, group: int | None, rows: list[int]) -> list[tuple[str, list[int]]]:
    if group is None:
        return [("", rows)] if rows else []
    found: dict[str, list[int]] = {}
    for row in rows:
        cell = source.table.rows[row][group]
        found.setdefault("" if cell is None else str(cell), []).append(row)
    return list(found.items())


def _with_errors(
    found: Points, fields: Record, source: Source, rows: Sequence[int], context: DeckContext
) -> Points | None:
    """Error bars by column. Reported there: `uneven-series`."""
    errors = fields["errors"]
    assert isinstance(errors, Record)
    lengths: dict[str, list[Values]] = {}
    for way in ("plus", "minus"):
        names = texts(errors[way])
        if not names:
            continue
        columns = _find_value_columns(source, names, context)
        if columns is None:
            return None
        if len(columns) != len(found.series):
            message = f"'{way}' names {len(columns)} columns for {len(found.series)} series"
            context.report.error("uneven-series", message, span_of(names[0]))
            return None
        lengths[way] = [_column(source, column, rows) for column in columns]
    return _bars_added(found, lengths)


def _with_written_errors(found: Points, fields: Record, context: DeckContext) -> Points | None:
    errors, lengths = fields["errors"], dict[str, list[Values]]()
    assert isinstance(errors, Record)
    for way in ("plus", "minus"):
        values = tuple(map(decimal, entries(errors[way])))
        if not values:
            continue
        if len(found.series) > 1 or len(values) != len(found.series[0].values):
            have = f"{len(found.series)} series" if len(found.series) > 1 else f"{len(found.categories)} categories"
            context.report.error("uneven-series", f"'{way}' has {len(values)} values for {have}", errors.span)
            return None
        lengths[way] = [values]
    return _bars_added(found, lengths)


def _bars_added(found: Points, lengths: Mapping[str, list[Values]]) -> Points:
    series = []
    for n, one in enumerate(found.series):
        none: Values = (None,) * len(one.values)
        plus, minus = (lengths[way][n] if way in lengths else none for way in ("plus", "minus"))
        series.append(replace(one, plus=plus, minus=minus) if lengths else one)
    return replace(found, series=tuple(series))


def drop_missing(values: Values) -> tuple[Decimal, ...]:
    return tuple([value for value in values if value is not None])
