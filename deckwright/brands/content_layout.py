"""Adds a layout with a title and a body to a template that has none."""

from __future__ import annotations

from deckwright.brands.shapes import FIRST_ID, find_placeholder, read_box, read_placeholder_type, read_slide_size
from deckwright.model.brand import HEADS
from deckwright.model.page import Box
from deckwright.ooxml.names import LAYOUT_TYPE, OFFICE
from deckwright.ooxml.package import Package, Part, Relationships
from deckwright.ooxml.xml import NAMESPACES, A, Element, P, R, new_root, parse, serialise, sub

NAME = "Title and Content"
BODIES = frozenset({"obj", "body"})
FOOTER_NAMES = {"dt": ("Date", 10), "ftr": ("Footer", 11), "sldNum": ("Slide Number", 12)}
"""Type → name and index."""
TITLE_AT, BODY_AT = (0.069, 0.053, 0.862, 0.193), (0.069, 0.266, 0.862, 0.635)
"""Left, top, width and height in PowerPoint's default master, as shares of the page."""
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
    shapes = sub(sub(root, P + "cSld", name=NAME), P + "spTree")
    properties = sub(shapes, P + "nvGrpSpPr")
    sub(properties, P + "cNvPr", id="1", name="")
    sub(properties, P + "cNvGrpSpPr")
    sub(properties, P + "nvPr")
    sub(shapes, P + "grpSpPr")
    add_placeholder(shapes, "Title", {"type": "title"}, None if _find_box(tree, "title") else _place(TITLE_AT, page))
    add_placeholder(shapes, "Content", {"idx": "1"}, None if _find_box(tree, "body") else _place(BODY_AT, page))
    for kind, (name, index) in FOOTER_NAMES.items():
        if _find_box(tree, kind) is not None:
            add_placeholder(shapes, name, {"type": kind, "idx": str(index)}, None)
    sub(sub(root, P + "clrMapOvr"), A + "masterClrMapping")

    name = package.next_part_name("/ppt/slideLayouts/slideLayout{}.xml")
    links = Relationships(name)
    links.get_or_add(OFFICE + "slideMaster", master.name)
    package.add(name, LAYOUT_TYPE, serialise(root), links)
    _list_layout(
        tree, master.relationships.get_or_add(OFFICE + "slideLayout", name), _find_next_id(package, presentation)
    )
    master.data = serialise(tree)


def add_placeholder(shapes: Element, name: str, attributes: dict[str, str], box: Box | None) -> None:
    """Adds a placeholder to a p:spTree, with the `attributes` of p:ph; without a box it inherits the master's."""
    number = max((int(shape.get("id", "0")) for shape in shapes.iter(P + "cNvPr")), default=0) + 1
    shape = sub(shapes, P + "sp")
    non_visual = sub(shape, P + "nvSpPr")
    sub(non_visual, P + "cNvPr", id=str(number), name=name)
    sub(sub(non_visual, P + "cNvSpPr"), A + "spLocks", noGrp="1")
    sub(sub(non_visual, P + "nvPr"), P + "ph", attributes)
    properties = sub(shape, P + "spPr")
    if box is not None:
        transform = sub(properties, A + "xfrm")
        sub(transform, A + "off", x=str(box.x), y=str(box.y))
        sub(transform, A + "ext", cx=str(box.width), cy=str(box.height))
    body = sub(shape, P + "txBody")
    sub(body, A + "bodyPr")
    sub(body, A + "lstStyle")
    paragraph = sub(body, A + "p")
    if attributes.get("type") == "sldNum":
        field = sub(paragraph, A + "fld", id="{6D1B7C0E-5A3F-4E7B-9C21-1F0A8D2B4E60}", type="slidenum")
        sub(field, A + "rPr", lang="en-US")
        sub(field, A + "t").text = "‹#›"
    else:
        run = sub(paragraph, A + "r")
        sub(run, A + "rPr", lang="en-US")
        sub(run, A + "t").text = name


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
