"""Adds a slide with its notes, and the notes master, to a package (ECMA-376 19.3.1.38 and 19.3.1.26)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from deckwright.model.page import Page, Paragraph
from deckwright.ooxml.drawing import PartContext
from deckwright.ooxml.names import NOTES_MASTER_TYPE, NOTES_TYPE, OFFICE, SLIDE_TYPE
from deckwright.ooxml.package import Package, Part, Relationships
from deckwright.ooxml.xml import PREFIXES, encode_part, quoteattr
from deckwright.write.shapes import shape_tree_xml, shapes_xml
from deckwright.write.text import paragraphs_xml

NOTES = "/ppt/notesSlides/notesSlide{}.xml"

_NOTES_SHAPES = (
    '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Slide Image Placeholder 1"/>'
    '<p:cNvSpPr><a:spLocks noGrp="1" noRot="1" noChangeAspect="1"/></p:cNvSpPr>'
    '<p:nvPr><p:ph type="sldImg"/></p:nvPr></p:nvSpPr><p:spPr/></p:sp>'
    '<p:sp><p:nvSpPr><p:cNvPr id="3" name="Notes Placeholder 2"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
    '<p:nvPr><p:ph type="body" idx="1"/></p:nvPr></p:nvSpPr><p:spPr/>'
    "<p:txBody><a:bodyPr/><a:lstStyle/>{}</p:txBody></p:sp>"
)
"""The shapes of a notes slide, which take their boxes from the placeholders of the notes master by type."""


def add_slide(
    package: Package,
    page: Page,
    slides: Mapping[str, str],
    *,
    colour_map: str,
    notes_master: str,
    code_font: str,
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
    shapes = shape_tree_xml(_NOTES_SHAPES.format(paragraphs_xml(paragraphs, notes)))
    xml = f"<p:notes {PREFIXES}><p:cSld>{shapes}</p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:notes>"
    slide.package.add(name, NOTES_TYPE, encode_part(xml), notes.relationships)
    return name


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
