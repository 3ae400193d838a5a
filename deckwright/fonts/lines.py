"""Paragraphs filled into lines, as the renderers do it: greedily, unit by unit."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from deckwright.fonts.breaking import clusters, glued, line_units
from deckwright.fonts.segments import (
    BrokenLine,
    MetricsOf,
    Piece,
    Segment,
    StyledText,
    Unit,
    kerning_between,
    runs_of,
    segment_of_many,
    segment_of_one,
)
from deckwright.languages.scripts import is_european

GUARD, GUARD_FOREIGN = 0.97, 0.92
"""How much of the width a verdict counts on; less with scripts other than Latin, Greek and Cyrillic, which
renderers break differently and set in fonts of their own choice."""
NO_GUARD = 0.998
"""LibreOffice rounds positions to hundredths of a millimetre: what fits to a hair does not."""
ROUNDING = 1e-6
"""Points by which a line may be too wide: what floating point makes of a width that just fits."""

_BREAKS = re.compile("[\u000b\n\u2028]")
_FOREIGN = "[\u0590-\u11ff\u1780-\u18af\u2e80-\ud7ff\uf900-\ufaff\ufb1d-\ufdff\ufe70-\uffef\U00020000-\U0003ffff]"


class Measured(Struct, frozen=True, gc=False):
    """A paragraph taken apart: what does not change with the width it is set in."""

    segments: list[Segment]
    """What stands between two forced breaks."""
    share: float
    """How much of a width lines may take."""
    least: float
    """Points: the width at which no unit is cut (CSS: min-content)."""
    natural: float
    """Points: the width at which only forced breaks end a line (CSS: max-content)."""


def measured(texts: Sequence[StyledText], guard: bool, metrics_of: MetricsOf) -> Measured:
    """One paragraph of `texts`."""
    joined = "".join([text.text for text in texts])
    runs = runs_of(texts, metrics_of)
    segment_of = segment_of_one if len(runs) == 1 else segment_of_many
    segments: list[Segment] = []
    start, least, natural = 0, 0.0, 0.0
    for part in _parts(joined) if runs else ():
        ends = glued(part, line_units(part)) if guard else line_units(part)
        segment = segment_of(runs, joined, start, ends, not guard)
        segments.append(segment)
        least, natural = max(least, segment.least), max(natural, segment.line.width)
        start += len(part) + 1
    share = _share(joined, guard)
    return Measured(segments, share, least / share, max(least, natural) / share)


def fill(paragraph: Measured, width: float, first_indent: float) -> tuple[BrokenLine, ...]:
    """The paragraph in lines at most `width` points wide, the first narrower by `first_indent`."""
    share = paragraph.share
    lines: list[BrokenLine] = []
    for segment in paragraph.segments:
        first = (width - (0 if lines else first_indent)) * share
        if segment.needed <= first + ROUNDING:
            lines.append(segment.line)
        else:
            lines += _fill_segment(segment, first, width * share)
    return tuple(lines)


def _share(text: str, guard: bool) -> float:
    """How much of the width lines of `text` may take."""
    if not guard:
        return NO_GUARD
    return GUARD if is_european(text) or not re.search(_FOREIGN, text) else GUARD_FOREIGN


def _parts(text: str) -> Sequence[str]:
    """What stands between forced breaks, none of which is printable."""
    return (text,) if text.isprintable() else _BREAKS.split(text)


def _fill_segment(segment: Segment, first_limit: float, limit: float) -> list[BrokenLine]:
    lines: list[BrokenLine] = []
    room, started, kern = first_limit + ROUNDING, False, segment.kern
    text, start, width, size = "", 0.0, 0.0, 0.0
    last: Piece | None = None
    for unit in segment.units:
        if kern and last is not None:
            start += kerning_between(last, unit.pieces[0])
        last = unit.pieces[-1]
        if started and start + unit.width > room:
            lines.append(BrokenLine(text.rstrip(" "), width, size))
            text, start, width, size, room, started = "", 0.0, 0.0, 0.0, limit + ROUNDING, False
        if not started and unit.width > room:
            full, unit = _cut(unit, room, limit + ROUNDING, kern)
            lines += full
            room = limit + ROUNDING if full else room
        text, width, start, started = text + unit.text, start + unit.width, start + unit.advance, True
        if unit.size > size:
            size = unit.size
    lines.append(BrokenLine(text.rstrip(" "), width, size or segment.line.size))
    return lines


def _cut(unit: Unit, room: float, limit: float, kern: bool) -> tuple[list[BrokenLine], Unit]:
    """A unit wider than a line, cut between grapheme clusters: the full lines, and what is left for the next."""
    lines: list[BrokenLine] = []
    text, start, width, size = "", 0.0, 0.0, 0.0
    for piece in unit.pieces:
        last = ""
        for cluster in clusters(piece.text):
            advance = piece.metrics.measure(cluster, kern) * piece.size
            if kern and last:
                start += piece.metrics.kerning(last[-1], cluster[0]) * piece.size
            if text and cluster != " " and start + advance > room:
                lines.append(BrokenLine(text.rstrip(" "), width, size))
                text, start, width, size, room = "", 0.0, 0.0, 0.0, limit
            text, start, size, last = text + cluster, start + advance, max(size, piece.size), cluster
            width = start if cluster != " " else width
    return lines, Unit(text, start, width, size, (unit.pieces[-1],))
