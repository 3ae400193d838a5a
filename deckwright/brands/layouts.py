"""Reads the slide layouts of a template, with everything their placeholders inherit from master and presentation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from deckwright.brands.backgrounds import Layer, find_background, find_drawings, measure_clutter, read_layers
from deckwright.brands.masters import (
    find_nearest_colour,
    find_placeholder,
    find_transform,
    list_scheme_colours,
    measure_share,
    read_box,
    read_colour,
    read_layout_theme,
    read_placeholder_type,
    read_slide_size,
    read_theme,
)
from deckwright.brands.roles import is_subtitle_name
from deckwright.brands.text_levels import LEVELS, TextLevel, find_first_line, fold_levels, make_level_style
from deckwright.model.brand import HEADS, Layout, Placeholder, Theme
from deckwright.model.colours import Colour
from deckwright.model.page import Anchor, Box, Insets
from deckwright.ooxml.package import Package, Part
from deckwright.ooxml.template import UnusableTemplateError, open_template
from deckwright.ooxml.xml import A, Element, P, R, parse

INHERITS: Mapping[str, str] = {"title": "title", "ctrTitle": "title", "dt": "dt", "ftr": "ftr", "sldNum": "sldNum"}
"""Type of a layout's placeholder → type of the master's that it inherits from; all others inherit from the body."""
TEXT_STYLES: Mapping[str, str] = {"title": "titleStyle", "body": "bodyStyle"}
"""Type of the master's placeholder → its part of p:txStyles; otherStyle for the rest."""
ANCHORS: Mapping[str, Anchor] = {"t": "top", "ctr": "middle", "b": "bottom"}
INSETS = {"lIns": 91_440, "tIns": 45_720, "rIns": 91_440, "bIns": 45_720}
"""Default margins in EMU (a:bodyPr, ECMA-376 21.1.2.1.1)."""
BODIES = frozenset({"obj", "body", "chart", "tbl", "pic", "media", "clipArt", "dgm"})
"""ST_PlaceholderType of placeholders that can be a body."""
SMALL = 0.18
"""Share of the page up to which the only text next to a title is a subtitle, not a body."""
THIN = 0.14
"""Share of the page's height up to which a text above the body is a subtitle."""
COVERS = frozenset({"title", "secHead"})
"""ST_SlideLayoutType of layouts whose text is a subtitle, however large."""


class TemplateLayouts(Struct, frozen=True):
    """A template's slide size, themes and slide layouts."""

    page: Box
    themes: Mapping[str, Theme]
    """Part name of each master → its theme."""
    layouts: Mapping[str, Layout]
    """By name, in the order of PowerPoint's gallery. The second of a name is called `Title and Content (2)`."""


class _Master(Struct, frozen=True):
    """A slide master as its layouts inherit from it, in the colours of one colour map."""

    part: str
    layers: tuple[Layer, ...]
    drawings: tuple[Box, ...]
    placeholders: Mapping[str, Element]
    """Type → p:sp."""
    levels: Mapping[str, tuple[TextLevel, ...]]
    """Type → nine levels."""
    theme: Theme


def read_layouts(data: bytes) -> TemplateLayouts:
    """Reads slide size, themes and all slide layouts of a .pptx.

    Raises UnusableTemplateError or ValueError for a damaged template.
    """
    package, presentation = open_template(data)
    root = parse(presentation.data)
    page = read_slide_size(root)
    layouts: dict[str, Layout] = {}
    themes: dict[str, Theme] = {}
    for entry in root.iterfind(f"{P}sldMasterIdLst/{P}sldMasterId"):
        part = _find_target(package, presentation, entry)
        tree = parse(part.data)
        if tree.find(P + "cSld") is None:
            raise UnusableTemplateError(f"is damaged: {part.name}: it is not a slide master")
        master_theme = themes[part.name] = read_theme(part, tree, package)
        masters: dict[tuple[str, ...], _Master] = {}
        for item in tree.iterfind(f"{P}sldLayoutIdLst/{P}sldLayoutId"):
            layout_part = _find_target(package, part, item)
            layout_tree = parse(layout_part.data)
            theme = read_layout_theme(layout_tree, master_theme)
            colours = tuple(theme.colours.values())
            if colours not in masters:
                masters[colours] = _read_master(part, tree, root.find(P + "defaultTextStyle"), theme, page)
            layout = _read_layout(layout_part, layout_tree, masters[colours], package, page)
            names = (layout.name, *(f"{layout.name} ({number})" for number in range(2, len(layouts) + 2)))
            layouts[next(name for name in names if name not in layouts)] = layout
    if not themes:
        raise ValueError("it has no slide master")
    return TemplateLayouts(page, themes, layouts)


