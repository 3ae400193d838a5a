"""Reads picture files, PNG to SVG: turns their bytes into bytes that every PowerPoint shows, or refuses them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from deckwright.assets.pictures.faults import PictureFault
from deckwright.assets.pictures.raster import MOST_BYTES, PictureFile, read_raster

TRIED = 16
"""Pixels that a drawing is tried with, so that what cannot be drawn is told at once and not at the end."""


@lru_cache(maxsize=32)
def read_picture(data: bytes) -> PictureFile:
    """The picture in `data`. Raises PictureFault for what is none, is damaged, or is too large."""
    if not data:
        raise PictureFault("is empty", "save it again")
    return _read_drawing(data) if _looks_like_svg(data) else read_raster(data)


def read_file(path: Path) -> PictureFile:
    """The picture in a file; one of more bytes than a picture may have is not even read. Raises PictureFault."""
    if (size := path.stat().st_size) > MOST_BYTES:
        message = f"has {size / 1e6:,.0f} MB, and a picture may have {MOST_BYTES // 10**6}"
        raise PictureFault(message, "make it smaller: 4000 pixels are plenty")
    return read_picture(path.read_bytes())


def _looks_like_svg(data: bytes) -> bool:
    head = data[:100_000].removeprefix(b"\xef\xbb\xbf").lstrip()
    return (head.startswith(b"<") and b"<svg" in head) or head[:2] in (b"\xff\xfe", b"\xfe\xff")


def _read_drawing(data: bytes) -> PictureFile:
    from deckwright.assets.pictures.svg import read_svg
    from deckwright.assets.pictures.svg_raster import rasterised

    drawing = read_svg(data)
    try:
        rasterised(drawing.data, TRIED, TRIED)
    except ValueError as fault:
        raise PictureFault(f"cannot be drawn: {fault}", "save it again as plain SVG, or as PNG") from None
    return PictureFile(drawing.data, "image/svg+xml", *drawing.size, drawing.families)
