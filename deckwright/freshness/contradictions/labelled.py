"""Numbers beside labels: on a slide that shows a table, a label of it with another number than the table has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from deckwright.evaluate.sources import Source
from deckwright.evaluate.survey import Survey
from deckwright.freshness.contradictions.typed import PERCENT, Typed, typed_in
from deckwright.languages.format_table import find_format
from deckwright.model.deck import Bullet, Chart, Picture, Table
from deckwright.model.diagnostics import Report
from deckwright.model.source import Span, Text
from deckwright.texts.marks import plain

_LONGEST_BETWEEN = re.compile(r"[\s\u00a0:–-]{0,3}")


def look_beside_labels(survey: Survey, tag: str, report: Report) -> None:
    """Report `differing-values` where a text is nothing but a label and a number, or a field `value` has a `label`."""
    rows = {name: _rows(source) for name, source in survey.sources.items()}
    for slide in survey.slides:
        known: dict[str, _Row] = {}
        for label, (numbers, place) in (item for name in slide.sources for item in rows.get(name, {}).items()):
            known[label] = ((*known[label][0], *numbers) if label in known else numbers, place)
        for label, number, text in _labelled(slide.fields, known) if known else ():
            shown, place = known[label]
            typed = next(iter(typed_in(number, tag)), None)
            if typed is None or typed.written != number.strip() or _among(typed, shown):
                continue
            had = ", ".join(written.written for written in shown if written.unit == typed.unit)
            report.warning(
                "differing-values",
                f"'{label}' has {typed.written} here, and {had} in the data of this slide",
                text.span,
                help="write it as a fact, so that it follows the data",
                notes=[f"the row is at {place.file}:{place.line}"],
            )


_Row = tuple[tuple[Typed, ...], Span]
"""The numbers in a row as the talk shows them, and its place in the data file."""


def _rows(source: Source) -> Mapping[str, _Row]:
    """Label → its row, where one column of texts names them and no label stands for two."""
    table = source.table
    named = next((at for at, kind in enumerate(table.kinds) if kind == "text"), None)
    columns = [at for at, kind in enumerate(table.kinds) if kind in ("number", "percent") and at != named]
    if named is None:
        return {}
    found: dict[str, _Row] = {}
    twice: set[str] = set()
    for row, cells in enumerate(table.rows):
        label = plain(source.text(row, named))
        twice |= {label} & found.keys()
        shown = (typed for at in columns if cells[at] is not None for typed in _shown(source, row, at))
        found[label] = (tuple(shown), table.spans[row][named])
    return {label: row for label, row in found.items() if label and label not in twice}


def _shown(source: Source, row: int, column: int) -> Iterator[Typed]:
    value = source.table.rows[row][column]
    how = find_format(source.format(column)[0])
    if isinstance(value, int | Decimal) and how is not None and how.kind in ("number", "percent"):
        percent = how.kind == "percent"
        number = Decimal(value).scaleb(2) if percent else Decimal(value)
        yield Typed(source.text(row, column), number, PERCENT if percent else "", 0, 0, 0)


def _among(typed: Typed, shown: tuple[Typed, ...]) -> bool:
    """Whether the row has this number, perhaps rounded, or none of its kind to compare with."""
    alike = [one for one in shown if one.unit == typed.unit]
    return not alike or any(abs(one.value - typed.value) * 2 <= Decimal(1).scaleb(-typed.digits) for one in alike)


def _labelled(value: object, labels: Mapping[str, _Row]) -> Iterator[tuple[str, str, Text]]:
    """Label, number, and the text that says the number, wherever in the fields of a slide."""
    if isinstance(value, Chart | Table | Picture):
        return
    if isinstance(value, Bullet):
        value = value.text
    if isinstance(value, Text):
        for label in labels:
            if value.startswith(label):
                between = _LONGEST_BETWEEN.match(value, len(label))
                assert between is not None
                if between.end() > len(label):
                    yield label, value[between.end() :], value
        return
    if isinstance(value, Mapping):
        beside, number = value.get("label"), value.get("value")
        if isinstance(beside, Text) and isinstance(number, Text) and plain(beside) in labels:
            yield plain(beside), number, number
        value = tuple(value.values())
    for part in value if isinstance(value, tuple) else ():
        yield from _labelled(part, labels)
