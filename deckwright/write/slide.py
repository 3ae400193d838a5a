"""One slide as a part of the presentation, with its notes (ECMA-376 19.3.1.38 and 19.3.1.26)."""

from __future__ import annotations

from collections.abc import Mapping

from deckwright.page import Page, Paragraph
from deckwright.write.drawing import Canvas
from deckwright.write.package import OFFICE, Package, Relationships
from deckwright.write.shapes import draw_shapes
from deckwright.write.text import draw_paragraphs
from deckwright.write.xml import NAMESPACES, A, Element, P, new_root, serialise, sub

SLIDE_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.slide+xml"
NOTES_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.notesSlide+xml"


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
    root, tree = _sheet("sld", page.id)
    draw_shapes(tree, page.shapes, canvas)
    _draw_colour_map(root, colour_map)
    if page.notes:
        canvas.relationships.to(OFFICE + "notesSlide", _add_notes(canvas, page.notes, notes_master))
    package.add(name, SLIDE_TYPE, serialise(root), canvas.relationships)


def _add_notes(canvas: Canvas, paragraphs: tuple[Paragraph, ...], master: str) -> str:
    name = canvas.package.fresh_name("/ppt/notesSlides/notesSlide{}.xml")
    notes = Canvas(canvas.package, Relationships(name), canvas.slides, canvas.code_font)
    notes.relationships.to(OFFICE + "notesMaster", master)
    notes.relationships.to(OFFICE + "slide", canvas.relationships.source)
    root, tree = _sheet("notes", "")
    _placeholder(tree, 2, "Slide Image Placeholder 1", {"noRot": "1", "noChangeAspect": "1"}, type="sldImg")
    body = sub(_placeholder(tree, 3, "Notes Placeholder 2", {}, type="body", idx="1"), P + "txBody")
    sub(body, A + "bodyPr")
    sub(body, A + "lstStyle")
    draw_paragraphs(body, paragraphs, notes)
    _draw_colour_map(root, None)
    canvas.package.add(name, NOTES_TYPE, serialise(root), notes.relationships)
    return name


def _sheet(tag: str, name: str) -> tuple[Element, Element]:
    """The root of a slide or notes slide and its empty shape tree; PowerPoint's Slide.Name is the slide's id."""
    root = new_root(P + tag, NAMESPACES)
    content = sub(root, P + "cSld", {"name": name} if name else {})
    tree = sub(content, P + "spTree")
    about = sub(tree, P + "nvGrpSpPr")
    sub(about, P + "cNvPr", id="1", name="")
    sub(about, P + "cNvGrpSpPr")
    sub(about, P + "nvPr")
    xfrm = sub(sub(tree, P + "grpSpPr"), A + "xfrm")
    for place, size in (("off", "ext"), ("chOff", "chExt")):
        sub(xfrm, A + place, x="0", y="0")
        sub(xfrm, A + size, cx="0", cy="0")
    return root, tree


def _placeholder(tree: Element, number: int, name: str, locks: dict[str, str], **ph: str) -> Element:
    """A p:sp that stands where the notes master has it."""
    element = sub(tree, P + "sp")
    about = sub(element, P + "nvSpPr")
    sub(about, P + "cNvPr", id=str(number), name=name)
    sub(sub(about, P + "cNvSpPr"), A + "spLocks", {"noGrp": "1", **locks})
    sub(sub(about, P + "nvPr"), P + "ph", ph)
    sub(element, P + "spPr")
    return element


def _draw_colour_map(root: Element, override: Element | None) -> None:
    element = sub(root, P + "clrMapOvr")
    if override is None:
        sub(element, A + "masterClrMapping")
    else:
        repeated = sub(element, override.tag)
        for name, value in override.items():
            repeated.set(name, value)
