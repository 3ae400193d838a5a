"""Fills paragraphs into lines as the renderers do: each line takes as many units as fit."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from msgspec import Struct

from deckwright.fonts.breaking import find_unit_ends, join_signs, split_clusters
from deckwright.fonts.metrics import Metrics
from deckwright.fonts.segments import (
    BrokenLine,
    Face,
    Segment,
    StyledRun,
    StyledText,
    Unit,
    UnitPart,
    get_kerning,
    measure_segment,
    measure_uniform_segment,
)
from deckwright.languages.scripts import is_european

GUARD, GUARD_FOREIGN = 0.97, 0.92
"""How much of the width is used with a guard; less with scripts other than Latin, Greek and Cyrillic, which renderers
break differently and set in fonts of their own choice."""
NO_GUARD = 0.998
"""LibreOffice rounds positions to hundredths of a millimetre, so a text that fits exactly may not fit there."""
ROUNDING = 1e-6
"""Points by which a line may be too wide because of floating point."""

_BREAKS = re.compile("[\u000b\n\u2028]")
_FOREIGN = "[\u0590-\u11ff\u1780-\u18af\u2e80-\ud7ff\uf900-\ufaff\ufb1d-\ufdff\ufe70-\uffef\U00020000-\U0003ffff]"


class MeasuredParagraph(Struct, frozen=True, gc=False):
    """A measured paragraph: everything that does not depend on the width of its lines."""

    segments: list[Segment]
    share: float
    """How much of a width lines may take."""
    min_content: float
    """Points: the width at which no unit is cut."""
    max_content: float
    """Points: the width at which only forced breaks end a line."""


def measure_paragraph(
    texts: Sequence[StyledText], guard: bool, metrics_of: Callable[[Face], Metrics]
) -> MeasuredParagraph:
    joined = "".join([text.text for text in texts])
    runs: list[StyledRun] = []
    begin = 0
    for text in texts:
        end = begin + len(text.text)
        runs.append(StyledRun(begin, end, text.caps, text.size, metrics_of(text.face)))
        begin = end
    # No forced break is printable, and `isprintable` is much faster than a search.
    parts = (joined,) if joined.isprintable() else _BREAKS.split(joined)
    measure = measure_uniform_segment if len(runs) == 1 else measure_segment
    segments: list[Segment] = []
    start, widest_unit, widest_line = 0, 0.0, 0.0
    for part in parts if runs else ():
        ends = join_signs(part, find_unit_ends(part)) if guard else find_unit_ends(part)
        segment = measure(runs, joined, start, ends, not guard)
        segments.append(segment)
        widest_unit, widest_line = max(widest_unit, segment.widest_unit), max(widest_line, segment.line.width)
        start += len(part) + 1
    share = _choose_share(joined, guard)
    return MeasuredParagraph(segments, share, widest_unit / share, max(widest_unit, widest_line) / share)


def fill_lines(paragraph: MeasuredParagraph, width: float, first_indent: float) -> tuple[BrokenLine, ...]:
    """Fills lines at most `width` points wide, the first narrower by `first_indent`."""
    share = paragraph.share
    lines: list[BrokenLine] = []
    for segment in paragraph.segments:
        first = (width - (0 if lines else first_indent)) * share
        if segment.one_line_width <= first + ROUNDING:
            lines.append(segment.line)
        else:
            lines += _fill_segment(segment, first, width * share)
    return tuple(lines)


def _choose_share(text: str, guard: bool) -> float:
    """Returns how much of the width lines of `text` may take."""
    if not guard:
        return NO_GUARD
    return GUARD if is_european(text) or not re.search(_FOREIGN, text) else GUARD_FOREIGN


def _fill_segment(segment: Segment, first_limit: float, limit: float) -> list[BrokenLine]:
    lines: list[BrokenLine] = []
    room, started, kern = first_limit + ROUNDING, False, segment.kern
    text, start, width, size = "", 0.0, 0.0, 0.0
    last: UnitPart | None = None
    for unit in segment.units:
        if kern and last is not None:
            start += get_kerning(last, unit.parts[0])
        last = unit.parts[-1]
        if started and start + unit.width > room:
            lines.append(BrokenLine(text.rstrip(" "), width, size))
            text, start, width, size, room, started = "", 0.0, 0.0, 0.0, limit + ROUNDING, False
        if not started and unit.width > room:
            full, unit = _cut_unit(unit, room, limit + ROUNDING, kern)
            lines += full
            room = limit + ROUNDING if full else room
        text, width, start, started = text + unit.text, start + unit.width, start + unit.advance, True
        if unit.size > size:
            size = unit.size
    lines.append(BrokenLine(text.rstrip(" "), width, size or segment.line.size))
    return lines


def _cut_unit(unit: Unit, room: float, limit: float, kern: bool) -> tuple[list[BrokenLine], Unit]:
    """Cuts a unit wider than a line between grapheme clusters. Returns full lines, and the rest for the next line."""
    lines: list[BrokenLine] = []
    text, start, width, size = "", 0.0, 0.0, 0.0
    for part in unit.parts:
        last = ""
        for cluster in split_clusters(part.text):
            advance = part.metrics.measure(cluster, kern) * part.size
            if kern and last:
                start += part.metrics.get_kerning(last[-1], cluster[0]) * part.size
            if text and cluster != " " and start + advance > room:
                lines.append(BrokenLine(text.rstrip(" "), width, size))
                text, start, width, size, room = "", 0.0, 0.0, 0.0, limit
            text, start, size, last = text + cluster, start + advance, max(size, part.size), cluster
            width = start if cluster != " " else width
    return lines, Unit(text, start, width, size, (unit.parts[-1],))
