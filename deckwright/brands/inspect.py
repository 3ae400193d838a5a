"""What a brand's template holds, as a table, and what a designer should look at in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from deckwright.brands.ground import share
from deckwright.model.brand import HEADS, Brand, Layout, Placeholder, brand_on
from deckwright.model.page import EMU_PER_CM, Box
from deckwright.ooxml.names import TABLE_STYLES_TYPE
from deckwright.ooxml.template import open_template
from deckwright.ooxml.xml import A, parse

COLUMNS = ("idx", "type", "use", "name", "left", "top", "width", "height", "size")


def table_of(brand: Brand, users: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Lines: each layout with what uses it (`users`, by role), and its placeholders, lengths in centimetres."""
    for name, layout in brand.all_layouts.items():
        roles = roles_of(layout, brand)
        kinds = sorted({kind for role in roles for kind in users.get(role, ())})
        yield ""
        yield f"{name}  (type {layout.type})"
        slides = f"; slides of the kinds {', '.join(kinds)}" if kinds else ""
        yield f"  for {', '.join(roles) or 'nothing'}{slides}"
        rows = [COLUMNS, *(_row(one) for one in layout.placeholders)]
        widths = [max(len(row[column]) for row in rows) for column in range(len(COLUMNS))]
        for row in rows if layout.placeholders else ():
            yield "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
    yield ""
    yield "Colours: " + ", ".join(f"{slot} #{value}" for slot, value in brand.colours.items())
    yield "Fonts:   " + ", ".join(f"{use} {family}" for use, family in brand.fonts.items())
    for names, one in _other_themes(brand):
        yield f"On {names}:"
        yield "  Colours: " + ", ".join(f"{s} #{v}" for s, v in one.colours.items() if v != brand.colours.get(s))
        yield "  Fonts:   " + ", ".join(f"{use} {family}" for use, family in one.fonts.items())
    yield "Tables:  " + (", ".join(table_styles(brand)) or "no styles of its own")


def _other_themes(brand: Brand) -> Iterator[tuple[str, Brand]]:
    """The layouts whose slides are in another theme, by their names, and the brand as they show it."""
    others: list[tuple[list[str], Brand]] = []
    for name, layout in brand.all_layouts.items():
        one = brand_on(layout, brand)
        if one is brand:
            continue
        known = next(
            (names for names, other in others if (other.colours, other.fonts) == (one.colours, one.fonts)), None
        )
        if known is None:
            others.append((known := [], one))
        known.append(f"'{name}'")
    return ((", ".join(names), one) for names, one in others)


def roles_of(layout: Layout, brand: Brand) -> list[str]:
    """The roles that a layout serves for."""
    return [role for role, one in brand.layouts.items() if one.part == layout.part]


def table_styles(brand: Brand) -> list[str]:
    """The names of the template's table styles (a:tblStyle, ECMA-376 21.1.3.12)."""
    package, _ = open_template(brand.template)
    parts = [part for part in package.parts.values() if part.content_type == TABLE_STYLES_TYPE]
    return [style.get("styleName", "") for part in parts for style in parse(part.data).iter(A + "tblStyle")]


def findings(brand: Brand) -> Iterator[str]:
    """What is odd about the layouts, a sentence for each."""
    page = Box(0, 0, brand.width, brand.height)
    for name, layout in brand.all_layouts.items():
        if layout.type != "blank" and not any(p.type in HEADS for p in layout.placeholders) and layout.placeholders:
            yield f"layout '{name}' has no title: its slides cannot be found in outlines and by ear"
        for one in layout.placeholders:
            if _outside(one.box, page):
                yield f"placeholder '{one.name}' of layout '{name}' reaches beyond the slide"
        title = next((p for p in layout.placeholders if p.type in HEADS), None)
        for one in layout.placeholders:
            if title is not None and one.use in ("body", "subtitle") and share(title.box, one.box) > 0.1:
                yield f"placeholder '{one.name}' of layout '{name}' lies over the title"
    own = {layout.part for role, layout in brand.layouts.items() if role == "content"}
    lent = [role for role, layout in brand.layouts.items() if role != "content" and layout.part in own]
    if lent:
        yield f"no layout of its own for {', '.join(lent)}: that of 'content' serves"


def _row(one: Placeholder) -> tuple[str, ...]:
    box = one.box
    places = (f"{side / EMU_PER_CM:.1f}" for side in (box.x, box.y, box.width, box.height))
    return (str(one.index), one.type, one.use or "-", one.name, *places, f"{one.levels[0].size:g} pt")


def _outside(box: Box, page: Box) -> bool:
    slack = page.width // 200
    return (
        min(box.x, box.y) < -slack or box.x + box.width > page.width + slack or box.y + box.height > page.height + slack
    )
