"""Changes to a whole presentation after it is arranged: the slides renumbered, or the pages of one slide alone."""

from __future__ import annotations

from msgspec.structs import replace

from deckwright.model.page import (
    AnyShape,
    ChartFrame,
    Connector,
    Group,
    Link,
    Page,
    Pages,
    Paragraph,
    PictureFrame,
    Shape,
    TableFrame,
    TextFrame,
)


def renumber_pages(pages: Pages, before: int = 0) -> Pages:
    """Writes new slide numbers, for decks in which some slides take several pages; `before` pages come first."""
    numbered = tuple(_set_number(page, number) for number, page in enumerate(pages.pages, before + 1))
    return replace(pages, pages=numbered)


def _set_number(page: Page, number: int) -> Page:
    def set_in(shape: AnyShape) -> AnyShape:
        if not isinstance(shape, Shape) or shape.field != "slidenum" or not shape.frame:
            return shape
        (paragraph,) = shape.frame.paragraphs
        runs = tuple(replace(run, text=str(number)) for run in paragraph.runs)
        return replace(shape, frame=replace(shape.frame, paragraphs=(replace(paragraph, runs=runs),)))

    return replace(page, shapes=tuple(map(set_in, page.shapes)))


def keep_slide(pages: Pages, slide: str) -> Pages:
    """Returns the pages of one slide, or the single page with this id, without links to other slides."""
    matches = [page for page in pages.pages if slide in (page.id, page.continues)]
    kept = tuple(replace(page, shapes=tuple(_drop_links(shape, slide) for shape in page.shapes)) for page in matches)
    return replace(pages, pages=kept, sections=())


def _drop_links(shape: AnyShape, slide: str) -> AnyShape:
    """Removes the links that lead to slides other than `slide`."""
    match shape:
        case Shape():
            frame = _drop_frame_links(shape.frame, slide) if shape.frame else None
            return replace(shape, link=_drop_link(shape.link, slide), frame=frame)
        case PictureFrame() | ChartFrame():
            return replace(shape, link=_drop_link(shape.link, slide))
        case Group():
            return replace(shape, shapes=tuple(_drop_links(child, slide) for child in shape.shapes))
        case TableFrame():
            rows = (
                tuple(replace(cell, frame=_drop_frame_links(cell.frame, slide)) for cell in row) for row in shape.rows
            )
            return replace(shape, rows=tuple(rows))
        case Connector():
            return shape


def _drop_frame_links(frame: TextFrame, slide: str) -> TextFrame:
    def drop(paragraph: Paragraph) -> Paragraph:
        return replace(paragraph, runs=tuple(replace(run, link=_drop_link(run.link, slide)) for run in paragraph.runs))

    return replace(frame, paragraphs=tuple(map(drop, frame.paragraphs)))


def _drop_link(link: Link | None, slide: str) -> Link | None:
    return None if link and link.slide not in (None, slide) else link
