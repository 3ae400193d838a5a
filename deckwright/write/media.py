"""Parts that shapes show: pictures, each stored once, and charts with their workbooks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from deckwright.model.page import PPI, AnyShape, Group, Page, Picture
from deckwright.model.page_chart import Chart
from deckwright.ooxml.names import CHART_TYPE, OFFICE, TYPES_BY_EXTENSION
from deckwright.ooxml.package import Package, Relationships
from deckwright.write.chart import chart_xml
from deckwright.write.sheet import sheet_of, workbook_bytes

SVG = "image/svg+xml"
EXTENSIONS = {"image/png": "png", "image/jpeg": "jpeg", SVG: "svg"}
"""Media type → extension, of the kinds of pictures PowerPoint shows on every machine."""
MEDIA = "/ppt/media/"
CHARTS, WORKBOOKS = "/ppt/charts/chart{}.xml", "/ppt/embeddings/Microsoft_Excel_Sheet{}.xlsx"

EMU_PER_INCH = 914_400


class Shown(Struct, frozen=True, gc=False):
    """A picture, and the pixels of it that are needed where it is shown largest."""

    picture: Picture
    width: int
    height: int


def pictures_on(pages: Iterable[Page]) -> Iterable[Shown]:
    """Every picture once, in reading order."""
    found: dict[bytes, Shown] = {}
    for page in pages:
        for picture in _pictures(page.shapes):
            known = found.get(picture.data)
            new = Shown(picture, *_pixels(picture))
            found[picture.data] = new if known is None else _larger(known, new)
    return found.values()


def add_pictures(package: Package, pictures: Iterable[Shown]) -> None:
    """The parts of pictures; one that the brand has already, or that came before, is not added.

    A picture is as large as where it is shown largest needs, and in the file once, wherever it is shown.
    """
    shown: dict[bytes, Shown] = {}
    for one in pictures:
        data = one.picture.data
        shown[data] = _larger(shown[data], one) if data in shown else one
    if not shown:
        return
    from deckwright.assets.pictures.raster import sampled
    from deckwright.assets.pictures.svg_raster import rasterised

    stored = {part.data: name for name, part in package.parts.items() if name.startswith(MEDIA)}
    for data, one in shown.items():
        picture = one.picture
        if picture.media_type == SVG:
            package.drawings[data] = _stored(package, data, SVG, stored)
            pixels, kind = picture.raster or rasterised(data, one.width, one.height, picture.fonts), "image/png"
        else:
            pixels, kind = sampled(data, one.width), picture.media_type
        package.pictures[data] = _stored(package, pixels, kind, stored)


def chart_part(package: Package, chart: Chart) -> str:
    """Adds the part of a chart and that of its workbook; gives the chart's name."""
    name, workbook = package.fresh_name(CHARTS), package.fresh_name(WORKBOOKS)
    relationships = Relationships(name)
    relationships.to(OFFICE + "package", workbook)  # the rId1 of the chart's c:externalData
    sheet = sheet_of(chart)
    package.add(name, CHART_TYPE, chart_xml(chart, sheet), relationships)
    package.add(workbook, TYPES_BY_EXTENSION["xlsx"], workbook_bytes(chart, sheet))
    return name


def _pictures(shapes: Iterable[AnyShape]) -> Iterator[Picture]:
    for shape in shapes:
        if isinstance(shape, Picture):
            yield shape
        elif isinstance(shape, Group):
            yield from _pictures(shape.shapes)


def _larger(first: Shown, other: Shown) -> Shown:
    """The picture where it stands first, at the size of the larger."""
    needed = max((first.width, first.height), (other.width, other.height))
    return Shown(first.picture, *needed)


def _pixels(picture: Picture) -> tuple[int, int]:
    """Width and height of the whole picture, what is cut off too, at `PPI` where it stands."""
    left, top, right, bottom = (share / 100_000 for share in picture.crop)
    across, down = max(0.01, 1 - left - right), max(0.01, 1 - top - bottom)
    width, height = picture.box.width / across, picture.box.height / down
    return max(1, round(width * PPI / EMU_PER_INCH)), max(1, round(height * PPI / EMU_PER_INCH))


def _stored(package: Package, data: bytes, media_type: str, stored: dict[bytes, str]) -> str:
    """The name of the part with these bytes, added when they are new."""
    if data not in stored:
        extension = EXTENSIONS[media_type]
        name = package.fresh_name(f"{MEDIA}image{{}}.{extension}")
        package.add(name, TYPES_BY_EXTENSION[extension], data)
        stored[data] = name
    return stored[data]
