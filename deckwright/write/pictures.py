"""Adds pictures to a package: each once, with as many pixels as its largest appearance needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from deckwright.model.page import PPI, AnyShape, Group, Page, PictureFrame
from deckwright.ooxml.names import TYPES_BY_EXTENSION
from deckwright.ooxml.package import Package

SVG = "image/svg+xml"
EXTENSIONS = {"image/png": "png", "image/jpeg": "jpeg", SVG: "svg"}
"""Media type → extension of the pictures that PowerPoint shows on every machine."""
MEDIA = "/ppt/media/"
EMU_PER_INCH = 914_400


class SizedPicture(Struct, frozen=True, gc=False):
    """A picture, with the pixels that its largest appearance needs."""

    picture: PictureFrame
    width: int
    height: int


def collect_pictures(pages: Iterable[Page]) -> Iterable[SizedPicture]:
    """Returns the pictures of pages, each once, in reading order."""
    pictures: dict[bytes, SizedPicture] = {}
    for page in pages:
        for picture in _iter_pictures(page.shapes):
            _keep_largest(pictures, SizedPicture(picture, *_count_pixels(picture)))
    return pictures.values()


def add_pictures(package: Package, pictures: Iterable[SizedPicture]) -> None:
    """Adds a part for each picture, except for pictures that the template has already."""
    unique: dict[bytes, SizedPicture] = {}
    for sized in pictures:
        _keep_largest(unique, sized)
    if not unique:
        return
    from deckwright.assets.pictures.raster import downsample
    from deckwright.assets.pictures.svg_raster import rasterise_svg

    names = {part.data: name for name, part in package.parts.items() if name.startswith(MEDIA)}
    for data, sized in unique.items():
        picture = sized.picture
        if picture.media_type == SVG:
            package.svg_parts[data] = _add_part(package, data, SVG, names)
            pixels, media_type = (
                picture.raster or rasterise_svg(data, sized.width, sized.height, picture.fonts),
                "image/png",
            )
        else:
            pixels, media_type = downsample(data, sized.width), picture.media_type
        package.picture_parts[data] = _add_part(package, pixels, media_type, names)


def _iter_pictures(shapes: Iterable[AnyShape]) -> Iterator[PictureFrame]:
    for shape in shapes:
        if isinstance(shape, PictureFrame):
            yield shape
        elif isinstance(shape, Group):
            yield from _iter_pictures(shape.shapes)


def _keep_largest(pictures: dict[bytes, SizedPicture], new: SizedPicture) -> None:
    """Stores the first appearance of a picture, at the size of the largest."""
    known = pictures.setdefault(new.picture.data, new)
    if (new.width, new.height) > (known.width, known.height):
        pictures[new.picture.data] = SizedPicture(known.picture, new.width, new.height)


def _count_pixels(picture: PictureFrame) -> tuple[int, int]:
    """Returns width and height at `PPI` of the whole picture, including the parts that are cropped."""
    left, top, right, bottom = (share / 100_000 for share in picture.crop)
    width = picture.box.width / max(0.01, 1 - left - right)
    height = picture.box.height / max(0.01, 1 - top - bottom)
    return max(1, round(width * PPI / EMU_PER_INCH)), max(1, round(height * PPI / EMU_PER_INCH))


def _add_part(package: Package, data: bytes, media_type: str, names: dict[bytes, str]) -> str:
    """Returns the name of the part with these bytes, and adds the part when it is new."""
    if data not in names:
        extension = EXTENSIONS[media_type]
        names[data] = package.next_part_name(f"{MEDIA}image{{}}.{extension}")
        package.add(names[data], TYPES_BY_EXTENSION[extension], data)
    return names[data]
