"""The slide layouts of a template, with everything their placeholders inherit from master and presentation."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from deckwright.brands.ground import Layer, clutter, ground_of, layers_of, things_of
from deckwright.brands.placeholder_roles import with_uses
from deckwright.brands.text_levels import Look, box_of, colour_of, first_line, fold_levels, nearest, settle
from deckwright.brands.themes import by_every_name, theme_of, theme_on
from deckwright.model.brand import Layout, Placeholder, Theme
from deckwright.model.colours import Colour
from deckwright.model.page import Anchor, Box, Insets
from deckwright.ooxml.package import Package, Part
from deckwright.ooxml.template import UnfitError
from deckwright.ooxml.xml import A, Element, P, R, parse

INHERITS: Mapping[str, str] = {"title": "title", "ctrTitle": "title", "dt": "dt", "ftr": "ftr", "sldNum": "sldNum"}
"""Type of a layout's placeholder → the master's that it inherits from; all others from the body."""
TEXT_STYLES: Mapping[str, str] = {"title": "titleStyle", "body": "bodyStyle"}
"""Type of the master's placeholder → its part of p:txStyles; otherStyle for the rest."""
ANCHORS: Mapping[str, Anchor] = {"t": "top", "ctr": "middle", "b": "bottom"}
FOUR_BY_THREE = Box(0, 0, 9_144_000, 6_858_000)
"""The size of slides in a presentation that names none."""
INSETS = {"lIns": 91_440, "tIns": 45_720, "rIns": 91_440, "bIns": 45_720}
"""EMU where a:bodyPr says nothing (ECMA-376 21.1.2.1.1)."""


class Template(Struct, frozen=True):
    """What a brand needs to know of its template."""

    page: Box
    themes: Mapping[str, Theme]
    """Part name of each master → its theme."""
    layouts: tuple[Layout, ...]


class _Master(Struct, frozen=True):
    """A slide master, as far as layouts inherit from it, and in the colours that they show it in."""

    part: str
    layers: tuple[Layer, ...]
    things: tuple[Box, ...]
    """Where it has drawn something."""
    placeholders: Mapping[str, Element]
    """Type → p:sp."""
    looks: Mapping[str, tuple[Look, ...]]
    """Type → nine levels."""
    theme: Theme


def read_template(package: Package, presentation: Part) -> Template:
    """Size, themes and all slide layouts, in the order of PowerPoint's gallery."""
    root = parse(presentation.data)
    size = root.find(P + "sldSz")
    page = Box(0, 0, *(int(size.get(side, "0")) for side in ("cx", "cy"))) if size is not None else FOUR_BY_THREE
    layouts: list[Layout] = []
    themes: dict[str, Theme] = {}
    for entry in root.iterfind(f"{P}sldMasterIdLst/{P}sldMasterId"):
        part = _target(package, presentation, entry)
        tree = parse(part.data)
        if tree.find(P + "cSld") is None:
            raise UnfitError(f"is damaged: {part.name}: it is no slide master")
        own = themes[part.name] = theme_of(part, tree, package)
        masters: dict[tuple[str, ...], _Master] = {}
        for item in tree.iterfind(f"{P}sldLayoutIdLst/{P}sldLayoutId"):
            layout = _target(package, part, item)
            form = parse(layout.data)
            theme = theme_on(form, own)
            seen = tuple(theme.colours.values())
            if seen not in masters:
                masters[seen] = _master(part, tree, root.find(P + "defaultTextStyle"), theme, page)
            layouts.append(_layout(layout, form, masters[seen], package, page))
    if not themes:
        raise ValueError("it has no slide master")
    return Template(page, themes, tuple(layouts))


def _target(package: Package, source: Part, entry: Element) -> Part:
    """The part that an entry of an id list names."""
    targets = {relationship.id: relationship.target for relationship in source.relationships}
    return package.parts[targets[entry.get(R + "id", "")]]


def _master(part: Part, tree: Element, defaults: Element | None, theme: Theme, page: Box) -> _Master:
    """`defaults` (p:defaultTextStyle) is what otherStyle stands on."""
    layers = tuple(layers_of(tree, part, page, by_every_name(theme)))
    shapes = {_placeholder(shape).get("type", "obj"): shape for shape in _placeholders(tree)}
    looks: dict[str, tuple[Look, ...]] = {}
    for kind in ("title", "body", "dt", "ftr", "sldNum"):
        style = TEXT_STYLES.get(kind, "otherStyle")
        shape = shapes.get(kind)
        looks[kind] = fold_levels(
            tuple(Look() for _ in range(9)),
            (
                defaults if style == "otherStyle" else None,
                tree.find(f"{P}txStyles/{P}{style}"),
                shape.find(f"{P}txBody/{A}lstStyle") if shape is not None else None,
            ),
            theme.colours,
        )
    return _Master(part.name, layers, things_of(tree), shapes, looks, theme)


