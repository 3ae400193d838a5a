"""Paragraphs filled into lines, as the renderers do it: greedily, unit by unit."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from deckwright.fonts.breaking import SOFT_HYPHEN, clusters, glued, line_units
from deckwright.fonts.metrics import Metrics

GUARD, GUARD_WIDE = 0.97, 0.92
"""How much of the width a verdict counts on; less with East Asian text, which renderers break differently."""
ROUNDING = 1e-6
"""Points by which a line may be too wide: what floating point makes of a width that just fits."""
_BREAKS = re.compile("[\u000b\n\u2028]")


@dataclass(frozen=True, slots=True)
class Face:
    """One face of a font family."""

    family: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class StyledText:
    """Text of one look."""

    text: str
    """May hold forced line breaks as U+000B."""
    face: Face
    size: float
    """Points."""
    caps: bool = False
    lang: str = ""


@dataclass(frozen=True, slots=True)
class BrokenLine:
    text: str
    """As it is seen (in capitals, if so styled), without the spaces at its end."""
    width: float
    """Points, without the spaces at its end."""
    size: float
    """Points: the largest size on the line, which is 1.2 times as high."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """What one run gives to a unit."""

    text: str
    style: StyledText
    metrics: Metrics


@dataclass(frozen=True, slots=True)
class _Unit:
    """A stretch of text in which no line ends."""

    text: str
    advance: float
    """Points, with the spaces at its end."""
    width: float
    """Points, without them, but with the hyphen of a soft hyphen at its end."""
    pieces: tuple[_Piece, ...]


MetricsOf = Callable[[Face], Metrics]


def fill(
    texts: Sequence[StyledText], width: float, first_indent: float, guard: bool, metrics_of: MetricsOf
) -> tuple[BrokenLine, ...]:
    """One paragraph in lines at most `width` points wide, the first narrower by `first_indent`."""
    joined = "".join(text.text for text in texts)
    share = guard_share(joined) if guard else 1.0
    lines: list[BrokenLine] = []
    for units, size in _segments(texts, joined, guard, metrics_of):
        first = (width - (0 if lines else first_indent)) * share
        lines += _fill_segment(units, size, first, width * share, guard)
    return tuple(lines)


def extent(texts: Sequence[StyledText], guard: bool, metrics_of: MetricsOf) -> tuple[float, float]:
    """The width that the widest unit needs, and the width with which only forced breaks end a line: points."""
    joined = "".join(text.text for text in texts)
    share = guard_share(joined) if guard else 1.0
    narrow = wide = 0.0
    for units, size in _segments(texts, joined, guard, metrics_of):
        narrow = max([narrow, *(unit.width for unit in units)])
        lines = _fill_segment(units, size, float("inf"), float("inf"), guard)
        wide = max([wide, *(line.width for line in lines)])
    return narrow / share, max(narrow, wide) / share


def guard_share(text: str) -> float:
    """How much of the width the verdict on `text` counts on."""
    if text.isascii() or not any(unicodedata.east_asian_width(character) in "WF" for character in text):
        return GUARD
    return GUARD_WIDE


def _segments(
    texts: Sequence[StyledText], joined: str, guard: bool, metrics_of: MetricsOf
) -> list[tuple[list[_Unit], float]]:
    """The units between forced breaks, with the size a line has that is empty."""
    if not texts:
        return []
    starts = [0, *accumulate(len(text.text) for text in texts)][:-1]
    segments: list[tuple[list[_Unit], float]] = []
    start = 0
    for part in _BREAKS.split(joined):
        ends = line_units(part)
        if guard:
            ends = glued(part, ends)
        units, begin = [], start
        for end in ends:
            units.append(_unit(texts, starts, begin, start + end, guard, metrics_of))
            begin = start + end
        segments.append((units, texts[bisect_right(starts, max(start - 1, 0)) - 1].size))
        start += len(part) + 1
    return segments


def _unit(
    texts: Sequence[StyledText], starts: list[int], begin: int, end: int, guard: bool, metrics_of: MetricsOf
) -> _Unit:
    pieces: list[_Piece] = []
    index = bisect_right(starts, begin) - 1
    while index < len(texts) and starts[index] < end:
        style, offset = texts[index], starts[index]
        text = style.text[max(begin - offset, 0) : end - offset]
        if text:
            pieces.append(_Piece(text.upper() if style.caps else text, style, metrics_of(style.face)))
        index += 1
    text = "".join(piece.text for piece in pieces)
    advance = sum([_measure(piece.metrics, piece.text, guard) * piece.style.size for piece in pieces])
    width, last = advance, pieces[-1]
    if text.endswith(" "):
        for piece in reversed(pieces):
            bare = piece.text.rstrip(" ")
            width -= _measure(piece.metrics, piece.text, guard) * piece.style.size
            if bare:
                width += _measure(piece.metrics, bare, guard) * piece.style.size
                break
    elif text.endswith(SOFT_HYPHEN):
        width += _measure(last.metrics, "-", guard) * last.style.size
    return _Unit(text, advance, width, tuple(pieces))


def _measure(metrics: Metrics, word: str, guard: bool) -> float:
    """Em. The verdict takes the wider: PowerPoint kerns by an attribute of the run, LibreOffice always."""
    kerned, plain = metrics.measure(word)
    return max(kerned, plain) if guard else kerned


def _fill_segment(
    units: list[_Unit], empty_size: float, first_limit: float, limit: float, guard: bool
) -> list[BrokenLine]:
    lines: list[BrokenLine] = []
    room = first_limit
    text, start, width, size = "", 0.0, 0.0, 0.0
    last: _Piece | None = None
    for unit in units:
        if last is not None:
            start += _kerning(last, unit.pieces[0], guard)
            if start + unit.width > room + ROUNDING:
                lines.append(BrokenLine(text.rstrip(" "), width, size))
                text, start, width, size, room = "", 0.0, 0.0, 0.0, limit
        if start == 0.0 and unit.width > room + ROUNDING:
            full, text, start, width, size = _cut(unit, room, limit, guard)
            lines += full
            room = limit if full else room
        else:
            text, width, start = text + unit.text, start + unit.width, start + unit.advance
            size = max([size, *(piece.style.size for piece in unit.pieces)])
        last = unit.pieces[-1]
    lines.append(BrokenLine(text.rstrip(" "), width, size or empty_size))
    return lines


def _kerning(left: _Piece, right: _Piece, guard: bool) -> float:
    if guard or left.metrics is not right.metrics or left.style.size != right.style.size:
        return 0.0
    return left.metrics.kerning(left.text[-1], right.text[0]) * left.style.size


def _cut(
    unit: _Unit, first_room: float, limit: float, guard: bool
) -> tuple[list[BrokenLine], str, float, float, float]:
    """A unit wider than a line, cut between grapheme clusters.

    Gives the full lines, then text, start, width and size of what is left for the next line.
    """
    lines: list[BrokenLine] = []
    room = first_room
    text, start, width, size = "", 0.0, 0.0, 0.0
    for piece in unit.pieces:
        last = ""
        for cluster in clusters(piece.text):
            advance = _measure(piece.metrics, cluster, guard) * piece.style.size
            if last and not guard:
                start += piece.metrics.kerning(last[-1], cluster[0]) * piece.style.size
            if text and cluster != " " and start + advance > room + ROUNDING:
                lines.append(BrokenLine(text, width, size))
                text, start, width, size, room = "", 0.0, 0.0, 0.0, limit
            text, start, last = text + cluster, start + advance, cluster
            width = start if cluster != " " else width
            size = max(size, piece.style.size)
    return lines, text, start, width, size
