"""Builds pictures from files and generated pictures, and reads what `generated:` declares."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deckwright.assets.folder import find_asset
from deckwright.evaluate.context import DeckContext, to_texts
from deckwright.evaluate.sources import Source
from deckwright.kinds.contracts.composites import NamesType, RecordType
from deckwright.kinds.contracts.deck_fields import GENERATED_FIELDS
from deckwright.kinds.contracts.fields import check_fields
from deckwright.kinds.contracts.visuals import PictureType
from deckwright.model import node
from deckwright.model.deck import Picture, Record
from deckwright.model.node import Node
from deckwright.model.source import Text, span_of
from deckwright.texts.marks import strip_marks

if TYPE_CHECKING:
    from deckwright.assets.generated import GeneratedPicture
    from deckwright.assets.pictures import PictureFile

SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".tif", ".tiff", ".bmp", ".svg"})
"""Suffixes of files that are suggested for a missing one. The type of a picture is read from its content."""
CODE_SUFFIX = "_code"
"""Appended to the name of a column with labels: the key of its codes in each row."""


def build_picture(mapping: node.Mapping, context: DeckContext) -> Picture | None:
    """Returns the picture that `mapping` describes; None after reporting an error."""
    fields = check_fields(mapping, PictureType().get_fields(mapping), context, owner="the picture", at=mapping.span)
    written = fields.get("file") or fields.get("generated")
    if not isinstance(written, Text):
        return None
    if not isinstance(fields["alt"], Text) and not fields["decorative"] and mapping.get("alt") is None:
        advice = "describe the picture in alt:, or set decorative: yes"
        message = f"'{written}' has no alternative text"
        context.report.error("missing-alt", message, span_of(written), help=advice)
    if "generated" in fields:
        stored = context.find_generated_picture(written)
        return _make_picture(mapping, fields, stored.path, stored.picture, stored.pixels) if stored else None
    if written not in context.pictures:
        path = find_asset(written, context.assets, context.assets_name, context.report, SUFFIXES)
        if path is None:
            return None
        from deckwright.assets.pictures import PictureError, read_file

        try:
            file = read_file(path)
        except PictureError as error:
            context.report.error("bad-picture", f"'{written}' {error.reason}", span_of(written), help=error.help)
            return None
        display_path = f"{context.assets_name}/{path.relative_to(context.assets).as_posix()}"
        context.pictures[str(written)] = display_path, file
    return _make_picture(mapping, fields, *context.pictures[written])


def _make_picture(
    mapping: node.Mapping, fields: Record, path: str, file: PictureFile, raster: bytes | None = None
) -> Picture:
    alt, credit, decorative = fields["alt"], fields["credit"], bool(fields["decorative"])
    focus = fields["focus"]
    return Picture(
        path=path,
        data=file.data,
        media_type=file.media_type,
        width=file.width,
        height=file.height,
        alt=alt.like(strip_marks(alt)) if isinstance(alt, Text) and not decorative else None,
        decorative=decorative,
        span=mapping.span,
        credit=credit if isinstance(credit, Text) else None,
        fit=str(fields["fit"] or "contain"),
        focus=focus if isinstance(focus, tuple) else (Decimal(50), Decimal(50)),
        raster=raster,
        families=file.families,
    )


def check_generated(entries: Node | None, context: DeckContext) -> Mapping[str, GeneratedPicture]:
    """Checks and reads the entries of `generated:` (see `read_generated`); returns name → picture without errors."""
    if entries is not None:
        checked = NamesType(RecordType(GENERATED_FIELDS), in_expressions=True).check(entries, "'generated'", context)
        read_generated(entries, checked, context)
    return {name: picture for name, picture in context.generated.items() if picture is not None}


def read_generated(entries: Node | None, checked: object, context: DeckContext) -> None:
    """Adds the entries of `generated:` to `context.generated`; `checked` has their fields.

    Reports `missing-file`, `bad-generated-picture` and `unknown-data`.
    """
    if isinstance(entries, node.Mapping) and isinstance(checked, Record):
        for entry in entries:
            fields = checked.get(entry.key)
            context.generated[str(entry.key)] = (
                _read_entry(entry.key, fields, context) if isinstance(fields, Record) else None
            )


def _read_entry(name: Text, fields: Record, context: DeckContext) -> GeneratedPicture | None:
    from deckwright.assets.generated import SCRIPT_SUFFIX, GeneratedPicture

    written = fields["file"]
    file = _find_file(written, context)
    if file is None or not isinstance(written, Text):
        return None
    files = {str(other): path for other in to_texts(fields["files"]) if (path := _find_file(other, context))}
    names = to_texts(fields["data"])
    if not file.name.endswith(SCRIPT_SUFFIX):
        spec_tables = _find_spec_tables(file, written, context)
        if spec_tables is None:
            return None
        names += spec_tables
    sources = {str(table): context.find_source(table) for table in names}
    if len(files) < len(to_texts(fields["files"])) or not all(sources.values()):
        return None
    texts = fields["texts"] if isinstance(fields["texts"], Record) else {}
    return GeneratedPicture(
        name=name,
        file=file,
        asset_path=str(written),
        display_path=f"{context.assets_name}/{written}",
        files=files,
        texts={key: strip_marks(text) for key, text in texts.items() if isinstance(text, Text)},
        tables={key: export_table(source) for key, source in sources.items() if source},
        locale=context.formats.locale,
        rtl=context.formats.language.is_rtl,
    )


def export_table(source: Source) -> dict[str, Any]:
    """Returns a table as JSON values: its columns, headings, labels, codes, and its rows as column → value.

    A row has the texts that the audience reads; for a column with labels, `group`, also its code as `group_code`.
    """
    table = source.table
    columns = [str(name) for name in table.columns]
    labelled = {column for column in columns if source.labels.get(column)}
    codes = [[_to_json(cell) for cell in row] for row in table.rows]
    rows = []
    for at, cells in enumerate(codes):
        row = dict(zip(columns, cells, strict=True))
        for column in labelled:
            row |= {column: strip_marks(source.get_text(at, columns.index(column))), column + CODE_SUFFIX: row[column]}
        rows.append(row)
    return {
        "columns": columns,
        "headings": {name: strip_marks(source.get_heading(at)) for at, name in enumerate(columns)},
        "labels": {column: [row[column] for row in rows] for column in sorted(labelled)},
        "codes": codes,
        "rows": rows,
    }


def _find_file(written: object, context: DeckContext) -> Path | None:
    if not isinstance(written, Text):
        return None
    return find_asset(written, context.assets, context.assets_name, context.report)


def _find_spec_tables(file: Path, written: Text, context: DeckContext) -> tuple[Text, ...] | None:
    """Returns the names of the tables in a Vega-Lite spec; None after reporting an error."""
    from deckwright.assets.generated import SCRIPT_SUFFIX, SPEC_SUFFIX

    if not file.name.endswith(SPEC_SUFFIX):
        message = f"'{written}' is neither a Vega-Lite spec nor a Python script"
        advice = f"use a file whose name ends with {SPEC_SUFFIX} or {SCRIPT_SUFFIX}"
        context.report.error("bad-generated-picture", message, span_of(written), help=advice)
        return None
    from deckwright.assets.generated.vega import find_span, find_tables, read_spec

    display_path = f"{context.assets_name}/{written}"
    try:
        text = file.read_text("utf-8")
    except UnicodeDecodeError:
        context.report.error("not-utf8", f"'{display_path}' is not in UTF-8", span_of(written), help="save it as UTF-8")
        return None
    spec = read_spec(text, display_path, context.report)
    if spec is None:
        return None
    return tuple(Text(name, find_span(name, text, display_path)) for name in find_tables(spec))


def _to_json(cell: object) -> str | int | float | None:
    if isinstance(cell, Decimal):
        return float(cell)
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    return cell if cell is None or isinstance(cell, int) else str(cell)
