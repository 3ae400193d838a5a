"""Fills the empty levels of placeholders from the look of their sample text.

LibreOffice writes masters without p:txStyles: slides would show every text in black 18 pt, although the sample text
looks as the designer wanted. Its properties become the levels that slides inherit.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence

from deckwright.brands.shapes import find_placeholder, read_box, read_placeholder_type, remove_element
from deckwright.brands.text_levels import LEVELS
from deckwright.model.page import Box
from deckwright.ooxml.xml import A, Element, P, sub

RUN_ATTRIBUTES = ("lang", "altLang", "dirty", "err", "smtClean", "bmk", "noProof")
"""Attributes of a:rPr that belong to the text of one run."""
PARENTS = {"title": "title", "ctrTitle": "title", "obj": "body", "body": "body", "subTitle": "body"}
"""Type of a layout's placeholder → the master's that it inherits from."""
BODIES = frozenset({"obj", "body"})
RUN_ELEMENTS = frozenset(A + name for name in ("hlinkClick", "hlinkMouseOver", "extLst"))


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


def _reset_placeholders(layout: Element, master: Element, others: Sequence[Element]) -> None:
    """Lets a layout's title and body inherit from its master, if they have the boxes of another master's.

    LibreOffice 7 writes the layouts of all masters like those of the last one.
    """
    own = _read_boxes(master)
    foreign = {item for other in others for item in _read_boxes(other).items()} - set(own.items())
    for shape in layout.iter(P + "sp"):
        kind = PARENTS.get(read_placeholder_type(shape), "")
        transform = shape.find(f"{P}spPr/{A}xfrm")
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
    boxes = {}
    for shape in master.iter(P + "sp"):
        kind, box = read_placeholder_type(shape), read_box(shape)
        if box is not None and kind in ("title", "body"):
            boxes[kind] = box
    return boxes


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
        run = paragraph.find(f"{A}r/{A}rPr")
        run = run if run is not None else paragraph.find(A + "endParaRPr")
        run = run if run is not None else paragraph.find(f"{A}fld/{A}rPr")
        is_plain = run is None or not (len(run) or run.get("sz"))
        if number in levels or number > LEVELS or (is_plain and (own is None or own.find(A + "buNone") is None)):
            continue
        level = copy.deepcopy(own) if own is not None else body.makeelement(A + "pPr")
        if "lvl" in level.attrib:
            del level.attrib["lvl"]
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
