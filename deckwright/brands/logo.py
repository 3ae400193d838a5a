"""A logo: the brand's picture where the base template has its wordmark."""

from __future__ import annotations

from pathlib import Path

from deckwright.ooxml.package import OFFICE, Package, Relationships
from deckwright.ooxml.xml import A, Element, P, R, sub

HEIGHT = 1.6
"""Times the height of the wordmark's line: a mark with its own margin reads at the size of the word."""


def put_logo(shape: Element, logo: Path, alt: str, package: Package, links: Relationships) -> None:
    """Put a p:pic with `logo` in the place of the wordmark's shape: in its own proportions, at the same left edge."""
    from deckwright.pictures import read_file

    read = read_file(logo)
    name = f"/ppt/media/logo.{read.media_type.removeprefix('image/')}"
    if name not in package.parts:
        package.add(name, read.media_type, read.data)
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
    sub(fill, A + "blip", {R + "embed": links.to(OFFICE + "image", name)})
    sub(sub(fill, A + "stretch"), A + "fillRect")
    properties = sub(picture, P + "spPr")
    transform = sub(properties, A + "xfrm")
    sub(transform, A + "off", x=place.get("x", "0"), y=str(top))
    sub(transform, A + "ext", cx=str(round(tall * read.width / read.height)), cy=str(tall))
    sub(sub(properties, A + "prstGeom", prst="rect"), A + "avLst")
    parent = shape.getparent()
    assert parent is not None
    parent.replace(shape, picture)
