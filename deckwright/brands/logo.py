"""Puts the brand's logo into the place of the built-in template's wordmark."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from deckwright.brands.masters import read_box
from deckwright.model.page import Box
from deckwright.ooxml.drawing import geometry_xml, transform_xml
from deckwright.ooxml.names import OFFICE, SVG_NS, SVG_URI
from deckwright.ooxml.package import Package, Relationships
from deckwright.ooxml.xml import Element, P, append_xml, element_xml, quoteattr

SVG_TYPE = "image/svg+xml"
PNG_WIDTH = 1_200
"""Pixels of the PNG that is stored with an SVG, for programs that do not show SVG."""
HEIGHT = 1.6
"""Height of the logo, relative to the wordmark's line: with its own margin it looks as large as the word."""


def replace_with_logo(shape: Element, logo: Path, alt: str, package: Package, links: Relationships) -> None:
    """Replaces the wordmark's shape by a p:pic with `logo`, in the logo's proportions and at the same left edge."""
    from deckwright.assets.pictures import read_file
    from deckwright.assets.pictures.svg_raster import rasterise_svg

    file = read_file(logo)
    svg = file.data if file.media_type == SVG_TYPE else None
    picture = rasterise_svg(file.data, PNG_WIDTH, round(PNG_WIDTH * file.height / file.width)) if svg else file.data
    image = links.get_or_add(OFFICE + "image", _add_part(package, picture, "image/png" if svg else file.media_type))
    parent, line = shape.getparent(), read_box(shape)
    assert parent is not None
    assert line is not None
    height = round(line.height * HEIGHT)
    box = Box(line.x, line.y - (height - line.height) // 2, round(height * file.width / file.height), height)
    extension = ""
    if svg is not None:
        embed = links.get_or_add(OFFICE + "image", _add_part(package, svg, SVG_TYPE))
        svg_blip = f'<asvg:svgBlip xmlns:asvg="{SVG_NS}" r:embed="{embed}"/>'
        extension = f'<a:extLst><a:ext uri="{SVG_URI}">{svg_blip}</a:ext></a:extLst>'
    number = next(shape.iter(P + "cNvPr")).get("id", "")
    blip = element_xml("a:blip", f' r:embed="{image}"', extension)
    new = append_xml(
        parent,
        f'<p:pic><p:nvPicPr><p:cNvPr id="{number}" name="Logo" descr={quoteattr(alt)}/><p:cNvPicPr>'
        f'<a:picLocks noChangeAspect="1"/></p:cNvPicPr><p:nvPr userDrawn="1"/></p:nvPicPr><p:blipFill>'
        f"{blip}<a:stretch><a:fillRect/></a:stretch></p:blipFill>"
        f"<p:spPr>{transform_xml(box)}{geometry_xml('rect')}</p:spPr></p:pic>",
    )
    parent.replace(shape, new)


def _add_part(package: Package, data: bytes, media_type: str) -> str:
    """Returns the part of a picture, which is stored once for all layouts that show it."""
    extension = media_type.removeprefix("image/").partition("+")[0]
    names = (f"/ppt/media/logo{number}.{extension}" for number in count(1))
    name = next(name for name in names if name not in package.parts or package.parts[name].data == data)
    if name not in package.parts:
        package.add(name, media_type, data)
    return name
