"""Reads the values of a chart that are typed in deck.yaml."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from deckwright.charts.kinds import ChartKind
from deckwright.evaluate.charts.chart_data import ChartData, add_error_bars
from deckwright.evaluate.context import DeckContext, ReportedError, list_items, to_decimal, to_text, to_texts, to_tuple
from deckwright.model import node
from deckwright.model.deck import Record, Series, Values
from deckwright.model.source import Text


def read_inline_chart_data(kind: ChartKind, mapping: node.Mapping, fields: Record, context: DeckContext) -> ChartData:
    """Returns the values typed in the chart; fails also if their fields have errors, which are reported."""
    if kind.form == "raw":
        return _read_raw(fields)
    if kind.form == "spans":
        return _read_by_category([fields["from"], fields["to"]], mapping, fields, context)
    records = to_tuple(fields["series"])
    if not records or len(records) != len(list_items(mapping.get("series"))):
        raise ReportedError
    if kind.is_numeric:
        return _read_points(mapping, fields)
    return _read_by_category(records, mapping, fields, context)


def _read_by_category(
    records: Sequence[object], mapping: node.Mapping, fields: Record, context: DeckContext
) -> ChartData:
    categories = to_texts(fields["categories"])
    count, series = len(list_items(mapping.get("categories"))), []
    for record in records:
        values = tuple(map(to_decimal, to_tuple(record["values"]))) if isinstance(record, Record) else ()
        if not isinstance(record, Record) or not values or len(categories) != count:
            raise ReportedError
        if len(values) != count:
            message = f"the series '{record['name']}' has {len(values)} values for {len(categories)} categories"
            context.fail("uneven-series", message, record.span)
        series.append(Series(to_text(record["name"]), values))
    data = _make_chart_data(series, categories=categories, codes=map(str, categories))
    errors = fields.get("errors")
    return _read_error_bars(data, errors, context) if isinstance(errors, Record) else data


def _read_points(mapping: node.Mapping, fields: Record) -> ChartData:
    series, codes = [], list[str]()
    for entry, record in zip(list_items(mapping.get("series")), to_tuple(fields["series"]), strict=False):
        if not isinstance(record, Record) or not isinstance(entry, node.Mapping):
            raise ReportedError
        points = [point for point in to_tuple(record["points"]) if isinstance(point, Record)]
        if len(points) != len(list_items(entry.get("points"))) or any(
            to_decimal(point[key]) is None for point in points for key in ("x", "y", "size") if key in point
        ):
            raise ReportedError
        names = tuple(str(to_text(point["name"])) for point in points)
        series.append(
            Series(
                to_text(record["name"]),
                tuple(to_decimal(point["y"]) for point in points),
                xs=tuple(to_decimal(point["x"]) for point in points),
                sizes=tuple(to_decimal(point["size"]) for point in points if "size" in point),
                names=names if any(names) else (),
            )
        )
        codes += names
    return _make_chart_data(series, codes=codes)


def _read_raw(fields: Record) -> ChartData:
    values = tuple(map(to_decimal, to_tuple(fields["values"])))
    if not values:
        raise ReportedError
    name = to_text(fields["name"])
    titles = {"category_title": name} if name else {}
    return ChartData((), (), (Series(name, values),), (), ("number",), (None,), titles=titles)


def _make_chart_data(series: Sequence[Series], *, codes: Iterable[str], categories: tuple[Text, ...] = ()) -> ChartData:
    count = len(series)
    series_codes = tuple(str(item.name) for item in series)
    return ChartData(categories, tuple(codes), tuple(series), series_codes, ("number",) * count, (None,) * count)


def _read_error_bars(data: ChartData, errors: Record, context: DeckContext) -> ChartData:
    """Returns the data with the typed lengths of error bars."""

    def read_lengths(direction: str, value: object) -> Sequence[Values]:
        values = tuple(map(to_decimal, to_tuple(value)))
        if values and (len(data.series) > 1 or len(values) != len(data.series[0].values)):
            series = f"{len(data.series)} series" if len(data.series) > 1 else f"{len(data.categories)} categories"
            context.fail("uneven-series", f"'{direction}' has {len(values)} values for {series}", errors.span)
        return [values] if values else []

    return add_error_bars(data, errors, read_lengths)
