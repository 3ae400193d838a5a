"""Reads the values of a chart from a data table, by the columns that its kind takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from msgspec import Struct, field
from msgspec.structs import replace

from deckwright.charts.kinds import ChartKind
from deckwright.evaluate.context import DeckContext
from deckwright.evaluate.fields import find_column, find_columns, to_decimal, to_text, to_texts
from deckwright.evaluate.sources import Source, ValueFormat
from deckwright.languages.cldr import choose_grain
from deckwright.model.deck import Record, Series, Values
from deckwright.model.source import Text, span_of

_FIRST_DAY = date(1900, 3, 1)
"""Earlier dates have other numbers in Excel, which counts a 29 February 1900."""


class ChartData(Struct, frozen=True):
    """The values of a chart as its kind takes them, before anything is calculated from them."""

    categories: tuple[Text, ...]
    codes: tuple[str, ...]
    """The names of the categories in `highlight`; for kinds without categories, of the points of all series."""
    series: tuple[Series, ...]
    series_codes: tuple[str, ...]
    kinds: tuple[str, ...]
    """"number" or "percent", for each series."""
    formats: tuple[ValueFormat | None, ...]
    """The format of each series' column; None for values typed in deck.yaml."""
    dates: tuple[date, ...] = ()
    x_format: ValueFormat | None = None
    x_kind: str = "number"
    titles: Mapping[str, Text] = field(default_factory=dict)
    """Default titles of axes, from the headings of columns."""


def read_chart_data(
    kind: ChartKind, fields: Record, source: Source, rows: Sequence[int], context: DeckContext
) -> ChartData | None:
    """Returns the values in these rows of a table; None after reporting an error."""
    data = _READERS[kind.form](fields, source, rows, context)
    return _read_error_bars(data, fields, source, rows, context) if data and fields.get("errors") else data


def _read_series(fields: Record, source: Source, rows: Sequence[int], context: DeckContext) -> ChartData | None:
    return _read_by_category(fields, source, rows, context, to_texts(fields["values"]))


def _read_spans(fields: Record, source: Source, rows: Sequence[int], context: DeckContext) -> ChartData | None:
    return _read_by_category(fields, source, rows, context, (to_text(fields["from"]), to_text(fields["to"])))


def _read_by_category(
    fields: Record, source: Source, rows: Sequence[int], context: DeckContext, names: tuple[Text, ...]
) -> ChartData | None:
    category = find_column(source, fields["categories"], context)
    values = _find_value_columns(source, names, context)
    if category is None or values is None or not _check_categories(source, category, rows, context):
        return None
    table = source.table
    days = tuple(day for row in rows if isinstance(day := table.rows[row][category], date))
    has_dates = table.kinds[category] == "date" and min(days) >= _FIRST_DAY
    return ChartData(
        _read_categories(source, category, rows, days if has_dates else ()),
        tuple(str(table.rows[row][category]) for row in rows),
        tuple(Series(source.get_heading(column), _read_column(source, column, rows)) for column in values),
        tuple(map(str, names)),
        tuple(table.kinds[column] for column in values),
        tuple(source.get_format(column) for column in values),
        dates=days if has_dates else (),
    )


def _read_points(fields: Record, source: Source, rows: Sequence[int], context: DeckContext) -> ChartData | None:
    """Returns points with an x, a y and perhaps a size. A row where one of them is empty has no point."""
    y_names = to_texts(fields["y"]) or (to_text(fields["y"]),)
    size_names = (to_text(fields["size"]),) if "size" in fields else ()
    columns = _find_value_columns(source, (to_text(fields["x"]), *y_names, *size_names), context)
    names, group = (find_column(source, fields[key], context) for key in ("names", "group"))
    missing = [isinstance(fields[key], Text) and at is None for key, at in (("names", names), ("group", group))]
    if columns is None or any(missing):
        return None
    x, ys, size = columns[0], columns[1 : 1 + len(y_names)], columns[-1] if size_names else None
    table = source.table
    series, codes, series_codes, kinds, formats = [], [], [], [], []
    for y in ys:
        needed = [x, y, *([] if size is None else [size])]
        complete = [row for row in rows if all(table.rows[row][column] is not None for column in needed)]
        for code, members in _group_rows(source, group, complete):
            series.append(
                Series(
                    source.get_text(members[0], group) if group is not None else source.get_heading(y),
                    _read_column(source, y, members),
                    xs=_read_column(source, x, members),
                    sizes=() if size is None else _read_column(source, size, members),
                    names=() if names is None else tuple(str(source.get_text(row, names)) for row in members),
                    x_name=str(source.get_heading(x)),
                    size_name="" if size is None else str(source.get_heading(size)),
                )
            )
            codes += [str(table.rows[row][names]) if names is not None else "" for row in members]
            series_codes.append(code or str(table.columns[y]))
            kinds.append(table.kinds[y])
            formats.append(source.get_format(y))
    titles = {"x_title": source.get_heading(x)} | ({"y_title": source.get_heading(ys[0])} if len(ys) == 1 else {})
    return ChartData(
        (), tuple(codes), tuple(series), tuple(series_codes), tuple(kinds), tuple(formats),
        x_format=source.get_format(x), x_kind=table.kinds[x], titles=titles,
    )  # fmt: skip


