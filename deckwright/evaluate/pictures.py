"""Builds pictures: files under assets/ and generated pictures, with alternative text, credit and crop."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from deckwright.assets.folder import find_asset
from deckwright.kinds.contracts.fields import check_fields
from deckwright.kinds.contracts.visuals import PictureType
from deckwright.model import node
from deckwright.model.deck import Picture, Record
from deckwright.model.source import Text, span_of
from deckwright.texts.marks import strip_marks

if TYPE_CHECKING:
    from deckwright.assets.pictures import PictureFile
    from deckwright.evaluate.context import DeckContext

SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".tif", ".tiff", ".bmp", ".svg"})
"""Suffixes of files that are suggested for a missing one. The type of a picture is read from its content."""


def build_picture(mapping: node.Mapping, context: DeckContext) -> Picture | None:
    """Returns the picture that `mapping` describes; None after reporting an error."""
    fields = check_fields(mapping, PictureType().get_fields(mapping), context, owner="the picture", at=mapping.span)
    written = fields.get("file") or fields.get("generated")
    if not isinstance(written, Text):
        return None
    _check_alt(mapping, fields, written, context)
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
        place = f"{context.assets_name}/{path.relative_to(context.assets).as_posix()}"
        context.pictures[str(written)] = place, file
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


def _check_alt(mapping: node.Mapping, fields: Record, written: Text, context: DeckContext) -> None:
    if isinstance(fields["alt"], Text) or fields["decorative"] or mapping.get("alt") is not None:
        return
    context.report.error(
        "missing-alt",
        f"'{written}' has no alternative text",
        span_of(written),
        help="describe the picture in alt:, or set decorative: yes",
    )
