"""What a database has found, as a table: each cell with the place by which it is told."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from deckwright.assets.data.cells import typed_cell
from deckwright.assets.data.limits import check_size
from deckwright.model.data_table import RawTable
from deckwright.model.source import Span, Text


def found_table(
    names: Sequence[str],
    rows: Sequence[Sequence[object]],
    file: str,
    place: Span | None,
    percents: Collection[str] = (),
) -> RawTable:
    """The table of `rows` in `file`. A cell's place is its column and row: `assets/data/staff.sqlite:growth, row 3`.

    `place` is where deck.yaml asks for it. Columns named in `percents` hold percentages.
    """
    check_size(len(rows), len(names), file, place)
    columns = tuple(Text(name, Span(file, 1, at, 1, name)) for at, name in enumerate(names, 1))
    held = [name in percents for name in names]
    return RawTable(
        columns,
        tuple(
            tuple(
                typed_cell(value, Span(file, number, at, 1, f"{name}, row {number}"), percent)
                for at, (name, value, percent) in enumerate(zip(names, row, held, strict=True), 1)
            )
            for number, row in enumerate(rows, 1)
        ),
    )