def _read_raw(fields: Record, source: Source, rows: Sequence[int], context: DeckContext) -> ChartData | None:
    columns = _find_value_columns(source, (to_text(fields["values"]),), context)
    if columns is None:
        return None
    column, heading = columns[0], source.get_heading(columns[0])
    series = Series(heading, _read_column(source, column, rows))
    kind, format_ = source.table.kinds[column], source.get_format(column)
    return ChartData((), (), (series,), (), (kind,), (format_,), titles={"category_title": heading})


_READERS: Mapping[str, Callable[[Record, Source, Sequence[int], DeckContext], ChartData | None]] = {
    "series": _read_series,
    "points": _read_points,
    "bubbles": _read_points,
    "raw": _read_raw,
    "spans": _read_spans,
}
"""Form of a chart kind → function."""


def _find_value_columns(source: Source, names: tuple[Text, ...], context: DeckContext) -> tuple[int, ...] | None:
    """Returns the positions of the columns; None after reporting `unknown-column` or `not-numbers`."""
    columns = find_columns(source, names, context)
    if columns is None:
        return None
    table = source.table
    for name, column in zip(names, columns, strict=True):
        if table.kinds[column] not in ("number", "percent"):
            content = "dates" if table.kinds[column] == "date" else "texts"
            message = f"the column '{name}' holds {content}, and a chart shows numbers"
            context.report.error("not-numbers", message, name.span)
            return None
    return columns


def _check_categories(source: Source, category: int, rows: Sequence[int], context: DeckContext) -> bool:
    """Returns True if each row names its category; reports `empty-category` for the first that does not."""
    table = source.table
    unnamed = next((row for row in rows if table.rows[row][category] is None), None)
    if unnamed is not None:
        message = f"'{table.columns[category]}' is empty in this row, so its bar or point has no name"
        context.report.error("empty-category", message, table.spans[unnamed][category])
    return unnamed is None


def _read_categories(source: Source, column: int, rows: Sequence[int], days: tuple[date, ...]) -> tuple[Text, ...]:
    """Returns the names of the categories: days in a short form, unless deck.yaml names a format for the column."""
    if not days or source.table.columns[column] in source.named_formats:
        return tuple(source.get_text(row, column) for row in rows)
    formats, grain, spans = source.formats, choose_grain(days), source.table.spans
    return tuple(
        Text(formats.format_axis_date(day, grain), spans[row][column], formats.locale)
        for row, day in zip(rows, days, strict=True)
    )


def _read_column(source: Source, column: int, rows: Sequence[int]) -> Values:
    return tuple(to_decimal(source.table.rows[row][column]) for row in rows)


def _group_rows(source: Source, group: int | None, rows: list[int]) -> Iterator[tuple[str, list[int]]]:
    """Yields the code of each group and its rows; all rows under "" without a `group` column."""
    groups: dict[str, list[int]] = {}
    for row in rows:
        cell = None if group is None else source.table.rows[row][group]
        groups.setdefault("" if cell is None else str(cell), []).append(row)
    yield from groups.items()


def _read_error_bars(
    data: ChartData, fields: Record, source: Source, rows: Sequence[int], context: DeckContext
) -> ChartData | None:
    """Returns the data with the lengths of error bars from columns; None after reporting an error."""
    errors = fields["errors"]
    assert isinstance(errors, Record)
    lengths: dict[str, list[Values]] = {}
    for direction in ("plus", "minus"):
        names = to_texts(errors[direction])
        if not names:
            continue
        columns = _find_value_columns(source, names, context)
        if columns is None:
            return None
        if len(columns) != len(data.series):
            message = f"'{direction}' names {len(columns)} columns for {len(data.series)} series"
            context.report.error("uneven-series", message, span_of(names[0]))
            return None
        lengths[direction] = [_read_column(source, column, rows) for column in columns]
    return add_error_bars(data, lengths)


def add_error_bars(data: ChartData, lengths: Mapping[str, list[Values]]) -> ChartData:
    """Returns the data with error bars; `lengths` holds those of each series under "plus" and "minus"."""
    if not lengths:
        return data
    series = []
    for n, item in enumerate(data.series):
        empty: Values = (None,) * len(item.values)
        plus, minus = (lengths[direction][n] if direction in lengths else empty for direction in ("plus", "minus"))
        series.append(replace(item, plus=plus, minus=minus))
    return replace(data, series=tuple(series))


def drop_missing(values: Values) -> tuple[Decimal, ...]:
    return tuple([value for value in values if value is not None])
