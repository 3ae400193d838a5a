"""One slide by itself: a presentation of its pages alone, without the links that led elsewhere."""

from __future__ import annotations

from msgspec.structs import replace

from deckwright.model.page import (
    AnyShape,
    ChartFrame,
    Connector,
    Group,
    Link,
    Pages,
    Paragraph,
    Picture,
    Shape,
    TableFrame,
)


def alone(pages: Pages, slide: str) -> Pages:
    """`pages` with none but those of that slide, or the one of that id."""
    found = [page for page in pages.pages if slide in (page.id, page.continues)]
    kept = tuple(replace(page, shapes=tuple(_unlinked(shape, slide) for shape in page.shapes)) for page in found)
    return replace(pages, pages=kept, sections=())


def _unlinked(shape: AnyShape, kept: str) -> AnyShape:
    match shape:
        case Shape():
            frame = shape.frame
            if frame:
                frame = replace(frame, paragraphs=tuple(_plain(paragraph, kept) for paragraph in frame.paragraphs))
            return replace(shape, link=_within(shape.link, kept), frame=frame)
        case Picture() | ChartFrame():
            return replace(shape, link=_within(shape.link, kept))
        case Group():
            return replace(shape, shapes=tuple(_unlinked(child, kept) for child in shape.shapes))
        case TableFrame():
            return _table(shape, kept)
        case Connector():
            return shape


def _table(table: TableFrame, kept: str) -> TableFrame:
    rows = (
        tuple(
            replace(cell, frame=replace(cell.frame, paragraphs=tuple(_plain(p, kept) for p in cell.frame.paragraphs)))
            for cell in row
        )
        for row in table.rows
    )
    return replace(table, rows=tuple(rows))


def _plain(paragraph: Paragraph, kept: str) -> Paragraph:
    return replace(paragraph, runs=tuple(replace(run, link=_within(run.link, kept)) for run in paragraph.runs))


def _within(link: Link | None, kept: str) -> Link | None:
    return None if link and link.slide not in (None, kept) else link
