"""A layout made from its master, for a template that has none with a title and a body."""

from __future__ import annotations

from deckwright.brands.mend import FIRST_ID
from deckwright.brands.text_levels import box_of
from deckwright.model.brand import HEADS
from deckwright.model.page import Box
from deckwright.ooxml.names import LAYOUT_TYPE, OFFICE
from deckwright.ooxml.package import Package, Part, Relationships
from deckwright.ooxml.xml import NAMESPACES, A, Element, P, R, new_root, parse, serialise, sub

NAME = "Title and Content"
BODIES = frozenset({"obj", "body"})
FOOTERS = {"dt": ("Date", 10), "ftr": ("Footer", 11), "sldNum": ("Slide Number", 12)}
TITLE_AT, BODY_AT = (0.069, 0.053, 0.862, 0.193), (0.069, 0.266, 0.862, 0.635)
"""Shares of the page at which PowerPoint's own master has them: left, top, width, height."""
FOUR_BY_THREE = Box(0, 0, 9_144_000, 6_858_000)
"""The size of slides in a presentation that names none."""
LARGE = 0.2
"""Share of the page from which a placeholder is a body, and no second line."""


def with_content_layout(package: Package, presentation: Part) -> str:
    """Adds a layout with a title and a body to the first master, where no layout has both; gives its name, or ""."""
    root = parse(presentation.data)
    size = root.find(P + "sldSz")
    page = Box(0, 0, *(int(size.get(side, "0")) for side in ("cx", "cy"))) if size is not None else FOUR_BY_THREE
    masters = [link.target for link in presentation.relationships if link.type == OFFICE + "slideMaster"]
    if not masters:
        return ""
    for name in masters:
        master = parse(package.parts[name].data)
        links = [one.target for one in package.parts[name].relationships if one.type == OFFICE + "slideLayout"]
        if any(one in package.parts and _has_both(parse(package.parts[one].data), master, page) for one in links):
            return ""
    _add(package, package.parts[masters[0]], root, page)
    return NAME


def _has_both(layout: Element, master: Element, page: Box) -> bool:
    kinds: dict[str, Box | None] = {}
    for shape in layout.iter(P + "sp"):
        place = shape.find(f"*/{P}nvPr/{P}ph")
        if place is not None:
            kinds.setdefault(place.get("type", "obj"), box_of(shape) or _box_in(master, place.get("type", "obj")))
    bodies = [box for kind, box in kinds.items() if kind in BODIES and box is not None]
    return bool(HEADS & set(kinds)) and any(b.width * b.height >= LARGE * page.width * page.height for b in bodies)


def _box_in(master: Element, kind: str) -> Box | None:
    wanted = "title" if kind in HEADS else "body" if kind in BODIES else kind
    for shape in master.iter(P + "sp"):
        place = shape.find(f"*/{P}nvPr/{P}ph")
        if place is not None and place.get("type") == wanted:
            return box_of(shape)
    return None


def _add(package: Package, master: Part, presentation: Element, page: Box) -> None:
    tree = parse(master.data)
    root = new_root(P + "sldLayout", NAMESPACES)
    root.set("type", "obj")
    root.set("preserve", "1")
    shapes = sub(sub(root, P + "cSld", name=NAME), P + "spTree")
    about = sub(shapes, P + "nvGrpSpPr")
    sub(about, P + "cNvPr", id="1", name="")
    sub(about, P + "cNvGrpSpPr")
    sub(about, P + "nvPr")
    sub(shapes, P + "grpSpPr")
    add_placeholder(shapes, "Title", {"type": "title"}, None if _box_in(tree, "title") else _at(TITLE_AT, page))
    add_placeholder(shapes, "Content", {"idx": "1"}, None if _box_in(tree, "body") else _at(BODY_AT, page))
    for kind, (name, index) in FOOTERS.items():
        if _box_in(tree, kind) is not None:
            add_placeholder(shapes, name, {"type": kind, "idx": str(index)}, None)
    sub(sub(root, P + "clrMapOvr"), A + "masterClrMapping")

    name = package.fresh_name("/ppt/slideLayouts/slideLayout{}.xml")
    links = Relationships(name)
    links.to(OFFICE + "slideMaster", master.name)
    package.add(name, LAYOUT_TYPE, serialise(root), links)
    _list(tree, master.relationships.to(OFFICE + "slideLayout", name), _next_id(package, presentation))
    master.data = serialise(tree)


def add_placeholder(shapes: Element, name: str, place: dict[str, str], box: Box | None) -> None:
    """A placeholder (p:ph with the attributes `place`) at the end of a p:spTree; no box: the master's."""
    number = max((int(about.get("id", "0")) for about in shapes.iter(P + "cNvPr")), default=0) + 1
    shape = sub(shapes, P + "sp")
    about = sub(shape, P + "nvSpPr")
    sub(about, P + "cNvPr", id=str(number), name=name)
    sub(sub(about, P + "cNvSpPr"), A + "spLocks", noGrp="1")
    sub(sub(about, P + "nvPr"), P + "ph", place)
    properties = sub(shape, P + "spPr")
    if box is not None:
        transform = sub(properties, A + "xfrm")
        sub(transform, A + "off", x=str(box.x), y=str(box.y))
        sub(transform, A + "ext", cx=str(box.width), cy=str(box.height))
    body = sub(shape, P + "txBody")
    sub(body, A + "bodyPr")
    sub(body, A + "lstStyle")
    paragraph = sub(body, A + "p")
    if place.get("type") == "sldNum":
        field = sub(paragraph, A + "fld", id="{6D1B7C0E-5A3F-4E7B-9C21-1F0A8D2B4E60}", type="slidenum")
        sub(field, A + "rPr", lang="en-US")
        sub(field, A + "t").text = "‹#›"
    else:
        run = sub(paragraph, A + "r")
        sub(run, A + "rPr", lang="en-US")
        sub(run, A + "t").text = name


def _at(shares: tuple[float, float, float, float], page: Box) -> Box:
    sides = (page.width, page.height) * 2
    return Box(*(round(side * share) for side, share in zip(sides, shares, strict=True)))


def _list(master: Element, relationship: str, number: int) -> None:
    """One more entry in p:sldLayoutIdLst, which a master without layouts lacks (it stands after p:clrMap)."""
    entries = master.find(P + "sldLayoutIdLst")
    if entries is None:
        entries = master.makeelement(P + "sldLayoutIdLst")
        (mapping,) = master.iterfind(P + "clrMap")
        master.insert(master.index(mapping) + 1, entries)
    entry = sub(entries, P + "sldLayoutId", id=str(number))
    entry.set(R + "id", relationship)


def _next_id(package: Package, presentation: Element) -> int:
    ids = [int(entry.get("id", "0")) for entry in presentation.iter(P + "sldMasterId")]
    for part in package.parts.values():
        if part.content_type.endswith("slideMaster+xml"):
            ids += [int(entry.get("id", "0")) for entry in parse(part.data).iter(P + "sldLayoutId")]
    return max(ids, default=FIRST_ID) + 1
