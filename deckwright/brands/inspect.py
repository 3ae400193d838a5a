"""Shows a brand to a designer: its layouts as a table, oddities in them, and a presentation with every layout once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from deckwright.brands.completion import add_placeholder
from deckwright.brands.masters import measure_overlap
from deckwright.brands.settings import TEXT_STYLES
from deckwright.model.brand import FOOTERS, HEADS, Brand, Layout, Placeholder, Style, use_layout_theme
from deckwright.model.colours import COLOUR_SLOTS, Colour, choose_legible
from deckwright.model.page import (
    EMU_PER_CM,
    EMU_PER_POINT,
    Box,
    Insets,
    Line,
    Page,
    Pages,
    Paragraph,
    Run,
    Shape,
    Slot,
    TextFrame,
)
from deckwright.ooxml.names import TABLE_STYLES_TYPE
from deckwright.ooxml.template import open_template
from deckwright.ooxml.xml import A, P, parse, serialise
from deckwright.ooxml.zip_file import zip_members
from deckwright.system.words import align_columns

COLUMNS = ("idx", "type", "use", "name", "left", "top", "width", "height", "size")
LANG = "en-US"
PICTURES = frozenset({"pic", "media", "clipArt"})
"""ST_PlaceholderType of placeholders whose text PowerPoint does not show; their label is in a drawn box."""
MAX_SAMPLES = 9
"""Styles on one page."""


def list_layouts(brand: Brand, users: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yields lines: each layout with its roles, the slide types that use these (`users`), and its placeholders.

    Lengths are in centimetres.
    """
    for name, layout in brand.all_layouts.items():
        roles = _find_roles(layout, brand)
        kinds = sorted({kind for role in roles for kind in users.get(role, ())})
        yield ""
        yield f"{name}  (type {layout.type})"
        slides = f"; slide types {', '.join(kinds)}" if kinds else ""
        yield f"  for {', '.join(roles) or 'nothing'}{slides}"
        rows = [COLUMNS, *(_make_row(placeholder) for placeholder in layout.placeholders)]
        yield from (f"  {line}" for line in (align_columns(rows) if layout.placeholders else ()))
    yield ""
    yield "Colours: " + ", ".join(f"{slot} #{value}" for slot, value in brand.colours.items())
    yield "Fonts:   " + ", ".join(f"{use} {family}" for use, family in brand.fonts.items())
    for names, other in _list_other_themes(brand):
        yield f"On {names}:"
        yield "  Colours: " + ", ".join(f"{s} #{v}" for s, v in other.colours.items() if v != brand.colours.get(s))
        yield "  Fonts:   " + ", ".join(f"{use} {family}" for use, family in other.fonts.items())
    yield "Tables:  " + (", ".join(_list_table_styles(brand)) or "no styles of its own")


def list_oddities(brand: Brand) -> Iterator[str]:
    """Yields a sentence for each thing about the layouts that a designer should look at."""
    slack = brand.width // 200
    right, bottom = brand.width + slack, brand.height + slack
    for name, layout in brand.all_layouts.items():
        title = layout.title
        if layout.type != "blank" and title is None and layout.placeholders:
            yield f"layout '{name}' has no title: its slides cannot be found in outlines and by screen readers"
        for placeholder in layout.placeholders:
            box = placeholder.box
            if min(box.x, box.y) < -slack or box.x + box.width > right or box.y + box.height > bottom:
                yield f"placeholder '{placeholder.name}' of layout '{name}' reaches beyond the slide"
        for placeholder in layout.placeholders:
            is_text = placeholder.use in ("body", "subtitle")
            if title is not None and is_text and measure_overlap(title.box, placeholder.box) > 0.1:
                yield f"placeholder '{placeholder.name}' of layout '{name}' covers the title"
    content = brand.layouts["content"]
    borrowed = [role for role, layout in brand.layouts.items() if role != "content" and layout.part == content.part]
    if borrowed:
        yield f"the layout of 'content' also serves for {', '.join(borrowed)}: these have none of their own"