def _layout(part: Part, root: Element, master: _Master, package: Package, page: Box) -> Layout:
    slide = root.find(P + "cSld")
    if slide is None:
        raise UnfitError(f"is damaged: {part.name}: it is no slide layout")
    found = tuple(one for shape in _placeholders(root) if (one := _inherit(shape, master)))
    kind = root.get("type", "cust")
    below = master.layers if root.get("showMasterSp") not in ("0", "false") else _grounds(master.layers)
    layers = (*below, *layers_of(root, part, page, by_every_name(master.theme)))
    things = (*(master.things if below == master.layers else ()), *things_of(root))
    placeholders = tuple(
        replace(one, ground=ground_of(first_line(one), layers, package) or "") for one in with_uses(found, kind, page)
    )
    body = next((p.box for p in placeholders if p.use == "body"), page)
    return Layout(
        part=part.name,
        name=slide.get("name", ""),
        type=kind,
        placeholders=placeholders,
        background=_background(root, master.theme) or _behind(body, layers, package, master.theme),
        master=master.part,
        clutter=clutter(body, layers, things),
        things=things,
        theme=master.theme,
    )


def _background(root: Element, theme: Theme) -> Colour | None:
    """The very colour of a layout whose own background is one of the theme's."""
    fill = root.find(f"{P}cSld/{P}bg/{P}bgPr/{A}solidFill/{A}schemeClr")
    own = root.find(f"{P}cSld/{P}bg")
    painted = root.find(f"{P}cSld/{P}spTree/{P}pic")
    return colour_of(own, theme.colours) if own is not None and fill is not None and painted is None else None


def _behind(body: Box, layers: tuple[Layer, ...], package: Package, theme: Theme) -> Colour:
    """The theme's colour nearest to what is painted behind a layout's body; its paper where nothing is."""
    value = ground_of(body, layers, package)
    return nearest(value, theme.colours) if value else Colour("background1")


def _grounds(layers: tuple[Layer, ...]) -> tuple[Layer, ...]:
    """Only the master's background: its shapes are hidden on some layouts."""
    return tuple(layer for layer in layers[:1] if layer.ground)


def _placeholders(root: Element) -> list[Element]:
    return [shape for shape in root.iter(P + "sp", P + "pic") if shape.find(f"*/{P}nvPr/{P}ph") is not None]


def _placeholder(shape: Element) -> Element:
    """p:ph. Its type is "obj" and its idx 0 where it says none."""
    (found,) = shape.iterfind(f"*/{P}nvPr/{P}ph")
    return found


def _inherit(shape: Element, master: _Master) -> Placeholder | None:
    """A placeholder with the box, frame and levels it has in the end; None for one that has no box anywhere."""
    own = _placeholder(shape)
    kind = own.get("type", "obj")
    parent = INHERITS.get(kind, "body")
    above = master.placeholders.get(parent)
    box = box_of(shape) or (box_of(above) if above is not None else None)
    if box is None:
        return None
    frame: dict[str, str] = {}
    for source in (above, shape):
        if source is not None and (properties := source.find(f"{P}txBody/{A}bodyPr")) is not None:
            frame |= {str(key): str(value) for key, value in properties.attrib.items()}
    looks = fold_levels(master.looks[parent], (shape.find(f"{P}txBody/{A}lstStyle"),), master.theme.colours)
    (name,) = (element.get("name", "") for element in shape.iterfind(f"*/{P}cNvPr"))
    return Placeholder(
        type=kind,
        index=int(own.get("idx", "0")),
        name=name,
        box=box,
        insets=Insets(*(int(frame.get(side, default)) for side, default in INSETS.items())),
        anchor=ANCHORS.get(frame.get("anchor", "t"), "top"),
        levels=tuple(settle(look, master.theme.fonts) for look in looks),
        vertical=frame.get("vert", "horz") != "horz" or _is_turned(shape, above),
    )


def _is_turned(shape: Element, above: Element | None) -> bool:
    """Whether a placeholder stands on its side."""
    sources = [one.find(f"{P}spPr/{A}xfrm") for one in (shape, above) if one is not None]
    turn = next((int(one.get("rot", "0")) for one in sources if one is not None), 0) % 10_800_000
    return 2_700_000 < turn < 8_100_000