def _find_target(package: Package, source: Part, entry: Element) -> Part:
    """Returns the part that an entry of an id list refers to."""
    targets = {relationship.id: relationship.target for relationship in source.relationships}
    return package.parts[targets[entry.get(R + "id", "")]]


def _read_master(part: Part, tree: Element, defaults: Element | None, theme: Theme, page: Box) -> _Master:
    """Reads a master; `defaults` is p:defaultTextStyle, from which p:otherStyle inherits."""
    layers = tuple(read_layers(tree, part, page, list_scheme_colours(theme)))
    shapes = {read_placeholder_type(shape): shape for shape in _find_placeholders(tree)}
    levels: dict[str, tuple[TextLevel, ...]] = {}
    for kind in ("title", "body", "dt", "ftr", "sldNum"):
        style, shape = TEXT_STYLES.get(kind, "otherStyle"), shapes.get(kind)
        sources = (
            defaults if style == "otherStyle" else None,
            tree.find(f"{P}txStyles/{P}{style}"),
            shape.find(f"{P}txBody/{A}lstStyle") if shape is not None else None,
        )
        levels[kind] = fold_levels([TextLevel()] * LEVELS, sources, theme.colours)
    return _Master(part.name, layers, find_drawings(tree), shapes, levels, theme)


def _read_layout(part: Part, root: Element, master: _Master, package: Package, page: Box) -> Layout:
    slide = root.find(P + "cSld")
    if slide is None:
        raise UnusableTemplateError(f"is damaged: {part.name}: it is not a slide layout")
    own = tuple(_read_placeholder(shape, master) for shape in _find_placeholders(root))
    kind = root.get("type", "cust")
    shows_master = root.get("showMasterSp") not in ("0", "false")
    inherited = master.layers if shows_master else tuple(layer for layer in master.layers[:1] if layer.is_background)
    layers = (*inherited, *read_layers(root, part, page, list_scheme_colours(master.theme)))
    drawings = (*(master.drawings if inherited == master.layers else ()), *find_drawings(root))
    placeholders = tuple(
        replace(placeholder, background=find_background(find_first_line(placeholder), layers, package) or "")
        for placeholder in assign_uses([placeholder for placeholder in own if placeholder], kind, page)
    )
    body = next((placeholder.box for placeholder in placeholders if placeholder.use == "body"), page)
    background = _read_background(root, master.theme)
    if background is None and (painted := find_background(body, layers, package)):
        background = find_nearest_colour(painted, master.theme.colours)
    return Layout(
        part=part.name,
        name=slide.get("name", ""),
        type=kind,
        placeholders=placeholders,
        background=background or Colour("background1"),
        master=master.part,
        clutter=measure_clutter(body, layers, drawings),
        drawings=drawings,
        theme=master.theme,
    )


def _read_background(root: Element, theme: Theme) -> Colour | None:
    """Returns the theme colour of a layout's own background; None if it has another fill, or a picture on the slide."""
    background = root.find(f"{P}cSld/{P}bg")
    fill = root.find(f"{P}cSld/{P}bg/{P}bgPr/{A}solidFill/{A}schemeClr")
    picture = root.find(f"{P}cSld/{P}spTree/{P}pic")
    if background is None or fill is None or picture is not None:
        return None
    return read_colour(background, theme.colours)