def add_titles(brand: Brand) -> Brand:
    """Returns the brand with a title above the slide in layouts without one, because every slide needs a title."""
    package, _ = open_template(brand.template)
    place = Box(0, -brand.height // 4, brand.width // 2, brand.height // 6)
    for layout in brand.all_layouts.values():
        if layout.title is None:
            tree = parse(package.parts[layout.part].data)
            (shapes,) = tree.iterfind(f"{P}cSld/{P}spTree")
            add_placeholder(shapes, "Title out of sight", 'type="title"', place)
            package.parts[layout.part].data = serialise(tree)
    return replace(brand, template=zip_members(package.iter_members()))


def make_sample_pages(brand: Brand) -> Pages:
    """Returns a page for each layout with labelled placeholders, then pages with colours, fonts and styles.

    They must be written with the brand that `add_titles` returns.
    """
    layouts = (
        _make_layout_page(f"layout-{number}", name, layout, brand)
        for number, (name, layout) in enumerate(brand.all_layouts.items(), 1)
    )
    pages = (*layouts, *_make_look_pages(brand))
    return Pages(pages, (), f"Brand {brand.name}", "", "", LANG, name=f"{brand.name}.brand")


def _find_roles(layout: Layout, brand: Brand) -> list[str]:
    return [role for role, bound in brand.layouts.items() if bound.part == layout.part]


def _list_other_themes(brand: Brand) -> Iterator[tuple[str, Brand]]:
    """Yields the names of layouts in another theme than the brand's, and the brand in that theme."""
    others: dict[tuple[tuple[str, str], ...], tuple[list[str], Brand]] = {}
    for name, layout in brand.all_layouts.items():
        other = use_layout_theme(layout, brand)
        if other is not brand:
            names, _ = others.setdefault((*other.colours.items(), *other.fonts.items()), ([], other))
            names.append(f"'{name}'")
    return ((", ".join(names), other) for names, other in others.values())


def _list_table_styles(brand: Brand) -> list[str]:
    """Returns the names of the template's table styles (a:tblStyle, ECMA-376 21.1.3.12)."""
    package, _ = open_template(brand.template)
    parts = [part for part in package.parts.values() if part.content_type == TABLE_STYLES_TYPE]
    return [style.get("styleName", "") for part in parts for style in parse(part.data).iter(A + "tblStyle")]


def _make_row(placeholder: Placeholder) -> tuple[str, ...]:
    box = placeholder.box
    lengths = (f"{length / EMU_PER_CM:.1f}" for length in (box.x, box.y, box.width, box.height))
    size = f"{placeholder.levels[0].size:g} pt"
    return (str(placeholder.index), placeholder.type, placeholder.use or "-", placeholder.name, *lengths, size)


def _make_layout_page(id: str, name: str, layout: Layout, brand: Brand) -> Page:
    roles = ", ".join(_find_roles(layout, brand)) or "nothing"
    shapes: list[Shape] = []
    themed = use_layout_theme(layout, brand)
    if layout.title is None:
        shapes.append(Shape("Title", None, _make_text(f"Layout {name}"), Slot("title", 0)))
    for placeholder in layout.placeholders:
        label = f"{placeholder.name}: {placeholder.use or placeholder.type} (idx {placeholder.index})"
        is_picture = placeholder.type in PICTURES
        if not is_picture:
            shapes.append(_fill_placeholder(placeholder, label))
        frame = _make_text(label, 10, themed, layout.background) if is_picture else None
        line = Line(choose_legible(themed.colours, Colour("accent1"), layout.background, 2), EMU_PER_POINT, "dash")
        shapes.append(Shape(f"Box of {placeholder.name}", placeholder.box, frame, line=line, decorative=frame is None))
    note = f"Layout '{name}', type {layout.type}, for {roles}"
    place = Box(brand.width // 100, brand.height // 200, brand.width * 9 // 10, brand.height // 25)
    shapes.append(Shape("Layout", place, _make_text(note, 9, themed, layout.background), text_box=True))
    return Page(id, layout.part, tuple(shapes), title=name)


def _fill_placeholder(placeholder: Placeholder, label: str) -> Shape:
    """Returns a placeholder with its label; a footer's is small enough for one line."""
    kind = placeholder.type
    size = min(placeholder.levels[0].size, 9.0) if kind in FOOTERS else None
    text = "1" if kind == "sldNum" else label
    frame = TextFrame((Paragraph((Run(text, LANG, size=size),), end_lang=LANG),), font_scale=None)
    slot = Slot(kind, placeholder.index)
    return Shape(placeholder.name, None, frame, slot, field="slidenum" if kind == "sldNum" else "")


def _make_look_pages(brand: Brand) -> Iterator[Page]:
    yield _make_page("colours", "Colours of the theme", _make_swatches(brand), brand)
    fonts = [(f"{use}: {family}", Style(size=20, font=use)) for use, family in brand.fonts.items()]
    yield _make_page("fonts", "Fonts", _make_samples(fonts, brand), brand)
    styles = [(name, brand.styles[name]) for name in TEXT_STYLES]
    for start in range(0, len(styles), MAX_SAMPLES):
        samples = _make_samples(styles[start : start + MAX_SAMPLES], brand)
        yield _make_page(f"styles-{start}", "Text styles of slide templates", samples, brand)
    tables = [(name, Style(size=16)) for name in _list_table_styles(brand) or ["No styles of its own"]]
    yield _make_page("tables", "Table styles", _make_samples(tables[:MAX_SAMPLES], brand), brand)


def _make_page(id: str, title: str, shapes: Iterator[Shape], brand: Brand) -> Page:
    layout = brand.layouts["content"]
    head = next(placeholder for placeholder in layout.placeholders if placeholder.type in HEADS)
    title_shape = Shape(head.name, None, _make_text(title), Slot(head.type, head.index))
    return Page(id, layout.part, (title_shape, *shapes), title=title)


def _find_body(brand: Brand) -> Box:
    return next(placeholder.box for placeholder in brand.layouts["content"].placeholders if placeholder.use == "body")


def _make_swatches(brand: Brand) -> Iterator[Shape]:
    """Yields the twelve colours in three rows, each with its names and its value."""
    body, columns, gap = _find_body(brand), 4, EMU_PER_CM // 4
    width, height = (body.width - gap * (columns - 1)) // columns, (body.height - gap * 2) // 3
    names = {colour.slot: name for name, colour in brand.names.items() if not (colour.lighter or colour.darker)}
    for number, slot in enumerate(slot for slot in COLOUR_SLOTS if slot in brand.colours):
        row, column = divmod(number, columns)
        box = Box(body.x + column * (width + gap), body.y + row * (height + gap), width, height)
        name = f"{names[slot]} = {slot}" if slot in names else slot
        text = _make_text(f"{name}\v#{brand.colours[slot]}", 12, brand, Colour(slot))
        border = Line(Colour("text1", lighter=75), EMU_PER_POINT // 2)
        yield Shape(slot, box, replace(text, insets=Insets(*[gap // 2] * 4)), fill=Colour(slot), line=border)


def _make_samples(texts: list[tuple[str, Style]], brand: Brand) -> Iterator[Shape]:
    """Yields each name in its own style, one below the other."""
    body = _find_body(brand)
    height = body.height // max(len(texts), 1)
    background = brand.layouts["content"].background
    for number, (name, style) in enumerate(texts):
        size = min(style.size, height / EMU_PER_POINT / 1.4)
        run = Run(
            f"{name} ({style.size:g} pt)", LANG, size=size, bold=style.bold, italic=style.italic, caps=style.caps,
            font=style.font, colour=choose_legible(brand.colours, style.colour, background),
        )  # fmt: skip
        frame = TextFrame((Paragraph((run,), end_lang=LANG),), insets=Insets(), anchor="middle")
        yield Shape(name, Box(body.x, body.y + number * height, body.width, height), frame, text_box=True)


def _make_text(
    text: str, size: float | None = None, brand: Brand | None = None, background: Colour | None = None
) -> TextFrame:
    """Returns one line; without a size in the placeholder's style, else in a colour that is visible on `background`."""
    colour = choose_legible(brand.colours, Colour("text1"), background) if brand and background else None
    run = Run(text, LANG, size=size, colour=colour, font="body" if size else None)
    return TextFrame((Paragraph((run,), end_lang=LANG),), insets=Insets() if size else None)
