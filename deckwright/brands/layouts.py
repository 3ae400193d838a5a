"""The slide layouts of a template, with everything their placeholders inherit from master and presentation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from deckwright.brand import COLOUR_SLOTS, Layout, Placeholder
from deckwright.brands.inherited import Look, box_of, colour_of, fold_levels, settle
from deckwright.ooxml.package import OFFICE, Package, Part
from deckwright.ooxml.xml import A, Element, P, R, parse
from deckwright.page import Anchor, Colour, Insets

INHERITS: Mapping[str, str] = {"title": "title", "ctrTitle": "title", "dt": "dt", "ftr": "ftr", "sldNum": "sldNum"}
"""Type of a layout's placeholder → the master's that it inherits from; all others from the body."""
TEXT_STYLES: Mapping[str, str] = {"title": "titleStyle", "body": "bodyStyle"}
"""Type of the master's placeholder → its part of p:txStyles; otherStyle for the rest."""
ANCHORS: Mapping[str, Anchor] = {"t": "top", "ctr": "middle", "b": "bottom"}
INSETS = {"lIns": 91_440, "tIns": 45_720, "rIns": 91_440, "bIns": 45_720}
"""EMU where a:bodyPr says nothing (ECMA-376 21.1.2.1.1)."""


@dataclass(frozen=True, slots=True)
class Theme:
    colours: Mapping[str, str]
    """Slot → RRGGBB."""
    fonts: Mapping[str, str]
    """heading, body → family name."""
    scripts: Mapping[str, str]
    """Script (ISO 15924) → family name, of the body's font."""


@dataclass(frozen=True, slots=True)
class Template:
    """What a brand needs to know of its template."""

    width: int
    height: int
    theme: Theme
    layouts: tuple[Layout, ...]


@dataclass(frozen=True, slots=True)
class _Master:
    """A slide master, as far as layouts inherit from it."""

    background: Colour | None
    placeholders: Mapping[str, Element]
    """Type → p:sp."""
    looks: Mapping[str, tuple[Look, ...]]
    """Type → nine levels."""
    theme: Theme


def read_template(package: Package, presentation: Part) -> Template:
    """Sizes, theme (the first master's) and all slide layouts, in the order of PowerPoint's gallery."""
    root = parse(presentation.data)
    size = root.find(P + "sldSz")
    width, height = (int(size.get("cx", "0")), int(size.get("cy", "0"))) if size is not None else (9_144_000, 6_858_000)
    layouts: list[Layout] = []
    theme: Theme | None = None
    for entry in root.iterfind(f"{P}sldMasterIdLst/{P}sldMasterId"):
        part = _target(package, presentation, entry)
        tree = parse(part.data)
        master = _master(tree, root.find(P + "defaultTextStyle"), _theme(package, part, tree))
        theme = theme or master.theme
        for item in tree.iterfind(f"{P}sldLayoutIdLst/{P}sldLayoutId"):
            layout = _target(package, part, item)
            layouts.append(_layout(layout.name, parse(layout.data), master))
    if theme is None:
        raise ValueError("it has no slide master")
    return Template(width, height, theme, tuple(layouts))


def _target(package: Package, source: Part, entry: Element) -> Part:
    """The part that an entry of an id list names."""
    targets = {relationship.id: relationship.target for relationship in source.relationships}
    return package.parts[targets[entry.get(R + "id", "")]]


def _theme(package: Package, master: Part, tree: Element) -> Theme:
    """The master's theme, its colours under the names that the master's p:clrMap gives them."""
    link = master.relationships.first(OFFICE + "theme")
    if link is None:
        raise ValueError("its slide master has no theme")
    root = parse(package.parts[link.target].data)
    colours: dict[str, str] = {}
    (mapping,) = tree.iterfind(P + "clrMap")
    (scheme,) = root.iter(A + "clrScheme")
    for name, value in COLOUR_SLOTS.items():
        found = scheme.find(f"{A}{mapping.get(value, value)}")
        if found is not None and len(found):
            colours[name] = (
                found[0].get("val") if found[0].tag == A + "srgbClr" else found[0].get("lastClr")
            ) or "000000"
    fonts = {}
    for name, tag in (("heading", "majorFont"), ("body", "minorFont")):
        latin = root.find(f".//{A}{tag}/{A}latin")
        fonts[name] = latin.get("typeface", "") if latin is not None else ""
    scripts = {
        entry.get("script", ""): entry.get("typeface", "") for entry in root.iterfind(f".//{A}minorFont/{A}font")
    }
    return Theme(colours, fonts, scripts)


def _master(tree: Element, defaults: Element | None, theme: Theme) -> _Master:
    """`defaults` (p:defaultTextStyle) is what otherStyle stands on."""
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
    return _Master(_background(tree, theme), shapes, looks, theme)


def _layout(part: str, root: Element, master: _Master) -> Layout:
    (slide,) = root.iterfind(P + "cSld")
    placeholders = (_inherit(shape, master) for shape in _placeholders(root))
    return Layout(
        part=part,
        name=slide.get("name", ""),
        type=root.get("type", "cust"),
        placeholders=tuple(placeholder for placeholder in placeholders if placeholder),
        background=_background(root, master.theme) or master.background or Colour("background1"),
    )


def _background(root: Element, theme: Theme) -> Colour | None:
    """The colour of p:bg; of a gradient its first. A picture has none."""
    ground = root.find(f"{P}cSld/{P}bg")
    return colour_of(ground, theme.colours) if ground is not None else None


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
    )
