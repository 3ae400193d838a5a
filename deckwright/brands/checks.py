"""What a demanding designer would say of a brand as a talk uses it: what cannot be read, told apart or trusted.

Colours are judged where they meet: a text on the background it stands on, a series beside another in a chart.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from msgspec import Struct
from msgspec.structs import replace

from deckwright.brands.contrast import BLINDNESS, difference, least_contrast
from deckwright.brands.text_levels import box_of, first_line
from deckwright.model.brand import FOOTERS, Brand, Layout, Placeholder, Style, brand_on
from deckwright.model.colours import Colour, contrast, contrast_on
from deckwright.model.diagnostics import Report
from deckwright.model.page import AnyShape, Box, ChartFrame, Group, Page, Pages, Run, Shape
from deckwright.model.source import Span
from deckwright.ooxml.names import OFFICE
from deckwright.ooxml.package import Package
from deckwright.ooxml.template import open_template
from deckwright.ooxml.xml import A, P, parse

OFFICE_FONTS = frozenset(
    name.casefold()
    for name in (
        *("Aptos", "Aptos Display", "Arial", "Arial Black", "Arial Narrow", "Bahnschrift", "Book Antiqua", "Bookman"),
        *("Bookman Old Style", "Calibri", "Calibri Light", "Cambria", "Candara", "Century", "Century Gothic"),
        *("Comic Sans MS", "Consolas", "Constantia", "Corbel", "Courier New", "Franklin Gothic Book", "Garamond"),
        *("Franklin Gothic Medium", "Georgia", "Gill Sans MT", "Impact", "Lucida Console", "Lucida Sans", "Meiryo"),
        *("Microsoft YaHei", "MS Gothic", "MS Mincho", "MS PGothic", "Palatino Linotype", "Rockwell", "Segoe UI"),
        *("Segoe UI Light", "Segoe UI Semibold", "SimSun", "SimHei", "Sitka Text", "Tahoma", "Times New Roman"),
        *("Trebuchet MS", "Tw Cen MT", "Verdana", "Yu Gothic", "Yu Gothic UI", "Yu Mincho", "Malgun Gothic", "David"),
        *("Traditional Arabic", "Simplified Arabic", "Gisha", "Symbol", "Wingdings"),
    )
)
"""Families that come with Office or Windows, so that a presentation looks the same on another desk."""
LEGIBLE = 9.0
"""Points, on a slide of 33.9 cm: below that nothing is read in the back row."""
DISTINCT = 11.0
"""Difference (CIE 1976 ΔE) from which two areas of colour are told apart at a glance."""
CLEAR_SPACE = 0.25
"""Of a logo's height, that nothing else comes near it."""
LARGEST_LOGO = 0.08
"""Share of the page up to which a picture on a master is a logo, and not decoration."""


def check_brand(brand: Brand, pages: Pages, report: Report) -> None:
    """Warns of what is hard to read, tell apart or trust on `pages`, each thing once, where brand.yaml says it."""
    _warn_of_pale_words(brand, pages, report)
    _warn_of_small_words(brand, pages, report)
    _warn_of_fonts(brand, pages, report)
    _warn_of_alike_series(brand, pages, report)
    _warn_of_crowded_logos(brand, pages, report)


class _Words(Struct, frozen=True):
    """Text of one look on a page."""

    text: str
    style: Style
    size: float
    colour: Colour
    ground: Colour
    footer: bool
    span: Span | None
    painted: str = ""
    """RRGGBB of what a template paints behind it, where that is known better than by `ground`."""


def _warn_of_pale_words(brand: Brand, pages: Pages, report: Report) -> None:
    seen: set[tuple[str, ...]] = set()
    for page in pages.pages:
        colours = _shown(page, brand).colours
        for words in _words(page, brand):
            key = (_named(words.colour), colours[words.colour.slot], _ground(words), colours[words.ground.slot])
            needed = least_contrast(words.style, brand.shown)
            reached = (
                contrast_on(colours, words.colour, words.painted)
                if words.painted
                else contrast(colours, words.colour, words.ground)
            )
            if key in seen or reached >= needed:
                continue
            seen.add(key)
            report.warning(
                "low-contrast",
                f"text in {_named(words.colour)} on {_ground(words)} is hard to read on slide '{page.id}'",
                brand.spans.get(f"colours.{words.colour.slot}") or brand.spans.get("template") or words.span,
                help="take colours that are further apart",
                notes=(
                    f"its contrast is {reached:.1f} to 1; {words.size:g} pt needs {needed:g} to 1 (WCAG 2.2 AA)",
                    f"it reads '{_short(words.text)}'",
                ),
            )


