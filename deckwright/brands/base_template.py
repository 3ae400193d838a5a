"""The built-in template: the parts of brands/base dressed in a brand's colours, fonts and styles, as a .pptx."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from deckwright.brands.dress import Dress, dress_layout, dress_master, dress_theme
from deckwright.brands.tables import draw_table_style
from deckwright.brands.transform import stretch
from deckwright.model.page import Box
from deckwright.ooxml.names import (
    LAYOUT_TYPE,
    MASTER_TYPE,
    NOTES_MASTER_TYPE,
    OFFICE,
    PRESENTATION_ML,
    PRESENTATION_TYPE,
    THEME_TYPE,
)
from deckwright.ooxml.package import Package, Relationships
from deckwright.ooxml.xml import Element, P, R, serialise, sub
from deckwright.ooxml.zipped import zip_members

FOLDER = Path(__file__).parent / "base"
LAYOUTS = (
    "title", "section", "statement", "content", "two-content", "title-only", "picture", "closing", "blank",
)  # fmt: skip
"""Roles in the order PowerPoint's layout gallery shows them; each is a file of deckwright/brands/base/layouts."""

FIRST_ID = 2_147_483_648
"""Masters and layouts share one series of ids, and it starts here (ST_SlideMasterId, ECMA-376 19.7.14)."""

PRESENTATION = "/ppt/presentation.xml"
MASTER = "/ppt/slideMasters/slideMaster1.xml"
NOTES = "/ppt/notesMasters/notesMaster1.xml"


def base_template(dress: Dress, page: Box | None = None) -> bytes:
    """The .pptx that a brand without a template of its own writes into. The same brand gives the same bytes.

    On slides of another size than 16:9 (`page`) everything stands where it stood, in proportion.
    """
    package = Package()
    package.relationships.to(OFFICE + "officeDocument", PRESENTATION)
    presentation, links = _source("presentation"), Relationships(PRESENTATION)
    package.add(PRESENTATION, PRESENTATION_TYPE, b"", links)  # its data comes last, when it knows the others
    _list(presentation, "sldMasterId", links.to(OFFICE + "slideMaster", MASTER), FIRST_ID)
    _list(presentation, "notesMasterId", links.to(OFFICE + "notesMaster", NOTES))
    for name in ("presProps", "viewProps", "tableStyles"):
        source = _source(name)
        if name == "tableStyles":
            draw_table_style(source, dress.tables)
            source.set("def", dress.tables.id)  # a table inserted by hand looks like the others
        links.to(OFFICE + name, f"/ppt/{name}.xml")
        package.add(f"/ppt/{name}.xml", f"{PRESENTATION_ML}{name}+xml", serialise(source))
    links.to(OFFICE + "theme", "/ppt/theme/theme1.xml")
    package.parts[PRESENTATION].data = serialise(presentation)

    theme = _source("theme")
    dress_theme(theme, dress)
    for number in (1, 2):  # one theme for the slides and one for the notes, as PowerPoint has it
        package.add(f"/ppt/theme/theme{number}.xml", THEME_TYPE, serialise(theme))
    _add_master(package, dress)
    links = Relationships(NOTES)
    links.to(OFFICE + "theme", "/ppt/theme/theme2.xml")
    package.add(NOTES, NOTES_MASTER_TYPE, serialise(_source("notesMaster")), links)
    if page is not None:
        stretch(package, package.parts[PRESENTATION], page)
    return zip_members(package.members())


def _add_master(package: Package, dress: Dress) -> None:
    """The slide master and its layouts."""
    master, links = _source("master"), Relationships(MASTER)
    for number, role in enumerate(LAYOUTS, 1):
        name = f"/ppt/slideLayouts/slideLayout{number}.xml"
        layout, own = _source(f"layouts/{role}"), Relationships(name)
        own.to(OFFICE + "slideMaster", MASTER)
        dress_layout(layout, role, master, dress, package, own)
        package.add(name, LAYOUT_TYPE, serialise(layout), own)
        _list(master, "sldLayoutId", links.to(OFFICE + "slideLayout", name), FIRST_ID + number)
    links.to(OFFICE + "theme", "/ppt/theme/theme1.xml")
    dress_master(master, dress, package, links)
    package.add(MASTER, MASTER_TYPE, serialise(master), links)


def _source(name: str) -> Element:
    """A part's source, without the comments and the line breaks it is laid out with."""
    parser = etree.XMLParser(remove_blank_text=True, remove_comments=True, resolve_entities=False)
    return etree.fromstring((FOLDER / f"{name}.xml").read_bytes(), parser)


def _list(root: Element, tag: str, relationship: str, number: int | None = None) -> None:
    """One more entry in the list of masters or layouts that `root` has for it."""
    (entries,) = root.iterfind(f"{P}{tag}Lst")
    entry = sub(entries, P + tag, {"id": str(number)} if number else {})
    entry.set(R + "id", relationship)
