"""One slide as a part of the presentation, with its notes (ECMA-376 19.3.1.38 and 19.3.1.26)."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy

from deckwright.ooxml.drawing import Canvas
from deckwright.ooxml.package import OFFICE, Package, Relationships
from deckwright.ooxml.xml import A_NS, P_NS, R_NS, A, Element, P, parse, serialise, sub
from deckwright.page import Page, Paragraph
from deckwright.write.shapes import draw_shapes
from deckwright.write.text import draw_paragraphs

SLIDE_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.slide+xml"
NOTES_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.notesSlide+xml"
NOTES = "/ppt/notesSlides/notesSlide{}.xml"

_NAMES = f'xmlns:a="{A_NS}" xmlns:r="{R_NS}" xmlns:p="{P_NS}"'
_TREE = (
    '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>'
    '<p:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/>'
    "</a:xfrm></p:grpSpPr>"
)
_EMPTY_SLIDE = parse(f"<p:sld {_NAMES}><p:cSld><p:spTree>{_TREE}</p:spTree></p:cSld><p:clrMapOvr/></p:sld>".encode())
_EMPTY_NOTES = parse(
    f"<p:notes {_NAMES}><p:cSld><p:spTree>{_TREE}"
    '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Slide Image Placeholder 1"/>'
    '<p:cNvSpPr><a:spLocks noGrp="1" noRot="1" noChangeAspect="1"/></p:cNvSpPr>'
    '<p:nvPr><p:ph type="sldImg"/></p:nvPr></p:nvSpPr><p:spPr/></p:sp>'
    '<p:sp><p:nvSpPr><p:cNvPr id="3" name="Notes Placeholder 2"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
    '<p:nvPr><p:ph type="body" idx="1"/></p:nvPr></p:nvSpPr><p:spPr/>'
    "<p:txBody><a:bodyPr/><a:lstStyle/></p:txBody></p:sp>"
    "</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:notes>".encode()
)
"""A notes slide takes its places from the notes master, by type."""


def add_slide(
    package: Package,
    page: Page,
    slides: Mapping[str, str],
    *,
    colour_map: Element | None,
    notes_master: str,
    code_font: str,
) -> None:
    """Add the slide `page` under its name in `slides` (id → part name), and its notes when it has any.

    `colour_map` is the layout's p:clrMapOvr, which a slide must repeat to look like its layout.
    """
    name = slides[page.id]
    canvas = Canvas(package, Relationships(name), slides, code_font)
    canvas.relationships.to(OFFICE + "slideLayout", page.layout)
    root = deepcopy(_EMPTY_SLIDE)
    content = root[0]
    content.set("name", page.id)  # Slide.Name in PowerPoint's object model
    draw_shapes(content[0], page.shapes, canvas)
    _draw_colour_map(root, colour_map)
    if page.notes:
        canvas.relationships.to(OFFICE + "notesSlide", _add_notes(canvas, page.notes, notes_master))
    package.add(name, SLIDE_TYPE, serialise(root), canvas.relationships)


def _add_notes(canvas: Canvas, paragraphs: tuple[Paragraph, ...], master: str) -> str:
    name = canvas.package.fresh_name(NOTES)
    notes = Canvas(canvas.package, Relationships(name), canvas.slides, canvas.code_font)
    notes.relationships.to(OFFICE + "notesMaster", master)
    notes.relationships.to(OFFICE + "slide", canvas.relationships.source)
    root = deepcopy(_EMPTY_NOTES)
    body = next(root.iter(P + "txBody"))
    draw_paragraphs(body, paragraphs, notes)
    canvas.package.add(name, NOTES_TYPE, serialise(root), notes.relationships)
    return name


def _draw_colour_map(root: Element, override: Element | None) -> None:
    element = root[-1]
    if override is None:
        sub(element, A + "masterClrMapping")
    else:
        repeated = sub(element, override.tag)
        for name, value in override.items():
            repeated.set(name, value)
