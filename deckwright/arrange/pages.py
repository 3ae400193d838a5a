"""Arrange: elements become shapes with a box each, in the brand's look; text is measured and made to fit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from deckwright.arrange.context import SlideContext, ShapeNames, Shapes
from deckwright.arrange.elements.base import Element
from deckwright.arrange.elements.slide import BodyElement, PlaceholderElement, TitleElement
from deckwright.arrange.elements.texts import ListElement, TextElement
from deckwright.arrange.fit import fit_body, report_misfit
from deckwright.arrange.foot import place_source_line
from deckwright.arrange.footers import place_footers
from deckwright.arrange.paging import split_slide, has_table
from deckwright.arrange.placeholders import TEXT_BODIES, make_element_blocks, fill_placeholder, find_layout
from deckwright.arrange.slides import ComposedSlide, Slides
from deckwright.arrange.titles import Heads, place_heads
from deckwright.arrange.typeset import Block, split_pieces
from deckwright.fonts.measure import Fonts
from deckwright.languages.table import get_language
from deckwright.model.brand import Brand, Layout, Placeholder, brand_on
from deckwright.model.diagnostics import Report, did_you_mean
from deckwright.model.page import (
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
)
from deckwright.model.source import Span, Text
from deckwright.system.limits import MEASURED
from deckwright.system.work import TooMuchWorkError
from deckwright.texts.marks import plain

PARAGRAPH_ATTRIBUTES = frozenset({"style", "colour", "bold", "align", "level", "link", "of", "lead"})
"""The attributes of texts and lists that a placeholder's paragraphs can have; the others are of a box of its own."""

COVER_ROLE = "title"
"""The role whose slides have no footers: they say date and speaker themselves, and nobody counts them."""

PLACEHOLDER_TYPES: dict[type[AnyShape], frozenset[str]] = {
    ChartFrame: frozenset({"obj", "chart"}),
    TableFrame: frozenset({"obj", "tbl"}),
    Picture: frozenset({"obj", "pic"}),
}
"""What is the only thing in a body → the placeholders (ST_PlaceholderType) that take it."""

PAGE_WORK = 500
"""Work of another page for the same slide, in characters that are measured."""


def arrange(slides: Slides, brand: Brand, fonts: Fonts, report: Report) -> Pages:
    """The deck as pages. Text that does not fit at the brand's smallest type is an error at the author's line."""
    deck = slides.deck
    arrangement = _PageBuilder(slides, brand, fonts, report)
    of_slides = {composed.slide.id: arrangement.arrange_slide(composed.slide.id) for composed in slides.slides}
    _report_substitutes(brand, fonts, report)
    pages = Pages(
        tuple(page for pages in of_slides.values() for page in pages),
        tuple(Section(plain(section.name), _page_ids(of_slides, section.slides)) for section in deck.sections),
        title=plain(deck.title),
        author=str(deck.speaker.get("name") or ""),
        subject=plain(deck.subject) if deck.subject else "",
        language=get_language(deck.language).office,
        date=deck.date,
        name=deck.name,
        data=deck.data,
    )
    return renumber_pages(pages) if len(pages.pages) > len(of_slides) else pages


