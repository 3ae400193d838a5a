"""Warns of what a designer would criticise in a talk with a brand: contrast, small type, fonts, colours, logos.

Colours are judged where they meet: a text on its background, a series next to another in a chart.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from msgspec import Struct

from deckwright.brands.masters import find_placeholder, measure_overlap, read_box
from deckwright.brands.styles import find_required_contrast
from deckwright.brands.text_levels import find_first_line
from deckwright.model.brand import FOOTERS, Brand, Layout, Style, use_layout_theme
from deckwright.model.colours import (
    BLINDNESS,
    Colour,
    format_colour,
    measure_contrast,
    measure_contrast_on,
    measure_difference,
)
from deckwright.model.diagnostics import Report
from deckwright.model.page import AnyShape, Box, ChartFrame, Group, Page, Pages, Run, Shape
from deckwright.model.source import Span
from deckwright.ooxml.names import OFFICE
from deckwright.ooxml.package import Package
from deckwright.ooxml.template import open_template
from deckwright.ooxml.xml import A, P, parse

MIN_SIZE = 9.0
"""Points that can be read in the back row, on a slide of 33.9 cm."""
MIN_DIFFERENCE = 11.0
"""CIE 1976 ΔE from which two areas of colour can be told apart at a glance."""
CLEAR_SPACE = 0.25
"""Free space around a logo, relative to its height."""
MAX_LOGO = 0.08
"""Share of the page up to which a picture on a master is a logo, not decoration."""


def check_brand(brand: Brand, pages: Pages, report: Report) -> None:
    """Warns of each fault on `pages` once, at the place in brand.yaml that causes it."""
    _warn_of_pale_texts(brand, pages, report)
    _warn_of_small_texts(brand, pages, report)
    _warn_of_fonts(brand, pages, report)
    _warn_of_similar_colours(brand, pages, report)
    _warn_of_crowded_logos(brand, pages, report)


class _TextRun(Struct, frozen=True):
    """A run of text on a page, as it looks there."""

    text: str
    style: Style
    """Only its size and weight."""
    colour: Colour
    background: Colour
    painted: str
    """RRGGBB of what the template paints behind it, which is more exact than `background`; "" if not known."""
    is_footer: bool
    span: Span | None


def _warn_of_pale_texts(brand: Brand, pages: Pages, report: Report) -> None:
    seen: set[tuple[str, ...]] = set()
    for page in pages.pages:
        colours = _find_page_brand(page, brand).colours
        for run in _read_texts(page, brand):
            name = format_colour(run.colour)
            background = f"the template's own #{run.painted}" if run.painted else format_colour(run.background)
            key = (name, colours[run.colour.slot], background, colours[run.background.slot])
            required = find_required_contrast(run.style, brand.size_ratio)
            reached = (
                measure_contrast_on(colours, run.colour, run.painted)
                if run.painted
                else measure_contrast(colours, run.colour, run.background)
            )
            if key in seen or reached >= required:
                continue
            seen.add(key)
            report.warning(
                "low-contrast",
                f"text in {name} on {background} is hard to read on slide '{page.id}'",
                brand.spans.get(f"colours.{run.colour.slot}") or brand.spans.get("template") or run.span,
                help="choose colours that are further apart",
                notes=(
                    f"its contrast is {reached:.1f} to 1; {run.style.size:g} pt needs {required:g} to 1 (WCAG 2.2 AA)",
                    f"the text is '{_shorten(run.text)}'",
                ),
            )


def _warn_of_small_texts(brand: Brand, pages: Pages, report: Report) -> None:
    """Warns of the smallest text, if it is too small."""
    minimum = MIN_SIZE * brand.size_ratio
    texts = [(run, page.id) for page in pages.pages for run in _read_texts(page, brand) if not run.is_footer]
    smallest = min(texts, key=lambda text: text[0].style.size, default=None)
    if smallest is not None and smallest[0].style.size < minimum:
        run, slide = smallest
        report.warning(
            "small-type",
            f"text on slide '{slide}' is set in {run.style.size:g} pt, too small to be read from afar",
            brand.spans.get("smallest") or brand.spans.get("template") or run.span,
            help="shorten the text, or increase `smallest` in brand.yaml",
            notes=(f"on slides of this size, the minimum is {minimum:.1f} pt", f"the text is '{_shorten(run.text)}'"),
        )


def _warn_of_fonts(brand: Brand, pages: Pages, report: Report) -> None:
    """Warns of families that do not come with Office, unless they are embedded or a warning names them already.

    Those in office_fonts.json come with Office or Windows, so that a presentation looks the same on other computers;
    those in p:embeddedFont (ECMA-376 19.2.1.10) have their font files in the template.
    """
    warnings = " ".join(known.message for known in report.diagnostics if known.code == "substitute-font")
    _, presentation = open_template(brand.template)
    fonts = parse(presentation.data).iterfind(f"{P}embeddedFontLst/{P}embeddedFont/{P}font")
    office = json.loads(Path(__file__).with_name("office_fonts.json").read_text("utf-8"))
    safe = {family.casefold() for family in (*office, *(font.get("typeface", "") for font in fonts))}
    page_fonts = (font for page in pages.pages for font in _find_page_brand(page, brand).fonts.items())
    for use, family in dict.fromkeys((*brand.fonts.items(), *page_fonts)):
        if family and family.casefold() not in safe and f"'{family}'" not in warnings:
            report.warning(
                "unusual-font",
                f"'{family}' does not come with Office: where it is missing, another font is shown",
                brand.spans.get(f"fonts.{use}") or brand.spans.get("template"),
                help="embed it in the template (File > Options > Save), install it where you speak, or choose another",
            )


def _warn_of_similar_colours(brand: Brand, pages: Pages, report: Report) -> None:
    seen: set[frozenset[Colour]] = set()
    for page in pages.pages:
        values = _find_page_brand(page, brand).colours
        for frame in (shape for shape in _flatten(page.shapes) if isinstance(shape, ChartFrame)):
            colours = [series.colour for series in frame.chart.series]
            if len(colours) == 1:
                colours = list(dict.fromkeys(c for s in frame.chart.series for c in (s.colour, *s.point_colours) if c))
            for first, second in combinations(dict.fromkeys(colours), 2):
                kinds = [kind for kind in BLINDNESS if measure_difference(values, first, second, kind) < MIN_DIFFERENCE]
                if not kinds or frozenset((first, second)) in seen:
                    continue
                seen.add(frozenset((first, second)))
                pair = f"{format_colour(first)} and {format_colour(second)}"
                report.warning(
                    "confusable-colours",
                    f"{pair} look alike to people with colour blindness in the chart on slide '{page.id}'",
                    brand.spans.get("chart.series") or brand.spans.get("template"),
                    help="choose colours of different lightness, or label the series directly",
                    notes=(f"with {' and '.join(kinds)} they can hardly be told apart",),
                )


def _warn_of_crowded_logos(brand: Brand, pages: Pages, report: Report) -> None:
    """Warns of the first logo without clear space."""
    package, _ = open_template(brand.template)
    used = {page.layout for page in pages.pages}
    for name, layout in brand.all_layouts.items():
        if layout.part not in used:
            continue
        for logo in _find_logos(layout, package, brand):
            margin = round(logo.height * CLEAR_SPACE)
            area = Box(logo.x - margin, logo.y - margin, logo.width + 2 * margin, logo.height + 2 * margin)
            others = (placeholder for placeholder in layout.placeholders if placeholder.type not in FOOTERS)
            near = next((other for other in others if measure_overlap(area, find_first_line(other)) > 0), None)
            if near is not None:
                report.warning(
                    "crowded-logo",
                    f"placeholder '{near.name}' of layout '{name}' is too close to the logo",
                    brand.spans.get("logo") or brand.spans.get("template"),
                    help="move one of them: a logo needs a quarter of its height free on all sides",
                )
                return


def _find_layout(page: Page, brand: Brand) -> Layout | None:
    return next((layout for layout in brand.all_layouts.values() if layout.part == page.layout), None)


def _find_page_brand(page: Page, brand: Brand) -> Brand:
    """Returns the brand in the colours and fonts of the page's own master."""
    layout = _find_layout(page, brand)
    return use_layout_theme(layout, brand) if layout is not None else brand


