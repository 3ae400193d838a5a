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


def keep_slide(pages: Pages, slide: str) -> Pages:
    """`pages` with none but those of that slide, or the one of that id."""
    found = [page for page in pages.pages if slide in (page.id, page.continues)]
    kept = tuple(replace(page, shapes=tuple(_drop_links(shape, slide) for shape in page.shapes)) for page in found)
    return replace(pages, pages=kept, sections=())


def _drop_links(shape: AnyShape, kept: str) -> AnyShape:
    match shape:
        case Shape():
            frame = shape.frame
            if frame:
                frame = replace(
                    frame, paragraphs=tuple(_drop_run_links(paragraph, kept) for paragraph in frame.paragraphs)
                )
            return replace(shape, link=_drop_link(shape.link, kept), frame=frame)
        case Picture() | ChartFrame():
            return replace(shape, link=_drop_link(shape.link, kept))
        case Group():
            return replace(shape, shapes=tuple(_drop_links(child, kept) for child in shape.shapes))
        case TableFrame():
            return _drop_table_links(shape, kept)
        case Connector():
            return shape


def _drop_table_links(table: TableFrame, kept: str) -> TableFrame:
    rows = (
        tuple(
            replace(
                cell,
                frame=replace(cell.frame, paragraphs=tuple(_drop_run_links(p, kept) for p in cell.frame.paragraphs)),
            )
            for cell in row
        )
        for row in table.rows
    )
    return replace(table, rows=tuple(rows))


def _drop_run_links(paragraph: Paragraph, kept: str) -> Paragraph:
    return replace(paragraph, runs=tuple(replace(run, link=_drop_link(run.link, kept)) for run in paragraph.runs))


def _drop_link(link: Link | None, kept: str) -> Link | None:
    return None if link and link.slide not in (None, kept) else link