class _PageBuilder:
    """The pages made so far: miniatures ask for others, in any order."""

    def __init__(self, slides: Slides, brand: Brand, fonts: Fonts, report: Report) -> None:
        self.deck, self.brand, self.fonts, self.report = slides.deck, brand, fonts, report
        self.composed_slides = {composed.slide.id: composed for composed in (*slides.slides, *slides.in_small)}
        self.numbers = {slide: number for number, slide in enumerate(slides.deck.ids, 1)}
        """Id of each slide of the deck → its number."""
        self.pages: dict[str, tuple[Page, ...]] = {}
        self.in_progress: list[str] = []
        self.over_limit = False
        self.brands: dict[str, tuple[Brand, dict[tuple[object, ...], Any]]] = {}
        """Part name of a layout → the brand as it shows it, and what has been worked out of its styles."""
        self.looks: dict[tuple[object, ...], Any] = {}

    def arrange_first_page(self, slide: str, place: Span | None = None) -> Page | None:
        """The first page of a slide."""
        return next(iter(self.arrange_slide(slide, place)), None)

    def arrange_slide(self, slide: str, place: Span | None = None) -> tuple[Page, ...]:
        """The pages of a slide, made when they are first asked for; `place` is where somebody asks."""
        if slide in self.in_progress:
            at = self.composed_slides[slide].slide.span
            self.report.error("miniature-cycle", f"slide '{slide}' contains a thumbnail of itself", at)
            return ()
        if slide not in self.composed_slides:
            message = f"there is no slide with the id '{slide}'"
            self.report.error("unknown-slide", message, place, help=did_you_mean(slide, self.composed_slides))
            return ()
        if slide not in self.pages:
            self.in_progress.append(slide)
            self.pages[slide] = self._arrange_within_limit(self.composed_slides[slide])
            self.in_progress.pop()
        return self.pages[slide]

    def _arrange_within_limit(self, composed: ComposedSlide) -> tuple[Page, ...]:
        """Its pages; none after a report that it holds too much, as others would, which are not tried then."""
        if self.over_limit:
            return ()
        try:
            return self._arrange_pages(composed)
        except TooMuchWorkError:
            self.over_limit = True
            message = f"slide '{composed.slide.id}' holds too much: over {MEASURED:,} characters would be measured"
            self.report.error("too-much-work", message, composed.slide.span, help="divide it between several slides")
            return ()

    def _arrange_pages(self, composed: ComposedSlide) -> tuple[Page, ...]:
        """A page; several where the slide's table goes on over as many."""
        slide, root = composed.slide, composed.root
        layout = find_layout(self.brand, root.layout)
        if layout is None:
            known = sorted(self.brand.layouts)
            self.report.error(
                "unknown-role",
                f"brand '{self.brand.name}' has no slide layout for the role '{root.layout}'",
                root.span,
                help=did_you_mean(root.layout, known),
                notes=(f"its roles are {', '.join(known)}",),
            )
            return ()
        context = self._make_context(slide.id, layout)
        if not has_table(root):
            return (self._arrange_page(composed, 1, layout, context),)
        quiet = replace(context, names=ShapeNames(), report=Report())  # each page will tell of its own heads
        head = place_heads(composed, layout, quiet)
        _, _, box = _reserve_source_line(composed, head, quiet)
        roots = split_slide(root, box, context)
        if len(roots) == 1 and roots[0] is root and not quiet.report.diagnostics:
            return (self._arrange_page(composed, 1, layout, context, head),)
        context.budget.count(PAGE_WORK * len(roots))
        return tuple(
            self._arrange_page(replace(composed, root=part), number, layout, replace(context, names=ShapeNames()))
            for number, part in enumerate(roots, 1)
        )

    def _arrange_page(
        self, composed: ComposedSlide, number: int, layout: Layout, context: SlideContext, head: Heads | None = None
    ) -> Page:
        """The slide's page of this number; its notes stand on the first. `head` is given where it is known already."""
        slide, root = composed.slide, composed.root
        head = head or place_heads(composed, layout, context)
        content = [shape for child in root.children for shape in _fill_child(child, composed, layout, head, context)]
        texts = {"dt": self.deck.date_text or "", "ftr": self.deck.footer or ""}
        bare = root.layout == COVER_ROLE
        small = () if bare else place_footers(layout, texts, self.numbers[slide.id], slide.span, context)
        notes = (
            tuple(_set_note(line, context) for line in _split_lines(slide.notes)) if slide.notes and number == 1 else ()
        )
        title = next((c for c in root.children if isinstance(c, TitleElement)), None)
        name = plain("".join(title.content)).strip() if title else slide.id
        page = Page(slide.id, layout.part, (*head.shapes, *content, *small), notes, name, slide.sources)
        if number == 1:
            return page
        return replace(page, id=self._find_free_id(f"{slide.id}-{number}"), continues=slide.id)

    def _find_free_id(self, wanted: str) -> str:
        """`wanted`, unless a slide of the author's is called so."""
        while wanted in self.numbers:
            wanted += "-page"
        return wanted

    def _make_context(self, slide: str, layout: Layout) -> SlideContext:
        spoken = get_language(self.deck.language)
        if layout.part not in self.brands:
            shown = brand_on(layout, self.brand)
            self.brands[layout.part] = shown, self.looks if shown is self.brand else {}
        brand, looks = self.brands[layout.part]
        return SlideContext(
            brand,
            self.fonts,
            self.report,
            self.deck.language,
            spoken.office,
            slide,
            ShapeNames(),
            self.arrange_first_page,
            self.numbers,
            rtl=spoken.rtl,
            background=layout.background,
            style_cache=looks,
        )


def _fill_child(
    element: Element, composed: ComposedSlide, layout: Layout, head: Heads, context: SlideContext
) -> Shapes:
    """The body, or another placeholder that the slide template names."""
    if isinstance(element, BodyElement):
        if head.has_body_texts:
            return ()
        if _is_borrowed(composed.root.layout, context.brand):
            element = _set_style(element, composed.root.layout)
        foot, body, box = _reserve_source_line(composed, head, context)
        shapes = _fill(element, body, box, composed, context, moved=head.is_body_moved)
        return (*_set_boxes(shapes, body), *foot) if foot else shapes
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
        return _fill(element, placeholder, placeholder.box, composed, context)
    return ()


def _is_borrowed(role: str, brand: Brand) -> bool:
    """Whether the brand has no layout of its own for a role whose texts have a style of their own."""
    return role in brand.styles and role in brand.layouts and brand.layouts[role] == brand.layouts["content"]


def _set_style(body: BodyElement, style: str) -> BodyElement:
    """A body of plain texts in a style of the brand: a statement on a layout made for lists."""
    if not all(isinstance(child, TextElement) and "style" not in child.explicit_attributes for child in body.children):
        return body
    return replace(body, children=tuple(replace(child, style=style) for child in body.children))


