"""Reads the values of a chart from a data table, by the columns that its kind takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from msgspec import Struct, field
from msgspec.structs import replace

from deckwright.charts.kinds import ChartKind
from deckwright.evaluate.context import DeckContext, find_columns, to_decimal, to_text, to_texts
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
) -> ChartData:
    """Returns the values in these rows of a table."""
    if kind.form == "raw":
        return _read_raw(fields, source, rows, context)
    if kind.form == "spans":
        data = _read_by_category(fields, source, rows, context, (to_text(fields["from"]), to_text(fields["to"])))
    elif kind.is_numeric:
        data = _read_points(fields, source, rows, context)
    else:
        data = _read_by_category(fields, source, rows, context, to_texts(fields["values"]))
    return _read_error_bars(data, fields, source, rows, context) if fields.get("errors") else data


def _read_by_category(
    fields: Record, source: Source, rows: Sequence[int], context: DeckContext, names: tuple[Text, ...]
) -> ChartData:
    *values, category = _find_columns(source, names, context, fields["categories"])
    table = source.table
    unnamed = next((row for row in rows if table.rows[row][category] is None), None)
    if unnamed is not None:
        message = f"'{table.columns[category]}' is empty in this row, so its bar or point has no name"
        context.fail("empty-category", message, table.spans[unnamed][category])
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


def _read_points(fields: Record, source: Source, rows: Sequence[int], context: DeckContext) -> ChartData:
    """Returns points with an x, a y and perhaps a size. A row where one of them is empty has no point."""
    y_names = to_texts(fields["y"]) or (to_text(fields["y"]),)
    size_names = (to_text(fields["size"]),) if "size" in fields else ()
    words = {key: name for key in ("names", "group") if isinstance(name := fields[key], Text)}
    numbers = (to_text(fields["x"]), *y_names, *size_names)
    columns = _find_columns(source, numbers, context, *words.values())
    x, ys, size = columns[0], columns[1 : 1 + len(y_names)], columns[1 + len(y_names)] if size_names else None
    word_columns = dict(zip(words, columns[len(numbers) :], strict=True))
    names, group = word_columns.get("names"), word_columns.get("group")
    table = source.table
    series, codes, series_codes, kinds, formats = [], [], [], [], []
    for y in ys:
        needed = [x, y, *([] if size is None else [size])]
        complete = [row for row in rows if all(table.rows[row][column] is not None for column in needed)]
        for code, members in group_rows(source, group, complete).items():
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


def _read_raw(fields: Record, source: Source, rows: Sequence[int], context: DeckContext) -> ChartData:
    (column,) = _find_columns(source, (to_text(fields["values"]),), context)
    heading = source.get_heading(column)
    series = Series(heading, _read_column(source, column, rows))
    kind, format_ = source.table.kinds[column], source.get_format(column)
    return ChartData((), (), (series,), (), (kind,), (format_,), titles={"category_title": heading})


def _find_columns(source: Source, names: tuple[Text, ...], context: DeckContext, *others: object) -> tuple[int, ...]:
    """Returns the positions of the columns of numbers called `names`, then those of `others`.

    Fails with `unknown-column` or `not-numbers`.
    """
    columns = find_columns(source, (*names, *others), context)
    for name, column in zip(names, columns, strict=False):
        if (kind := source.table.kinds[column]) not in ("number", "percent"):
            content = "dates" if kind == "date" else "texts"
            message = f"the column '{name}' holds {content}, and a chart shows numbers"
            context.fail("not-numbers", message, name.span)
    return columns


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


def group_rows(source: Source, group: int | None, rows: Sequence[int]) -> Mapping[str, Sequence[int]]:
    """Returns the code of each group → its rows; all rows under "" without a `group` column."""
    groups: dict[str, list[int]] = {}
    for row in rows:
        cell = None if group is None else source.table.rows[row][group]
        groups.setdefault("" if cell is None else str(cell), []).append(row)
    return groups


def _read_error_bars(
    data: ChartData, fields: Record, source: Source, rows: Sequence[int], context: DeckContext
) -> ChartData:
    """Returns the data with the lengths of error bars from columns."""

    def read_lengths(direction: str, value: object) -> Sequence[Values]:
        names = to_texts(value)
        columns = _find_columns(source, names, context)
        if names and len(columns) != len(data.series):
            message = f"'{direction}' names {len(columns)} columns for {len(data.series)} series"
            context.fail("uneven-series", message, span_of(names[0]))
        return [_read_column(source, column, rows) for column in columns]

    return add_error_bars(data, fields["errors"], read_lengths)


def add_error_bars(data: ChartData, errors: object, read: Callable[[str, object], Sequence[Values]]) -> ChartData:
    """Returns the data with error bars.

    `read` returns the lengths for each series from the field "plus" or "minus" of `errors`; nothing if it is left out.
    """
    assert isinstance(errors, Record)
    plus, minus = (read(direction, errors[direction]) for direction in ("plus", "minus"))
    if not plus and not minus:
        return data
    series = []
    for n, item in enumerate(data.series):
        empty: Values = (None,) * len(item.values)
        series.append(replace(item, plus=plus[n] if plus else empty, minus=minus[n] if minus else empty))
    return replace(data, series=tuple(series))


def drop_missing(values: Values) -> tuple[Decimal, ...]:
    return tuple([value for value in values if value is not None])
