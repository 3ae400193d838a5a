"""A logo: the brand's picture where the base template has its wordmark."""

from __future__ import annotations

from pathlib import Path

from deckwright.brands.drawing import png_of, svg_size
from deckwright.ooxml.package import DEFAULTS, OFFICE, Package, Relationships, extension_of
from deckwright.ooxml.xml import A, Element, P, R, sub

SVG_NS = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
SVG_URI = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
"""The extension of a:blip that names the drawing its picture was made from ([MS-ODRAWXML] 2.3.2.9)."""
TYPES = {"svg": "image/svg+xml"} | DEFAULTS
HEIGHT = 1.6
"""Times the height of the wordmark's line: a mark with its own margin reads at the size of the word."""


def put_logo(shape: Element, logo: Path, alt: str, package: Package, links: Relationships) -> None:
    """Put a p:pic with `logo` in the place of the wordmark's shape: in its own proportions, at the same left edge."""
    data = logo.read_bytes()
    drawing = data if logo.suffix.lower() == ".svg" else None
    if drawing is not None:
        width, height = svg_size(drawing) or (1.0, 1.0)
        name = _part(package, png_of(drawing), "png")
    else:
        from PIL import Image

        with Image.open(logo, formats=("PNG", "JPEG")) as image:
            width, height = image.size
        name = _part(package, data, extension_of(logo.name))
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
        own = links.to(OFFICE + "image", _part(package, drawing, "svg"))
        sub(extension, f"{{{SVG_NS}}}svgBlip", {R + "embed": own}, nsmap={"asvg": SVG_NS})
    sub(sub(fill, A + "stretch"), A + "fillRect")
    properties = sub(picture, P + "spPr")
    transform = sub(properties, A + "xfrm")
    sub(transform, A + "off", x=place.get("x", "0"), y=str(top))
    sub(transform, A + "ext", cx=str(round(tall * width / height)), cy=str(tall))
    sub(sub(properties, A + "prstGeom", prst="rect"), A + "avLst")
    parent = shape.getparent()
    assert parent is not None
    parent.replace(shape, picture)


def _part(package: Package, data: bytes, extension: str) -> str:
    """The part of a picture, which is stored once however many layouts show it."""
    number = 1
    while (known := package.parts.get(f"/ppt/media/logo{number}.{extension}")) is not None and known.data != data:
        number += 1
    name = f"/ppt/media/logo{number}.{extension}"
    if known is None:
        package.add(name, TYPES[extension], data)
    return name
