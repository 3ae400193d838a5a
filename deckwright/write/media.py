"""Parts that shapes show: pictures, each stored once, and charts with their workbooks."""

from __future__ import annotations

from deckwright.ooxml.package import DEFAULTS, OFFICE, Package, Relationships
from deckwright.page import Chart, Picture
from deckwright.write.chart import chart_xml
from deckwright.write.sheet import sheet_of
from deckwright.write.workbook import workbook_bytes

CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"

EXTENSIONS = {
    "image/png": "png",
    "image/jpeg": "jpeg",
    "image/gif": "gif",
    "image/bmp": "bmp",
    "image/tiff": "tiff",
    "image/x-emf": "emf",
    "image/x-wmf": "wmf",
}
"""Media type → extension, of the kinds of pictures PowerPoint shows on every machine."""


def picture_part(package: Package, picture: Picture) -> str:
    """The name of the part with this picture's bytes, added when they are new."""
    if (name := package.pictures.get(picture.data)) is None:
        extension = EXTENSIONS[picture.media_type]
        name = package.fresh_name(f"/ppt/media/image{{}}.{extension}")
        package.add(name, DEFAULTS[extension], picture.data)
        package.pictures[picture.data] = name
    return name


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
