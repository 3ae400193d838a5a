"""The look of a placeholder's sample words, raised into its levels, where a program left those empty.

LibreOffice writes masters without p:txStyles: a slide would show every text in black 18 pt, though the sample words
stand there as the designer meant them. Their properties become the levels that slides inherit.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence

from deckwright.brands.text_levels import box_of
from deckwright.model.page import Box
from deckwright.ooxml.xml import A, Element, P, sub

LEVELS = 9
OF_RUNS_ONLY = ("lang", "altLang", "dirty", "err", "smtClean", "bmk", "noProof")
"""Attributes of a:rPr that speak of its very words."""
PARENTS = {"title": "title", "ctrTitle": "title", "obj": "body", "body": "body", "subTitle": "body"}
"""Type of a layout's placeholder → the master's that it inherits from."""
BODIES = frozenset({"obj", "body"})
NOT_RAISED = frozenset(A + name for name in ("hlinkClick", "hlinkMouseOver", "extLst"))


def raise_looks(name: str, masters: Mapping[str, Element], layouts: Mapping[str, Element]) -> set[str]:
    """Fills the empty levels of master `name`, if it has no text styles, and of its layouts; what changed, by name."""
    master = masters[name]
    if master.find(P + "txStyles") is not None:
        return set()
    for root in layouts.values():
        _give_back(root, master, [other for other in masters.values() if other is not master])
    changed = {part for part, root in {name: master, **layouts}.items() if _raise_in(root)}
    if name in changed:
        _text_styles(master)
    return changed


def _give_back(layout: Element, master: Element, others: Sequence[Element]) -> None:
    """Lets a layout's title and body look as on its own master, where they have been given another master's places.

    LibreOffice 7 writes the layouts of every master after the last one.
    """
    own = _places(master)
    strange = {place for other in others for place in _places(other).items()} - set(own.items())
    for shape in layout.iter(P + "sp"):
        place = shape.find(f"*/{P}nvPr/{P}ph")
        kind = PARENTS.get(place.get("type", "obj"), "") if place is not None else ""
        transform = shape.find(f"{P}spPr/{A}xfrm")
        if kind not in own or transform is None or (kind, box_of(shape)) not in strange:
            continue
        transform.getparent().remove(transform)  # type: ignore[union-attr]
        for frame in shape.iter(A + "bodyPr"):
            frame.attrib.clear()
        for run in (*shape.iter(A + "rPr"), *shape.iter(A + "endParaRPr")):
            run.attrib.clear()
            for child in list(run):
                run.remove(child)


def _places(master: Element) -> dict[str, Box]:
    """title, body → where a master has it."""
    found = {}
    for shape in master.iter(P + "sp"):
        place = shape.find(f"*/{P}nvPr/{P}ph")
        box = box_of(shape)
        if place is not None and box is not None and place.get("type") in ("title", "body"):
            found[place.get("type", "")] = box
    return found


def _raise_in(root: Element) -> bool:
    changed = False
    for shape in root.iter(P + "sp"):
        body = shape.find(P + "txBody")
        place = shape.find(f"*/{P}nvPr/{P}ph")
        if body is None or place is None or (root.tag == P + "sldLayout" and place.get("type", "obj") in BODIES):
            continue  # an empty body on a layout looks as the master's does
        levels = body.find(A + "lstStyle")
        if levels is not None and len(levels):
            continue
        found = _levels_of(body)
        if not found:
            continue
        if levels is None:
            levels = body.makeelement(A + "lstStyle")
            body.insert(1, levels)
        for number, level in sorted(found.items()):
            level.tag = f"{A}lvl{number}pPr"
            levels.append(level)
        changed = True
    return changed


def _levels_of(body: Element) -> dict[int, Element]:
    """Level (from 1) → its properties as the first of its sample paragraphs has them."""
    found: dict[int, Element] = {}
    for paragraph in body.iterfind(A + "p"):
        own = paragraph.find(A + "pPr")
        number = int(own.get("lvl", "0")) + 1 if own is not None else 1
        run = paragraph.find(f"{A}r/{A}rPr")
        run = run if run is not None else paragraph.find(A + "endParaRPr")
        run = run if run is not None else paragraph.find(f"{A}fld/{A}rPr")
        bare = run is None or not (len(run) or run.get("sz"))
        if number in found or number > LEVELS or (bare and (own is None or own.find(A + "buNone") is None)):
            continue
        level = copy.deepcopy(own) if own is not None else body.makeelement(A + "pPr")
        if "lvl" in level.attrib:
            del level.attrib["lvl"]
        for child in level.findall(A + "defRPr") + level.findall(A + "extLst"):
            level.remove(child)
        look = sub(level, A + "defRPr")
        for key, value in run.attrib.items() if run is not None else ():
            if key not in OF_RUNS_ONLY:
                look.set(str(key), str(value))
        look.extend(copy.deepcopy(child) for child in (run if run is not None else ()) if child.tag not in NOT_RAISED)
        found[number] = level
    return found


def _text_styles(master: Element) -> None:
    """p:txStyles, from the levels of title and body: what a layout's own placeholders inherit from."""
    styles = master.makeelement(P + "txStyles")
    last = next((child for child in master if child.tag == P + "extLst"), None)
    master.insert(master.index(last) if last is not None else len(master), styles)
    for tag, kind in (("titleStyle", "title"), ("bodyStyle", "body"), ("otherStyle", "")):
        style = sub(styles, P + tag)
        for shape in master.iter(P + "sp") if kind else ():
            place = shape.find(f"*/{P}nvPr/{P}ph")
            levels = shape.find(f"{P}txBody/{A}lstStyle")
            if place is not None and place.get("type") == kind and levels is not None and not len(style):
                style.extend(copy.deepcopy(level) for level in levels)
