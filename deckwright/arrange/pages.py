"""Arrange: turns elements into shapes with a box each, in the brand's look; measures text and makes it fit."""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from deckwright.arrange.bodies import place_content, reserve_source_line
from deckwright.arrange.elements.slide import ComposedSlide, Slides, TitleElement
from deckwright.arrange.footers import place_footers
from deckwright.arrange.paging import has_table, split_slide
from deckwright.arrange.placeholders import find_layout
from deckwright.arrange.slide_context import ShapeNames, SlideContext
from deckwright.arrange.titles import Heads, place_heads
from deckwright.arrange.typesetting import split_pieces
from deckwright.fonts.measure import Fonts
from deckwright.languages.language import get_language
from deckwright.model.brand import Brand, Layout, use_layout_theme
from deckwright.model.diagnostics import Report, did_you_mean
from deckwright.model.page import Align, AnyShape, Link, Page, Pages, PageSection, Paragraph, Run, Shape
from deckwright.model.source import Span, Text
from deckwright.system.limits import MEASURED
from deckwright.system.work import TooMuchWorkError
from deckwright.texts.marks import strip_marks

PAGE_WORK = 500
"""Cost of each page of a long table, in measured characters."""
_LINK_HOLDERS = ("shapes", "rows", "frame", "paragraphs", "runs", "link")
"""Fields of pages and their parts that hold links."""


def arrange(slides: Slides, brand: Brand, fonts: Fonts, report: Report) -> Pages:
    """Returns the deck as pages. Reports text that does not fit at the brand's smallest type, at the author's line."""
    deck = slides.deck
    builder = _PageBuilder(slides, brand, fonts, report)
    by_slide = {composed.slide.id: builder.arrange_slide(composed.slide.id) for composed in slides.slides}
    _report_substitutes(brand, fonts, report)
    sections = []
    for section in deck.sections:
        ids = tuple(page.id for slide in section.slides for page in by_slide.get(slide, ()))
        sections.append(PageSection(strip_marks(section.name), ids))
    pages = Pages(
        tuple(page for pages in by_slide.values() for page in pages),
        tuple(sections),
        title=strip_marks(deck.title),
        author=str(deck.speaker.get("name") or ""),
        subject=strip_marks(deck.subject) if deck.subject else "",
        language=get_language(deck.language).office_tag,
        date=deck.date,
        name=deck.name,
        data=deck.data,
    )
    return renumber_pages(pages) if len(pages.pages) > len(by_slide) else pages


class _PageBuilder:
    """Arranges slides in any order, each once: thumbnails need the pages of other slides."""

    def __init__(self, slides: Slides, brand: Brand, fonts: Fonts, report: Report) -> None:
        self.deck, self.brand, self.fonts, self.report = slides.deck, brand, fonts, report
        self.composed_slides = {composed.slide.id: composed for composed in (*slides.slides, *slides.thumbnails)}
        self.numbers = {slide: number for number, slide in enumerate(slides.deck.ids, 1)}
        """Slide id → slide number."""
        self.pages: dict[str, tuple[Page, ...]] = {}
        self.in_progress: list[str] = []
        self.is_over_limit = False
        self.brands: dict[str, tuple[Brand, dict[tuple[object, ...], Any]]] = {}
        """Part name of a layout → the brand with this layout's own colours and styles, and its style cache."""
        self.style_cache: dict[tuple[object, ...], Any] = {}

    def arrange_first_page(self, slide: str, place: Span | None = None) -> Page | None:
        return next(iter(self.arrange_slide(slide, place)), None)

    def arrange_slide(self, slide: str, place: Span | None = None) -> tuple[Page, ...]:
        """Returns the pages of a slide, arranged on the first call; `place` is the thumbnail that shows it."""
        if slide in self.in_progress:
            at = self.composed_slides[slide].slide.span
            self.report.error("miniature-cycle", f"slide '{slide}' contains a thumbnail of itself", at)
            return ()
        if slide not in self.composed_slides:
            message = f"the deck has no slide with the id '{slide}'"
            self.report.error("unknown-slide", message, place, help=did_you_mean(slide, self.composed_slides))
            return ()
        if slide not in self.pages:
            self.in_progress.append(slide)
            self.pages[slide] = self._arrange_within_limit(self.composed_slides[slide])
            self.in_progress.pop()
        return self.pages[slide]

    def _arrange_within_limit(self, composed: ComposedSlide) -> tuple[Page, ...]:
        """Arranges a slide, or reports that it holds too much; skips every slide after such a report."""
        if self.is_over_limit:
            return ()
        try:
            return self._arrange_pages(composed)
        except TooMuchWorkError:
            self.is_over_limit = True
            message = f"slide '{composed.slide.id}' has more than {MEASURED:,} characters to measure"
            self.report.error("too-much-work", message, composed.slide.span, help="divide it between several slides")
            return ()

    def _arrange_pages(self, composed: ComposedSlide) -> tuple[Page, ...]:
        """Returns one page, or several if the slide's table is too long for one."""
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
        quiet = replace(context, names=ShapeNames(), report=Report())  # each page reports its own title
        head = place_heads(composed, layout, quiet)
        _, _, box = reserve_source_line(composed, head, quiet)
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
        """Arranges page `number` of the slide; speaker notes go to the first. Pass `head` if it is placed already."""
        slide, root = composed.slide, composed.root
        head = head or place_heads(composed, layout, context)
        content = [shape for child in root.children for shape in place_content(child, composed, layout, head, context)]
        texts = {"dt": self.deck.date_text or "", "ftr": self.deck.footer or ""}
        is_cover = root.layout == "title"  # a cover shows date and speaker itself and has no number
        footers = () if is_cover else place_footers(layout, texts, self.numbers[slide.id], slide.span, context)
        notes = _make_notes(slide.notes, context) if number == 1 and slide.notes else ()
        title = next((child for child in root.children if isinstance(child, TitleElement)), None)
        name = strip_marks("".join(title.content)).strip() if title else slide.id
        page = Page(slide.id, layout.part, (*head.shapes, *content, *footers), notes, name, slide.sources)
        if number == 1:
            return page
        free_id = f"{slide.id}-{number}"
        while free_id in self.numbers:
            free_id += "-page"
        return replace(page, id=free_id, continues=slide.id)

    def _make_context(self, slide: str, layout: Layout) -> SlideContext:
        language = get_language(self.deck.language)
        if layout.part not in self.brands:
            brand = use_layout_theme(layout, self.brand)
            self.brands[layout.part] = brand, self.style_cache if brand is self.brand else {}
        brand, style_cache = self.brands[layout.part]
        return SlideContext(
            brand,
            self.fonts,
            self.report,
            self.deck.language,
            language.office_tag,
            slide,
            ShapeNames(),
            self.arrange_first_page,
            self.numbers,
            rtl=language.is_rtl,
            background=layout.background,
            style_cache=style_cache,
        )


