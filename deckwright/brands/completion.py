"""Completes templates: with the levels of text that masters lack, and with a layout that has a title and a body.

LibreOffice writes masters without p:txStyles: slides would show every text in black 18 pt, although the sample text
looks as the designer wanted. Its properties become the levels that slides inherit.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence

from deckwright.brands.masters import (
    FIRST_ID,
    append_entry,
    find_first,
    find_placeholder,
    find_transform,
    measure_share,
    read_box,
    read_placeholder_type,
    read_slide_size,
    remove_element,
)
from deckwright.brands.text_levels import LEVELS
from deckwright.model.brand import HEADS
from deckwright.model.page import Box
from deckwright.ooxml.drawing import transform_xml
from deckwright.ooxml.names import LAYOUT_TYPE, OFFICE
from deckwright.ooxml.package import Package, Part, Relationships
from deckwright.ooxml.xml import NAMESPACES, A, Element, P, append_xml, element_xml, new_root, parse, serialise, sub

RUN_ATTRIBUTES = ("lang", "altLang", "dirty", "err", "smtClean", "bmk", "noProof")
"""Attributes of a:rPr that belong to the text of one run."""
PARENTS = {"title": "title", "ctrTitle": "title", "obj": "body", "body": "body", "subTitle": "body"}
"""Type of a layout's placeholder → the master's that it inherits from."""
RUN_ELEMENTS = frozenset(A + name for name in ("hlinkClick", "hlinkMouseOver", "extLst"))

NAME = "Title and Content"
BODIES = frozenset({"obj", "body"})
FOOTER_NAMES = {"dt": ("Date", 10), "ftr": ("Footer", 11), "sldNum": ("Slide Number", 12)}
"""Type → name and index."""
TITLE_AT, BODY_AT = (0.069, 0.053, 0.862, 0.193), (0.069, 0.266, 0.862, 0.635)
"""Left, top, width and height in PowerPoint's default master, as shares of the page."""
FIELD_ID = "{6D1B7C0E-5A3F-4E7B-9C21-1F0A8D2B4E60}"
LARGE = 0.2
"""Share of the page from which a placeholder is a body, not a subtitle."""


def fill_empty_levels(name: str, masters: Mapping[str, Element], layouts: Mapping[str, Element]) -> set[str]:
    """Fills levels of master `name` and its layouts, if it has no p:txStyles; returns the names of changed parts."""
    master = masters[name]
    if master.find(P + "txStyles") is not None:
        return set()
    for root in layouts.values():
        _reset_placeholders(root, master, [other for other in masters.values() if other is not master])
    changed = {part for part, root in {name: master, **layouts}.items() if _fill_levels(root)}
    if name in changed:
        _add_text_styles(master)
    return changed


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


def _reset_placeholders(layout: Element, master: Element, others: Sequence[Element]) -> None:
    """Lets a layout's title and body inherit from its master, if they have the boxes of another master's.

    LibreOffice 7 writes the layouts of all masters like those of the last one.
    """
    own = _read_boxes(master)
    foreign = {item for other in others for item in _read_boxes(other).items()} - set(own.items())
    for shape in layout.iter(P + "sp"):
        kind = PARENTS.get(read_placeholder_type(shape), "")
        transform = find_transform(shape)
        if kind not in own or transform is None or (kind, read_box(shape)) not in foreign:
            continue
        remove_element(transform)
        for frame in shape.iter(A + "bodyPr"):
            frame.attrib.clear()
        for run in (*shape.iter(A + "rPr"), *shape.iter(A + "endParaRPr")):
            run.attrib.clear()
            for child in list(run):
                run.remove(child)


def _read_boxes(master: Element) -> dict[str, Box]:
    """Returns the boxes of a master's title and body by type."""
    return {kind: box for kind in ("title", "body") if (box := _find_box(master, kind)) is not None}


def _fill_levels(root: Element) -> bool:
    """Fills the empty levels of all placeholders of a master or layout; returns True if something changed."""
    changed = False
    for shape in root.iter(P + "sp"):
        body = shape.find(P + "txBody")
        kind = read_placeholder_type(shape)
        if body is None or not kind or (root.tag == P + "sldLayout" and kind in BODIES):
            continue  # a layout's body inherits from the master's
        levels = body.find(A + "lstStyle")
        if levels is not None and len(levels):
            continue
        sample_levels = _read_sample_levels(body)
        if not sample_levels:
            continue
        if levels is None:
            levels = body.makeelement(A + "lstStyle")
            body.insert(1, levels)
        for number, level in sorted(sample_levels.items()):
            level.tag = f"{A}lvl{number}pPr"
            levels.append(level)
        changed = True
    return changed