def _find_placeholders(root: Element) -> list[Element]:
    return [shape for shape in root.iter(P + "sp", P + "pic") if find_placeholder(shape) is not None]


def _read_placeholder(shape: Element, master: _Master) -> Placeholder | None:
    """Returns a placeholder with the box, frame and levels it inherits; None if neither it nor the master has a box."""
    (own,) = shape.iterfind(f"*/{P}nvPr/{P}ph")
    kind = own.get("type", "obj")
    parent_kind = INHERITS.get(kind, "body")
    parent = master.placeholders.get(parent_kind)
    box = read_box(shape) or (read_box(parent) if parent is not None else None)
    if box is None:
        return None
    frame: dict[str, str] = {}
    for source in (parent, shape):
        if source is not None and (properties := source.find(f"{P}txBody/{A}bodyPr")) is not None:
            frame |= {str(key): str(value) for key, value in properties.attrib.items()}
    levels = fold_levels(master.levels[parent_kind], (shape.find(f"{P}txBody/{A}lstStyle"),), master.theme.colours)
    (name,) = (element.get("name", "") for element in shape.iterfind(f"*/{P}cNvPr"))
    return Placeholder(
        type=kind,
        index=int(own.get("idx", "0")),
        name=name,
        box=box,
        insets=Insets(*(int(frame.get(side, default)) for side, default in INSETS.items())),
        anchor=ANCHORS.get(frame.get("anchor", "t"), "top"),
        levels=tuple(make_level_style(level, master.theme.fonts) for level in levels),
        vertical=frame.get("vert", "horz") != "horz" or _is_turned(shape, parent),
    )


def _is_turned(shape: Element, parent: Element | None) -> bool:
    """Returns True for a placeholder turned by about 90° to either side."""
    transforms = [find_transform(source) for source in (shape, parent) if source is not None]
    rotation = next((int(found.get("rot", "0")) for found in transforms if found is not None), 0) % 10_800_000
    return 2_700_000 < rotation < 8_100_000


def assign_uses(placeholders: Sequence[Placeholder], kind: str, page: Box) -> tuple[Placeholder, ...]:
    """Returns the placeholders of a layout of type `kind`, each with its `use`: title, subtitle, body, or ""."""
    title = next((p for p in placeholders if p.type in HEADS), None)
    subtitle = _find_subtitle(placeholders, title, kind, page)
    bodies = (p for p in placeholders if p.type in BODIES and p is not subtitle)
    body = max(bodies, key=lambda p: measure_share(p.box, page), default=None)
    uses = {id(p): use for p, use in ((title, "title"), (subtitle, "subtitle"), (body, "body")) if p is not None}
    return tuple(replace(p, use=uses.get(id(p), "")) for p in placeholders)


def _find_subtitle(
    placeholders: Sequence[Placeholder], title: Placeholder | None, kind: str, page: Box
) -> Placeholder | None:
    """Returns the subtitle by type, then by name, then by its size and place next to title and body."""
    texts = [p for p in placeholders if p.type == "body"]
    named = [p for p in placeholders if p.type == "subTitle"] or [p for p in texts if is_subtitle_name(p.name)]
    if named or title is None:
        return next(iter(named), None)
    bodies = [p for p in placeholders if p.type in BODIES]
    is_small = all(measure_share(p.box, page) <= SMALL for p in texts)
    if texts and len(bodies) == len(texts) and (kind in COVERS or is_small):
        bottom = title.box.y + title.box.height
        return min(texts, key=lambda p: abs(p.box.y - bottom))
    body = max(bodies, key=lambda p: measure_share(p.box, page), default=None)
    thin = [
        p for p in texts
        if body is not None and p is not body and p.box.height <= page.height * THIN
        and title.box.y <= p.box.y < body.box.y and p.box.width >= page.width * 0.5
    ]  # fmt: skip
    return next(iter(thin), None)
