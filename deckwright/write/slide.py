"""One slide as a part of the presentation, with its notes (ECMA-376 19.3.1.38 and 19.3.1.26)."""

from __future__ import annotations

from collections.abc import Mapping

from deckwright.model.page import Page, Paragraph
from deckwright.ooxml.drawing import Canvas
from deckwright.ooxml.names import NOTES_TYPE, OFFICE, SLIDE_TYPE
from deckwright.ooxml.package import Package, Relationships
from deckwright.ooxml.xml import PREFIXES, quoteattr, spelled
from deckwright.write.shapes import shapes, tree
from deckwright.write.text import paragraphs

NOTES = "/ppt/notesSlides/notesSlide{}.xml"

_NOTES_SHAPES = (
    '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Slide Image Placeholder 1"/>'
    '<p:cNvSpPr><a:spLocks noGrp="1" noRot="1" noChangeAspect="1"/></p:cNvSpPr>'
    '<p:nvPr><p:ph type="sldImg"/></p:nvPr></p:nvSpPr><p:spPr/></p:sp>'
    '<p:sp><p:nvSpPr><p:cNvPr id="3" name="Notes Placeholder 2"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
    '<p:nvPr><p:ph type="body" idx="1"/></p:nvPr></p:nvSpPr><p:spPr/>'
    "<p:txBody><a:bodyPr/><a:lstStyle/>{}</p:txBody></p:sp>"
)
"""A notes slide takes its places from the notes master, by type."""


def add_slide(
    package: Package,
    page: Page,
    slides: Mapping[str, str],
    *,
    colour_map: str,
    notes_master: str,
    code_font: str,
) -> None:
    """Add the slide `page` under its name in `slides` (id → part name), and its notes when it has any.

    `colour_map` is what stands in the layout's p:clrMapOvr, which a slide must repeat to look like its layout.
    """
    name = slides[page.id]
    canvas = Canvas(package, Relationships(name), slides, code_font)
    canvas.relationships.to(OFFICE + "slideLayout", page.layout)
    # Slide.Name in PowerPoint's object model is the slide's id.
    xml = (
        f"<p:sld {PREFIXES}><p:cSld name={quoteattr(page.id)}>{tree(shapes(page.shapes, canvas))}</p:cSld>"
        f"<p:clrMapOvr>{colour_map}</p:clrMapOvr></p:sld>"
    )
    if page.notes:
        canvas.relationships.to(OFFICE + "notesSlide", _add_notes(canvas, page.notes, notes_master))
    package.add(name, SLIDE_TYPE, spelled(xml), canvas.relationships)


def _add_notes(canvas: Canvas, given: tuple[Paragraph, ...], master: str) -> str:
    name = canvas.package.fresh_name(NOTES)
    notes = Canvas(canvas.package, Relationships(name), canvas.slides, canvas.code_font)
    notes.relationships.to(OFFICE + "notesMaster", master)
    notes.relationships.to(OFFICE + "slide", canvas.relationships.source)
    xml = (
        f"<p:notes {PREFIXES}><p:cSld>{tree(_NOTES_SHAPES.format(paragraphs(given, notes)))}</p:cSld>"
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:notes>"
    )
    canvas.package.add(name, NOTES_TYPE, spelled(xml), notes.relationships)
    return name
