"""Writes the reference of chart kinds for docs/charts.md, from the rows of the chart kinds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from deckwright.charts.kinds import CHART_KINDS, ChartKind
from deckwright.kinds.contracts.chart_fields import (
    CHART_FORMS,
    CHART_KIND_FIELD,
    CHART_OPTIONS,
    list_chart_fields,
    list_chart_options,
)
from deckwright.kinds.reference import format_field_table

_CATEGORIES = 'categories: ["2023", "2024", "2025"]'
_EXAMPLES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "series": (
        ("data: fish", "categories: year", "values: [wrasse, tang]"),
        (_CATEGORIES, "series:", "  - {name: Wrasse, values: [12, 18, 31]}", "  - {name: Tang, values: [7, null, 9]}"),
    ),
    "single": (
        ("data: fish", "categories: year", "values: wrasse"),
        (_CATEGORIES, "series:", "  - {name: Wrasse, values: [12, 18, 31]}"),
    ),
    "combo": (
        ("data: fish", "categories: year", "values: [wrasse, tang, share]", "lines: share", "secondary: yes"),
        (
            *(_CATEGORIES, "series:", "  - {name: Fish, values: [12, 18, 31]}", "  - {name: Reefs, values: [3, 4, 4]}"),
            *("lines: Reefs", "secondary: yes"),
        ),
    ),
    "points": (
        ("data: reefs", "x: depth", "y: fish", "names: reef"),
        ("series:", "  - name: Reefs", "    points: [{name: North, x: 12, y: 40}, {name: South, x: 31, y: 25}]"),
    ),
    "bubbles": (
        ("data: reefs", "x: depth", "y: fish", "size: area", "group: country"),
        ("series:", "  - name: Reefs", "    points: [{x: 12, y: 40, size: 3}, {x: 31, y: 25, size: 8}]"),
    ),
    "waterfall": (
        ("data: year", "categories: step", "values: change", "totals: [start, end]"),
        (
            *("categories: [Before, Sales, Costs, After]", "series:"),
            *("  - {name: Result, values: [1000, 420, -650, null]}", "totals: [Before, After]"),
        ),
    ),
    "raw": (("data: waits", "values: minutes"), ("name: Minutes", "values: [3, 8, 12.5, 17, 21, 22, 38]")),
    "spans": (
        ("data: towns", "categories: town", "from: in_2001", "to: in_2018"),
        (
            "categories: [Copenhagen, Rome]",
            'from: {name: "2001", values: [3, 8]}',
            'to: {name: "2018", values: [18, 26]}',
        ),
    ),
}
"""Form, or composition, of a chart kind → an example with values from data, and one with typed values."""


def write_kinds_reference() -> str:
    """Returns a section for each kind: its purpose, examples from deck.yaml, and its options."""
    return "\n".join(line for kind in CHART_KINDS.values() for line in _write_section(kind))


def write_options_reference() -> str:
    """Returns a table of the fields that every chart may have, and one of all other options."""
    first = next(iter(CHART_KINDS))
    common = [field for field in list_chart_fields(first, from_data=True) if field.name in {"title", "alt", "format"}]
    lines = ["Every chart may have:", "", *format_field_table((CHART_KIND_FIELD, *common))]
    lines += ["", "Most kinds also have some of these:", "", *format_field_table(tuple(CHART_OPTIONS.values())), ""]
    return "\n".join(lines)


def _write_section(kind: ChartKind) -> Iterator[str]:
    yield from (f"### {kind.name}", "", kind.summary, "")
    for lines in _EXAMPLES[_find_example(kind)]:
        yield from ("```yaml", "chart:", f"  kind: {kind.name}", *(f"  {line}" for line in lines), "```", "")
    yield f"Options: {', '.join(f'`{field.name}`' for field in list_chart_options(kind))}."
    own = {"labels": ("none", *kind.label_parts), "label_position": kind.position_words}
    choices = [f"- `{name}`: {', '.join(words)}" for name, words in own.items() if name in kind.options and words]
    if choices:
        yield from ("", *choices)
    if kind.form in {"points", "bubbles"}:
        yield from ("", *format_field_table(CHART_FORMS[kind.form][0]))
    yield ""


def _find_example(kind: ChartKind) -> str:
    if kind.composition in _EXAMPLES:
        return "bubbles" if kind.form == "bubbles" else kind.composition
    return "single" if kind.is_single_series and kind.form == "series" else kind.form
