"""What must be known of pages before any of them is drawn: how they are numbered, what they show, who links to whom.

The pages of a large deck are drawn in several processes, and only this goes from one to the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from deckwright.model.page import AnyShape, ChartFrame, Group, Pages, Section
from deckwright.write.media import Shown, pictures_on


class Outline(Struct, frozen=True, gc=False):
    """Of all pages of a presentation, or of some that follow each other."""

    pages: Pages
    """Without their shapes and notes."""
    charts: int
    notes: int
    """How many pages have some."""
    pictures: tuple[Shown, ...]


class Places(Struct, frozen=True, gc=False):
    """Where pages stand that are drawn together."""

    slides: tuple[str, ...]
    """The ids of all pages of the presentation, in order."""
    notes_master: str
    """Its part name; empty without notes."""
    before: int = 0
    """How many pages come before them."""
    charts: int = 0
    """Those on the pages before."""
    notes: int = 0
    pictures: tuple[tuple[str, str | None], ...] = ()
    """For each in the outline of these pages: the part names of its pixels, and of its drawing if it is one."""


def outline_of(pages: Pages) -> Outline:
    hollow = tuple(replace(page, shapes=(), notes=()) for page in pages.pages)
    return Outline(
        replace(pages, pages=hollow),
        sum(_charts(shape) for page in pages.pages for shape in page.shapes),
        sum(1 for page in pages.pages if page.notes),
        tuple(pictures_on(pages.pages)),
    )


def joined(outlines: Sequence[Outline]) -> Outline:
    """All of them as one, without pictures; each has the same sections, with its own pages in them."""
    sections = zip(*(outline.pages.sections for outline in outlines), strict=True)
    pages = replace(
        outlines[0].pages,
        pages=tuple(page for outline in outlines for page in outline.pages.pages),
        sections=tuple(Section(same[0].name, tuple(id_ for one in same for id_ in one.slides)) for same in sections),
    )
    data = {one.name: one for outline in outlines for one in outline.pages.data}
    pages = replace(pages, data=tuple(data[name] for name in sorted(data)))
    return Outline(pages, sum(one.charts for one in outlines), sum(one.notes for one in outlines), ())


def places_of(
    outlines: Sequence[Outline], notes_master: str, names: Mapping[bytes, tuple[str, str | None]]
) -> list[Places]:
    """For each outline; `names` are the parts of all pictures by their bytes."""
    slides = tuple(page.id for outline in outlines for page in outline.pages.pages)
    return [
        Places(
            slides,
            notes_master,
            sum(len(outline.pages.pages) for outline in outlines[:number]),
            sum(outline.charts for outline in outlines[:number]),
            sum(outline.notes for outline in outlines[:number]),
            tuple(names[shown.picture.data] for shown in one.pictures),
        )
        for number, one in enumerate(outlines)
    ]


def _charts(shape: AnyShape) -> int:
    return sum(map(_charts, shape.shapes)) if isinstance(shape, Group) else int(isinstance(shape, ChartFrame))
