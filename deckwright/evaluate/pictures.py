"""Pictures: files under assets/ that a presentation can hold, with what is to be said of them."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING

from deckwright import node
from deckwright.assets import find_asset
from deckwright.contracts.fields import check_fields
from deckwright.contracts.figures import PICTURE
from deckwright.deck import Picture
from deckwright.files import read_file
from deckwright.inline import plain
from deckwright.limits import PICTURE_BYTES, PICTURE_PIXELS
from deckwright.source import Text, span_of

if TYPE_CHECKING:
    from deckwright.evaluate.context import DeckContext

MEDIA_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif"}
"""Pillow's name of a format → what the file calls it. PowerPoint shows these everywhere."""


def build_picture(mapping: node.Mapping, context: DeckContext) -> Picture | None:
    """The picture that `mapping` describes; None after a report."""
    fields = check_fields(mapping, PICTURE, context, owner="the picture", at=mapping.span)
    written, alt, decorative = fields["file"], fields["alt"], bool(fields["decorative"])
    if not isinstance(written, Text):
        return None
    if not isinstance(alt, Text) and not decorative and mapping.get("alt") is None:
        context.report.error(
            "missing-alt",
            f"'{written}' has no alternative text",
            span_of(written),
            help="add 'alt:' with what can be seen, or 'decorative: yes' if it says nothing",
        )
    path = find_asset(written, context.assets, context.assets_name, context.report)
    if path is None:
        return None
    data = read_file(path, str(written), PICTURE_BYTES, context.report, span_of(written))
    if data is None:
        return None
    found = _read(data, written, context)
    if found is None:
        return None
    media_type, width, height = found
    credit = fields["credit"]
    return Picture(
        path=f"{context.assets_name}/{path.relative_to(context.assets).as_posix()}",
        data=data,
        media_type=media_type,
        width=width,
        height=height,
        alt=alt.like(plain(alt)) if isinstance(alt, Text) and not decorative else None,
        decorative=decorative,
        span=mapping.span,
        credit=credit if isinstance(credit, Text) else None,
        fit=str(fields["fit"] or "contain"),
    )


def _read(data: bytes, written: Text, context: DeckContext) -> tuple[str, int, int] | None:
    """Media type, width and height. Reported: `bad-picture`."""
    from PIL import Image, UnidentifiedImageError

    try:
        with (
            warnings.catch_warnings(action="ignore", category=Image.DecompressionBombWarning),
            Image.open(io.BytesIO(data), formats=tuple(MEDIA_TYPES)) as image,
        ):
            kind, (width, height) = str(image.format), image.size
            if width * height > PICTURE_PIXELS:
                raise Image.DecompressionBombError
            image.load()  # a file that is cut off opens well
    except UnidentifiedImageError:
        fault = f"'{written}' is not a PNG, JPEG or GIF picture", "save it as PNG or JPEG"
    except Image.DecompressionBombError:
        fault = f"'{written}' has more pixels than a presentation needs", "make it smaller: 4000 pixels are plenty"
    except (OSError, ValueError, SyntaxError):
        fault = f"the picture '{written}' is damaged", "save it again"
    else:
        return MEDIA_TYPES[kind], width, height
    context.report.error("bad-picture", fault[0], span_of(written), help=fault[1])
    return None
