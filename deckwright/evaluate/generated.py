"""Reads `generated:`: what each generated picture is made from, in the language of the deck."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deckwright.assets.folder import find_asset
from deckwright.evaluate.fields import texts
from deckwright.evaluate.sources import Source
from deckwright.kinds.contracts.composites import NamesType, RecordType
from deckwright.kinds.contracts.deck import GENERATED_FIELDS
from deckwright.model import node
from deckwright.model.deck import Record
from deckwright.model.node import Node
from deckwright.model.source import Text, span_of
from deckwright.texts.marks import plain

if TYPE_CHECKING:
    from deckwright.assets.generated import GeneratedPicture
    from deckwright.evaluate.context import DeckContext

CODE = "_code"
"""Behind the name of a column with labels: where a row has what the data itself says."""


def check_generated(entries: Node | None, context: DeckContext) -> Mapping[str, GeneratedPicture]:
    """Checks and reads the entries of `generated:`, see `read_generated`; returns those without errors, by name."""
    if entries is not None:
        checked = NamesType(RecordType(GENERATED_FIELDS), in_expressions=True).check(entries, "'generated'", context)
        read_generated(entries, checked, context)
    return {name: picture for name, picture in context.generated.items() if picture is not None}


def read_generated(entries: Node | None, checked: object, context: DeckContext) -> None:
    """Puts into `context.generated` what deck.yaml declares.

    Reports `missing-file`, `bad-generated-picture` and `unknown-data`.
    """
    if isinstance(entries, node.Mapping) and isinstance(checked, Record):
        for entry in entries:
            fields = checked.get(entry.key)
            context.generated[str(entry.key)] = (
                _read_entry(entry.key, fields, context) if isinstance(fields, Record) else None
            )


def _read_entry(name: Text, fields: Record, context: DeckContext) -> GeneratedPicture | None:
    from deckwright.assets.generated.entry import SCRIPT, GeneratedPicture

    written = fields["file"]
    file = _file(written, context)
    if file is None or not isinstance(written, Text):
        return None
    others = {str(one): path for one in texts(fields["files"]) if (path := _file(one, context))}
    wanted = texts(fields["data"]) if file.name.endswith(SCRIPT) else _in_spec(file, written, fields, context)
    found = {str(one): context.source(one) for one in wanted or ()}
    if wanted is None or len(others) < len(texts(fields["files"])) or not all(found.values()):
        return None
    said = fields["texts"] if isinstance(fields["texts"], Record) else {}
    return GeneratedPicture(
        name=name,
        file=file,
        written=str(written),
        shown=f"{context.assets_name}/{written}",
        files=others,
        texts={key: plain(text) for key, text in said.items() if isinstance(text, Text)},
        tables={key: table_of(source) for key, source in found.items() if source},
        locale=context.formats.locale,
        rtl=context.formats.language.rtl,
    )


def table_of(source: Source) -> dict[str, Any]:
    """A table as plain values that JSON has: its columns, headings, labels, and rows by column.

    A row has what the audience reads; beside a column with labels, `group`, stands what the data says, `group_code`.
    """
    table = source.table
    columns = [str(name) for name in table.columns]
    labelled = {column for column in columns if source.labels.get(column)}
    codes = [[_plain(cell) for cell in row] for row in table.rows]
    rows = []
    for at, cells in enumerate(codes):
        row = dict(zip(columns, cells, strict=True))
        for column in labelled:
            row |= {column: plain(source.text(at, columns.index(column))), column + CODE: row[column]}
        rows.append(row)
    return {
        "columns": columns,
        "headings": {name: plain(source.heading(at)) for at, name in enumerate(columns)},
        "labels": {column: [row[column] for row in rows] for column in sorted(labelled)},
        "codes": codes,
        "rows": rows,
    }


def _file(written: object, context: DeckContext) -> Path | None:
    return (
        find_asset(written, context.assets, context.assets_name, context.report) if isinstance(written, Text) else None
    )


def _in_spec(file: Path, written: Text, fields: Record, context: DeckContext) -> tuple[Text, ...] | None:
    """The tables that a spec names, and those named under `data:`; None after a report."""
    from deckwright.assets.generated.entry import SCRIPT, SPEC

    if not file.name.endswith(SPEC):
        context.report.error(
            "bad-generated-picture",
            f"'{written}' is neither a Vega-Lite spec nor a Python script",
            span_of(written),
            help=f"let its name end with {SPEC} or {SCRIPT}",
        )
        return None
    from deckwright.assets.generated.vega_references import place_of, read_spec, tables_in

    shown = f"{context.assets_name}/{written}"
    try:
        text = file.read_text("utf-8")
    except UnicodeDecodeError:
        context.report.error("not-utf8", f"'{shown}' is not in UTF-8", span_of(written), help="save it as UTF-8")
        return None
    spec = read_spec(text, shown, context.report)
    if spec is None:
        return None
    named = (Text(name, place_of(name, text, shown)) for name in tables_in(spec))
    return (*texts(fields["data"]), *named)


def _plain(cell: object) -> str | int | float | None:
    if isinstance(cell, Decimal):
        return float(cell)
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    return cell if cell is None or isinstance(cell, int) else str(cell)
