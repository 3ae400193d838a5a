"""Tables that are longer than their slide: which of their rows stand on which page.

A table stands on one slide if it can, in type a little smaller if need be; else it goes on over as few slides as
it takes, in its full size, its rows shared out evenly, so that none is left alone on the last.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, dropwhile

from msgspec.structs import replace

from deckwright.arrange.context import SlideContext
from deckwright.arrange.elements.base import Element, Misfit
from deckwright.arrange.elements.slide import BodyElement, SlideElement, TitleElement
from deckwright.arrange.elements.table import TablePart, TableElement, share_spare_height
from deckwright.arrange.fit import report_misfit, iter_scales
from deckwright.languages.table import get_language
from deckwright.model.page import Box

MIN_SINGLE_SLIDE_SCALE = 0.8
"""How far type shrinks for the sake of one slide: 18 pt become 14.5."""


def has_table(root: SlideElement) -> bool:
    """Whether there is anything that may go on over several slides."""
    bodies = (child for child in root.children if isinstance(child, BodyElement))
    return any(isinstance(child, TableElement) for body in bodies for child in body.children)


def split_slide(root: SlideElement, box: Box, context: SlideContext) -> tuple[SlideElement, ...]:
    """`root` for each slide that the table in its body takes: one for most. None after an error.

    `box` is where its body goes. Reported: `table-too-long`, and `text-overflow` for a row that is.
    """
    body = next((child for child in root.children if isinstance(child, BodyElement)), None)
    tables = [child for child in body.children if isinstance(child, TableElement)] if body else []
    if (
        body is None
        or len(tables) != 1
        or body.align != "stretch"
        or tables[0].explicit_attributes & {"width", "height"}
    ):
        return (root,)
    table, inside = tables[0], body.find_inner_box(context, box)
    scales = dropwhile(lambda one: table.find_width_misfit(one, inside.width), iter_scales(body, context))
    tried: list[SlideContext] = []
    for one in scales:
        tried.append(one)
        acceptable = one.scale >= tried[0].scale * MIN_SINGLE_SLIDE_SCALE or not table.of.split
        if acceptable and table.estimate_least_height(one) <= box.height and body.find_misfit(one, box) is None:
            return (root,)
    if not tried:
        return (root,)
    parts = _split_table(table, body, box, tried)
    if len(parts) == 1:
        return (root,)
    if parts and not table.of.split:
        _report_length(table, body, box, tried[-1])
        return ()
    if not parts:
        _report_row(table, body, box, tried[-1])
    return tuple(_make_root(root, body, table, part) for part in parts)


def split_rows(heights: Sequence[int], room: int) -> tuple[range, ...]:
    """Rows of these heights on as few pages as it takes, evenly; none when one of them is higher than a page."""
    if not heights or max(heights) > room:
        return ()
    before = [0, *accumulate(heights)]
    count = len(heights)
    furthest = [bisect_right(before, before[start] + room) - 1 for start in range(count)]
    needed = [0] * (count + 1)
    for start in reversed(range(count)):
        needed[start] = 1 + needed[furthest[start]]
    pages, start = [], 0
    for left in range(needed[0], 0, -1):
        even = before[start] + (before[count] - before[start]) / left
        stop = max(start + 1, bisect_right(before, even) - 1)
        if stop < count and even - before[stop] > before[stop + 1] - even:
            stop += 1
        stop = min(stop, furthest[start])
        while needed[stop] > left - 1:
            stop += 1
        pages.append(range(start, stop))
        start = stop
    return tuple(pages)


def _split_table(
    table: TableElement, body: BodyElement, box: Box, contexts: Sequence[SlideContext]
) -> tuple[TablePart, ...]:
    """At the first scale at which every row has room."""
    for context in contexts:
        room, rows = _measure_room(table, body, box, context)
        ranges = split_rows(rows, room)
        if not ranges:
            continue
        header, *heights = table.measure_row_heights(context, body.find_inner_box(context, box).width)
        pages = [[header, *heights[one.start : one.stop]] for one in ranges]
        pages[-1] += heights[len(rows) :]  # the total row
        spare = share_spare_height(pages, room + header)
        words = get_language(context.locale).words["part"]
        labels = [words.replace("{n}", str(n)).replace("{total}", str(len(ranges))) for n in range(1, len(ranges) + 1)]
        return tuple(TablePart(one, context.scale, spare, label) for one, label in zip(ranges, labels, strict=True))
    return ()


def _measure_room(table: TableElement, body: BodyElement, box: Box, context: SlideContext) -> tuple[int, list[int]]:
    """EMU that a page has for rows below the header row, and what each row takes, the total row with the last."""
    width = body.find_inner_box(context, box).width
    header, *rows = table.measure_row_heights(context, width)
    beside = body.measure_least_height(context, box.width) - header - sum(rows)
    if table.of.total:
        total = rows.pop()
        rows[-1] += total
    return box.height - beside - header, rows


def _make_root(root: SlideElement, body: BodyElement, table: TableElement, part: TablePart) -> SlideElement:
    """The slide with these rows of its table, and with the part's number in its title."""

    def make_part(child: Element) -> Element:
        if child is body:
            own = replace(table, part=part)
            return replace(body, children=tuple(own if one is table else one for one in body.children))
        if isinstance(child, TitleElement):
            return replace(child, content=(*child.content, f" {part.label}"))
        return child

    return replace(root, children=tuple(map(make_part, root.children)))


def _report_length(table: TableElement, body: BodyElement, box: Box, context: SlideContext) -> None:
    room, rows = _measure_room(table, body, box, context)
    fitting = bisect_right(list(accumulate(rows)), room)
    size, brand = context.brand.smallest, context.brand.name
    context.report.error(
        "table-too-long",
        f"the table has {len(rows)} rows, and {fitting} fit on slide '{context.slide}' ({context.locale})",
        table.of.span,
        help="take out 'split: no', or show fewer rows",
        notes=(f"type is already at {size:g} pt, the smallest of brand '{brand}'",),
    )


def _report_row(table: TableElement, body: BodyElement, box: Box, context: SlideContext) -> None:
    """The highest row, at the longest of its cells."""
    room, rows = _measure_room(table, body, box, context)
    at = max(range(len(rows)), key=rows.__getitem__)
    blocks = [cell.block for cell in table.measure_rows(context)[at + 1]]
    fault = Misfit.from_blocks(blocks, rows[at] - room, body.find_inner_box(context, box).width // len(blocks), context)
    report_misfit(fault, context, table.of.span)
