"""Pictures: files under assets/ and generated pictures, with their alternative text, credit and cut."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from deckwright.assets.folder import find_asset
from deckwright.kinds.contracts.fields import check_fields
from deckwright.kinds.contracts.pictures import PictureType
from deckwright.model import node
from deckwright.model.deck import Picture, Record
from deckwright.model.source import Text, span_of
from deckwright.texts.marks import plain

if TYPE_CHECKING:
    from deckwright.assets.pictures import PictureFile
    from deckwright.evaluate.context import DeckContext


SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".tif", ".tiff", ".bmp", ".svg"})
"""How the names of pictures end; what they are is read in them."""


def build_picture(mapping: node.Mapping, context: DeckContext) -> Picture | None:
    """The picture that `mapping` describes; None after a report."""
    fields = check_fields(mapping, PictureType().fields(mapping), context, owner="the picture", at=mapping.span)
    written = fields.get("file") or fields.get("generated")
    if not isinstance(written, Text):
        return None
    _check_alt(mapping, fields, written, context)
    if "generated" in fields:
        stored = context.generated_picture(written)
        return _picture(mapping, fields, stored.path, stored.picture, stored.pixels) if stored else None
    if written not in context.pictures:
        path = find_asset(written, context.assets, context.assets_name, context.report, SUFFIXES)
        if path is None:
            return None
        from deckwright.assets.pictures import PictureFault, read_file

        try:
            found = read_file(path)
        except PictureFault as fault:
            context.report.error("bad-picture", f"'{written}' {fault.why}", span_of(written), help=fault.help)
            return None
        place = f"{context.assets_name}/{path.relative_to(context.assets).as_posix()}"
        context.pictures[str(written)] = place, found
    return _picture(mapping, fields, *context.pictures[written])


def _picture(
    mapping: node.Mapping, fields: Record, path: str, found: PictureFile, raster: bytes | None = None
) -> Picture:
    alt, credit, decorative = fields["alt"], fields["credit"], bool(fields["decorative"])
    focus = fields["focus"]
    return Picture(
        path=path,
        data=found.data,
        media_type=found.media_type,
        width=found.width,
        height=found.height,
        alt=alt.like(plain(alt)) if isinstance(alt, Text) and not decorative else None,
        decorative=decorative,
        span=mapping.span,
        credit=credit if isinstance(credit, Text) else None,
        fit=str(fields["fit"] or "contain"),
        focus=focus if isinstance(focus, tuple) else (Decimal(50), Decimal(50)),
        raster=raster,
        families=found.families,
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
