"""Parts that shapes show: pictures, each stored once, and charts with their workbooks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from deckwright.ooxml.package import DEFAULTS, OFFICE, Package, Relationships
from deckwright.page import AnyShape, Group, Page, Picture
from deckwright.page_chart import Chart
from deckwright.write.chart import chart_xml
from deckwright.write.sheet import sheet_of
from deckwright.write.workbook import workbook_bytes

CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
SVG = "image/svg+xml"
EXTENSIONS = {"image/png": "png", "image/jpeg": "jpeg", SVG: "svg"}
"""Media type → extension, of the kinds of pictures PowerPoint shows on every machine."""
MEDIA = "/ppt/media/"

EMU_PER_INCH = 914_400


def add_pictures(package: Package, pages: Iterable[Page]) -> None:
    """The parts of all pictures on `pages`, in reading order; one that the brand has already is not added.

    A picture is as large as where it is shown largest needs, and in the file once, wherever it is shown.
    """
    pictures = [picture for page in pages for picture in _pictures(page.shapes)]
    if not pictures:
        return
    from deckwright.pictures.sizes import PPI, rasterised, sampled  # a talk without pictures needs none of it

    shown: dict[bytes, Picture] = {}
    sizes: dict[bytes, tuple[int, int]] = {}
    for picture in pictures:
        shown.setdefault(picture.data, picture)
        sizes[picture.data] = max(sizes.get(picture.data, (1, 1)), _pixels(picture, PPI))
    stored = {part.data: name for name, part in package.parts.items() if name.startswith(MEDIA)}
    for data, picture in shown.items():
        if picture.media_type == SVG:
            package.drawings[data] = _stored(package, data, SVG, stored)
            pixels, kind = picture.raster or rasterised(data, *sizes[data], picture.fonts), "image/png"
        else:
            pixels, kind = sampled(data, sizes[data][0]), picture.media_type
        package.pictures[data] = _stored(package, pixels, kind, stored)


def chart_part(package: Package, chart: Chart) -> str:
    """Adds the part of a chart and that of its workbook; gives the chart's name."""
    name = package.fresh_name("/ppt/charts/chart{}.xml")
    workbook = package.fresh_name("/ppt/embeddings/Microsoft_Excel_Sheet{}.xlsx")
    relationships = Relationships(name)
    relationships.to(OFFICE + "package", workbook)  # the rId1 of the chart's c:externalData
    sheet = sheet_of(chart)
    package.add(name, CHART_TYPE, chart_xml(chart, sheet), relationships)
    package.add(workbook, DEFAULTS["xlsx"], workbook_bytes(chart, sheet))
    return name


def _pictures(shapes: Iterable[AnyShape]) -> Iterator[Picture]:
    for shape in shapes:
        if isinstance(shape, Picture):
            yield shape
        elif isinstance(shape, Group):
            yield from _pictures(shape.shapes)


def _pixels(picture: Picture, ppi: int) -> tuple[int, int]:
    """Width and height of the whole picture, what is cut off too, at so many pixels to the inch where it stands."""
    left, top, right, bottom = (share / 100_000 for share in picture.crop)
    across, down = max(0.01, 1 - left - right), max(0.01, 1 - top - bottom)
    width, height = picture.box.width / across, picture.box.height / down
    return max(1, round(width * ppi / EMU_PER_INCH)), max(1, round(height * ppi / EMU_PER_INCH))


def _stored(package: Package, data: bytes, media_type: str, stored: dict[bytes, str]) -> str:
    """The name of the part with these bytes, added when they are new."""
    if data not in stored:
        extension = EXTENSIONS[media_type]
        name = package.fresh_name(f"{MEDIA}image{{}}.{extension}")
        package.add(name, DEFAULTS[extension], data)
        stored[data] = name
    return stored[data]
