"""A brand in pictures: a deck with every layout once, its placeholders labelled, then its colours, fonts and styles."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from deckwright.brands.inspect import roles_of, table_styles
from deckwright.brands.new_layout import add_placeholder
from deckwright.brands.settings import TEXT_STYLES
from deckwright.model.brand import FOOTERS, HEADS, Brand, Layout, Placeholder, Style, brand_on
from deckwright.model.colours import COLOUR_SLOTS, Colour, legible
from deckwright.model.page import EMU_PER_CM, Box, Insets, Line, Page, Pages, Paragraph, Run, Shape, Slot, TextFrame
from deckwright.ooxml.template import open_template
from deckwright.ooxml.xml import P, parse, serialise
from deckwright.ooxml.zipped import zip_members

LANG = "en-US"
EDGE = 12_700
PICTURES = frozenset({"pic", "media", "clipArt"})
"""Placeholders whose words PowerPoint does not show: they are labelled by a drawn box."""
STYLES_ON_A_PAGE = 9


def with_titles(brand: Brand) -> Brand:
    """The brand with a title beside each layout that has none: every slide has a title, be it out of sight."""
    package, _ = open_template(brand.template)
    place = Box(0, -brand.height // 4, brand.width // 2, brand.height // 6)
    for layout in brand.all_layouts.values():
        if not any(one.type in HEADS for one in layout.placeholders):
            tree = parse(package.parts[layout.part].data)
            (shapes,) = tree.iterfind(f"{P}cSld/{P}spTree")
            add_placeholder(shapes, "Title out of sight", {"type": "title"}, place)
            package.parts[layout.part].data = serialise(tree)
    return replace(brand, template=zip_members(package.members()))


def deck_of(brand: Brand) -> Pages:
    """The pages; `write` them with the brand that `with_titles` gives."""
    layouts = [
        _layout_page(number, name, one, brand) for number, (name, one) in enumerate(brand.all_layouts.items(), 1)
    ]
    return Pages((*layouts, *_look_pages(brand)), (), f"Brand {brand.name}", "", "", LANG, name=f"{brand.name}.brand")


def _layout_page(number: int, name: str, layout: Layout, brand: Brand) -> Page:
    roles = ", ".join(roles_of(layout, brand)) or "nothing"
    shapes: list[Shape] = []
    shown = brand_on(layout, brand)
    if not any(one.type in HEADS for one in layout.placeholders):
        shapes.append(Shape("Title", None, _text(f"Layout {name}"), Slot("title", 0)))
    for one in layout.placeholders:
        label = f"{one.name}: {one.use or one.type} (idx {one.index})"
        if one.type not in PICTURES:
            shapes.append(_filled(one, label))
        frame = _text(label, 10, shown, layout.background) if one.type in PICTURES else None
        line = Line(legible(shown.colours, Colour("accent1"), layout.background, 2), EDGE, "dash")
        shapes.append(Shape(f"Box of {one.name}", one.box, frame, line=line, decorative=frame is None))
    note = f"Layout '{name}', type {layout.type}, for {roles}"
    at = Box(brand.width // 100, brand.height // 200, brand.width * 9 // 10, brand.height // 25)
    shapes.append(Shape("Layout", at, _text(note, 9, shown, layout.background), text_box=True))
    return Page(f"layout-{number}", layout.part, tuple(shapes), title=name)


def _filled(one: Placeholder, label: str) -> Shape:
    """A placeholder with its label, shrunk to one line where it is a footer."""
    size = min(one.levels[0].size, 9.0) if one.type in FOOTERS else None
    words = "1" if one.type == "sldNum" else label
    frame = TextFrame((Paragraph((Run(words, LANG, size=size),), end_lang=LANG),), font_scale=None)
    return Shape(one.name, None, frame, Slot(one.type, one.index), field="slidenum" if one.type == "sldNum" else "")


def _look_pages(brand: Brand) -> Iterator[Page]:
    yield _page("colours", "Colours of the theme", _swatches(brand), brand)
    fonts = [
        (f"{use}: {family}", Style(size=20, font=use)) for use, family in brand.fonts.items()
    ]  # the three there are
    yield _page("fonts", "Fonts", _samples(fonts, brand), brand)
    styles = [(name, brand.styles[name]) for name in TEXT_STYLES]
    for start in range(0, len(styles), STYLES_ON_A_PAGE):
        part = styles[start : start + STYLES_ON_A_PAGE]
        yield _page(f"styles-{start}", "Text styles of slide templates", _samples(part, brand), brand)
    tables = [(name, Style(size=16)) for name in table_styles(brand)] or [("No styles of its own", Style(size=16))]
    yield _page("tables", "Table styles", _samples(tables[:STYLES_ON_A_PAGE], brand), brand)


def _page(name: str, title: str, shapes: Iterator[Shape], brand: Brand) -> Page:
    layout = brand.layouts["content"]
    head = next(one for one in layout.placeholders if one.type in HEADS)
    return Page(
        name, layout.part, (Shape(head.name, None, _text(title), Slot(head.type, head.index)), *shapes), title=title
    )


def _body(brand: Brand) -> Box:
    layout = brand.layouts["content"]
    return next(one.box for one in layout.placeholders if one.use == "body")


def _swatches(brand: Brand) -> Iterator[Shape]:
    """The twelve colours in three rows, each with its names and its value."""
    body, columns, gap = _body(brand), 4, EMU_PER_CM // 4
    width, height = (body.width - gap * (columns - 1)) // columns, (body.height - gap * 2) // 3
    own = {colour.slot: name for name, colour in brand.names.items() if not (colour.lighter or colour.darker)}
    for number, slot in enumerate(name for name in COLOUR_SLOTS if name in brand.colours):
        at = Box(body.x + number % columns * (width + gap), body.y + number // columns * (height + gap), width, height)
        named = f"{own[slot]} = {slot}" if slot in own else slot
        words = replace(
            _text(f"{named}\v#{brand.colours[slot]}", 12, brand, Colour(slot)), insets=Insets(*[gap // 2] * 4)
        )
        yield Shape(slot, at, words, fill=Colour(slot), line=Line(Colour("text1", lighter=75), EDGE // 2))


def _samples(texts: list[tuple[str, Style]], brand: Brand) -> Iterator[Shape]:
    """Each name set in its own style, below each other."""
    body = _body(brand)
    height = body.height // max(len(texts), 1)
    ground = brand.layouts["content"].background
    for number, (name, style) in enumerate(texts):
        size = min(style.size, height / 12_700 / 1.4)
        run = Run(
            f"{name} ({style.size:g} pt)", LANG, size=size, bold=style.bold, italic=style.italic, caps=style.caps,
            font=style.font, colour=legible(brand.colours, style.colour, ground),
        )  # fmt: skip
        frame = TextFrame((Paragraph((run,), end_lang=LANG),), insets=Insets(), anchor="middle")
        yield Shape(name, Box(body.x, body.y + number * height, body.width, height), frame, text_box=True)


def _text(words: str, size: float | None = None, brand: Brand | None = None, ground: Colour | None = None) -> TextFrame:
    """One line; in a placeholder as that has it, elsewhere in a size and a colour that is seen on its ground."""
    colour = legible(brand.colours, Colour("text1"), ground) if brand and ground else None
    run = Run(words, LANG, size=size, colour=colour, font="body" if size else None)
    return TextFrame((Paragraph((run,), end_lang=LANG),), insets=Insets() if size else None)