def _make_notes(notes: Text, context: SlideContext) -> tuple[Paragraph, ...]:
    align: Align | None = "right" if context.rtl else None
    paragraphs = []
    for line in filter(str.strip, notes.splitlines()):
        pieces = split_pieces((notes.like(line),), context)
        runs = tuple(
            Run(piece.text, lang, bold=piece.bold or None, italic=piece.italic or None) for piece, lang in pieces
        )
        paragraphs.append(Paragraph(runs, align=align, rtl=context.rtl, end_lang=context.lang))
    return tuple(paragraphs)


def _report_substitutes(brand: Brand, fonts: Fonts, report: Report) -> None:
    """Warns about fonts that were measured with the widths of another font."""
    keys = {family: key for key, family in brand.fonts.items()}
    for family, measured in fonts.substitutes:
        font = f"font '{family}' was" if family else "the theme names no font for some texts; they were"
        report.warning(
            "substitute-font",
            f"{font} measured as {measured}: lines may break elsewhere on another computer",
            brand.spans.get(f"fonts.{keys.get(family, '')}"),
            help="put the font's files into the brand's fonts folder, or choose a font that every Office has"
            if family
            else "choose the theme's fonts in PowerPoint: View, Slide Master, Fonts",
        )


def renumber_pages(pages: Pages, before: int = 0) -> Pages:
    """Writes new slide numbers, for decks in which some slides take several pages; `before` pages come first."""

    def set_number(shape: AnyShape, number: int) -> AnyShape:
        if not isinstance(shape, Shape) or shape.field != "slidenum" or not shape.frame:
            return shape
        (paragraph,) = shape.frame.paragraphs
        runs = tuple(replace(run, text=str(number)) for run in paragraph.runs)
        return replace(shape, frame=replace(shape.frame, paragraphs=(replace(paragraph, runs=runs),)))

    numbered = (
        replace(page, shapes=tuple(set_number(shape, number) for shape in page.shapes))
        for number, page in enumerate(pages.pages, before + 1)
    )
    return replace(pages, pages=tuple(numbered))


def keep_slide(pages: Pages, slide: str) -> Pages:
    """Returns the pages of one slide, or the single page with this id, without links to other slides."""
    matches = tuple(page for page in pages.pages if slide in (page.id, page.continues))
    return replace(pages, pages=_drop_links(matches, slide), sections=())


def _drop_links(part: Any, slide: str) -> Any:
    """Removes the links that lead to slides other than `slide` from any part of a page."""
    match part:
        case Link():
            return part if part.slide in (None, slide) else None
        case tuple():
            return tuple(_drop_links(item, slide) for item in part)
        case Struct():
            fields = {name: _drop_links(getattr(part, name), slide) for name in _LINK_HOLDERS if hasattr(part, name)}
            return replace(part, **fields)
    return part
