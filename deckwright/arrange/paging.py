"""Divides a table that is too long for its slide between several.

A table stays on one slide if it fits in slightly smaller type. Otherwise it takes as few slides as possible, in its
full size, with its rows divided evenly.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, dropwhile

from msgspec.structs import replace

from deckwright.arrange.elements.base import Element, Misfit
from deckwright.arrange.elements.slide import BodyElement, SlideElement, TitleElement
from deckwright.arrange.elements.table import TableElement, TablePart, share_spare_height
from deckwright.arrange.placeholders import iter_scales, report_misfit
from deckwright.arrange.slide_context import SlideContext
from deckwright.languages.language import get_language
from deckwright.model.page import Box

MIN_SINGLE_SLIDE_SCALE = 0.8
"""Smallest scale at which a table is kept on one slide: 18 pt become 14.5 pt."""


def has_table(root: SlideElement) -> bool:
    """Returns True if the body directly contains a table."""
    bodies = (child for child in root.children if isinstance(child, BodyElement))
    return any(isinstance(child, TableElement) for body in bodies for child in body.children)


def split_slide(root: SlideElement, box: Box, context: SlideContext) -> tuple[SlideElement, ...]:
    """Returns `root` once for each page that the table of its body takes: for most slides, `root` itself.

    `box` is the body's. Reports `table-too-long`, and `text-overflow` for a row that is higher than a page; returns no
    slides then.
    """
    body = next((child for child in root.children if isinstance(child, BodyElement)), None)
    tables = [child for child in body.children if isinstance(child, TableElement)] if body else []
    if body is None or len(tables) != 1 or body.align != "stretch":
        return (root,)
    table, inner = tables[0], body.find_inner_box(context, box)
    if table.explicit_attributes & {"width", "height"}:
        return (root,)
    scaled_contexts: list[SlideContext] = []
    for scaled in dropwhile(lambda scaled: table.find_width_misfit(scaled, inner.width), iter_scales(body, context)):
        scaled_contexts.append(scaled)
        acceptable = scaled.scale >= scaled_contexts[0].scale * MIN_SINGLE_SLIDE_SCALE or not table.of.split
        may_fit = acceptable and table.estimate_least_height(scaled) <= box.height
        if may_fit and body.find_misfit(scaled, box) is None:
            return (root,)
    if not scaled_contexts:
        return (root,)
    parts = _split_table(table, body, box, scaled_contexts)
    if len(parts) == 1:
        return (root,)
    if parts and not table.of.split:
        _report_length(table, body, box, scaled_contexts[-1])
        return ()
    if not parts:
        _report_row(table, body, box, scaled_contexts[-1])
    return tuple(_make_root(root, body, table, part) for part in parts)


def split_rows(heights: Sequence[int], room: int) -> tuple[range, ...]:
    """Divides rows of these heights evenly between as few pages as possible.

    Returns the rows of each page; no ranges if a row is higher than `room`, the height of a page.
    """
    if not heights or max(heights) > room:
        return ()
    before = [0, *accumulate(heights)]
    count = len(heights)
    furthest = [bisect_right(before, before[start] + room) - 1 for start in range(count)]
    pages_from = [0] * (count + 1)
    for start in reversed(range(count)):
        pages_from[start] = 1 + pages_from[furthest[start]]
    pages, start = [], 0
    for left in range(pages_from[0], 0, -1):
        even = before[start] + (before[count] - before[start]) / left
        stop = max(start + 1, bisect_right(before, even) - 1)
        if stop < count and even - before[stop] > before[stop + 1] - even:
            stop += 1
        stop = min(stop, furthest[start])
        while pages_from[stop] > left - 1:
            stop += 1
        pages.append(range(start, stop))
        start = stop
    return tuple(pages)


def _split_table(
    table: TableElement, body: BodyElement, box: Box, contexts: Sequence[SlideContext]
) -> tuple[TablePart, ...]:
    """Divides the table at the first scale at which every row fits on a page."""
    for context in contexts:
        room, rows = _measure_room(table, body, box, context)
        ranges = split_rows(rows, room)
        if not ranges:
            continue
        header, *heights = table.measure_row_heights(context, body.find_inner_box(context, box).width)
        pages = [[header, *heights[rows_shown.start : rows_shown.stop]] for rows_shown in ranges]
        pages[-1] += heights[len(rows) :]  # the total row
        spare = share_spare_height(pages, room + header)
        words = get_language(context.locale).words["part"]
        labels = [words.replace("{n}", str(n)).replace("{total}", str(len(ranges))) for n in range(1, len(ranges) + 1)]
        return tuple(TablePart(part, context.scale, spare, label) for part, label in zip(ranges, labels, strict=True))
    return ()


def _measure_room(table: TableElement, body: BodyElement, box: Box, context: SlideContext) -> tuple[int, list[int]]:
    """Returns the height in EMU for rows on a page, without the header row, and the height of each row.

    The height of the total row is added to the last row.
    """
    width = body.find_inner_box(context, box).width
    header, *rows = table.measure_row_heights(context, width)
    other = body.measure_height(context, box.width, least=True) - header - sum(rows)
    if table.of.total:
        total = rows.pop()
        rows[-1] += total
    return box.height - other - header, rows


def _make_root(root: SlideElement, body: BodyElement, table: TableElement, part: TablePart) -> SlideElement:
    """Returns the slide with one part of its table, and the part's number in its title."""

    def change(child: Element) -> Element:
        if child is body:
            part_of_table = replace(table, part=part)
            children = tuple(part_of_table if grandchild is table else grandchild for grandchild in body.children)
            return replace(body, children=children)
        if isinstance(child, TitleElement):
            return replace(child, content=(*child.content, f" {part.label}"))
        return child

    return replace(root, children=tuple(map(change, root.children)))


def _report_length(table: TableElement, body: BodyElement, box: Box, context: SlideContext) -> None:
    room, rows = _measure_room(table, body, box, context)
    fitting = bisect_right(list(accumulate(rows)), room)
    size, brand = context.brand.smallest, context.brand.name
    context.report.error(
        "table-too-long",
        f"the table on slide '{context.slide}' ({context.locale}) has {len(rows)} rows; {fitting} fit",
        table.of.span,
        help="remove 'split: no', or show fewer rows",
        notes=(f"type is already at {size:g} pt, the smallest of brand '{brand}'",),
    )


def _report_row(table: TableElement, body: BodyElement, box: Box, context: SlideContext) -> None:
    """Reports the highest row, at the longest of its cells."""
    room, rows = _measure_room(table, body, box, context)
    at = max(range(len(rows)), key=rows.__getitem__)
    blocks = [cell.block for cell in table.measure_table(context).rows[at + 1]]
    width = body.find_inner_box(context, box).width // len(blocks)
    report_misfit(Misfit.from_blocks(blocks, rows[at] - room, width, context), context, table.of.span)
