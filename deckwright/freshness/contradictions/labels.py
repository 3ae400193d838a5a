"""Finds labels with other numbers than the table of their slide: "Doctors: 58%" where the data have 57%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from deckwright.evaluate.sources import Source
from deckwright.evaluate.survey import Survey
from deckwright.freshness.contradictions.typed_numbers import PERCENT, TypedNumber, find_typed_numbers
from deckwright.languages.number_formats import find_format
from deckwright.model.deck import Bullet, Chart, Picture, Table
from deckwright.model.diagnostics import Report
from deckwright.model.source import Span, Text
from deckwright.texts.marks import strip_marks

_SEPARATOR = re.compile(r"[\s\u00a0:–-]{0,3}")


def compare_labelled_numbers(survey: Survey, tag: str, report: Report) -> None:
    """Warns of texts that are a label and a number, and of fields `label` and `value`: `differing-values`."""
    rows = {name: _index_rows(source) for name, source in survey.sources.items()}
    for slide in survey.slides:
        known: dict[str, _Row] = {}
        for label, (numbers, place) in (item for name in slide.sources for item in rows.get(name, {}).items()):
            known[label] = ((*known[label][0], *numbers) if label in known else numbers, place)
        for label, number, text in _find_labelled(slide.fields, known) if known else ():
            numbers, place = known[label]
            typed = next(iter(find_typed_numbers(number, tag)), None)
            if typed is None or typed.written != number.strip() or _is_among(typed, numbers):
                continue
            others = ", ".join(other.written for other in numbers if other.unit == typed.unit)
            report.warning(
                "differing-values",
                f"'{label}' is {typed.written} here, and {others} in the data of this slide",
                text.span,
                help="write it as a fact, so that it follows the data",
                notes=[f"the row is at {place.file}:{place.line}"],
            )


_Row = tuple[tuple[TypedNumber, ...], Span]
"""The numbers of a row as the deck shows them, and its place in the data file."""


def _index_rows(source: Source) -> Mapping[str, _Row]:
    """Returns label → row. The labels are the first column of texts; a label of two rows is left out."""
    table = source.table
    label_column = next((at for at, kind in enumerate(table.kinds) if kind == "text"), None)
    columns = [at for at, kind in enumerate(table.kinds) if kind in ("number", "percent")]
    if label_column is None:
        return {}
    rows: dict[str, _Row] = {}
    repeated: set[str] = set()
    for row, cells in enumerate(table.rows):
        label = strip_marks(source.get_text(row, label_column))
        repeated |= {label} & rows.keys()
        numbers = (number for at in columns if cells[at] is not None for number in _list_numbers(source, row, at))
        rows[label] = (tuple(numbers), table.spans[row][label_column])
    return {label: row for label, row in rows.items() if label and label not in repeated}


def _list_numbers(source: Source, row: int, column: int) -> Iterator[TypedNumber]:
    value = source.table.rows[row][column]
    format_ = find_format(source.get_format(column)[0])
    if isinstance(value, int | Decimal) and format_ is not None and format_.kind in ("number", "percent"):
        is_percent = format_.kind == "percent"
        number = Decimal(value).scaleb(2) if is_percent else Decimal(value)
        yield TypedNumber(source.get_text(row, column), number, PERCENT if is_percent else "", 0, 0, 0)


def _is_among(typed: TypedNumber, numbers: tuple[TypedNumber, ...]) -> bool:
    """Returns True if the row has this number, perhaps rounded, or has no number of the same unit."""
    comparable = [number for number in numbers if number.unit == typed.unit]
    tolerance = Decimal(1).scaleb(-typed.digits)
    return not comparable or any(abs(number.value - typed.value) * 2 <= tolerance for number in comparable)


def _find_labelled(value: object, labels: Mapping[str, _Row]) -> Iterator[tuple[str, str, Text]]:
    """Yields label, number, and the text with the number, from all levels of the fields of a slide."""
    if isinstance(value, Chart | Table | Picture):
        return
    if isinstance(value, Bullet):
        value = value.text
    if isinstance(value, Text):
        for label in labels:
            if value.startswith(label):
                separator = _SEPARATOR.match(value, len(label))
                assert separator is not None
                if separator.end() > len(label):
                    yield label, value[separator.end() :], value
        return
    if isinstance(value, Mapping):
        label_field, number = value.get("label"), value.get("value")
        if isinstance(label_field, Text) and isinstance(number, Text) and strip_marks(label_field) in labels:
            yield strip_marks(label_field), number, number
        value = tuple(value.values())
    for part in value if isinstance(value, tuple) else ():
        yield from _find_labelled(part, labels)