def _read_texts(page: Page, brand: Brand) -> Iterator[_TextRun]:
    layout = _find_layout(page, brand)
    if layout is None:
        return
    placeholders = {(placeholder.type, placeholder.index): placeholder for placeholder in layout.placeholders}
    filled: list[tuple[Box, Colour]] = []
    for shape in _flatten(page.shapes):
        if not isinstance(shape, Shape):
            continue
        placeholder = placeholders.get((shape.slot.type, shape.slot.index)) if shape.slot else None
        box = shape.box or (placeholder.box if placeholder else None)
        fill = shape.fill or next(
            (fill for area, fill in reversed(filled) if box and measure_overlap(box, area) == 1), None
        )
        if shape.frame is not None:
            scale = (shape.frame.font_scale or 100) / 100
            painted = placeholder.background if placeholder is not None and fill is None else ""
            background = fill or layout.background
            for paragraph in shape.frame.paragraphs:
                style = placeholder.levels[paragraph.level] if placeholder else Style(size=18)
                yield from (_read_run(run, style, scale, background, painted, shape) for run in paragraph.runs)
        if shape.fill is not None and box is not None and shape.fill.opacity == 100:
            filled.append((box, shape.fill))


def _read_run(run: Run, style: Style, scale: float, background: Colour, painted: str, shape: Shape) -> _TextRun:
    """Returns a run in its own look; what it does not set is as in `style`."""
    look = Style(size=(run.size or style.size) * scale, bold=style.bold if run.bold is None else run.bold)
    colour = Colour("hyperlink") if run.link and run.colour is None else run.colour or style.colour
    is_footer = shape.slot is not None and shape.slot.type in FOOTERS
    return _TextRun(run.text, look, colour, background, painted, is_footer, shape.span)


def _flatten(shapes: tuple[AnyShape, ...]) -> Iterator[AnyShape]:
    """Yields the shapes of a page and of its groups, without the pictures of other slides (thumbnails)."""
    for shape in shapes:
        if isinstance(shape, Group) and shape.name.startswith("Miniature"):
            continue
        yield shape
        if isinstance(shape, Group):
            yield from _flatten(shape.shapes)


def _find_logos(layout: Layout, package: Package, brand: Brand) -> Iterator[Box]:
    """Yields the boxes of small pictures on a layout and its master that are not placeholders."""
    part = package.parts[layout.part]
    tree = parse(part.data)
    master = part.relationships.find_first(OFFICE + "slideMaster")
    trees = [tree]
    if master is not None and tree.get("showMasterSp") not in ("0", "false"):
        trees.append(parse(package.parts[master.target].data))
    for root in trees:
        for picture in root.iterfind(f"{P}cSld/{P}spTree/{P}pic"):
            box = read_box(picture)
            if box is None or find_placeholder(picture) is not None or picture.find(f".//{A}blip") is None:
                continue
            if box.width * box.height <= MAX_LOGO * brand.width * brand.height:
                yield box


def _shorten(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 40 else words[:39] + "…"