def _warn_of_small_words(brand: Brand, pages: Pages, report: Report) -> None:
    least = LEGIBLE * brand.shown
    found = [(w.size, page.id, w) for page in pages.pages for w in _words(page, brand) if not w.footer]
    smallest = min(found, key=lambda one: one[0], default=None)
    if smallest is not None and smallest[0] < least:
        size, slide, words = smallest
        report.warning(
            "small-type",
            f"text on slide '{slide}' is set in {size:g} pt, too small to be read from afar",
            brand.spans.get("smallest") or brand.spans.get("template") or words.span,
            help="shorten the text, or let `smallest` in brand.yaml be larger",
            notes=(f"on slides of this size, {least:.1f} pt is the least", f"it reads '{_short(words.text)}'"),
        )


def _warn_of_fonts(brand: Brand, pages: Pages, report: Report) -> None:
    """Of families that a desk with Office may lack, unless the template holds them, or they were told of already."""
    told = " ".join(one.message for one in report.diagnostics if one.code == "substitute-font")
    held = {family.casefold() for family in _embedded(brand)}
    shown = (_shown(page, brand).fonts for page in pages.pages)
    for use, family in dict.fromkeys((*brand.fonts.items(), *(font for fonts in shown for font in fonts.items()))):
        if family and family.casefold() not in OFFICE_FONTS | held and f"'{family}'" not in told:
            report.warning(
                "unusual-font",
                f"'{family}' does not come with Office: where it is missing, the talk is shown in another font",
                brand.spans.get(f"fonts.{use}") or brand.spans.get("template"),
                help="embed it in the template (File > Options > Save), install it where you speak, or choose another",
            )


def _warn_of_alike_series(brand: Brand, pages: Pages, report: Report) -> None:
    seen: set[frozenset[Colour]] = set()
    for page in pages.pages:
        values = _shown(page, brand).colours
        for frame in (shape for shape in _all(page.shapes) if isinstance(shape, ChartFrame)):
            colours = [series.colour for series in frame.chart.series]
            if len(colours) == 1:
                colours = list(dict.fromkeys(c for s in frame.chart.series for c in (s.colour, *s.point_colours) if c))
            for first, second in combinations(dict.fromkeys(colours), 2):
                alike = [kind for kind in BLINDNESS if difference(values, first, second, kind) < DISTINCT]
                if not alike or frozenset((first, second)) in seen:
                    continue
                seen.add(frozenset((first, second)))
                report.warning(
                    "confusable-colours",
                    f"{_named(first)} and {_named(second)} look alike to some in the chart on slide '{page.id}'",
                    brand.spans.get("chart.series") or brand.spans.get("template"),
                    help="take colours of different lightness, or label the series themselves",
                    notes=(f"with {' and '.join(alike)} they can hardly be told apart",),
                )


def _warn_of_crowded_logos(brand: Brand, pages: Pages, report: Report) -> None:
    package, _ = open_template(brand.template)
    used = {page.layout for page in pages.pages}
    for name, layout in brand.all_layouts.items():
        if layout.part not in used:
            continue
        for logo in _logos(layout, package, brand):
            margin = round(logo.height * CLEAR_SPACE)
            around = Box(logo.x - margin, logo.y - margin, logo.width + 2 * margin, logo.height + 2 * margin)
            others = (one for one in layout.placeholders if one.type not in FOOTERS)
            near = next((one for one in others if _meet(around, first_line(one))), None)
            if near is not None:
                report.warning(
                    "crowded-logo",
                    f"placeholder '{near.name}' of layout '{name}' comes too near to the logo",
                    brand.spans.get("logo") or brand.spans.get("template"),
                    help="move one of them: a logo needs a quarter of its height free on all sides",
                )
                return


def _layout_of(page: Page, brand: Brand) -> Layout | None:
    return next((one for one in brand.all_layouts.values() if one.part == page.layout), None)


