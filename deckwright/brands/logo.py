"""A logo: the brand's picture where the base template has its wordmark."""

from __future__ import annotations

from pathlib import Path

from deckwright.ooxml.names import OFFICE, SVG_NS, SVG_URI
from deckwright.ooxml.package import Package, Relationships
from deckwright.ooxml.xml import A, Element, P, R, sub

"""The extension of a:blip that names the drawing its picture was made from ([MS-ODRAWXML] 2.3.2.9)."""
SVG_TYPE = "image/svg+xml"
WIDE = 1_200
"""Pixels of the PNG that is stored beside a drawing, for programs that do not show drawings."""
HEIGHT = 1.6
"""Times the height of the wordmark's line: a mark with its own margin reads at the size of the word."""


def put_logo(shape: Element, logo: Path, alt: str, package: Package, links: Relationships) -> None:
    """Put a p:pic with `logo` in the place of the wordmark's shape: in its own proportions, at the same left edge."""
    from deckwright.assets.pictures import read_file
    from deckwright.assets.pictures.svg_raster import rasterised

    read = read_file(logo)
    drawing = read.data if read.media_type == SVG_TYPE else None
    shown = rasterised(read.data, WIDE, round(WIDE * read.height / read.width)) if drawing else read.data
    name = _part(package, shown, "image/png" if drawing else read.media_type)
    (place,) = shape.iter(A + "off")
    (size,) = shape.iter(A + "ext")
    line = int(size.get("cy", "0"))
    tall = round(line * HEIGHT)
    top = int(place.get("y", "0")) - (tall - line) // 2

    picture = shape.makeelement(P + "pic", {})
    about = sub(picture, P + "nvPicPr")
    sub(about, P + "cNvPr", id=next(shape.iter(P + "cNvPr")).get("id", ""), name="Logo", descr=alt)
    sub(sub(about, P + "cNvPicPr"), A + "picLocks", noChangeAspect="1")
    sub(about, P + "nvPr", userDrawn="1")
    fill = sub(picture, P + "blipFill")
    blip = sub(fill, A + "blip", {R + "embed": links.to(OFFICE + "image", name)})
    if drawing is not None:
        extension = sub(sub(blip, A + "extLst"), A + "ext", uri=SVG_URI)
        own = links.to(OFFICE + "image", _part(package, drawing, SVG_TYPE))
        sub(extension, f"{{{SVG_NS}}}svgBlip", {R + "embed": own}, nsmap={"asvg": SVG_NS})
    sub(sub(fill, A + "stretch"), A + "fillRect")
    properties = sub(picture, P + "spPr")
    transform = sub(properties, A + "xfrm")
    sub(transform, A + "off", x=place.get("x", "0"), y=str(top))
    sub(transform, A + "ext", cx=str(round(tall * read.width / read.height)), cy=str(tall))
    sub(sub(properties, A + "prstGeom", prst="rect"), A + "avLst")
    parent = shape.getparent()
    assert parent is not None
    parent.replace(shape, picture)


def _part(package: Package, data: bytes, media_type: str) -> str:
    """The part of a picture, which is stored once however many layouts show it."""
    extension = media_type.removeprefix("image/").partition("+")[0]
    number = 1
    while (known := package.parts.get(f"/ppt/media/logo{number}.{extension}")) is not None and known.data != data:
        number += 1
    name = f"/ppt/media/logo{number}.{extension}"
    if known is None:
        package.add(name, media_type, data)
    return name
