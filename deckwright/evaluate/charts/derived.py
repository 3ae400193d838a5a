"""Values that a chart works out from what it is given: the counts of a histogram, the totals of a waterfall."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec.structs import replace

from deckwright.evaluate.charts.bins import MOST_BINS, bins_of
from deckwright.evaluate.charts.options import found_by_name
from deckwright.evaluate.charts.points import How, Points, drop_missing
from deckwright.evaluate.fields import span_at, texts
from deckwright.model import node
from deckwright.model.deck import Record
from deckwright.model.source import Text, span_of

if TYPE_CHECKING:
    from deckwright.evaluate.context import DeckContext

COUNTS: How = ("integer", 0)
"""How the values of a histogram are written."""


def binned(points: Points, fields: Record, how: How, mapping: node.Mapping, context: DeckContext) -> Points | None:
    """How many of the values lie in each interval; None after a report."""
    one = points.series[0]
    bins, width = fields["bins"], fields["bin_width"]
    values = drop_missing(one.values)
    if isinstance(width, int | Decimal) and (max(values) - min(values)) / width > MOST_BINS:
        message = f"'bin_width' makes more than {MOST_BINS} intervals of values from {min(values)} to {max(values)}"
        context.report.error("out-of-range", message, span_at(mapping, "bin_width"))
        return None
    found = bins_of(
        values,
        int(bins) if isinstance(bins, int | Decimal) else None,
        Decimal(width) if isinstance(width, int | Decimal) else None,
    )
    formats = context.formats
    edges = [formats.show(edge, how[0], None if how[0] == "number" else how[1]) for edge in found.edges]
    names = tuple(Text(f"{low}–{high}", span_of(one.name), formats.locale) for low, high in pairwise(edges))
    name = one.name or Text(formats.word("values"), None, formats.locale)
    counts = replace(one, name=name, values=tuple(map(Decimal, found.counts)))
    return replace(
        points, categories=names, codes=tuple(map(str, names)), series=(counts,), series_codes=(str(name),),
        kinds=("number",), formats=(COUNTS,),
    )  # fmt: skip


def summed_up(
    points: Points, fields: Record, mapping: node.Mapping, context: DeckContext
) -> tuple[Points, tuple[int, ...]] | None:
    """Totals that have no value get theirs from the steps before them; one that has must be their sum.

    The first category may be a total too: it is where the steps begin.
    """
    found = found_by_name(fields["totals"], points, context)
    if found is None:
        return None
    totals, one = found[0], points.series[0]
    level: Decimal | None = None
    values: list[Decimal | None] = []
    for at, value in enumerate(one.values):
        if at not in totals:
            values.append(value)
            level = (level or Decimal(0)) + (value or Decimal(0))
            continue
        if value is not None and level is not None and value != level:
            name = points.categories[at]
            message = f"'{name}' says {value}, and the steps before it come to {level}"
            words = [word for word in texts(fields["totals"]) if word == points.codes[at]]
            place = words[0].span if words else span_at(mapping, "totals")
            context.report.error(
                "total-differs", message, place, help="leave the value out (null), and it is calculated"
            )
            return None
        level = value if value is not None else level or Decimal(0)
        values.append(level)
    return replace(points, series=(replace(one, values=tuple(values)),)), totals
