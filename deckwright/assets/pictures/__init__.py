"""Pictures: reads raster files and SVG drawings into bytes that every PowerPoint shows."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from deckwright.assets.pictures.raster import RASTER_FORMATS, PictureError, PictureFile, read_raster
from deckwright.system.limits import PICTURE_BYTES

__all__ = ["RASTER_FORMATS", "PictureError", "PictureFile", "read_file", "read_picture"]


@lru_cache(maxsize=32)
def read_picture(data: bytes) -> PictureFile:
    """Reads a picture. Raises PictureError if `data` is not a picture, is damaged or is too large."""
    if not data:
        raise PictureError("is empty", "save it again")
    head = data[:100_000].removeprefix(b"\xef\xbb\xbf").lstrip()
    is_svg = (head.startswith(b"<") and b"<svg" in head) or head[:2] in (b"\xff\xfe", b"\xfe\xff")
    if not is_svg:
        return read_raster(data)
    from deckwright.assets.pictures.svg import read_svg
    from deckwright.assets.pictures.svg_raster import rasterise_svg

    drawing = read_svg(data)
    try:
        rasterise_svg(drawing.data, 16, 16)  # a trial, to report a failure now and not only when it is needed
    except ValueError as error:
        raise PictureError(f"cannot be drawn: {error}", "save it again as plain SVG, or as PNG") from None
    return drawing


def read_file(path: Path) -> PictureFile:
    """Reads a picture file. Raises PictureError; a file that is too large is not read."""
    if (size := path.stat().st_size) > PICTURE_BYTES:
        reason = f"is {size / 1e6:,.0f} MB large, but a picture may have at most {PICTURE_BYTES // 10**6} MB"
        raise PictureError(reason, "make it smaller: 4000 pixels are plenty")
    return read_picture(path.read_bytes())