def _read_sample_levels(body: Element) -> dict[int, Element]:
    """Returns level (from 1) → properties of the first sample paragraph of that level."""
    levels: dict[int, Element] = {}
    for paragraph in body.iterfind(A + "p"):
        own = paragraph.find(A + "pPr")
        number = int(own.get("lvl", "0")) + 1 if own is not None else 1
        run = find_first(paragraph, f"{A}r/{A}rPr", A + "endParaRPr", f"{A}fld/{A}rPr")
        is_plain = run is None or not (len(run) or run.get("sz"))
        if number in levels or number > LEVELS or (is_plain and (own is None or own.find(A + "buNone") is None)):
            continue
        level = copy.deepcopy(own) if own is not None else body.makeelement(A + "pPr")
        level.attrib.pop("lvl", "")
        for child in level.findall(A + "defRPr") + level.findall(A + "extLst"):
            level.remove(child)
        run_properties = sub(level, A + "defRPr")
        for key, value in run.attrib.items() if run is not None else ():
            if key not in RUN_ATTRIBUTES:
                run_properties.set(str(key), str(value))
        run_properties.extend(
            copy.deepcopy(child) for child in (run if run is not None else ()) if child.tag not in RUN_ELEMENTS
        )
        levels[number] = level
    return levels


def _add_text_styles(master: Element) -> None:
    """Adds p:txStyles with the levels of title and body, so that placeholders of layouts inherit them too."""
    styles = master.makeelement(P + "txStyles")
    last = next((child for child in master if child.tag == P + "extLst"), None)
    master.insert(master.index(last) if last is not None else len(master), styles)
    for tag, kind in (("titleStyle", "title"), ("bodyStyle", "body"), ("otherStyle", "")):
        style = sub(styles, P + tag)
        for shape in master.iter(P + "sp") if kind else ():
            placeholder = find_placeholder(shape)
            levels = shape.find(f"{P}txBody/{A}lstStyle")
            if placeholder is not None and placeholder.get("type") == kind and levels is not None and not len(style):
                style.extend(copy.deepcopy(level) for level in levels)


def _has_both(layout: Element, master: Element, page: Box) -> bool:
    """Returns True if a layout has a title and a large body; boxes may be inherited from the master."""
    kinds: dict[str, Box | None] = {}
    for shape in layout.iter(P + "sp"):
        if kind := read_placeholder_type(shape):
            kinds.setdefault(kind, read_box(shape) or _find_box(master, kind))
    bodies = [box for kind, box in kinds.items() if kind in BODIES and box is not None]
    return bool(HEADS & set(kinds)) and any(measure_share(box, page) >= LARGE for box in bodies)


def _find_box(master: Element, kind: str) -> Box | None:
    """Returns the box of the master's placeholder that one of type `kind` inherits from."""
    parent_kind = PARENTS.get(kind, kind)
    shapes = (shape for shape in master.iter(P + "sp") if read_placeholder_type(shape) == parent_kind)
    return next(map(read_box, shapes), None)


def _add_layout(package: Package, master: Part, presentation: Element, page: Box) -> None:
    tree = parse(master.data)
    root = new_root(P + "sldLayout", NAMESPACES)
    root.set("type", "obj")
    root.set("preserve", "1")
    group = '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
    (shapes,) = append_xml(root, f'<p:cSld name="{NAME}"><p:spTree>{group}</p:spTree></p:cSld>')
    for name, kind, attributes, shares in (
        ("Title", "title", 'type="title"', TITLE_AT), ("Content", "body", 'idx="1"', BODY_AT),
    ):  # fmt: skip
        sides = zip((page.width, page.height) * 2, shares, strict=True)
        box = None if _find_box(tree, kind) else Box(*(round(side * share) for side, share in sides))
        add_placeholder(shapes, name, attributes, box)
    for kind, (name, index) in FOOTER_NAMES.items():
        if _find_box(tree, kind) is not None:
            add_placeholder(shapes, name, f'type="{kind}" idx="{index}"', None)
    append_xml(root, "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr>")

    name = package.next_part_name("/ppt/slideLayouts/slideLayout{}.xml")
    links = Relationships(name)
    links.get_or_add(OFFICE + "slideMaster", master.name)
    package.add(name, LAYOUT_TYPE, serialise(root), links)
    relationship = master.relationships.get_or_add(OFFICE + "slideLayout", name)
    if tree.find(P + "sldLayoutIdLst") is None:
        (colour_map,) = tree.iterfind(P + "clrMap")
        tree.insert(tree.index(colour_map) + 1, tree.makeelement(P + "sldLayoutIdLst"))
    append_entry(tree, "sldLayoutId", relationship, _find_next_id(package, presentation))
    master.data = serialise(tree)


def _find_next_id(package: Package, presentation: Element) -> int:
    ids = [int(entry.get("id", "0")) for entry in presentation.iter(P + "sldMasterId")]
    for part in package.parts.values():
        if part.content_type.endswith("slideMaster+xml"):
            ids += [int(entry.get("id", "0")) for entry in parse(part.data).iter(P + "sldLayoutId")]
    return max(ids, default=FIRST_ID) + 1
