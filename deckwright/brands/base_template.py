"""The built-in template: the parts in brands/base, designed in a brand's colours, fonts and styles, as a .pptx."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from deckwright.brands.design import Design, apply_theme, style_layout, style_master
from deckwright.brands.masters import FIRST_ID, append_entry, find_transform, read_box
from deckwright.brands.roles import ROLES
from deckwright.brands.styles import append_table_style
from deckwright.model.page import Box
from deckwright.ooxml import names
from deckwright.ooxml.names import OFFICE
from deckwright.ooxml.package import Package, Relationships
from deckwright.ooxml.xml import A, Element, P, parse, serialise
from deckwright.ooxml.zip_file import zip_members

FOLDER = Path(__file__).parent / "base"

PRESENTATION = "/ppt/presentation.xml"
MASTER = "/ppt/slideMasters/slideMaster1.xml"
NOTES = "/ppt/notesMasters/notesMaster1.xml"


def build_base_template(design: Design, page: Box) -> bytes:
    """Returns the .pptx for a brand without its own template. The same design gives the same bytes.

    If `page` is another size than 16:9, masters and layouts are scaled to it.
    """
    package = Package()
    package.relationships.get_or_add(OFFICE + "officeDocument", PRESENTATION)
    presentation, links = _read_source("presentation"), Relationships(PRESENTATION)
    package.add(PRESENTATION, names.PRESENTATION_TYPE, b"", links)  # its data follows below, with the ids of the others
    append_entry(presentation, "sldMasterId", links.get_or_add(OFFICE + "slideMaster", MASTER), FIRST_ID)
    append_entry(presentation, "notesMasterId", links.get_or_add(OFFICE + "notesMaster", NOTES))
    for name in ("presProps", "viewProps", "tableStyles"):
        source = _read_source(name)
        if name == "tableStyles":
            append_table_style(source, design.tables)
            source.set("def", design.tables.id)  # so that a table inserted in PowerPoint looks like the others
        links.get_or_add(OFFICE + name, f"/ppt/{name}.xml")
        package.add(f"/ppt/{name}.xml", f"{names.PRESENTATION_ML}{name}+xml", serialise(source))
    links.get_or_add(OFFICE + "theme", "/ppt/theme/theme1.xml")
    package.parts[PRESENTATION].data = serialise(presentation)

    theme = _read_source("theme")
    apply_theme(theme, design)
    for number in (1, 2):  # one theme for the slides and one for the notes, as PowerPoint writes it
        package.add(f"/ppt/theme/theme{number}.xml", names.THEME_TYPE, serialise(theme))
    _add_master(package, design)
    links = Relationships(NOTES)
    links.get_or_add(OFFICE + "theme", "/ppt/theme/theme2.xml")
    package.add(NOTES, names.NOTES_MASTER_TYPE, serialise(_read_source("notesMaster")), links)
    _resize_slides(package, page)
    return zip_members(package.iter_members())


def _add_master(package: Package, design: Design) -> None:
    """Adds the slide master and its layouts; each role is a file in deckwright/brands/base/layouts."""
    master, links = _read_source("master"), Relationships(MASTER)
    for number, role in enumerate(ROLES, 1):
        name = f"/ppt/slideLayouts/slideLayout{number}.xml"
        layout, layout_links = _read_source(f"layouts/{role}"), Relationships(name)
        layout_links.get_or_add(OFFICE + "slideMaster", MASTER)
        style_layout(layout, role, master, design, package, layout_links)
        package.add(name, names.LAYOUT_TYPE, serialise(layout), layout_links)
        append_entry(master, "sldLayoutId", links.get_or_add(OFFICE + "slideLayout", name), FIRST_ID + number)
    links.get_or_add(OFFICE + "theme", "/ppt/theme/theme1.xml")
    style_master(master, design, package, links)
    package.add(MASTER, names.MASTER_TYPE, serialise(master), links)


def _read_source(name: str) -> Element:
    """Reads a file of brands/base without its comments and line breaks."""
    parser = etree.XMLParser(remove_blank_text=True, remove_comments=True, resolve_entities=False)
    return etree.fromstring((FOLDER / f"{name}.xml").read_bytes(), parser)


def _resize_slides(package: Package, page: Box) -> None:
    """Sets the size of slides, and scales the shapes of master and layouts with it."""
    presentation = package.parts[PRESENTATION]
    root = parse(presentation.data)
    (size,) = root.iterfind(P + "sldSz")
    across, down = page.width / int(size.get("cx", "1")), page.height / int(size.get("cy", "1"))
    if across == down == 1:
        return
    size.attrib.pop("type", "")
    size.set("cx", str(page.width))
    size.set("cy", str(page.height))
    presentation.data = serialise(root)
    for part in package.parts.values():
        if part.content_type in (names.MASTER_TYPE, names.LAYOUT_TYPE):
            tree = parse(part.data)
            for shape in tree.iterfind(f"{P}cSld/{P}spTree/*"):
                _scale_shape(shape, across, down)
            part.data = serialise(tree)


def _scale_shape(shape: Element, across: float, down: float) -> None:
    """Scales a shape's place and size; a picture keeps its proportions, its left edge and its middle."""
    transform, box = find_transform(shape), read_box(shape)
    if transform is None or box is None:
        return
    factors = (across, down) if shape.tag != P + "pic" else (min(across, down),) * 2
    width, height = box.width * factors[0], box.height * factors[1]
    top = box.y * down + (box.height * down - height) / 2
    for name, key, value in (
        ("off", "x", box.x * across),
        ("off", "y", top),
        ("ext", "cx", width),
        ("ext", "cy", height),
    ):
        for element in transform.iterfind(A + name):
            element.set(key, str(round(value)))
