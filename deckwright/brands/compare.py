"""Compares how a talk looks in two brands: its layouts and styles, and what stops fitting or being readable."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from deckwright.brands.settings import TEXT_STYLES
from deckwright.model.brand import Brand
from deckwright.model.diagnostics import Diagnostic
from deckwright.model.page import EMU_PER_CM, AnyShape, Pages, Shape

MAX_SLIDES = 12
"""Slides that are listed; of further ones only the number."""


class BrandResult(Struct, frozen=True):
    """The talk in one brand."""

    brand: Brand
    pages: Pages | None
    """None if it cannot be built in this brand."""
    diagnostics: Sequence[Diagnostic]


def compare_brands(before: BrandResult, after: BrandResult) -> Iterator[str]:
    """Yields lines about slide size, layouts, styles and texts that are set smaller."""
    for word, brand in (("from", before.brand), ("to", after.brand)):
        size = f"{brand.width / EMU_PER_CM:.1f} × {brand.height / EMU_PER_CM:.1f} cm"
        fonts = f"{brand.fonts['heading']} and {brand.fonts['body']}"
        yield f"{word:<5} {brand.name}: {size}, {fonts}, smallest type {brand.smallest:g} pt"
    yield ""
    yield "Slide layouts:"
    yield from _compare_layouts(before, after)
    yield ""
    yield "Text styles that differ:"
    styles = [(name, *(_describe_style(name, result.brand) for result in (before, after))) for name in TEXT_STYLES]
    yield from [f"  {name}: {old} → {new}" for name, old, new in styles if old != new] or ["  none"]
    smaller = list(_find_smaller_slides(before.pages, after.pages)) if before.pages and after.pages else []
    if smaller:
        yield ""
        yield "Texts that are set smaller than before:"
        yield from smaller[:MAX_SLIDES]
        if len(smaller) > MAX_SLIDES:
            yield f"  and {len(smaller) - MAX_SLIDES} more"


def list_new_diagnostics(before: BrandResult, after: BrandResult) -> tuple[Diagnostic, ...]:
    """Returns the diagnostics that only the second brand has."""
    known = {(diagnostic.code, diagnostic.message) for diagnostic in before.diagnostics}
    return tuple(new for new in after.diagnostics if (new.code, new.message) not in known)


def _compare_layouts(before: BrandResult, after: BrandResult) -> Iterator[str]:
    """Yields the layout before and after: of each slide, or of each role if the talk cannot be built."""
    if before.pages and after.pages:
        old_names, new_names = (
            {layout.part: name for name, layout in result.brand.all_layouts.items()} for result in (before, after)
        )
        new_layouts = {page.id: page.layout for page in after.pages.pages}
        pairs = Counter(
            (old_names.get(page.layout, page.layout), new_names.get(new_layouts[page.id], new_layouts[page.id]))
            for page in before.pages.pages
            if page.id in new_layouts
        )
        for (old, new), count in pairs.items():
            yield f"  {old} → {new} ({count} slide{'' if count == 1 else 's'})"
        return
    for role, layout in before.brand.layouts.items():
        if role in after.brand.layouts:
            yield f"  {role}: {layout.name} → {after.brand.layouts[role].name}"


def _describe_style(name: str, brand: Brand) -> str:
    style = brand.styles[name]
    shade = f" lighter {style.colour.lighter}%" if style.colour.lighter else ""
    weight = "".join(f" {word}" for word, is_set in (("bold", style.bold), ("italic", style.italic)) if is_set)
    colour = f"{style.colour.slot}{shade} #{brand.colours.get(style.colour.slot, '')}"
    return f"{style.size:g} pt {brand.fonts.get(style.font, style.font)}{weight}, {colour}"


def _find_smaller_slides(before: Pages, after: Pages) -> Iterator[str]:
    """Yields a line for each slide whose text is shrunk more than before."""
    new_pages = {page.id: page for page in after.pages}
    for page in before.pages:
        if page.id not in new_pages:
            continue
        old, new = (_find_smallest_scale(each.shapes) for each in (page, new_pages[page.id]))
        if new < old:
            yield f"  {page.id}: {old} % → {new} %"


def _find_smallest_scale(shapes: Sequence[AnyShape]) -> int:
    """Returns the smallest scale, in percent, of the texts on a page."""
    frames = [shape.frame for shape in shapes if isinstance(shape, Shape) and shape.frame is not None]
    return min((frame.font_scale or 100 for frame in frames), default=100)
