"""Writes docs/slide-kinds.md: all slide kinds with their fields, examples and pictures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from deckwright.kinds.contracts.deck_fields import SLIDE_KEYS
from deckwright.kinds.contracts.visuals import CHART_AND_TABLE_TYPES, PictureType
from deckwright.kinds.reference import escape_cell, format_example, format_field_table
from deckwright.kinds.slide_templates import SlideTemplate, list_slide_kinds
from generators.index import make_anchor

_LAST = "Charts, tables and pictures"


def write_slide_kinds_page(templates: Mapping[str, SlideTemplate], pictures: Path) -> str:
    """Returns the page: an index with summaries, then a section for each kind. `pictures` holds `<kind>.png` files."""
    kinds = list(list_slide_kinds(templates))
    lines = ["# Slide kinds", "", "Written by `make docs` from the front matter of the slide templates.", ""]
    lines += [f"- [{kind.name}](#{kind.name}): {escape_cell(kind.contract.summary)}" for kind in kinds]
    lines += [f"- [{_LAST}](#{make_anchor(_LAST)})"]
    lines += ["", "Every slide may also have:", "", *format_field_table(SLIDE_KEYS[1:])]
    for kind in kinds:
        lines += _write_section(kind, pictures)
    lines += ["", f"## {_LAST}"]
    for type_ in (*CHART_AND_TABLE_TYPES, PictureType):
        for title, keys in type_().list_forms():
            lines += ["", f"{title}:", "", *format_field_table(keys)]
    return "\n".join(lines) + "\n"


def _write_section(kind: SlideTemplate, pictures: Path) -> Iterator[str]:
    yield from ("", f"## {kind.name}")
    if (pictures / f"{kind.name}.png").exists():
        yield from ("", f"![The example below as a page](gallery/kinds/{kind.name}.png)")
    yield from ("", kind.contract.summary)
    if kind.contract.fields:
        yield from ("", *format_field_table(kind.contract.fields))
    if kind.contract.example is not None:
        yield from ("", "```yaml", *format_example(kind), "```")