def _shown(page: Page, brand: Brand) -> Brand:
    """The brand in the colours and fonts of the page's own master."""
    layout = _layout_of(page, brand)
    return brand_on(layout, brand) if layout is not None else brand


def _words(page: Page, brand: Brand) -> Iterator[_Words]:
    """What is read on a page, each run with its look and the ground it stands on."""
    layout = _layout_of(page, brand)
    if layout is None:
        return
    slots = {(one.type, one.index): one for one in layout.placeholders}
    painted: list[tuple[Box, Colour]] = []
    for shape in _all(page.shapes):
        if not isinstance(shape, Shape):
            continue
        slot = slots.get((shape.slot.type, shape.slot.index)) if shape.slot else None
        box = shape.box or (slot.box if slot else None)
        ground = shape.fill or next((fill for at, fill in reversed(painted) if box and _within(box, at)), None)
        if shape.frame is not None:
            scale = (shape.frame.font_scale or 100) / 100
            value = slot.ground if slot is not None and ground is None else ""
            for paragraph in shape.frame.paragraphs:
                for run in paragraph.runs:
                    words = _look(run, slot, paragraph.level, scale, ground or layout.background, shape)
                    yield replace(words, painted=value)
        if shape.fill is not None and box is not None and shape.fill.opacity == 100:
            painted.append((box, shape.fill))


def _look(run: Run, slot: Placeholder | None, level: int, scale: float, ground: Colour, shape: Shape) -> _Words:
    above = slot.levels[level] if slot else Style(size=18)
    size = (run.size or above.size) * scale
    style = Style(size=size, bold=above.bold if run.bold is None else run.bold)
    colour = Colour("hyperlink") if run.link and run.colour is None else run.colour or above.colour
    return _Words(
        run.text, style, size, colour, ground, shape.slot is not None and shape.slot.type in FOOTERS, shape.span
    )


def _all(shapes: tuple[AnyShape, ...]) -> Iterator[AnyShape]:
    """The shapes of a page; those of a group are a picture of another page, and not read."""
    for shape in shapes:
        if not (isinstance(shape, Group) and shape.name.startswith("Miniature")):
            yield shape
        if isinstance(shape, Group) and not shape.name.startswith("Miniature"):
            yield from _all(shape.shapes)


def _embedded(brand: Brand) -> Iterator[str]:
    """The families whose font files the template holds (p:embeddedFont, ECMA-376 19.2.1.10)."""
    _, presentation = open_template(brand.template)
    for font in parse(presentation.data).iterfind(f"{P}embeddedFontLst/{P}embeddedFont/{P}font"):
        yield font.get("typeface", "")


def _logos(layout: Layout, package: Package, brand: Brand) -> Iterator[Box]:
    """Small pictures of a layout and its master that are no placeholders."""
    part = package.parts[layout.part]
    tree = parse(part.data)
    master = part.relationships.first(OFFICE + "slideMaster")
    trees = [tree]
    if master is not None and tree.get("showMasterSp") not in ("0", "false"):
        trees.append(parse(package.parts[master.target].data))
    for root in trees:
        for picture in root.iterfind(f"{P}cSld/{P}spTree/{P}pic"):
            box = box_of(picture)
            if box is None or picture.find(f"*/{P}nvPr/{P}ph") is not None or picture.find(f".//{A}blip") is None:
                continue
            if box.width * box.height <= LARGEST_LOGO * brand.width * brand.height:
                yield box


def _within(box: Box, other: Box) -> bool:
    return (
        other.x <= box.x
        and other.y <= box.y
        and box.x + box.width <= other.x + other.width
        and box.y + box.height <= other.y + other.height
    )


def _meet(first: Box, second: Box) -> bool:
    return (
        first.x < second.x + second.width
        and second.x < first.x + first.width
        and first.y < second.y + second.height
        and second.y < first.y + first.height
    )


def _ground(words: _Words) -> str:
    return f"the template's own #{words.painted}" if words.painted else _named(words.ground)


def _named(colour: Colour) -> str:
    shade = f" lighter {colour.lighter}%" if colour.lighter else f" darker {colour.darker}%" if colour.darker else ""
    return f"{colour.slot}{shade}"


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 40 else words[:39] + "…"
