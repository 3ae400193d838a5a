"""Arrange: elements become shapes with a box each, in the brand's look; text is measured and made to fit."""

from __future__ import annotations

from dataclasses import replace

from deckwright.arrange.context import Context, Names, Shapes
from deckwright.arrange.fit import fitted, report_misfit
from deckwright.arrange.heads import Heads, heads
from deckwright.arrange.placeholders import TEXT_BODIES, element_in, filled, layout_of, words_in
from deckwright.arrange.typeset import Block, pieces
from deckwright.brand import Brand, Layout, Placeholder
from deckwright.compose.slides import ComposedSlide, Slides
from deckwright.diagnostics import Report, did_you_mean
from deckwright.elements.base import Element
from deckwright.elements.slide import BodyElement, PlaceholderElement, TitleElement
from deckwright.elements.texts import ListElement, TextElement
from deckwright.fonts import Fonts
from deckwright.inline import plain
from deckwright.languages.table import language
from deckwright.page import (
    Align,
    AnyShape,
    Box,
    ChartFrame,
    Page,
    Pages,
    Paragraph,
    Picture,
    Run,
    Section,
    Shape,
    Slot,
    TableFrame,
    TextFrame,
)
from deckwright.source import Span, Text

OF_PARAGRAPHS = frozenset({"style", "colour", "bold", "align", "level", "link", "of", "lead"})
"""The attributes of texts and lists that a placeholder's paragraphs can have; the others are of a box of its own."""

FIGURE_BODIES: dict[type[AnyShape], frozenset[str]] = {
    ChartFrame: frozenset({"obj", "chart"}),
    TableFrame: frozenset({"obj", "tbl"}),
    Picture: frozenset({"obj", "pic"}),
}
"""What is the only thing in a body → the placeholders (ST_PlaceholderType) that take it."""


def arrange(slides: Slides, brand: Brand, fonts: Fonts, report: Report) -> Pages:
    """The deck as pages. Text that does not fit at the brand's smallest type is an error at the author's line."""
    deck = slides.deck
    arrangement = _Arrangement(slides, brand, fonts, report)
    pages = tuple(page for composed in slides.slides if (page := arrangement.page(composed.slide.id)))
    _report_substitutes(brand, fonts, report)
    return Pages(
        pages,
        tuple(Section(plain(section.name), section.slides) for section in deck.sections),
        title=plain(deck.title),
        author=str(deck.speaker.get("name") or ""),
        subject=plain(deck.subject) if deck.subject else "",
        language=language(deck.language).office,
        date=deck.date,
        name=deck.name,
    )


class _Arrangement:
    """The pages made so far: miniatures ask for others, in any order."""

    def __init__(self, slides: Slides, brand: Brand, fonts: Fonts, report: Report) -> None:
        self.deck, self.brand, self.fonts, self.report = slides.deck, brand, fonts, report
        self.composed = {composed.slide.id: composed for composed in slides.slides}
        self.numbers = {composed.slide.id: number for number, composed in enumerate(slides.slides, 1)}
        self.pages: dict[str, Page | None] = {}
        self.under_way: list[str] = []

    def page(self, slide: str, place: Span | None = None) -> Page | None:
        """The page of a slide, made when it is first asked for; `place` is where somebody asks."""
        if slide in self.under_way:
            at = self.composed[slide].slide.span
            self.report.error("miniature-cycle", f"slide '{slide}' shows itself in small", at)
            return None
        if slide not in self.composed:
            message = f"there is no slide with the id '{slide}'"
            self.report.error("unknown-slide", message, place, help=did_you_mean(slide, self.composed))
            return None
        if slide not in self.pages:
            self.under_way.append(slide)
            self.pages[slide] = self._arranged(self.composed[slide])
            self.under_way.pop()
        return self.pages[slide]

    def _arranged(self, composed: ComposedSlide) -> Page | None:
        slide, root = composed.slide, composed.root
        layout = layout_of(self.brand, root.layout)
        if layout is None:
            known = sorted(self.brand.layouts)
            self.report.error(
                "unknown-role",
                f"brand '{self.brand.name}' has no slide layout for the role '{root.layout}'",
                root.span,
                help=did_you_mean(root.layout, known),
                notes=(f"its roles are {', '.join(known)}",),
            )
            return None
        context = self._context(slide.id, layout)
        head = heads(composed, layout, context)
        content = [shape for child in root.children for shape in _content(child, composed, layout, head, context)]
        footers = self._footers(layout, composed, context)
        notes = tuple(_note(line, context) for line in _lines(slide.notes)) if slide.notes else ()
        title = next((c for c in root.children if isinstance(c, TitleElement)), None)
        name = plain("".join(title.content)).strip() if title else slide.id
        return Page(slide.id, layout.part, (*head.shapes, *content, *footers), notes, name)

    def _context(self, slide: str, layout: Layout) -> Context:
        spoken = language(self.deck.language)
        return Context(
            self.brand,
            self.fonts,
            self.report,
            self.deck.language,
            spoken.office,
            slide,
            Names(),
            self.page,
            self.composed,
            rtl=spoken.rtl,
            background=layout.background,
        )

    def _footers(self, layout: Layout, composed: ComposedSlide, context: Context) -> Shapes:
        texts = {"dt": self.deck.date_text, "ftr": self.deck.footer}
        shapes: list[Shape] = []
        for placeholder in layout.placeholders:
            text = texts.get(placeholder.type)
            if text:
                shape, fault = filled(placeholder, words_in(placeholder, (text,)), context)
                shapes.append(shape)
                if fault:
                    report_misfit(fault, context, composed.slide.span)
            elif placeholder.type == "sldNum":
                shapes.append(_slide_number(placeholder, self.numbers[composed.slide.id], context))
        return tuple(shapes)


