"""The data that processes exchange when each writes a share of the pages of a large deck.

Each process sends an `Outline` of its pages and receives their `SharePosition`, which numbers its parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from deckwright.model.page import PPI, AnyShape, ChartFrame, Group, Pages, PageSection, PictureFrame

EMU_PER_INCH = 914_400


class SizedPicture(Struct, frozen=True, gc=False):
    """A picture, with the pixels that its largest appearance needs."""

    picture: PictureFrame
    width: int
    height: int


class Outline(Struct, frozen=True, gc=False):
    """A summary of all pages of a presentation, or of a share of consecutive pages."""

    pages: Pages
    """The pages without their shapes and notes."""
    charts: int
    notes: int
    """Number of pages with notes."""
    pictures: tuple[SizedPicture, ...]
    """Each once, in reading order."""


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
    shapes = [shape for page in pages.pages for shape in iter_shapes(page.shapes)]
    pictures = (SizedPicture(shape, *_count_pixels(shape)) for shape in shapes if isinstance(shape, PictureFrame))
    return Outline(
        replace(pages, pages=bare_pages),
        sum(isinstance(shape, ChartFrame) for shape in shapes),
        sum(1 for page in pages.pages if page.notes),
        tuple(unite_pictures(pictures).values()),
    )


def iter_shapes(shapes: Iterable[AnyShape]) -> Iterator[AnyShape]:
    """Yields all shapes in reading order, each group before the shapes in it."""
    for shape in shapes:
        yield shape
        if isinstance(shape, Group):
            yield from iter_shapes(shape.shapes)


def unite_pictures(pictures: Iterable[SizedPicture]) -> dict[bytes, SizedPicture]:
    """Returns each picture (its bytes → its first appearance) once, at the size of the largest appearance."""
    unique: dict[bytes, SizedPicture] = {}
    for new in pictures:
        known = unique.setdefault(new.picture.data, new)
        if (new.width, new.height) > (known.width, known.height):
            unique[new.picture.data] = SizedPicture(known.picture, new.width, new.height)
    return unique


def _count_pixels(picture: PictureFrame) -> tuple[int, int]:
    """Returns width and height at `PPI` of the whole picture, including the parts that are cropped."""
    left, top, right, bottom = (share / 100_000 for share in picture.crop)
    width = picture.box.width / max(0.01, 1 - left - right)
    height = picture.box.height / max(0.01, 1 - top - bottom)
    return max(1, round(width * PPI / EMU_PER_INCH)), max(1, round(height * PPI / EMU_PER_INCH))


def join_outlines(outlines: Sequence[Outline]) -> Outline:
    """Joins the outlines of consecutive shares, without pictures. All have the same sections, with their own pages."""
    sections = zip(*(outline.pages.sections for outline in outlines), strict=True)
    data = {version.name: version for outline in outlines for version in outline.pages.data}
    pages = replace(
        outlines[0].pages,
        data=tuple(data[name] for name in sorted(data)),
        pages=tuple(page for outline in outlines for page in outline.pages.pages),
        sections=tuple(
            PageSection(same[0].name, tuple(slide for section in same for slide in section.slides)) for same in sections
        ),
    )
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
