"""Adds a slide with its notes, the notes master, and pictures to a package (ECMA-376 19.3.1.38 and 19.3.1.26)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from deckwright.model.page import Page, Paragraph
from deckwright.ooxml.drawing import PartContext
from deckwright.ooxml.names import NOTES_MASTER_TYPE, NOTES_TYPE, OFFICE, SLIDE_TYPE, TYPES_BY_EXTENSION
from deckwright.ooxml.package import Package, Part, Relationships
from deckwright.ooxml.xml import PREFIXES, encode_part, quoteattr
from deckwright.write.outline import SizedPicture, unite_pictures
from deckwright.write.shapes import shape_tree_xml, shapes_xml
from deckwright.write.text import paragraphs_xml

NOTES = "/ppt/notesSlides/notesSlide{}.xml"
MEDIA = "/ppt/media/"
SVG = "image/svg+xml"
EXTENSIONS = {"image/png": "png", "image/jpeg": "jpeg", SVG: "svg"}
"""Media type → extension of the pictures that PowerPoint shows on every machine."""


def add_slide(
    package: Package, page: Page, slides: Mapping[str, str], *, colour_map: str, notes_master: str, code_font: str
) -> None:
    """Adds the slide `page` under its name in `slides` (id → part name), and its notes when it has any.

    `colour_map` is the content of the layout's p:clrMapOvr, which a slide must repeat to look like its layout.
    """
    name = slides[page.id]
    context = PartContext(package, Relationships(name), slides, code_font)
    context.relationships.get_or_add(OFFICE + "slideLayout", page.layout)
    # The id of the slide becomes Slide.Name in PowerPoint's object model.
    shapes = shape_tree_xml(shapes_xml(page.shapes, context))
    xml = (
        f"<p:sld {PREFIXES}><p:cSld name={quoteattr(page.id)}>{shapes}</p:cSld>"
        f"<p:clrMapOvr>{colour_map}</p:clrMapOvr></p:sld>"
    )
    if page.notes:
        context.relationships.get_or_add(OFFICE + "notesSlide", _add_notes(context, page.notes, notes_master))
    package.add(name, SLIDE_TYPE, encode_part(xml), context.relationships)


def _add_notes(slide: PartContext, paragraphs: tuple[Paragraph, ...], master: str) -> str:
    name = slide.package.next_part_name(NOTES)
    notes = PartContext(slide.package, Relationships(name), slide.slides, slide.code_font)
    notes.relationships.get_or_add(OFFICE + "notesMaster", master)
    notes.relationships.get_or_add(OFFICE + "slide", slide.relationships.source)
    xml = _read_notes_slide().format(paragraphs_xml(paragraphs, notes))
    slide.package.add(name, NOTES_TYPE, encode_part(xml), notes.relationships)
    return name


@cache
def _read_notes_slide() -> str:
    """Returns notesSlide.xml, whose shapes take their boxes from the notes master by type; {} is for paragraphs."""
    return (Path(__file__).parent / "notesSlide.xml").read_text("utf-8").rstrip()


def ensure_notes_master(package: Package, presentation: Part) -> str:
    """Returns the part name of the notes master; adds a plain one when the template has no notes master."""
    if (relationship := presentation.relationships.find_first(OFFICE + "notesMaster")) is not None:
        return relationship.target
    name = package.next_part_name("/ppt/notesMasters/notesMaster{}.xml")
    relationships = Relationships(name)
    relationships.get_or_add(OFFICE + "theme", _copy_theme(package, presentation))
    package.add(name, NOTES_MASTER_TYPE, (Path(__file__).parent / "notesMaster.xml").read_bytes(), relationships)
    presentation.relationships.get_or_add(OFFICE + "notesMaster", name)
    return name


def _copy_theme(package: Package, presentation: Part) -> str:
    """Adds a copy of the slides' theme, for two masters must not share one; returns its part name."""
    master = presentation.relationships.find_first(OFFICE + "slideMaster")
    theme = master and package.parts[master.target].relationships.find_first(OFFICE + "theme")
    if theme is None:
        raise ValueError("the template's slide master has no theme")
    original = package.parts[theme.target]
    name = package.next_part_name("/ppt/theme/theme{}.xml")
    package.add(name, original.content_type, original.data, Relationships(name, original.relationships))
    return name


def add_pictures(package: Package, pictures: Iterable[SizedPicture]) -> None:
    """Adds a part for each picture, once with as many pixels as its largest appearance needs.

    A picture that the template has already is not added.
    """
    unique = unite_pictures(pictures)
    if not unique:
        return
    from deckwright.assets.pictures.raster import downsample
    from deckwright.assets.pictures.svg_raster import rasterise_svg

    names = {part.data: name for name, part in package.parts.items() if name.startswith(MEDIA)}
    for data, sized in unique.items():
        picture, media_type = sized.picture, sized.picture.media_type
        if media_type == SVG:
            package.svg_parts[data] = _add_picture_part(package, data, SVG, names)
            pixels = picture.raster or rasterise_svg(data, sized.width, sized.height, picture.fonts)
            media_type = "image/png"
        else:
            pixels = downsample(data, sized.width)
        package.picture_parts[data] = _add_picture_part(package, pixels, media_type, names)


def _add_picture_part(package: Package, data: bytes, media_type: str, names: dict[bytes, str]) -> str:
    """Returns the name of the part with these bytes, and adds the part when it is new."""
    if data not in names:
        extension = EXTENSIONS[media_type]
        names[data] = package.next_part_name(f"{MEDIA}image{{}}.{extension}")
        package.add(names[data], TYPES_BY_EXTENSION[extension], data)
    return names[data]