def _content(element: Element, composed: ComposedSlide, layout: Layout, head: Heads, context: Context) -> Shapes:
    """The body, or another placeholder that the slide template names."""
    if isinstance(element, BodyElement):
        if head.absorbed:
            return ()
        if _borrowed(composed.root.layout, context.brand):
            element = _in_style(element, composed.root.layout)
        return _filled_with(element, head.body, head.box, composed, context, moved=head.moved)
    if isinstance(element, PlaceholderElement):
        by_name = {placeholder.name: placeholder for placeholder in layout.placeholders}
        if element.name not in by_name:
            context.report.error(
                "unknown-placeholder",
                f"slide layout '{layout.name}' has no placeholder '{element.name}'",
                element.span,
                help=did_you_mean(element.name, by_name),
                notes=(f"it has {', '.join(by_name)}",),
            )
            return ()
        placeholder = by_name[element.name]
        return _filled_with(element, placeholder, placeholder.box, composed, context)
    return ()


def _borrowed(role: str, brand: Brand) -> bool:
    """Whether the brand has no layout of its own for a role whose texts have a style of their own."""
    return role in brand.styles and role in brand.layouts and brand.layouts[role] == brand.layouts["content"]


def _in_style(body: BodyElement, style: str) -> BodyElement:
    """A body of plain texts in a style of the brand: a statement on a layout made for lists."""
    if not all(isinstance(child, TextElement) and "style" not in child.given for child in body.children):
        return body
    return replace(body, children=tuple(replace(child, style=style) for child in body.children))  # type: ignore[call-arg]


def _filled_with(
    element: BodyElement | PlaceholderElement,
    placeholder: Placeholder | None,
    box: Box,
    composed: ComposedSlide,
    context: Context,
    *,
    moved: bool = False,
) -> Shapes:
    """`box` is for what is composed; the placeholder's own words stand in it too where the body has `moved`."""
    if not element.children:
        return ()
    if placeholder and placeholder.type in TEXT_BODIES and _is_running_text(element):
        blocks = tuple(
            block
            for child in element.children
            if isinstance(child, TextElement | ListElement)
            for block in element_in(placeholder, child, context)
        )
        return _set_in(placeholder, blocks, composed, context, _around(placeholder, box) if moved else None)
    scaled, fault = fitted(element, context, box)
    if fault:
        report_misfit(fault, scaled, composed.slide.span)
    shapes = element.place(scaled, box)
    if placeholder and len(element.children) == len(shapes) == 1:
        drawn = shapes[0]
        if isinstance(drawn, ChartFrame | TableFrame | Picture) and placeholder.type in FIGURE_BODIES[type(drawn)]:
            return (replace(drawn, slot=Slot(placeholder.type, placeholder.index)),)
    return shapes


def _is_running_text(element: Element) -> bool:
    """Texts only, or one list, and no word of boxes: what a placeholder can hold by itself."""
    children = element.children
    if element.given - {"name", "gap"} or any(child.given - OF_PARAGRAPHS for child in children):
        return False
    texts = all(isinstance(child, TextElement) for child in children)
    return texts or (len(children) == 1 and isinstance(children[0], ListElement))


def _around(placeholder: Placeholder, box: Box) -> Box:
    """The box of a placeholder whose words begin where `box` does."""
    return Box(placeholder.box.x, box.y, placeholder.box.width, box.height)


def _set_in(
    placeholder: Placeholder, blocks: tuple[Block, ...], composed: ComposedSlide, context: Context, at: Box | None
) -> Shapes:
    if not blocks:
        return ()
    shape, fault = filled(placeholder, blocks, context, at)
    if fault:
        report_misfit(fault, context, composed.slide.span)
    return (shape,)


def _slide_number(placeholder: Placeholder, number: int, context: Context) -> Shape:
    frame = TextFrame((Paragraph((Run(str(number), context.lang),), rtl=context.rtl, end_lang=context.lang),))
    return Shape(placeholder.name, None, frame, slot=Slot("sldNum", placeholder.index), field="slidenum")


def _lines(notes: Text) -> list[Text]:
    return [notes.like(line) for line in notes.splitlines() if line.strip()]


def _note(line: Text, context: Context) -> Paragraph:
    runs = tuple(
        Run(piece.text, lang, bold=piece.bold or None, italic=piece.italic or None)
        for piece, lang in pieces((line,), context)
    )
    align: Align | None = "right" if context.rtl else None
    return Paragraph(runs, align=align, rtl=context.rtl, end_lang=context.lang)


def _report_substitutes(brand: Brand, fonts: Fonts, report: Report) -> None:
    """Which fonts were not measured as they are, so that nobody trusts the fit too far."""
    used = {family: key for key, family in brand.fonts.items()}
    for family, measured in fonts.substitutes:
        report.warning(
            "substitute-font",
            f"'{family}' was measured as {measured}: a text that fits here may not fit where the talk is shown",
            brand.spans.get(f"fonts.{used.get(family, '')}"),
            help="put the font's files into the brand's fonts folder, or choose a font that every Office has",
        )
