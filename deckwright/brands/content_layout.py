"""Adds a layout with a title and a body to a template that has none."""

from __future__ import annotations

from deckwright.brands.shapes import FIRST_ID, find_placeholder, read_box, read_placeholder_type, read_slide_size
from deckwright.model.brand import HEADS
from deckwright.model.page import Box
from deckwright.ooxml.drawing import transform_xml
from deckwright.ooxml.names import LAYOUT_TYPE, OFFICE
from deckwright.ooxml.package import Package, Part, Relationships
from deckwright.ooxml.xml import NAMESPACES, Element, P, R, append_xml, element_xml, new_root, parse, serialise, sub

NAME = "Title and Content"
BODIES = frozenset({"obj", "body"})
FOOTER_NAMES = {"dt": ("Date", 10), "ftr": ("Footer", 11), "sldNum": ("Slide Number", 12)}
"""Type → name and index."""
TITLE_AT, BODY_AT = (0.069, 0.053, 0.862, 0.193), (0.069, 0.266, 0.862, 0.635)
"""Left, top, width and height in PowerPoint's default master, as shares of the page."""
FIELD_ID = "{6D1B7C0E-5A3F-4E7B-9C21-1F0A8D2B4E60}"
LARGE = 0.2
"""Share of the page from which a placeholder is a body, not a subtitle."""


def add_content_layout(package: Package, presentation: Part) -> str:
    """Adds a layout to the first master if no layout has a title and a body; returns its name, "" if none was added."""
    root = parse(presentation.data)
    page = read_slide_size(root)
    masters = [link.target for link in presentation.relationships if link.type == OFFICE + "slideMaster"]
    if not masters:
        return ""
    for name in masters:
        master = parse(package.parts[name].data)
        layouts = [link.target for link in package.parts[name].relationships if link.type == OFFICE + "slideLayout"]
        if any(
            layout in package.parts and _has_both(parse(package.parts[layout].data), master, page) for layout in layouts
        ):
            return ""
    _add_layout(package, package.parts[masters[0]], root, page)
    return NAME


def _has_both(layout: Element, master: Element, page: Box) -> bool:
    """Returns True if a layout has a title and a large body; boxes may be inherited from the master."""
    kinds: dict[str, Box | None] = {}
    for shape in layout.iter(P + "sp"):
        if kind := read_placeholder_type(shape):
            kinds.setdefault(kind, read_box(shape) or _find_box(master, kind))
    bodies = [box for kind, box in kinds.items() if kind in BODIES and box is not None]
    return bool(HEADS & set(kinds)) and any(b.width * b.height >= LARGE * page.width * page.height for b in bodies)


def _find_box(master: Element, kind: str) -> Box | None:
    """Returns the box of the master's placeholder that one of type `kind` inherits from."""
    parent_kind = "title" if kind in HEADS else "body" if kind in BODIES else kind
    for shape in master.iter(P + "sp"):
        placeholder = find_placeholder(shape)
        if placeholder is not None and placeholder.get("type") == parent_kind:
            return read_box(shape)
    return None


def _add_layout(package: Package, master: Part, presentation: Element, page: Box) -> None:
    tree = parse(master.data)
    root = new_root(P + "sldLayout", NAMESPACES)
    root.set("type", "obj")
    root.set("preserve", "1")
    group = '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
    slide = append_xml(root, f'<p:cSld name="{NAME}"><p:spTree>{group}</p:spTree></p:cSld>')
    shapes = slide[0]
    add_placeholder(shapes, "Title", 'type="title"', None if _find_box(tree, "title") else _place(TITLE_AT, page))
    add_placeholder(shapes, "Content", 'idx="1"', None if _find_box(tree, "body") else _place(BODY_AT, page))
    for kind, (name, index) in FOOTER_NAMES.items():
        if _find_box(tree, kind) is not None:
            add_placeholder(shapes, name, f'type="{kind}" idx="{index}"', None)
    append_xml(root, "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr>")

    name = package.next_part_name("/ppt/slideLayouts/slideLayout{}.xml")
    links = Relationships(name)
    links.get_or_add(OFFICE + "slideMaster", master.name)
    package.add(name, LAYOUT_TYPE, serialise(root), links)
    relationship = master.relationships.get_or_add(OFFICE + "slideLayout", name)
    _list_layout(tree, relationship, _find_next_id(package, presentation))
    master.data = serialise(tree)


def add_placeholder(shapes: Element, name: str, attributes: str, box: Box | None) -> None:
    """Adds a placeholder to a p:spTree, with the `attributes` of p:ph; without a box it inherits the master's."""
    number = max((int(shape.get("id", "0")) for shape in shapes.iter(P + "cNvPr")), default=0) + 1
    run = f'<a:r><a:rPr lang="en-US"/><a:t>{name}</a:t></a:r>'
    if 'type="sldNum"' in attributes:
        run = f'<a:fld id="{FIELD_ID}" type="slidenum"><a:rPr lang="en-US"/><a:t>‹#›</a:t></a:fld>'
    append_xml(
        shapes,
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f"<p:nvPr><p:ph {attributes}/></p:nvPr></p:nvSpPr>"
        f"{element_xml('p:spPr', inside=transform_xml(box) if box else '')}"
        f"<p:txBody><a:bodyPr/><a:lstStyle/><a:p>{run}</a:p></p:txBody></p:sp>",
    )


def _place(shares: tuple[float, float, float, float], page: Box) -> Box:
    sides = (page.width, page.height) * 2
    return Box(*(round(side * share) for side, share in zip(sides, shares, strict=True)))


def _list_layout(master: Element, relationship: str, number: int) -> None:
    """Adds an entry to p:sldLayoutIdLst; a master without layouts gets the list, after p:clrMap."""
    entries = master.find(P + "sldLayoutIdLst")
    if entries is None:
        entries = master.makeelement(P + "sldLayoutIdLst")
        (colour_map,) = master.iterfind(P + "clrMap")
        master.insert(master.index(colour_map) + 1, entries)
    entry = sub(entries, P + "sldLayoutId", id=str(number))
    entry.set(R + "id", relationship)


def _find_next_id(package: Package, presentation: Element) -> int:
    ids = [int(entry.get("id", "0")) for entry in presentation.iter(P + "sldMasterId")]
    for part in package.parts.values():
        if part.content_type.endswith("slideMaster+xml"):
            ids += [int(entry.get("id", "0")) for entry in parse(part.data).iter(P + "sldLayoutId")]
    return max(ids, default=FIRST_ID) + 1