def _reserve_source_line(
    composed: ComposedSlide, head: Heads, context: SlideContext
) -> tuple[Shapes, Placeholder | None, Box]:
    """The line of sources below the body, if the slide has one, and what it leaves: the placeholder and its box."""
    line = composed.slide.source_line
    element = next((child for child in composed.root.children if isinstance(child, BodyElement)), None)
    if line is None or element is None or not element.children:
        return (), head.body, head.box
    return place_source_line(line, head.body, head.box, element.span, context)


def _set_boxes(shapes: Shapes, body: Placeholder | None) -> Shapes:
    """A placeholder that is not as high as its layout has it says so itself."""
    return tuple(
        replace(shape, box=body.box)
        if isinstance(shape, Shape) and body and shape.slot and shape.box is None
        else shape
        for shape in shapes
    )


def _fill(
    element: BodyElement | PlaceholderElement,
    placeholder: Placeholder | None,
    box: Box,
    composed: ComposedSlide,
    context: SlideContext,
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
            for block in make_element_blocks(placeholder, child, context)
        )
        return _set_text(placeholder, blocks, composed, context, _start_at(placeholder, box) if moved else None)
    scaled, fault = fit_body(element, context, box)
    if fault:
        report_misfit(fault, scaled, composed.slide.span)
    shapes = element.place(scaled, box)
    if placeholder and len(element.children) == len(shapes) == 1:
        drawn = shapes[0]
        if isinstance(drawn, ChartFrame | TableFrame | Picture) and placeholder.type in PLACEHOLDER_TYPES[type(drawn)]:
            return (replace(drawn, slot=Slot(placeholder.type, placeholder.index)),)
    return shapes


def _is_running_text(element: Element) -> bool:
    """Texts only, or one list, and no word of boxes: what a placeholder can hold by itself."""
    children = element.children
    if element.explicit_attributes - {"name", "gap"} or any(
        child.explicit_attributes - PARAGRAPH_ATTRIBUTES for child in children
    ):
        return False
    texts = all(isinstance(child, TextElement) for child in children)
    return texts or (len(children) == 1 and isinstance(children[0], ListElement))


def _start_at(placeholder: Placeholder, box: Box) -> Box:
    """The box of a placeholder whose words begin where `box` does."""
    return Box(placeholder.box.x, box.y, placeholder.box.width, box.height)


def _set_text(
    placeholder: Placeholder, blocks: tuple[Block, ...], composed: ComposedSlide, context: SlideContext, at: Box | None
) -> Shapes:
    if not blocks:
        return ()
    shape, fault = fill_placeholder(placeholder, blocks, context, at)
    if fault:
        report_misfit(fault, context, composed.slide.span)
    return (shape,)


def _page_ids(pages: Mapping[str, Sequence[Page]], slides: Iterable[str]) -> tuple[str, ...]:
    """Of the pages of these slides."""
    return tuple(page.id for slide in slides for page in pages.get(slide, ()))


def renumber_pages(pages: Pages, before: int = 0) -> Pages:
    """The pages with the numbers they have when some slides take several; `before` them there are others."""

    def set_number(shape: AnyShape, number: int) -> AnyShape:
        if not isinstance(shape, Shape) or shape.field != "slidenum" or not shape.frame:
            return shape
        (paragraph,) = shape.frame.paragraphs
        runs = tuple(replace(run, text=str(number)) for run in paragraph.runs)
        return replace(shape, frame=replace(shape.frame, paragraphs=(replace(paragraph, runs=runs),)))

    own = (
        replace(page, shapes=tuple(set_number(shape, number) for shape in page.shapes))
        for number, page in enumerate(pages.pages, before + 1)
    )
    return replace(pages, pages=tuple(own))


def _split_lines(notes: Text) -> list[Text]:
    return [notes.like(line) for line in notes.splitlines() if line.strip()]


def _set_note(line: Text, context: SlideContext) -> Paragraph:
    runs = tuple(
        Run(piece.text, lang, bold=piece.bold or None, italic=piece.italic or None)
        for piece, lang in split_pieces((line,), context)
    )
    align: Align | None = "right" if context.rtl else None
    return Paragraph(runs, align=align, rtl=context.rtl, end_lang=context.lang)


def _report_substitutes(brand: Brand, fonts: Fonts, report: Report) -> None:
    """Which fonts were not measured as they are, so that nobody trusts the fit too far."""
    used = {family: key for key, family in brand.fonts.items()}
    for family, measured in fonts.substitutes:
        what = (
            f"'{family}' was measured as"
            if family
            else "the theme names no font for some texts, which were measured as"
        )
        report.warning(
            "substitute-font",
            f"{what} {measured}: a text that fits here may not fit where the talk is shown",
            brand.spans.get(f"fonts.{used.get(family, '')}"),
            help="put the font's files into the brand's fonts folder, or choose a font that every Office has"
            if family
            else "choose the theme's fonts in PowerPoint: View, Slide Master, Fonts",
        )
