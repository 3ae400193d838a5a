"""The texts that stand at the points of a chart, and when they have to come from cells."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from deckwright.charts.kinds import ChartKind
from deckwright.evaluate.charts.points import How, Points, drop_missing
from deckwright.languages.formats import Formats
from deckwright.model.deck import Series, Values
from deckwright.texts.marks import plain

_MARKED, _ENGLISH = Decimal("1234.5"), "1,234.5"


class Writing(Struct, frozen=True):
    """How the values of a chart are written in the deck's language."""

    formats: Formats
    first: How
    second: How
    lines: tuple[int, ...] = ()
    """The series that are written the second way."""

    def show(self, series: int, value: Decimal) -> str:
        return self.formats.show(value, *(self.second if series in self.lines else self.first))

    def change(self, value: Decimal) -> str:
        """A step of a waterfall: `+20`, `−30`."""
        return f"+{self.show(0, value)}" if value > 0 else self.show(0, value)


def with_labels(
    kind: ChartKind, points: Points, options: Mapping[str, object], writing: Writing
) -> tuple[tuple[Series, ...], str]:
    """The series with the texts of their labels, where those come from cells; and the longest text of a value.

    Office writes a number format's marks as the viewer's own system does, whatever the language of the text.
    """
    says = options.get("labels") or ()
    assert isinstance(says, tuple)
    if not says and kind.made != "slope":
        return points.series, _widest_end(points.series, writing)
    totals = options.get("totals", ())
    series, widest = [], ""
    for n, one in enumerate(points.series):
        shown = _shown(kind, n, one.values, totals, writing)
        widest = max((widest, *shown), key=len)
        if kind.form == "spans" or kind.made == "waterfall" or "name" in says or _foreign(one, n, says, writing):
            series.append(replace(one, labels=_texts(kind, one, points, says, shown, writing)))
        else:
            series.append(one)
    return tuple(series), widest


def _shown(kind: ChartKind, n: int, values: Values, totals: object, writing: Writing) -> tuple[str, ...]:
    if kind.made == "waterfall":
        assert isinstance(totals, tuple)
        return tuple(
            "" if value is None else writing.show(n, value) if at in totals else writing.change(value)
            for at, value in enumerate(values)
        )
    return tuple("" if value is None else writing.show(n, value) for value in values)


def _foreign(one: Series, n: int, says: tuple[str, ...], writing: Writing) -> bool:
    """Whether the marks of these values are not those that Office would write on an English machine."""
    if "value" not in says or writing.formats.show(_MARKED, "decimal") == _ENGLISH:
        return False
    code = writing.formats.chart_code(*(writing.second if n in writing.lines else writing.first))
    marked = any(abs(value) >= 1000 or value % 1 for value in drop_missing(one.values))
    return marked and ("." in code or "," in code)


def _texts(
    kind: ChartKind,
    one: Series,
    points: Points,
    says: tuple[str, ...],
    shown: tuple[str, ...],
    writing: Writing,
) -> tuple[str, ...]:
    """What stands at each point; nothing where there is no value."""
    between = "\n" if kind.coloured_by == "point" else " "
    whole = sum(drop_missing(one.values), Decimal(0))
    texts = []
    for at, value in enumerate(one.values):
        parts = {
            "name": one.names[at] if one.names else "",
            "series": plain(one.name),
            "category": plain(points.categories[at]) if points.categories else "",
            "value": shown[at],
            "percent": writing.formats.percent((value or Decimal(0)) / whole, 0) if "percent" in says else "",
            "size": writing.formats.show(one.sizes[at], "number") if one.sizes else "",
        }
        said = [text for word, text in parts.items() if (word in says or (not says and word == "value")) and text]
        texts.append("" if value is None else between.join(said))
    return tuple(texts)


def _widest_end(series: tuple[Series, ...], writing: Writing) -> str:
    """The longer text of the lowest and the highest value."""
    found = ""
    for n, one in enumerate(series):
        known = drop_missing(one.values)
        for value in (min(known), max(known)) if known else ():
            found = max(found, writing.show(n, value), key=len)
    return found
