"""Puts the brand's logo into the place of the built-in template's wordmark."""

from __future__ import annotations

from pathlib import Path

from deckwright.ooxml.names import OFFICE, SVG_NS, SVG_URI
from deckwright.ooxml.package import Package, Relationships
from deckwright.ooxml.xml import A, Element, P, R, sub

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
    picture_data = (
        rasterise_svg(file.data, PNG_WIDTH, round(PNG_WIDTH * file.height / file.width)) if svg else file.data
    )
    name = _add_part(package, picture_data, "image/png" if svg else file.media_type)
    (place,) = shape.iter(A + "off")
    (size,) = shape.iter(A + "ext")
    line_height = int(size.get("cy", "0"))
    height = round(line_height * HEIGHT)
    top = int(place.get("y", "0")) - (height - line_height) // 2

    picture = shape.makeelement(P + "pic", {})
    non_visual = sub(picture, P + "nvPicPr")
    sub(non_visual, P + "cNvPr", id=next(shape.iter(P + "cNvPr")).get("id", ""), name="Logo", descr=alt)
    sub(sub(non_visual, P + "cNvPicPr"), A + "picLocks", noChangeAspect="1")
    sub(non_visual, P + "nvPr", userDrawn="1")
    fill = sub(picture, P + "blipFill")
    blip = sub(fill, A + "blip", {R + "embed": links.get_or_add(OFFICE + "image", name)})
    if svg is not None:
        extension = sub(sub(blip, A + "extLst"), A + "ext", uri=SVG_URI)
        svg_id = links.get_or_add(OFFICE + "image", _add_part(package, svg, SVG_TYPE))
        sub(extension, f"{{{SVG_NS}}}svgBlip", {R + "embed": svg_id}, nsmap={"asvg": SVG_NS})
    sub(sub(fill, A + "stretch"), A + "fillRect")
    properties = sub(picture, P + "spPr")
    transform = sub(properties, A + "xfrm")
    sub(transform, A + "off", x=place.get("x", "0"), y=str(top))
    sub(transform, A + "ext", cx=str(round(height * file.width / file.height)), cy=str(height))
    sub(sub(properties, A + "prstGeom", prst="rect"), A + "avLst")
    parent = shape.getparent()
    assert parent is not None
    parent.replace(shape, picture)


def _add_part(package: Package, data: bytes, media_type: str) -> str:
    """Returns the part of a picture, which is stored once for all layouts that show it."""
    extension = media_type.removeprefix("image/").partition("+")[0]
    number = 1
    while (part := package.parts.get(f"/ppt/media/logo{number}.{extension}")) is not None and part.data != data:
        number += 1
    name = f"/ppt/media/logo{number}.{extension}"
    if part is None:
        package.add(name, media_type, data)
    return name
