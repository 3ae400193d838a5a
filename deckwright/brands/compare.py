"""Two brands side by side for one talk: what becomes of its layouts and styles, what stops fitting or being read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from deckwright.brands.settings import TEXT_STYLES
from deckwright.model.brand import Brand, Style
from deckwright.model.diagnostics import Diagnostic
from deckwright.model.page import EMU_PER_CM, AnyShape, Pages, Shape

MOST_TOLD = 12
"""Slides that are named one by one."""


class Dressed(Struct, frozen=True):
    """The talk in one brand."""

    brand: Brand
    pages: Pages | None
    """None where it cannot be built in it."""
    told: Sequence[Diagnostic]
    """All that was found on the way."""


def compared(before: Dressed, after: Dressed) -> Iterator[str]:
    """Lines for a reader: sizes, layouts, styles, texts that are set smaller."""
    yield from _heads(before.brand, after.brand)
    yield ""
    yield "Slide layouts:"
    yield from _layouts(before, after)
    yield ""
    yield "Text styles that differ:"
    changed = [line for name in TEXT_STYLES if (line := _style(name, before.brand, after.brand))]
    yield from changed or ["  none"]
    smaller = list(_smaller(before.pages, after.pages)) if before.pages and after.pages else []
    if smaller:
        yield ""
        yield "Texts that are set smaller than before:"
        yield from smaller[:MOST_TOLD]
        if len(smaller) > MOST_TOLD:
            yield f"  and {len(smaller) - MOST_TOLD} more"


def new_faults(before: Dressed, after: Dressed) -> tuple[Diagnostic, ...]:
    """What is wrong in the second brand only, each thing once."""
    known = {(one.code, one.message) for one in before.told}
    return tuple(one for one in after.told if (one.code, one.message) not in known)


def _heads(before: Brand, after: Brand) -> Iterator[str]:
    for word, brand in (("from", before), ("to", after)):
        size = f"{brand.width / EMU_PER_CM:.1f} × {brand.height / EMU_PER_CM:.1f} cm"
        fonts = f"{brand.fonts['heading']} and {brand.fonts['body']}"
        yield f"{word:<5} {brand.name}: {size}, {fonts}, smallest type {brand.smallest:g} pt"


def _layouts(before: Dressed, after: Dressed) -> Iterator[str]:
    if before.pages and after.pages:
        names = [{one.part: name for name, one in each.brand.all_layouts.items()} for each in (before, after)]
        later = {page.id: page.layout for page in after.pages.pages}
        pairs = Counter(
            (names[0].get(page.layout, page.layout), names[1].get(later[page.id], later[page.id]))
            for page in before.pages.pages
            if page.id in later
        )
        for (one, other), count in pairs.items():
            yield f"  {one} → {other} ({count} slide{'' if count == 1 else 's'})"
        return
    for role, layout in before.brand.layouts.items():
        if role in after.brand.layouts:
            yield f"  {role}: {layout.name} → {after.brand.layouts[role].name}"


def _style(name: str, before: Brand, after: Brand) -> str:
    one, other = (_words(brand.styles[name], brand) for brand in (before, after))
    return f"  {name}: {one} → {other}" if one != other else ""


def _words(style: Style, brand: Brand) -> str:
    shade = f" lighter {style.colour.lighter}%" if style.colour.lighter else ""
    slant = "".join(f" {word}" for word, said in (("bold", style.bold), ("italic", style.italic)) if said)
    colour = f"{style.colour.slot}{shade} #{brand.colours.get(style.colour.slot, '')}"
    return f"{style.size:g} pt {brand.fonts.get(style.font, style.font)}{slant}, {colour}"


def _smaller(before: Pages, after: Pages) -> Iterator[str]:
    """Slides whose text shrinks further than it did."""
    later = {page.id: page for page in after.pages}
    for page in before.pages:
        if page.id not in later:
            continue
        one, other = (_least_scale(shapes) for shapes in (page.shapes, later[page.id].shapes))
        if other < one:
            yield f"  {page.id}: {one} % → {other} %"


def _least_scale(shapes: Sequence[AnyShape]) -> int:
    """Percent to which the placeholders' text has shrunk."""
    frames = [shape.frame for shape in shapes if isinstance(shape, Shape) and shape.frame is not None]
    return min((frame.font_scale or 100 for frame in frames), default=100)
