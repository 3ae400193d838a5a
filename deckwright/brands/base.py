"""The built-in template, dressed: the parts of deckwright/base in a brand's colours, fonts and styles, as a .pptx."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from deckwright.brands.dress import Dress, dress_layout, dress_master, dress_theme
from deckwright.write.package import OFFICE, Package, Relationships, zip_members
from deckwright.write.template import PRESENTATION_TYPE
from deckwright.write.xml import Element, P, R, serialise, sub

FOLDER = Path(__file__).parent.parent / "base"
LAYOUTS = (
    "title", "section", "statement", "content", "two-content", "title-only", "picture", "closing", "blank",
)  # fmt: skip
"""Roles in the order PowerPoint's layout gallery shows them; each is a file of deckwright/base/layouts."""

FIRST_ID = 2_147_483_648
"""Masters and layouts share one series of ids, and it starts here (ST_SlideMasterId, ECMA-376 19.7.14)."""

_TYPE = "application/vnd.openxmlformats-officedocument.presentationml."
_THEME_TYPE = "application/vnd.openxmlformats-officedocument.theme+xml"


def base_template(dress: Dress) -> bytes:
    """The .pptx that a brand without a template of its own writes into: no slides, the same bytes for the same brand."""
    package = Package()
    theme = _source("theme")
    dress_theme(theme, dress)
    master_name, notes_name = "/ppt/slideMasters/slideMaster1.xml", "/ppt/notesMasters/notesMaster1.xml"

    presentation = _source("presentation")
    links = Relationships("/ppt/presentation.xml")
    _list(
        presentation, P + "sldMasterIdLst", P + "sldMasterId", {R + "id": links.to(OFFICE + "slideMaster", master_name)}
    )
    _list(
        presentation,
        P + "notesMasterIdLst",
        P + "notesMasterId",
        {R + "id": links.to(OFFICE + "notesMaster", notes_name)},
    )
    presentation[0][0].set("id", str(FIRST_ID))
    package.relationships.to(OFFICE + "officeDocument", "/ppt/presentation.xml")
    package.add("/ppt/presentation.xml", PRESENTATION_TYPE, serialise(presentation), links)
    for name in ("presProps", "viewProps"):
        links.to(OFFICE + name, f"/ppt/{name}.xml")
        package.add(f"/ppt/{name}.xml", f"{_TYPE}{name}+xml", serialise(_source(name)))
    links.to(OFFICE + "theme", "/ppt/theme/theme1.xml")
    links.to(OFFICE + "tableStyles", "/ppt/tableStyles.xml")
    package.add("/ppt/tableStyles.xml", f"{_TYPE}tableStyles+xml", serialise(_source("tableStyles")))
    package.add("/ppt/theme/theme1.xml", _THEME_TYPE, serialise(theme))

    master = _source("master")
    links = Relationships(master_name)
    for number, role in enumerate(LAYOUTS, 1):
        name = f"/ppt/slideLayouts/slideLayout{number}.xml"
        layout = _source(f"layouts/{role}")
        own = Relationships(name)
        own.to(OFFICE + "slideMaster", master_name)
        dress_layout(layout, role, master, dress, package, own)
        package.add(name, f"{_TYPE}slideLayout+xml", serialise(layout), own)
        _list(
            master, P + "sldLayoutIdLst", P + "sldLayoutId",
            {"id": str(FIRST_ID + number), R + "id": links.to(OFFICE + "slideLayout", name)},
        )  # fmt: skip
    links.to(OFFICE + "theme", "/ppt/theme/theme1.xml")
    dress_master(master, dress, package, links)
    package.add(master_name, f"{_TYPE}slideMaster+xml", serialise(master), links)

    links = Relationships(notes_name)
    links.to(OFFICE + "theme", "/ppt/theme/theme2.xml")
    package.add(notes_name, f"{_TYPE}notesMaster+xml", serialise(_source("notesMaster")), links)
    package.add("/ppt/theme/theme2.xml", _THEME_TYPE, serialise(theme))
    return zip_members(package.members())


def _source(name: str) -> Element:
    """A part's source, without the comments and the line breaks it is laid out with."""
    parser = etree.XMLParser(remove_blank_text=True, remove_comments=True, resolve_entities=False)
    return etree.fromstring((FOLDER / f"{name}.xml").read_bytes(), parser)


def _list(root: Element, where: str, tag: str, attributes: dict[str, str]) -> None:
    parent = root.find(where)
    assert parent is not None, where
    sub(parent, tag, attributes)
