"""The data that processes exchange when each writes a share of the pages of a large deck.

Each process sends an `Outline` of its pages and receives their `SharePosition`, which numbers its parts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from deckwright.model.page import AnyShape, ChartFrame, Group, Pages, PageSection
from deckwright.write.pictures import SizedPicture, collect_pictures


class Outline(Struct, frozen=True, gc=False):
    """A summary of all pages of a presentation, or of a share of consecutive pages."""

    pages: Pages
    """The pages without their shapes and notes."""
    charts: int
    """Number of charts."""
    notes: int
    """Number of pages with notes."""
    pictures: tuple[SizedPicture, ...]


class SharePosition(Struct, frozen=True, gc=False):
    """The position of a share of pages in the presentation, and the names of the parts that all shares use."""

    slides: tuple[str, ...]
    """The ids of all pages of the presentation, in order."""
    notes_master: str
    """The part name of the notes master; empty without notes."""
    before: int = 0
    """Number of pages before the share."""
    charts: int = 0
    """Number of charts on the pages before."""
    notes: int = 0
    """Number of pages with notes before the share."""
    pictures: tuple[tuple[str, str | None], ...] = ()
    """For each picture in the outline of the share: the part names of its pixels and, for an SVG, of its drawing."""


def build_outline(pages: Pages) -> Outline:
    """Summarises pages for other processes and for the properties of the file."""
    bare_pages = tuple(replace(page, shapes=(), notes=()) for page in pages.pages)
    return Outline(
        replace(pages, pages=bare_pages),
        sum(_count_charts(shape) for page in pages.pages for shape in page.shapes),
        sum(1 for page in pages.pages if page.notes),
        tuple(collect_pictures(pages.pages)),
    )


def join_outlines(outlines: Sequence[Outline]) -> Outline:
    """Joins the outlines of consecutive shares, without pictures. All have the same sections, with their own pages."""
    sections = zip(*(outline.pages.sections for outline in outlines), strict=True)
    pages = replace(
        outlines[0].pages,
        pages=tuple(page for outline in outlines for page in outline.pages.pages),
        sections=tuple(
            PageSection(same[0].name, tuple(slide for section in same for slide in section.slides)) for same in sections
        ),
    )
    data = {version.name: version for outline in outlines for version in outline.pages.data}
    pages = replace(pages, data=tuple(data[name] for name in sorted(data)))
    return Outline(pages, sum(o.charts for o in outlines), sum(o.notes for o in outlines), ())


def locate_shares(
    outlines: Sequence[Outline], notes_master: str, names: Mapping[bytes, tuple[str, str | None]]
) -> list[SharePosition]:
    """Returns the position of each share. `names`: bytes of each picture → part names of its pixels and its drawing."""
    slides = tuple(page.id for outline in outlines for page in outline.pages.pages)
    return [
        SharePosition(
            slides,
            notes_master,
            sum(len(o.pages.pages) for o in outlines[:number]),
            sum(o.charts for o in outlines[:number]),
            sum(o.notes for o in outlines[:number]),
            tuple(names[sized.picture.data] for sized in outline.pictures),
        )
        for number, outline in enumerate(outlines)
    ]


def _count_charts(shape: AnyShape) -> int:
    return sum(map(_count_charts, shape.shapes)) if isinstance(shape, Group) else int(isinstance(shape, ChartFrame))
